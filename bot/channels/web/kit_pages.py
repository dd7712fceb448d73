"""The counselors' page: what they take along to a firm and to an event, each a link."""

import asyncio
from importlib.metadata import version
from urllib.parse import quote

from aiohttp import web

from bot.channels.web.site import VISIT, page, site_of
from bot.kit.pack import pack

routes = web.RouteTableDef()


@routes.get("/kit")
async def kit(request: web.Request) -> web.Response:
    return page(request, "kit", policy=site_of(request).knowledge.main)


@routes.get("/firms")
async def firms(request: web.Request) -> web.Response:
    """Where several firms at once are switched on, and off again."""
    return page(request, "firms", policy=site_of(request).knowledge.main)


@routes.get("/kit/events")
async def events(request: web.Request) -> web.Response:
    """How an event is held."""
    return page(request, "events", policy=site_of(request).knowledge.main)


@routes.get("/kit/pack.html")
async def offline(request: web.Request) -> web.Response:
    """The offline pack, to be kept on the phone or the laptop."""
    site = site_of(request)
    html = await asyncio.to_thread(pack, site.knowledge, site.day(), request[VISIT].home, version=version("fudaoyuan"))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote('金融辅导员离线包.html')}"}
    return web.Response(text=html, content_type="text/html", headers=headers)
