"""「头一轮里有60万是老板垫的，扣掉」, 「第二笔退了20万」: so much of one of several parts does not count or is no more;
the part stays, and is less by it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.figures import Figure
from bot.slots.called import calls
from bot.slots.model import Slot
from bot.slots.parts import Part, parts_of
from bot.slots.standing import Standing
from calculators.wording import money
from knowledge.records.model import Measure

# Between what calls the part and the sum that is inside it
INSIDE = re.compile(
    "[元块]?(?:贷款|保单|融资|担保|资金|钱)?(?:的)?(?:[里内中](?:头|面|边)?|当中|其中|之中)[^，。；0-9]{0,3}?(?:其中|有|含|的)?[^，。；0-9有]{0,2}"
)
# The same, and that so much went
WENT = re.compile(
    "[^，。；0-9]{0,8}?(?:退(?!保)[还掉回给]{0,2}了?|[抽撤拿收]回?[去走回]了?|[扣核冲]?减[掉少去]?了?|[缩少]了|扣[掉除]?了?)[^，。；0-9到成至为]{0,4}"
)


@dataclass(frozen=True, slots=True)
class Less:
    """The part that has less, by this figure; ``went``: it is said to be gone, else only to be inside."""

    index: int
    figure: Figure
    went: bool


def less_of_a_part(text: str, figures: Sequence[Figure], standing: Standing, measure: Measure) -> Less | None:
    """Of which part how much is said not to count, or only to be inside; None where it is not so."""
    parts, main = parts_of(standing, measure), measure.main
    if len(parts) < 2:
        return None
    called = calls(text, figures, parts, measure)
    sums = [one for one in figures if one.kind == "money" and one.start not in {call.figure for call in called}]
    if len(sums) != 1 or len({one.index for one in called}) != 1:
        return None
    before = [one for one in called if one.end <= sums[0].start]
    if not before or main not in parts[before[-1].index]:
        return None
    ends = [one.end for one in figures if one.start == before[-1].figure] or [before[-1].end]
    between, whole, part = text[ends[0] : sums[0].start], parts[before[-1].index][main].value, sums[0].value
    inside, went = INSIDE.fullmatch(between), WENT.fullmatch(between)
    smaller = isinstance(whole, Decimal) and isinstance(part, Decimal) and 0 < part < whole
    return Less(before[-1].index, sums[0], went is not None) if smaller and (inside or went) else None


def reduced_by(part: Part, less: Less, main: str) -> Slot:
    """The sum of the part without so much."""
    slot, off = part[main], less.figure.value
    if not isinstance(slot.value, Decimal) or not isinstance(off, Decimal):
        return slot
    step = f"{slot.step or money(slot.value)} － {money(off)}"
    return Slot(slot.value - off, f"{slot.text}－{less.figure.text}", slot.approx, step=step)
