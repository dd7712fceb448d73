"""From what was typed to tokens: cleaning, folding for comparison, and jieba without its shared cache file."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from math import inf, log
from pathlib import Path

import jieba
import numpy as np

VOCABULARY = Path(__file__).parents[1] / "vocabulary"
DICTIONARY = Path(jieba.__file__).parent / "dict.txt"
DICTIONARY_TOTAL = 60_101_967  # sum of its frequencies (jieba 0.42.1); only the scale of one penalty depends on it
OWN_FREQUENCY = 50_000  # a word of ours is cut whole against any pair of everyday words
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
STRETCHES, SHORT = 4_096, 24  # so many stretches of up to so many characters are remembered cut: at most 15 MB
LOWEST = -1e300  # less than the worth of any way through a sentence

SPACES = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
# The 66 code points that no text may hold; the lines of a reply are marked with some of them
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x11_0000, 0x1_0000) for last in (0xFFFE, 0xFFFF)
)
# Controls, bidi marks, zero-width and tag characters, variation selectors, halves of surrogate pairs
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
    f"{NONCHARACTERS}]"
)
FIRST, LAST = "\u3400", "\u9fff"
HAN_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")


@lru_cache(maxsize=256)  # a message is cleaned to be read and to be recorded
def clean(text: str) -> str:
    """``text`` without characters nobody sees; line breaks become spaces, widths stay, ends are stripped."""
    return UNSEEN.sub("", SPACES.sub(" ", text)).strip()


@lru_cache(maxsize=4_096)  # one message is folded by all who look at it
def fold(text: str) -> str:
    """The form in which two texts are compared: NFKC, lower case, simplified script. Its length may differ."""
    # Most texts are in that form already, which is sooner seen than made
    plain = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    lower = plain.lower()
    return lower.translate(_simplified()) if _traditional().search(lower) else lower


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _simplified()))}]")


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified, from lines of 「專专」 pairs."""
    pairs = (VOCABULARY / "traditional.txt").read_text("utf-8").splitlines()
    return {ord(pair[0]): pair[1] for line in pairs if not line.startswith("#") for pair in line.split()}


class Words:
    """Cuts folded text with jieba's dictionary and ``own`` words, without its guesses at unknown words (HMM)."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._tokenizer = Lexicon(fold(word) for word in own)
        self._alone: dict[str, int] = {}

    def forget(self) -> None:
        """Drops what is remembered of texts; words stay known."""
        self._tokenizer.forget()

    def cut(self, folded: str) -> list[str]:
        """Words in order; punctuation and blanks left out."""
        return [word for word in self._tokenizer.cut(folded, HMM=False) if HAN_RUN.match(word)]

    def placed(self, plain: str) -> list[tuple[str, int]]:
        """The same words of a text of letters, digits and blanks, each with the place at which it begins."""
        found: list[tuple[str, int]] = []
        begin = 0
        for stretch in plain.split(" "):
            found += [(word, begin + start) for word, start in self._tokenizer.walk(stretch)]
            begin += len(stretch) + 1
        return found

    def recalled(self, plain: str, cuts: dict[str, str]) -> list[str]:
        """The same words without their places.

        ``cuts``: stretches without a blank → their words, with blanks between; what it lacks is cut and added.
        """
        found: list[str] = []
        for stretch in plain.split(" "):
            if stretch not in cuts:
                cuts[stretch] = " ".join([word for word, _ in self._tokenizer.walk(stretch)])
            found += cuts[stretch].split()
        return found

    def alone(self, character: str) -> int:
        """How often ``character`` stands as a word of its own, in jieba's counts."""
        if character not in self._alone:
            self._alone[character] = self._tokenizer.frequency(character)
        return self._alone[character]


