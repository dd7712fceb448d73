"""What one message holds before anything is decided: clean words, figures, facts, intents."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol

from bot.copies import replace
from bot.figures import Figure, in_full, read_figures
from bot.memo import Once, PerObject, Recalled
from bot.nlu.clauses import speaks_of_them
from bot.nlu.coming import of_their_years
from bot.nlu.elsewhere import told_of_elsewhere
from bot.nlu.facts import Reading, clear, of_a_part, read_doubts, supposed
from bot.nlu.firm_place import placed
from bot.nlu.let_be import without_let_be
from bot.nlu.phrases import Lists
from bot.nlu.quoted import own_words
from bot.nlu.speakers import without_speakers
from bot.records import record
from knowledge.classifier.match import Match
from knowledge.records.model import Knowledge
from knowledge.text.spelling import replaced
from knowledge.text.tokens import clean, fold

if TYPE_CHECKING:
    from bot.nlu.hearing import Listener

LONGEST = 500
PASTED = re.compile(r"\[[一-鿿]{1,6}\]")  # [图片], [捂脸]: what a chat program leaves of a picture that was copied
READABLE = re.compile(r"[\w一-鿿]|^[\s。.!！]*[%％‰][\s。.!！]*$")
WORD_OR_TWO = 8  # characters: a misheard answer; with more, the talk may have turned to something else
BRIEF = 14  # characters of an answer: of those our own talks give to a question put, all but a few are no longer
ONE_QUESTION = 25  # characters of one question without a story: what is longer is read as a message of its own
QUESTION = re.compile(
    "[吗么呢不没嘛][?？]?$|[?？]$|谁|哪|啥|什么|怎么|咋|几|多少|有没有|是不是|能不能|能否|可否|是否|要不要"
)
NO_QUESTION = re.compile(
    "(?:什么|啥|谁|哪儿?|怎么|咋)[^，。；？?]{0,6}?[也都](?=没|不|无|免|撤|取消)"
)  # 「什么反担保都没有」
NUMBER = re.compile("[0-9０-９]")
MARKED_ROW = re.compile("[-—–·•*][ \t]*[^：:，。\\s]{1,4}[：:]")  # 「- 老赵：专利质押」
# A space between words typed without punctuation, or dictated; none within a number or before its unit
PAUSE = re.compile(
    "(?<=[一-鿿%％]) (?=[一-鿿])(?!(?<=[零〇一二两三四五六七八九十百千万亿] )[百千万亿元块年月个天日号倍成])"
)
ASKING = ("吗", "么", "嘛", "不", "没", "没有", "呢", "嘞吗")
ENDS = " ，。,.!！~～…"
EDGES = " ，。,.!！?？~～、；;:："
_lists: PerObject[Mapping[str, tuple[str, ...]], Lists] = PerObject(Lists)


class Finder(Protocol):
    """What finds clauses: a ``Matcher``, or one that remembers; and what listens to a talk."""

    @property
    def match(self) -> Callable[[str], Match]:
        """Text → verdict and ranked clauses."""

    @property
    def explain(self) -> Callable[[str], Match]:
        """The same with the reasons of each clause."""

    @property
    def repaired(self) -> Callable[[str], tuple[tuple[str, str], ...]]:
        """Text → the (said, understood) pairs of its match; most texts have none, and are not looked up for that."""

    @property
    def kinds(self) -> Callable[[str], Mapping[str, float]]:
        """What a text by itself wants to know: kind of question → score."""

    @property
    def pieces(self) -> Recalled[tuple[str, date], tuple[str, float]]:
        """What pieces of messages were found to ask on a day (kind and score): people ask in the same words."""

    @property
    def listener(self) -> "Listener":
        """Hears what a message does in its talk."""


@record(frozen=True)
class Utterance:
    """One message, read. ``text``: as typed, without what cannot be seen; ``folded``: for finding phrases; ``of_them``:
    他家 is the firm that the talk is about; ``elsewhere``: what it told besides of what another place pays; ``let_be``:
    what it told of another firm or loan that is let be."""

    text: str
    day: date
    knowledge: Knowledge
    matcher: Finder
    of_them: bool = False
    elsewhere: str = ""
    let_be: str = ""

    @classmethod
    def read(cls, raw: str, day: date, knowledge: Knowledge, matcher: Finder) -> "Utterance":
        """The message as it was typed, without what others wrote, a pause wherever words are set apart by spaces alone;
        of a long one only the beginning is kept."""
        text = PAUSE.sub("，", without_speakers(_lines(own_words(raw[: 4 * LONGEST]))))
        own, elsewhere = told_of_elsewhere(text, knowledge)
        own, let_be = without_let_be(own)
        return cls(own, day, knowledge, matcher, elsewhere=elsewhere, let_be=let_be)

    @Once
    def folded(self) -> str:
        """The words as phrases are looked up: one width, small letters."""
        return fold(self.text)

    @Once
    def understood(self) -> str:
        """The folded words with what was misspelt put right (「专力质押」 → 「专利质押」)."""
        return replaced(self.folded, self.repaired)

    @Once
    def bare(self) -> str:
        """The words without punctuation at the ends, for whole-message answers."""
        return self.folded.strip(EDGES)

    @Once
    def figures(self) -> tuple[Figure, ...]:
        """Sums, rates, terms and days in the order of the text."""
        figures = in_full(self.text, read_figures(self.text, self.day))
        return of_their_years(figures, self.day, self.text)

    @Once
    def facts(self) -> Mapping[str, str]:
        """Stated facts: key → value."""
        return {**clear(self._reading), **placed(self.folded, self.knowledge)}

    @Once
    def doubts(self) -> frozenset[str]:
        """Facts the message says are not known."""
        return read_doubts(self.folded, self.knowledge.facts)

    @Once
    def supposed(self) -> Mapping[str, str]:
        """Facts only supposed (要是没备案呢): key → value."""
        return {**supposed(self.folded, self._reading), **placed(self.folded, self.knowledge, supposed=True)}

    @Once
    def unclear(self) -> frozenset[str]:
        """Facts said of one part among several, which do not hold for the whole."""
        return of_a_part(self._reading)

    @Once
    def of_parts(self) -> Mapping[str, str]:
        """What is said, or supposed, of one part among several: fact → value."""
        return self._reading.of_parts

    @property
    def asked_what_counts(self) -> frozenset[str]:
        """Facts of which it asks what counts as one: 「什么样的企业才算科技型企业」."""
        return self._reading.asked_what_counts

    @Once
    def mentioned(self) -> frozenset[str]:
        """Facts one of whose words is said, whatever is said of it."""
        return frozenset(hit.key for hit in self._reading.hits)

    @Once
    def _reading(self) -> Reading:
        return Reading(self.folded, self.knowledge.facts, of_them=self.of_them)

    def in_talk(self) -> "Utterance":
        """The same in the middle of a talk about a firm, which a pronoun then means."""
        return replace(self, of_them=True) if speaks_of_them(self.folded) else self

    @Once
    def match(self) -> Match:
        """The clauses this is about, and whether it is ours."""
        return self.matcher.match(self.text)

    @Once
    def repaired(self) -> tuple[tuple[str, str], ...]:
        """What was misspelt and what was understood instead, as in ``match``."""
        return self.matcher.repaired(self.text)

    @Once
    def kinds(self) -> Mapping[str, float]:
        """What it wants to know by itself: kind of question → score."""
        return self.matcher.kinds(self.text)

    @Once
    def heard(self) -> Mapping[str, float]:
        """What it does where no talk stands: act → score."""
        return self.matcher.listener.alone(self)

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
    def is_put_as_question(self) -> bool:
        """Whether it has a mark or word of asking."""
        asks = QUESTION.search(NO_QUESTION.sub("", self.bare))
        return asks is not None or self.text.rstrip().endswith(("?", "？"))

    @property
    def ends_as_question(self) -> bool:
        """Whether its last word or mark asks."""
        return self.folded.rstrip(ENDS).endswith(ASKING) or self.folded.rstrip().endswith("?")

    @property
    def is_one_question(self) -> bool:
        """Short enough to be about what was just talked of."""
        return len(self.bare) <= ONE_QUESTION

    @property
    def readable(self) -> bool:
        """Whether there is a letter, digit or character in it besides the names of pictures."""
        return bool(READABLE.search(PASTED.sub("", self.text)))

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


def _lines(text: str) -> str:
    """What can be seen of it, in one line, or in its own lines where several hold a number, or are marked and named:
    those are rows."""
    lines = [line for line in map(clean, text.splitlines()) if line]
    return "\n".join(lines) if sum(map(_is_row, lines)) > 1 else clean(text)


def _is_row(line: str) -> bool:
    return NUMBER.search(line) is not None or MARKED_ROW.match(line) is not None
