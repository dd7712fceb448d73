"""What is said of each of several loans, policies or rounds at once: 「两台设备，每台保额500万保费10万」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.figures import Figure
from bot.slots.model import Slot

PIECE = "[笔份单张台套个家户项次轮批回期件]"
COUNTED = re.compile(PIECE)
EACH = re.compile(
    f"每(?:一)?{PIECE}|单{PIECE}|[户笔单]均|各(?!种|类|项|位)|(?:均为?|都是?|都为)(?!说|要|能)[^，。；,;、 ]{{0,5}}$"
    "|一样|同样|相同|一模一样"
)
# 「头一笔300万」, 「其中一笔300万」 is told of that one alone
OF_ONE = "(?<![第另这那同有头前后首先中])一(?:{piece})[^，。；,;、 ]{{0,3}}$"
# 「先算这家」: of those counted the one that is told comes first, and the others are told later
THE_ONE_FIRST = re.compile(f"先(?:给[我俺咱]们?)?(?:算|看|说|报|讲|问)(?:一下|下|一算)?(?:这|那|它|他|头|前)一?{PIECE}")
TOGETHER = re.compile("共|合计|总[计额数共]?|一起|一块|一并|加起来|合起来|累计|拢共")
ENDS = re.compile("[。；;！!？?\n]")


def apiece(text: str, figures: Sequence[Figure]) -> frozenset[int]:
    """Begins of the figures that are said of each: from the word that says so on, till a sum of all is said."""
    found, of_each, last = set(), False, 0
    words = {word[0] for one in figures if one.kind == "number" and (word := COUNTED.search(one.counted or one.text))}
    ones = f"一(?:{'|'.join(sorted(words))})"
    one_of = re.compile(OF_ONE.format(piece="|".join(sorted(words)))) if words else None
    if (
        len(re.findall(ones, text)) > 1
        or any(one.kind == "date" for one in figures)
        or (one_of and THE_ONE_FIRST.search(text))
    ):
        one_of = None  # 「一笔是厂房抵押的，一笔是专利的」 tells them apart; what has a day of its own is one of them
    for figure in figures:
        between = text[last : figure.start]
        if ENDS.search(between):
            of_each = False
        counted = any(one.kind == "number" and one.end <= figure.start for one in figures)
        begins = EACH.search(between) or (one_of and counted and one_of.search(between))
        of_each = bool(begins or of_each) and not TOGETHER.search(between)
        if of_each and figure.kind != "number":
            found.add(figure.start)
        if begins and figure.kind not in ("money", "number"):
            of_each = False  # 「两笔都是一年期，500万」
        last = figure.end
    return frozenset(found)


def makes_the_whole(count: int, part: Slot | None, whole: Decimal | None) -> bool:
    """「分两笔250万贷」 of 500万: so many of these are what stands."""
    return part is not None and whole is not None and count > 1 and part.value == whole / count


def said_of_each(text: str, figures: Sequence[Figure], found: Mapping[str, tuple[Figure, Slot]]) -> dict[str, Slot]:
    """The inputs whose only figure is said of each."""
    each = apiece(text, figures)
    return {key: slot for key, (figure, slot) in found.items() if figure.several or figure.start in each}
