"""What is known of a message that is read for one measure, before any of its figures is given a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.figures import Figure
from bot.nlu.hearing import Setting
from bot.slots.called import Named
from bot.slots.model import Slot
from bot.slots.roles import Placed
from bot.slots.series import Series
from knowledge.records.model import Distractor, Measure


@dataclass(frozen=True, slots=True)
class Reading:
    """What all steps look at.

    ``by_words``: what announcing words say of the figures; ``stands``: the inputs known so far; ``before``: figures of
    earlier messages that are no input; ``items``: the parts known so far, of which ``called`` is spoken of; ``series``:
    the sums that stand in one row; ``asked``: the input whose question is open; ``unit``: that of a bare sum, "" where
    nobody said one; ``main``: the sum that the measure goes by, and ``whole``: as much of it as stands.
    """

    text: str
    figures: Sequence[Figure]
    measure: Measure
    distractors: tuple[Distractor, ...]
    by_words: Sequence[Placed]
    setting: Setting
    stands: Mapping[str, Slot]
    before: Mapping[str, Slot]
    items: Sequence[Mapping[str, Slot]]
    called: Named | None
    series: Series
    asked: str
    unit: str
    main: str
    whole: Decimal | date | str | None

    @property
    def part(self) -> Mapping[str, Slot]:
        """The part that is spoken of; nothing where none is."""
        return self.items[self.called.index] if self.called else {}
