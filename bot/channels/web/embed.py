"""/embed.js, the script that puts a button on another site, and the files the page loads: /static and the icon."""

from aiohttp import web

from bot.channels.web.site import STATIC, VISIT, site_of

routes = web.RouteTableDef()
LONG = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@routes.get("/embed.js")
async def script(request: web.Request) -> web.StreamResponse:
    """The script other sites include; it may be read from anywhere and is looked at anew each hour."""
    return _file("embed.js", "public, max-age=3600", {"Cross-Origin-Resource-Policy": "cross-origin"})


@routes.get("/favicon.ico")
async def icon(request: web.Request) -> web.StreamResponse:
    return _file("icon.svg", "public, max-age=86400")


@routes.get("/static/{name}")
async def static(request: web.Request) -> web.StreamResponse:
    """A file of ``static/``, none from elsewhere; kept for ever when asked for with its mark."""
    name = request.match_info["name"]
    address = site_of(request).assets.get(name)
    if address is None:
        raise web.HTTPNotFound
    asked = f"{request[VISIT].path}?{request.query_string}"
    return _file(name, LONG if asked == address else "no-cache")


def _file(name: str, cache: str, more: dict[str, str] | None = None) -> web.Response:
    path = STATIC / name
    response = web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")
    response.headers.update({"Cache-Control": cache, **(more or {})})
    if path.suffix in (".js", ".css", ".svg"):
        response.enable_compression()
    return response
