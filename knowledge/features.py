"""What a text is compared by: character runs of one to three, words, sounds, and concepts behind plain words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

from knowledge.sounds import sound, spelled
from knowledge.words import Words, fold

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BREAK = re.compile(r"[^\w]+|_+")
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a text has, each once, and its words in order."""

    features: set[str]
    words: tuple[str, ...]


class Features:
    """Turns a text into the set of things it has; the same for a question and for an example."""

    def __init__(self, words: Words, concepts: Mapping[str, tuple[str, ...]]) -> None:
        self.words = words
        self._concepts = concepts
        self._lengths: dict[str, set[int]] = {}
        for saying in concepts:
            self._lengths.setdefault(saying[:1], set()).add(len(saying))

    def of(self, text: str) -> Seen:
        """What ``text`` has: "贴息" a run of characters, "=贴息" a word, "~tie xi" a sound, "@funds" a concept."""
        plain = plain_form(text)
        words = tuple(self.words.cut(plain))
        framed = f" {plain} "
        pairs = list(map(add, framed, framed[1:]))
        found = set(pairs)
        found.update(map(add, pairs, framed[2:]), plain.replace(" ", ""))
        found.update([f"={word}" for word in words if len(word) > 1])
        found.update(_sounds(plain))
        found.update(self.concepts(plain))
        return Seen(found, words)

    def concepts(self, plain: str) -> set[str]:
        """The concepts whose sayings stand in ``plain``."""
        found: set[str] = set()
        for start, first in enumerate(plain):
            for length in self._lengths.get(first, ()):
                if meant := self._concepts.get(plain[start : start + length]):
                    found.update(meant)
        return found


def plain_form(text: str) -> str:
    """Folded, every number one 0, everything that is no letter or digit one blank."""
    return BREAK.sub(" ", NUMBER.sub("0", fold(text))).strip()


def _sounds(plain: str) -> set[str]:
    """Pairs and triples of syllables, from characters and from pinyin typed as letters."""
    runs = [sound(run) for run in HAN.findall(plain)]
    runs.append(tuple([s for letters in LATIN.findall(plain) for s in spelled(letters)]))
    found: set[str] = set()
    for run in runs:
        found.update(map("~{} {}".format, run, run[1:]), map("~{} {} {}".format, run, run[1:], run[2:]))
    return found


def readable(names: Sequence[str], most: int, limit: int = 4) -> tuple[str, ...]:
    """Up to ``limit`` of the first ``most`` feature names as staff can read them; a part of one shown is left out."""
    shown: list[str] = []
    for name in names[:most]:
        word = f"“{name[1:]}”类说法" if name[0] == "@" else name[1:] if name[0] == "=" else name.strip()
        if name[0] != "~" and len(word) > 1 and not any(word in other for other in shown):
            shown.append(word)
    return tuple(shown[:limit])
