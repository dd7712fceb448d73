"""Sums of one message that come out with each other: what was given back of one that stands and what is left of it,
what is short of a bound, what somebody makes of a rate of the document, by how much two differ, and what comes of it
where somebody adds what does not count."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure
from bot.nlu.repeats import TEN_THOUSAND
from bot.slots.apart import LOANS, borrowed
from bot.slots.reading import Reading
from bot.slots.roles import Placed
from knowledge.records.model import Measure

SCORE = 20.0
TAKEN_OFF = re.compile("(?:退|返|还|扣|减|免|少|抹|让)[^，。；0-9]{0,6}$")  # 「刚退回3.6万」, 「优惠减免2万」
LEFT = re.compile(
    "(?:实[收付缴交际]|净|只|才|剩|到手|最后|最终|合计|一共|就是|变成|等于|[交付收花]了)[^，。；0-9]{0,6}$"
)
COMES_TO = re.compile("[元块]?钱?[，,、 ]*(?:那|就|按|算|也就|变|成)*(?:是|成)?")  # 「少融一万，99万呢」
SHORT_OF = re.compile("(?:差|少|缺|欠)[^，。；！？]{1,8}(?:到|够|满|达到|凑够|凑满)$")  # 「差五千到一百万，就是99.5万」
PAYS = re.compile("(?:给|补|贴|赔|奖|拿|领|得|报)[^，。；0-9]{0,6}$")
IS_IT = re.compile("[^，。；0-9]{0,6}(?:吗|么|吧|嘛|对不|是不|不对)")
# between a rate and what somebody makes of it
MAKES = re.compile(
    "[，,、 ]*(?:那|可|这)*(?:不就|岂不|难道不|不应该|不该|明明|不得|不等于|应该就|不)(?:就|该|应该)?(?:是|等于|得)?"
)
# 「少交21万」, 「多花了3万」: by how much, not how much
BY_HOW_MUCH = re.compile("(?<![多至最不])(?:少|多)[一-鿿]?(?:了|出)?(?:我们?|俺们?|咱们?)?$")
REPAID = re.compile(
    "(?:还|归还|偿还)(?:了|掉|过|清)?[^，。；0-9]{0,3}$"
)  # what is repaid of a loan makes it no smaller


def that_add_up(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With what is left of a sum that stands in its place, and nothing for what was taken off it."""
    sums = _sums(reading)
    found = {one.figure.start: one for one in spoken}
    for one in so_many_times_the_sum(reading.figures, reading.setting.shown):
        found[one.start] = Placed(one, "guess", False, SCORE, True)
    for off, left, key in _left(reading, sums):
        found[off.start] = Placed(off, "other", False, SCORE, True)
        found[left.start] = Placed(left, key, True, SCORE, True)
    for bound in _short(reading, sums):
        found[bound.start] = Placed(bound, "policy", False, SCORE, True)
    return [found[start] for start in sorted(found)]


