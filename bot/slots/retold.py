"""A figure that is said again, or that is said to be something else than it sounded like."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import IDLE, Placed

POINTS = re.compile("[这那](?:笔|个|块)?$")
IS_RATHER = re.compile("(?:那|这)?(?:其实|原来|应该|只)?是(?![0-9一二两三四五六七八九十半])")
OF_IT = re.compile("(?:其中|里头?|里面|的|担|保|承担|分担)(?:的|了)?$")
PAID = re.compile("(?:来|地)?[给补贴赔发奖]")


def said_otherwise(reading: Reading) -> Mapping[int, Placed]:
    """Begins of the figures that words say to be no input but another matter, and which: 「20万是我们付的利息」."""
    return {
        one.figure.start: one
        for one in reading.by_words
        if one.announced
        and not one.is_input
        and one.key not in IDLE
        and IS_RATHER.match(reading.text[one.figure.end :])
    }


def said_to_be(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Without what a sum was taken for before it is said to be another matter: 「融资500万，哦这500万是建行的贷款」."""
    rather = said_otherwise(reading)
    told = [one for one in reading.figures if one.start in rather and POINTS.search(reading.text[: one.start])]
    if not told:
        return list(spoken)
    return [
        replace(rather[again.start], figure=one.figure) if again else one
        for one in spoken
        for again in [next((t for t in told if t.value == one.figure.value and t.start > one.figure.start), None)]
    ]


def pointed_at(reading: Reading, spoken: Sequence[Placed]) -> set[int]:
    """Begins of the figures that only point at a sum said before with a word for it: 「从银行贷了500万，…，这500万算融
    资吧」."""
    named = [one.figure for one in spoken if one.announced]
    return {
        figure.start
        for figure in reading.figures
        if figure.kind == "money"
        and POINTS.search(reading.text[: figure.start])
        and any(one.value == figure.value for one in named if one.end < figure.start)
    }


def without_echoes(spoken: Sequence[Placed], again: set[int]) -> list[Placed]:
    """Without what only points at a sum (``again``), and what is said of it once more without a word: 「那部分对应400
    万，是不是只认400万」."""
    return [one for one in spoken if one.figure.start not in again and not _is_said_before(one, spoken)]


def _is_said_before(one: Placed, spoken: Sequence[Placed]) -> bool:
    """Whether the sum was said before of another input, by a word for it."""
    if one.announced or one.figure.kind != "money":
        return False
    named = [other for other in spoken if other.announced and other.is_input and other.key != one.key]
    return any(other.figure.start < one.figure.start and other.figure.value == one.figure.value for other in named)


def without_shares(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Without the share of a whole of which the part itself is said (「800万的80%即640万」), and that of what is paid
    (「超了是减半给」)."""
    shares = {key for row in reading.measure.derivations if row.op == "part" for key in row.sources}
    if made := _whole_and_share(reading, spoken, shares):
        return made
    if not any(one.key in shares for one in spoken):
        return list(spoken)
    sums = [one.value for one in reading.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    parts = {one.figure.value for one in spoken if one.key == reading.main}

    def is_told(figure: Figure) -> bool:
        ratio = figure.value
        said = isinstance(ratio, Decimal) and ratio != 1 and any(sum_ * ratio in parts for sum_ in sums)
        return said or PAID.match(reading.text[figure.end :]) is not None

    return [one for one in spoken if one.key not in shares or not is_told(one.figure)]


def _whole_and_share(reading: Reading, spoken: Sequence[Placed], shares: Collection[str]) -> list[Placed]:
    """With the whole and its share alone, where the part that they make is told besides (「贷了500万，担其中的70%，就是
    350万」): the working then shows all three. Nothing where it is not told."""
    ratio = next(iter(shares), "")
    numbers = [(one, one.value) for one in reading.figures if isinstance(one.value, Decimal)]
    wholes = [(one, value) for one, value in numbers if one.kind == "money"]
    for share, part_of in numbers:
        if not ratio or share.kind != "percent" or part_of == 1 or not _is_share_of(reading.text, share):
            continue
        for whole, value in wholes:
            part = next((one for one, made in wholes if made == value * part_of), None)
            if part is None or not any(one.figure is part and one.key == reading.main for one in spoken):
                continue
            rest = [one for one in spoken if one.figure not in (whole, share, part)]
            told = [Placed(whole, reading.main, True, 1.0, True), Placed(share, ratio, True, 1.0, True)]
            return sorted([*rest, *told], key=lambda one: one.figure.start)
    return []


def _is_share_of(text: str, share: Figure) -> bool:
    """「担其中的70%，就是…」, 「的80%即…」, not what is paid."""
    return OF_IT.search(text[: share.start]) is not None and PAID.match(text[share.end :]) is None
