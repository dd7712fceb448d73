"""A message about the one of several parts that alone counts: what the part is made of is known of the whole."""

from collections.abc import Mapping

from bot.slots.fill import Filling
from bot.slots.standing import Standing
from knowledge.records.model import Measure


def of_a_part_only(used: frozenset[str], now: Standing, filling: Filling, measure: Measure) -> frozenset[str]:
    """What the message says of a part alone; not the rate and the balance of which all that counts is made now:
    「转化贷的不良率应该是9%」 beside a loan that does not count."""
    told, stands = filling.inputs.get(measure.main), now.inputs.get(measure.main)
    if told is None or stands is None or told.value != stands.value:
        return used
    return used.difference(filling.others)


def without_the_refusal(facts: Mapping[str, str], filling: Filling, measure: Measure) -> Mapping[str, str]:
    """The facts without a refusal of what a sum is granted by, where the message says what of that sum is left: 「有1万
    省里要收回，剩3万」."""
    left = filling.inputs.get(measure.main) if filling.net else None
    if left is None or not left.value:
        return facts
    grants = {one.key for one in measure.conditions if one.grants == measure.main}
    return {key: value for key, value in facts.items() if key not in grants}
