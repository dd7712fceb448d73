"""Events: opened and closed by who is logged in, with the code for the poster and what came of it in Excel."""

from datetime import UTC, datetime

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.routes import Entry, Table
from bot.channels.web.list_pages import EXCEL
from bot.channels.web.site import VISIT
from bot.kit.events import Event, close_event, event_workbook, held, links, open_event, summary
from bot.kit.sight import sight_of
from bot.replies.codes import inline
from knowledge.records.model import KnowledgeError

routes = Table()
menu = Entry(27, "/desk/events", "活动", "counselor")


@routes.get("/desk/events", "counselor")
def every(ask: Ask) -> web.Response:
    """Those within sight, the newest first, and the form for a new one."""
    store = ask.desk.store
    found = [(one, summary(store.events(), one.code)) for one in reversed(_seen(ask))]
    return ask.page("events", found=found)


@routes.post("/desk/events", "counselor")
def add(ask: Ask) -> web.Response:
    """Opens one. Who is logged in needs no secret link to run it."""
    name = ask.text("name")
    if not name:
        raise KnowledgeError("请写活动叫什么，例如：开发区专场。")
    made, _ = open_event(
        ask.desk.store.ledger(),
        name,
        ask.text("place"),
        ask.desk.today.isoformat(),
        datetime.now(UTC),
        author=ask.person.name,
        note=lambda event: ask.hand().note("event", event.code, after=f"开了「{event.name}」"),
    )
    return ask.go(f"/desk/events/{made.code}", "开好了。")


@routes.get("/desk/events/{code}", "counselor")
def one(ask: Ask) -> web.Response:
    """Its links and code, and what came of it so far."""
    event = _found(ask)
    home = ask.request[VISIT].home
    addresses = list(links(event, home))
    return ask.page(
        "event",
        event=event,
        found=summary(ask.desk.store.events(), event.code),
        links=[(what, address.removeprefix(home), address) for what, address in addresses],
        code=inline(addresses[0][1], "给来的人扫的二维码"),
    )


@routes.post("/desk/events/{code}/close", "counselor")
def close(ask: Ask) -> web.Response:
    """Closed from now on; what was missed is among the questions that wait for an answer."""
    event, store = _found(ask), ask.desk.store
    close_event(
        store.ledger(),
        store.events(),
        event,
        datetime.now(UTC),
        author=ask.person.name,
        note=lambda event: ask.hand().note("event", event.code, after=f"结束了「{event.name}」"),
    )
    return ask.go(f"/desk/events/{event.code}", "结束了。没答上的已经排进待答。")


@routes.get("/desk/events/{code}/report.xlsx", "counselor")
def excel(ask: Ask) -> web.Response:
    """Visitors, top questions, misses and leads."""
    event = _found(ask)
    data = event_workbook(ask.desk.knowledge, event, summary(ask.desk.store.events(), event.code))
    ask.desk.store.trail().append(ask.hand().note("export", f"活动 {event.code}")).result()
    return ask.file(data, f"{event.name}.xlsx", EXCEL)


def _seen(ask: Ask) -> list[Event]:
    sight = sight_of(ask.person, ask.desk.store.people())
    return [event for event, author in held(ask.desk.store.ledger()) if sight.of(author)]


def _found(ask: Ask) -> Event:
    found = next((one for one in _seen(ask) if one.code == ask.match("code")), None)
    if found is None:
        raise web.HTTPNotFound
    return found
