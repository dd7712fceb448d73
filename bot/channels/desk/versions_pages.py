"""Drafts and versions: what a draft changes, handing it in, the second signature, publishing, and the way back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.channels.desk.asking import Ask
from bot.channels.desk.routes import Entry, Table
from bot.channels.web.cards import card_of
from bot.clock import BEIJING
from bot.desk.differences import differences
from bot.desk.examples import worked_examples
from bot.desk.fault_words import told
from bot.desk.golden import by_its_answer
from bot.desk.house import version_as_draft
from bot.desk.mentions import Mention, mentions
from bot.desk.replay import SEPARATOR, floor_of, result_of, set_floor
from bot.messages import Reply
from bot.replies.phrasebook import phrasebook_of
from bot.replies.render import card as html_card
from knowledge.publish import Files
from knowledge.records.model import Knowledge, KnowledgeError
from knowledge.store import Draft, merged

routes = Table()
menu = Entry(55, "/desk/versions", "草稿与版本", "viewer", ("/desk/drafts",))
NO_DAY = "发布的时间写成日期和钟点，例如 2027-01-01 00:00，而且不能是过去。"


@dataclass(frozen=True, slots=True)
class Sides:
    """A draft beside the version in force. ``clash``: why the two cannot be put together, "" when they can;
    ``faults``: what is wrong with the files as they would be."""

    old: Files
    new: Files
    clash: str = ""
    faults: str = ""


@routes.get("/desk/versions", "viewer")
def versions(ask: Ask) -> web.Response:
    """Drafts that are not done with, then every version, newest first; and what can be paused."""
    desk = ask.desk
    drafts = desk.office.drafts()
    return ask.page(
        "versions",
        drafts=[one for one in drafts if one.state in ("open", "review", "due")],
        past=[one for one in drafts if one.state in ("published", "dropped")][:20],
        versions=list(reversed(desk.store.versions())),
        people=_names(ask),
        floor=floor_of(desk.store),
        stands_in=desk.office.stands_in_for(ask.person, desk.today),
        deputies=[
            one for one in desk.store.people().everybody() if one.name != ask.person.name and one.state == "active"
        ],
    )


@routes.post("/desk/drafts", "editor")
def begin(ask: Ask) -> web.Response:
    """A new draft."""
    draft = ask.desk.office.begin(ask.person, ask.hand(), ask.text("title"))
    return ask.go(f"/desk/drafts/{draft.number}", "草稿起好了。到“政策点”“说法”等页面去改，改的都记在这份草稿里。")


@routes.get("/desk/drafts/{number}", "viewer")
def draft(ask: Ask) -> web.Response:
    """What it changes, what comes of it, and what can be done with it."""
    return _draft_page(ask, _found(ask))


def _draft_page(ask: Ask, one: Draft, status: int = 200, words: str = "") -> web.Response:
    desk = ask.desk
    sides = sides_of(ask, one)
    hands = desk.office.hands(one)
    signs = desk.office.may_sign(ask.person, desk.today)
    return ask.page(
        "draft",
        status,
        draft=one,
        words=words,
        sides=sides,
        differences=differences(sides.old, sides.new),
        examples=() if sides.faults else _examples(ask, sides),
        mentions=_mentions(ask, sides),
        working_here=(now := ask.draft()) is not None and now.number == one.number,
        mine=ask.person.name in hands,
        hands=hands,
        signs=signs,
        people=_names(ask),
        **_replayed(ask, sides),
        waited=False,
        soon=desk.now().strftime("%Y-%m-%d %H:%M"),
    )


@routes.post("/desk/drafts/{number}/submit", "editor")
def submit(ask: Ask) -> web.Response:
    one = _found(ask)
    try:
        ask.desk.office.submit(one.number, ask.person, ask.hand())
    except KnowledgeError as error:
        return _draft_page(ask, _found(ask), 400, str(error))
    _begin_run(ask, ask.desk.office.draft(one.number))
    return ask.go(f"/desk/drafts/{one.number}", "送审了。请另一位有审核权限的同事签发。")


@routes.post("/desk/drafts/{number}/replay", "editor")
def compare(ask: Ask) -> web.Response:
    """Runs the golden sentences and what people asked against the draft."""
    one = _found(ask)
    if not _begin_run(ask, one):
        return _draft_page(ask, one, 400, "这份草稿还有错，跑不了对比。")
    return ask.go(f"/desk/drafts/{one.number}#replay")


@routes.get("/desk/drafts/{number}/replay", "viewer")
def replayed(ask: Ask) -> web.Response:
    """What came of the run, as a piece of the page, which asks again until there is something."""
    one = _found(ask)
    return ask.page("replayed", draft=one, waited=True, **_replayed(ask, sides_of(ask, one)))


@routes.post("/desk/drafts/{number}/golden", "editor")
def golden(ask: Ask) -> web.Response:
    """A sentence that must be answered rightly is answered otherwise, and that is meant: what is expected changes."""
    one = _found(ask)
    files = ask.desk.office.files(one)
    say = tuple(ask.text("say").split(SEPARATOR))
    changed = by_its_answer(ask.desk.drafted.live(files), files, say)
    ask.desk.office.write(one, ask.person, ask.hand(), changed, on=f"要答对的话「{say[-1][:30]}」按新的答")
    return ask.go(f"/desk/drafts/{one.number}#replay", "记下了：以后这一句按新的答才算对。请再跑一遍对比。")


@routes.post("/desk/drafts/{number}/work", "editor")
def work(ask: Ask) -> web.Response:
    """Goes on with a draft that somebody else began."""
    ask.desk.office.work_on(ask.number("number"), ask.person, ask.hand())
    return ask.go(f"/desk/drafts/{ask.number('number')}", "现在改的都记在这份草稿里。")


@routes.post("/desk/floor", "approver")
def floor(ask: Ask) -> web.Response:
    """How many percent of the golden sentences must hold."""
    text = ask.text("percent").removesuffix("%")
    set_floor(ask.desk.store, int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1, ask.hand())
    return ask.go("/desk/versions", f"下限改成 {text}% 了。")


@routes.post("/desk/drafts/{number}/back", "editor")
def back(ask: Ask) -> web.Response:
    one = _found(ask)
    try:
        ask.desk.office.send_back(one.number, ask.person, ask.hand(), ask.text("reason"))
    except KnowledgeError as error:
        return _draft_page(ask, _found(ask), 400, str(error))
    return ask.go(f"/desk/drafts/{one.number}", "退回修改了。")


@routes.post("/desk/drafts/{number}/drop", "editor")
def drop(ask: Ask) -> web.Response:
    one = _found(ask)
    ask.desk.office.drop(one.number, ask.person, ask.hand())
    return ask.go("/desk/versions", f"第 {one.number} 号草稿作废了。")


@routes.post("/desk/drafts/{number}/sign", "editor")
def sign(ask: Ask) -> web.Response:
    """The second signature, by an approver or who stands in for one; never by who wrote it."""
    one = _found(ask)
    try:
        due = moment_of(ask.text("due"), ask.desk.now()) if ask.text("due") else ""
        signed = ask.desk.office.sign(one.number, ask.person, ask.hand(), due)
    except KnowledgeError as error:
        return _draft_page(ask, _found(ask), 400, str(error))
    if signed.state == "published":
        return ask.go(f"/desk/drafts/{one.number}", f"发布了，是第 {signed.version} 版，几秒钟以后就按它答复。")
    return ask.go(f"/desk/drafts/{one.number}", f"签发了，{due[:16].replace('T', ' ')} 起发布。")


@routes.get("/desk/versions/{number}", "viewer")
def version(ask: Ask) -> web.Response:
    """What a version changed against the one before it, and going back to it."""
    return _version_page(ask)


@routes.post("/desk/versions/{number}/rollback", "approver")
def rollback(ask: Ask) -> web.Response:
    number = ask.number("number")
    try:
        made = ask.desk.office.rollback(number, ask.person, ask.hand(), ask.text("reason"))
    except KnowledgeError as error:
        return _version_page(ask, 400, str(error))
    return ask.go("/desk/versions", f"回到第 {number} 版了，现在是第 {made.number} 版，几秒钟以后就按它答复。")


@routes.post("/desk/versions/{number}/draft", "editor")
def into_draft(ask: Ask) -> web.Response:
    """New data that came with the program, where staff had changed theirs: as a draft, to be looked at and merged."""
    number, desk = ask.number("number"), ask.desk
    if number not in {one.number for one in desk.store.versions()}:
        raise web.HTTPNotFound
    made = version_as_draft(desk.store, desk.office, number, ask.person, ask.hand())
    return ask.go(f"/desk/drafts/{made.number}", "做成草稿了，请逐项看一遍再送审。")


@routes.post("/desk/deputy", "approver")
def deputy(ask: Ask) -> web.Response:
    """Who signs while an approver is away."""
    try:
        since = date.fromisoformat(ask.text("since") or ask.desk.today.isoformat())
        until = date.fromisoformat(ask.text("until") or since.isoformat())
    except ValueError:
        raise KnowledgeError("日期写成 2026-12-01 这样。") from None
    ask.desk.office.name_deputy(ask.person, ask.hand(), ask.text("deputy"), since, until)
    return ask.go("/desk/versions", "代签人记下了。" if ask.text("deputy") else "不再代签了。")


def _examples(ask: Ask, sides: Sides) -> list[dict[str, Any]]:
    """The examples of what changed, as cards on a phone, before and after."""
    old, new = ask.desk.known.of(sides.old)[0], ask.desk.known.of(sides.new)[0]
    return [
        {
            "name": one.name,
            "day": one.day,
            "differs": one.differs,
            "before": _card(one.before, old, one.day) if one.before else "",
            "after": _card(one.after, new, one.day),
        }
        for one in worked_examples(old, new, ask.desk.today)
    ]


def _card(reply: Reply, known: Knowledge, day: date) -> Markup:
    """The card as the chat shows it; nothing in it can be pressed."""
    return Markup(html_card(reply, card_of(reply, known, phrasebook_of(known), day, live=False)))


def _mentions(ask: Ask, sides: Sides) -> tuple[Mention, ...]:
    """Where old figures still stand in words that somebody wrote."""
    return mentions(ask.desk.known.of(sides.old)[0], ask.desk.known.of(sides.new)[0], sides.new)


def _begin_run(ask: Ask, one: Draft) -> bool:
    """Begins the run of the draft as it would be published; False where it is no knowledge base."""
    sides = sides_of(ask, one)
    if sides.clash or sides.faults:
        return False
    if result_of(ask.desk.store, sides.new) is None:
        ask.desk.drafted.run(ask.desk.store, lambda: ask.desk.live, sides.new, ask.hand())
    return True


def _replayed(ask: Ask, sides: Sides) -> dict[str, Any]:
    """What the page says of the run. Whether one is under way is asked first: what ends in between is then found."""
    under_way = ask.desk.drafted.is_running(sides.new)
    found = result_of(ask.desk.store, sides.new)
    return {"replayed": found, "running": found is None and under_way, "floor": floor_of(ask.desk.store)}


def sides_of(ask: Ask, one: Draft) -> Sides:
    """The draft beside what is in force; one that is done with, beside the version it began from."""
    office, store = ask.desk.office, ask.desk.store
    if one.state == "published":
        return Sides(office.base_files(one), store.files_of(one.version))
    if one.state == "dropped":
        return Sides(office.base_files(one), office.files(one))
    old, clash = store.files_of(office.published()), ""
    try:
        found = office.brought_forward(one)
        new = merged(old, [file._replace(text=found[file.path]) for file in office.changed(one)])
    except KnowledgeError as error:
        old, new, clash = office.base_files(one), office.files(one), str(error)
    known, faults = ask.desk.known.of(new)
    return Sides(old, new, clash, "\n".join(str(told(fault, known)) for fault in faults))


def moment_of(text: str, now: datetime) -> str:
    """The ISO time somebody wrote. Raises KnowledgeError for one that cannot be read, or that has passed."""
    try:
        found = datetime.fromisoformat(text.replace("/", "-").replace(" ", "T")).replace(tzinfo=BEIJING)
    except ValueError:
        raise KnowledgeError(NO_DAY) from None
    if found <= now:
        raise KnowledgeError(NO_DAY)
    return found.isoformat(timespec="seconds")


def _version_page(ask: Ask, status: int = 200, words: str = "") -> web.Response:
    store, number = ask.desk.store, ask.number("number")
    known = {one.number: one for one in store.versions()}
    if number not in known:
        raise web.HTTPNotFound
    this = known[number]
    before = max((n for n, one in known.items() if n < number and one.status != "draft"), default=0)
    old = store.files_of(before) if before else {}
    found = differences(old, store.files_of(number)) if before else []
    return ask.page("version", status, version=this, before=before, differences=found, words=words)


def _found(ask: Ask) -> Draft:
    found = ask.desk.store.drafts().find(ask.number("number"))
    if found is None:
        raise web.HTTPNotFound
    return found


def _names(ask: Ask) -> dict[str, str]:
    """Login → the person's own name."""
    return {one.name: one.shown for one in ask.desk.store.people().everybody()}
