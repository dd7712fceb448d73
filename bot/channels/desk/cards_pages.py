"""Rulings, guides, contacts, answers in people's wording, the site's own words: a list and a form for each."""

from aiohttp import web

from bot.channels.desk.asking import Ask, Reminder
from bot.channels.desk.drafting import files_now, keep
from bot.channels.desk.routes import Entry, Table
from bot.desk.cards import CARDS, SITE, Card, Kept, checked_today, choices, kept, with_card, without_card
from bot.desk.due import due_words
from bot.desk.fault_words import told
from bot.desk.measure_form import mark
from knowledge.publish import Files
from knowledge.records.model import KnowledgeError

routes = Table()
menu = Entry(50, "/desk/cards/rulings", "口径、指南、电话", "viewer", ("/desk/cards", "/desk/lpr"))


def reminders(ask: Ask) -> list[Reminder]:
    """What runs out or has not been looked at for long."""
    known = ask.desk.knowledge
    return [Reminder(one.words, one.path) for one in due_words(known, ask.desk.today)]


@routes.get("/desk/cards/{kind}", "viewer")
def cards(ask: Ask) -> web.Response:
    """All records of a kind."""
    card, files = _card(ask), files_now(ask)
    if card.name == SITE:
        return _form(ask, card, _only(card, files, ask))
    known, _ = ask.desk.known.of(files)
    rows = [(one, policy) for policy in known.policies for one in kept(card, files, policy.id)]
    names = {m.id: m.name for m in known.measures}
    guides = {(one.policy, one.measure): one.complete for one in known.guides}
    missing = [m for m in known.measures if card.name == "guides" and (m.policy, m.id) not in guides]
    return ask.page(
        "cards", card=card, cards=CARDS, rows=rows, names=names, guides=guides, missing=missing, policies=known.policies
    )


@routes.get("/desk/cards/{kind}/{place}", "viewer")
def card(ask: Ask) -> web.Response:
    """One record, or an empty form (policy:new)."""
    kind, files = _card(ask), files_now(ask)
    return _form(ask, kind, _found(ask, kind, files))


@routes.post("/desk/cards/{kind}/{place}", "editor")
def save(ask: Ask) -> web.Response:
    """Into the draft, unless the record would be faulty; "checked": it was looked at and is still right."""
    kind, files = _card(ask), files_now(ask)
    one = _found(ask, kind, files)
    policy, new = one.policy, one.place < 0
    done = "存进草稿了。"
    try:
        if ask.form.get("checked"):
            changed, done = checked_today(kind, files, one, ask.desk.today), "记下了：今天核实过。"
        elif ask.form.get("remove"):
            changed, done = without_card(kind, files, policy, one), "去掉了。"
        else:
            if not new and (was := ask.form.get("was", "")) and was != _mark(one) and not ask.form.get("anyway"):
                return _form(ask, kind, one, 409, "您打开以后别人改过这一条。您填的都在，看过以后可以照您的存。")
            changed = with_card(kind, files, policy, None if new else one.place, ask.form)
        if faults := new_faults(ask, files, changed):
            return _form(ask, kind, one, 400, "\n".join(faults))
        keep(ask, changed, f"{kind.label}：{_title(kind, ask, one)}", files)
    except KnowledgeError as error:
        return _form(ask, kind, one, 400, str(error))
    return ask.go(f"/desk/cards/{kind.name}", done)


def new_faults(ask: Ask, files: Files, changed: dict[str, str | None]) -> list[str]:
    """What would be wrong that is not yet."""
    now = {str(one) for one in ask.desk.known.of(files)[1]}
    new = {path: text for path, text in {**files, **changed}.items() if text is not None}
    known, faults = ask.desk.known.of(new)
    return [str(told(one, known)) for one in faults if str(one) not in now]


def _card(ask: Ask) -> Card:
    found = CARDS.get(ask.match("kind"))
    if found is None:
        raise web.HTTPNotFound
    return found


def _only(card: Card, files: Files, ask: Ask) -> Kept:
    known, _ = ask.desk.known.of(files)
    return kept(card, files, known.main.id)[0]


def _found(ask: Ask, card: Card, files: Files) -> Kept:
    known, _ = ask.desk.known.of(files)
    if card.name == SITE:
        return _only(card, files, ask)
    policy, _, place = ask.match("place").rpartition(":")
    if policy not in {one.id for one in known.policies}:
        raise web.HTTPNotFound
    if place == "new":
        given = {field.key: ask.query.get(field.key, "")[:600] for field in card.fields}
        if "checked_on" in given:
            given["checked_on"] = given["checked_on"] or ask.desk.today.isoformat()
        return Kept(-1, given, policy)
    rows = kept(card, files, policy)
    if not place.isascii() or not place.isdecimal() or int(place) >= len(rows):
        raise web.HTTPNotFound
    return rows[int(place)]


def _form(ask: Ask, card: Card, one: Kept, status: int = 200, words: str = "") -> web.Response:
    known, _ = ask.desk.known.of(files_now(ask))
    values = {field.key: ask.form.get(field.key, one.values.get(field.key, "")) for field in card.fields}
    return ask.page(
        "card",
        status,
        card=card,
        cards=CARDS,
        one=one,
        values=values,
        was=_mark(one),
        changed=status == 409,
        words=words,
        options=choices(known, one.policy),
    )


def _mark(one: Kept) -> str:
    """Of the record as it was shown. No text of it: a browser sends line ends back as others."""
    return mark("\n".join(f"{key}={value}" for key, value in one.values.items()))


def _title(card: Card, ask: Ask, one: Kept) -> str:
    first = next((f.key for f in card.fields if ask.text(f.key) or one.values.get(f.key)), "")
    return (ask.text(first) or one.values.get(first, "")).splitlines()[0][:30] if first else card.label
