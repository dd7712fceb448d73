"""/embed.js, the script that puts a button on another site, and the files the page loads: /static and the icon."""

from aiohttp import web

from bot.channels.web.assets import addresses, asset
from bot.channels.web.site import VISIT

routes = web.RouteTableDef()
LONG = "public, max-age=31536000, immutable"


@routes.get("/embed.js")
async def script(request: web.Request) -> web.StreamResponse:
    """The script other sites include; it may be read from anywhere and is looked at anew each hour."""
    response = asset("embed.js").response(request, "public, max-age=3600")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@routes.get("/favicon.ico")
async def icon(request: web.Request) -> web.StreamResponse:
    return asset("icon.svg").response(request, "public, max-age=86400")


@routes.get("/static/{name}")
async def static(request: web.Request) -> web.StreamResponse:
    """A file of ``static/``, none from elsewhere; kept for ever when asked for with its mark."""
    name = request.match_info["name"]
    address = addresses().get(name)
    if address is None:
        raise web.HTTPNotFound
    asked = f"{request[VISIT].path}?{request.query_string}"
    return asset(name).response(request, LONG if asked == address else "no-cache")
