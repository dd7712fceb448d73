"""Figures that the message itself takes back: 「五百万，不对，三百五十万」, 「不是3月，是6月」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure

TAKEN_BACK = re.compile(
    "不对|[啊哦噢呃哎]不(?!到|足|少|多|过)|不不|(?<=[，,、。… ])不(?=[，,、。… ])|不是(?=[，,、。 ]*(?:是|应)|[，,。])"
    "|(?<=吧)[，,、。… ]*还是(?!按|算|要|[^，。；]{0,12}(?:[吗呢?？]|合适|划算))"
    "|[说记打写看讲弄搞报念算听]错|口误|更正|纠正|应为|应是"
)
# 「不是3月，是6月」, 「没有2%，是1.5%」, 「没批满一年，10个月」
DENIED = re.compile("(?:不是|并非|而非|非)[^，。；]{0,3}$|没有?(?:[给贷批放做签定借用谈算][了过]?)?[到满足够]?$")
MEANT = re.compile("(?:是|改成|改为|换成)[^，。；不]{0,6}$")
# 「不是六万，七万」, 「没给到一年，只给了9个月」
RIGHT_BEHIND = re.compile("[元块]?[，,]\\s*(?:一共|总共|实际)?[只就才]?(?:[给贷批放做签定借用谈有][了到]?)?")
CONTRASTED = re.compile("[^，。；]{0,4}[，,]?(?:而|并)?不是[^，。；]{0,3}")  # 「两年，不是三年」
ROUNDED = re.compile("(?:四舍五入|凑个?整|取整|抹零)(?:后|以后|之后)?(?:就|也就)?(?:是|到|成|为|算)?$")
EACH_YEAR = re.compile("(?:每年|一年|年均|平均每年)(?:就?是|就|各|只|才|收|交|合|折|付)*$")
OF_YEARS = re.compile("[^，。；！？!0-9]{0,5}?[2-9二两三四五六七八九]年(?:一共|总共|合计|加起来|拢共|总的|的总)")
OF_ONE = re.compile("(?:一年|每年|年)[^，。；！？!0-9]{0,3}$")
MANY = {sign: Decimal(n + 2) for signs in ("二三四五六七八九", "两", "23456789") for n, sign in enumerate(signs)}
COUNTED = re.compile(f"([{''.join(MANY)}])[张份笔单次期回](?![0-9])")
EACH = re.compile("(?:[一单][张份笔单次期回]|[每各][张份笔单次期回]?|分别)[^，。；0-9]{0,3}$")
EACH_ONE = re.compile("(?:单[张份笔单次期回]|[每各][张份笔单次期回]?|分别)[^，。；0-9]{0,3}$")
TOTAL = re.compile("(?:一共|总共|共计|合计|总计|拢共|总)[^，。；0-9]{0,8}$")
IN_PIECES = re.compile(f"票|分(?:了|成|作)?[{''.join(MANY)}][张份笔单次期回]")
JOINED = re.compile("[元块]?\\s*(?:[和跟与及、]|以及)\\s*")
BETWEEN = 10  # characters at most from a figure to the word that takes it back
SENTENCE = re.compile("[。！？!?\n]")
WAN = Decimal(10_000)


def denied(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the figures in place of which another is given, and of those said before at the same value."""
    named = [figure for i, figure in enumerate(figures) if _is_denied(text, figures, i)]
    again = {
        one.start
        for figure in named
        for one in figures
        if one.start < figure.start and not SENTENCE.search(text[one.end : figure.start]) and same(one, figure)
    }
    return {figure.start for figure in named} | again


