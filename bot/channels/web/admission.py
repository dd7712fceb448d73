"""Who may ask now: limits by visitor, then by network address, and a bucket that slows down who is too fast."""

from collections.abc import Callable

from bot.channels.rate_limit import LeakyBucket, RateLimit, Verdict
from bot.settings import PageSettings

FILES = 5  # files that a page loads
PATIENT = 20  # refusals a minute that get a whole page; further ones get one line


class Admission:
    """The limits of one site. ``clock``: seconds, for what is counted by the minute; ``ticks``: for the pace."""

    def __init__(self, page: PageSettings, clock: Callable[[], float], ticks: Callable[[], float]) -> None:
        self._clock = clock
        self._by_session = RateLimit[str](page.session_limit)
        self._by_address = RateLimit[str](page.address_limit)
        self._by_newcomer = RateLimit[str](page.newcomer_limit)
        self._pages = RateLimit[str](page.page_limit)
        self._refusals = RateLimit[str](PATIENT)
        rate = (page.address_limit + page.newcomer_limit + page.page_limit) / 60
        self.pace, self.files = LeakyBucket(rate, ticks), LeakyBucket(FILES * rate, ticks)

    def message(self, session: str, address: str, *, issued: bool) -> Verdict:
        """Counts one message unless it is one too many; gives the tighter of both verdicts."""
        verdict = self.look(session, address, issued=issued)
        if not verdict.allowed:
            return verdict
        self._by_session.count(session, self._clock())
        self._table(issued).count(address, self._clock())
        return verdict._replace(left=verdict.left - 1)

    def look(self, session: str, address: str, *, issued: bool) -> Verdict:
        """What ``message`` would say; ``session`` "" while it is not known."""
        verdict = self._table(issued).look(address, self._clock())
        if not session:
            return verdict
        return max(self._by_session.look(session, self._clock()), verdict, key=lambda one: (one.wait, -one.left))

    def page(self, address: str) -> Verdict:
        """Counts one page unless it is one too many."""
        verdict = self._pages.look(address, self._clock())
        if verdict.allowed:
            self._pages.count(address, self._clock())
        return verdict

    def tired_of(self, address: str) -> bool:
        """Whether this address was refused so often within the minute that one line must do."""
        return not self._refusals.look(address, self._clock()).allowed

    def refused(self, address: str) -> None:
        """Counts one refusal."""
        if not self.tired_of(address):
            self._refusals.count(address, self._clock())

    def _table(self, issued: bool) -> RateLimit[str]:
        """Who was given a session shares his address with many. Newcomers have less room of their own, or names made
        up for each message would go round the limit of a session."""
        return self._by_address if issued else self._by_newcomer
