"""What follows from stated figures by one operation: computed, echoed, stored under its canonical name.

Which figure follows from which is a row of measures.toml ([[measure.derive]]); the operations are named here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from bot.copies import replace
from bot.records import record
from bot.slots.after_the_loss import told_at_once
from bot.slots.model import Slot
from bot.slots.over_years import fee_is_newer, of_them_all
from calculators.spans import Term, between
from calculators.thresholds import annual_fee_rate
from calculators.wording import money, percent, years
from knowledge.records.model import Derivation, Measure

SMALLEST_PART = Decimal("0.1")  # a rate of a few percent is a fee, not the part of a whole
DIVIDED = re.compile(r"÷([0-9.]+)年$")
OF_ONE_YEAR = re.compile("(?<![一二两三四五六七八九十0-9])一年的?[^，。；0-9一二两三四五六七八九十百千]{0,5}$")
THIS_YEAR = re.compile("(?:这一年度?|本年度|当年度?|今年这一?年度?|今年度?单独)[^，。；0-9]{0,4}$")
RULE_GOES_BY = re.compile("(?:按照?|应该?|文件|规定|政策|要求|只认|认的?)[^，。；0-9]{0,6}$")  # 「应该按年度保费」
ITS_SUM = re.compile("(?:是|为|的|：|:|就|约)*[0-9一二两三四五六七八九十]")  # 「按年度保费33万」
NUMERALS = "0123456789二两三四五六七八九十百"
FINEST_RATE = Decimal("0.00000001")
CENT = Decimal("0.01")
FROM_IT = re.compile("(?:从|由|打|拿)[那这]?$")  # 「收回40万，从260万里减」
ALL_BACK = re.compile("(?:一共|总共|合计|累计|前后|拢共|统共|加起来)[^，。；0-9]{0,8}$")
WITHIN = "[里内](?:头|面|边)有"  # 「160万里头有10万是利息」 says of what a sum is a part
Slots = dict[str, Slot]


@record(frozen=True, slots=True)
class Work:
    """One row at work: ``text`` of the message, ``inputs`` to be added to, ``others`` that are no inputs, what
    ``stands``."""

    row: Derivation
    text: str
    inputs: Slots
    others: Mapping[str, Slot]
    before: Mapping[str, Slot] = field(default_factory=dict)
    stands: Mapping[str, Slot] = field(default_factory=dict)

    def slot(self, key: str) -> Slot | None:
        return self.inputs.get(key) or self.others.get(key)

    def sources(self, *, zero: bool = False) -> list[tuple[Slot, Decimal]]:
        """The sources with their numbers; empty when one is unknown, no number, or nothing, unless that may be
        (``zero``)."""
        slots = [self.slot(key) for key in self.row.sources]
        known = [(slot, slot.value) for slot in slots if slot and isinstance(slot.value, Decimal)]
        found = [(slot, value) for slot, value in known if value or zero]
        return found if len(found) == len(slots) else []

    def target(self) -> tuple[Slot, Decimal] | None:
        slot = self.inputs.get(self.row.target)
        return (slot, slot.value) if slot and isinstance(slot.value, Decimal) else None

    def put(self, value: Decimal, text: str, step: str = "") -> None:
        self.inputs[self.row.target] = Slot(value, text, step=step)

    def said(self, pattern: str) -> bool:
        return bool(pattern) and bool(re.search(pattern, self.text))

    @property
    def yearly(self) -> bool:
        """Whether a sum is said to be that of a year (``unless``), and not only that the rule goes by the year
        (「应该按年度保费算」)."""
        found = re.finditer(self.row.unless, self.text) if self.row.unless else ()
        return any(not _is_of_the_rule(self.text, one) for one in found)


def _is_of_the_rule(text: str, said: re.Match[str]) -> bool:
    of_a_sum = ITS_SUM.match(text[said.end() :]) or said[0][-1] in NUMERALS  # 「一年30万」
    return RULE_GOES_BY.search(text[: said.start()]) is not None and not of_a_sum


def derive(
    text: str,
    inputs: Mapping[str, Slot],
    others: Mapping[str, Slot],
    measure: Measure,
    stands: Mapping[str, Slot] = MappingProxyType({}),
) -> Slots:
    """``inputs`` with what follows from them and from ``others`` (lent, repaid, balance, bank loans). A difference or
    a whole is not worked out where its target ``stands`` and was told as such, whatever came back of it since.

    Rows are worked in the order of the file; of several for one target the first that applies.
    """
    found, done = dict(inputs), set()
    since = {row.target for row in measure.derivations if row.op == "recovered" and row.also in stands}
    for row in measure.derivations:
        told = row.target in stands and (not stands[row.target].step or row.target in since)
        if row.target in done or (told and row.op in ("difference", "whole")):
            continue
        work = Work(row, text, found, others, inputs, stands)
        if _may(work) and OPERATIONS[row.op](work):
            done.add(row.target)
    return found


def derive_parts(
    text: str, parts: tuple[Mapping[str, Slot], ...], common: Mapping[str, Slot], measure: Measure
) -> tuple[Mapping[str, Slot], ...]:
    """Each of several parts with what follows in it alone: its term from its days, its yearly sum from its years.
    ``common``: what is said of all."""
    rows = tuple(row for row in measure.derivations if row.op in OF_A_PART)
    if not rows:
        return parts
    return tuple(_derived_part(text, part, common, rows) for part in parts)


def _derived_part(text: str, part: Mapping[str, Slot], common: Mapping[str, Slot], rows: Sequence[Derivation]) -> Slots:
    found = dict(part)
    for row in rows:
        work = Work(row, text, found, common)
        if row.target in found or row.op in ("between", "days_apart"):
            OPERATIONS[row.op](work)
    return found


def without_stale(old: Mapping[str, Slot], new: Mapping[str, Slot], measure: Measure) -> Slots:
    """What a new figure puts out of date: a new term the old end and odd days, a new source what came of it, another
    fee the rate that was told beside the one before."""
    stale: set[str] = set()
    changed = {key for key, slot in new.items() if key not in old or old[key].value != slot.value}
    for row in measure.derivations:
        if row.op == "yearly_rate" and row.sources[0] in changed and row.sources[0] in old and row.target not in new:
            stale.add(row.target)
        if row.op in RENEWED and set(row.sources) & changed:
            made = {row.target, row.also} & set(old)
            stale |= {key for key in made if RENEWED[row.op] in old[key].text}
        if row.op == "days_apart" and row.sources[0] in new:
            stale.add(row.target)
        if row.op == "between" and row.target in new:
            stale |= {row.sources[1], row.also}
    return {**{key: slot for key, slot in old.items() if key not in stale}, **_wholes(old, new, measure)}


def _wholes(old: Mapping[str, Slot], new: Mapping[str, Slot], measure: Measure) -> Slots:
    """What was a part of a whole, as the whole again, when another share of it is said: 「是担七成」 after 八成."""
    found: Slots = {}
    for row in measure.derivations:
        share, whole = row.sources[0], old.get(row.target)
        if row.op != "part" or row.target in new or share not in new or share not in old or not whole:
            continue
        before, sign = old[share].value, f"×{old[share].text}"
        if isinstance(whole.value, Decimal) and isinstance(before, Decimal) and whole.text.endswith(sign):
            found[row.target] = Slot(whole.value / before, whole.text.removesuffix(sign))
    return found


def renewed(
    inputs: Mapping[str, Slot],
    sources: Mapping[str, Slot],
    new: Mapping[str, Slot],
    measure: Measure,
    anew: bool = False,
) -> Slots:
    """What was worked out of ``sources`` by multiplying or taking off, worked out again where one of them is ``new``; a
    target that is new itself is left. Where a rate is put right or supposed (``anew``), so is the product however it
    was known."""
    found: Slots = {}
    for row in measure.derivations:
        made = inputs.get(row.target)
        if row.op not in ("product", "part", "difference") or made is None or row.target in new:
            continue
        old = [sources.get(key) for key in row.sources]
        now = [new.get(key) or slot for key, slot in zip(row.sources, old, strict=True)]
        if row.op == "part":
            whole = _whole_of(made, old[0])
            old, now = [whole, old[0]], [whole, now[0]]
        first, second = old
        one, two = now
        if first is None or one is None or two is None or old == now:
            continue
        sign = "－" if row.op == "difference" else "×"
        anyhow = anew and row.op == "product" and first == one and second != two
        as_made = second is not None and made.text == f"{first.text}{sign}{second.text}"
        if (anyhow or as_made) and (slot := _worked(one, sign, two)):
            found[row.target] = slot
    return found


def _worked(one: Slot, sign: str, two: Slot) -> Slot | None:
    """The product or difference of two sums, with its working; None where one is no number, or nothing is left."""
    if not isinstance(one.value, Decimal) or not isinstance(two.value, Decimal):
        return None
    value = one.value - two.value if sign == "－" else one.value * two.value
    step = f"{_operand(one)} {sign} {_operand(two)}"
    return Slot(value, f"{one.text}{sign}{two.text}", step=step) if value > 0 else None


def _whole_of(made: Slot, ratio: Slot | None) -> Slot | None:
    """What a part was taken of."""
    if ratio is None or not made.text.endswith(f"×{ratio.text}"):
        return None
    if not isinstance(made.value, Decimal) or not isinstance(ratio.value, Decimal) or not ratio.value:
        return None
    return Slot(made.value / ratio.value, made.text.removesuffix(f"×{ratio.text}"))


def applied(inputs: Mapping[str, Slot], measure: Measure) -> set[str]:
    """The inputs whose effect stands already in what followed from them (the years of a premium divided by them):
    written down beside it they would be counted twice."""
    rows = (row for row in measure.derivations if row.op in APPLIED and row.target in inputs)
    return {row.sources[0] for row in rows if APPLIED[row.op] in inputs[row.target].text}


def number(inputs: Mapping[str, Slot], key: str) -> Decimal | None:
    slot = inputs.get(key)
    return slot.value if slot and isinstance(slot.value, Decimal) else None


def _may(work: Work) -> bool:
    """Whether the message says what the row waits for, and nothing is known that speaks against it."""
    row = work.row
    against = [key for key in row.without if number(work.others, key) and not _began_as(work, work.others[key])]
    if row.op == "recovered":
        against = told_at_once(work.text, against, work.others, work.target(), work.slot(row.sources[0]))
    if row.op == "recovered" and _is_all_that_came_back(work):
        return False
    return (not row.when or (row.op == "less" and work.said(WITHIN)) or work.said(row.when)) and not against


def _is_all_that_came_back(work: Work) -> bool:
    """「前后一共还了200万」: the target was worked out of the whole and what was repaid of it, which is said anew."""
    target, lent = work.inputs.get(work.row.target), [work.others.get(key) for key in work.row.without]
    slot = work.slot(work.row.sources[0])
    if target is None or slot is None or not any(one and target.text.startswith(f"{one.text}－") for one in lent):
        return False
    at = work.text.find(slot.text)
    return at >= 0 and ALL_BACK.search(work.text[:at]) is not None


def _began_as(work: Work, source: Slot) -> bool:
    """Whether the target is that very figure, or what was left of it."""
    target = work.inputs.get(work.row.target)
    return target is not None and target.text.partition("－")[0] == source.text


def product(work: Work) -> bool:
    """「余额 × 不良率」, 「保额 × 费率」. A known target stays, unless the row is to put it anew."""
    sources = work.sources(zero=work.row.anew)  # a rate of nothing: 「假设不良率压到0」
    if not sources or (work.row.target in work.inputs and not work.row.anew and not _is_outdated(work)):
        return False
    (first, one), (second, two) = sources
    work.put(one * two, f"{first.text}×{second.text}", f"{_operand(first)} × {_operand(second)}")
    return True


def _is_outdated(work: Work) -> bool:
    """Whether the target was made of what a source was before the message changed it (a premium of several years)."""
    before = [work.before.get(key) or work.others.get(key) for key in work.row.sources]
    made = "×".join(slot.text for slot in before if slot)
    return work.inputs[work.row.target].text == made and before != [work.slot(key) for key in work.row.sources]


def difference(work: Work) -> bool:
    """贷款 − 已还, when the first is the larger and the target is not known."""
    sources = work.sources()
    if not sources or work.row.target in work.inputs or sources[0][1] <= sources[1][1]:
        return False
    (first, one), (second, two) = sources
    work.put(one - two, f"{first.text}－{second.text}", f"{_operand(first)} － {_operand(second)}")
    return True


def whole(work: Work) -> bool:
    """「放了笔200万的贷款，现在成不良了」: with nothing said of a part, the target is all of the source."""
    sources = work.sources()
    if not sources or work.row.target in work.inputs or work.said(work.row.unless):
        return False
    waits = re.search(work.row.when, work.text) if work.row.when else None
    if waits is not None and not waits[0] and sources[0][0].text not in work.text:
        return False  # that a word is not said is said of the source, which this message does not tell
    work.inputs[work.row.target] = sources[0][0]
    return True


def less(work: Work) -> bool:
    """「融资200万，其中120万是银行贷款」: what this message says to be no part of the target is taken off, but not
    where another sum is told that it was part of (「退了6000块，实收12万」)."""
    part, whole = work.slot(work.row.sources[0]), work.target()
    if part is None or part.text not in work.text or not whole or work.said(work.row.unless):
        return False
    if whole[0].text not in work.text and any(_is_larger_sum_told(work, key, part) for key in work.inputs):
        return False
    _take_off(work, part)
    return True


def _is_larger_sum_told(work: Work, key: str, part: Slot) -> bool:
    """Whether another input is told in this message that is a sum and holds the part."""
    slot = work.inputs[key]
    holds = isinstance(slot.value, Decimal) and isinstance(part.value, Decimal) and slot.value > part.value
    return holds and key != work.row.target and slot.text in work.text


def recovered(work: Work) -> bool:
    """What came back after the loan had gone bad is taken off; what was bad before is kept under ``also``.

    Of what came back the figure said last counts: it is taken off what was bad before."""
    sources, target = work.sources(), work.target()
    if not sources or target is None:
        return False
    at = work.text.find(sources[0][0].text.partition("＋")[0])
    before = work.inputs.get(work.row.also)
    if before and "－" in target[0].text and target[0].text.startswith(before.text):
        if isinstance(before.value, Decimal) and sources[0][1] <= before.value:
            back = sources[0][0]
            work.put(
                before.value - sources[0][1], f"{before.text}－{back.text}", f"{_operand(before)} － {_operand(back)}"
            )
        return True
    whole = work.text.find(target[0].text.removesuffix("万"))
    behind = at > whole or FROM_IT.search(work.text[:whole]) is not None
    if at >= 0 and behind and _take_off(work, sources[0][0]) and work.row.also:
        work.inputs[work.row.also] = target[0]
    return True


def _is_of_one_year(work: Work) -> bool:
    """「今年这一年只交了40万」: the target is said anew, of one year."""
    target = work.inputs.get(work.row.target)
    at = work.text.find(target.text) if target else -1
    return at >= 0 and THIS_YEAR.search(work.text[:at]) is not None


def per_years(work: Work) -> bool:
    """A sum paid for several years at once is divided by them; one said to be yearly (``unless``) is not."""
    years_key = work.row.sources[0]
    if work.yearly or _is_of_one_year(work):
        work.inputs.pop(years_key, None)
    known = work.slot(years_key)
    months = known.value if known and isinstance(known.value, Decimal) else Decimal(12)
    target, count = work.target(), months / 12
    if not target or not target[1] or count < 1 or "＋" in target[0].text:
        return False
    slot, paid = target
    if divided := DIVIDED.search(slot.text):
        slot, paid = replace(slot, text=slot.text[: divided.start()], step=""), paid * Decimal(divided[1])
    if count == 1:
        work.inputs[work.row.target] = replace(slot, value=paid)
        return bool(divided)
    said = f"{slot.text}÷{count.normalize():f}年"
    work.put(paid / count, said, f"{_operand(replace(slot, value=paid))} ÷ {years(months)}")
    return True


def part(work: Work) -> bool:
    """「贷款500万，担保80%」: the target is that part of what was said to be the whole."""
    sources, target = work.sources(), work.target()
    if not sources or target is None or not SMALLEST_PART <= sources[0][1] < 1 or "×" in target[0].text:
        return False
    known = [slot.value for slot in (*work.inputs.values(), *work.others.values())]
    if any(isinstance(value, Decimal) and value * sources[0][1] == target[1] for value in known):
        return False  # 「贷1000万，担八成，就是800万」: the part itself is said
    if whole := _whole_of_which(work, target[1], sources[0][1]):
        step = f"{_operand(whole)} × {_operand(sources[0][0])}"
        work.put(target[1], f"{whole.text}×{sources[0][0].text}", step)
        return True
    said = f"{target[0].text}×{sources[0][0].text}"
    work.put(target[1] * sources[0][1], said, f"{_operand(target[0])} × {_operand(sources[0][0])}")
    return True


def _whole_of_which(work: Work, value: Decimal, share: Decimal) -> Slot | None:
    """What stands, where the message says what that part of it comes to: 「担八成，也就是960万」 of 1200万."""
    known = work.stands.get(work.row.target)
    if known is None or not isinstance(known.value, Decimal):
        return None
    return known if known.value * share == value else None


def yearly_rate(work: Work) -> bool:
    """「担保费 ÷ 担保金额 ÷ 年数」; a fee said per year (``unless``) is not divided by the years again."""
    fee_key, amount_key, term_key = work.row.sources
    _mark_yearly(work, fee_key)
    fee, amount = number(work.inputs, fee_key), number(work.inputs, amount_key)
    if not (fee and amount):
        return False
    said = f"{work.inputs[fee_key].text}÷{work.inputs[amount_key].text}"
    known = work.inputs.get(work.row.target)
    if known and (known.text == said or ("÷" not in known.text and not _is_of_the_fee(work, known, fee / amount))):
        return False
    term = _years_of(work, fee_key, term_key)
    rate = annual_fee_rate(fee, amount, term).quantize(FINEST_RATE)
    step = f"{money(fee)} ÷ {money(amount)} ÷ {years(term.months, term.days)}"
    work.put(rate, said, step)
    return True


def _is_of_the_fee(work: Work, rate: Slot, paid: Decimal) -> bool:
    """Whether the fee, ``paid`` of each yuan guaranteed, says what the rate is, rather than the rate that is told."""
    fee_key, _, term_key = work.row.sources
    fee, term = work.inputs[fee_key], work.inputs.get(term_key)
    return term is not None and (
        of_them_all(work.text, fee, paid, rate, term) or fee_is_newer(work.text, fee, paid, rate)
    )


def guaranteed(work: Work) -> bool:
    """「担保费 ÷ 费率 ÷ 年数」: what was guaranteed for a fee at a rate per year, where only these are said."""
    fee_key, rate_key, term_key = work.row.sources
    _mark_yearly(work, fee_key)
    fee, rate = number(work.inputs, fee_key), number(work.inputs, rate_key)
    if not (fee and rate) or work.row.target in work.inputs or work.inputs[rate_key].step:
        return False
    term = _years_of(work, fee_key, term_key)
    said = f"{work.inputs[fee_key].text}÷{work.inputs[rate_key].text}"
    amount = annual_fee_rate(fee, rate, term).quantize(CENT)
    work.put(amount, said, f"{money(fee)} ÷ {percent(rate)} ÷ {years(term.months, term.days)}")
    return True


def _mark_yearly(work: Work, fee_key: str) -> None:
    """A fee of this message that is said to be that of one year (``unless``) stays so, whatever term is told later;
    what is said of a year in another message says nothing of it."""
    fee = work.inputs.get(fee_key)
    at = work.text.find(fee.text) if fee else -1
    if fee and at >= 0 and (work.yearly or OF_ONE_YEAR.search(work.text[:at])):
        work.inputs[fee_key] = replace(fee, yearly=True)


def _years_of(work: Work, fee_key: str, term_key: str) -> Term:
    """For how long a fee was paid: one year where it is said to be yearly, or nothing is said."""
    months = None if work.inputs[fee_key].yearly else number(work.inputs, term_key)
    return Term(months or Decimal(12), number(work.inputs, work.row.also) or Decimal(0))


def days_apart(work: Work) -> bool:
    """Days said apart (45天) become the target; the term in months is then 0 unless it was said too."""
    months_key = work.row.sources[0]
    days = work.inputs.pop(f"{months_key}_days", None)
    if days is None:
        return False
    work.inputs[work.row.target] = days
    work.inputs.setdefault(months_key, Slot(Decimal(0), days.text))
    return True


def span(work: Work) -> bool:
    """A first and a last day give the term that was not said; its odd days are kept under ``also``."""
    start, end = (work.slot(key) for key in work.row.sources)
    if not (start and end) or work.row.target in work.inputs:
        return False
    if isinstance(start.value, date) and isinstance(end.value, date) and end.value > start.value:
        term, said = between(start.value, end.value), f"{start.text}到{end.text}"
        work.put(term.months, said)
        if term.days and work.row.also:
            work.inputs[work.row.also] = Slot(term.days, said)
        return True
    return False


def _take_off(work: Work, taken: Slot) -> bool:
    whole = work.inputs[work.row.target]
    if f"－{taken.text}" in whole.text or (whole.text == taken.text and work.text.count(taken.text) > 1):
        return False  # no sum said twice is taken off itself
    if not isinstance(whole.value, Decimal) or not isinstance(taken.value, Decimal) or taken.value > whole.value:
        return False
    step = f"{whole.step or money(whole.value)} － {money(taken.value)}"
    work.put(whole.value - taken.value, f"{whole.text}－{taken.text}", step)
    return True


def _operand(slot: Slot) -> str:
    """A number as it stands in a step: a sum, or a rate; one that follows itself with its own step in brackets."""
    if slot.step:
        return f"（{slot.step}）"
    if not isinstance(slot.value, Decimal):
        return slot.text
    return percent(slot.value) if slot.value <= 1 else money(slot.value)


OF_A_PART = ("days_apart", "between", "per_years", "part")  # what is worked out for each of several parts
OPERATIONS: dict[str, Callable[[Work], bool]] = {
    "product": product,
    "difference": difference,
    "whole": whole,
    "less": less,
    "recovered": recovered,
    "per_years": per_years,
    "part": part,
    "guaranteed": guaranteed,
    "yearly_rate": yearly_rate,
    "days_apart": days_apart,
    "between": span,
}
SOURCES = {
    "product": 2,
    "difference": 2,
    "yearly_rate": 3,
    "guaranteed": 3,
    "between": 2,
}  # how many; one where nothing is said
APPLIED = {"per_years": "÷", "part": "×"}  # what is worked into a known figure, by the sign it leaves there
RENEWED = {
    "product": "×",
    "yearly_rate": "÷",
    "guaranteed": "÷",
    "between": "到",
}  # by the sign of its working a figure is known as made
