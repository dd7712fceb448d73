"""Logging in and out, choosing another password, and the files of the desk; what was typed outlives a session."""

import hmac
from dataclasses import replace

from aiohttp import web

from bot.channels.desk.asking import OWN, Ask, own_addresses
from bot.channels.desk.routes import ANYBODY, CHANGING, Route, Table
from bot.channels.signing import digest
from bot.channels.web.assets import asset
from bot.channels.web.embed import LONG
from bot.channels.web.site import VISIT
from knowledge.people import WHOLE, LoginError, change_account, mark_of, matches
from knowledge.records.model import KnowledgeError
from knowledge.store import Person

routes = Table()
COOKIE = "fudaoyuan-desk"
PLACE = "fudaoyuan-desk-place"  # a browser in which somebody has logged in before
YEAR = 365 * 24 * 3600
TYPED_MOST = 200  # fields that are carried over a login
ENDED = "登录已经结束。请再登录一次，刚才填的还在。"


def cookie_name(request: web.Request, name: str = COOKIE) -> str:
    """Behind https a name that browsers take only from this very host."""
    return f"__Host-{name}" if request[VISIT].secure else name


def token_of(request: web.Request) -> str:
    """The secret of the session, "" for none."""
    return request.cookies.get(cookie_name(request), "")[:100]


def ask_to_log_in(ask: Ask, route: Route) -> web.Response:
    """For who is not logged in, or no longer: what was typed goes on with the login."""
    if route.method != CHANGING:
        back = ask.request[VISIT].path + (f"?{ask.request.query_string}" if ask.request.query_string else "")
        return _form(ask, back=back, status=401)
    return _form(ask, back=ask.path, typed=_typed(ask), words=ENDED, status=401)


@routes.get("/desk/login", ANYBODY)
def login(ask: Ask) -> web.Response:
    if ask.me:
        return ask.go("/desk")
    return _form(ask)


@routes.post("/desk/login", ANYBODY)
def let_in(ask: Ask) -> web.Response:
    """Lets in who knows the password. A form that was sent after the session had ended is shown again to be sent."""
    name, place = ask.text("name")[:100], _place(ask)
    known = ask.desk.signer.issued(_use(name), place)
    try:
        person = ask.desk.door.login(
            name, ask.form.get("password", ""), ask.address, place=digest(place) if known else ""
        )
    except LoginError as error:
        return _form(ask, back=_back(ask), typed=_carried(ask), words=str(error), name=name, status=401)
    token = ask.desk.door.begin(person, ask.address)
    response = _welcome(ask, person, token)
    kept = place if known else ask.desk.signer.issue(_use(name))
    set_cookie(ask.request, response, COOKIE, token, int(WHOLE.total_seconds()))
    set_cookie(ask.request, response, PLACE, kept, YEAR)
    return response


@routes.post("/desk/logout", "viewer")
def logout(ask: Ask) -> web.Response:
    ask.desk.door.end(ask.token, ask.person, ask.address)
    response = ask.go("/desk/login")
    response.set_cookie(cookie_name(ask.request), "", max_age=0, path="/", secure=ask.request[VISIT].secure)
    return response


@routes.get("/desk/password", "viewer")
def password(ask: Ask) -> web.Response:
    return ask.page("password", words="")


@routes.post("/desk/password", "viewer")
def change_password(ask: Ask) -> web.Response:
    """Another password; every session of the account ends, and this browser logs in anew."""
    people, person = ask.desk.store.people(), ask.person
    new = ask.form.get("new", "")
    words = ""
    if not matches(people.secret_of(person.name), ask.form.get("old", "")):
        words = "原来的密码不对。"
    elif new != ask.form.get("again", ""):
        words = "两次写的新密码不一样。"
    elif hmac.compare_digest(new.encode(), ask.form.get("old", "").encode()):
        words = "新密码和原来的一样。"
    try:
        if not words:
            changed = replace(person, fresh=False)
            change_account(people, changed, ask.hand(), new)
    except KnowledgeError as error:
        words = str(error)
    if words:
        return ask.page("password", 400, words=words)
    response = ask.go("/desk", "密码换好了，别处的登录都已经退出。")
    set_cookie(ask.request, response, COOKIE, ask.desk.door.begin(person, ask.address), int(WHOLE.total_seconds()))
    return response


@routes.get("/desk/static/{name}", ANYBODY)
def static(ask: Ask) -> web.Response:
    """A file of the desk, none from elsewhere."""
    address = own_addresses().get(ask.match("name"))
    if address is None:
        raise web.HTTPNotFound
    asked = f"{ask.path}?{ask.request.query_string}"
    return asset(ask.match("name"), OWN).response(ask.request, LONG if asked == address else "no-cache")


def _welcome(ask: Ask, person: Person, token: str) -> web.Response:
    """On to where he was going; with a form that is still to be sent, to that form."""
    typed, back = _carried(ask), _back(ask)
    if typed and not person.fresh:
        return ask.with_form(me=person, token=token, mark=mark_of(token)).page("resend", back=back, typed=typed)
    return ask.go("/desk/password" if person.fresh else back or "/desk")


def _form(ask: Ask, status: int = 200, **context: object) -> web.Response:
    given = {"back": "", "typed": (), "words": "", "name": "", **context}
    return ask.page("login", status, **given)


def _typed(ask: Ask) -> tuple[tuple[str, str], ...]:
    """What was typed, to be carried over the login."""
    pairs = [(name, value) for name, values in ask.lists.items() if name != "mark" for value in values]
    return tuple(pairs[:TYPED_MOST])


def _carried(ask: Ask) -> tuple[tuple[str, str], ...]:
    """What came along with the login; its names have a letter in front, so that none is one of the login's own."""
    pairs = [(name[2:], value) for name, values in ask.lists.items() if name.startswith("t-") for value in values]
    return tuple(pairs[:TYPED_MOST])


def _back(ask: Ask) -> str:
    """Where he was going: a page of the desk and nothing else."""
    back = ask.form.get("back", "")
    return back if back.startswith("/desk/") and "\\" not in back and back.isprintable() else ""


def _place(ask: Ask) -> str:
    return ask.request.cookies.get(cookie_name(ask.request, PLACE), "")[:100]


def _use(name: str) -> str:
    return f"desk place {name}"


def set_cookie(request: web.Request, response: web.Response, name: str, value: str, age: int) -> None:
    secure = request[VISIT].secure
    response.set_cookie(
        cookie_name(request, name), value, max_age=age, httponly=True, samesite="Lax", secure=secure, path="/"
    )
