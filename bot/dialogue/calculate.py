"""Taking figures and facts into the standing of one measure, and saying what comes of it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.compare import compare, variants
from bot.dialogue.extract import doubted, filling_alone, take_facts, take_figures
from bot.dialogue.result import Turned
from bot.dialogue.state import State, Topic, on_topic
from bot.dialogue.update import merge, money_keys, shown
from bot.measures.assess import Standing, compute, missing_inputs
from bot.nlu.phrases import says
from bot.nlu.utterance import Heard
from bot.replies.build import Extra, next_question, outcome_reply
from bot.slots.fill import Filling
from bot.slots.model import Problem
from knowledge.records.model import Measure

FRESH = Standing()
FEW = 4
LONG = 16


def start_measure(heard: Heard, state: State, measure: Measure) -> Turned:
    """A measure newly come to: what was said for a sibling or in this message counts, the rest is asked."""
    kept = _carried(heard, state, measure)
    topic = Topic(measure.policy, measure.clause, measure.id, kept)
    return _work(heard, on_topic(state, topic, asked="", choices=(), failures=0, skipped=()), measure)


def _carried(heard: Heard, state: State, measure: Measure) -> Standing:
    """Figures of a sibling measure carry over (「那换成成果转化贷款呢」); those of another kind do not."""
    old = heard.knowledge.measure(state.topic.measure, state.topic.policy) if state.topic.measure else None
    if old is None or {i.key for i in old.inputs if i.required} != {i.key for i in measure.inputs if i.required}:
        return FRESH
    keys = {i.key for i in measure.inputs}
    inputs = {key: slot for key, slot in state.topic.standing.inputs.items() if key in keys}
    shared = {c.key for c in measure.conditions} & {c.key for c in old.conditions}
    return Standing(inputs, (), {k: v for k, v in state.topic.standing.facts.items() if k in shared})


def continue_measure(
    heard: Heard, state: State, measure: Measure, *, resumed: bool = False, unsure: bool = False
) -> Turned:
    """The talk about a measure goes on: an answer, a correction, one more figure, or 「不清楚」."""
    if heard.wants("another_firm"):
        standing = _same_terms(heard, state, measure)
        fresh = replace(state, topic=replace(state.topic, standing=standing), asked="", said=(), skipped=())
        return _work(heard, fresh, measure)
    if unsure:
        return _work(heard, _skipping(state, measure), measure, waiting=True)
    if not resumed and _stands_alone(heard, state, measure):
        firm = {k: value for k, value in state.topic.standing.facts.items() if k in _of_the_firm(heard)}
        state = replace(state, topic=replace(state.topic, standing=Standing(facts=firm)), said=(), skipped=())
    return _work(heard, state, measure, resumed=resumed)


def _of_the_firm(heard: Heard) -> set[str]:
    """Facts that hold for whatever the same firm asks."""
    return {key for key, fact in heard.knowledge.facts.items() if fact.of == "firm"}


def _stands_alone(heard: Heard, state: State, measure: Measure) -> bool:
    """A message that names the measure and gives every figure it needs, some anew, is a question of its own.

    One that adds (「还有一笔」), corrects, or says less than is known already goes on with what stands.
    """
    if heard.wants("correct", "what_if") or not says(heard.folded, measure.needs):
        return False
    filling, old = filling_alone(heard, measure), state.topic.standing.inputs
    received = measure.key_of("prior") in filling.inputs
    if heard.wants("add") and not received:
        return False
    less = len(set(old) - set(filling.inputs)) > 0 and len(heard.bare) < LONG
    anew = set(filling.inputs) & set(old) & money_keys(measure)
    standing = Standing(filling.inputs, filling.items, heard.facts)
    return bool(anew) and not less and not missing_inputs(measure, standing, ())


def _same_terms(heard: Heard, state: State, measure: Measure) -> Standing:
    """What a second firm takes over: everything with 「条件一样」, the terms but no facts of the firm with 「…呢」."""
    if heard.wants("same_terms"):
        return state.topic.standing
    if not heard.bare.endswith("呢"):
        return FRESH
    money_said = money_keys(measure)
    return Standing({key: slot for key, slot in state.topic.standing.inputs.items() if key not in money_said})


def _skipping(state: State, measure: Measure) -> State:
    """A condition answered with 不清楚 is not asked again; a figure stays asked for."""
    is_condition = measure.condition(state.asked) is not None and not measure.input(state.asked)
    return replace(state, skipped=(*state.skipped, state.asked)) if is_condition else state


def _work(heard: Heard, state: State, measure: Measure, *, resumed: bool = False, waiting: bool = False) -> Turned:
    """Takes the message in, computes, and says what comes of it; ``resumed`` and ``waiting`` take nothing in."""
    silent = resumed or waiting
    if not silent and (rivals := variants(heard, state, measure)):
        return compare(heard, state, measure, rivals)
    filling = Filling() if silent else take_figures(heard, state, measure)
    facts = {} if silent else take_facts(heard, state, measure)
    old = state.topic.standing
    merged = merge(heard, old, filling, facts, measure)
    problems = (*filling.problems, *merged.refused)
    outcome = compute(heard.knowledge, measure, merged.standing, heard.day, problems)
    nothing_new = not silent and bool(state.asked) and not (filling.inputs or facts or problems)
    doubts = doubted(heard, measure) if facts else frozenset[str]()
    unsettled = tuple(key for key, value in facts.items() if value == "unknown" and key in heard.facts.keys() - doubts)
    state = replace(state, skipped=(*state.skipped, *unsettled, *sorted(doubts)))
    aside = bool(facts or waiting or nothing_new) and bool(old.inputs)
    extra = Extra(
        unsettled=bool(unsettled),
        repaired=heard.match.repaired if not silent and len(heard.bare) > FEW else (),
        changed=merged.changed,
        problems=problems,
        adopted=tuple((slot.text, shown(slot)) for slot in filling.inputs.values() if slot.adopted),
        foreign=filling.foreign,
        short=(bool(state.said) and not resumed) or heard.repeats(state.last_text),
        subtracted=_subtracted(heard) if merged.changed else "",
        quiet=aside and not (filling.inputs or problems or resumed),
        noted=tuple(heard.knowledge.facts[key].label for key, value in facts.items() if _affirmed(measure, key, value)),
        failures=state.failures + 1 if nothing_new else 0,
        said=state.skipped,
    )
    hits = heard.match.hits if not silent and not old.inputs else ()
    reply = outcome_reply(heard.knowledge, outcome, merged.standing, hits, extra)
    asked = _asked(problems, next_question(measure, outcome, state.skipped))
    return Turned(reply, _after(heard, state, merged.standing, asked, [*filling.inputs, *facts], extra.failures))


def _after(heard: Heard, state: State, standing: Standing, asked: str, said: Sequence[str], failures: int) -> State:
    """What to remember: the standing, the question put, what was said last (the newest at the end)."""
    order = dict.fromkeys([*(key for key in state.said if key not in said), *said])
    topic = replace(state.topic, standing=standing)
    after = replace(state, topic=topic, asked=asked, choices=(), pending={}, failures=failures, said=tuple(order))
    return replace(after, unit=_unit(heard, state), last_text=heard.text)


def _affirmed(measure: Measure, key: str, value: str) -> bool:
    condition = measure.condition(key)
    return condition.affirms(value) if condition else value == "yes"


def _subtracted(heard: Heard) -> str:
    return next((figure.text for figure in heard.figures), "") if heard.wants("subtract") else ""


def _asked(problems: tuple[Problem, ...], question: str) -> str:
    """The input or condition the reply asks for: that of a rejected figure first."""
    if question == "unit":
        return next(problem.key for problem in problems if problem.reason == "unit")
    return question


def _unit(heard: Heard, state: State) -> str:
    """万 stays in use once it was said."""
    said = any(f.kind == "money" and not f.unit_missing and any(w in f.text for w in "万萬wW") for f in heard.figures)
    return "万" if said else state.unit
