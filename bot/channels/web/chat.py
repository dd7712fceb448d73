"""The chat: the page, a message by form or by script, and 「清空」."""

import secrets
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.channels.web.api import body_of, client_id_of, dumped
from bot.channels.web.call_back import keep, phone_of
from bot.channels.web.changes import change_of, changes
from bot.channels.web.clearing import CLEARING, Cleared
from bot.channels.web.exchange import Given
from bot.channels.web.first_questions import first_questions
from bot.channels.web.guard import SENTENCES, said
from bot.channels.web.history import ShownTurn, cards_of, history, html_of, in_place, is_over, shown_as, turns_of
from bot.channels.web.links import TALK
from bot.channels.web.session import HEADER, Session, new_session, same_site, session_of, set_cookie, talk_of
from bot.channels.web.site import VISIT, page, site_of
from bot.messages import Change, Message, ReplyKind

LONGEST_DRAFT = 500  # characters of a question that a link brings
FILLER = 48  # bytes at most that hide how well a question which a link brings packs together with the talk
TALKS = 20  # of one browser that are cleared together
LETTERS = str.maketrans("0123456789", "ghijklmnop")
# unknown charset, no boundary, half a part, a part whose head is none …
UNREADABLE = (LookupError, ValueError, AssertionError, RuntimeError, HttpProcessingError)
CLEARED = "已清空。如果以前做过备份，备份里可能还有，备份过期以后才没有。"
OVER = "over"
WAS_OVER = "这里有一阵没人用，刚才的对话已经收起来了，从头问就行。"
COPIED = "这是新的一段对话。刚才那段还在原来的标签页里。"
NOTICES = {"cleared": CLEARED, OVER: WAS_OVER, "copied": COPIED}
CLEARED_LATER = "还没删掉，数据库现在写不进去。已经记下，会自动再删，不用再点；回到问答就是新的对话。"
NOT_CLEARED = "还没删掉，数据库现在写不进去。请过几分钟再点一次「清空」。"

routes = web.RouteTableDef()


@routes.get("/")
async def chat(request: web.Request) -> web.Response:
    """The page, with what this visitor has said so far; ``?q=`` puts a question into the field."""
    session, site = session_of(request), site_of(request)
    turns = turns_of(request, session) if session.from_cookie or HEADER in request.headers else ()
    draft = request.query.get("q", "")[:LONGEST_DRAFT]
    if is_over(site, turns):
        query = {TALK: new_id(), OVER: "1", **({"q": draft} if draft else {})}
        raise web.HTTPSeeOther(f"/?{urlencode(query)}")
    notice = next((words for name, words in NOTICES.items() if name in request.query and not turns), "")
    given = session.from_cookie or site.admission.gives_session(request[VISIT].address)
    return shown(request, session, cards_of(request, turns), draft, notice, given=given)


@routes.post("/")
async def send_by_form(request: web.Request) -> web.Response:
    """A message without scripts. What was refused stays in the field."""
    form = await form_of(request)
    session = session_of(request, form.get("session", ""), form.get("talk", ""))
    text = form.get("chip") or form.get("here") or form.get("text", "")
    phone = "" if "chip" in form or "here" in form else phone_of(form.get("call_back"), form.get("agreed"))
    client_id = client_id_of(form.get("client_id") or None)
    try:
        given = await answered(request, session, text, in_place(client_id) if "here" in form else client_id)
    except web.HTTPTooManyRequests:
        return too_fast(request, session, text)
    if phone:
        await keep(site_of(request), session.conversation, phone)
    turns = history(request, session)
    if given.payload["kind"] == ReplyKind.REFUSED:
        return shown(request, session, turns, draft=text[:5000])
    if not session.from_cookie:  # cookies may be off: a redirect would lose the session
        return shown(request, session, turns)
    raise web.HTTPSeeOther(back_to(session))


@routes.post("/chat")
async def send_by_script(request: web.Request) -> web.Response:
    """A message from the page's script: {"text", "client_id", "total", "story", "change"} → {"html", "kind"}.
    ``total``: the conditions that were open when the card that is changed was new; ``story``: it answered a long
    message; ``call_back``, ``agreed``: a telephone left with a question for staff."""
    ours(request)
    line = await body_of(request)
    text = line.get("text")
    if not isinstance(text, str):
        raise said("没有收到要问的话，请再发一次。")
    session = session_of(request)
    client_id, change = client_id_of(line.get("client_id")), change_of(line.get("change"))
    phone = phone_of(line.get("call_back"), line.get("agreed"))
    given = await answered(request, session, text, client_id, change)
    if phone:
        await keep(site_of(request), session.conversation, phone)
    total = line.get("total")
    shown = shown_as(text, client_id, total if isinstance(total, int) else 0, story=bool(line.get("story")))
    html = request[VISIT].way.placed(html_of(request, given, shown, live=True))
    response = dumped({"html": html, "kind": given.payload["kind"]})
    if not session.from_cookie:
        set_cookie(request, response, session)
        response.headers[HEADER] = session.key
    return response


