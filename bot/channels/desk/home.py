"""The first page: what waits for whoever is logged in."""

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.routes import Entry, Table
from knowledge.store import Wanted

routes = Table()
menu = Entry(0, "/desk", "首页", "viewer")


@routes.get("/desk", "viewer")
def home(ask: Ask) -> web.Response:
    """Drafts to be signed, one's own drafts, today's questions, and what pages remind of."""
    desk, day = ask.desk, ask.desk.today.isoformat()
    signs = desk.office.may_sign(ask.person, desk.today)
    drafts = desk.office.drafts()
    context = {
        "to_sign": [one for one in drafts if signs and one.state == "review" and not _mine(ask, one.number)],
        "own": [one for one in drafts if one.author == ask.person.name and one.state in ("open", "review", "due")],
        "asked": desk.store.counts().count(Wanted(day, day)),
        "unsure": desk.store.counts().count(Wanted(day, day, sure=False)),
        "version": desk.store.published(),
        "reminders": [line for one in desk.reminders for line in one(ask)],
    }
    return ask.page("home", **context)


def _mine(ask: Ask, number: int) -> bool:
    return ask.person.name in ask.desk.office.hands(ask.desk.office.draft(number))
