"""The log of visits and what is due of them: written down in a minute on a phone, from a talk or a check-up too."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode

from aiohttp import web
from multidict import MultiDict

from bot.channels.desk.asking import Ask, Reminder
from bot.channels.desk.routes import Entry, Table
from bot.channels.web.links import own
from bot.channels.web.list_pages import EXCEL
from bot.channels.web.replay import replayed
from bot.channels.web.session import session_of
from bot.kit.begun import Begun, filled, of_checkup, of_talk
from bot.kit.follow_ups import When, done, follow_ups
from bot.kit.referrals import erase_referral, passed_on
from bot.kit.report import visits_workbook
from bot.kit.sight import Sight, sight_of
from bot.kit.visits import (
    DAYS,
    LABELS,
    NEEDS,
    Logged,
    VisitError,
    changed,
    erase_visit,
    find_visit,
    history,
    log_visit,
    masked,
    read_visit,
    visits,
    written,
)
from bot.measures.checkup import check
from bot.measures.one_document import by_one
from bot.replies.checkup_form import read_checkup_form
from bot.replies.phrasebook import phrasebook_of
from knowledge.records.model import Knowledge, KnowledgeError

routes = Table()
menu = Entry(25, "/desk/visits", "走访", "viewer")
SHOWN, DUE_SHOWN = 100, 50
TURNS, SENT = 30, "visits that were sent"
LONGEST, MOST_SENT = 4_000, 500
ONCE = "once"  # the field that tells a form sent twice from two forms
YEAR = 366


def reminders(ask: Ask) -> list[Reminder]:
    """What is due of the visits of whoever is logged in."""
    if not ask.may("counselor"):
        return []
    own_ = [one for one in visits(ask.desk.store.ledger(), _sight(ask).viewer) if one.counselor == ask.person.name]
    due = [one for one in follow_ups(own_, ask.desk.today) if one.when is not When.SOON]
    return (
        [Reminder(f"{len(due)} 件走访的事到了日子：{due[0].one.visit.firm}{due[0].words}", "/desk/visits")]
        if due
        else []
    )


@routes.get("/desk/visits", "viewer")
def log(ask: Ask) -> web.Response:
    """What is due, then the visits that are asked for, the newest first."""
    sight, today = _sight(ask), ask.desk.today
    seen = visits(ask.desk.store.ledger(), sight.viewer)
    found = _chosen(ask.query, _shown(sight, seen))
    kept = {name: ask.query[name] for name in ("text", "since", "until", "county", "who") if ask.query.get(name)}
    names = _names(ask)
    return ask.page(
        "visits",
        due=follow_ups(_shown(sight, seen), today)[:DUE_SHOWN],
        found=found[:SHOWN],
        whole=len(found),
        kept=kept,
        address=urlencode(kept),
        names=names,
        counties=[(one, one) for one in _counties(ask)],
        authors=[(one, names.get(one, one)) for one in sorted({one.counselor for one in seen} - {""})],
        measures=_measure_names(ask),
        sight=sight,
    )


@routes.get("/desk/visits.xlsx", "viewer")
def excel(ask: Ask) -> web.Response:
    """The visits that are asked for, all of them, in Excel; who only looks gets no persons."""
    sight = _sight(ask)
    found = _chosen(ask.query, _shown(sight, visits(ask.desk.store.ledger(), sight.viewer)))
    data = visits_workbook(ask.desk.knowledge, found, _names(ask))
    ask.desk.store.trail().append(ask.hand().note("export", f"走访 {len(found)} 次")).result()
    return ask.file(data, f"走访_{ask.desk.today}.xlsx", EXCEL)


@routes.get("/desk/visits/new", "counselor")
def begin(ask: Ask) -> web.Response:
    """The form; what a talk or a check-up before it says stands in it."""
    begun = _begun(ask)
    given = filled(begun, {"firm": ask.query.get("firm", "")[:100], "county": ask.person.county})
    return _form(ask, given, begun=begun)


@routes.post("/desk/visits/new", "counselor")
def add(ask: Ask) -> web.Response:
    """Keeps a visit; a form sent twice, as by a double tap, is one."""
    sent: dict[str, str] = ask.desk.kept.setdefault(SENT, {})
    once = ask.text(ONCE)[:64]
    if once in sent:
        return ask.go(f"/desk/visits/{sent[once]}", "记下了。")
    try:
        visit = read_visit(ask.desk.knowledge, _typed(ask), ask.desk.today)
    except VisitError as error:
        return _form(ask, _typed(ask), 400, faults=error.faults)
    note = ask.hand().note("visit", "新的走访")
    made = log_visit(ask.desk.store.ledger(), visit, ask.person.name, datetime.now(UTC), note=note)
    if once:
        sent[once] = made.number
        while len(sent) > MOST_SENT:
            del sent[next(iter(sent))]
    return ask.go(f"/desk/visits/{made.number}", "记下了。")


@routes.get("/desk/visits/{number}", "viewer")
def one(ask: Ask) -> web.Response:
    """One visit with all that it was, and what comes next for its firm."""
    sight, found = _sight(ask), _visit(ask)
    states = history(ask.desk.store.ledger(), found.number)
    before = [None, *(visit for _, visit in states)]
    steps = [(entry, changed(old, visit) if old else ()) for (entry, visit), old in zip(states, before, strict=False)]
    return ask.page(
        "visit",
        one=found if sight.of_persons else masked(found),
        due=follow_ups([found], ask.desk.today),
        steps=steps,
        labels=LABELS,
        names=_names(ask),
        measures=_measure_names(ask),
        sight=sight,
    )


@routes.get("/desk/visits/{number}/edit", "counselor")
def edit(ask: Ask) -> web.Response:
    found = _own(ask)
    return _form(ask, written(found.visit), one=found)


@routes.post("/desk/visits/{number}/edit", "counselor")
def change(ask: Ask) -> web.Response:
    """Another state of it; the ones before stay."""
    found = _own(ask)
    try:
        visit = read_visit(ask.desk.knowledge, _typed(ask), ask.desk.today, found.visit)
    except VisitError as error:
        return _form(ask, _typed(ask), 400, one=found, faults=error.faults)
    if not (told := changed(found.visit, visit)):
        return ask.go(f"/desk/visits/{found.number}", "没有改什么。")
    was = int(ask.text("was")) if ask.text("was").isdecimal() else found.revision
    note = ask.hand().note("visit", f"第 {found.number} 号走访", after=f"改了{'、'.join(told)}")
    log_visit(ask.desk.store.ledger(), visit, ask.person.name, datetime.now(UTC), found.number, was=was, note=note)
    return ask.go(f"/desk/visits/{found.number}", "改好了，原来的还留着。")


@routes.post("/desk/visits/{number}/done", "counselor")
def see_to(ask: Ask) -> web.Response:
    """Something that was due has been seen to; the list is shown again."""
    found, field = _own(ask), ask.text("field")
    try:
        visit = done(found.visit, field, ask.desk.today)
    except ValueError:
        raise KnowledgeError("这一件要在走访里填落地金额，填了就从单子上去掉。") from None
    note = ask.hand().note("visit", f"第 {found.number} 号走访", after=f"办好了：{LABELS[field]}")
    log_visit(ask.desk.store.ledger(), visit, ask.person.name, datetime.now(UTC), found.number, note=note)
    said = "记下今天还清，明天起可以申报。" if field == "loan_due" else "办好了，去掉了。"
    return ask.go("/desk/visits", said)


@routes.post("/desk/visits/{number}/erase", "viewer")
def erase(ask: Ask) -> web.Response:
    """A firm's wish: every visit to it with all that it was, and what was passed on for it. The trail tells how many,
    and not of whom."""
    sight, store, found = _sight(ask), ask.desk.store, _visit(ask)
    if not sight.may_erase(found):
        raise KnowledgeError("只有记这次走访的人和管理员能删。")
    firm = found.visit.firm
    gone = [one for one in visits(store.ledger(), sight.viewer) if one.visit.firm == firm and sight.may_erase(one)]
    for one in gone:
        erase_visit(store.ledger(), one.number)
    passed = [
        one.referral.number for one in passed_on(store.ledger()) if one.referral.firm == firm and sight.of(one.author)
    ]
    for number in passed:
        erase_referral(store.ledger(), number)
    told = f"{len(gone)} 次走访、{len(passed)} 件交办"
    store.trail().append(ask.hand().note("erase", "一家企业", after=told)).result()
    store.empty_log()
    return ask.go("/desk/visits", f"删掉了{told}，找不回来。备份里的到期才没有。")


def _sight(ask: Ask) -> Sight:
    return sight_of(ask.person, ask.desk.store.people())


def _visit(ask: Ask) -> Logged:
    """The visit of the path; a 404 for who may not see it."""
    found = find_visit(ask.desk.store.ledger(), str(ask.number("number")))
    if found is None or not _sight(ask).viewer.sees(found):
        raise web.HTTPNotFound
    return found


def _own(ask: Ask) -> Logged:
    """The visit of the path, for who may change it."""
    found = _visit(ask)
    if not _sight(ask).may_change(found):
        raise web.HTTPNotFound
    return found


def _shown(sight: Sight, found: Sequence[Logged]) -> list[Logged]:
    return [one if sight.of_persons else masked(one) for one in found]


def _chosen(query: Mapping[str, str], found: Sequence[Logged]) -> list[Logged]:
    """Those the fields of the page ask for, newest first."""
    text = " ".join(query.get("text", "").split())[:100]
    since, until = _day(query.get("since", "")), _day(query.get("until", ""))
    county, who = query.get("county", ""), query.get("who", "")
    chosen = [
        one
        for one in found
        if (not text or any(text in words for words in (one.visit.firm, one.visit.contact, one.visit.next_step)))
        and (since is None or one.visit.day >= since)
        and (until is None or one.visit.day <= until)
        and county in ("", one.visit.county)
        and who in ("", one.counselor)
    ]
    return sorted(chosen, key=lambda one: (one.visit.day, int(one.number)), reverse=True)


def _begun(ask: Ask) -> Begun:
    """What the talk or the check-up that it is begun from says; nothing where it is begun by itself."""
    if query := ask.query.get("checkup", ""):
        params = MultiDict(parse_qsl(query[:LONGEST].removeprefix("?")))
        known = by_one(ask.desk.knowledge, params.get("policy", ""))
        form = read_checkup_form(known, phrasebook_of(known), MultiDict(own(params)), ask.desk.today)
        return of_checkup(check(known, form.known, ask.desk.today)) if form.begun else Begun()
    if ask.query.get("talk", ""):
        conversation = session_of(ask.request).conversation
        turns = ask.desk.store.turns(conversation, TURNS)
        return of_talk(ask.desk.knowledge, replayed(ask.desk.live, turns))
    return Begun()


def _typed(ask: Ask) -> dict[str, str]:
    """What stands in the form, whether it was filled in or not."""
    typed = {key: ask.text(key) for key in LABELS if key in ask.form}
    return {**typed, "measures": "、".join(ask.lists.get("measures", ()))}


def _form(
    ask: Ask,
    given: Mapping[str, str],
    status: int = 200,
    *,
    one: Logged | None = None,
    begun: Begun | None = None,
    faults: Mapping[str, str] | None = None,
) -> web.Response:
    today = ask.desk.today
    return ask.page(
        "visit_form",
        status,
        one=one,
        given=given,
        begun=begun or Begun(),
        chosen=given.get("measures", "").split("、"),
        faults=faults or {},
        labels=LABELS,
        needs=NEEDS,
        days=DAYS,
        counties=[(name, name) for name in _counties(ask)],
        measures=[(one.link, one.name) for one in ask.desk.knowledge.measures],
        names=_measure_names(ask),
        once=ask.text(ONCE) or secrets.token_hex(8),
        ends=(date(today.year, 12, 31), date.fromordinal(today.toordinal() + YEAR - 1)),
    )


def _names(ask: Ask) -> dict[str, str]:
    return {one.name: one.shown for one in ask.desk.store.people().everybody()}


def _measure_names(ask: Ask) -> dict[str, str]:
    known: Knowledge = ask.desk.knowledge
    return {one.link: one.name for one in known.measures}


def _counties(ask: Ask) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for policy in ask.desk.knowledge.policies for name in policy.districts))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