def with_what_does_not_count(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """「加上银行贷的50万，不就145万了」 of 95万: what it comes to with that is nothing to go by."""
    more = added_without_counting(reading)
    values = [one.value for one in more if isinstance(one.value, Decimal)]
    if not values or not isinstance(reading.whole, Decimal):
        return list(spoken)
    whole = reading.whole + sum(values, Decimal())
    made = [one for one in reading.figures if one not in more and whole in _scales(one)]
    if not made:
        return list(spoken)
    named = {one.figure.start: one for one in reading.by_words}
    key = min(taken_off_the_sum(reading.measure) & LOANS, default="other")
    off = (named[one.start] if _is_named(named, one) else Placed(one, key, False, SCORE, True) for one in more)
    rest = [one for one in spoken if one.figure not in (*made, *more)]
    return [*rest, *off, *(Placed(one, "other", False, SCORE, True) for one in made)]


def added_without_counting(reading: Reading) -> list[Figure]:
    """The sums that words say to be what is taken off the one the measure goes by."""
    keys = taken_off_the_sum(reading.measure)
    named = {one.figure.start: one for one in reading.by_words if one.key in keys}
    lends = not keys.isdisjoint(LOANS)
    return [
        one
        for one in reading.figures
        if one.kind == "money" and (_is_named(named, one) or (lends and borrowed(reading.text, one)))
    ]


def _is_named(named: Mapping[int, Placed], figure: Figure) -> bool:
    return figure.start in named and named[figure.start].announced and not named[figure.start].is_input


def taken_off_the_sum(measure: Measure) -> set[str]:
    """Keys of what does not count of the sum the measure goes by (a bank's loan, of what was raised)."""
    return {key for row in measure.derivations if row.op == "less" for key in row.sources} - {measure.main}


def _scales(figure: Figure) -> tuple[Decimal, ...]:
    if figure.kind not in ("money", "number") or not isinstance(figure.value, Decimal):
        return ()
    return (figure.value, figure.value * TEN_THOUSAND) if figure.unit_missing else (figure.value,)


def with_what_a_rate_makes(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Of 「贷200万还不上，是补90万吗」 at 45% the 200万: the other is what somebody thinks is paid for it."""
    sums, rates = _sums(reading), [one.value for one in reading.measure.figures if one.unit == "ratio"]
    rows = [row for row in reading.measure.derivations if row.op == "difference" and row.target == reading.main]
    lent = {row.sources[0] for row in rows}
    guessed = rates_of_a_guess(reading.text, reading.figures)
    spoken = [one for one in spoken if one.figure.start not in guessed]
    for base in sums:
        if any(one.figure is base and not one.is_input and one.key not in lent for one in spoken):
            continue  # 「一年利息18万，补一半，能拿9万吧」
        for made in sums:
            value, of = made.value, base.value
            if not isinstance(value, Decimal) or not isinstance(of, Decimal) or made.start < base.start:
                continue
            if not any(of * rate == value for rate in rates) or not _is_thought_to_be_paid(reading.text, made):
                continue
            rest = [one for one in spoken if one.figure not in (made, base)]
            told = [one for one in spoken if one.figure is base and reading.measure.input(one.key)]
            open_ = not told and reading.main not in reading.stands and all(one.key != reading.main for one in rest)
            whole = [Placed(base, reading.main, True, SCORE, True)] if open_ else told
            return [*rest, *whole, Placed(made, "guess", False, SCORE, True)]
    return list(spoken)


def rates_of_a_guess(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the rates by which somebody comes to what he thinks the result is: 「保费的一半，不就是7万吗」."""
    return {
        rate.start
        for rate, made in pairwise(figures)
        if rate.kind == "percent" and made.kind == "money" and MAKES.fullmatch(text[rate.end : made.start])
    }


def so_many_times_the_sum(figures: Sequence[Figure], shown: Decimal | None) -> list[Figure]:
    """The sums that are the one shown times a number said just before: 「不该乘3变成7.2万」 of 2.4万."""
    return [
        made
        for number, made in pairwise(figures)
        if shown and number.kind == "number" and made.kind == "money" and not number.bound
        if isinstance(number.value, Decimal) and number.value > 1 and made.value == shown * number.value
    ]


def what_is_left(reading: Reading) -> bool:
    """Whether what is left of a sum that stands is said beside what was taken off it."""
    return any(True for _ in _left(reading, _sums(reading)))


def is_by_how_much(text: str, figure: Figure) -> bool:
    """Whether it is said by how much something is more or less, and not how much it is."""
    return figure.kind == "money" and BY_HOW_MUCH.search(text[: figure.start]) is not None


def _is_thought_to_be_paid(text: str, figure: Figure) -> bool:
    """「是补我90万的意思吗」, 「能拿9万是吧」, but not 「省里补了10万」."""
    return PAYS.search(text[: figure.start]) is not None and IS_IT.match(text[figure.end :]) is not None


def _sums(reading: Reading) -> list[Figure]:
    return [
        one
        for one in reading.figures
        if one.kind == "money" and not one.unit_missing and isinstance(one.value, Decimal) and one.value > 0
    ]


def _left(reading: Reading, sums: Sequence[Figure]) -> Iterator[tuple[Figure, Figure, str]]:
    """What was taken off, what is left, and of which input that stands; only where no other sum is spoken of."""
    if len(sums) != 2 or reading.items:
        return
    off, left = sums
    records = {one.key for one in reading.measure.inputs if one.unit == "yuan"}
    whole = {
        key
        for key, value in reading.setting.stands.items()
        if key in records and _come_to(off, left, value) and off.value != left.value
    }
    if whole and REPAID.search(reading.text[: off.start]):
        whole &= {row.target for row in reading.measure.derivations if row.op in ("recovered", "difference")}
    between = reading.text[off.end : left.start]
    said = TAKEN_OFF.search(reading.text[: off.start]) and (LEFT.search(between) or COMES_TO.fullmatch(between))
    if len(whole) == 1 and said:
        yield off, left, whole.pop()


def _short(reading: Reading, sums: Sequence[Figure]) -> list[Figure]:
    """The bounds of the document of which it is said how much is missing, where less than them is said besides."""
    limits = [one.value for one in reading.measure.figures if one.unit == "yuan"]
    return [
        one
        for one in sums
        if one.value in limits and SHORT_OF.search(reading.text[: one.start])
        if any(isinstance(other.value, Decimal) and other.value < one.value for other in sums)  # type: ignore[operator]
    ]


def _come_to(one: Figure, other: Figure, whole: object) -> bool:
    values = [each.value for each in (one, other) if isinstance(each.value, Decimal)]
    return isinstance(whole, Decimal) and sum(values, Decimal()) == whole
