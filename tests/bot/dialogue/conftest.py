"""A message in a conversation, without a channel and without a store."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from bot.bootstrap import House
from bot.dialogue.policy import respond
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.nlu.utterance import Utterance

DAY = date(2025, 11, 22)
Said = Callable[..., Turn]


@pytest.fixture
def said(house: House) -> Said:
    """The turn of a message after others: ``said("不对，是800万", ["专利质押贷了500万"])``."""
    live = house.advisor.live

    def turn(text: str, before: Sequence[str] = (), day: date = DAY) -> Turn:
        state = State()
        for line in before:
            state = respond(Utterance.read(line, day, live.knowledge, live.matcher), state).state
        return Turn(Utterance.read(text, day, live.knowledge, live.matcher), state)

    return turn
