"""「保存/分享」: making a receipt, reading it again, and its QR code."""

import logging
from datetime import date
from typing import Any

from aiohttp import web
from multidict import MultiDict

from bot.channels.web import checkup_pages, handover
from bot.channels.web.cards import clause_url
from bot.channels.web.chat import form_of
from bot.channels.web.measures import measure_of
from bot.channels.web.receipts import Content
from bot.channels.web.site import VISIT, Site, page, site_of
from bot.replies.codes import drawn
from bot.replies.form import reply_to_form
from bot.replies.record import headline, is_result, record
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
LONGEST = 2_000
NOT_READ = "测算单现在读不出来，请稍后再打开这个网址。"
NOT_KEPT = "这张测算单现在存不下来，请稍后再试。返回上一页，填的数都在。"

routes = web.RouteTableDef()


@routes.post("/measures/{measure}/receipt")
@routes.post("/measures/{policy}/{measure}/receipt")
async def keep(request: web.Request) -> web.Response:
    """Keeps the sum of the posted inputs; sends the browser to its page."""
    measure, form, site = measure_of(request), await form_of(request), site_of(request)
    await site.admit(request, "receipt:")
    params = MultiDict((key, value[:LONGEST]) for key, value in form.items())
    reply, _ = reply_to_form(site.knowledge, measure, params, site.day())
    if not is_result(reply):
        raise web.HTTPSeeOther(f"/measures/{measure.link}")
    try:
        made = record(reply, site.phrasebook(), site.day(), site.knowledge.version)
        token = await site.receipts.keep(made.to_json())
    except StoreError as error:
        log.error("a receipt is not kept: %s", error)
        return page(request, "problem", status=503, sentence=NOT_KEPT)
    raise web.HTTPSeeOther(f"/receipts/{token}")


@routes.get("/receipts/{token}")
async def receipt(request: web.Request) -> web.Response:
    """The receipt as it was made, and whether today's knowledge would give the same."""
    site, kept = site_of(request), kept_of(request)
    if kept.get("kind") == checkup_pages.KIND:
        return private(checkup_pages.kept_page(request, kept, address(request)))
    if kept.get("kind") == handover.KIND:
        return private(handover.kept_page(request, kept, address(request)))
    response = page(
        request,
        "receipt",
        kept=kept,
        named=kept["policy"].get("named", ""),  # nothing while there was only one document
        address=address(request),
        token=request.match_info["token"],
        ends=site.receipts.ends(kept),
        day=date.fromisoformat(kept["day"]),
        today=today(site, kept),
        clause_url=clause_url,
    )
    return private(response)


def private(response: web.Response) -> web.Response:
    """Kept by no browser and shown by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@routes.get("/receipts/{token}/qr.svg")
async def code(request: web.Request) -> web.Response:
    """The receipt's address as a QR code."""
    kept_of(request)
    picture = drawn(address(request))
    return web.Response(body=picture, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


def kept_of(request: web.Request) -> Content:
    """The receipt at this address. A 503 when the database cannot be read, a 404 when there is none."""
    try:
        kept = site_of(request).receipts.find(request.match_info["token"])
    except StoreError as error:
        log.error("a receipt cannot be read: %s", error)
        raise web.HTTPServiceUnavailable(text=NOT_READ, reason="said") from None
    if kept is None:
        raise web.HTTPNotFound
    return kept


def address(request: web.Request) -> str:
    return f"{request[VISIT].home}/receipts/{request.match_info['token']}"


def today(site: Site, kept: Content) -> dict[str, Any]:
    """What the same inputs give now: ``same``, and the sum when it is another; ``gone`` when it cannot be computed."""
    try:
        measure = site.knowledge.measure(kept["measure"], kept["policy"]["id"])
    except KeyError:
        return {"gone": True, "same": False, "amount": ""}
    params = MultiDict((str(key), str(value)) for key, value in kept["params"])
    reply, _ = reply_to_form(site.knowledge, measure, params, site.day())
    _, sum_, exact = headline(measure, reply)
    # The figures, not the words before them: a better wording is no other result. A mere ceiling has no exact sum.
    same = [sum_, exact] == kept["headline"][1:]
    return {"gone": False, "same": same, "amount": sum_ if reply.amount is None else exact}
