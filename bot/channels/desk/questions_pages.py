"""Day one: what people asked today and were answered, to be searched, marked where it was wrong, and taken to Excel."""

from urllib.parse import urlencode

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.routes import Entry, Table
from bot.desk.asked import CHANNELS, MISSED, MOST, PAGE, asked_workbook, mark_wrong, marks, rows, wanted_of
from bot.kit.events import KINDS

routes = Table()
menu = Entry(10, "/desk/questions", "问题", "viewer")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = ("since", "until", "text", "channel", "kind", "clause", "sure", "wrong")


@routes.get("/desk/questions", "viewer")
def questions(ask: Ask) -> web.Response:
    """Those of today unless other days are asked for, newest first."""
    store, known = ask.desk.store, ask.desk.knowledge
    wanted = wanted_of(ask.query, ask.desk.today, marks(store))
    whole, page = store.counts().count(wanted), wanted.skip // PAGE + 1
    kept = {name: ask.query[name] for name in FIELDS if ask.query.get(name)}
    return ask.page(
        "questions",
        found=rows(store, known, wanted),
        whole=whole,
        wanted=wanted,
        page=page,
        pages=-(-whole // PAGE),
        kept=kept,
        address=urlencode(kept),
        channels=list(CHANNELS.items()),
        kinds=[(MISSED, "没答上的"), *KINDS.items()],
        clauses=[(one.id, f"{one.printed}{one.title}") for policy in known.policies for one in policy.clauses],
    )


@routes.get("/desk/questions.xlsx", "viewer")
def excel(ask: Ask) -> web.Response:
    """The same, all pages of it, in Excel."""
    store = ask.desk.store
    wanted = wanted_of(ask.query, ask.desk.today, marks(store))._replace(limit=MOST, skip=0)
    data = asked_workbook(rows(store, ask.desk.knowledge, wanted))
    store.trail().append(ask.hand().note("export", f"问题 {wanted.since} 至 {wanted.until}")).result()
    return ask.file(data, f"问题_{wanted.since}_{wanted.until}.xlsx", EXCEL)


@routes.post("/desk/questions/{number}/wrong", "counselor")
def wrong(ask: Ask) -> web.Response:
    """答错了, or not after all."""
    is_wrong = ask.form.get("wrong") != "no"
    mark_wrong(ask.desk.store, ask.number("number"), ask.hand(), ask.text("why"), wrong=is_wrong)
    back = f"/desk/questions?{ask.text('back')}" if ask.text("back") else "/desk/questions"
    return ask.go(back, "记下了，已经放进待答的单子。" if is_wrong else "取消了。")
