"""The desk within the served site: every route of the table, behind its role, its session and its form's mark."""

import asyncio
import contextvars
import hmac
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import hdrs, web
from aiohttp.web_request import FileField

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.desk import (
    audit_pages,
    cards_pages,
    documents_pages,
    entry_pages,
    events_pages,
    home,
    login,
    lpr_pages,
    measures_pages,
    people_pages,
    questions_pages,
    queue_pages,
    referrals_pages,
    report_pages,
    terms_pages,
    versions_pages,
    visits_pages,
    words_pages,
)
from bot.channels.desk.asking import Ask, Desk, Upload
from bot.channels.desk.routes import ANYBODY, CHANGING, LARGE, Route
from bot.channels.signing import Signer, secret_of
from bot.channels.web.app import below
from bot.channels.web.chat import UNREADABLE
from bot.channels.web.session import same_site
from bot.channels.web.site import VISIT
from bot.clock import BEIJING
from bot.desk.house import Drafted, office_of
from bot.desk.known import Known
from bot.settings import Settings
from knowledge.people import ROLES, Door, mark_of, may
from knowledge.records.model import KnowledgeError
from knowledge.store import Store

log = logging.getLogger("fudaoyuan")
# Modules with ``routes``; some with ``menu``, ``reminders``
PAGES: tuple[Any, ...] = (
    login,
    entry_pages,
    home,
    questions_pages,
    queue_pages,
    visits_pages,
    referrals_pages,
    events_pages,
    report_pages,
    measures_pages,
    words_pages,
    terms_pages,
    cards_pages,
    lpr_pages,
    documents_pages,
    versions_pages,
    people_pages,
    audit_pages,
)
DESK: web.AppKey[Desk] = web.AppKey("desk")
THREADS = 4  # an answer of the chat never waits for one of these
STRANGE = "这个表单不是从知识台的页面发出的，没有处理。请回到知识台再试。"
TOO_LARGE = f"发来的内容太大了，最多 {LARGE // 1024 // 1024} MB。"
UNREAD = "发来的表单读不懂，请返回重试。"
NOT_YOURS = "您的账号没有这项权限（要有「{role}」）。需要的话请找管理员。"
FRESH = ("/desk/password", "/desk/logout")  # where one may go whose password must be changed first


def mount(app: web.Application, house: House) -> None:
    """Adds the desk to the application of the site, within the served page."""
    add_desk(app, house.advisor, house.settings, house.store, house.advisor.now)


def add_desk(
    app: web.Application,
    advisor: Advisor,
    settings: Settings,
    store: Store,
    now: Callable[[], datetime],
    routes: Sequence[Route] | None = None,
) -> Desk:
    """Adds every route of the desk, or just these; ``now``: the moment, in any zone."""

    def here() -> datetime:
        return now().astimezone(BEIJING)

    signer = Signer(secret_of(settings))
    drafted = Drafted(settings)
    known = Known()
    office = office_of(store, lambda: advisor.live, drafted, known)
    desk = Desk(store, advisor, settings, Door(store.people(), here), office, drafted, known, signer, here)
    desk.menu = tuple(sorted((page.menu for page in PAGES if hasattr(page, "menu")), key=lambda one: one.place))
    desk.reminders = tuple(page.reminders for page in PAGES if hasattr(page, "reminders"))
    app[DESK] = desk
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="desk")
    table = web.RouteTableDef()
    for route in all_routes() if routes is None else routes:
        table.route(route.method, route.path)(partial(_handled, route, desk, pool))
    app.add_routes(table)
    app.add_routes(below(settings.page.base_path, table))
    app.on_response_prepare.append(_headers)

    async def stopped(app: web.Application) -> None:
        pool.shutdown(wait=False, cancel_futures=True)
        drafted.close()

    app.on_cleanup.append(stopped)
    return desk


def all_routes() -> tuple[Route, ...]:
    """The whole table."""
    return tuple(route for page in PAGES for route in page.routes.routes)


async def _handled(route: Route, desk: Desk, pool: ThreadPoolExecutor, request: web.Request) -> web.StreamResponse:
    """One request: what was typed is read here, everything else is done in a thread."""
    ask = Ask(request, desk)
    if route.method == CHANGING:
        try:
            ask = await _with_form(ask, route.most)
        except web.HTTPRequestEntityTooLarge:
            return await _in_thread(pool, lambda: problem(ask, TOO_LARGE, 413))
        except UNREADABLE:
            return await _in_thread(pool, lambda: problem(ask, UNREAD, 400))
    return await _in_thread(pool, partial(answer, route, ask))


async def _in_thread(pool: ThreadPoolExecutor, work: Callable[[], web.StreamResponse]) -> web.StreamResponse:
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(pool, lambda: context.run(work))


def answer(route: Route, ask: Ask) -> web.StreamResponse:
    """Who asks, whether he may, whether the form is ours; then the page."""
    ask = who_asks(ask)
    if route.method == CHANGING and not same_site(ask.request, ask.request[VISIT].origins):
        return problem(ask, STRANGE, 403)
    if route.role != ANYBODY:
        if ask.me is None:
            return login.ask_to_log_in(ask, route)
        if route.method == CHANGING and not hmac.compare_digest(ask.form.get("mark", "").encode(), ask.mark.encode()):
            return problem(ask, STRANGE, 403)
        if ask.me.fresh and route.path not in FRESH:
            return ask.go("/desk/password")
        if not may(ask.me, route.role):
            return _not_yours(ask, route)
    try:
        return route.handler(ask)
    except KnowledgeError as error:
        return problem(ask, str(error), 400)


def who_asks(ask: Ask) -> Ask:
    """The request with who is logged in."""
    token = login.token_of(ask.request)
    person = ask.desk.door.person_of(token) if token else None
    return replace(ask, me=person, token=token, mark=mark_of(token)) if person else ask


def problem(ask: Ask, sentence: str, status: int) -> web.Response:
    """A page that says what is wrong; what was typed is still in the page before."""
    return ask.page("problem", status, sentence=sentence)


def _not_yours(ask: Ask, route: Route) -> web.Response:
    if route.method == CHANGING:
        hand = ask.hand()
        ask.desk.store.trail().append(hand.note("refused", ask.path, after=f"要有{route.role}的权限")).result()
    return problem(ask, NOT_YOURS.format(role=ROLES[route.role]), 403)


async def _with_form(ask: Ask, most: int) -> Ask:
    """The request with what was typed in it and the files that came along."""
    sent = await ask.request.clone(client_max_size=most).post()
    fields: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    for name, value in sent.items():
        if isinstance(value, FileField):
            with value.file:
                files[name] = Upload(value.filename, value.file.read())
        elif isinstance(value, str):
            fields.setdefault(name, []).append(value)
    lists = {name: tuple(values) for name, values in fields.items()}
    return replace(ask, form={name: values[0] for name, values in lists.items()}, lists=lists, files=files)


async def _headers(request: web.Request, response: web.StreamResponse) -> None:
    """What is shown to staff is kept by no browser and shown in no frame."""
    if VISIT not in request or not request[VISIT].path.startswith("/desk"):
        return
    policy = response.headers.get("Content-Security-Policy", "")
    head, _, _ = policy.partition("; frame-src")
    response.headers["Content-Security-Policy"] = f"{head}; frame-src 'self'; frame-ancestors 'none'"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Robots-Tag"] = "noindex"
    if not request[VISIT].path.startswith("/desk/static/"):
        response.headers[hdrs.CACHE_CONTROL] = "no-store"
