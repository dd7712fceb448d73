"""Of a sum that stands the part that is there, told beside the one that is not: of 100万 「实际进来98万，2万没打」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.repeats import makes_up
from bot.slots.model import Slot
from bot.slots.reading import Reading
from knowledge.records.model import Measure

BOTH = 2
# right behind the sum that is not there; 「没备案」, 「不算」 say something else of it
NOT_THERE = re.compile(
    "[元块]?(?:的?[钱款])?(?:[^，。；0-9]{0,6}?)(?:[没未](?:有|真|能)?|压根没|根本没|始终没|一直没|欠着没|还没)"
    "(?:打|到|进|来|缴|交|给|付|汇|划|掏|出|投|拿|收|放|批|下|兑现|落实|入账)(?!齐|完)[^，。；0-9]{0,6}(?=$|[，。；！,;])"
)
# 「后一笔还没到账」, 「今年的900万还没到位」
NOT_ARRIVED = re.compile(
    "[元块]?(?:的?[钱款])?(?:还|都|也|一直|至今|始终|暂时|目前|现在|压根)*[没未](?:有|能)?"
    "(?:到[账帐位款]|进[账帐来]|打(?:款|过来|进来|来)|实?缴|汇)[^，。；0-9吗]{0,4}(?=$|[，。；！,;])"
)
# 「里头有200万是员工认购的，后来没缴款」, 「有500万还没到账」
INSIDE = re.compile("(?:(?<![省市县家])[里内](?:头|面|边)?|其中|当中)(?:有|的|是)?$|^(?:[不但可]过?是?|目前|现在)*有$")
AWAY = re.compile(f"[^，。；0-9]{{0,14}}[，,]?[^，。；0-9]{{0,6}}?{NOT_THERE.pattern}|{NOT_THERE.pattern}")
# 「这12万也认」
COUNTS_TOO = re.compile(
    "(?<![没不])(?:也|还|照样|照旧|又)(?:是|能|可以?|该|得|要|让|给)*(?:算|计|报|补|认)(?!不|错|完|好)(?:上|进|数|在内|作数|得上)?(?:来|去)?|"
    "(?<![没不])(?:能|可以)(?:也)?算(?:上|进|数|在内)"
)
# 「那2万上礼拜打进来了」, 「那6万补上了」
HAS_COME = re.compile(
    "(?:打|到|进|汇|划|补|凑|缴|交)[^，。；没未不]{0,3}(?:来|[账帐]|位|齐|足|上|了|够)[^，。；没未不]{0,2}(?=$|[，。！,;])"
)


def counts_after_all(text: str, last: str) -> bool:
    """Whether what was taken off is said to count, or to have come in where it was told ``last`` that it had not."""
    come = HAS_COME.search(text) is not None and NOT_THERE.search(last) is not None
    return come or COUNTS_TOO.search(text) is not None


def come_in(reading: Reading) -> tuple[Figure, frozenset[int]] | None:
    """The part that is there, and the begin of the one that is not; None where both are not so told."""
    if comes_otherwise(reading.measure):
        return None
    made_of = makes_up(reading.figures, reading.whole)
    if not made_of:
        return _less_than_told(reading)
    pair = [one for one in reading.figures if one.start in made_of]
    if len(pair) != BOTH or not all(isinstance(one.value, Decimal) for one in pair):
        return None
    away = [one for one in pair if NOT_THERE.match(reading.text[one.end :])]
    if len(away) != 1:
        return None
    there = pair[0] if away[0] is pair[1] else pair[1]
    return there, frozenset({away[0].start})


def part_not_there(
    text: str, figures: Sequence[Figure], parts: Sequence[Mapping[str, Slot]], measure: Measure, called: int | None
) -> int | None:
    """Of several the one of which it is told that it has not come in: that of the only sum said, or the one ``called``
    by its place. None where none is, or what has not come in counts too."""
    if len(parts) < BOTH or comes_otherwise(measure):
        return None
    sums = [one for one in figures if one.kind == "money"]
    if not sums:
        return called if called is not None and NOT_ARRIVED.search(text) else None
    hits = [i for i, part in enumerate(parts) if measure.main in part and part[measure.main].value == sums[0].value]
    alone = len(sums) == 1 and len(hits) == 1 and NOT_ARRIVED.match(text[sums[0].end :])
    return hits[0] if alone else None


def comes_otherwise(measure: Measure) -> bool:
    """Whether the sum is a loss, of which what has not come in is all that counts, or what an office granted, which it
    may still pay out."""
    lost = any(row.op == "recovered" for row in measure.derivations)
    return lost or any(one.grants == measure.main for one in measure.conditions)


def _less_than_told(reading: Reading) -> tuple[Figure, frozenset[int]] | None:
    """The sum that stands less the part inside it that is not there: 「里头有300万认购款一直没到位」."""
    sums = [one for one in reading.figures if one.kind == "money" and one.value != reading.whole]
    if len(sums) != 1 or sums[0].unit_missing or reading.setting.asks or reading.items:
        return None
    part, text = sums[0], reading.text
    inside = INSIDE.search(text[: part.start]) and AWAY.match(text[part.end :])
    if not inside or not isinstance(part.value, Decimal) or not isinstance(reading.whole, Decimal):
        return None
    if not 0 < part.value < reading.whole:
        return None
    whole = reading.stands[reading.main].text
    left = replace(part, value=reading.whole - part.value, text=f"{whole}－{part.text}")
    return left, frozenset(one.start for one in reading.figures if one.kind == "money")
