"""What was done at the desk, by whom: to be read, never to be changed."""

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.routes import Entry, Table
from knowledge.audit import ACTIONS, is_whole, verify

routes = Table()
menu = Entry(95, "/desk/audit", "操作记录", "viewer")
PAGE = 50  # lines


@routes.get("/desk/audit", "viewer")
def audit(ask: Ask) -> web.Response:
    """The newest first; of one person or one kind where that is asked for."""
    trail = ask.desk.store.trail()
    who, what, before = ask.query.get("who", ""), ask.query.get("what", ""), ask.query.get("before", "")
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    lines = trail.lines(before=start, limit=PAGE + 1, who=who, what=what)
    context = {"lines": lines[:PAGE], "more": len(lines) > PAGE, "who": who, "what": what, "actions": ACTIONS}
    return ask.page("audit", people=ask.desk.store.people().everybody(), **context)


@routes.get("/desk/audit/check", "viewer")
def check(ask: Ask) -> web.Response:
    """Whether all of it is as it was written."""
    trail = ask.desk.store.trail()
    return ask.page("audit_check", whole=is_whole(trail), words=verify(trail))
