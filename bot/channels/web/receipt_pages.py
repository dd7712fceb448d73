"""「保存/分享」: making a receipt, reading it again, and its QR code."""

import io
from dataclasses import asdict
from datetime import date
from typing import Any

import segno
from aiohttp import web
from multidict import MultiDict

from bot.channels.web.cards import clause_url, sums
from bot.channels.web.chat import form_of
from bot.channels.web.forms import pairs_of, reply_to_form, written
from bot.channels.web.measures import measure_of
from bot.channels.web.receipts import Kept
from bot.channels.web.session import session_of
from bot.channels.web.site import VISIT, Site, page, site_of
from bot.measures.assess import Outcome, Standing
from bot.messages import Reply
from bot.operations.once import once
from bot.replies.render import big, render, yuan
from bot.replies.render import day as written_day
from calculators.wording import money
from knowledge.records.model import Measure
from knowledge.store import StoreError

LONGEST = 2_000
NOT_READ = "测算单现在读不出来，请稍后再打开这个网址。"
NOT_KEPT = "这张测算单现在存不下来，请稍后再试。返回上一页，填的数都在。"

routes = web.RouteTableDef()


@routes.post("/measures/{measure}/receipt")
async def keep(request: web.Request) -> web.Response:
    """Keeps the sum of the posted inputs; sends the browser to its page."""
    measure, form, site = measure_of(request), await form_of(request), site_of(request)
    site.admit(request, f"receipt:{session_of(request).key}")
    params = MultiDict((key, str(value)[:LONGEST]) for key, value in form.items())
    reply, standing = reply_to_form(site.knowledge, measure, params, site.day())
    if not reply.amount and not reply.view["outcome"].result and not reply.view["outcome"].broken:
        raise web.HTTPSeeOther(f"/measures/{measure.id}")
    try:
        token = await site.receipts.keep(content(site, measure, reply, standing))
    except StoreError as error:
        once.error("a receipt is not kept", error)
        return page(request, "problem", status=503, sentence=NOT_KEPT)
    raise web.HTTPSeeOther(f"/receipts/{token}")


@routes.get("/receipts/{token}")
async def receipt(request: web.Request) -> web.Response:
    """The receipt as it was made, and whether today's knowledge would give the same."""
    site, kept = site_of(request), kept_of(request)
    response = page(
        request,
        "receipt",
        kept=kept,
        address=address(request),
        token=request.match_info["token"],
        ends=site.receipts.ends(kept),
        day=date.fromisoformat(kept["day"]),
        today=today(site, kept),
        clause_url=clause_url,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@routes.get("/receipts/{token}/qr.svg")
async def code(request: web.Request) -> web.Response:
    """The receipt's address as a QR code."""
    kept_of(request)
    drawn = io.BytesIO()
    segno.make(address(request), error="m").save(drawn, kind="svg", scale=4, border=4, light="#fff", dark="#000")
    return web.Response(body=drawn.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


def kept_of(request: web.Request) -> Kept:
    """The receipt at this address. A 503 when the database cannot be read, a 404 when there is none."""
    try:
        kept = site_of(request).receipts.find(request.match_info["token"])
    except StoreError as error:
        once.error("a receipt cannot be read", error)
        raise web.HTTPServiceUnavailable(text=NOT_READ, reason="said") from None
    if kept is None:
        raise web.HTTPNotFound
    return kept


def address(request: web.Request) -> str:
    return f"{request[VISIT].origin}/receipts/{request.match_info['token']}"


def content(site: Site, measure: Measure, reply: Reply, standing: Standing) -> Kept:
    """All that the page shows, as it was on the day: nothing is looked up again later."""
    outcome: Outcome = reply.view["outcome"]
    policy, clause = reply.view["policy"], reply.view["clause"]
    made = sums(reply, site.knowledge, site.phrasebook(), site.day())
    return {
        "measure": measure.id,
        "name": measure.name,
        "params": [list(pair) for pair in pairs_of(measure, standing)],
        "day": site.day().isoformat(),
        "version": site.knowledge.version,
        "policy": {"id": policy.id, "title": policy.title, "valid_to": policy.valid_to.isoformat()},
        "clause": {"id": clause.id, "printed": clause.printed, "title": clause.title},
        "offices": {"lead": list(clause.lead), "cooperate": list(clause.cooperate)},
        "contacts": [{**asdict(one), "checked_on": written_day(one.checked_on)} for one in clause.contacts],
        "inputs": inputs_of(measure, standing),
        "facts": [[q.words, next((c.label for c in q.chips if c.chosen), "")] for q in made.questions] if made else [],
        "headline": headline(measure, reply),
        "amount": None if reply.amount is None else str(reply.amount),
        "steps": steps_of(outcome),
        "alternatives": [[big(a.amount), a.reading] for a in reply.alternatives],
        "notes": list(outcome.result.notes if outcome.result else ()),
        "next_steps": list(reply.next_steps),
        "text": render(reply),
    }


def inputs_of(measure: Measure, standing: Standing) -> list[list[str]]:
    """Label and value of every figure the sum was made from."""
    rows = standing.items or (standing.inputs,)
    found = []
    for number, row in enumerate(rows, 1):
        for record in measure.inputs:
            if record.key in row:
                label = f"{record.label}（第{number}笔）" if len(rows) > 1 else record.label
                found.append([label, written(row[record.key], record)])
    return found


def steps_of(outcome: Outcome) -> list[dict[str, str]]:
    if outcome.broken:
        return [{"words": one.why, "quote": one.quote, "source": one.distance} for one in outcome.broken]
    if outcome.result is None:
        return []
    return [{"words": one.words, "quote": one.quote, "source": one.source} for one in outcome.result.steps]


def headline(measure: Measure, reply: Reply) -> list[str]:
    """The words before the sum, the sum, and the sum to the fen."""
    outcome: Outcome = reply.view["outcome"]
    if outcome.broken or outcome.expired:
        return [measure.unmet_lead_in, "0 元", "0.00元"]
    if outcome.result and outcome.result.amount is None and outcome.result.ceiling is not None:
        return [measure.lead_in, money(outcome.result.ceiling), "文件只写了上限"]
    return [measure.lead_in, big(reply.amount), yuan(reply.amount)] if reply.amount is not None else ["", "", ""]


def today(site: Site, kept: Kept) -> dict[str, Any]:
    """What the same inputs give now: ``same``, and the sum when it is another; ``gone`` when it cannot be computed."""
    measure = next((one for one in site.knowledge.measures if one.id == kept["measure"]), None)
    if measure is None:
        return {"gone": True, "same": False, "amount": ""}
    params = MultiDict((str(key), str(value)) for key, value in kept["params"])
    reply, _ = reply_to_form(site.knowledge, measure, params, site.day())
    _, sum_, exact = headline(measure, reply)
    # The figures, not the words before them: a better wording is no other result. A mere ceiling has no exact sum.
    same = [sum_, exact] == kept["headline"][1:]
    return {"gone": False, "same": same, "amount": sum_ if reply.amount is None else exact}
