"""Accounts: who works here, with which role and for which county; who leaves is closed, and his drafts passed on."""

import secrets
from dataclasses import replace

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.routes import Entry, Table
from bot.desk.house import pass_on
from knowledge.people import change_account, new_account
from knowledge.records.model import KnowledgeError
from knowledge.store import Person

routes = Table()
menu = Entry(90, "/desk/people", "人员", "admin")
WORDS = 3  # groups of a first password


@routes.get("/desk/people", "admin")
def people(ask: Ask) -> web.Response:
    return _shown(ask)


@routes.post("/desk/people", "admin")
def add(ask: Ask) -> web.Response:
    """A new account, with a first password that is shown once and must be changed."""
    given = ask.text("name"), ask.text("shown"), ask.text("role"), ask.text("county")
    person = Person(*given, fresh=True, wecom=ask.text("wecom"))
    password = first_password()
    try:
        new_account(ask.desk.store.people(), person, password, ask.hand())
    except KnowledgeError as error:
        return _shown(ask, 400, words=str(error), typed=person)
    return _shown(ask, made=person, password=password)


@routes.get("/desk/people/{name}", "admin")
def one(ask: Ask) -> web.Response:
    return _one(ask, _person(ask))


@routes.post("/desk/people/{name}", "admin")
def change(ask: Ask) -> web.Response:
    """Another name, role or county; or closed, and what is being worked on passed to somebody else."""
    store, old = ask.desk.store, _person(ask)
    new = replace(
        old,
        shown=ask.text("shown"),
        role=ask.text("role"),
        county=ask.text("county"),
        wecom=ask.text("wecom"),
        state="closed" if ask.form.get("state") == "closed" else "active",
    )
    try:
        if old.name == ask.person.name and (new.role, new.state) != (old.role, old.state):
            raise KnowledgeError("自己的角色不能自己改，也不能停用自己。请另一位管理员来改。")
        if heir := ask.text("heir"):
            pass_on(store, old, heir, ask.hand())
        change_account(store.people(), new, ask.hand())
    except KnowledgeError as error:
        return _one(ask, new, 400, words=str(error))
    return ask.go("/desk/people", f"{new.shown}的账号改好了。")


@routes.post("/desk/people/{name}/password", "admin")
def reset(ask: Ask) -> web.Response:
    """A new first password for who has forgotten his."""
    person = replace(_person(ask), fresh=True)
    password = first_password()
    change_account(ask.desk.store.people(), person, ask.hand(), password)
    return _shown(ask, made=person, password=password)


def first_password() -> str:
    """Easily read out, hard to guess: twelve letters and digits that are not mistaken for one another."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(WORDS))


def _person(ask: Ask) -> Person:
    person = ask.desk.store.people().find(ask.match("name"))
    if person is None:
        raise web.HTTPNotFound
    return person


def _shown(ask: Ask, status: int = 200, **context: object) -> web.Response:
    everybody = ask.desk.store.people().everybody()
    given = {"made": None, "password": "", "words": "", "typed": Person("", "", "editor"), **context}
    return ask.page("people", status, everybody=everybody, counties=_counties(ask), **given)


def _one(ask: Ask, person: Person, status: int = 200, words: str = "") -> web.Response:
    others = [one for one in ask.desk.store.people().everybody() if one.name != person.name and one.state == "active"]
    held = [one for one in ask.desk.office.drafts() if one.author == person.name and one.state in ("open", "review")]
    context = {"person": person, "counties": _counties(ask), "others": others, "held": held, "words": words}
    return ask.page("person", status, **context)


def _counties(ask: Ask) -> tuple[str, ...]:
    """The counties of all documents."""
    return tuple(dict.fromkeys(name for policy in ask.desk.knowledge.policies for name in policy.districts))
