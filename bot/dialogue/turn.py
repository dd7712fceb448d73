"""One message in its conversation: the utterance, the state it meets, and what is extracted for a measure, once."""

from collections.abc import Sequence
from typing import Any

from bot.copies import replace
from bot.dialogue.acts import Acts
from bot.dialogue.extract import Extraction, extract
from bot.dialogue.figures_told import saying, setting_for
from bot.dialogue.measure_choice import Choice, choose
from bot.dialogue.state import State
from bot.memo import Once
from bot.nlu.hearing import Setting
from bot.nlu.utterance import Utterance
from bot.slots.units import UNIT_WORDS, said_unit
from knowledge.records.model import Measure

NEW = State()
Extractions = list[tuple[Any, Extraction]]


class Turn:
    """An utterance and the state it is said in. What is extracted is kept, whichever step asks for it. ``moved``: the
    message itself brought the talk back to what stands in the state."""

    def __init__(self, utterance: Utterance, state: State, moved: bool = False) -> None:
        self.utterance, self.state, self.moved = utterance, state, moved
        self._read: Extractions = []
        self._heard: dict[Any, Acts] = {}
        self._given: dict[tuple[str, bool], Extraction] = {}
        self._said: dict[str, Turn] = {}

    def at(self, state: State) -> "Turn":
        """The same message, said in another state."""
        return self._copy(state, self.moved)

    def back_at(self, state: State) -> "Turn":
        """The same message, with which the talk came back to ``state``."""
        return self._copy(state, moved=True)

    def _copy(self, state: State, moved: bool) -> "Turn":
        turn = Turn(self.utterance, state, moved)
        turn._read, turn._heard = self._read, self._heard  # what is read and heard once is so for both
        turn._said = self._said
        return turn

    def about_them(self) -> "Turn":
        """The same message, as it tells of another firm: 他家 is the one that it is about."""
        return self if self.utterance.of_them else Turn(replace(self.utterance, of_them=True), self.state, self.moved)

    def saying(self, text: str, state: State, moved: bool = False) -> "Turn":
        """Another message instead."""
        return Turn(saying(self.utterance, text), state, moved)

    def beginning(self, text: str) -> "Turn":
        """Another message instead, that begins a talk; it is read once, whichever step asks for it."""
        if text not in self._said:
            self._said[text] = self.saying(text, NEW)
        return self._said[text]

    def given(self, measure: Measure) -> Extraction:
        """What the message gives the measure as the talk stands."""
        return self._known(measure, alone=False)

    def alone(self, measure: Measure) -> Extraction:
        """What the message gives the measure by itself, as if nothing had been said before."""
        return self._known(measure, alone=True)

    def _known(self, measure: Measure, *, alone: bool) -> Extraction:
        seen = (measure.key, alone)
        if seen not in self._given:
            self._given[seen] = self._extraction(NEW if alone else self.state, measure)
        return self._given[seen]

    @Once
    def acts(self) -> Acts:
        """What the message does in the talk."""
        setting = self.setting
        said_in = (setting.measure and setting.measure.key, setting.asked, setting.shown, *setting.stands.items())
        if said_in not in self._heard:
            talked_of = setting.measure is not None
            listener = self.utterance.matcher.listener
            heard = listener.acts(self.utterance, setting) if talked_of else self.utterance.heard
            self._heard[said_in] = Acts(self.utterance, heard)
        return self._heard[said_in]

    @Once
    def setting(self) -> Setting:
        """Where it is said: in the talk about the current measure."""
        return setting_for(self.state, self.current)

    @Once
    def current(self) -> Measure | None:
        """The measure the talk is about."""
        topic = self.state.topic
        return self.utterance.knowledge.measure(topic.measure, topic.policy) if topic.measure else None

    @Once
    def choices(self) -> Sequence[Choice]:
        """The measures the words speak for, best first."""
        utterance = self.utterance
        return choose(utterance, utterance.understood, self.current)

    @Once
    def fresh_choices(self) -> Sequence[Choice]:
        """The measures the words speak for by themselves, whatever the talk is about."""
        utterance = self.utterance
        return self.choices if self.current is None else choose(utterance, utterance.understood, None)

    def _extraction(self, state: State, measure: Measure) -> Extraction:
        standing = state.topic.standing
        last = state.last_text if self.utterance.bare in UNIT_WORDS or said_unit(self.utterance.folded) else ""
        seen = (measure.key, state.asked, state.unit, state.said, standing.inputs, standing.others, last)
        for key, extraction in self._read:
            if key == seen:
                return extraction
        extraction = extract(self.utterance, state, measure, self.acts)
        self._read.append((seen, extraction))
        return extraction
