"""Which stretch of a message speaks of each of several figures, and which of them it says to be another matter."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.figures import Figure
from bot.memo import PerObject, per_text
from bot.slots.from_whom import without_source
from knowledge.records.model import Distractor, Measure
from knowledge.text.tokens import fold

STOP = re.compile(r"[。；;！？!?\n]|(?<![0-9])[，,]|[，,](?![0-9]{3}(?![0-9]))")
# Where a new one of several begins, at the head of a clause or in the middle of one
NEW_ONE = re.compile(
    "另外|另有|另一|另|还有|又|再|后来|其中|第[一二两三四五六七八九十]|一[笔份次单张台户家]|后一|前一|而|但|不过|除此|至于|隔壁"
)
AND = re.compile(
    r"\s*(?:和|跟|与|及|以及|加上?|\+|还有|、)?\s*(?:另|第[二三四五六七八九十])?(?:一?[笔份次单张台])?(?:是|为)?\s*"
)
TOLD_AFTER = re.compile("(?:也|却|倒|但)?(?:是|不是|那是|这是|那笔|这笔|用|拿|押|属于|算|纯|走的|没押)")
NUMERAL = "[0-9一二两三四五六七八九十百千万亿.,%元]+"
OF_ALL = re.compile("(?:这|那)?(?:两|几|[二三四五2-9])?[笔份次单张台个]?(?:都|均|全|各)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where the figure's part of the message begins and ends (``begin``, ``end``: with the term and days said of it;
    ``told``: the words that say what it is), folded."""

    begin: int
    end: int
    told: str


