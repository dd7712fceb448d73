"""The only sum of an entry in the books: 「省级财政贴息 2025.8.29银行回单入账213,750.00」 is what it is about."""

import re
from collections.abc import Sequence

from bot.slots.reading import Reading
from bot.slots.roles import NEAR, Placed
from knowledge.text.tokens import fold

BOOKED = re.compile("(?:入账|到账|到帐|收款|进账|回单|收讫|实收|记账|挂账|贷方)(?:金额|数|额)?[^，。；0-9]{0,3}$")
WHAT = re.compile("贴息|补贴|补助|保费")


def as_booked(reading: Reading, placed: Sequence[Placed]) -> list[Placed]:
    """With the only sum of a message that begins a talk as what the measure goes by, where it is booked as such."""
    main = reading.measure.input(reading.main)
    sums = [one for one in reading.figures if one.kind == "money" and one.unit == "yuan"]
    if main is None or reading.stands or len(sums) != 1 or any(one.figure is sums[0] for one in placed):
        return list(placed)
    folded = fold(reading.text)
    province = any("省" in word for word in main.announces) and "省" in folded and WHAT.search(folded) is not None
    if not province or not BOOKED.search(reading.text[: sums[0].start]):
        return list(placed)
    return sorted([*placed, Placed(sums[0], reading.main, True, NEAR, True)], key=lambda one: one.figure.start)
