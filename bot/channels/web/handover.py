"""A talk handed over: its questions and answers kept at an address nobody can guess, shown as a large code to scan."""

import logging
from datetime import date

from aiohttp import web

from bot.channels.web.chat import form_of
from bot.channels.web.guard import said
from bot.channels.web.history import turns_of
from bot.channels.web.receipts import Content
from bot.channels.web.session import session_of
from bot.channels.web.site import page, site_of
from bot.replies.lines import of_words
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
KIND = "talk"
EMPTY = "这里还没有问过什么，先问一句再给对方。"
NOT_KEPT = "现在存不下来，请稍后再点一次。"

routes = web.RouteTableDef()


@routes.post("/handover")
async def hand_over(request: web.Request) -> web.Response:
    """Keeps the talk as it was told, personal numbers already masked; leads to its code."""
    form, site = await form_of(request), site_of(request)
    session = session_of(request, form.get("session", ""), form.get("talk", ""))
    await site.admit(request, "receipt:", anonymous=session.key)
    turns = turns_of(request, session)
    if not turns:
        raise said(EMPTY)
    content = {
        "kind": KIND,
        "day": site.day().isoformat(),
        "version": site.knowledge.version,
        "turns": [[turn.text, turn.reply] for turn in turns],
    }
    try:
        token = await site.receipts.keep(content)
    except StoreError as error:
        log.error("a talk is not kept: %s", error)
        return page(request, "problem", status=503, sentence=NOT_KEPT)
    raise web.HTTPSeeOther(f"/share?to=/receipts/{token}")


def kept_page(request: web.Request, kept: Content, address: str) -> web.Response:
    """The talk on the other side's phone."""
    turns = [(asked, of_words(answer)) for asked, answer in kept["turns"]]
    return page(
        request,
        "talk_receipt",
        turns=turns,
        version=kept["version"],
        day=date.fromisoformat(kept["day"]),
        address=address,
        token=request.match_info["token"],
        ends=site_of(request).receipts.ends(kept),
    )
