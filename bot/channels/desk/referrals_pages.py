"""What was passed on (交办): opened for a firm, moved on, the late ones first; the number that the firm asks by."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from aiohttp import web

from bot.channels.desk.asking import Ask, Reminder
from bot.channels.desk.routes import Entry, Table
from bot.channels.web.list_pages import EXCEL
from bot.channels.web.site import VISIT
from bot.kit.referrals import (
    ORDER,
    USUAL,
    Passed,
    Referral,
    ReferralError,
    State,
    move,
    passed_on,
    refer,
    steps_of,
)
from bot.kit.report import referrals_workbook
from bot.kit.sight import Sight, sight_of
from bot.kit.visits import find_visit, yuan_of
from bot.replies.codes import inline
from knowledge.people import may
from knowledge.records.model import Clause

routes = Table()
menu = Entry(26, "/desk/referrals", "交办", "viewer")
SHOWN = 100


def reminders(ask: Ask) -> list[Reminder]:
    """The late ones that whoever is logged in passed on or owns."""
    own = [
        one.referral
        for one in passed_on(ask.desk.store.ledger())
        if ask.person.name in (one.author, one.referral.owner)
    ]
    late = [one for one in own if one.is_overdue(ask.desk.today)]
    return (
        [Reminder(f"{len(late)} 件交办超期了：{late[0].firm}（{late[0].department}）", "/desk/referrals")]
        if late
        else []
    )


@routes.get("/desk/referrals", "viewer")
def whole(ask: Ask) -> web.Response:
    """The open ones by their day, so that the late ones come first; then those that are done."""
    found = _seen(ask)
    left = sorted((one for one in found if not one.referral.is_closed), key=lambda one: one.referral.due)
    done = [one for one in reversed(found) if one.referral.is_closed]
    late = sum(one.referral.is_overdue(ask.desk.today) for one in left)
    return ask.page("referrals", left=left, done=done[:SHOWN], late=late, names=_names(ask))


@routes.get("/desk/referrals.xlsx", "viewer")
def excel(ask: Ask) -> web.Response:
    found = [one.referral for one in _seen(ask)]
    data = referrals_workbook(found, ask.desk.today, _names(ask))
    ask.desk.store.trail().append(ask.hand().note("export", f"交办 {len(found)} 件")).result()
    return ask.file(data, f"交办_{ask.desk.today}.xlsx", EXCEL)


@routes.get("/desk/referrals/new", "counselor")
def begin(ask: Ask) -> web.Response:
    """The form; from a visit the firm, what it needs and how much stand in it."""
    given = {"owner": ask.person.name, "due": (ask.desk.today + USUAL).isoformat()}
    number = ask.query.get("visit", "")
    found = find_visit(ask.desk.store.ledger(), number) if number.isdecimal() else None
    if found and _sight(ask).viewer.sees(found):
        visit = found.visit
        yuan = f"{visit.need_yuan.normalize():f}元" if visit.need_yuan else ""
        named = next((one for one in ask.desk.knowledge.measures if one.link in visit.measures), None)
        given |= {"firm": visit.firm, "need": visit.next_step or visit.need, "yuan": yuan}
        given |= {"clause": f"{named.policy}/{named.clause}"} if named else {}
    return _form(ask, given)


@routes.post("/desk/referrals/new", "counselor")
def add(ask: Ask) -> web.Response:
    """Passes it on to the office that leads the clause."""
    typed = {key: ask.text(key) for key in ("firm", "need", "clause", "owner", "due", "yuan")}
    try:
        made = refer(
            ask.desk.store.ledger(),
            _clause(ask, typed["clause"]),
            firm=typed["firm"],
            need=typed["need"],
            owner=typed["owner"] or ask.person.name,
            due=_day(typed["due"], ask.desk.today),
            now=datetime.now(UTC),
            yuan=_yuan(typed["yuan"], ask.desk.today),
            author=ask.person.name,
            note=lambda one: ask.hand().note("referral", one.shown, after=f"交给{one.department}，{one.due} 前"),
        )
    except ReferralError as error:
        return _form(ask, typed, 400, str(error))
    return ask.go(f"/desk/referrals/{made.number}", f"交给{made.department}了。把号给企业，它能自己查。")


@routes.get("/desk/referrals/{number}", "viewer")
def one(ask: Ask) -> web.Response:
    """One with all its steps, the number for the firm, and the form for the next step."""
    return _page(ask)


@routes.post("/desk/referrals/{number}/move", "counselor")
def go_on(ask: Ask) -> web.Response:
    """On to the next step, unless somebody was quicker."""
    found = _found(ask).referral
    try:
        if found.next is None or ask.text("state") != found.next:
            raise ReferralError(f"现在已经是“{found.state}”了，请看看下面的记录。")
        moved = move(
            ask.desk.store.ledger(),
            found.number,
            State(found.next),
            by=ask.person.name,
            now=datetime.now(UTC),
            result=ask.text("result"),
            landed=_yuan(ask.text("landed"), ask.desk.today),
            note=lambda one: ask.hand().note("referral", one.shown, found.state, one.state),
        )
    except ReferralError as error:
        return _page(ask, 400, str(error))
    return ask.go(f"/desk/referrals/{moved.number}", f"到“{moved.state}”了。")


def _sight(ask: Ask) -> Sight:
    return sight_of(ask.person, ask.desk.store.people())


def _seen(ask: Ask) -> Sequence[Passed]:
    """Those of whoever is logged in: passed on within his sight, or his to see to."""
    sight = _sight(ask)
    found = passed_on(ask.desk.store.ledger())
    return [one for one in found if sight.of(one.author) or one.referral.owner == ask.person.name]


def _found(ask: Ask) -> Passed:
    number = ask.match("number")
    found = next((one for one in _seen(ask) if one.referral.number == number), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def _page(ask: Ask, status: int = 200, words: str = "") -> web.Response:
    found = _found(ask)
    address = f"{ask.request[VISIT].home}/referrals?number={found.referral.shown}"
    return ask.page(
        "referral",
        status,
        passed=found,
        one=found.referral,
        steps=steps_of(ask.desk.store.ledger(), found.referral.number),
        went=_states(found.referral),
        order=ORDER,
        names=_names(ask),
        clause=_title(ask, found.referral),
        code=inline(address, "查到哪一步的二维码"),
        address=address,
        words=words,
        typed=ask.form,
        yuan=Decimal(found.referral.yuan) if found.referral.yuan else None,
        landed=Decimal(found.referral.landed) if found.referral.landed else None,
    )


def _states(one: Referral) -> list[str]:
    """The state of each of its steps, oldest first."""
    return [state.value for state in ORDER[: ORDER.index(State(one.state)) + 1]]


def _form(ask: Ask, given: dict[str, str], status: int = 200, words: str = "") -> web.Response:
    known = ask.desk.knowledge
    clauses = [(one.key, f"{one.printed}{one.title}") for policy in known.policies for one in policy.clauses]
    owners = [(one.name, one.shown) for one in ask.desk.store.people().everybody() if may(one, "counselor")]
    return ask.page("referral_form", status, given=given, words=words, clauses=clauses, owners=owners)


def _clause(ask: Ask, key: str) -> Clause:
    try:
        return ask.desk.knowledge.clause(key)
    except KeyError:
        raise ReferralError("请选要办的事归哪一条，照它的牵头单位交办。") from None


def _title(ask: Ask, one: Referral) -> str:
    try:
        clause = ask.desk.knowledge.clause(one.clause)
    except KeyError:
        return one.clause  # of a document that is gone
    return f"{clause.printed}{clause.title}"


def _names(ask: Ask) -> dict[str, str]:
    return {one.name: one.shown for one in ask.desk.store.people().everybody()}


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ReferralError(f"期限“{text}”不是日期，请写成 2026-12-31") from None
    if day < today:
        raise ReferralError(f"期限 {day} 已经过了")
    return day


def _yuan(text: str, today: date) -> str:
    """A sum as it is kept: yuan in digits, "" for none."""
    if not text:
        return ""
    if text.strip("0 .元") == "" and "0" in text:
        return "0"
    try:
        return f"{yuan_of(text, today):f}"
    except ValueError as error:
        raise ReferralError(f"金额“{text}”{error}") from None
