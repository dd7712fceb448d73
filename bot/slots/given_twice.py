"""What the province gave at several times, where the measure goes by that: 「省里2024年贴了3万，2025年又贴了4万」,
「补了两回保费，一回1.7万一回2.3万」. Each of the sums is that, whatever else it sounds like."""

import re
from collections.abc import Sequence

from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import NEAR, PROVINCE, Placed

GAVE = "(?:补贴|补助|给|补|贴|拨|批|发|下)"
WHEN = (
    "(?:(?:20[0-9]{2}|[今去前上]|头一|第[一二三])年度?|[上下]半年|年[初中底]"
    "|(?:第[一二三四]|头|首|后|末|另?一)[回次批笔轮期]"
    "|后来|先|后|后头|接着|随后|[1-9一二三四五六七八九十]+月)?"
)
# From one sum to the next, of which nothing else is said than when it was given
BETWEEN = re.compile(
    "[元块]?钱?(?:的?[一-鿿]{0,3}(?=[，,；;、 ]))?[，,；;、 ]*(?:然后|还有|以及|和|跟)?"
    f"{WHEN}(?:的|是|又|再|还|也|另外?|就)*"
    f"(?:{GAVE}?(?:了|到|过|来|下来)?(?:[我俺咱]们?)?)?(?:的|是|有)*"
)
# 「省里给补了两回保费，一回」: it is said before the first how often it was given
SO_OFTEN = re.compile(
    f"省[^，。；0-9市县区]{{0,14}}{GAVE}(?:了|过|到)?[两二三四五2-5][回次笔批轮期]"
    f"[^，。；0-9市县区]{{0,4}}[，,：: ]*{WHEN}[^，。；0-9]{{0,2}}$"
)
BY_PROVINCE = re.compile(
    f"省[^，。；市县区]{{0,22}}{GAVE}[^，。；0-9]{{0,4}}$|省[^，。；0-9市县区]{{0,8}}(?:先|后)?到(?:了|账)?$"
)
NOT_YET = re.compile("说|本来|原来|原定|原先|计划|申请|申报|打算|预计|应该?|要求|最多|[没未不]")


def given_twice(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With every sum of such a row as what the province gave."""
    base = reading.measure.input(reading.main)
    if base is None or not any(PROVINCE in word for word in base.announces) or PROVINCE not in reading.text:
        return list(spoken)
    row = _row(reading)
    if len(row) < len(("once", "again")):
        return list(spoken)
    others = [one for one in spoken if one.figure not in row]
    placed = [Placed(one, reading.main, True, NEAR, True) for one in row]
    return sorted([*others, *placed], key=lambda one: one.figure.start)


def _row(reading: Reading) -> list[Figure]:
    """The sums that stand in such a row, in the order said."""
    text = reading.text
    sums = [one for one in reading.figures if one.kind == "money" and not one.unit_missing and one.unit == "yuan"]
    for place, first in enumerate(sums[:-1]):
        before = text[: first.start]
        said = SO_OFTEN.search(before) or BY_PROVINCE.search(before)
        if said is None or NOT_YET.search(said[0]):
            continue
        row = [first]
        for one in sums[place + 1 :]:
            if not BETWEEN.fullmatch(text[row[-1].end : one.start]):
                break
            row.append(one)
        if len(row) > 1:
            return row
    return []
