"""Sums that stand in one row by their grammar, though the ear took the second for less sure than the first: 「分别贴了
4.8万和7.15万」, 「可转债融了55万，增资扩股30万」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.copies import replace
from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import NEAR, Placed
from bot.slots.stretches import joined_by_and

# Ways of raising money, each of which is one of its own; what is told of two of them is told of two sums
WAYS = (
    "股权",
    "增资",
    "扩股",
    "定[向]?增",
    "定向",
    "增发",
    "私募",
    "可转债",
    "转债",
    "引战",
    "战投",
    "引进",
    "投资人",
    "投资机构",
    "员工持股",
    "认购",
    "公司债",
)
WAY = re.compile("|".join(WAYS))
TOTAL = re.compile("(?:一共|合计|总共|共计|总计|加起来|总额|其中|里面|里头)[^，。；0-9]{0,4}$")
IN_ALL = re.compile("一共|合计|总共|共计|总计|加起来|累计|两年|三年|共[补奖贴给]")
YEAR_ALONE = 4  # digits of a day of which only the year is said
ALIKE = 10  # how many times the one the other of two that are joined may be
GAP = 14  # characters between two sums of one row


def with_the_joined(reading: Reading, placed: Sequence[Placed]) -> list[Placed]:
    """With what is joined to a sum by 和 as surely that as the first is, where nothing else was said of it."""
    known = {one.figure.start: one for one in placed}
    words = {one.figure.start: one.key for one in reading.by_words if one.announced}
    for first, second in pairwise(_sums(reading.figures)):
        one, two = known.get(first.start), known.get(second.start)
        if one is None or not one.is_input or words.get(second.start, one.key) != one.key:
            continue
        if not joined_by_and(reading.text, first, second):
            continue
        if not reading.text[first.end : second.start].strip(" 、"):
            continue
        if two is None or (two.key == one.key and not two.announced) or _is_of_its_kind(one, second, words):
            known[second.start] = replace(one, figure=second)
    return [known[start] for start in sorted(known)]


def _is_of_its_kind(one: Placed, second: Figure, words: Mapping[int, str]) -> bool:
    """「保费10万和20万」: a word says what the first is, and the second is about as large, whatever it sounds like."""
    first = one.figure.value
    if (
        words.get(one.figure.start) != one.key
        or not isinstance(first, Decimal)
        or not isinstance(second.value, Decimal)
    ):
        return False
    return max(first, second.value) <= ALIKE * min(first, second.value)


def of_several_ways(reading: Reading, placed: Sequence[Placed]) -> list[Placed]:
    """With the sums of which each is told by the way in which it was raised as parts of what was raised."""
    main = reading.measure.input(reading.main)
    if main is None or reading.stands or reading.measure.key_of("term"):
        return list(placed)
    sums = [one for one in _sums(reading.figures) if not any(p.figure is one and not p.is_input for p in placed)]
    raised = any(way in main.announces for way in ("增资", "增发"))
    apart = raised and are_of_several_ways(reading.text, sums)
    apart = apart or (any(one.is_input for one in placed) and are_of_several_years(reading.text, reading.figures, sums))
    if not apart:
        return list(placed)
    rest = [one for one in placed if one.figure not in sums]
    row = [Placed(one, reading.main, True, NEAR, True) for one in sums]
    return sorted([*rest, *row], key=lambda one: one.figure.start)


def are_of_several_ways(text: str, figures: Sequence[Figure]) -> bool:
    """Whether each of these sums is told by a way of its own in which it was raised."""
    ways = [_way_of(text, figures, i) for i in range(len(figures))]
    return len(figures) > 1 and all(ways) and len(set(ways)) == len(ways)


def are_of_several_years(text: str, figures: Sequence[Figure], sums: Sequence[Figure]) -> bool:
    """Whether each of these sums is told with a year of its own, and what they come to is spoken of: 「2024年融1000万，
    2025年融1380万，合计」."""
    years = [_year_of(figures, sums, i) for i in range(len(sums))]
    return len(sums) > 1 and all(years) and len(set(years)) == len(years) and IN_ALL.search(text) is not None


def _year_of(figures: Sequence[Figure], sums: Sequence[Figure], i: int) -> str:
    """The bare year told last before a sum, since the one before it; "" for none."""
    begin = sums[i - 1].end if i else 0
    dates = [one for one in figures if one.kind == "date" and begin <= one.start < sums[i].start]
    value = str(dates[-1].value) if dates else ""
    return value if len(value) == YEAR_ALONE else ""


def _sums(figures: Sequence[Figure]) -> list[Figure]:
    return [one for one in figures if one.kind == "money" and one.unit == "yuan" and not isinstance(one.value, tuple)]


def _way_of(text: str, sums: Sequence[Figure], i: int) -> str:
    """The way told last before a sum, since the one before it; "" for none, or where it is what they come to."""
    begin = sums[i - 1].end if i else max(0, sums[i].start - GAP)
    before = text[begin : sums[i].start][-GAP:]
    found = WAY.findall(before)
    return "" if not found or TOTAL.search(before) else found[-1]
