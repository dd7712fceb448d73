"""「头一轮里有60万是老板垫的，扣掉」, 「第二笔退了20万」: so much of one of several parts does not count or is no more;
the part stays, and is less by it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.figures import Figure
from bot.nlu.changes import LESS_BY, MORE_BY
from bot.slots.called import OF_WHICH, calls
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

# And that so much came on top
MORE = re.compile(
    "[^，。；0-9]{0,6}?(?:又|再|多|往上)[^，。；0-9到成至为]{0,2}?[加增追添补提涨](?:[加增添提])?了?|[^，。；0-9]{0,4}(?:追加|增加|加)了"
)


@dataclass(frozen=True, slots=True)
class Less:
    """The part that has less or ``more``, by this figure; ``told``: in so many words, else it is only inside."""

    index: int
    figure: Figure
    told: bool
    more: bool = False


def by_how_much(text: str, figures: Sequence[Figure], standing: Standing, measure: Measure) -> Less | None:
    """Of which part how much is said not to count or to come on top, or only to be inside; None where none is."""
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
    end = next((one.end for one in figures if one.start == before[-1].figure), before[-1].end)
    if not OF_WHICH.match(text[end:]):
        end = before[-1].end
    between, whole, part = text[end : sums[0].start], parts[before[-1].index][main].value, sums[0].value
    if MORE.fullmatch(between) or MORE_BY.search(between):
        return Less(before[-1].index, sums[0], True, True)
    inside, went = INSIDE.fullmatch(between), WENT.fullmatch(between) or LESS_BY.search(between)
    smaller = isinstance(whole, Decimal) and isinstance(part, Decimal) and 0 < part < whole
    return Less(before[-1].index, sums[0], went is not None) if smaller and (inside or went) else None


def put_by(part: Part, less: Less, main: str) -> Slot:
    """The sum of the part without so much, or with so much more."""
    slot, off = part[main], less.figure.value
    if not isinstance(slot.value, Decimal) or not isinstance(off, Decimal):
        return slot
    sign, times = ("＋", 1) if less.more else ("－", -1)
    step = f"{slot.step or money(slot.value)} {sign} {money(off)}"
    return Slot(slot.value + times * off, f"{slot.text}{sign}{less.figure.text}", slot.approx, step=step)
