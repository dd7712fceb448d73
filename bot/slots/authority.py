"""Of two sums that two sources give for one thing the one that the message says to hold: 「申报表写500万，函证是470万，
以函证为准」, 「台账600万，合同550万，按合同的来」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure

KINDS = ("money", "percent", "duration", "date")
# Which source holds; its name is looked for before one of the figures
HOLDS = re.compile(
    "(?:以|依|(?<![一-鿿])(?:就|还|那就|都)?(?:[按照用认听]|按照|照着|依照))(?P<source>[^，。；、0-9]{1,9}?)"
    "(?:为准|作准|说了算|的(?:数字?|金额|口径|来|算|走|为准)+|来算?|算(?!下)|走|填)?"
    "(?:吧|哈|啊|呗|就行|就好|即可|算|补|给|报|看)*(?=$|[，。；！？\\s])"
)
RULE = re.compile(
    "规定|政策|文件|条文|标准|比例|市里|财政|期|时|年|月|季|笔|户|家|年化|利率|LPR|lpr|保费的|本金的|之前|以前|现在的?情况"
)
BUT_THE_NAME = re.compile(
    "的?(?:数字?|金额|口径|那个|这个|上的?|里的?|那份|这份)$|^(?:[我你他她它]们?|那个?|这个?|实际的?)"
)
NEAR = 14  # characters before a figure within which its source is named
LIKE = Decimal(3)  # times another sum that the same thing may be to another source
SHORTEST = 2  # characters of a name


def by_source(text: str, figures: Sequence[Figure]) -> Mapping[int, int]:
    """Begin of a figure that does not hold → begin of the one that does."""
    source, (begin, end) = _holding(text)
    if not source:
        return {}
    text = text[:begin] + "，" * (end - begin) + text[end:]
    found: dict[int, int] = {}
    kinds = [[one for one in figures if one.kind == kind] for kind in KINDS]
    for alike in kinds:
        named = [one for one in alike if _is_from(text, one, figures, source)]
        if len(named) != 1:
            continue
        for one, two in pairwise(alike):
            other = one if two is named[0] else two if one is named[0] else None
            if other is not None and not found and _may_be_the_same(other, named[0]):
                found[other.start] = named[0].start
    return found


def _holding(text: str) -> tuple[str, tuple[int, int]]:
    """The name of the source that is said to hold, "" for none, and where that is said."""
    for said in HOLDS.finditer(text):
        source = said["source"]
        while (short := BUT_THE_NAME.sub("", source)) != source:
            source = short
        if len(source) >= SHORTEST and not RULE.search(said["source"]):
            return source, said.span()
    return "", (0, 0)


def _is_from(text: str, figure: Figure, figures: Sequence[Figure], source: str) -> bool:
    """Whether the source is named right before the figure: its whole name, or the head of it."""
    begin = max([0, figure.start - NEAR, *(one.end for one in figures if one.end <= figure.start)])
    before = text[begin : figure.start]
    names = (source, source[:SHORTEST], source[-SHORTEST:])
    return any(name in before for name in names)


def _may_be_the_same(one: Figure, other: Figure) -> bool:
    """Whether both may be said of the same thing: sums of a like size that differ."""
    first, second = one.value, other.value
    if one.kind == "date":
        return first != second
    if not isinstance(first, Decimal) or not isinstance(second, Decimal) or min(first, second) <= 0 or first == second:
        return False
    return max(first, second) / min(first, second) <= LIKE
