"""What is known plus what a message gives: additions, corrections, and what they put out of date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.acts import Acts
from bot.dialogue.due_day import with_the_due_day
from bot.dialogue.had_before import had_another_year
from bot.dialogue.parts_moved import (
    ALTOGETHER,
    SEVERAL,
    WAN,
    Said,
    counts_again,
    is_refused,
    last_goes,
    moved_by,
    says_again,
)
from bot.dialogue.signs import sign_of
from bot.dialogue.without_figures import without_figures
from bot.figures import Figure
from bot.nlu.clauses import clauses
from bot.nlu.settled import UNCLEAR
from bot.slots.all_that_counts import of_a_part_only, without_the_refusal
from bot.slots.apart import LOANS, NOT_COUNTED, is_raised, lent
from bot.slots.called import ONLY, dropped_figure, drops, is_part, left_over, one_gone, which_part
from bot.slots.days import as_long_as_before, due_after_the_start, is_due_as_reckoned
from bot.slots.derive import derive, renewed, without_stale
from bot.slots.fill import Filling
from bot.slots.in_place import TOLD_WRONG
from bot.slots.model import Problem, Slot, complaint
from bot.slots.not_come_in import part_not_there
from bot.slots.only_sum import came_back
from bot.slots.over_years import respread
from bot.slots.part_less import by_how_much
from bot.slots.parts import bounded_totals, mended, parts_of, with_the_rest_in_mind
from bot.slots.standing import Standing
from calculators.wording import measured, money
from knowledge.records.model import SUMS, InputRecord, Measure

CLAUSE = re.compile("[，,。；;]")
NOT_THAT = re.compile("不是|并非|而不是")
IS_RATHER = re.compile(
    "(?:万|元)?(?:不是[^，。；0-9]{1,10}[，,\\s]*)?(?:(?:[我俺咱]们?)?[问查看核翻][^，。]{0,3}[，,\\s]*)?(?:那|这)?(?:其实|原来|应该|只|才)?(?:是|指|说的是)(?![0-9一二两三四五六七八九十半])"
)
NOT_BUT = re.compile("(?:万|元)?(?:可|其实)?不是[^，。；0-9]{1,10}[，,\\s]*是(?![0-9一二两三四五六七八九十])")
TOLD = re.compile("[^，。；;]*")
# 「LPR就按现在的」, 「LPR还用公布的」: right behind what a rate is called that is published
AS_PUBLISHED = (
    "(?:就|还|都|先|得|是|要|仍|一律|那|个|，)*[按照用以取看]着?(?:现在|目前|当前|最新|眼下|实际|公布|官方|现行|真实|放款|原来)"
    "[^，。；0-9]{0,6}"
)
STAYS = frozenset({"result", "part", "policy", "guess", "old", "unclear"})
ONCE_MORE = re.compile("(?:又|再|还(?![了清掉款完的])|另外?)[^，。；0-9]{0,8}$")
ALL_BACK = re.compile("(?:一共|总共|合计|累计|前后|拢共|统共|加起来)[^，。；0-9]{0,8}$")


@dataclass(frozen=True, slots=True)
class Merged:
    """The standing after a message, and results that cannot be."""

    standing: Standing
    refused: tuple[Problem, ...]


def merge(
    acts: Acts,
    old: Standing,
    filling: Filling,
    facts: Mapping[str, str],
    measure: Measure,
    lately: int | None = None,
    words: str = "",
) -> Merged:
    """Everything said before holds on unless an act of this message changes it: one that adds or takes away a part,
    speaks of one, or gives a value anew. ``lately``: the part that the message before spoke of; ``words``: with which
    the case began."""
    text = acts.utterance.text
    due = filling.inputs.get(measure.key_of("end"))
    if due is not None and measure.main not in filling.inputs and is_due_as_reckoned(old.inputs, due, measure):
        told = {key: slot for key, slot in filling.inputs.items() if slot.text != due.text}
        filling = replace(filling, inputs=told)
    facts = without_the_refusal(facts, filling, measure)
    moved = moved_by(Said(acts, old, filling, facts, measure, lately, words))
    filling = _reckoned_on(acts, old, filling, measure)
    by_days = with_the_due_day(text, filling, old, measure)
    rest = {key: slot for key, slot in filling.inputs.items() if key not in moved.used | by_days}
    own = of_a_part_only(moved.used, moved.standing, filling, measure)
    filling = replace(filling, others={key: slot for key, slot in filling.others.items() if key not in own})
    facts = {key: value for key, value in facts.items() if key not in moved.used and value != UNCLEAR}
    sign = 0 if filling.net else _sign_here(acts, old, moved.standing, rest, measure)
    new, refused = _added(sign, moved.standing, rest, measure, _denied(filling, old, measure))
    loan = lent(text, acts.utterance.figures, measure)
    if len(moved.standing.parts) < len(old.parts) or (
        loan and len(old.parts) > 1 and is_part(loan, old.parts, measure)
    ):  # the part itself is gone: nothing is to be taken off besides
        off = {NOT_COUNTED, *LOANS}
        filling = replace(filling, others={key: slot for key, slot in filling.others.items() if key not in off})
    others = _others(acts, replace(old, others=moved.standing.others), filling, measure)
    released = _released(acts, old, filling, measure) | _made_of_a_rate(old, filling, measure) | by_days
    stands = {key: slot for key, slot in moved.standing.inputs.items() if key not in released}
    if loan:
        void = {key for key in released if key not in new or new[key].value == old.inputs[key].value}
        new |= {key: Slot(Decimal(0), loan.text) for key in void if _may_be_nothing(key, measure)}
    changed = {**_changed(old.others, others), **new}
    put = acts.does("what_if", "correct") and not filling.written
    anew = renewed(stands, {**old.others, **stands}, changed, measure, put)
    anew |= respread(stands, new, measure)
    kept = _kept(acts, stands, new, anew, measure)
    inputs = derive(text, {**kept, **anew, **new}, others, measure)
    known = _granted(inputs, {**anew, **new}, {**moved.standing.facts, **facts}, facts, measure)
    parts = filling if measure.main in new else moved.standing
    inputs |= bounded_totals(parts.items, measure)
    standing = Standing(inputs, parts.items, known, others, moved.standing.away, parts.out)
    standing = with_the_rest_in_mind(standing, old, measure)
    return Merged(standing, (*moved.refused, *refused))


def _sign_here(acts: Acts, old: Standing, now: Standing, rest: Mapping[str, Slot], measure: Measure) -> int:
    """Whether the figures that are left (``rest``) are added to what stands or taken off it; neither where they say it
    again, or stand in its place. ``now``: after what was done to the parts."""
    again = says_again(acts.utterance.figures, rest, old, measure)
    if again or (len(old.parts) < SEVERAL and is_refused(old, measure, rest)):
        return 0
    stood, said = now.inputs.get(measure.main), rest.get(measure.main)
    if stood and said and said.text.startswith(f"{stood.text}×"):
        return 0  # 「后来又打了个八折」: it is made of what stands
    sign = sign_of(acts)
    if sign < 0 and len(rest) > 1 and _is_larger(rest.get(measure.main), now.inputs.get(measure.main)):
        return 0  # 「那不算这笔了，改算8月放的那笔310万」 where 260万 stand
    if sign < 0 and any(row.op == "recovered" and row.also in rest for row in measure.derivations):
        return 0  # 「就按300万，再减掉追回来的60万」 tells the sum anew with what comes off it
    return sign


def _kept(
    acts: Acts, stands: Mapping[str, Slot], new: Mapping[str, Slot], anew: Mapping[str, Slot], measure: Measure
) -> dict[str, Slot]:
    """What stood and is not put out of date by what is ``new`` or worked out ``anew``, which is of one year. Where the
    start is only supposed to be another, the term stays."""
    kept = due_after_the_start(without_stale(stands, {**new, **anew}, measure), new, measure)
    if acts.does("what_if") or any(one.supposed for one in clauses(acts.utterance.folded)):
        kept = as_long_as_before(kept, stands, new, measure)
    spread = {row.sources[0] for row in measure.derivations if row.op == "per_years" and row.target in anew}
    return {key: slot for key, slot in kept.items() if key not in spread}


def _reckoned_on(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> Filling:
    """Without what was worked out of the message alone, where what came back now is added to what had before."""
    summed = _others(acts, old, filling, measure)
    more = {key for key, slot in filling.others.items() if summed.get(key, slot).value != slot.value}
    stale = {row.target for row in measure.derivations if row.op == "difference" and more & set(row.sources)}
    return replace(filling, inputs={key: slot for key, slot in filling.inputs.items() if key not in stale})


def _changed(old: Mapping[str, Slot], now: Mapping[str, Slot]) -> dict[str, Slot]:
    return {key: slot for key, slot in now.items() if key not in old or old[key].value != slot.value}


def _released(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> set[str]:
    """Inputs of which the message says that their value was another quantity (「200万是保额，不是保费」)."""
    text = acts.utterance.text
    puts_right = acts.does("requantify", "correct") or NOT_THAT.search(text) is not None
    found = set()
    for figure in acts.utterance.figures:
        if figure.kind not in ("money", "number") or not IS_RATHER.match(text[figure.end :]) or is_raised(text, figure):
            continue
        values = (figure.value, figure.value * WAN) if isinstance(figure.value, Decimal) else ()
        for key, slot in old.inputs.items():
            same = slot.value in values and (not figure.unit_missing or slot.value != figure.value)
            said = filling.inputs.get(key)
            barred = _is_barred(text[figure.end :], measure.input(key)) or _is_not_that(text, figure, filling)
            barred = barred or (len(old.parts) < SEVERAL and lent(text, [figure], measure) is not None)
            elsewhere = barred or (puts_right and _goes_elsewhere(figure, key, filling))
            if same and (said is None or said.value == slot.value) and elsewhere:
                found.add(key)
    if before := had_another_year(acts.utterance, old, measure):
        found.add(before)
    return found | _as_published(text, old, filling, measure)


def _as_published(text: str, old: Standing, filling: Filling, measure: Measure) -> set[str]:
    """A rate that was told, or supposed, in place of a published one, which is to be taken again."""
    return {
        record.key
        for record in measure.inputs
        if record.series and record.key in old.inputs and record.key not in filling.inputs
        if re.search(f"(?:{'|'.join(map(re.escape, record.announces))}){AS_PUBLISHED}", text, re.I)
    }


def _made_of_a_rate(old: Standing, filling: Filling, measure: Measure) -> set[str]:
    """A sum that is denied where the rate is told of which it is made: 「不是3万，省里按保费的四成补」."""
    denied = [one.figure.value for one in filling.aside if one.why == "old"]
    known = old.inputs.keys() | old.others.keys() | filling.inputs.keys()
    rows = [row for row in measure.derivations if row.op == "product" and row.target in old.inputs]
    return {
        row.target
        for row in rows
        if old.inputs[row.target].value in denied and row.sources[0] in known and row.sources[1] in filling.inputs
    }


def _may_be_nothing(key: str, measure: Measure) -> bool:
    """Whether there may have been nothing of it, and what was said of it was something else."""
    record = measure.input(key)
    return record is not None and record.zero


def _is_not_that(text: str, figure: Figure, filling: Filling) -> bool:
    """「那4万不是贴息，是技改补助」: a sum that is denied, and nothing put in its place."""
    denied = any(one.figure is figure and one.why == "old" for one in filling.aside)
    return denied and NOT_BUT.match(text[figure.end :]) is not None


def _is_barred(behind: str, record: InputRecord | None) -> bool:
    """Whether the words that say what the figure is (是去年领的) bar the input it was taken for."""
    said = IS_RATHER.match(behind)
    told = TOLD.match(behind, said.end()) if said else None
    return record is not None and told is not None and any(word in told[0] for word in record.never)


def _goes_elsewhere(figure: Figure, key: str, filling: Filling) -> bool:
    """Whether the figure is now another input, or one that is known to be none."""
    other = any(slot.text == figure.text for name, slot in filling.inputs.items() if name != key)
    none = any(slot.text == figure.text for slot in filling.others.values())
    aside = any(one.figure is figure and one.why not in STAYS for one in filling.aside)
    return (other or none or aside) and not (key in filling.inputs and filling.inputs[key].text == figure.text)


def _is_larger(one: Slot | None, other: Slot | None) -> bool:
    values = [slot.value for slot in (one, other) if slot and isinstance(slot.value, Decimal)]
    return len(values) > 1 and values[0] > values[1]


def _only_asks(acts: Acts) -> bool:
    """Whether a sum is asked for, and it is hardly heard that anything goes: 「光第一笔的话是多少来着」."""
    return acts.asked in ("amount", "total") and max(map(acts.score, ("remove", "cancel"))) < acts.score("ask:amount")


def moves(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> bool:
    """Whether the message changes what stands, though it gives no figure of its own."""
    text, figures = acts.utterance.text, acts.utterance.figures
    gone = dropped_figure(text, figures)
    if by_how_much(text, figures, old, measure) is not None:
        return True
    said = [one.figure for one in filling.aside if one.why == "part"] + ([gone] if gone else [])
    named = filling.part is not None or any(is_part(figure, old.parts, measure) for figure in said)
    loan = lent(text, figures, measure)
    goes = drops(text) or (acts.does("remove", "cancel") and not _only_asks(acts))
    if named and (goes or (loan and is_part(loan, old.parts, measure))):
        return len(old.parts) > 1
    if _released(acts, old, filling, measure):
        return True
    if ONLY.search(text) and len(old.parts) > 1 and which_part(text, figures, old, measure) is not None:
        return True
    called = which_part(text, figures, old, measure) if len(old.parts) > 1 else None
    if part_not_there(text, figures, parts_of(old, measure), measure, called) is not None:
        return True
    if old.away and one_gone(text, figures, old, measure) is not None and counts_again(text):
        return True
    if last_goes(acts, old) or left_over(text, figures, old, measure) is not None:
        return True
    if mended(old, filling.inputs, measure) is not old:
        return True
    return without_figures(acts, old, filling, measure) is not old


def _others(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> dict[str, Slot]:
    """Figures that are no input: what came back once more is added to what had come back before."""
    said = dict(filling.others)
    if sign_of(acts) < 0:
        taken = {key for row in measure.derivations if row.op in ("less", "recovered") for key in row.sources}
        said = {key: slot for key, slot in said.items() if key in taken}
    rows = [row for row in measure.derivations if row.op == "recovered"]
    back = {key for row in rows for key in row.sources}
    repaid = {key for row in rows for key in row.sources if old.others.keys() & set(row.without)}
    for key in back & set(said) & set(old.others):
        more = _once_more(acts, said[key]) or (key in repaid and _came_back(acts, said[key]))
        if sign_of(acts) > 0 or more:
            before, slot = old.others[key], said[key]
            new = slot is not before and isinstance(before.value, Decimal) and isinstance(slot.value, Decimal)
            if new and isinstance(before.value, Decimal) and isinstance(slot.value, Decimal):
                step = f"{before.step or money(before.value)} ＋ {money(slot.value)}"
                said[key] = replace(
                    slot, value=before.value + slot.value, text=f"{before.text}＋{slot.text}", step=step
                )
    return {**old.others, **said}


def _came_back(acts: Acts, slot: Slot) -> bool:
    """「法院执行走50万」: beside what had been repaid of the loan before it went bad."""
    at = acts.utterance.text.find(slot.text)
    before = acts.utterance.text[: max(at, 0)]
    if ALL_BACK.search(before):
        return False
    told = at >= 0 and came_back(acts.utterance.text, at, at + len(slot.text))
    return told and not (acts.does("correct") or TOLD_WRONG.search(before))


def _once_more(acts: Acts, slot: Slot) -> bool:
    """「又追回50万」."""
    at = acts.utterance.text.find(slot.text)
    before = acts.utterance.text[: max(at, 0)]
    anew = acts.does("correct") or TOLD_WRONG.search(before) or ALTOGETHER.search(CLAUSE.split(before)[-1])
    return ONCE_MORE.search(before) is not None and not ALL_BACK.search(before) and not anew


def _granted(
    inputs: dict[str, Slot], new: Mapping[str, Slot], known: dict[str, str], said: Mapping[str, str], measure: Measure
) -> dict[str, str]:
    """A sum from the province undoes an earlier refusal; 「其实还没批」 takes the sum back."""
    for condition in measure.conditions:
        sum_granted = new.get(condition.grants)
        if condition.grants and said.get(condition.key) == "pending":
            inputs.pop(condition.grants, None)
        elif sum_granted and sum_granted.value and condition.key not in said:
            known.pop(condition.key, None)
    return known


def _denied(filling: Filling, old: Standing, measure: Measure) -> frozenset[str]:
    """The inputs whose value the message says they do not have (「是三万整，不是三万六」): what it says is in its
    place."""
    values = [value for one in filling.aside if one.why == "old" and isinstance(value := one.figure.value, Decimal)]
    return frozenset(key for key, slot in old.inputs.items() if measure.input(key) and slot.value in values)


def _added(
    sign: int,
    old: Standing,
    said: Mapping[str, Slot],
    measure: Measure,
    denied: frozenset[str],
) -> tuple[dict[str, Slot], tuple[Problem, ...]]:
    """The new slots with 「又领了2万」 added to what stood, and totals that cannot be (below nothing)."""
    new, refused = dict(said), []
    for key, slot in list(new.items()) if sign else []:
        if key in denied:
            continue
        before, record = old.inputs.get(key), measure.input(key)
        if not (before and record and record.unit in SUMS):
            continue
        if not isinstance(before.value, Decimal) or not isinstance(slot.value, Decimal):
            continue
        text = f"{before.text}{'＋' if sign > 0 else '－'}{slot.text}"
        had, more = (measured(value, record.measured_in) for value in (before.value, slot.value))
        step = f"{had} {'＋' if sign > 0 else '－'} {more}"
        new[key] = replace(slot, value=before.value + sign * slot.value, text=text, step=step)
        if reason := complaint(new[key].value, record):
            refused.append(Problem(key, slot.text, reason))
            del new[key]
    return new, tuple(refused)
