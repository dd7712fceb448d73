"""The words of facts in a text: which are said, the outermost alone, and what numbers decide."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bot.figures import Figure, read_figures
from bot.memo import PerObject
from bot.nlu import polarity
from bot.nlu.clauses import CUT
from bot.nlu.phrases import Lists, compiled, mentions
from bot.records import record
from knowledge.records.model import Count, Fact

CLAUSE_END = re.compile("[，。；！？,;!?\\s]")
PEOPLE = ("家", "民", "气", "才", "工")  # what makes another word of 人
ANY_DAY = date(2025, 1, 1)  # durations and counts are the same on every day
NEGATION = re.compile("[没未不无非]")
NOT_MEANT = "-"
BROKEN_OFF = re.compile(
    "[,，;；](?:是|不|没|未|而是|但|可|另|[市县区](?:里|财政|级))|[改换变转][成为作做]|撤|解押|退|(?<!没)拖了?[0-9一二两俩三四五六七八九十几半好]|[晚迟]了"
    "|[又再才]?过了?[0-9一二两俩三四五六七八九十几半好]+个?[天日周星月年]"
)  # between the halves of a phrase with a gap
NAMED = ""  # the matter is named, the clause says which way it is


class Entry(NamedTuple):
    """Whose words these are, and what they say."""

    key: str
    value: str
    beside: bool = False


@record(frozen=True, slots=True)
class Hit:
    """Words of a fact found in a text."""

    entry: Entry
    start: int
    end: int
    phrase: str

    @property
    def key(self) -> str:
        return self.entry.key


class Catalogue:
    """All words of all facts, found in one pass."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        lists: dict[str, Iterable[str]] = {}
        self._entries: dict[str, Entry] = {}
        for key, fact in facts.items():
            words = [(Entry(key, value), phrases) for value, phrases in fact.values.items()]
            words += [(Entry(key, value, beside=True), phrases) for value, phrases in fact.beside.items()]
            for entry, phrases in [*words, (Entry(key, NAMED), fact.names), (Entry(key, NOT_MEANT), fact.unless)]:
                name = f"{entry.key} {entry.value} {entry.beside}"
                lists[name], self._entries[name] = phrases, entry
        self._lists = Lists(lists)
        self._near = {key: Lists({"": fact.near}) for key, fact in facts.items() if fact.near}
        self._in_talk = {key: Lists({"": (*fact.near, *fact.in_talk)}) for key, fact in facts.items() if fact.in_talk}
        self._counted = [(key, count) for key, fact in facts.items() for count in fact.counts]
        self._units = Lists({str(place): count.units for place, (_, count) in enumerate(self._counted)})

    def hits(self, text: str, asked: str = "", in_talk: bool = False) -> list[Hit]:
        """Every word of every fact, the outermost of each fact alone, in order. Words that count only beside others
        are left out where those are not, unless the fact was ``asked`` for; more of these do where the talk is about
        the facts."""
        found = []
        beside = {**self._near, **self._in_talk} if in_talk else self._near
        near: dict[str, bool] = {}
        for _, phrase, name in self._lists.possible(text):
            entry = self._entries[name]
            if entry.beside and entry.key != asked:
                if entry.key not in near:
                    near[entry.key] = entry.key in beside and bool(beside[entry.key].mentioned(text))
                if not near[entry.key]:
                    continue
            found += [
                Hit(entry, _begins(hit, phrase), hit.end(), phrase)
                for hit in compiled(phrase).finditer(text)
                if "…" not in phrase or not _is_broken_off(hit[0], phrase)
            ]
        return self._outermost(found, text) if found else found

    def _outermost(self, found: list[Hit], text: str) -> list[Hit]:
        """Without those that lie inside a longer one of the same fact, are said by a phrase listed before, or lie in
        words that only look like the fact's (``unless``)."""
        kept: list[Hit] = []
        of_one: dict[str, list[Hit]] = {}
        for hit in found:
            of_one.setdefault(hit.entry.key, []).append(hit)
        for hit in found:
            fellows = of_one[hit.entry.key]
            if len(fellows) > 1 and (
                any(
                    inside(hit, one) and not self._is_nearer(hit, one, text) and not self._gives_way(one, fellows, text)
                    for one in fellows
                )
                or self._gives_way(hit, fellows, text)
                or any(_same(hit, one) for one in kept)
                or any(_ends_in(hit, one) or _begins_in(hit, one) for one in fellows)
            ):
                continue
            kept.append(hit)
        return sorted((hit for hit in kept if hit.entry.value != NOT_MEANT), key=lambda one: (one.start, one.end))

    def _gives_way(self, outer: Hit, fellows: Sequence[Hit], text: str) -> bool:
        return any(inside(one, outer) and self._is_nearer(one, outer, text) for one in fellows)

    def _is_nearer(self, inner: Hit, outer: Hit, text: str) -> bool:
        """Whether two values are said at once (「商标和专利质押」): the one that counts beside the other, or the one in
        whose clause the word stands (「撤掉厂房，光拿专利反担保」)."""
        if "…" not in outer.phrase or inner.entry.value == outer.entry.value:
            return False
        last = outer.end - len(outer.phrase.rpartition("…")[2])
        parted = CUT.search(text, outer.start, inner.start) or CUT.search(text, inner.end, last)
        wins = self._facts[inner.key].wins
        return parted is not None or (bool(wins) and inner.entry.value == wins)

    def counted(self, text: str) -> dict[str, str]:
        """What numbers decide: 「1200多号人」."""
        said: dict[str, str] = {}
        figures: Sequence[Figure] | None = None
        named = self._units.mentioned(text)
        for place, (key, count) in enumerate(self._counted) if named else ():
            if str(place) in named and (not count.beside or mentions(text, count.beside)):
                figures = read_figures(text, ANY_DAY) if figures is None else figures
                if value := _by_number(text, figures, count):
                    said[key] = value
        return said

    def mentioned(self, text: str) -> frozenset[str]:
        """Keys of the facts one of whose words is in ``text``."""
        return frozenset(hit.key for hit in self.hits(text))


