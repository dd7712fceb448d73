"""Sums that stand in one row: as many as the message counts (「三笔，41万 / 8.8万 / 5万」), or each with its number or
its turn (户1 …，户2 …；头回 …，二回 …). What one of them is, all are, and they add up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure
from bot.slots.parallel import in_parallel
from bot.slots.reckoned import is_made_by_somebody

NUMERALS = "一二三四五六七八九"
KINDS = "[笔份次单张台户家轮回批样项趟期]"
TURN = re.compile(f"(?:第)?([头首{NUMERALS}两])(?:{KINDS})[^，。；0-9{NUMERALS}]{{0,4}}$")
# 「户2」, 「到账单 2：」 before a sum
NUMBERED = re.compile(f"([一-鿿]{{1,4}}?)\\s*([1-9{NUMERALS}])[号、.．]?\\s*[:：]?\\s*$")
# What stands between two sums of a row: a mark of division, and no more words than name the next
BETWEEN = re.compile("\\s*(?:[/／、，,；;+＋\n]|\\s)+(?:[^，。；;,、/0-9]{0,4})\\s*[1-9]?[号]?\\s*[:：]?\\s*")
# What stands between two sums of a row that each have their day and term, which are cut out of it
TOLD_BETWEEN = re.compile(
    "[放贷借担投保款期起到至止的为是，,、—~－（）()\\s-]*(?:[；;，,、\n]|以及|[和跟与及])[放贷借担投保款期起到至止的为是，,、—~－（）()\\s-]*"
)
TIME = "(?:[上下]半年|年[初中底]|[去今前]年|20[0-9]{2}年|[0-9一二三四五六七八九十]{1,3}月份?|[一二三四]季度|春天|秋天)"
HEADS = re.compile(f"[，,。；;：:\n\\s]\\s*{TIME}?(?:(?:其中)?(?:一|另|第[{NUMERALS}两])?{KINDS}(?:是|为)?)?$")
IS_A_KIND = re.compile("[^，,。；;\\n]{0,6}(?:是|属于|算)")  # 「90万是厂房抵押」
VAGUE = re.compile("几")  # 「补几万」 asks
TOLD_OF_IT = ("date", "duration", "percent")
COUNTED = re.compile(KINDS)
# Before what several sums come to
ALTOGETHER = re.compile(
    "(?:一共|合计|总共|共计|加起来|总计|小计|合起来|加总|汇总|累计|总[数额和]?|拢共|共|总的)(?:是|为|贷了?|融了?|有|[：:])*$"
)
SHORTEST = 3  # figures of a row of two with what they come to
OF_ONE_PLACE = re.compile("[0-9]*[.．][0-9]{2}")  # 0.00 beside 412,000.00


@dataclass(frozen=True, slots=True)
class Series:
    """``figures``: the sums of the row; ``labels``: the numbers that only count them; ``total``: what they are said to
    come to."""

    figures: tuple[Figure, ...] = ()
    labels: tuple[Figure, ...] = ()
    total: Figure | None = None

    @property
    def starts(self) -> frozenset[int]:
        return frozenset(figure.start for figure in self.figures)


def series_of(text: str, figures: Sequence[Figure]) -> Series:
    """The row of sums of a message; an empty one when there is none."""
    labels = [one for one, two in pairwise(figures) if _is_label(text, one, two)]
    sums = [
        one for one in figures if one not in labels and _is_sum(one, figures) and not is_made_by_somebody(text, one)
    ]
    for run in _runs(text, sums):
        if row := _with_their_total(text, run):
            return Series(tuple(row), tuple(labels), run[-1])
        counted = _is_counted(figures, run)
        if len(run) > 1 and (counted or (counted is None and (_is_numbered(text, run) or _in_turns(text, run)))):
            return Series(tuple(run), tuple(labels))
    in_turns = len(sums) > 1 and _is_counted(figures, sums) is not False and _in_turns(text, sums)
    in_turns = in_turns or _are_each_told(text, figures, sums)
    in_turns = in_turns or (_is_counted(figures, sums) is not False and in_parallel(text, figures, sums))
    return Series(tuple(sums), tuple(labels)) if in_turns else Series()


def _are_each_told(text: str, figures: Sequence[Figure], sums: Sequence[Figure]) -> bool:
    """「两笔：300万2024年6月放一年；400万……」: as many sums as are counted before them, with nothing between them but
    the day and the term of each, or each at the head of its clause (「两笔，80万备案了，50万没备案」)."""
    if len(sums) < 2:
        return False
    counted = _is_counted([one for one in figures if one.end <= sums[0].start], sums)
    if not (counted or (counted is None and _have_their_terms(figures, sums))):
        return False
    if all(HEADS.search(text[: one.start]) and not IS_A_KIND.match(text[one.end :]) for one in sums):
        return True
    for before, after in pairwise(sums):
        told = [one for one in figures if before.end <= one.start < after.start]
        if any(one.kind not in TOLD_OF_IT for one in told):
            return False
        ends = [before.end, *(one.end for one in told)]
        begins = [*(one.start for one in told), after.start]
        rest = "".join(text[end:begin] for end, begin in zip(ends, begins, strict=True))
        if not TOLD_BETWEEN.fullmatch(rest):
            return False
    return True


def _have_their_terms(figures: Sequence[Figure], sums: Sequence[Figure]) -> bool:
    """Whether the next figure after each is how long it is for: 「500万一年和200万半年」."""
    places = [figures.index(one) for one in sums]
    return all(place + 1 < len(figures) and figures[place + 1].kind == "duration" for place in places)


def _is_sum(figure: Figure, figures: Sequence[Figure]) -> bool:
    if figure.kind == "money" and not VAGUE.search(figure.text):
        return figure.unit == "yuan" and isinstance(figure.value, Decimal)
    exact = any(one.kind == "money" and OF_ONE_PLACE.search(one.text) for one in figures)
    return figure.kind == "number" and exact and OF_ONE_PLACE.fullmatch(figure.text) is not None


def _is_label(text: str, figure: Figure, after: Figure) -> bool:
    """Whether a small number right before a sum only says which it is."""
    small = figure.kind == "number" and figure.text in "123456789" + NUMERALS and not figure.counted
    named = NUMBERED.search(text[: figure.end])
    return small and after.kind == "money" and named is not None and not text[figure.end : after.start].strip(" :：")


def _runs(text: str, sums: Sequence[Figure]) -> list[list[Figure]]:
    runs: list[list[Figure]] = [list(sums[:1])]
    for before, figure in pairwise(sums):
        if BETWEEN.fullmatch(text[before.end : figure.start]):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return runs


def _with_their_total(text: str, run: Sequence[Figure]) -> Sequence[Figure]:
    """「45.8 / 120 / 33.2万，小计199万」: the sums before the last one, where that is said to be what they come to."""
    if len(run) < SHORTEST:
        return ()
    *row, total = run
    values = [one.value for one in row if isinstance(one.value, Decimal)]
    closes = sum(values, Decimal(0)) == total.value
    return row if closes and ALTOGETHER.search(text[row[-1].end : total.start]) else ()


def _is_counted(figures: Sequence[Figure], run: Sequence[Figure]) -> bool | None:
    """Whether the message counts as many; None where it counts nothing."""
    counts = [one.value for one in figures if one.kind == "number" and COUNTED.search(one.counted)]
    return Decimal(len(run)) in counts if counts else None


def _is_numbered(text: str, run: Sequence[Figure]) -> bool:
    """「户1 …，户2 …」: the same word with the numbers from one on."""
    found = [NUMBERED.search(text[: figure.start]) for figure in run]
    named = [(one[1], one[2]) for one in found if one]
    places = [int(sign) if sign.isascii() else NUMERALS.index(sign) + 1 for _, sign in named]
    return len({word[-1] for word, _ in named}) == 1 and places == list(range(1, len(run) + 1))


def _in_turns(text: str, run: Sequence[Figure]) -> bool:
    """「头回 …，二回 …」."""
    found = [TURN.search(text[: figure.start]) for figure in run]
    signs = [one[1] for one in found if one]
    places = [0 if sign in "头首" else 1 if sign == "两" else NUMERALS.index(sign) for sign in signs]
    return places == list(range(len(run)))