def rounded(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the figures that are another one rounded: 「百分之零点五一，四舍五入0.5%，就按0.5%」."""
    values = {(one.kind, one.value) for one in figures if ROUNDED.search(text[: one.start])}
    exact = {one.kind for one in figures if (one.kind, one.value) not in values}
    return {one.start for one in figures if (one.kind, one.value) in values and one.kind in exact}


def each_year(text: str, figures: Sequence[Figure]) -> Mapping[int, int]:
    """Begin of what is said of several years at once → begin of what that is a year, where both are said
    and the numbers come out: 「三年担保费18万，每年6万」."""
    found: dict[int, int] = {}
    spans = {one.value / 12 for one in figures if one.kind == "duration" and isinstance(one.value, Decimal)}
    for yearly in figures:
        if yearly.kind not in ("money", "percent") or not EACH_YEAR.search(text[: yearly.start]):
            continue
        for one in figures:
            if one.kind == yearly.kind and any(count > 1 and is_times(one, yearly, count) for count in spans):
                found[one.start] = yearly.start
    return found


def is_times(one: Figure, other: Figure, count: Decimal) -> bool:
    """Whether the first is so many times the second."""
    return isinstance(other.value, Decimal) and one.value == other.value * count


def said_twice(figures: Sequence[Figure]) -> set[int]:
    """Begins of the figures that say at once again what was just said: 「六百万六百万」."""
    return {
        two.start
        for one, two in pairwise(figures)
        if one.end == two.start and one.text == two.text and one.kind == "money"
    }


def taken_back(text: str, figures: Sequence[Figure]) -> Mapping[int, int]:
    """Begin of a figure that is taken back → begin of the one that stands in its place."""
    found: dict[int, int] = {}
    for mark in TAKEN_BACK.finditer(text):
        after = next((i for i, one in enumerate(figures) if one.start >= mark.start() and not _counts(one)), None)
        if after is None or _is_denied(text, figures, after):
            continue
        new = figures[after]
        before = [one for one in figures[:after] if one.end <= mark.start() and alike(one, new)]
        if before and mark.start() - before[-1].end <= BETWEEN and not SENTENCE.search(text[mark.end() : new.start]):
            found[before[-1].start] = new.start
    return found


def of_several_years(text: str, figures: Sequence[Figure]) -> Mapping[int, int]:
    """Begin of a rate that words say to be that of several years → begin of the yearly one, whatever the numbers, which
    people round, and whatever the measure goes by: 「2%是三年一共，一年0.67%」."""
    rates = [one for one in figures if one.kind == "percent"]
    if len(rates) != 2 or not OF_YEARS.match(text[rates[0].end :]) or not OF_ONE.search(text[: rates[1].start]):
        return {}
    return {rates[0].start: rates[1].start}


def one_of_so_many(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the sums that are one of as many as are counted, where what these come to is said too: 「发票两张，一张
    1.5万」 of 3万."""
    sums = [one for one in figures if one.kind == "money"]
    counts = {MANY[one[1]] for one in COUNTED.finditer(text)}
    each = [one for one in sums if EACH.search(text[: one.start])]
    if len(each) != 1:
        return set()  # 「两笔，一笔160万，一笔320万」
    plain = EACH_ONE.search(text[: each[0].start]) is not None or IN_PIECES.search(text) is not None
    totals = [one for one in sums if one not in each and any(is_times(one, each[0], count) for count in counts)]
    if any(JOINED.fullmatch(text[each[0].end : one.start]) for one in totals):
        return set()  # 「两张，保费分别是10万和20万」
    said = any(plain or TOTAL.search(text[: one.start]) for one in totals)
    return {each[0].start} if said else set()


def alike(one: Figure, other: Figure) -> bool:
    """Whether the two can be values of the same thing: a bare number can be a sum."""
    kinds = {one.kind, other.kind}
    return len(kinds) == 1 or (kinds == {"money", "number"} and one.unit != "times")


def same(one: Figure, other: Figure) -> bool:
    """Whether both are of the same value, the one perhaps without its unit (90 and 90万)."""
    if not alike(one, other) or not isinstance(one.value, Decimal) or not isinstance(other.value, Decimal):
        return one.kind == other.kind and one.value == other.value
    scales = {one.value, one.value * WAN} if one.unit_missing else {one.value}
    return bool(scales & ({other.value, other.value * WAN} if other.unit_missing else {other.value}))


def _counts(figure: Figure) -> bool:
    return figure.kind == "number" and not figure.unit_missing


def _is_denied(text: str, figures: Sequence[Figure], i: int) -> bool:
    """Whether another figure of its kind is given in its place."""
    figure = figures[i]
    if DENIED.search(text[: figure.start]) is None:
        return False
    if i and alike(figures[i - 1], figure) and CONTRASTED.fullmatch(text[figures[i - 1].end : figure.start]):
        return True
    return any(
        alike(other, figure)
        and (
            MEANT.search(text[figures[j - 1].end : other.start])
            or RIGHT_BEHIND.fullmatch(text[figure.end : other.start])
        )
        for j, other in enumerate(figures[i + 1 :], i + 1)
    )


def instead(text: str, figures: Sequence[Figure]) -> Mapping[int, int]:
    """Begin of a figure that is denied → begin of the one given in its place."""
    found: dict[int, int] = {}
    for i, figure in enumerate(figures):
        if not _is_denied(text, figures, i):
            continue
        others = [one for one in (*figures[i + 1 :], *reversed(figures[:i])) if alike(one, figure)]
        other = next((one for one in others if not same(one, figure)), None)
        if other is not None:
            found[figure.start] = other.start
    return found