def _begins(hit: re.Match[str], phrase: str) -> int:
    """Where it begins; with its first half said twice, at the second time (「专利不押，只押商标」)."""
    first, gap, last = phrase.partition("…")
    again = hit[0].rfind(first, 0, len(hit[0]) - len(last)) if gap and first else 0
    return hit.start() + max(0, again)


def _is_broken_off(said: str, phrase: str) -> bool:
    """Whether the halves of a phrase with a gap do not belong together: what the first half names was not done
    (「门面房没押成，后来啥反担保也没要」), or something else is turned to between them."""
    first, _, last = phrase.partition("…")
    if BROKEN_OFF.search(said):
        return True
    return NEGATION.search(last) is None and polarity.is_missed(CLAUSE_END.split(said[len(first) :])[0])


def _ends_in(hit: Hit, other: Hit) -> bool:
    """Whether a phrase with a gap ends within a longer word for the same (车 of 车间)."""
    alike = "…" in hit.phrase and hit.entry.value == other.entry.value
    return alike and hit.start < other.start < hit.end < other.end


def _begins_in(hit: Hit, other: Hit) -> bool:
    """Whether it begins within words that only look like the fact's (「土地抵押登记还没办」, of a pledge)."""
    return other.entry.value == NOT_MEANT and other.start < hit.start < other.end


def _same(one: Hit, other: Hit) -> bool:
    return one.key == other.key and one.start == other.start and one.end == other.end


def inside(inner: Hit, outer: Hit) -> bool:
    return (
        outer.start <= inner.start and inner.end <= outer.end and (outer.end - outer.start) > (inner.end - inner.start)
    )


def _by_number(text: str, figures: Sequence[Figure], count: Count) -> str:
    """The value a number decides; "" when none does."""
    for figure in figures:
        value, timed = figure.value, figure.kind == "duration"
        near = text[max(0, figure.start - 8) : figure.start], text[figure.end : figure.end + 5]
        named = not count.beside or any(word in part for part in near for word in count.beside)
        if not isinstance(value, Decimal) or not named or not _counts(text, figure, count.units):
            continue
        if timed:
            value = value / 12 if figure.unit == "months" else value / 365
        if (count.over is not None and value > count.over) or (count.under is not None and value < count.under):
            return count.value
    return ""


def _counts(text: str, figure: Figure, units: Iterable[str]) -> bool:
    """Whether the figure is one of these units: 1200多号人, 职工800多."""
    if figure.kind == "duration":
        return any(unit in figure.text for unit in units)
    behind = text[figure.end :].lstrip("多来几余号名个")
    counted = any(behind.startswith(unit) and behind[len(unit) : len(unit) + 1] not in PEOPLE for unit in units)
    return figure.kind == "number" and (
        counted or any(len(unit) > 1 and unit in text[max(0, figure.start - 4) : figure.start] for unit in units)
    )


catalogue_of: PerObject[Mapping[str, Fact], Catalogue] = PerObject(Catalogue)
