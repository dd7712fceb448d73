"""The check-up page: a form without scripts, the table below it, and its receipt."""

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiDict

from bot.channels.web.chat import form_of
from bot.channels.web.links import own
from bot.channels.web.receipts import Content
from bot.channels.web.site import Site, page, site_of
from bot.measures.checkup import check
from bot.measures.inputs import Params
from bot.measures.one_document import by_one
from bot.replies.checkup import view_of
from bot.replies.checkup_form import CheckupForm, read_checkup_form
from bot.replies.render import say
from knowledge.records.model import Knowledge
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
KIND = "checkup"
LONGEST, MOST = 2_000, 200
PAPER = "paper"  # the button that leads to the sheet to be printed
NOT_KEPT = "这张体检单现在存不下来，请稍后再试。返回上一页，填的都在。"

routes = web.RouteTableDef()


@routes.get("/checkup")
async def checkup(request: web.Request) -> web.Response:
    """The form, filled from the query, and the table once anything is filled in."""
    site = site_of(request)
    known = _by(site, request.query)
    form = _form(site, request.query)
    table = table_of(site, form, known) if form.begun else None
    params = [(name, value) for name, value in own(request.query) if value not in ("", "unknown")]
    return page(
        request,
        "checkup",
        form=form,
        table=table,
        day=site.day(),
        params=params,
        policy=known.main,
        documents=site.documents,
    )


@routes.post("/checkup/receipt")
async def keep(request: web.Request) -> web.Response:
    """Keeps the table of the posted fields; sends the browser to its page, or to its sheet of paper."""
    form, site = await form_of(request), site_of(request)
    await site.admit(request, "receipt:")
    params = MultiDict((name[:LONGEST], value[:LONGEST]) for name, value in own(form)[:MOST] if name != PAPER)
    known, filled = _by(site, params), _form(site, params)
    if not filled.begun:
        raise web.HTTPSeeOther("/checkup")
    content = {
        "kind": KIND,
        "day": site.day().isoformat(),
        "version": site.knowledge.version,
        "params": [list(pair) for pair in params.items()],
        "table": table_of(site, filled, known),
        **({"named": say().titled(known.main, known.level(known.main))} if len(site.documents) > 1 else {}),
    }
    try:
        token = await site.receipts.keep(content)
    except StoreError as error:
        log.error("a receipt is not kept: %s", error)
        return page(request, "problem", status=503, sentence=NOT_KEPT)
    raise web.HTTPSeeOther(f"/handouts/receipts/{token}" if PAPER in form else f"/receipts/{token}")


def kept_page(request: web.Request, kept: Content, address: str) -> web.Response:
    """A kept check-up as it was made, and whether today's knowledge would give the same."""
    site = site_of(request)
    params = MultiDict((str(name), str(value)) for name, value in kept["params"])
    now = table_of(site, _form(site, params), _by(site, params))
    return page(
        request,
        "checkup_receipt",
        kept=kept,
        named=kept.get("named", ""),
        same=now["groups"] == kept["table"]["groups"],
        day=date.fromisoformat(kept["day"]),
        token=request.match_info["token"],
        address=address,
        ends=site.receipts.ends(kept),
        query=urlencode(list(params.items())),
    )


def table_of(site: Site, form: CheckupForm, known: Knowledge) -> Mapping[str, Any]:
    """The table of what the form says by one document, as of today."""
    return view_of(known, check(known, form.known, site.day())).table


def _form(site: Site, params: Params) -> CheckupForm:
    return read_checkup_form(_by(site, params), site.phrasebook(), params, site.day())


def _by(site: Site, params: Params) -> Knowledge:
    """What is known by the document of the place that was chosen."""
    return by_one(site.knowledge, params.get("policy", ""))
