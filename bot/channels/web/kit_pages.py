"""The counselors' page: what they take along to a firm and to an event, each a link."""

from aiohttp import web

from bot.channels.web.site import page, site_of

routes = web.RouteTableDef()


@routes.get("/kit")
async def kit(request: web.Request) -> web.Response:
    return page(request, "kit", policy=site_of(request).knowledge.main)
