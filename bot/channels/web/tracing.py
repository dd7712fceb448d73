"""A request id for each request, in the log, in the response headers and on error pages; and the access log."""

import logging
from collections.abc import Awaitable, Callable
from random import getrandbits
from time import perf_counter

from aiohttp import web
from multidict import istr

from bot.channels.web.metrics import METRICS
from bot.channels.web.site import VISIT
from bot.operations.logs import ACCESS, request_id

log = logging.getLogger("fudaoyuan")
access = logging.getLogger(ACCESS)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HEADER = istr("X-Request-Id")
NUMBER: web.RequestKey[str] = web.RequestKey("number", str)
LEFT = 499  # as nginx writes it: nobody is there to hear the answer


@web.middleware
async def traced(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Around all others: gives the request its number and, where that is asked for, its line."""
    number = f"{getrandbits(32):08x}"
    request[NUMBER] = number
    request_id.set(number)  # of this request's task alone
    started, status = perf_counter(), 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as error:
        status = error.status
        raise
    finally:
        if request.method == "POST" and (visit := request.get(VISIT)):
            request.app[METRICS].timed(visit.path, started)
        if access.isEnabledFor(logging.INFO):
            spent = (perf_counter() - started) * 1000
            access.info("%s %s %s %.0f ms", request.method, route_of(request), status, spent)


def hung_up(request: web.Request) -> bool:
    """Whether the client left before it had said everything, which is no failure."""
    if request.transport is not None and not request.transport.is_closing():
        return False
    log.debug("the client left: %s %s", request.method, route_of(request))
    return True


def route_of(request: web.Request) -> str:
    """The pattern of the address, "-" for one that is none of ours: an address may hold what somebody typed."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "-"
