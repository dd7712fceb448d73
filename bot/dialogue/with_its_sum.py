"""A measure that is named and given the sum it goes by is what is told of, whatever stands: 「我朋友的公司鲁科保，省里
补了6万」."""

from bot.dialogue.acts import LIKELY
from bot.dialogue.measure_choice import Choice
from bot.dialogue.turn import Turn
from bot.nlu.phrases import says
from bot.slots.roles import NEAR, place_once
from knowledge.records.model import Measure

FOR_ITS_SUM = ("", "amount", "total")  # kinds of questions that are put to have the sum worked out


def tells_its_sum(turn: Turn, measure: Measure) -> bool:
    """「帮我算下子公司鲁科保，省级补贴26万」 after 26万 came of the own: a sum with which another firm is told of
    is that firm's, though it is as large as the one just shown, which sounds like a doubt."""
    acts = turn.acts
    heard = turn.current is not None and acts.score("other_firm") >= LIKELY and acts.asked in FOR_ITS_SUM
    if not heard or not _is_given(turn, measure):
        return False
    placed = place_once(turn.utterance, measure, turn.utterance.knowledge.distractors)
    return any(one.key == measure.main and one.announced and one.score >= NEAR for one in placed)


def only_doubts(turn: Turn, measure: Measure) -> bool:
    """Whether the sum shown is questioned, and no other firm told of with its own."""
    return turn.acts.questions_the_sum and not tells_its_sum(turn, measure)


def chosen(turn: Turn) -> Choice | None:
    """The measure the words speak for most; where that is the one under way, which gets no figure of them, the one that
    they name before it and give its sum (a subsidy of the same loan)."""
    top, now = next(iter(turn.choices), None), turn.current
    if top is None or now is None or top.measure.key != now.key or not turn.utterance.figures:
        return top
    if not turn.choices[1:] or turn.given(now).figures or begun(turn) in ("", now.key):
        return top
    return turn.fresh_choices[0]


def begun(turn: Turn) -> str:
    """The key of the measure that is named first and given its sum; "" where none is, or something is put right."""
    first = next(iter(turn.fresh_choices), None)
    if first is None or not first.by_name or turn.acts.does("correct"):
        return ""
    return first.measure.key if _is_given(turn, first.measure) else ""


def _is_given(turn: Turn, measure: Measure) -> bool:
    if not says(turn.utterance.folded, measure.words):
        return False
    told = turn.alone(measure).filling.inputs
    sums = {one.key for one in measure.inputs if one.unit == "yuan"}
    return measure.main in told if measure.main else not sums.isdisjoint(told)
