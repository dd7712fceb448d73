"""Taking figures and facts into the standing of one measure, and saying what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.dialogue.compare import compare, variants
from bot.dialogue.extract import NOTHING_TAKEN, Taken
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.dialogue.update import Merged, merge, money_keys, shown
from bot.measures.assess import Outcome, Standing, amount_of, compute, missing_inputs
from bot.nlu.phrases import find, says
from bot.nlu.utterance import Utterance
from bot.replies.build import next_question, outcome_reply
from bot.replies.views import Extra
from bot.slots.model import Problem
from knowledge.records.model import Measure

FRESH = Standing()
ANOTHER = "?"  # another firm that is not called by any name
A_WORD = 4  # characters: a spelling repaired in so short an answer is not mentioned
Mode = Literal["told", "resumed", "waiting"]  # only what is told is taken in


@dataclass(frozen=True, slots=True)
class Update:
    """What a message did to the standing of a measure: what was given, what was merged, what is wrong, what comes of
    it; ``state``: before it is remembered, with the conditions that are not to be asked again."""

    measure: Measure
    mode: Mode
    given: Taken
    merged: Merged
    problems: tuple[Problem, ...]
    outcome: Outcome
    unsettled: tuple[str, ...]
    state: State

    @property
    def is_no_answer(self) -> bool:
        """A question is open, and nothing of the message could be put down."""
        return self.mode == "told" and bool(self.state.asked) and self.given.is_empty and not self.problems

    @property
    def is_aside(self) -> bool:
        """No figure moved: the sum is not worked out again, it only stands."""
        beside = bool(self.given.facts) or self.mode == "waiting" or self.is_no_answer
        moved = bool(self.given.filling.inputs) or bool(self.problems) or self.mode == "resumed"
        return beside and bool(self.state.topic.standing.inputs) and not moved


def start_measure(turn: Turn, measure: Measure) -> TurnResult:
    """A measure newly come to: what was said for a sibling or in this message counts, the rest is asked."""
    firm = _other_firm(turn)
    carried = FRESH if firm and firm != turn.state.topic.firm else _carried(turn, measure)
    topic = Topic(measure.policy, measure.clause, measure.id, carried, firm or turn.state.topic.firm)
    state = turn.state.on(topic, asked="", choices=(), failures=0, skipped=(), stray="")
    if turn.state.stray:  # a figure said before anybody knew what it was
        return _calculate(turn.saying(f"{turn.state.stray}，{turn.utterance.text}", state), measure)
    return _calculate(turn.at(state), measure)


def continue_measure(turn: Turn, measure: Measure, *, resumed: bool = False, unsure: bool = False) -> TurnResult:
    """The talk about a measure goes on: an answer, a correction, one more figure, or 「不清楚」."""
    state = turn.state
    if (firm := _other_firm(turn)) and firm != state.topic.firm:
        fresh = replace(state.topic, standing=_same_terms(turn, measure), firm=firm)
        return _calculate(turn.at(state.on(fresh, asked="", said=(), skipped=())), measure)
    if unsure:
        return _calculate(turn.at(_skipping(state, measure)), measure, "waiting")
    if resumed:
        return _calculate(turn, measure, "resumed")
    if _is_new_question(turn, measure):
        known = {key: value for key, value in state.topic.standing.facts.items() if key in _of_the_firm(turn)}
        anew = replace(state.topic, standing=Standing(facts=known))
        return _calculate(turn.at(replace(state, topic=anew, said=(), skipped=())), measure)
    return _calculate(turn, measure)


def _other_firm(turn: Turn) -> str:
    """What another firm that is spoken of is called; "" when none is."""
    if not turn.acts.does("other_firm"):
        return ""
    found = find(turn.utterance.folded, turn.utterance.knowledge.intents.get("another_firm", ()))
    return next((one.phrase for one in found), turn.state.topic.firm or ANOTHER)


def _of_the_firm(turn: Turn) -> set[str]:
    """Facts that hold for whatever the same firm asks."""
    return {key for key, fact in turn.utterance.knowledge.facts.items() if fact.of == "firm"}


def _carried(turn: Turn, measure: Measure) -> Standing:
    """Figures of a sibling measure carry over (「那换成成果转化贷款呢」); those of another kind do not."""
    old, standing = turn.current, turn.state.topic.standing
    if old is None or {i.key for i in old.inputs if i.required} != {i.key for i in measure.inputs if i.required}:
        return FRESH
    keys = {i.key for i in measure.inputs}
    inputs = {key: slot for key, slot in standing.inputs.items() if key in keys}
    shared = {c.key for c in measure.conditions} & {c.key for c in old.conditions}
    return Standing(inputs, (), {k: v for k, v in standing.facts.items() if k in shared})


def _is_new_question(turn: Turn, measure: Measure) -> bool:
    """A message that names the measure and gives every figure it needs, some anew, is a question of its own.

    One that adds (「还有一笔」), corrects, or says less than is known already goes on with what stands.
    """
    utterance = turn.utterance
    if utterance.wants("correct", "what_if") or not says(utterance.folded, measure.needs):
        return False
    filling, old = turn.alone(measure).filling, turn.state.topic.standing.inputs
    received = measure.key_of("prior") in filling.inputs
    if utterance.wants("add") and not received:
        return False
    less = len(set(old) - set(filling.inputs)) > 0 and utterance.is_brief
    anew = set(filling.inputs) & set(old) & money_keys(measure)
    standing = Standing(filling.inputs, filling.items, utterance.facts)
    return bool(anew) and not less and not missing_inputs(measure, standing, ())


def _same_terms(turn: Turn, measure: Measure) -> Standing:
    """What a second firm takes over: everything with 「条件一样」, the terms but no facts of the firm with 「…呢」."""
    standing = turn.state.topic.standing
    if turn.utterance.wants("same_terms"):
        return standing
    if not turn.utterance.bare.endswith("呢"):
        return FRESH
    money = money_keys(measure)
    return Standing({key: slot for key, slot in standing.inputs.items() if key not in money})


def _skipping(state: State, measure: Measure) -> State:
    """A condition answered with 不清楚 is not asked again; a figure stays asked for."""
    is_condition = measure.condition(state.asked) is not None and not measure.input(state.asked)
    return replace(state, skipped=(*state.skipped, state.asked)) if is_condition else state


def _calculate(turn: Turn, measure: Measure, mode: Mode = "told") -> TurnResult:
    """Takes the message in, computes, and says what comes of it."""
    if mode == "told" and (rivals := variants(turn, measure)):
        return compare(turn, measure, rivals)
    update = _updated(turn, measure, mode)
    utterance, old = turn.utterance, turn.state.topic.standing.inputs
    hits = utterance.match.hits if mode == "told" and not old else ()
    reply = outcome_reply(utterance.knowledge, update.outcome, update.merged.standing, hits, _extra(utterance, update))
    return TurnResult(reply, _remembered(utterance, update))


def _updated(turn: Turn, measure: Measure, mode: Mode) -> Update:
    utterance, state = turn.utterance, turn.state
    given = turn.given(measure).taken if mode == "told" else NOTHING_TAKEN
    merged = merge(utterance, state.topic.standing, given.filling, given.facts, measure)
    problems = (*given.filling.problems, *merged.refused)
    outcome = compute(utterance.knowledge, measure, merged.standing, utterance.day, problems)
    # What was said and not understood is asked about first
    first = [key for key in outcome.unconfirmed if key in given.unclear]
    outcome = replace(outcome, unconfirmed=tuple(dict.fromkeys([*first, *outcome.unconfirmed])))
    doubts = given.doubts if given.facts else frozenset[str]()
    stated = utterance.facts.keys() - doubts
    unsettled = tuple(key for key, value in given.facts.items() if value == "unknown" and key in stated)
    state = replace(state, skipped=(*state.skipped, *unsettled, *sorted(doubts)))
    return Update(measure, mode, given, merged, problems, outcome, unsettled, state)


def _extra(utterance: Utterance, update: Update) -> Extra:
    """What the reply says besides its outcome."""
    given, state, told = update.given, update.state, update.mode == "told"
    labels = utterance.knowledge.facts
    return Extra(
        unsettled=bool(update.unsettled),
        repaired=utterance.match.repaired if told and len(utterance.bare) > A_WORD else (),
        changed=update.merged.changed,
        problems=update.problems,
        adopted=tuple((slot.text, shown(slot)) for slot in given.filling.inputs.values() if slot.adopted),
        foreign=given.filling.foreign,
        short=(bool(state.said) and update.mode != "resumed") or utterance.repeats(state.last_text),
        subtracted=_subtracted(utterance) if update.merged.changed else "",
        quiet=update.is_aside,
        noted=tuple(labels[key].label for key, value in given.facts.items() if _affirmed(update.measure, key, value)),
        failures=_failures(update),
        said=state.skipped,
    )


def _remembered(utterance: Utterance, update: Update) -> State:
    """What to remember: the standing, the question put, what was said last (the newest at the end)."""
    state, given = update.state, update.given
    said = [*given.filling.inputs, *given.facts]
    return replace(
        state,
        topic=replace(state.topic, standing=update.merged.standing),
        asked=_asked(update.problems, next_question(update.measure, update.outcome, state.skipped)),
        choices=(),
        pending={},
        failures=_failures(update),
        said=tuple(dict.fromkeys([*(key for key in state.said if key not in said), *said])),
        unit=_unit(utterance, state),
        last_text=utterance.text,
        shown=amount_of(update.outcome),
        stray="",
    )


def _affirmed(measure: Measure, key: str, value: str) -> bool:
    condition = measure.condition(key)
    return condition.affirms(value) if condition else value == "yes"


def _failures(update: Update) -> int:
    return update.state.failures + 1 if update.is_no_answer else 0


def _subtracted(utterance: Utterance) -> str:
    return next((figure.text for figure in utterance.figures), "") if utterance.wants("subtract") else ""


def _asked(problems: Sequence[Problem], question: str) -> str:
    """The input or condition the reply asks for: that of a rejected figure first."""
    if question == "unit":
        return next(problem.key for problem in problems if problem.reason == "unit")
    return question


def _unit(utterance: Utterance, state: State) -> str:
    """万 stays in use once it was said."""
    sums = [figure for figure in utterance.figures if figure.kind == "money" and not figure.unit_missing]
    return "万" if any(char in figure.text for figure in sums for char in "万萬wW") else state.unit
