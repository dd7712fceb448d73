"""Let in from the chat of 企业微信: a page that asks, and a button that does it, once."""

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.login import COOKIE, set_cookie
from bot.channels.desk.routes import ANYBODY, Table
from bot.channels.desk_entry import DeskEntry, Entered
from knowledge.people import WHOLE, LoginError

routes = Table()
LONGEST = 100  # characters of a token
HOW = "企业微信"  # how somebody came in, for the trail
OVER = "这个网址打不开了：只能用一次，五分钟内有效。回到企业微信里再发一次“走访”，要一个新的；也可以用密码登录。"
OTHER = "这个浏览器里登录的是{shown}，没有换人。请先退出，再点一次网址；网址还能用。"


@routes.get("/desk/enter/{token}", ANYBODY)
def ask_whether(ask: Ask) -> web.Response:
    """Whose account it would be; nothing is used up by looking."""
    entered = _opened(ask)
    if isinstance(entered, web.Response):
        return entered
    return ask.page("enter", person=entered.person)


@routes.post("/desk/enter/{token}", ANYBODY)
def enter(ask: Ask) -> web.Response:
    """Begins a session as every login does."""
    entered = _opened(ask)
    if isinstance(entered, web.Response):
        return entered
    taken = _entry(ask).taken(_token(ask))
    if taken is None:
        return _problem(ask, OVER)
    token = ask.desk.door.begin(taken.person, ask.address, how=HOW)
    response = ask.go("/desk/password" if taken.person.fresh else taken.path)
    set_cookie(ask.request, response, COOKIE, token, int(WHOLE.total_seconds()))
    return response


def _opened(ask: Ask) -> Entered | web.Response:
    """Who would be let in, or the page that says why nobody is. Wrong addresses are counted as wrong passwords are."""
    try:
        ask.desk.door.check_guesses(ask.address)
    except LoginError as error:
        return _problem(ask, str(error), 429)
    entered = _entry(ask).opened(_token(ask))
    if entered is None:
        ask.desk.door.guessed(ask.address)
        return _problem(ask, OVER)
    if ask.me and ask.me.name != entered.person.name:
        return _problem(ask, OTHER.format(shown=ask.me.shown))
    return entered


def _entry(ask: Ask) -> DeskEntry:
    return DeskEntry(ask.desk.settings, ask.desk.store, ask.desk.now)


def _token(ask: Ask) -> str:
    return ask.match("token")[:LONGEST]


def _problem(ask: Ask, sentence: str, status: int = 403) -> web.Response:
    return ask.page("problem", status, sentence=sentence)
