"""「存进手机日历」: a reminder as a file for the calendar. The address says all there is in it, and nobody's words."""

import re
from datetime import UTC, date, datetime

from aiohttp import web

from bot.channels.web.site import site_of
from bot.kit.calendar_file import calendar_file
from bot.kit.follow_ups import WORDS
from bot.kit.reminders import OWN
from bot.kit.reminding import THING
from bot.kit.visits import LABELS
from bot.replies.render import day as told

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
NAME = re.compile(f"({'|'.join([*WORDS, OWN])})-({DAY})-({DAY})")

routes = web.RouteTableDef()


@routes.get("/remind/{name}.ics")
async def reminder(request: web.Request) -> web.Response:
    """The file; a 404 for what no reminder of ours is."""
    found = NAME.fullmatch(request.match_info["name"])
    try:
        kind, due, day = found[1] if found else "", *(date.fromisoformat(found[at] if found else "") for at in (2, 3))
    except ValueError:
        raise web.HTTPNotFound from None
    if day > due:
        raise web.HTTPNotFound
    words = f"{told(due)}：{LABELS.get(kind, THING)}"
    contact = site_of(request).knowledge.site.name
    more = "\n".join(part for part in (WORDS.get(kind, ""), f"{contact}提醒。拿不准的，打12345问。") if part)
    body = calendar_file(words, more, day, datetime.now(UTC))
    headers = {"Content-Disposition": 'attachment; filename="reminder.ics"', "Cache-Control": "public, max-age=3600"}
    return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)
