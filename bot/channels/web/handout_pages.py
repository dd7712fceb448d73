"""Sheets of paper: the list of them, each on the screen with the counselor's own card to fill in, and as PDF."""

import asyncio
import logging
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from bot.channels.web import checkup_pages
from bot.channels.web.chat import form_of
from bot.channels.web.guard import said
from bot.channels.web.receipt_pages import kept_of, private
from bot.channels.web.receipts import Content
from bot.channels.web.site import VISIT, page, site_of
from bot.kit.counselor import Counselor, counselor_of, wechat_address
from bot.kit.handout import Handout, handout_of_clause, handout_of_measure, question_of
from bot.kit.sheets import NoPdf, can_make_pdf, code_of, firm_html, handout_html, pdf
from bot.replies.codes import drawn
from bot.replies.render import environment
from knowledge.records.model import Clause, Measure, Policy
from knowledge.text.tokens import clean

log = logging.getLogger("fudaoyuan")
NO_PDF = "这台服务器没有装做 PDF 的组件。请用电脑或手机浏览器打开这一页，点“打印”。"
LONGEST_NAME = 40
AT_ONCE = asyncio.Semaphore(1)  # a sheet takes 0.3 to 2 seconds of a processor: answers come first

routes = web.RouteTableDef()


@routes.get("/to/{name}")
@routes.get("/to/{policy}/{name}")
async def by_code(request: web.Request) -> web.Response:
    """Where the code on a sheet leads: the chat, with a question about that measure or clause in its field."""
    found = _named(request)
    raise web.HTTPFound(f"/?{urlencode({'q': question_of(found)})}")


@routes.get("/handouts")
async def handouts(request: web.Request) -> web.Response:
    """All there are, for who prints them before an event."""
    knowledge = site_of(request).knowledge
    rows = [(one, knowledge.policy(one.policy).clause(one.clause)) for one in knowledge.measures]
    return page(request, "handouts", rows=rows, policies=knowledge.policies, policy=knowledge.main)


@routes.get("/handouts/wechat/{name:[A-Za-z0-9_-]{8,64}}.svg")
async def wechat(request: web.Request) -> web.Response:
    """The code of a counselor's card in WeChat, as a picture; nothing of it is kept."""
    return web.Response(body=drawn(wechat_address(request.match_info["name"])), content_type="image/svg+xml")


@routes.get("/handouts/measures/{name}")
@routes.get("/handouts/measures/{policy}/{name}")
@routes.get("/handouts/policies/{policy}/{name}")
async def handout(request: web.Request) -> web.Response:
    """One sheet on the screen, as it will lie on paper."""
    made = _handout(request)
    address = f"{request[VISIT].home}{made.path}"
    return page(
        request, "handout", handout=made, policy=made.policy, code=code_of(address), address=address, **_shared(request)
    )


@routes.post("/handouts/measures/{name}")
@routes.post("/handouts/measures/{policy}/{name}")
@routes.post("/handouts/policies/{policy}/{name}")
async def handout_pdf(request: web.Request) -> web.Response:
    """The same as PDF, with the counselor's card as it was filled in."""
    form = await form_of(request)
    made = _handout(request)
    return await _pdf(request, handout_html([made], request[VISIT].home, counselor_of(form)), made.title)


@routes.get("/handouts/receipts/{token}")
async def firm(request: web.Request) -> web.Response:
    """The sheet of one firm, from its kept check-up."""
    kept = _checkup_of(request)
    address = _receipt(request)
    return private(
        page(
            request,
            "handout_firm",
            table=kept["table"],
            policies=_policies(request, kept),
            version=kept["version"],
            day=date.fromisoformat(kept["day"]),
            code=code_of(address),
            address=address,
            **_shared(request),
        )
    )


@routes.post("/handouts/receipts/{token}")
async def firm_pdf(request: web.Request) -> web.Response:
    """The same as PDF: the firm's name is written on it and kept nowhere."""
    form, kept = await form_of(request), _checkup_of(request)
    name = " ".join(clean(form.get("firm", "")).split())[:LONGEST_NAME]
    day = date.fromisoformat(kept["day"])
    html = firm_html(
        kept["table"], name, _policies(request, kept), kept["version"], day, _receipt(request), counselor_of(form)
    )
    return await _pdf(request, html, name or "企业体检结果")


def _shared(request: web.Request) -> dict[str, Any]:
    sheets = environment().get_template("print/_handout.j2").module
    return {"papers": sheets, "counselor": Counselor(), "can_pdf": can_make_pdf(), "to": request[VISIT].path}


async def _pdf(request: web.Request, html: str, title: str) -> web.Response:
    await site_of(request).admit(request, "pdf:", anonymous=request[VISIT].address)
    try:
        async with AT_ONCE:
            made = await asyncio.to_thread(pdf, html)
    except NoPdf:
        raise said(NO_PDF) from None
    response = web.Response(body=made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(title, safe='')}.pdf"
    return private(response)


def _handout(request: web.Request) -> Handout:
    site = site_of(request)
    found = _named(request)
    if isinstance(found, Measure):
        return handout_of_measure(site.knowledge, found, site.day())
    return handout_of_clause(site.knowledge, found, site.day())


def _named(request: web.Request) -> Measure | Clause:
    """The measure or clause of the name in the path; of the policy named there, else the main one. Raises 404."""
    knowledge, info = site_of(request).knowledge, request.match_info
    for policy in [info["policy"]] if "policy" in info else ("", knowledge.site.main):
        with suppress(KeyError):
            return knowledge.measure(info["name"], policy)
    with suppress(KeyError):
        return knowledge.policy(info.get("policy", knowledge.site.main)).clause(info["name"])
    raise web.HTTPNotFound


def _checkup_of(request: web.Request) -> Content:
    kept = kept_of(request)
    if kept.get("kind") != checkup_pages.KIND:
        raise web.HTTPNotFound
    return kept


def _receipt(request: web.Request) -> str:
    return f"{request[VISIT].home}/receipts/{request.match_info['token']}"


def _policies(request: web.Request, kept: Content) -> list[Policy]:
    """The documents the rows of a kept table are of, as far as they still are there."""
    named = {row["clause"]["policy"] for rows in kept["table"]["groups"].values() for row in rows}
    return [one for one in site_of(request).knowledge.policies if one.id in named]
