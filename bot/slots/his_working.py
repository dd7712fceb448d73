"""What somebody multiplies to come to the sum he thinks it is: 「我算的可是21万，105乘20%」 tells no value."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure
from bot.nlu.repeats import TEN_THOUSAND
from bot.slots.reading import Reading
from bot.slots.roles import Placed

TIMES = re.compile("[元块]?[，, ]*(?:再|去)?(?:乘以?|[×*xX✕])[，, ]*")
SCORE = 20.0


def without_his_working(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the factors and what they make as his own idea, where a product is written out and its result is said."""
    if not reading.stands or "percent" not in {one.kind for one in reading.figures}:
        return list(spoken)
    for rate in reading.figures:
        made = [one for one in reading.figures if _makes_of_the_whole(reading, rate, one)]
        if len(made) == 1 and all(one.figure is not rate or not one.is_input for one in reading.by_words):
            rest = [one for one in spoken if one.figure not in (rate, made[0])]
            own = (Placed(rate, "policy", False, SCORE, True), Placed(made[0], "guess", False, SCORE, True))
            spoken = [*rest, *own]
    for base, rate in pairwise(reading.figures):
        if rate.kind == "percent" and TIMES.fullmatch(reading.text[base.end : rate.start]):
            made = [one for one in reading.figures if _makes(base, rate, one)]
            if len(made) == 1:
                rest = [one for one in spoken if one.figure not in (base, rate, made[0])]
                factors = (Placed(one, "policy", False, SCORE, True) for one in (base, rate))
                return [*rest, *factors, Placed(made[0], "guess", False, SCORE, True)]
    return list(spoken)


def _makes_of_the_whole(reading: Reading, rate: Figure, made: Figure) -> bool:
    """「我按45%算出来是36万」 of 80万: what the sum that stands makes at that rate."""
    if rate.kind != "percent" or made.kind != "money" or not isinstance(reading.whole, Decimal):
        return False
    return isinstance(rate.value, Decimal) and reading.whole > 0 and made.value == reading.whole * rate.value


def _makes(base: Figure, rate: Figure, made: Figure) -> bool:
    if made in (base, rate) or made.kind != "money" or base.kind not in ("money", "number"):
        return False
    if not (isinstance(base.value, Decimal) and isinstance(rate.value, Decimal) and isinstance(made.value, Decimal)):
        return False
    times = (1, TEN_THOUSAND) if base.kind == "number" or base.unit_missing else (1,)
    return any(base.value * many * rate.value == made.value for many in times)
