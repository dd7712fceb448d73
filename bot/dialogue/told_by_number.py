"""What an opening tells of one of several by its number, behind their sums: 「两笔，200万和260万，都是一年，第一笔去年
11月8号放的」 says that day of the first alone."""

from collections.abc import Callable
from typing import NamedTuple

from bot.dialogue.turn import Turn
from bot.nlu.clauses import clauses
from bot.slots.called import begins_with_one, drops, which_part
from bot.slots.parts import parts_of
from bot.slots.standing import Standing
from knowledge.records.model import Measure

SEVERAL = 2


class ByNumber(NamedTuple):
    """The opening without what is told of one alone, and those pieces, each to be taken in behind it."""

    opening: str
    pieces: tuple[str, ...]


def told_by_number(turn: Turn, measure: Measure, stands_after: Callable[[Turn], Standing]) -> ByNumber | None:
    """None where nothing is told so, or it is told of all of them in their order, as a row. ``stands_after``: what
    stands after a message."""
    text, folded = turn.utterance.text, turn.utterance.folded
    sums = [one.start for one in turn.utterance.figures if one.kind == "money"]
    if len(sums) < SEVERAL or len(text) != len(folded):
        return None
    for begin in (one.start for one in clauses(folded) if begins_with_one(folded[one.start : one.end])):
        if sum(at < begin for at in sums) < SEVERAL:
            continue
        standing = stands_after(turn.saying(text[:begin].rstrip("，,；;。 "), turn.state))
        count = len(parts_of(standing, measure))
        pieces, rest = _pieces(turn, begin)
        places = [which_part(one, (), standing, measure) for one in pieces]
        if count < SEVERAL or None in places:
            continue
        if any(map(drops, pieces)):
            return None
        return None if places == [*range(count)] else ByNumber(f"{text[:begin]}{rest}", pieces)
    return None


def _pieces(turn: Turn, begin: int) -> tuple[tuple[str, ...], str]:
    """From ``begin`` on what is told of each, and what is asked or said of all behind that."""
    text, folded = turn.utterance.text, turn.utterance.folded
    found: list[str] = []
    rest: list[str] = []
    for one in clauses(folded):
        said = text[one.start : one.end]
        if one.start < begin:
            continue
        if begins_with_one(folded[one.start : one.end]):
            found.append(said)
        elif one.asks or rest:
            rest.append(said)
        else:
            found[-1] = f"{found[-1]}，{said}"
    return tuple(found), "，".join(rest)
