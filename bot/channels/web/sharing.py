"""「让对方扫」: a page with a large QR code of another page of ours, to be scanned from this screen."""

import re

from aiohttp import web

from bot.channels.web.site import VISIT, page
from bot.replies.codes import drawn

OURS = re.compile(r"/(?![/\\])[^\s\\]{0,900}")  # a path of this site, nothing that a browser takes for another's

routes = web.RouteTableDef()


@routes.get("/share")
async def share(request: web.Request) -> web.Response:
    """The code of ``?to=``, as large as the screen allows, with the address beneath."""
    return page(request, "share", to=_to(request), address=_address(request))


@routes.get("/share/qr.svg")
async def code(request: web.Request) -> web.Response:
    """The code alone."""
    return web.Response(body=drawn(_address(request)), content_type="image/svg+xml")


def _to(request: web.Request) -> str:
    to = request.query.get("to", "/")
    if not OURS.fullmatch(to):
        raise web.HTTPNotFound
    return to


def _address(request: web.Request) -> str:
    return request[VISIT].home + _to(request)
