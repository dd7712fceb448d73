"""What has come back of a sum that stands, told so that it seems to be a sum of its own."""

from bot.dialogue.turn import Turn
from bot.slots.only_sum import came_back
from knowledge.records.model import Measure


def has_come_off(turn: Turn, measure: Measure) -> bool:
    """「坏账里200万已经追回来了」: the sum that seems to be told anew is what has come back of the one that stands."""
    text, said = turn.utterance.text, turn.alone(measure).filling.inputs.get(measure.main)
    if said is None:
        return False
    keys = {row.sources[-1] for row in measure.derivations if row.op == "recovered"}
    others = turn.given(measure).filling.others if keys else {}
    if any(key in others and others[key].value == said.value and others[key].text in text for key in keys):
        return True
    sums = [one for one in turn.utterance.figures if one.text == said.text]
    return any(came_back(text, one.start, one.end) for one in sums)
