"""The words around a figure: about, at least, at most, each, per year."""

import re
from typing import NamedTuple

from bot.figures import lexicon
from bot.figures.model import Bound, Side

_REACH = 9  # characters in front that may say something about the figure


class Mood(NamedTuple):
    """What the surroundings say of a figure."""

    approx: bool = False
    bound: Bound | None = None
    several: bool = False
    side: Side = ""


_PLAIN = Mood()
_MAY_END = frozenset(lexicon.BEFORE.table) | frozenset(lexicon.SIDE_BEFORE.table) | frozenset(lexicon.FILLERS)
_THAN = re.compile("(?:比|比起|较)$")
_COMPARED = re.compile(
    f"[{lexicon.SIDE_BETWEEN}]{{0,4}}(?P<word>[{''.join(sorted(lexicon.SIDE_MORE | lexicon.SIDE_LESS))}])(?!额|家)"
)
_BOUNDS: dict[Side, Bound] = {"above": "min", "below": "max"}


def head_of(text: str, start: int) -> str:
    """The characters in front of a figure, without the verbs and colons that stand between."""
    return text[max(0, start - _REACH) : start].rstrip(lexicon.FILLERS)


def mood(text: str, start: int, end: int) -> Mood:
    """What the words in front of `start` and behind `end` say."""
    said = _before(text[max(0, start - _REACH) : start]) if start and text[start - 1] in _MAY_END else _PLAIN
    tail = lexicon.AFTER.find(text, end)
    if tail is not None and tail[1] == "approx":
        said = said._replace(approx=True)
    elif tail is not None and tail[1]:
        said = said._replace(bound="min" if tail[1] == "min" else "max")
    return _sided(said, text, start, end)


def _sided(said: Mood, text: str, start: int, end: int) -> Mood:
    """With the side on which the real figure lies: above 「超过0.5%」, below 「100万不到」, none for 「不超过」."""
    head = text[max(0, start - 2 * _REACH) : start]
    compared = _COMPARED.match(text, end) if _THAN.search(head) else None
    if compared is not None:
        side: Side = "above" if compared["word"] in lexicon.SIDE_MORE else "below"
        return _told(said._replace(approx=True), side, _THAN.sub("", head))
    if start and text[start - 1] in _MAY_END:
        stripped = head.rstrip(lexicon.FILLERS)
        for part in (head, stripped):
            word = lexicon.SIDE_BEFORE.find(part)
            if word is not None:
                return _told(said, _side(word[1]), part[: -len(word[0])])
    behind = lexicon.SIDE_BEHIND.find(text, end)
    return said._replace(side=_side(behind[1])) if behind is not None else said


def _told(said: Mood, side: Side, head: str) -> Mood:
    """「没有超过」 turns the bound round and names no side; 「有没有超过」 says nothing of it."""
    if not side:
        return said
    if head.endswith(lexicon.SIDE_ASKED):
        return said._replace(bound=None)
    if head.endswith(lexicon.SIDE_NOT):
        return said._replace(bound="max" if side == "above" else "min")
    return said._replace(side=side, bound=said.bound or (_BOUNDS[side] if said.approx is False else None))


def _side(word: str) -> Side:
    return "above" if word == "above" else "below" if word == "below" else ""


def _before(head: str) -> Mood:
    """Two words at most: 「各约」, 「每家最高」."""
    word = lexicon.BEFORE.find(head)
    if word is None:
        head = head.rstrip(lexicon.FILLERS)
        word = lexicon.BEFORE.find(head)
    if word is None or not word[1]:
        return _PLAIN
    said = _SAYS[word[1]]
    other = lexicon.BEFORE.find(head[: -len(word[0])].rstrip(lexicon.FILLERS))
    if other is None or not other[1]:
        return said
    also = _SAYS[other[1]]
    return Mood(said.approx or also.approx, said.bound or also.bound, said.several or also.several)


_SAYS = {"approx": Mood(True), "min": Mood(bound="min"), "max": Mood(bound="max"), "each": Mood(several=True)}


def period_before(text: str, start: int) -> str:
    """「年化」「月息」「每天」 in front: year, month, day or nothing."""
    found = lexicon.PERIODS_BEFORE.find(head_of(text, start))
    return found[1] if found is not None else ""


def ends_with(text: str, start: int, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands right in front, fillers aside."""
    return head_of(text, start).endswith(words)