class Lexicon(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba's tokenizer whose dictionary is read character by character as texts need it.

    jieba keeps its dictionary in a file of the shared temporary folder and trusts whoever wrote it; here there is
    no such file. It also spends 0.7 s and 60 MB on 350,000 words of which a question needs a few hundred.
    The best way through a sentence is jieba's to the letter, found with each logarithm taken once, and walked without
    asking of each word again what it is made of, once for each stretch: cutting was a quarter of finding a clause.
    """

    def __init__(self, own: Iterable[str]) -> None:
        super().__init__()
        self.FREQ: dict[str, int] = {}
        self.total = DICTIONARY_TOTAL
        self.initialized = True
        self._own: dict[str, dict[str, int]] = {}
        for word in own:
            if len(word) > 1:
                self._own.setdefault(word[0], {})[word] = OWN_FREQUENCY * len(word)
        self._seen: set[str] = set()
        self._worth: dict[str, float] = {}  # logarithm of each word's share; -inf: of a mere beginning of words
        self._least = -log(DICTIONARY_TOTAL)
        self._walked: dict[str, list[tuple[str, int]]] = {}

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802  (jieba's name)
        self._read(sentence)
        return {}  # calc looks up for itself

    def calc(self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]) -> None:  # noqa: N803
        """Fills ``route``: at each place the worth of the best way to the end and where its first word ends."""
        best, ends = self._ways(sentence)
        route |= {start: (best[start], end - 1) for start, end in enumerate(ends)}
        route[len(sentence)] = (0.0, 0)

    def forget(self) -> None:
        """Drops the stretches of text that are remembered."""
        self._walked.clear()

    def walk(self, stretch: str) -> list[tuple[str, int]]:
        """What ``cut`` gives and ``Words.cut`` keeps of a text without blanks, and where.

        请问, 谢谢, 能贴多少: most messages have a stretch that others had before.
        """
        if (known := self._walked.get(stretch)) is not None:
            return known
        found = self._walk(stretch)
        if len(stretch) <= SHORT:
            if len(self._walked) >= STRETCHES:
                self._walked.clear()
            self._walked[stretch] = found
        return found

    def _walk(self, plain: str) -> list[tuple[str, int]]:
        self._read(plain)
        _, ends = self._ways(plain)
        found: list[tuple[str, int]] = []
        start, letters = 0, 0  # ``letters``: how many single letters and digits stand before ``start``
        while start < len(plain):
            end, sign = ends[start], plain[start]
            known = sign in LETTERS
            if known and end == start + 1:
                letters += 1
            else:
                if letters:
                    found.append((plain[start - letters : start], start - letters))
                    letters = 0
                if known or FIRST <= sign <= LAST:
                    found.append((plain[start:end], start))
            start = end
        if letters:
            found.append((plain[start - letters :], start - letters))
        return found

    def _ways(self, sentence: str) -> tuple[list[float], list[int]]:
        """At each place: the worth of the best way to the end, and where its first word ends."""
        worth, least = self._worth.get, self._least
        best, ends = [0.0] * (len(sentence) + 1), [0] * len(sentence)
        bounded = f"{sentence}\n"  # with which no word goes on
        for start in range(len(sentence) - 1, -1, -1):
            top, at, end = LOWEST, start + 1, start + 1
            while value := worth(bounded[start:end]):
                if (way := value + best[end]) >= top:
                    top, at = way, end
                end += 1
            best[start] = top if top > LOWEST else least + best[start + 1]
            ends[start] = at
        return best, ends

    def _read(self, sentence: str) -> None:
        """Takes from the dictionary what begins with a character of ``sentence``."""
        for first in set(sentence) - self._seen:
            words = self._begins_with(first)
            self.FREQ.update(words)
            self._worth.update({word: log(n) + self._least if n else -inf for word, n in words.items()})
            self._seen.add(first)

    def frequency(self, word: str) -> int:
        self._read(word)
        return self.FREQ.get(word, 0)

    def _begins_with(self, first: str) -> dict[str, int]:
        """Every word that starts with ``first`` and its frequency; a mere beginning of a word has 0, as in jieba."""
        words = _dictionary_words(first) | self._own.get(first, {})
        if words:
            words.setdefault(first, 0)
        for word in [word for word in words if len(word) > 2]:
            for end in range(2, len(word)):
                words.setdefault(word[:end], 0)
        return words


def _dictionary_words(first: str) -> dict[str, int]:
    """Word → frequency; a line of the dictionary is a word, its frequency and its kind."""
    data, spans = _dictionary()
    fields = b"".join([data[start:end] for start, end in spans.get(first.encode("utf-8", "ignore"), ())]).split()
    return (
        dict(zip(b"\n".join(fields[::3]).decode().split("\n"), map(int, fields[1::3]), strict=True)) if fields else {}
    )


@cache
def _dictionary() -> tuple[bytes, dict[bytes, list[tuple[int, int]]]]:
    """jieba's own dict.txt and, for each first character, the spans of it that hold its words."""
    data = DICTIONARY.read_bytes()
    raw = np.frombuffer(data + b"\n\n\n", np.uint8).astype(np.uint32)
    starts = np.concatenate(([0], np.flatnonzero(raw[: len(data)] == ord("\n")) + 1))
    starts = starts[starts < len(data)]
    lead = raw[starts]
    wide = (lead << 16) | (raw[starts + 1] << 8) | raw[starts + 2]
    key = np.where(lead >= 0xE0, wide, np.where(lead >= 0xC0, wide >> 8, lead))
    turns = np.flatnonzero(np.diff(key, prepend=0))
    ends = np.append(starts[turns[1:]], len(data))
    spans: dict[bytes, list[tuple[int, int]]] = {}
    for code, start, end in zip(key[turns].tolist(), starts[turns].tolist(), ends.tolist(), strict=True):
        spans.setdefault(code.to_bytes((code.bit_length() + 7) // 8), []).append((start, end))
    return data, spans