@routes.post("/amend")
async def amend(request: web.Request) -> web.Response:
    """Figures changed in the form of a card, without scripts: each that is not what it was is a turn of the talk."""
    form = await form_of(request)
    session, site = session_of(request, form.get("session", ""), form.get("talk", "")), site_of(request)
    client_id = client_id_of(form.get("client_id")) or new_id()
    for number, (words, change) in enumerate(changes(site.knowledge, form, site.day())):
        await answered(request, session, words, in_place(f"{client_id}-{number}"), change)
    raise web.HTTPSeeOther(back_to(session))


def back_to(session: Session) -> str:
    """Where the newest card of the talk is."""
    return f"/?{urlencode({TALK: session.talk})}#newest" if session.talk else "/#newest"


@routes.post("/forget")
async def forget(request: web.Request) -> web.Response:
    """「清空」: what was said is deleted, in every talk of this browser that the page knows (``talks``), and the next
    message begins a new conversation.

    A 503 tells that it is not deleted yet; a new conversation begins then only when it surely will be.
    """
    form = await form_of(request)
    session, site = session_of(request, form.get("session", ""), form.get("talk", "")), site_of(request)
    await site.admit(request, anonymous=session.key)
    cleared = await _cleared(request, session, form.get("talks", ""))
    if cleared is Cleared.LOST:
        return page(request, "problem", status=503, sentence=NOT_CLEARED)
    if cleared is Cleared.KEPT:
        response = page(request, "problem", status=503, sentence=CLEARED_LATER)
        set_cookie(request, response, new_session(request))
        return response
    begun = web.HTTPSeeOther(f"/?cleared=1&{TALK}=")
    set_cookie(request, begun, new_session(request))
    raise begun


async def _cleared(request: web.Request, session: Session, talks: str) -> Cleared:
    """The worst of what became of them."""
    every = dict.fromkeys([session, *(talk_of(request, session, talk) for talk in ["", *talks.split()[:TALKS]])])
    found = [await request.app[CLEARING].clear(one.conversation) for one in every]
    return next((one for one in (Cleared.LOST, Cleared.KEPT) if one in found), Cleared.DONE)


async def answered(
    request: web.Request, session: Session, text: str, client_id: str | None, change: Change | None = None
) -> Given:
    site = site_of(request)
    await site.admit(request, anonymous=session.key)
    message = Message(session.conversation, text, site.day(), "web", client_id, change=change)
    return await site.answering.answer(message)


async def form_of(request: web.Request) -> Mapping[str, str]:
    """The posted form. A 403 when it comes from a page of another site, a 400 when it cannot be read as a form or
    brings a file."""
    ours(request)
    try:
        form = await request.post()
    except UNREADABLE:
        raise said("发来的表单读不懂，请返回重试。") from None
    if not all(isinstance(value, str) for value in form.values()):
        raise said("这里只收文字，不收文件。请把要问的话打出来再发。")
    return cast("Mapping[str, str]", form)


def new_id() -> str:
    """An id for a message: letters alone, which nobody takes for a person's number."""
    return secrets.token_hex(8).translate(LETTERS)


def ours(request: web.Request) -> None:
    """Raises 403 for a post that a page of another site made."""
    if not same_site(request, request[VISIT].origins):
        raise web.HTTPForbidden


def too_fast(request: web.Request, session: Session, text: str) -> web.Response:
    """The page with what was typed still in the field: without scripts it would be lost on a page of its own."""
    verdict = request[VISIT].verdict
    notice = SENTENCES[429].format(wait=verdict.wait if verdict else 60)
    response = shown(request, session, history(request, session), text[:5000], notice)
    response.set_status(429)
    return response


def shown(
    request: web.Request,
    session: Session,
    turns: tuple[ShownTurn, ...],
    draft: str = "",
    notice: str = "",
    *,
    given: bool = True,
) -> web.Response:
    """The page; ``given``: whether it gives the visitor his session, else his first message does."""
    site = site_of(request)
    response = page(
        request,
        "chat",
        policy=site.knowledge.main,
        policies=site.documents,
        turns=turns,
        draft=draft,
        notice=notice,
        first_questions=first_questions(site.knowledge.site.questions, site.day(), site.asked),
        held="" if session.from_cookie or not given else session.key,
        talk=session.talk,
        client_id=new_id(),
        filler=secrets.token_hex(secrets.randbelow(FILLER)) if draft else "",
        today=site.day(),
        measures=site.knowledge.measures,
    )
    response.headers["Cache-Control"] = "no-store"  # 「后退」 must show what was said meanwhile
    if given:
        set_cookie(request, response, session)
    return response
