"""One talk on two screens: what was begun in a messenger is seen and gone on with here, and the other way round."""

import logging
import secrets

from aiohttp import web

from bot.channels.carry import Carrying
from bot.channels.web.chat import form_of
from bot.channels.web.history import cards_of
from bot.channels.web.links import TALK
from bot.channels.web.session import CARRIED, session_of, set_cookie
from bot.channels.web.site import page, site_of
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHOWN = 30  # turns
OVER = "这个网址打不开了，可能过了一小时，也可能没抄全。回到微信里发“换到网页”，再要一个。"
TAKEN = "这段对话已经有人接着聊了，一个网址只能用一次。是您自己的，回到微信里发“换到网页”，再要一个。"
NOT_KEPT = "现在接不上，请稍后再点一次。"
NONE = "这里没有接微信，直接在网页上聊就行。"

routes = web.RouteTableDef()


@routes.get("/carry/{token}")
async def carried(request: web.Request) -> web.Response:
    """The talk as it stands, for who has the address."""
    site, conversation = site_of(request), _conversation(request)
    if conversation is None:
        return page(request, "problem", status=404, sentence=OVER)
    try:
        turns = site.answering.store.turns(conversation, SHOWN)
    except StoreError as error:
        log.error("a talk that is to be carried here cannot be read: %s", error)
        return page(request, "problem", status=503, sentence=NOT_KEPT)
    response = page(request, "carried", turns=cards_of(request, turns), token=request.match_info["token"])
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@routes.post("/carry/{token}")
async def gone_on(request: web.Request) -> web.Response:
    """The talk goes on in this browser, and by this address in no other."""
    form, carrying = await form_of(request), _carrying(request)
    conversation = _conversation(request)
    if conversation is None:
        return page(request, "problem", status=404, sentence=OVER)
    talk = CARRIED + "".join(secrets.choice(LETTERS) for _ in range(16))
    session = session_of(request, form.get("session", "")).beside(talk)
    await site_of(request).admit(request, "carry:", anonymous=session.key)
    try:
        if not await carrying.taken(request.match_info["token"]):
            return page(request, "problem", status=403, sentence=TAKEN)
        await carrying.bind(session.own, conversation)
    except StoreError as error:
        log.error("a talk is not carried here: %s", error)
        return page(request, "problem", status=503, sentence=NOT_KEPT)
    response = web.HTTPSeeOther(f"/?{TALK}={talk}#newest")
    set_cookie(request, response, session)
    raise response


@routes.post("/carry")
async def taken_away(request: web.Request) -> web.Response:
    """What to say in the messenger to go on there."""
    form, carrying, site = await form_of(request), _carrying(request), site_of(request)
    session = session_of(request, form.get("session", ""), form.get("talk", ""))
    await site.admit(request, "carry:", anonymous=session.key)
    try:
        code = await carrying.code(session.conversation)
    except StoreError as error:
        log.error("a talk is not carried away: %s", error)
        return page(request, "problem", status=503, sentence=NOT_KEPT)
    there = {"公众号": site.settings.wechat.on, "企业微信机器人": site.settings.wecom.on}
    names = "或".join(name for name, on in there.items() if on)
    response = page(request, "carry_away", words=f"接着聊 {code}", names=names)
    response.headers["Cache-Control"] = "no-store"
    return response


def _carrying(request: web.Request) -> Carrying:
    """Raises 404 where there is no messenger."""
    carrying = site_of(request).carrying
    if carrying is None:
        raise web.HTTPNotFound(text=NONE, reason="said")
    return carrying


def _conversation(request: web.Request) -> str | None:
    return _carrying(request).opened(request.match_info["token"])
