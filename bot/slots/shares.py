"""「增发800万股，每股5.5元」: what was raised, where only how many shares and the price of one are told."""

import re
from collections.abc import Mapping
from decimal import Decimal

from bot.figures import Figure
from bot.slots.apart import LOANS
from bot.slots.model import Slot
from bot.slots.reading import Reading

SHARE = "股"
PRICED = re.compile("(?:每|单)一?股[^，。；0-9]{0,4}$|(?:单价|发行价|价格|股价|定价)[^，。；0-9]{0,3}$")
A_SHARE = re.compile("(?:[/／每]|一)股")


def with_the_shares(reading: Reading, inputs: Mapping[str, Slot]) -> dict[str, Slot]:
    """With the price of a share times their number as the sum that was raised, where that itself is not told."""
    counts = [one for one in reading.figures if one.counted == SHARE and isinstance(one.value, Decimal)]
    prices = [one for one in reading.figures if _is_price(reading.text, one)]
    known = inputs.get(reading.main)
    if len(counts) != 1 or len(prices) != 1 or not _is_raised(reading):
        return dict(inputs)
    if known is not None and known.text != prices[0].text:
        return dict(inputs)
    count, price = counts[0], prices[0]
    if not isinstance(count.value, Decimal) or not isinstance(price.value, Decimal):
        return dict(inputs)
    step = f"{count.text}{SHARE} × 每股{price.text}"
    slot = Slot(count.value * price.value, f"{count.text}×{price.text}", step=step)
    return {**inputs, reading.main: slot}


def _is_price(text: str, figure: Figure) -> bool:
    """Whether a sum is said to be that of one share."""
    told = PRICED.search(text[: figure.start]) or A_SHARE.match(text[figure.end :])
    return figure.kind == "money" and figure.unit == "yuan" and not figure.unit_missing and told is not None


def _is_raised(reading: Reading) -> bool:
    """Whether the sum that the measure goes by is one that is raised: what was borrowed is taken off it."""
    return any(row.op == "less" and not LOANS.isdisjoint(row.sources) for row in reading.measure.derivations)
