"""What every page of the running site shares: the advisor, the settings, the clock, the limits."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.channels.web.answering import Answering
from bot.channels.web.limits import Limit, Verdict
from bot.channels.web.options import Options
from bot.channels.web.phrasebook import Phrasebook
from bot.channels.web.receipts import Receipts
from bot.channels.web.signing import Signer
from bot.render import environment
from bot.settings import Settings
from knowledge.model import Knowledge

STATIC = Path(__file__).parent / "static"
SITE: web.AppKey["Site"] = web.AppKey("site")


@dataclass
class Visit:
    """Where one request comes from, as our own proxies tell it, and what the limits said to it."""

    address: str
    scheme: str
    host: str
    verdict: Verdict | None = None

    @property
    def origin(self) -> str:
        """https://host as the visitor sees it."""
        return f"{self.scheme}://{self.host}"


VISIT: web.RequestKey[Visit] = web.RequestKey("visit", Visit)


@dataclass
class Site:
    """The parts of one served site. ``day``: today where the enterprises are; ``clock``: seconds, for the limits;
    ``asked``: measure → how often it was asked about lately."""

    answering: Answering
    settings: Settings
    options: Options
    receipts: Receipts
    signer: Signer
    day: Callable[[], date]
    clock: Callable[[], float] = time.monotonic
    asked: Mapping[str, int] = field(default_factory=dict)
    _books: dict[int, Phrasebook] = field(default_factory=dict)

    @property
    def knowledge(self) -> Knowledge:
        return self.answering.advisor.live.knowledge

    @cached_property
    def by_session(self) -> Limit:
        return Limit(self.options.session_limit, self.clock)

    @cached_property
    def by_address(self) -> Limit:
        return Limit(self.options.address_limit, self.clock)

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """File of ``static/`` → its address with a mark of its content, so that browsers may keep it for ever."""
        return {path.name: f"/static/{path.name}?v={_mark(path)}" for path in sorted(STATIC.iterdir())}

    def phrasebook(self) -> Phrasebook:
        """How the facts of the live version are said; one version's book is kept."""
        knowledge = self.knowledge
        if knowledge.version not in self._books:
            self._books = {knowledge.version: Phrasebook(knowledge)}
        return self._books[knowledge.version]

    def admit(self, request: web.Request, session: str) -> Verdict:
        """Counts one message of this session and address; the tighter verdict counts and stands in the headers."""
        visit = request[VISIT]
        verdicts = self.by_session.look(session), self.by_address.look(visit.address)
        tight = max(verdicts, key=lambda one: (one.wait, -one.left))
        if not tight.allowed:
            visit.verdict = tight
            raise web.HTTPTooManyRequests
        self.by_session.count(session)
        self.by_address.count(visit.address)
        visit.verdict = tight._replace(left=tight.left - 1)
        return visit.verdict


def site_of(request: web.Request) -> Site:
    return request.app[SITE]


def page(request: web.Request, name: str, status: int = 200, **context: Any) -> web.Response:
    """A whole page from ``templates/web/pages``."""
    return web.Response(text=fragment(request, f"pages/{name}", **context), content_type="text/html", status=status)


def fragment(request: web.Request, name: str, **context: Any) -> str:
    """A piece of HTML from ``templates/web``; everything put into it is escaped."""
    site = site_of(request)
    shared = {"assets": site.assets, "embedded": "embed" in request.query, "origin": request[VISIT].origin}
    return environment().get_template(f"web/{name}.j2").render(**shared, **context)


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
