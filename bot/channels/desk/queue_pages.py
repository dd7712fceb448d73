"""The queue: what nobody could answer, answered once for all its wordings; and whom to call back."""

from collections import Counter

from aiohttp import web

from bot.channels.desk.asking import Ask, Reminder
from bot.channels.desk.cards_pages import new_faults
from bot.channels.desk.drafting import files_now, keep
from bot.channels.desk.routes import Entry, Table
from bot.desk import queue
from bot.desk.queue import Item, call_list, item, items
from knowledge.people import may
from knowledge.records.model import KnowledgeError

routes = Table()
menu = Entry(20, "/desk/queue", "待答", "viewer")
SHOWN = 100


def reminders(ask: Ask) -> list[Reminder]:
    """What is open, and what is late of one's own."""
    opened = [one for one in items(ask.desk.store, ask.desk.today) if one.state == "open"]
    found = [one for one in opened if not one.is_weak]
    late = [one for one in found if one.is_late(ask.desk.today) and one.owner in ("", ask.person.name)]
    weak = len(opened) - len(found)
    told = [Reminder(f"{len(found)} 个问题等着答", "/desk/queue")] if found else []
    told += [Reminder(f"其中 {len(late)} 个过了期限", "/desk/queue")] if late else []
    return told + ([Reminder(f"{weak} 个问题答了，可能没答好", "/desk/queue")] if weak else [])


@routes.get("/desk/queue", "viewer")
def whole(ask: Ask) -> web.Response:
    """All of it, or what came for one reason; and the call list."""
    found, why = items(ask.desk.store, ask.desk.today), ask.query.get("why", "")
    done = [one for one in found if one.state == "done"]
    left = [one for one in found if one.state != "done"]
    counts = Counter(kind for one in left for kind in one.kinds)
    shown = [one for one in left if not why or why in one.kinds]
    calls = call_list(found) if ask.may("counselor") else []
    return ask.page(
        "queue",
        found=shown[:SHOWN],
        more=len(shown) - SHOWN,
        done=done[:SHOWN],
        calls=calls,
        people=_people(ask),
        counts=counts.most_common(),
        all=len(left),
        why=why,
    )


@routes.get("/desk/queue/{name}", "viewer")
def one(ask: Ask) -> web.Response:
    """One item with all its wordings, and the forms that answer it."""
    return _page(ask)


@routes.post("/desk/queue/{name}/assign", "editor")
def assign(ask: Ask) -> web.Response:
    """Who answers it, and until when."""
    found = _item(ask)
    queue.assign(ask.desk.store, found.name, ask.hand(), ask.text("owner"), ask.text("due"))
    return ask.go(f"/desk/queue/{found.name}", "记下了。")


@routes.post("/desk/queue/{name}/answer", "editor")
def answer(ask: Ask) -> web.Response:
    """An answer for all its wordings, into the draft."""
    found, files = _item(ask), files_now(ask)
    policy, _, of = ask.text("clause").partition(" ")
    policy = policy or ask.desk.known.of(files)[0].main.id
    asks = [text for text in found.wordings if text in ask.lists.get("ask", found.wordings)]
    try:
        changed = queue.with_faq(files, policy, asks, ask.text("says"), of, ask.text("by"), ask.desk.today)
        if faults := new_faults(ask, files, changed):
            return _page(ask, 400, "\n".join(faults))
        draft = keep(ask, changed, f"答「{found.first.text[:30]}」等 {len(asks)} 种问法", files)
    except KnowledgeError as error:
        return _page(ask, 400, str(error))
    queue.answered(ask.desk.store, found, ask.hand(), draft.number, ask.text("says")[:200])
    return ask.go(f"/desk/queue/{found.name}", "存进草稿了。发布以后，这些问法都这样答。")


@routes.post("/desk/queue/{name}/example", "editor")
def example(ask: Ask) -> web.Response:
    """All its wordings as examples of a clause or measure that answers them already, into the draft."""
    found, files = _item(ask), files_now(ask)
    parts = ask.text("home").split(" ")
    if len(parts) != 3:
        return _page(ask, 400, "请选这些话问的是哪一条。")
    try:
        changed = queue.with_examples(files, found, *parts)
    except KnowledgeError as error:
        return _page(ask, 400, str(error))
    draft = keep(ask, changed, f"例句「{found.first.text[:30]}」等", files)
    ask.desk.drafted.prepare(files_now(ask))
    queue.answered(ask.desk.store, found, ask.hand(), draft.number, f"当作例句：{ask.text('home')}")
    return ask.go(f"/desk/queue/{found.name}", "存进草稿了。发布以后就认得这些问法。")


@routes.post("/desk/queue/{name}/close", "counselor")
def close(ask: Ask) -> web.Response:
    """It needs no answer here."""
    found = _item(ask)
    try:
        queue.close(ask.desk.store, found, ask.hand(), ask.text("why"))
    except KnowledgeError as error:
        return _page(ask, 400, str(error))
    return ask.go("/desk/queue", "办结了。")


@routes.post("/desk/queue/{name}/reopen", "editor")
def reopen(ask: Ask) -> web.Response:
    found = _item(ask)
    queue.reopen(ask.desk.store, found, ask.hand())
    return ask.go(f"/desk/queue/{found.name}", "又打开了。")


def _item(ask: Ask) -> Item:
    return item(ask.desk.store, ask.match("name"), ask.desk.today)


def _people(ask: Ask) -> dict[str, str]:
    return {one.name: one.shown for one in ask.desk.store.people().everybody()}


def _page(ask: Ask, status: int = 200, words: str = "") -> web.Response:
    found, files = _item(ask), files_now(ask)
    known, _ = ask.desk.known.of(files)
    clauses = [(f"{p.id} {c.id}", f"{c.printed}{c.title}") for p in known.policies for c in p.clauses]
    homes = [
        (f"{p.id} {c.id} {section}", label)
        for p in known.policies
        for c in p.clauses
        for section, label in (
            ("general", f"{c.printed}{c.title}"),
            *((m.id, f"　{m.name}") for m in known.measures if m.home == (p.id, c.id)),
        )
    ]
    editors = [(one.name, one.shown) for one in ask.desk.store.people().everybody() if may(one, "editor")]
    guess = next((f"{p.id} {c.id}" for p in known.policies for c in p.clauses if c.id == found.newest.clause), "")
    return ask.page(
        "queue_item",
        status,
        item=found,
        words=words,
        clauses=clauses,
        homes=homes,
        editors=editors,
        guess=guess,
        typed=ask.form,
        people=_people(ask),
    )
