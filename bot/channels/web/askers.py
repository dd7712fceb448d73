"""Which sessions asked from which address within the last minute: how many share its room."""

from collections import OrderedDict

from bot.channels.rate_limit import REMEMBERED, WINDOW


class Askers:
    """Times are seconds, of whatever clock the caller has. Of more than fifty thousand addresses the one silent
    longest is forgotten; an address has no more sessions than messages were let through."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, OrderedDict[str, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def note(self, session: str, address: str, now: float) -> None:
        """One message of this session came from this address."""
        sessions = self._seen.setdefault(address, OrderedDict())
        sessions[session] = now
        sessions.move_to_end(session)
        self._seen.move_to_end(address)
        _drop(sessions, now)
        while len(self._seen) > REMEMBERED or _silent(next(iter(self._seen.values())), now):
            self._seen.popitem(last=False)

    def sharing(self, session: str, address: str, now: float) -> int:
        """How many sessions share the address, this one among them."""
        sessions = self._seen.get(address, OrderedDict())
        _drop(sessions, now)
        return len(sessions) + (session not in sessions)


def _drop(sessions: OrderedDict[str, float], now: float) -> None:
    while sessions and next(iter(sessions.values())) <= now - WINDOW:
        sessions.popitem(last=False)


def _silent(sessions: OrderedDict[str, float], now: float) -> bool:
    return not sessions or next(reversed(sessions.values())) <= now - WINDOW
