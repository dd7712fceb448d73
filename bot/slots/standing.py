"""Everything known about one measure in a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.slots.model import Slot


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Standing:
    """Everything known about one measure in a conversation: slots, parts, stated facts, and figures that are no
    input but from which one may follow (what was lent, what was paid back). ``away``: the
    parts as they were before one was taken away."""

    inputs: Mapping[str, Slot] = field(default_factory=dict)
    items: tuple[Mapping[str, Slot], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Slot] = field(default_factory=dict)
    away: tuple[Mapping[str, Slot], ...] = ()

    @property
    def approx(self) -> bool:
        """Whether one of the inputs is only about so much (大约300万)."""
        return any(slot.approx for slot in self.inputs.values())
