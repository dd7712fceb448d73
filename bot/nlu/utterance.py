"""What one message holds before anything is decided: clean words, figures, facts, intents."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from bot.figures import Figure, read_figures
from bot.memo import Once, PerObject
from bot.nlu.facts import read_doubts, read_facts
from bot.nlu.phrases import Lists
from knowledge.classifier.match import Match
from knowledge.records.model import Knowledge
from knowledge.text.spelling import replaced
from knowledge.text.tokens import clean, fold

LONGEST = 500
READABLE = re.compile(r"[\w一-鿿]")
WORD_OR_TWO = 8  # characters: a misheard answer; with more, the talk may have turned to something else
BRIEF = 14  # characters of an answer: of those our own talks give to a question put, all but a few are no longer
ONE_QUESTION = 25  # characters of one question without a story: what is longer is read as a message of its own
EDGES = " ，。,.!！?？~～、；;:："
_lists: PerObject[Mapping[str, tuple[str, ...]], Lists] = PerObject(Lists)


class Finder(Protocol):
    """What finds clauses: a ``Matcher``, or one that remembers."""

    @property
    def match(self) -> Callable[[str], Match]:
        """Text → verdict and ranked clauses."""

    @property
    def explain(self) -> Callable[[str], Match]:
        """The same with the reasons of each clause."""


@dataclass(frozen=True)
class Utterance:
    """One message, read. ``text``: as typed, without what cannot be seen; ``folded``: for finding phrases."""

    text: str
    day: date
    knowledge: Knowledge
    matcher: Finder

    @classmethod
    def read(cls, raw: str, day: date, knowledge: Knowledge, matcher: Finder) -> "Utterance":
        """The message as it was typed; of a long one only the beginning is kept."""
        return cls(clean(raw[: 4 * LONGEST]), day, knowledge, matcher)

    @Once
    def folded(self) -> str:
        """The words as phrases are looked up: one width, small letters."""
        return fold(self.text)

    @Once
    def understood(self) -> str:
        """The folded words with what was misspelt put right (「专力质押」 → 「专利质押」)."""
        return replaced(self.folded, self.match.repaired)

    @Once
    def bare(self) -> str:
        """The words without punctuation at the ends, for whole-message answers."""
        return self.folded.strip(EDGES)

    @Once
    def figures(self) -> tuple[Figure, ...]:
        """Sums, rates, terms and days in the order of the text."""
        return tuple(_in_the_past(figure, self.day) for figure in read_figures(self.text, self.day))

    @Once
    def facts(self) -> Mapping[str, str]:
        """Stated facts: key → value."""
        return read_facts(self.folded, self.knowledge.facts)

    @Once
    def doubts(self) -> frozenset[str]:
        """Facts the message says are not known."""
        return read_doubts(self.folded, self.knowledge.facts)

    @Once
    def match(self) -> Match:
        """The clauses this is about, and whether it is ours."""
        return self.matcher.match(self.text)

    def repeats(self, text: str) -> bool:
        """Whether this is word for word what was said the turn before."""
        return bool(text) and fold(text).strip(EDGES) == self.bare

    @property
    def is_word_or_two(self) -> bool:
        """So short that, when it means nothing by itself, it was meant as the answer to the question put."""
        return len(self.bare) <= WORD_OR_TWO

    @property
    def is_brief(self) -> bool:
        """Short enough to be an answer, a choice or a correction rather than something new."""
        return len(self.bare) <= BRIEF

    @property
    def is_one_question(self) -> bool:
        """Short enough to be about what was just talked of."""
        return len(self.bare) <= ONE_QUESTION

    @property
    def readable(self) -> bool:
        """Whether there is a letter, digit or character in it."""
        return bool(READABLE.search(self.text))

    @Once
    def intents(self) -> frozenset[str]:
        """Every intent the message shows."""
        return _lists(self.knowledge.intents).mentioned(self.folded)

    def wants(self, *intents: str) -> bool:
        """Whether the message shows one of these intents."""
        return not self.intents.isdisjoint(intents)

    def is_exactly(self, intent: str) -> bool:
        """Whether the whole message is one phrase of the intent."""
        return self.bare in self.knowledge.intents.get(intent, ())


def _in_the_past(figure: Figure, day: date) -> Figure:
    """「2月28日放的款」 without a year was the last one: people tell what has happened."""
    value = figure.value
    if figure.assumed != "year" or not isinstance(value, str) or value[:10] <= day.isoformat()[: len(value)]:
        return figure
    return replace(figure, value=f"{int(value[:4]) - 1}{value[4:]}")