@per_text
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Begin and end of each clause, in order, without the stops."""
    found, begin = [], 0
    for stop in STOP.finditer(text):
        found.append((begin, stop.start()))
        begin = stop.end()
    return (*found, (begin, len(text)))


def stretches(text: str, figures: Sequence[Figure]) -> list[Stretch]:
    """One stretch for each figure; the figures stand in the order of the text."""
    parts = clauses(text)
    where = [next(i for i, (_, end) in enumerate(parts) if figure.start <= end) for figure in figures]
    begins = [parts[where[0]][0]] if figures else []
    for i in range(1, len(figures)):
        begins.append(_begin(text, parts, (figures[i - 1], where[i - 1]), (figures[i], where[i])))
    ends = [*begins[1:], len(text)]
    return [
        Stretch(begin, end, fold(_told(text, parts, where[i], begin, end)))
        for i, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]


def _begin(text: str, parts: Sequence[tuple[int, int]], before: tuple[Figure, int], this: tuple[Figure, int]) -> int:
    """Where what is said of ``this`` begins, after ``before`` (figure, number of its clause)."""
    if before[1] == this[1]:
        between = text[before[0].end : this[0].start]
        new = NEW_ONE.search(between)
        return before[0].end + (new.start() if new else 0)
    for begin, _ in parts[before[1] + 1 : this[1]]:
        if NEW_ONE.match(text[begin:].lstrip()):
            return begin
    return parts[this[1]][0]


def _told(text: str, parts: Sequence[tuple[int, int]], own: int, begin: int, end: int) -> str:
    """The words from the begin to the end of the clause, and of the clauses after it that go on telling what it is."""
    last = parts[own][1]
    for start, stop in parts[own + 1 :]:
        if start >= end or not TOLD_AFTER.match(text[start:].lstrip()):
            break
        last = stop
    return text[begin : min(last, end)]


def joined_by_and(text: str, first: Figure, second: Figure) -> bool:
    """「300万和500万」: one phrase, so that what is said of the one is said of the other."""
    return AND.fullmatch(text[first.end : second.start]) is not None


def _beside(distractors: tuple[Distractor, ...], unit: str) -> tuple[Distractor, ...]:
    return tuple(one for one in distractors if one.beside and one.unit == unit)


_by_unit: Mapping[str, PerObject[tuple[Distractor, ...], tuple[Distractor, ...]]] = {
    unit: PerObject(partial(_beside, unit=unit)) for unit in ("yuan", "ratio", "months")
}


def other_matters(
    text: str, figures: Sequence[Figure], measure: Measure, distractors: tuple[Distractor, ...], unit: str, joined: bool
) -> dict[int, str]:
    """Of several figures that fit one input, those that are said to be something else: begin of the figure → key of
    the distractor. ``joined``: the message adds them up. One of them always remains."""
    told = _shared(text, figures)
    found: dict[int, str] = {}
    for one in _by_unit[unit](distractors) if unit in _by_unit else ():
        if one.beside == "unless_joined" and joined:
            continue
        left = [i for i, figure in enumerate(figures) if figure.start not in found]
        hit = [i for i in left if _speaks_of(one, told[i], measure)]
        if hit and len(hit) < len(left):
            found |= {figures[i].start: one.key for i in hit}
    return found


def matter_of(
    text: str, figures: Sequence[Figure], figure: Figure, measure: Measure, distractors: tuple[Distractor, ...]
) -> str:
    """What a figure among the ``figures`` of its kind is said to be, when that is another matter; "" when not."""
    alike = [one for one in figures if one.kind == figure.kind]
    told = next(one.told for at, one in zip(alike, stretches(text, alike), strict=True) if at is figure)
    told = without_source(told)
    unit = {"money": "yuan", "percent": "ratio"}.get(figure.kind, "")
    known = _by_unit[unit](distractors) if unit else ()
    return next((one.key for one in known if _speaks_of(one, told, measure)), "")


def is_other(told: str, measure: Measure, distractors: tuple[Distractor, ...]) -> str:
    """The distractor of a row of a list that says to be another matter; "" when it says none."""
    known = (one for one in _by_unit["yuan"](distractors) if one.beside == "other")
    return next((one.key for one in known if _speaks_of(one, told, measure)), "")


def _shared(text: str, figures: Sequence[Figure]) -> list[str]:
    """What is told of each figure; figures joined by 和 share it."""
    told = [without_source(stretch.told) for stretch in stretches(text, figures)]
    groups: list[list[int]] = []
    for i, figure in enumerate(figures):
        if i and joined_by_and(text, figures[i - 1], figure):
            groups[-1].append(i)
        else:
            groups.append([i])
    for group in groups:
        words = "".join(told[i] for i in group)
        for i in group:
            told[i] = words
    return told


def _speaks_of(one: Distractor, told: str, measure: Measure) -> bool:
    """Whether the words are there; another kind of loan is none where the measure's own words are there as well."""
    if one.beside == "other":
        told = _without_own(told, one, measure)
    said = [word for word in one.announces if _stands(word, told)]
    if not said or one.beside != "other":
        return bool(said)
    rest = told
    for word in sorted(said, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return not any(word in rest for word in _kind_words(measure))


def _without_own(told: str, one: Distractor, measure: Measure) -> str:
    """The words without what the measure itself is called, where a word of the other matter is only a part of it
    (「信用贷」 in 「研发信用贷」)."""
    for name in measure.words:
        if name in told and any(len(word) < len(name) and word in name for word in one.announces):
            told = told.replace(name, " ")
    return told


def says_own(told: str, measure: Measure) -> bool:
    """Whether these words are about what the measure is about."""
    return any(word in told for word in measure.needs if "…" not in word)


def _only_kind(measure: Measure) -> frozenset[str]:
    """What the measure's own kind of thing is called, without what any such sum is said with (贷了, 借了, 用了)."""
    usual = {word for record in measure.inputs if record.unit == "yuan" for word in record.announces}
    return frozenset(word for word in measure.needs if "…" not in word) - usual


_kind_words: PerObject[Measure, frozenset[str]] = PerObject(_only_kind)


def _stands(word: str, told: str) -> bool:
    left, _, right = word.partition("_")
    if "_" not in word:
        return word in told
    return (
        re.search(f"{re.escape(left)}(?=[0-9一二两三四五六七八九十百千万].*)" if left else re.escape(right), told)
        is not None
    )


def inside(figures: Iterable[Figure], stretch: Stretch) -> list[Figure]:
    """The figures that stand in the stretch."""
    return [figure for figure in figures if stretch.begin <= figure.start < stretch.end]
