"""Figures + a measure's declared inputs → filled inputs, what is wrong with others, what was corrected."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bot.figures import Figure
from bot.phrases import mentions
from bot.roles import Placed, place
from bot.slots import Problem, Slot, slot_of
from calculators.spans import Term, between
from calculators.thresholds import annual_fee_rate
from knowledge.model import Distractor, Measure
from knowledge.words import fold

JOINED = re.compile(
    r"一[笔份次单张台]|和|跟|、|加|与|及|还有|又|另|先后|两[笔次份单张台家]|几[笔次份]|[二三四2-9][笔次份单张]|第二|后来|再"
)
COUNTED = re.compile(r"笔|份|单|次|张|台|个|家|项|套")
REST_IS_BAD = re.compile(
    r"(?:剩下|余下|其余|剩余|剩的|其它|其他|余款)[^，。]{0,6}(?:坏|不良|收不回|还不上|没收|损失|核销|全|都|没还)"
)
SEVERAL_YEARS = re.compile(r"一次性|一共|总共|合计|一起|打包|趸|共交|共收|总保费|总费|收了")
YEARLY = re.compile("(?<![一二两三四五六七八九十0-9])年度?保费|每年|一年的?保费|年交|年缴")
CLOSE = 3.0


@dataclass(frozen=True, slots=True)
class Filling:
    """What one message gave for one measure.

    ``inputs``: input → slot; ``items``: the parts when several loans or policies were said; ``problems``: figures
    that could not be taken; ``others``: distractor → slot (注册资本 …), kept to explain and to derive from.
    """

    inputs: Mapping[str, Slot] = field(default_factory=dict)
    items: tuple[Mapping[str, Slot], ...] = ()
    problems: tuple[Problem, ...] = ()
    others: Mapping[str, Slot] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()


def fill(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    distractors: Sequence[Distractor],
    *,
    asked: str = "",
    unit_in_use: str = "",
    last_wins: bool = False,
    before: Mapping[str, Slot] | None = None,
) -> Filling:
    """Reads one message for one measure.

    ``last_wins``: 「不是500万，是800万」, the later figure counts. ``before``: what was lent or paid back according to
    earlier messages.
    """
    placed = place(text, figures, measure, distractors, asked)
    problems: list[Problem] = []
    slots: dict[str, list[tuple[Placed, Slot]]] = defaultdict(list)
    others: dict[str, Slot] = {}
    unit = unit_in_use or _unit_said(figures)
    for one in placed:
        record = measure.input(one.key) if one.is_input else None
        if record is None:
            if isinstance(one.figure.value, Decimal):
                others.setdefault(one.key, Slot(one.figure.value, one.figure.text))
            continue
        if measure.input("end") and record.key in ("start", "end") and isinstance(one.figure.value, tuple):
            problems += _range_of_days(one, slots)
            continue
        got = slot_of(one.figure, record, unit, asked)
        if isinstance(got, Problem):
            problems.append(got)
        else:
            slots[record.key + ("_days" if one.figure.unit == "days" else "")].append((one, got))
    inputs, items, doubts = _settle(text, figures, measure, slots, last_wins)
    for key, slot in _nothing(text, measure, inputs, problems):
        inputs[key] = slot
    problems = [p for p in problems if p.reason != "vague_day" or (p.key == "start" and "start" not in inputs)]
    foreign = tuple(f.text for f in figures if f.kind == "money" and f.unit != "yuan")
    filling = Filling(inputs, items, tuple(problems) + doubts, {**(before or {}), **others}, foreign)
    return derive(text, filling, measure)


def _nothing(
    text: str, measure: Measure, inputs: Mapping[str, Slot], problems: Sequence[Problem]
) -> list[tuple[str, Slot]]:
    """「没融资」 is 0, when no figure was said for that input."""
    said, named = fold(text), {problem.key for problem in problems}
    return [
        (record.key, Slot(Decimal(0), next(p for p in record.nothing if mentions(said, (p,)))))
        for record in measure.inputs
        if record.key not in inputs and record.key not in named and mentions(said, record.nothing)
    ]


def _unit_said(figures: Sequence[Figure]) -> str:
    """万 when another amount of the same message carries it: 「贷了一千万，还剩五百」."""
    said = any(f.kind == "money" and not f.unit_missing and re.search("[万萬wW]", f.text) for f in figures)
    return "万" if said else ""


def _range_of_days(one: Placed, slots: dict[str, list[tuple[Placed, Slot]]]) -> list[Problem]:
    """2024年6月到2025年6月 is a start and an end; the other way round it is named, not turned."""
    first, last = (str(part) for part in one.figure.value) if isinstance(one.figure.value, tuple) else ("", "")
    if len(first) < 7 or len(last) < 7:
        return [Problem("start", one.figure.text, "vague_day")]
    days = [date.fromisoformat((part + "-01")[:10]) for part in (first, last)]
    if days[0] >= days[1]:
        return [Problem("start", one.figure.text, "reversed_range")]
    for key, part, day in zip(("start", "end"), (first, last), days, strict=True):
        slots[key].append((one, Slot(day, one.figure.text, month_only=len(part) == 7)))
    return []


def _settle(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    slots: Mapping[str, list[tuple[Placed, Slot]]],
    last_wins: bool,
) -> tuple[dict[str, Slot], tuple[Mapping[str, Slot], ...], tuple[Problem, ...]]:
    """One slot per input: several parts are added, of rivals the better announced counts, equals are asked about."""
    inputs: dict[str, Slot] = {}
    doubts: list[Problem] = []
    parts = _parts(text, figures, measure, slots, last_wins)
    for key, found in slots.items():
        if key in parts:
            inputs[key] = (
                _total([slot for _, slot in found]) if len(found) > 1 else _times(found[0][1], len(parts[key]))
            )
            continue
        ranked = sorted(found, key=lambda one: -one[0].score)
        if last_wins:
            inputs[key] = found[-1][1]
        elif len(ranked) > 1 and _rivals(ranked, measure, key):
            doubts.append(Problem(key, "、".join(slot.text for _, slot in found), "two_candidates"))
        else:
            inputs[key] = ranked[0][1]
    count = max((len(part) for part in parts.values()), default=0)
    items = tuple({key: part[i] for key, part in parts.items() if len(part) == count} for i in range(count))
    return inputs, items, tuple(doubts)


def _rivals(ranked: list[tuple[Placed, Slot]], measure: Measure, key: str) -> bool:
    """Two figures of one yuan input that differ and are about equally well announced."""
    record = measure.input(key)
    if record is None or record.unit != "yuan" or ranked[0][1].value == ranked[1][1].value:
        return False
    return ranked[0][0].score - ranked[1][0].score < CLOSE


def _parts(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    slots: Mapping[str, list[tuple[Placed, Slot]]],
    last_wins: bool,
) -> dict[str, list[Slot]]:
    """Input → its parts, where several loans, policies or financings were said: 「分别300万和500万」「两笔各300万」."""
    main = next((i.key for i in measure.inputs if i.required and i.unit == "yuan"), "")
    found = slots.get(main, [])
    if last_wins or not found:
        return {}
    if len(found) == 1:
        count = _how_many(figures) if found[0][0].figure.several else 0
        return {main: [found[0][1]] * count} if count > 1 else {}
    joined = text[found[0][0].figure.start - 8 if found[0][0].figure.start > 8 else 0 : found[-1][0].figure.start]
    if not (any(one.figure.several for one, _ in found) or JOINED.search(joined)):
        return {}
    same = [key for key, other in slots.items() if len(other) == len(found)]
    return {key: [slot for _, slot in slots[key]] for key in same}


def _how_many(figures: Sequence[Figure]) -> int:
    """两笔 in 「两笔各300万」."""
    for figure in figures:
        if (
            figure.kind == "number"
            and isinstance(figure.value, Decimal)
            and COUNTED.search(figure.counted or figure.text)
        ):
            return int(figure.value) if 1 < figure.value <= 50 else 0
    return 0


def _total(slots: Sequence[Slot]) -> Slot:
    first = slots[0]
    if not isinstance(first.value, Decimal):
        return first
    total = sum((slot.value for slot in slots if isinstance(slot.value, Decimal)), Decimal(0))
    return replace(first, value=total, text="＋".join(slot.text for slot in slots), high=None)


def _times(slot: Slot, count: int) -> Slot:
    return (
        replace(slot, value=slot.value * count, text=f"{slot.text}×{count}")
        if isinstance(slot.value, Decimal)
        else slot
    )


def derive(text: str, filling: Filling, measure: Measure) -> Filling:
    """Adds what follows from stated figures by one operation, under its canonical name."""
    inputs = dict(filling.inputs)
    _derive_term(inputs)
    _derive_bad_principal(text, inputs, filling.others, measure)
    _derive_premium(text, inputs, measure)
    _derive_fee_rate(inputs, measure)
    return replace(filling, inputs=inputs)


def _number(inputs: Mapping[str, Slot], key: str) -> Decimal | None:
    slot = inputs.get(key)
    return slot.value if slot and isinstance(slot.value, Decimal) else None


def _derive_term(inputs: dict[str, Slot]) -> None:
    """Days said apart (45天) become term_days; a start and an end give the term."""
    if days := inputs.pop("term_months_days", None):
        inputs["term_days"] = days
        inputs.setdefault("term_months", Slot(Decimal(0), days.text))
    start, end = inputs.get("start"), inputs.get("end")
    if not (start and end) or "term_months" in inputs:
        return
    if isinstance(start.value, date) and isinstance(end.value, date) and end.value > start.value:
        term, said = between(start.value, end.value), f"{start.text}到{end.text}"
        inputs["term_months"] = Slot(term.months, said)
        if term.days:
            inputs["term_days"] = Slot(term.days, said)


def _derive_bad_principal(text: str, inputs: dict[str, Slot], others: Mapping[str, Slot], measure: Measure) -> None:
    """贷款 − 已还 only when the rest is said to be bad; 余额 × 不良率."""
    if not measure.input("bad_principal_yuan"):
        return
    rate, lent, repaid = others.get("other_rate"), _number(others, "lent_yuan"), _number(others, "repaid_yuan")
    balance = _number(others, "balance_yuan")
    if rate and balance and "不良率" in text and isinstance(rate.value, Decimal):
        inputs["bad_principal_yuan"] = Slot(balance * rate.value, f"{others['balance_yuan'].text}×{rate.text}")
    elif (bad := inputs.get("bad_principal_yuan")) and repaid and not lent:
        _recovered(text, inputs, bad, others["repaid_yuan"])
    elif "bad_principal_yuan" not in inputs and lent and repaid and REST_IS_BAD.search(text) and lent > repaid:
        words = f"{others['lent_yuan'].text}－{others['repaid_yuan'].text}"
        inputs["bad_principal_yuan"] = Slot(lent - repaid, words)


def _recovered(text: str, inputs: dict[str, Slot], bad: Slot, repaid: Slot) -> None:
    """What came back after the loan had gone bad is taken off; what was bad before stays as the other reading."""
    later = text.find(repaid.text) > text.find(bad.text) >= 0
    if later and isinstance(bad.value, Decimal) and isinstance(repaid.value, Decimal) and repaid.value <= bad.value:
        inputs["bad_principal_yuan"] = Slot(bad.value - repaid.value, f"{bad.text}－{repaid.text}")
        inputs["before_recovery_yuan"] = bad


def _derive_premium(text: str, inputs: dict[str, Slot], measure: Measure) -> None:
    _per_year(text, inputs)
    premium, insured, rate = (_number(inputs, k) for k in ("premium_yuan", "insured_yuan", "premium_rate"))
    if measure.input("premium_rate") and premium is None and insured and rate:
        inputs["premium_yuan"] = Slot(insured * rate, f"{inputs['insured_yuan'].text}×{inputs['premium_rate'].text}")
    ratio = _number(inputs, "province_ratio")
    if measure.input("province_subsidy_yuan") and "province_subsidy_yuan" not in inputs and premium and ratio:
        words = f"{inputs['premium_yuan'].text}×{inputs['province_ratio'].text}"
        inputs["province_subsidy_yuan"] = Slot(premium * ratio, words)


def _per_year(text: str, inputs: dict[str, Slot]) -> None:
    """A premium paid for several years at once is divided by them; one said to be 年保费 is not."""
    premium, years = _number(inputs, "premium_yuan"), (_number(inputs, "premium_years") or Decimal(12)) / 12
    if not premium or years <= 1 or "÷" in inputs["premium_yuan"].text or YEARLY.search(text):
        return
    inputs["premium_yuan"] = Slot(premium / years, f"{inputs['premium_yuan'].text}÷{years.normalize():f}年")


def _derive_fee_rate(inputs: dict[str, Slot], measure: Measure) -> None:
    """担保费 ÷ 担保金额 ÷ 年数, one year when the term is unsaid."""
    fee, amount = _number(inputs, "fee_paid_yuan"), _number(inputs, "guarantee_yuan")
    if measure.input("fee_paid_yuan") and fee and amount and "fee_rate" not in inputs:
        term = Term(_number(inputs, "term_months") or Decimal(12), _number(inputs, "term_days") or Decimal(0))
        words = f"{inputs['fee_paid_yuan'].text}÷{inputs['guarantee_yuan'].text}"
        inputs["fee_rate"] = Slot(annual_fee_rate(fee, amount, term), words)
