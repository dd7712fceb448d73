"""What bars the loan or policy that was told first, where another is told of that it does not bar: 「一般的财产险」,
then 「还有一张质量保证险，这张呢」. The first keeps it, and only the other counts."""

from collections.abc import Mapping

from bot.slots.conditions import broken_conditions
from bot.slots.model import Slot
from bot.slots.parts import conditions_of_a_part
from bot.slots.standing import Standing
from knowledge.records.model import Measure


def barred_before(
    old: Standing, told: Mapping[str, str], measure: Measure, of_the_firm: frozenset[str]
) -> dict[str, Slot]:
    """The conditions that the only one so far breaks and the one now told of (``told``) meets; what holds of the firm
    holds of both."""
    if old.items or not old.facts:
        return {}
    met = {
        key
        for key in conditions_of_a_part(measure) & told.keys() & old.facts.keys() - of_the_firm
        if told[key] != old.facts[key]
    }
    if not met:
        return {}
    broken = {one.key for one in broken_conditions(measure, Standing(facts={key: old.facts[key] for key in met}))}
    still = {one.key for one in broken_conditions(measure, Standing(facts={key: told[key] for key in met}))}
    return {key: Slot(old.facts[key], old.facts[key]) for key in broken - still}
