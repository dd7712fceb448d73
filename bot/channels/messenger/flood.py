"""Who sends too much, where several processes answer the same people: one limit for all of them together."""

from collections.abc import Callable

from bot.channels.common_limit import CommonCounts
from bot.channels.messenger.timing import Flood
from bot.channels.rate_limit import WINDOW


class CommonFlood:
    """At most ``limit`` messages a minute of a user's. ``counts``: of all processes, None where this one is alone;
    ``name``: of the messenger; ``now``: seconds of the clock that messages are dated by."""

    def __init__(self, limit: int, counts: CommonCounts | None, name: str, now: Callable[[], float]) -> None:
        self._here, self._limit = Flood[str](limit), limit
        self._counts, self._name, self._now = counts, name, now

    async def judge(self, user: str, at: float) -> str:
        """As ``Flood.judge``. What piled up while nobody answered is judged by when it was said, by this process."""
        if self._counts is None or self._now() - at >= WINDOW:
            return self._here.judge(user, at)
        name = f"{self._name}\0{user}"
        await self._counts.ask({name: self._limit})
        if not self._counts.look(name, self._limit).allowed:
            return self._here.refused(user, at)
        verdict = self._here.judge(user, at)
        if not verdict:
            self._counts.count(name)
        return verdict
