"""A sum that the message says to be made up of parts of which some do not count: 「融资180万，其中增资120万、借款60
万」. It is read as if only those that count were told: 「融资120万」."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.utterance import Utterance
from bot.slots.apart import LOANS, NOT_COUNTED
from bot.slots.reconcile import Aside
from knowledge.records.model import Measure

OF_WHICH = re.compile(
    "[元块]?(?:的?[^，。；0-9]{0,6})?[，,、；;（(\\s]*(?:其中|(?<![省市县区镇乡国城那这哪])[里内](?:头|面|边)?|当中|包括|包含|含|分别是|分为)?"
    "(?:有|的|是|包括|：|:)*"
)
INSIDE = re.compile("其中|[里内](?:头|面|边)?|当中|包括|包含|含|[（(]")
ENDS = re.compile("[，,、；;。！？!?）)\\s]")
LENT = re.compile("借款|贷款|借的|贷的|借来|贷来|拆借")
FEWEST, MOST = 2, 4
FAR = 14  # characters from the whole to its first part
SHARE = "share"  # in the name of an input for the part of a whole that itself counts whole


@dataclass(frozen=True, slots=True)
class Piece:
    """One part, with begin and end of what is said of it, and whether it counts."""

    figure: Figure
    begin: int
    end: int
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Reduced:
    """``text``: what is left where only what counts is told; ``aside``: the figures that went."""

    text: str
    aside: tuple[Aside, ...]


def reduced(utterance: Utterance, measure: Measure) -> Reduced | None:
    """The message with what counts of a sum that is told with its parts; None where nothing of the kind is told."""
    if any(SHARE in record.key for record in measure.inputs if record.unit == "yuan"):
        return None
    text = utterance.text
    sums = [one for one in utterance.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    for at, whole in enumerate(sums):
        pieces = _pieces(text, whole, sums[at + 1 :])
        told = [_judged(utterance, one, measure) for one in pieces]
        kept = [one for one in told if one.counts]
        if not kept or len(kept) == len(told):
            continue
        gone = [one for one in told if not one.counts]
        aside = (Aside(whole, "a_part_of_it"), *(Aside(one.figure, NOT_COUNTED) for one in gone))
        begin, end = whole.start, max(one.end for one in told)
        said = kept[0].figure.text if len(kept) == 1 else _sum_of(kept)
        words = "".join(f"，{text[one.begin : one.end].replace(one.figure.text, '')}" for one in kept)
        return Reduced(f"{text[:begin]}{said}{words}，{text[end:].lstrip('，,、；;）) ')}", aside)
    return None


def _sum_of(pieces: Sequence[Piece]) -> str:
    total = sum((one.figure.value for one in pieces if isinstance(one.figure.value, Decimal)), Decimal(0))
    return f"{total.normalize():f}元"


def _pieces(text: str, whole: Figure, behind: Sequence[Figure]) -> list[Piece]:
    """The sums right behind the whole that make it up, each with the words before and behind it."""
    for count in range(FEWEST, MOST + 1):
        row = behind[:count]
        values = [one.value for one in row if isinstance(one.value, Decimal)]
        if len(row) < count or sum(values, Decimal(0)) != whole.value:
            continue
        head = text[whole.end : row[0].start]
        if len(head) > FAR or not INSIDE.search(head):
            return []
        first = OF_WHICH.match(head)
        begins = [whole.end + (first.end() if first else 0)]
        for one, two in pairwise(row):
            cut = ENDS.search(text, one.end, two.start)
            begins.append(cut.end() if cut else one.end)
        last = ENDS.search(text, row[-1].end)
        ends = [*begins[1:], last.start() if last else len(text)]
        return [Piece(one, begin, end) for one, begin, end in zip(row, begins, ends, strict=True)]
    return []


def _judged(utterance: Utterance, piece: Piece, measure: Measure) -> Piece:
    """With whether it counts: it is on the wrong side of no condition, is not lent where loans are taken off, nor what
    the measure otherwise takes off."""
    said = Utterance(utterance.text[piece.begin : piece.end], utterance.day, utterance.knowledge, utterance.matcher)
    less = {key for row in measure.derivations if row.op == "less" for key in row.sources}
    words = [word for one in utterance.knowledge.distractors if one.key in less for word in one.announces]
    lent = bool(less & LOANS) and LENT.search(said.text) is not None
    off = any("_" not in word and word in said.folded for word in words)
    facts = {**said.of_parts, **said.facts}
    alike = {key: facts[fact.like] for key, fact in said.knowledge.facts.items() if fact.like in facts}
    broken = broken_conditions(measure, Standing(facts={**alike, **facts}))
    return Piece(piece.figure, piece.begin, piece.end, not (lent or off or broken))
