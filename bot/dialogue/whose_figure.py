"""What was told before was another firm's, and the own is told beside it: 「刚说的那是我表哥厂的，我自己的是90万」,
「就是半年，一年的是别人家的」. The own figure stands in the place of theirs."""

from bot.copies import replace
from bot.dialogue.calculate import Since, take_in
from bot.dialogue.passed_on import kept_apart, topic_of
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.nlu.was_theirs import WasTheirs, was_theirs
from bot.slots.parts import parts_of
from knowledge.records.model import Measure

UNITS = {"money": "yuan", "duration": "months", "percent": "ratio"}


def whose_figure(turn: Turn) -> TurnResult | None:
    """Applies where one loan or policy stands of which that is said. All that was told goes to the other firm, where it
    is named and the main sum is theirs."""
    measure, topic = turn.current, turn.state.topic
    if measure is None or len(parts_of(topic.standing, measure)) > 1:
        return None
    said = was_theirs(turn.utterance.folded, turn.utterance.figures)
    if said is None or not topic.standing.inputs:
        return None
    theirs = _key_of(said.figure, turn, measure) if said.figure else measure.main
    if theirs not in topic.standing.inputs:
        return None
    state = turn.state
    if said.firm and theirs == measure.main and said.firm != topic.firm:
        state = kept_apart(state, topic_of(turn, measure, said.firm, topic.standing))
        state = kept_apart(state, replace(topic, before=None, actual=None))
    there = turn.at(state)
    own = there.saying(_told_as_ours(there, said, measure, theirs), state)
    given = own.given(measure)
    if given.filling.problems or not given.filling.inputs:
        return None
    result = take_in(own, measure, given.taken, Since(topic.standing))
    return replace(result, state=replace(result.state, last_text=turn.utterance.text))


def _key_of(figure: Figure, turn: Turn, measure: Measure) -> str:
    """The input that stands with that value; "" for none, or several."""
    stands = turn.state.topic.standing.inputs
    keys = [one.key for one in measure.inputs if one.key in stands and stands[one.key].value == figure.value]
    return keys[0] if len(keys) == 1 else ""


def _told_as_ours(turn: Turn, said: WasTheirs, measure: Measure, theirs: str) -> str:
    """What is told of the own; a figure of which nothing says what it is, is what theirs was."""
    plain = turn.saying(said.ours, turn.state).given(measure).filling
    values = {slot.value for slot in plain.inputs.values()}
    if not plain.problems and all(one.value in values for one in said.figures):
        return said.ours
    record = measure.input(theirs)
    alike = [one for one in said.figures if record is not None and UNITS[one.kind] == record.unit]
    if record is None or len(alike) != 1:
        return said.ours
    rest = [one.text for one in said.figures if one is not alike[0]]
    return "，".join((f"{record.label}改成{alike[0].text}", *rest))
