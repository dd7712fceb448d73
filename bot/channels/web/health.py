"""For monitors: whether the process answers, and whether the service does all it should."""

from aiohttp import web

from bot.channels.web.api import dumped
from bot.channels.web.site import site_of
from bot.operations.readiness import Readiness

READINESS: web.AppKey[Readiness] = web.AppKey("readiness", Readiness)

routes = web.RouteTableDef()


@routes.get("/health/live")
@routes.get("/healthz")
async def live(request: web.Request) -> web.Response:
    """That the process answers, and from which version: who gets nothing restarts it."""
    return fresh(dumped({"status": "ok", "version": site_of(request).knowledge.version}))


@routes.get("/health/ready")
async def ready(request: web.Request) -> web.Response:
    """Whether everything works; a 503 says what does not, since when, and what to do. Answers go on meanwhile."""
    site = site_of(request)
    report = request.app[READINESS].report(site.knowledge.version)
    if pool := site.answering.pool:
        report["workers"] = {"ready": pool.ready, "wanted": pool.wanted}
    response = dumped(report)
    response.set_status(503 if report["reasons"] else 200)
    return fresh(response)


def fresh(response: web.Response) -> web.Response:
    """The response, not to be cached."""
    response.headers["Cache-Control"] = "no-store"
    return response
