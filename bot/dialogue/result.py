"""What one turn comes to."""

from dataclasses import dataclass

from bot.dialogue.state import State
from bot.messages import Reply


@dataclass(frozen=True, slots=True)
class TurnResult:
    """The reply of one turn and the state after it."""

    reply: Reply
    state: State
