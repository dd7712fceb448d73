"""The result of one turn: the reply, and the state of the conversation after it."""

from bot.dialogue.state import State
from bot.messages import Reply
from bot.records import record


@record(frozen=True, slots=True)
class TurnResult:
    """The reply to one message, and the conversation's state after it."""

    reply: Reply
    state: State
