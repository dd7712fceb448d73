"""A sum that nothing explains beside a rate that must be taken of one: 「40万买的，省里补三成」."""

from bot.slots.reading import Reading
from bot.slots.reconcile import UNPLACED, Reconciled
from bot.slots.roles import NEAR, Placed, can_fill

PRODUCT = "product"


def with_the_other_factor(reading: Reading, found: Reconciled) -> Reconciled:
    """With the only sum left over as what the rate is taken of, where an input of the measure follows from the two and
    neither it nor the sum is known."""
    given = {one.key for one in found.placed if one.is_input} | reading.stands.keys()
    left = [one for one in found.aside if one.figure.kind == "money" and one.why in UNPLACED]
    if len(left) != 1 or any(one.figure.kind == "money" for one in found.placed) or left[0].figure.unit_missing:
        return found
    figure = left[0].figure
    for row in reading.measure.derivations:
        lacking = [key for key in row.sources if key not in given]
        if row.op != PRODUCT or row.target in given or len(row.sources) != 2 or len(lacking) != 1:
            continue
        record = reading.measure.input(lacking[0])
        if record is not None and record.unit == "yuan" and can_fill(figure, record):
            aside = tuple(one for one in found.aside if one is not left[0])
            return Reconciled((*found.placed, Placed(figure, record.key, True, NEAR, False)), aside)
    return found
