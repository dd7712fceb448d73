"""When a loan that stands was repaid before it was due: 「8月6号就提前还清了」 is where it ends, 「10个月就还上了」
how long it was had."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import Placed

EARLY = re.compile(
    "(?:就|已经?|都|也|我们?|俺们?|自己|一次性?)*提前(?:都|就|全|一次性?|把[^，。；0-9]{1,6})*"
    "(?:还[清完上掉]?|结清|归还|付清)(?:(?:了|的|过)(?![^，。；]{0,3}[0-9一二两三四五六七八九十半])|(?=[呢吗么，,？?]|$|会|能|那))"
)
# 「如果提前到12月10日还清」
BROUGHT_FORWARD = re.compile("提前(?:到|至|在|于)了?$")
REPAID = re.compile("(?:就|都|全|一次性?|把[^，。；0-9]{1,6})*(?:还[清完上掉]|结清|归还|付清)")
# 「10个月就还上了」, right behind the time
TOOK = re.compile(
    "(?:头上|左右|不到|整)?(?:就|提前)(?:已经?|全|都|提前|把[^，。；0-9]{1,6})*(?:还[清完上掉了]|结清|归还|付清)"
    "了?(?![^，。；]{0,3}[0-9一二两三四五六七八九十半])"
)
SCORE = 20.0
A_DAY = len("2025-08-06")


def repaid_early(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the only day of the message as the end, where it is said to be that of an early repayment."""
    if took := _took(reading):
        ends = {reading.measure.key_of("end"), took.key}
        rest = [one for one in spoken if one.figure is not took.figure and one.key not in ends]
        month = [one for one in spoken if one.key in ends and one.figure is not took.figure]
        return [*rest, took, *(replace(one, key="other", is_input=False, announced=True) for one in month)]
    key = reading.measure.key_of("end")
    if not key or "提前" not in reading.text or reading.main not in reading.stands:
        return list(spoken)
    days = [one for one in reading.figures if one.kind == "date" and len(str(one.value)) == A_DAY]
    if len(days) != 1 or not is_early(reading.text, days[0].start, days[0].end):
        return list(spoken)
    rest = [one for one in spoken if one.figure is not days[0]]
    return [*rest, Placed(_of_its_year(reading, days[0]), key, True, SCORE, True)]


def _took(reading: Reading) -> Placed | None:
    """How long it was had, where that is said to be when it was repaid, and is less than the term that stands."""
    key = reading.measure.key_of("term")
    stands = reading.stands.get(key)
    if stands is None or reading.items or not isinstance(stands.value, Decimal):
        return None
    for one in reading.figures:
        if one.kind != "duration" or one.unit != "months" or not isinstance(one.value, Decimal):
            continue
        if one.value < stands.value and TOOK.match(reading.text, one.end):
            return Placed(one, key, True, SCORE, True)
    return None


def is_early(text: str, begin: int, end: int) -> bool:
    """Whether an early repayment is told, or supposed, around a day from ``begin`` to ``end``."""
    forward = BROUGHT_FORWARD.search(text[:begin]) is not None and REPAID.match(text[end:]) is not None
    return forward or EARLY.match(text[end:]) is not None


def _of_its_year(reading: Reading, day: Figure) -> Figure:
    """The day as it is told, where it lies after every start that stands; else its year is left open."""
    key = reading.measure.key_of("start")
    slots = [reading.stands.get(key), *(part.get(key) for part in reading.items)]
    starts = [slot.value for slot in slots if slot is not None and isinstance(slot.value, date)]
    after = bool(starts) and date.fromisoformat(str(day.value)) > min(starts)
    return replace(day, assumed="") if after else day
