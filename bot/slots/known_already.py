"""What follows from figures of earlier messages alone is no news: beside 「利息欠了6万，能不能算进去」 the bad
principal, worked out before of what was lent and paid back, is not told a second time."""

from collections.abc import Mapping

from bot.slots.model import Slot
from bot.slots.reading import Reading


def without_the_known(
    derived: dict[str, Slot], told: Mapping[str, Slot], others: Mapping[str, Slot], reading: Reading
) -> dict[str, Slot]:
    """``derived`` without what stands already, worked out of the same, where this message told nothing it follows
    from. ``told``: the inputs of this message; ``others``: the figures of it that inputs follow from."""
    if len(derived) == len(told):
        return derived
    rows = [row for row in reading.measure.derivations if row.op == "difference"]
    known = {
        row.target
        for row in rows
        if row.target in derived
        and row.target not in told
        and not {*told, *others} & set(row.sources)
        and _is_the_same(derived[row.target], reading.stands.get(row.target))
    }
    return {key: slot for key, slot in derived.items() if key not in known} if known else derived


def _is_the_same(made: Slot, stands: Slot | None) -> bool:
    return stands is not None and stands.value == made.value and stands.text == made.text
