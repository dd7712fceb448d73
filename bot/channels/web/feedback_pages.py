"""有用 / 没用: the vote on the newest answer of a talk."""

import asyncio
import logging

from aiohttp import web

from bot.channels.web.api import body_of
from bot.channels.web.chat import ours
from bot.channels.web.guard import said
from bot.channels.web.history import turns_of
from bot.channels.web.session import session_of
from bot.channels.web.site import site_of
from bot.kit.feedback import vote
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
NOTHING = "还没有答过什么，没有记。"
NOT_KEPT = "现在记不下来，请稍后再点一次。"

routes = web.RouteTableDef()


@routes.post("/feedback")
async def feedback(request: web.Request) -> web.Response:
    """{"useful", "reason", "words"}: kept once for each answer; nothing is taken where the queue has no owner."""
    ours(request)
    site, session, line = site_of(request), session_of(request), await body_of(request)
    if not site.knowledge.site.queue_owner:
        raise web.HTTPNotFound
    await site.admit(request, "feedback:", anonymous=session.key)
    turns, useful = turns_of(request, session)[-1:], line.get("useful")
    if not turns or not isinstance(useful, bool):
        raise said(NOTHING)
    store, reason, words = site.answering.store, line.get("reason"), line.get("words")
    try:
        first = await asyncio.to_thread(
            vote,
            store.ledger(),
            store.events(),
            turns[0],
            useful=useful,
            reason=reason if isinstance(reason, str) else "",
            words=words if isinstance(words, str) else "",
            now=site.now(),
        )
    except StoreError as error:
        log.error("a vote is not kept: %s", error)
        raise said(NOT_KEPT) from None
    return web.json_response({"kept": True, "first": first})
