"""Everything known about one measure in a conversation."""

from collections.abc import Mapping
from dataclasses import field

from bot.records import record
from bot.slots.model import Slot


@record(frozen=True, slots=True, weakref_slot=True)
class Standing:
    """Everything known about one measure in a conversation: slots, parts, stated facts, and figures that are no
    input but from which one may follow (what was lent, what was paid back). ``items``: the parts
    that count; ``out``: those that do not, each with its place among all; ``away``: the parts as
    they were before one was taken away."""

    inputs: Mapping[str, Slot] = field(default_factory=dict)
    items: tuple[Mapping[str, Slot], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Slot] = field(default_factory=dict)
    away: tuple[Mapping[str, Slot], ...] = ()
    out: tuple[tuple[int, Mapping[str, Slot]], ...] = ()

    @property
    def parts(self) -> tuple[Mapping[str, Slot], ...]:
        """All parts in the order said, those that do not count among them."""
        found = list(self.items)
        for place, part in self.out:
            found.insert(place, part)
        return tuple(found)

    @property
    def rows(self) -> tuple[Mapping[str, Slot], ...]:
        """The parts the sum is made of, where there are several."""
        return self.items if len(self.items) > 1 else ()

    @property
    def approx(self) -> bool:
        """Whether one of the inputs is only about so much (大约300万)."""
        return any(slot.approx for slot in self.inputs.values())
