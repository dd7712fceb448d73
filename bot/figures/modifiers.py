"""The words around a figure: about, at least, at most, each, per year."""

from typing import NamedTuple

from bot.figures import lexicon
from bot.figures.model import Bound

_REACH = 9  # characters in front that may say something about the figure


class Mood(NamedTuple):
    """What the surroundings say of a figure."""

    approx: bool = False
    bound: Bound | None = None
    several: bool = False


_PLAIN = Mood()
_MAY_END = frozenset(lexicon.BEFORE.table) | frozenset(lexicon.FILLERS)


def head_of(text: str, start: int) -> str:
    """The characters in front of a figure, without the verbs and colons that stand between."""
    return text[max(0, start - _REACH) : start].rstrip(lexicon.FILLERS)


def mood(text: str, start: int, end: int) -> Mood:
    """What the words in front of `start` and behind `end` say."""
    said = _before(text[max(0, start - _REACH) : start]) if start and text[start - 1] in _MAY_END else _PLAIN
    tail = lexicon.AFTER.find(text, end)
    if tail is None or not tail[1]:
        return said
    if tail[1] == "approx":
        return said._replace(approx=True)
    return said._replace(bound="min" if tail[1] == "min" else "max")


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
