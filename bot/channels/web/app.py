"""The application: its routes, its guards, and what they share."""

import time
from collections.abc import Callable, Iterator
from datetime import date

from aiohttp import web

from bot.advisor import Advisor
from bot.channels.signing import Signer, secret_of
from bot.channels.web import (
    api,
    carry_pages,
    chat,
    checkup_pages,
    documents,
    embed,
    event_pages,
    feedback_pages,
    handout_pages,
    handover,
    health,
    kit_pages,
    list_pages,
    measures,
    metrics,
    receipt_pages,
    referral_pages,
    reminder_pages,
    sharing,
)
from bot.channels.web.clearing import CLEARING, Clearing, clearing
from bot.channels.web.exchange import Answering
from bot.channels.web.guard import guard, headers
from bot.channels.web.housekeeping import counting, housekeeping
from bot.channels.web.list_jobs import Jobs
from bot.channels.web.owners import shown
from bot.channels.web.receipts import SiteReceipts
from bot.channels.web.site import SITE, Site
from bot.channels.web.tracing import traced
from bot.clock import today
from bot.operations.forgetting import Forgetting
from bot.operations.readiness import Readiness
from bot.settings import Settings
from knowledge.store import Store

LARGEST = 64 * 1024  # bytes of a body
PAGES = (
    api,
    carry_pages,
    chat,
    checkup_pages,
    documents,
    event_pages,
    feedback_pages,
    handout_pages,
    handover,
    kit_pages,
    list_pages,
    measures,
    receipt_pages,
    referral_pages,
    reminder_pages,
    sharing,
    embed,
    health,
    metrics,
)


def make_app(
    advisor: Advisor,
    settings: Settings,
    store: Store,
    *,
    day: Callable[[], date] = today,
    clock: Callable[[], float] = time.monotonic,
    readiness: Readiness | None = None,
) -> web.Application:
    """The site over one advisor. ``day``: today where the enterprises are; ``clock``: seconds for the limits;
    ``readiness``: what ``/health/ready`` tells.

    Raises OSError with a Chinese sentence when the secret of the data folder cannot be used.
    """
    receipts = SiteReceipts(store, settings.page.receipt_days, day)
    app = web.Application(client_max_size=LARGEST, middlewares=[traced, guard])
    signer = Signer(secret_of(settings))
    app[SITE] = Site(Answering(advisor, store), settings, receipts, signer, shown, day, clock)
    app[CLEARING] = Clearing(app[SITE].answering, Forgetting(store, settings.home))
    app[list_pages.JOBS] = Jobs(clock)
    app[health.READINESS] = readiness or Readiness()
    app[metrics.METRICS] = metrics.Metrics(app[SITE].answering, app[health.READINESS], settings)
    for module in PAGES:
        app.add_routes(module.routes)
        app.add_routes(below(settings.page.base_path, module.routes))
    app.on_response_prepare.append(headers)
    app.cleanup_ctx.append(counting)
    app.cleanup_ctx.append(housekeeping)
    app.cleanup_ctx.append(clearing)
    app.on_cleanup.append(list_pages.stopped)
    return app


def below(base: str, routes: web.RouteTableDef) -> Iterator[web.RouteDef]:
    """The same routes below a path, for proxies that pass the whole path on."""
    for one in routes if base else ():
        if isinstance(one, web.RouteDef):
            for path in (base + one.path, base) if one.path == "/" else (base + one.path,):
                yield web.RouteDef(one.method, path, one.handler, one.kwargs)
