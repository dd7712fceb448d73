"""Taking figures and facts into the standing of one measure, and saying what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.computing import Standing, broken_conditions, compute, missing_inputs
from bot.conversations import State, Topic, on_topic
from bot.facts import read_answer
from bot.filling import Filling, fill
from bot.hearing import Heard
from bot.messages import Reply
from bot.phrases import says
from bot.replies import Extra, compare_reply, next_question, outcome_reply
from bot.roles import fits, place
from bot.slots import MONEY_UNITS, RATE_UNITS, Problem, Slot, complaint, slot_of
from calculators.wording import money, percent, term
from knowledge.model import Measure

UNIT_WORDS = {**MONEY_UNITS, **RATE_UNITS}
FRESH = Standing()
OF_THE_FIRM = frozenset(("tech_sme", "tech_enterprise", "above_scale", "in_liaocheng"))


@dataclass(frozen=True, slots=True)
class Turned:
    """The reply of one turn and the state after it."""

    reply: Reply
    state: State


def gives_figures(heard: Heard, measure: Measure, state: State | None = None) -> bool:
    """Whether the message gives this measure a figure, or one that must be complained about."""
    filling = _filling(heard, state, measure) if state else heard_filling(heard, measure)
    known = {record.key for record in measure.inputs} | {"term_days"}
    return bool(set(filling.inputs) & known or filling.problems or filling.foreign)


def usable(heard: Heard, measure: Measure, state: State | None = None) -> bool:
    """Whether the message gives this measure a figure, a complaint about one, or a fact it asks for."""
    keys = {c.key for c in measure.conditions} | {i.key for i in measure.inputs if i.unit == "choice"} | {"was_base"}
    return gives_figures(heard, measure, state) or bool(set(heard.facts) & keys) or heard.wants("all_met")


def breaks_something(heard: Heard, measure: Measure) -> bool:
    return bool(broken_conditions(measure, Standing(facts=heard.facts)))


def heard_filling(
    heard: Heard,
    measure: Measure,
    asked: str = "",
    unit: str = "",
    last_wins: bool = False,
    before: Mapping[str, Slot] | None = None,
) -> Filling:
    distractors = heard.knowledge.distractors
    return fill(
        heard.text,
        heard.figures,
        measure,
        distractors,
        asked=asked,
        unit_in_use=unit,
        last_wins=last_wins,
        before=before or {},
    )


def fits_question(heard: Heard, state: State, measure: Measure) -> bool:
    """Whether the message can be the answer to the question that was put."""
    record = measure.input(state.asked)
    fact = heard.knowledge.facts.get(state.asked)
    if heard.bare in UNIT_WORDS:
        return True
    if fact and (state.asked in heard.facts or read_answer(heard.bare, fact)):
        return True
    return bool(record and any(fits(figure, record.unit) or figure.kind == "number" for figure in heard.figures))


def start_measure(heard: Heard, state: State, measure: Measure) -> Turned:
    """A measure newly come to: what was said for a sibling or in this message counts, the rest is asked."""
    kept = _carried(heard, state, measure)
    topic = Topic(measure.policy, measure.id and measure.clause, measure.id, kept)
    return _work(heard, replace(on_topic(state, topic), asked="", choices=(), failures=0, skipped=()), measure)


def _carried(heard: Heard, state: State, measure: Measure) -> Standing:
    """Figures of a sibling measure carry over (「要是备案的成果转化贷款呢」); those of another kind do not."""
    old = heard.knowledge.measure(state.topic.measure) if state.topic.measure else None
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
        firm = {key: value for key, value in state.topic.standing.facts.items() if key in OF_THE_FIRM}
        state = replace(state, topic=replace(state.topic, standing=Standing(facts=firm)), said=(), skipped=())
    return _work(heard, state, measure, resumed=resumed)


def _stands_alone(heard: Heard, state: State, measure: Measure) -> bool:
    """A message that names the measure and gives every figure it needs, some anew, is a question of its own."""
    if heard.wants("correct", "what_if") or not says(heard.folded, measure.needs):
        return False
    filling = heard_filling(heard, measure)
    anew = set(filling.inputs) & set(state.topic.standing.inputs) & _money_keys(measure)
    return bool(anew) and not missing_inputs(measure, Standing(filling.inputs, filling.items, heard.facts), ())


def _same_terms(heard: Heard, state: State, measure: Measure) -> Standing:
    """What a second firm takes over: everything with 「条件一样」, the terms but no facts of the firm with 「…呢」."""
    if heard.wants("same_terms"):
        return state.topic.standing
    if not heard.bare.endswith("呢"):
        return FRESH
    money_said = _money_keys(measure)
    return Standing({key: slot for key, slot in state.topic.standing.inputs.items() if key not in money_said})


def _skipping(state: State, measure: Measure) -> State:
    """A condition answered with 不清楚 is not asked again; a figure stays asked for."""
    is_condition = measure.condition(state.asked) is not None and not measure.input(state.asked)
    return replace(state, skipped=(*state.skipped, state.asked)) if is_condition else state


def _work(heard: Heard, state: State, measure: Measure, *, resumed: bool = False, waiting: bool = False) -> Turned:
    silent = resumed or waiting
    if not silent and (rivals := variants(heard, state, measure)):
        return compare(heard, state, measure, rivals)
    filling = Filling() if silent else _filling(heard, state, measure)
    facts = {} if silent else _facts(heard, state, measure)
    old = state.topic.standing
    standing, changed, refused = _merge(heard, old, filling, facts, measure)
    problems = (*filling.problems, *refused)
    outcome = compute(heard.knowledge, measure, standing, heard.day, problems)
    asked = _asked(measure, outcome_problems=problems, question=next_question(measure, outcome, state.skipped))
    nothing_new = not silent and bool(state.asked) and not (filling.inputs or facts or problems)
    extra = Extra(
        repaired=heard.match.repaired if not silent and len(heard.bare) > 4 else (),
        changed=changed,
        problems=problems,
        adopted=tuple((s.text, _shown(s)) for s in filling.inputs.values() if s.adopted),
        foreign=filling.foreign,
        short=bool(state.said) and not resumed,
        subtracted=next((f.text for f in heard.figures), "") if changed and heard.wants("subtract") else "",
        quiet=bool(facts or waiting) and bool(old.inputs) and not (filling.inputs or problems or resumed),
        noted=tuple(
            heard.knowledge.facts[key].label for key, value in facts.items() if value in ("yes", "none", "intangible")
        ),
        waiting=False,
        failures=state.failures + 1 if nothing_new else 0,
        said=state.skipped,
    )
    hits = heard.match.hits if not silent and not old.inputs else ()
    reply = outcome_reply(heard.knowledge, outcome, standing, hits, extra)
    topic = replace(state.topic, standing=standing)
    said = tuple(dict.fromkeys([*(k for k in state.said if k not in filling.inputs), *filling.inputs, *facts]))
    after = replace(
        state,
        topic=topic,
        asked=asked,
        choices=(),
        pending={},
        unit=_unit(heard, state),
        failures=extra.failures,
        said=said,
        last_text=heard.text,
    )
    return Turned(reply, after)


def _asked(measure: Measure, outcome_problems: tuple[Problem, ...], question: str) -> str:
    """The input or condition the reply asks for: that of a rejected figure first."""
    if question == "unit":
        return next(problem.key for problem in outcome_problems if problem.reason == "unit")
    return question


def _unit(heard: Heard, state: State) -> str:
    """万 stays in use once it was said."""
    said = any(f.kind == "money" and not f.unit_missing and any(w in f.text for w in "万萬wW") for f in heard.figures)
    return "万" if said else state.unit


def _filling(heard: Heard, state: State, measure: Measure) -> Filling:
    if heard.bare in UNIT_WORDS and state.last_text:
        again = replace_text(heard, state.last_text)
        return heard_filling(again, measure, state.asked, heard.bare)
    record = measure.input(state.asked)
    fitting = record is not None and any(fits(figure, record.unit) for figure in heard.figures)
    asked = state.asked if fitting else _recent(heard, state, measure)
    before = state.topic.standing.others
    return heard_filling(heard, measure, asked, state.unit, heard.wants("correct"), before)


def replace_text(heard: Heard, text: str) -> Heard:
    return Heard(text, heard.day, heard.knowledge, heard.matcher)


def _recent(heard: Heard, state: State, measure: Measure) -> str:
    """The input said last that a figure of this message could be: what 「不对，是800万」 corrects."""
    for key in reversed(state.said):
        record = measure.input(key)
        if record and record.unit != "choice" and any(fits(figure, record.unit) for figure in heard.figures):
            return key
    return ""


def _facts(heard: Heard, state: State, measure: Measure) -> dict[str, str]:
    """Facts stated, and the answer to the condition just asked. Only those the measure looks at are kept."""
    keys = {c.key for c in measure.conditions} | {i.key for i in measure.inputs if i.unit == "choice"} | {"was_base"}
    facts = {key: value for key, value in heard.facts.items() if key in keys}
    if heard.wants("all_met"):
        facts |= {c.key: "yes" for c in measure.conditions if not c.limit and not c.accepts and not c.hidden}
    fact = heard.knowledge.facts.get(state.asked)
    if fact and state.asked not in facts and len(heard.bare) <= 14 and (value := _answer(heard, state, measure)):
        facts[state.asked] = value
    return facts


def _answer(heard: Heard, state: State, measure: Measure) -> str:
    """「都办了」 and 「专力」: the answer to the question, also in the words the matcher repaired."""
    fact = heard.knowledge.facts[state.asked]
    if value := read_answer(heard.bare, fact):
        return value
    repaired = heard.bare
    for said, meant in heard.match.repaired:
        repaired = repaired.replace(said, meant)
    return read_answer(repaired, fact) if repaired != heard.bare else ""


def _merge(
    heard: Heard, old: Standing, filling: Filling, facts: Mapping[str, str], measure: Measure
) -> tuple[Standing, tuple[tuple[str, str, str], ...], tuple[Problem, ...]]:
    """The standing after this message, what changed in it, and results that cannot be (a negative remainder)."""
    new = dict(filling.inputs)
    refused: list[Problem] = []
    sign = 1 if heard.wants("add") and not heard.wants("correct") else -1 if heard.wants("subtract") else 0
    if heard.wants("subtract"):
        sign = -1
    for key, slot in list(new.items()) if sign else []:
        before, record = old.inputs.get(key), measure.input(key)
        if before and record and record.unit == "yuan" and isinstance(before.value, Decimal):
            total = replace(
                slot,
                value=before.value + sign * _decimal(slot),
                text=f"{before.text}{'＋' if sign > 0 else '－'}{slot.text}",
            )
            if reason := complaint(total.value, record):
                refused.append(Problem(key, slot.text, reason))
                del new[key]
            else:
                new[key] = total
    inputs = {**_without_stale(old.inputs, new), **new}
    changed = tuple(
        (_label(measure, key), _shown(old.inputs[key]), _shown(slot))
        for key, slot in new.items()
        if key in old.inputs and old.inputs[key].value != slot.value
    )
    items = filling.items or (() if any(k in new for k in _money_keys(measure)) else old.items)
    others = {**old.others, **filling.others}
    return Standing(inputs, items, {**old.facts, **facts}, others), changed, tuple(refused)


def _decimal(slot: Slot) -> Decimal:
    return slot.value if isinstance(slot.value, Decimal) else Decimal(0)


def _money_keys(measure: Measure) -> set[str]:
    return {i.key for i in measure.inputs if i.unit == "yuan" and i.required}


def _without_stale(old: Mapping[str, Slot], new: Mapping[str, Slot]) -> dict[str, Slot]:
    """What a new figure puts out of date: a new term makes the old end and odd days void."""
    stale = {"end", "term_days"} if "term_months" in new else set()
    if {"start", "end"} & set(new) and "term_months" not in new:
        stale |= set()
    return {key: slot for key, slot in old.items() if key not in stale}


def _label(measure: Measure, key: str) -> str:
    record = measure.input(key)
    return record.label if record else key


def _shown(slot: Slot) -> str:
    """A slot as a person reads it: 500万元, 0.5%, 1年, 2024年8月10日."""
    if isinstance(slot.value, date):
        return f"{slot.value.year}年{slot.value.month}月{slot.value.day}日"
    return slot.text if not isinstance(slot.value, Decimal) else show(slot.value, slot.text)


def show(value: Decimal, text: str) -> str:
    if any(mark in text for mark in "%％‰点成厘BPbp") or 0 < value < 1:
        return percent(value)
    if any(mark in text for mark in "年月季天日") and value < 1200:
        return term(value)
    return money(value)


def variants(heard: Heard, state: State, measure: Measure) -> dict[str, Slot]:
    """「贷500万和800万分别多少」: the slots to compare under "key#0", "key#1"; also those of the question before, when
    this message only answers what was missing for them."""
    if not heard.wants("compare"):
        return dict(state.pending) if state.pending and state.asked else {}
    found: dict[str, list[Slot]] = {}
    for one in place(heard.text, heard.figures, measure, heard.knowledge.distractors):
        record = measure.input(one.key)
        slot = slot_of(one.figure, record, state.unit, "") if record and one.is_input else None
        if isinstance(slot, Slot) and record and record.unit in ("yuan", "months"):
            found.setdefault(one.key, []).append(slot)
    rivals = next(((key, slots) for key, slots in found.items() if len(slots) > 1), None)
    return {f"{rivals[0]}#{i}": slot for i, slot in enumerate(rivals[1])} if rivals else {}


def compare(heard: Heard, state: State, measure: Measure, rivals: Mapping[str, Slot]) -> Turned:
    """Each variant computed with everything else as it stands, side by side; the first one is what is kept."""
    key = next(iter(rivals)).partition("#")[0]
    filling, facts = _filling(heard, replace(state, pending={}), measure), _facts(heard, state, measure)
    inputs = {**state.topic.standing.inputs, **{k: s for k, s in filling.inputs.items() if k != key}}
    base = Standing(inputs, (), {**state.topic.standing.facts, **facts})
    rows = []
    for slot in rivals.values():
        standing = replace(base, inputs={**inputs, key: slot})
        rows.append((slot, compute(heard.knowledge, measure, standing, heard.day)))
    standing = replace(base, inputs={**inputs, key: rows[0][0]})
    asked = next_question(measure, rows[0][1], state.skipped)
    reply = compare_reply(heard.knowledge, rows, standing, key)
    after = replace(state, topic=replace(state.topic, standing=standing), asked=asked, choices=(), failures=0)
    pending = dict(rivals) if rows[0][1].missing else {}
    return Turned(reply, replace(after, pending=pending, said=(*state.said, key), last_text=heard.text))
