"""What every page of the running site shares: the advisor, the settings, the clock, the limits."""

import gzip
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from markupsafe import Markup

from bot.channels.carry import Carrying
from bot.channels.rate_limit import RateVerdict
from bot.channels.signing import Signer
from bot.channels.web.admission import Admission
from bot.channels.web.assets import addresses, early, emblem, sheets, takes_gzip
from bot.channels.web.exchange import Answering
from bot.channels.web.links import WITHIN, Way
from bot.channels.web.proxies import is_ours
from bot.channels.web.receipts import SiteReceipts
from bot.replies.codes import inline
from bot.replies.phrasebook import Phrasebook, phrasebook_of
from bot.replies.render import environment
from bot.settings import Settings
from knowledge.records.model import Knowledge, Policy

PACKED = 5  # how hard pages are packed: more costs twice the time for 2% of the bytes
SITE: web.AppKey["Site"] = web.AppKey("site")


@dataclass(slots=True)
class Visit:
    """Where one request comes from, as our own proxies report it, and what the limits decided. ``site``: where it came
    to, found sooner than by ``site_of``; ``address``: as the limits count it; ``origin``: https://host as the visitor
    sees it; ``origins``: those a post of ours may name; ``shown``: the session, token or key of ours that it brings, ""
    for none, once that was looked up; ``path``: from our root, wherever the site is mounted; ``way``: how our addresses
    are written for this visitor."""

    site: "Site"
    address: str
    origin: str
    origins: frozenset[str]
    path: str
    way: Way
    verdict: RateVerdict | None = None
    shown: str | None = None
    _issued: dict[tuple[str, str], bool] = field(default_factory=dict)

    @property
    def secure(self) -> bool:
        """Whether the visitor uses https."""
        return self.origin.startswith("https:")

    def issued(self, use: str, text: str) -> bool:
        """Whether ``text`` is an id that we gave out for this use. The limits ask it, and then who answers."""
        known = self._issued.get((use, text))
        if known is None:
            known = self._issued[use, text] = self.site.signer.issued(use, text)
        return known

    @property
    def home(self) -> str:
        """The whole address of our root, without the slash at its end."""
        return self.origin + self.way.base


VISIT: web.RequestKey[Visit] = web.RequestKey("visit", Visit)


@dataclass
class Site:
    """The parts of one served site. ``shown``: which session, token or key of ours a request carries; ``day``: today
    where the enterprises are; ``clock``: seconds, for the limits; ``asked``: measure → how often it was asked
    about lately; ``told``: warnings that were logged, each only once."""

    answering: Answering
    settings: Settings
    receipts: SiteReceipts
    signer: Signer
    shown: Callable[[web.Request], str]
    day: Callable[[], date]
    clock: Callable[[], float] = time.monotonic
    asked: Mapping[str, int] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    @property
    def knowledge(self) -> Knowledge:
        """The version that is live now."""
        return self.answering.advisor.live.knowledge

    @property
    def documents(self) -> tuple[Policy, ...]:
        """Every document that is known, the main one first."""
        known = self.knowledge
        return tuple(sorted(known.policies, key=lambda one: one.id != known.site.main))

    def now(self) -> datetime:
        """The moment, by the clock that turns are kept with."""
        return self.answering.advisor.now()

    @cached_property
    def carrying(self) -> Carrying | None:
        """What takes talks to a messenger and back; None while there is none."""
        if not (self.settings.wechat.on or self.settings.wecom.on):
            return None
        return Carrying(self.settings, self.answering.store, self.now)

    @cached_property
    def admission(self) -> Admission:
        """The rate limits, made at the first request."""
        return Admission(self.settings.page, self.clock, time.monotonic, self.answering.store.tallies())

    @cached_property
    def is_proxy(self) -> Callable[[str], bool]:
        """Whether a connection from this address comes from a proxy of ours."""
        trusted = self.settings.page.proxies
        # Of this site's alone: as part of the key each network would be hashed anew, in Python, for each request
        return lru_cache(maxsize=4096)(lambda peer: is_ours(peer, trusted))

    @cached_property
    def pushed(self) -> frozenset[str]:
        """Where messengers' servers post: that comes from a few addresses, and has a secret of its own to check."""
        settings = self.settings
        url = settings.telegram.webhook_url
        told = [urlsplit(url).path] if url else []
        return frozenset((*told, *(one.path for one in (settings.wechat, settings.wecom) if one.on)))

    def phrasebook(self) -> Phrasebook:
        """How the facts of the live version are said."""
        return phrasebook_of(self.knowledge)

    async def admit(self, request: web.Request, apart: str = "", anonymous: str = "") -> RateVerdict:
        """Counts one message of what the request shows of ours, and of its address. ``apart``: what of the same session
        is counted by itself; ``anonymous``: whose it is when nothing was shown. Raises 429; the verdict stands in the
        headers."""
        visit, ours = request[VISIT], self.shown(request)
        session = apart + ours if ours else anonymous
        visit.verdict = await self.admission.message(session, visit.address, issued=bool(ours))
        if not visit.verdict.allowed:
            raise web.HTTPTooManyRequests
        return visit.verdict


def site_of(request: web.Request) -> Site:
    """The site a request was made to."""
    return request.app[SITE]


def page(
    request: web.Request, name: str, status: int = 200, policy: Policy | None = None, **context: Any
) -> web.Response:
    """A whole page from ``templates/web/pages``; ``policy``: the document it is about, which the menu leads to."""
    here = f"/{request[VISIT].path.split('/')[1]}"  # the entry of the menu it stands under
    return part(request, f"pages/{name}", status, policy=policy, here=here, **context)


def part(request: web.Request, name: str, status: int = 200, /, **context: Any) -> web.Response:
    """A piece of a page by itself, or the whole of one."""
    html = request[VISIT].way.placed(fragment(request, name, **context))
    return html_response(request, html, status)


def html_response(request: web.Request, html: str, status: int = 200) -> web.Response:
    """The page, packed for who can unpack it: a third of the bytes for a millisecond's work."""
    packed = takes_gzip(request)
    body = gzip.compress(html.encode(), PACKED, mtime=0) if packed else html.encode()
    response = web.Response(body=body, content_type="text/html", charset="utf-8", status=status)
    response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    if packed:
        response.headers[hdrs.CONTENT_ENCODING] = "gzip"
    return response


def fragment(request: web.Request, name: str, **context: Any) -> str:
    """A piece of HTML from ``templates/web``; everything put into it is escaped, our addresses are from our root."""
    site, visit = site_of(request), request[VISIT]
    shared = {
        "assets": addresses(),
        "early": early(),
        "emblem": emblem(),
        "sheets": sheets(),
        "embedded": WITHIN in request.query,
        "home": visit.home,
        "path": visit.path,
        "qr": partial(_code, visit.home),
        "base": visit.way.base,
        "idle": site.settings.page.idle_minutes,
        "site": site.knowledge.site,
        "several": len(site.knowledge.policies) > 1,
        "held": "",
        "talk": "",
        "carries": site.carrying is not None,
    }
    return environment().get_template(f"web/{name}.j2").render(**{**shared, **context})


def _code(home: str, path: str, words: str) -> Markup:
    """The QR code of a page of ours; ``path``: from our root."""
    return inline(home + path, words)
