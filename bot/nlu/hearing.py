"""What a listener is told of a talk, and what it hears in a message."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Protocol

from bot.nlu.utterance import Utterance
from bot.records import record
from knowledge.classifier.features import Numbers
from knowledge.records.model import Measure

Value = Decimal | date | str
Scores = Mapping[str, float]  # about 1 where the listener is sure and 0 where it is sure of the contrary


@record(frozen=True, slots=True)
class Setting:
    """Where a message is said: the measure talked about, the input or condition just asked for ("" for none), the sum
    in yuan the last reply showed, and what stands (input → value). ``changes``: the message does something that changes
    a value; ``corrects``: it puts another value in the place of one; ``adds``: it says hardly more than that a
    sum is added; ``asks``: it asks something; ``restores``: it says that a value is again what it was; ``stood``: the
    values that the last change took the place of; ``moves``: how surely a value is put in the place of one;
    ``answers``: what was asked is surely answered; ``parted``: the inputs of which each part has its own."""

    measure: Measure | None = None
    asked: str = ""
    shown: Decimal | None = None
    stands: Mapping[str, Value] = field(default_factory=dict)
    changes: bool = True
    corrects: bool = False
    adds: bool = False
    asks: bool = False
    restores: bool = False
    stood: Mapping[str, Value] = field(default_factory=dict)
    moves: float = 0.0
    answers: bool = False
    parted: frozenset[str] = frozenset()


class Listener(Protocol):
    """Hears what is done by saying something in a talk. Never raises on any text."""

    def acts(self, utterance: Utterance, setting: Setting) -> Scores:
        """What the message does: act → score; nothing when there is nothing to go by."""

    def alone(self, utterance: Utterance) -> Scores:
        """What the message does where no talk stands."""

    def roles(self, utterance: Utterance, setting: Setting) -> tuple[Scores, ...]:
        """For each figure of the utterance: role → score."""

    def facts(self, utterance: Utterance, setting: Setting) -> Scores:
        """Conditions stated: "key=value" → score."""

    def forget(self) -> None:
        """Drops every text it remembers."""

    def known_runs(self) -> Sequence[Numbers]:
        """The runs of characters and sounds that each of its models knows."""


class Deaf:
    """Hears nothing: for knowledge without annotated turns, where phrase lists alone must do."""

    def acts(self, utterance: Utterance, setting: Setting) -> Scores:
        return {}

    def alone(self, utterance: Utterance) -> Scores:
        return {}

    def roles(self, utterance: Utterance, setting: Setting) -> tuple[Scores, ...]:
        return ()

    def facts(self, utterance: Utterance, setting: Setting) -> Scores:
        return {}

    def forget(self) -> None:
        return None

    def known_runs(self) -> Sequence[Numbers]:
        return ()
