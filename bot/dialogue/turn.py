"""One message in its conversation: the utterance, the state it meets, and what is extracted for a measure, once."""

from collections.abc import Sequence
from typing import Any

from bot.dialogue.extract import UNIT_WORDS, Extraction, extract, saying
from bot.dialogue.measure_choice import Choice, choose
from bot.dialogue.state import State
from bot.memo import Once
from bot.nlu.utterance import Utterance
from knowledge.records.model import Measure

NEW = State()
Extractions = list[tuple[Any, Extraction]]


class Turn:
    """An utterance and the state it is said in. What is extracted is kept, whichever step asks for it."""

    def __init__(self, utterance: Utterance, state: State, read: Extractions | None = None) -> None:
        self.utterance, self.state = utterance, state
        self._read: Extractions = [] if read is None else read

    def at(self, state: State) -> "Turn":
        """The same message, said in another state."""
        return Turn(self.utterance, state, self._read)

    def saying(self, text: str, state: State) -> "Turn":
        """Another message instead."""
        return Turn(saying(self.utterance, text), state)

    def given(self, measure: Measure) -> Extraction:
        """What the message gives the measure as the talk stands."""
        return self._extraction(self.state, measure)

    def alone(self, measure: Measure) -> Extraction:
        """What the message gives the measure by itself, as if nothing had been said before."""
        return self._extraction(NEW, measure)

    @Once
    def current(self) -> Measure | None:
        """The measure the talk is about."""
        topic = self.state.topic
        return self.utterance.knowledge.measure(topic.measure, topic.policy) if topic.measure else None

    @Once
    def choices(self) -> Sequence[Choice]:
        """The measures the words speak for, best first."""
        utterance = self.utterance
        return choose(utterance.knowledge, utterance.understood, utterance.match, self.current)

    def _extraction(self, state: State, measure: Measure) -> Extraction:
        standing = state.topic.standing
        last = state.last_text if self.utterance.bare in UNIT_WORDS else ""
        seen = (measure.key, state.asked, state.unit, state.said, standing.inputs, standing.others, last)
        for key, extraction in self._read:
            if key == seen:
                return extraction
        extraction = extract(self.utterance, state, measure)
        self._read.append((seen, extraction))
        return extraction
