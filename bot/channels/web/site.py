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

from bot.channels.web.admission import Admission
from bot.channels.web.exchange import Answering
from bot.channels.web.limits import Verdict
from bot.channels.web.options import Options
from bot.channels.web.receipts import Receipts
from bot.channels.web.signing import Signer
from bot.replies.phrasebook import Phrasebook
from bot.replies.render import environment
from bot.settings import Settings
from knowledge.records.model import Knowledge

STATIC = Path(__file__).parent / "static"
SITE: web.AppKey["Site"] = web.AppKey("site")


@dataclass
class Visit:
    """Where one request comes from, as our own proxies tell it, and what the limits said to it. ``address``: as the
    limits count it; ``origin``: https://host as the visitor sees it; ``origins``: those a post of ours may name."""

    address: str
    origin: str
    origins: frozenset[str]
    verdict: Verdict | None = None

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https:")


VISIT: web.RequestKey[Visit] = web.RequestKey("visit", Visit)


@dataclass
class Site:
    """The parts of one served site. ``issued``: whether a request carries a session, token or key of ours; ``day``:
    today where the enterprises are; ``clock``: seconds, for the limits; ``asked``: measure → how often it was asked
    about lately; ``told``: what was warned of, once is enough."""

    answering: Answering
    settings: Settings
    options: Options
    receipts: Receipts
    signer: Signer
    issued: Callable[[web.Request], bool]
    day: Callable[[], date]
    clock: Callable[[], float] = time.monotonic
    asked: Mapping[str, int] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    _books: dict[int, Phrasebook] = field(default_factory=dict)

    @property
    def knowledge(self) -> Knowledge:
        return self.answering.advisor.live.knowledge

    @cached_property
    def admission(self) -> Admission:
        return Admission(self.options, self.clock, time.monotonic)

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
        """Counts one message of this session and address. Raises 429; the verdict stands in the headers."""
        visit = request[VISIT]
        visit.verdict = self.admission.message(session, visit.address, issued=self.issued(request))
        if not visit.verdict.allowed:
            raise web.HTTPTooManyRequests
        return visit.verdict


def site_of(request: web.Request) -> Site:
    return request.app[SITE]


def page(request: web.Request, name: str, status: int = 200, **context: Any) -> web.Response:
    """A whole page from ``templates/web/pages``."""
    return web.Response(text=fragment(request, f"pages/{name}", **context), content_type="text/html", status=status)


def fragment(request: web.Request, name: str, **context: Any) -> str:
    """A piece of HTML from ``templates/web``; everything put into it is escaped."""
    site = site_of(request)
    shared = {
        "assets": site.assets,
        "embedded": "embed" in request.query,
        "origin": request[VISIT].origin,
        "site": site.knowledge.site,
    }
    return environment().get_template(f"web/{name}.j2").render(**shared, **context)


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
