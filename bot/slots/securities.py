"""What several securities of one loan are good for: 「专利担150万，厂房担350万，合起来贷了500万」."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import Placed

OTHER = re.compile("厂房|房产|房子|土地|地皮|不动产|设备|机器|固定资产|存货|应收|车辆|别的|其[他它余]")
SECURED = re.compile("[押抵担质作]")


def of_one_loan(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the whole as the loan and what is not secured by another thing as the part of it that the measure asks for,
    where the sums said of the securities add up to the whole."""
    part = reading.measure.key_of("part")
    found = _shares(reading) if part else None
    if found is None:
        return list(spoken)
    whole, shares = found
    own = [one for one in shares if not OTHER.search(_before(reading, one))]
    rest = [one for one in spoken if one.figure is not whole and one.figure not in shares]
    named = [Placed(own[0], part, True, 1.0, True)] if len(own) == 1 else []
    return [*rest, *named, Placed(whole, reading.main, True, 1.0, True)]


def _shares(reading: Reading) -> tuple[Figure, list[Figure]] | None:
    """The whole, and the sums of the securities, which make it."""
    sums = [(one, one.value) for one in reading.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    for whole, value in sums:
        shares = [(one, share) for one, share in sums if one is not whole]
        secured = [one for one, _ in shares if SECURED.search(_before(reading, one))]
        others = [one for one in secured if OTHER.search(_before(reading, one))]
        if len(shares) > 1 and others and len(secured) == len(shares) and sum(share for _, share in shares) == value:
            return whole, [one for one, _ in shares]
    return None


def _before(reading: Reading, figure: Figure) -> str:
    """What is said of the figure before it, since the figure before."""
    begin = max((one.end for one in reading.figures if one.end <= figure.start), default=0)
    return reading.text[begin : figure.start]
