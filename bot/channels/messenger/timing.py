"""How fast: what a user may send, what may be sent, and how long to wait after something failed."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.channels.rate_limit import RateLimit

K = TypeVar("K")
DAY = 86_400.0  # what piled up while the bot was down is handled in any order


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, unless a name says otherwise. The usual values keep within the tightest limits of all, those
    of Telegram: about 30 messages a second, 1 a chat."""

    per_second: float = 25.0  # messages sent, all chats together
    chat_gap: float = 1.0  # between two messages of one chat
    user_limit: int = 20  # messages a minute a user
    poll: float = 25.0  # a call for updates is held so long without news
    request: float = 10.0  # any other call may take
    first_wait: float = 1.0  # after a first failure; doubled after each further one …
    longest_wait: float = 30.0  # … up to this
    give_up: float = 86_400.0  # a message that cannot be sent
    sweep: float = 60.0  # between two searches for unsent rows, when old ones are deleted
    empty: float = 5.0  # from what was answered or sent to the next emptying of the database's log
    drain: float = 6.0  # for what is under way when the process stops
    patience: float = 1.0  # a call that takes longer lets the next one begin
    typing: float = 1.0  # without an answer, then "typing" is shown
    album: float = 1.0  # without a further part, then an album is complete
    others: float = 1.0  # between two looks for what other processes took in
    capacity: int = 500  # updates in memory; further ones wait in the inbox

    def wait(self, failures: int, asked: float | None = None) -> float:
        """After ``failures`` in a row; what the server asked for counts, and is not shortened."""
        if asked is not None:
            return asked * 1.01 + 0.02
        return float(min(self.first_wait * 2 ** min(max(failures - 1, 0), 10), self.longest_wait))


class Flood(Generic[K]):
    """Who sends too much: at most ``limit`` messages in any minute of a user's own clock."""

    def __init__(self, limit: int) -> None:
        self._limit: RateLimit[K] = RateLimit(limit, DAY)
        self._refused: RateLimit[K] = RateLimit(1, DAY)

    def judge(self, user: K, at: float) -> str:
        """ "" when the message of time ``at`` (seconds) may be answered, "first" when it is the first too many, else
        "more". Times are those of the messages: what piled up while the bot was down is not a flood."""
        if self._limit.look(user, at).allowed:
            self._limit.count(user, at)
            return ""
        return self.refused(user, at)

    def refused(self, user: K, at: float) -> str:
        """ "first" for the first message too many of a minute, else "more"."""
        if not self._refused.look(user, at).allowed:
            return "more"
        self._refused.count(user, at)
        return "first"
