"""What people want worked out beside the sum itself: the steps of the policy for it, and what these share."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.copies import replace
from bot.dialogue.calculate import continue_measure, unit_in_use
from bot.dialogue.fallbacks import names_document, open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.measures.assess import Outcome, Standing, amount_of, compute
from bot.messages import Reply, ReplyKind, View
from bot.nlu.hearing import Scores
from bot.replies.build import outcome_reply, plain_reply
from bot.replies.views import RefusedView
from bot.slots.called import is_next
from bot.slots.model import Slot
from bot.slots.parts import parts_of
from bot.slots.swapped import swapped
from knowledge.records.model import Measure

NAMED = 4.0  # a measure named by a word or two of its own
WAN = Decimal(10_000)
TELLS = ("state", "answer", "add", "correct", "requantify", "remove", "what_if")


class Meant(NamedTuple):
    """The measure a question is about, what stands for it, and whether the talk is about it already."""

    measure: Measure
    topic: Topic
    current: bool

    @property
    def standing(self) -> Standing:
        return self.topic.standing


def meant(turn: Turn) -> Meant | None:
    """The measure named, with what stands for it in the talk, else the one the talk is about; None without one."""
    now, top = turn.current, turn.choices[0] if turn.choices else None
    if now and not (top and top.by_name and top.measure.key != now.key and top.score >= NAMED):
        return Meant(now, turn.state.topic, True)
    if top is None:
        return None
    kept = frame_of(turn.state, top.measure)
    return Meant(top.measure, kept or Topic(top.measure.policy, top.measure.clause, top.measure.id), False)


def frame_of(state: State, measure: Measure) -> Topic | None:
    """What was talked about before for the measure and the same firm."""
    name = (measure.policy, measure.clause, measure.id, state.topic.firm)
    return next((frame for frame in state.frames if frame.name == name), None)


def within(turn: Turn, about: Meant) -> Turn:
    """The turn as it would be said in the talk about that measure."""
    return turn if about.current else turn.at(turn.state.on(about.topic))


def told(turn: Turn, about: Meant, besides: Sequence[str] = (), words: Sequence[str] = ()) -> Mapping[str, Slot]:
    """Inputs the message gives, but for those of the keys ``besides`` and those read from the ``words``."""
    inputs = within(turn, about).given(about.measure).filling.inputs
    return {key: slot for key, slot in inputs.items() if key not in besides and slot.text not in words}


def supposed(standing: Standing, inputs: Mapping[str, Slot], facts: Mapping[str, str]) -> Standing:
    """What stands with what this message supposes."""
    return replace(standing, inputs={**standing.inputs, **inputs}, facts={**standing.facts, **facts})


def sum_of(turn: Turn, topic: Topic) -> tuple[Outcome, Decimal] | None:
    """What comes of a topic of the talk when it has a sum."""
    if not topic.measure:
        return None
    measure = turn.utterance.knowledge.measure(topic.measure, topic.policy)
    outcome = compute(turn.utterance.knowledge, measure, topic.standing, turn.utterance.day)
    amount = amount_of(outcome)
    return None if amount is None or outcome.expired else (outcome, amount)


def roles_heard(turn: Turn) -> Sequence[Scores]:
    """What the listener says of each figure."""
    return turn.utterance.matcher.listener.roles(turn.utterance, turn.setting)


def sums_said(turn: Turn, measure: Measure | None) -> Iterator[tuple[Figure, Decimal]]:
    """Every sum of the message in yuan; for a measure also a bare number where 万 is in use, or where so many 万 are a
    number of the document or the sum just shown."""
    own = {figure.value for figure in measure.figures} if measure else set()
    for figure in turn.utterance.figures:
        value = figure.value[0] if isinstance(figure.value, tuple) else figure.value
        if not isinstance(value, Decimal) or figure.invalid or figure.negative:
            continue
        bare = measure is not None and figure.unit_missing and figure.kind in ("number", "money") and not figure.counted
        if bare and (turn.state.unit == "万" or value * WAN in own or value * WAN == turn.state.shown):
            yield figure, value * WAN
        elif figure.kind == "money" and not figure.unit_missing and figure.unit == "yuan":
            yield figure, value


def reply_about(
    turn: Turn, outcome: Outcome, standing: Standing, view: View, focus: str, *, shows_sum: bool = True
) -> Reply:
    """A reply of its own view to a question of kind ``focus``: a calculation where it shows the sum that stands, else
    an answer. Where the document is not in force, that is the reply."""
    first = outcome_reply(turn.utterance.knowledge, outcome, standing)
    if outcome.expired or outcome.gap:
        return first
    if first.kind is ReplyKind.CALCULATION and shows_sum:
        return replace(first, view=view, focus=focus)
    return replace(first, kind=ReplyKind.ANSWER, view=view, focus=focus, amount=None, bound=None, alternatives=())


def kept(turn: Turn) -> State:
    """The state of a turn that changes nothing."""
    return replace(turn.state, last_text=turn.utterance.text, unit=unit_in_use(turn.utterance, turn.state))


def after_telling(turn: Turn, key: str = "") -> Turn:
    """The turn with what its message states taken in (「今年领过3万了，还剩多少额度」), of ``key`` in any case."""
    measure, top = turn.current, turn.choices[0] if turn.choices else None
    if measure is None:
        return turn
    filling = turn.given(measure).filling
    of_a_part = filling.part is not None and bool(filling.inputs)  # 「第一笔是260万，两笔一共呢」
    stands, words = turn.state.topic.standing, turn.state.topic.words
    parts = parts_of(stands, measure)
    one_more = bool(filling.inputs) and is_next(turn.utterance.text, parts, stands.away, words)
    in_place = bool(filling.inputs) and swapped(turn.utterance.text, turn.utterance.figures, parts, measure) is not None
    of_a_part = of_a_part or filling.divided or one_more or in_place
    told = {**turn.utterance.supposed, **turn.utterance.facts}.items() & turn.given(measure).taken.facts.items()
    tells = any(stands.facts.get(fact, "") != value for fact, value in told)  # 「升了创新层，前后一共多少」
    if not (turn.acts.does(*TELLS) or of_a_part or tells or key in filling.inputs):
        return turn
    if turn.acts.does("switch") or (top and top.by_name and top.measure.key != measure.key):
        return turn
    given = turn.given(measure)
    if not (given.filling.inputs or given.filling.divided or given.taken.facts):
        return turn
    return turn.at(continue_measure(turn, measure).state)


def open_words(turn: Turn) -> str:
    """The question that is open, in words, to be put again."""
    return open_question(turn)


def repeated(turn: Turn) -> TurnResult | None:
    """Applies when the sum that stands is asked for once more (「刚才说多少来着」) and nothing new is said: it is given
    again with its working."""
    measure = turn.current
    if not turn.utterance.wants("again") or turn.utterance.figures:
        return None
    if measure is None:
        return _nothing_yet(turn)
    if turn.utterance.wants("back") or turn.acts.does("own_firm", "other_firm"):
        return None
    if sum_of(turn, turn.state.topic) is None:
        return None
    return continue_measure(turn, measure, resumed=True)


def _nothing_yet(turn: Turn) -> TurnResult | None:
    """「再说一遍」 as the first word of a talk."""
    state, utterance = turn.state, turn.utterance
    if state.last_text or state.topic.clause or not utterance.is_word_or_two or names_document(utterance):
        return None
    view = RefusedView("nothing", utterance.knowledge.site.examples)
    return TurnResult(plain_reply(ReplyKind.SMALLTALK, view), state)
