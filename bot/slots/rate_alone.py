"""「还是产品责任险，3%」: a rate that is all its clause says is in the place of the one told before, though the
document has the same number."""

import re
from collections.abc import Sequence

from bot.slots.reading import Reading
from bot.slots.roles import NEAR, POLICY_KEY, Placed

ALL_OF_A_CLAUSE = re.compile("(?:^|[，。；,; ])(?:就|按|是|那|改|成|还)*$")
ENDS = re.compile("(?:吧|的|了|算|来算)*[。！!，, ]*$")


def rate_alone(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With such a rate as the input, where just one rate was told before, and nothing is asked."""
    rates = [one for one in reading.figures if one.kind == "percent"]
    told = [one.key for one in reading.measure.inputs if one.unit == "ratio" and one.key in reading.stands]
    if len(rates) != 1 or len(told) != 1 or reading.setting.asks or reading.items:
        return list(spoken)
    rate = rates[0]
    if not ALL_OF_A_CLAUSE.search(reading.text[: rate.start]) or not ENDS.fullmatch(reading.text[rate.end :]):
        return list(spoken)
    others = [one for one in spoken if one.figure is not rate]
    if len(others) + 1 < len(spoken) or any(one.figure is rate and one.key != POLICY_KEY for one in spoken):
        return list(spoken)
    return sorted([*others, Placed(rate, told[0], True, NEAR, True)], key=lambda one: one.figure.start)
