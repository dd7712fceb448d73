"""Who may ask now: limits by visitor, then by network address, and a bucket that slows down who is too fast."""

from collections.abc import Callable

from bot.channels.common_limit import CommonCounts, CommonLimit
from bot.channels.rate_limit import LeakyBucket, RateLimit, RateVerdict
from bot.channels.web.askers import Askers
from bot.settings import PageSettings
from knowledge.store import Tallies

FILES = 5  # files that a page loads
WIDER = 5  # times what an address may otherwise, while an event is held
HELD = 3 * 3600.0  # seconds after its last visitor
PATIENT = 20  # refusals a minute that get a whole page; further ones get one line


class Admission:
    """The limits of one site. ``clock``: seconds, for what is counted by the minute; ``ticks``: for the pace;
    ``tallies``: where the processes that serve the site count together."""

    def __init__(
        self,
        page: PageSettings,
        clock: Callable[[], float],
        ticks: Callable[[], float],
        tallies: Tallies | None = None,
    ) -> None:
        self._clock, self._askers = clock, Askers()
        self.common = CommonCounts(tallies, clock) if tallies is not None else None
        self._by_session = self._limit("session", page.session_limit)
        self._by_address = self._limit("address", page.address_limit)
        self._by_newcomer = self._limit("newcomer", page.newcomer_limit)
        self._sessions_given = self._limit("given", page.newcomer_limit)
        self._pages = self._limit("pages", page.page_limit)
        self._refusals = RateLimit[str](PATIENT)
        self._usual = {table: table.limit for table in (self._by_address, self._by_newcomer, self._sessions_given)}
        self._wide_until = 0.0
        self.held = 0  # refusals kept waiting just now
        rate = (page.address_limit + page.newcomer_limit + page.page_limit) / 60
        self.pace, self.files = LeakyBucket(rate, ticks), LeakyBucket(FILES * rate, ticks)

    def _limit(self, name: str, limit: int) -> RateLimit[str]:
        return CommonLimit(limit, self.common, name) if self.common is not None else RateLimit(limit)

    def widen(self) -> None:
        """A whole hall comes to an event by one address: more room, until some hours after its last visitor."""
        self._wide_until = self._clock() + HELD
        for table, usual in self._usual.items():
            table.limit = WIDER * usual

    def _narrow(self, now: float) -> None:
        """Back to the usual once the event is over."""
        if now > self._wide_until:
            self._wide_until = 0.0
            for table, usual in self._usual.items():
                table.limit = usual

    async def message(self, session: str, address: str, *, issued: bool) -> RateVerdict:
        """Counts one message unless it is one too many; gives the verdict. What is refused is counted nowhere."""
        verdict = self.look(session, address, issued=issued)
        if verdict.allowed and self.common is not None:
            await self.common.ask(self._names(session, address, issued=issued))
            verdict = self.look(session, address, issued=issued)
        if not verdict.allowed:
            return verdict
        now = self._clock()
        self._table(issued).count(address, now)
        if session:
            self._by_session.count(session, now)
        if session and issued:
            self._askers.note(session, address, now)
        return RateVerdict(verdict.limit, max(verdict.left - 1, 0), verdict.wait)

    def look(self, session: str, address: str, *, issued: bool) -> RateVerdict:
        """What ``message`` would say: the tighter of the verdicts on session and address. Where an address has no room
        left, its sessions still have their equal share of it, so that one that takes more costs the others nothing.
        ``session``: "" for none, or while it is not known."""
        now = self._clock()
        if self._wide_until:
            self._narrow(now)
        shared = self._table(issued).look(address, now)
        if not session:
            return shared
        own = self._by_session.look(session, now)
        if not issued or shared.allowed or not own.allowed:
            return max(own, shared, key=lambda one: (one.wait, -one.left))
        asked, share = own.limit - own.left, shared.limit // self._askers.sharing(session, address, now)
        return own._replace(left=min(own.left, share - asked)) if asked < share else shared

    def _names(self, session: str, address: str, *, issued: bool) -> dict[str, int]:
        """What a message counts for where all processes count together, each with its limit."""
        told = [(self._table(issued), address), *([(self._by_session, session)] if session else [])]
        return {table.of(key): table.limit for table, key in told if isinstance(table, CommonLimit)}

    def gives_session(self, address: str) -> bool:
        """Counts one session given with a page, unless this address was given too many within the minute."""
        allowed = self._sessions_given.look(address, self._clock()).allowed
        if allowed:
            self._sessions_given.count(address, self._clock())
        return allowed

    def page(self, address: str) -> None:
        """Counts one page."""
        self._pages.count(address, self._clock())

    def look_at_page(self, address: str) -> RateVerdict:
        """Whether one more page is allowed."""
        return self._pages.look(address, self._clock())

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
