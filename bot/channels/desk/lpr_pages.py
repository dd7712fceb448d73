"""The LPR: the rows there are, and one more."""

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.drafting import files_now, keep
from bot.channels.desk.routes import Table
from bot.desk.due import LPR_AGE
from bot.desk.lpr import with_row
from knowledge.records.model import KnowledgeError

routes = Table()


@routes.get("/desk/lpr", "viewer")
def lpr(ask: Ask) -> web.Response:
    """Newest first."""
    return _page(ask)


@routes.post("/desk/lpr", "editor")
def add(ask: Ask) -> web.Response:
    """A row more, into the draft."""
    files = files_now(ask)
    since, one, five, source = (ask.text(name) for name in ("since", "one_year", "five_year", "source"))
    try:
        keep(ask, with_row(files, since, one, five, source, ask.desk.today), f"LPR {ask.text('since')}", files)
    except KnowledgeError as error:
        return _page(ask, 400, str(error))
    return ask.go("/desk/lpr", "存进草稿了。")


def _page(ask: Ask, status: int = 200, words: str = "") -> web.Response:
    known, _ = ask.desk.known.of(files_now(ask))
    rows = [(one.since, f"{one.one_year * 100:.2f}%", f"{one.five_year * 100:.2f}%") for one in reversed(known.lpr)]
    age = (ask.desk.today - known.lpr[-1].since).days if known.lpr else 0
    return ask.page("lpr", status, rows=rows, age=age, old=age > LPR_AGE, words=words, typed=ask.form)
