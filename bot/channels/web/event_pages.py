"""An event on the site: the visitors' link, the projector's page, the stand's phone, and the page of who runs it."""

import asyncio
import logging
from urllib.parse import quote

from aiohttp import web

from bot.channels.web.chat import new_id, ours
from bot.channels.web.guard import said
from bot.channels.web.links import TALK
from bot.channels.web.list_pages import EXCEL
from bot.channels.web.receipt_pages import private
from bot.channels.web.session import session_of, set_cookie
from bot.channels.web.site import VISIT, page, site_of
from bot.kit.events import Event, Summary, close_event, event_workbook, find_event, summary
from bot.kit.sheets import code_of
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
NOT_READ = "现在读不出来，请稍后再试。"
EXAMPLES = 3

routes = web.RouteTableDef()


@routes.get("/e/{code}")
async def come(request: web.Request) -> web.Response:
    """A visitor begins: a fresh talk that belongs to the event. A closed event is the usual site."""
    event = _event(request)
    if not event.is_open:
        raise web.HTTPFound("/")
    site, session = site_of(request), session_of(request)
    site.admission.widen()
    talk = new_id()
    begun = web.HTTPSeeOther(f"/?{TALK}={talk}")
    conversation = session.beside(talk).own
    try:
        joined = site.answering.store.events().join(event.code, conversation, site.now().isoformat(timespec="seconds"))
        await asyncio.wrap_future(joined)
    except StoreError as error:
        log.error("a visitor of an event is not counted: %s", error)
    if not session.from_cookie:
        set_cookie(request, begun, session)
    raise begun


@routes.get("/e/{code}/screen")
async def screen(request: web.Request) -> web.Response:
    """For the projector: the code, the short address, three examples, to be read from the last row."""
    event = _event(request)
    address = f"{request[VISIT].home}/e/{event.code}"
    examples = site_of(request).knowledge.site.examples[:EXAMPLES]
    return page(request, "event_screen", event=event, code=code_of(address), address=address, examples=examples)


@routes.get("/e/{code}/stand")
async def stand(request: web.Request) -> web.Response:
    """A phone that the visitors share: it begins anew after each."""
    return page(request, "event_stand", event=_event(request))


@routes.get("/e/{code}/manage/{secret}")
async def manage(request: web.Request) -> web.Response:
    """What came of it so far, for who runs it."""
    event = _run(request)
    found = await asyncio.to_thread(_summary, request, event)
    return private(page(request, "event_manage", event=event, found=found, here_at=request[VISIT].path))


@routes.post("/e/{code}/manage/{secret}")
async def close(request: web.Request) -> web.Response:
    """Closes it; what was missed goes to staff."""
    ours(request)
    event, store = _run(request), site_of(request).answering.store
    try:
        await asyncio.to_thread(close_event, store.ledger(), store.events(), event, site_of(request).now())
    except StoreError as error:
        log.error("an event is not closed: %s", error)
        raise said(NOT_READ) from None
    raise web.HTTPSeeOther(request[VISIT].path)


@routes.get("/e/{code}/manage/{secret}/report.xlsx")
async def report(request: web.Request) -> web.Response:
    """Visitors, top questions, misses and leads in Excel."""
    event = _run(request)
    found = await asyncio.to_thread(_summary, request, event)
    data = await asyncio.to_thread(event_workbook, site_of(request).knowledge, event, found)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(event.name, safe='')}.xlsx"}
    return private(web.Response(body=data, content_type=EXCEL, headers=headers))


def _summary(request: web.Request, event: Event) -> Summary:
    return summary(site_of(request).answering.store.events(), event.code)


def _event(request: web.Request) -> Event:
    """The event of the path. A 404 where there is none, a sentence where the database cannot be read."""
    try:
        found = find_event(site_of(request).answering.store.ledger(), request.match_info["code"])
    except StoreError as error:
        log.error("an event cannot be read: %s", error)
        raise said(NOT_READ) from None
    if found is None:
        raise web.HTTPNotFound
    return found


def _run(request: web.Request) -> Event:
    """The event, for who has its secret; a 404 for others."""
    event = _event(request)
    if not event.is_run_by(request.match_info["secret"]):
        raise web.HTTPNotFound
    return event
