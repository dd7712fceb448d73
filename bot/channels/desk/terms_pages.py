"""Words of conditions and of what is not ours, in forms; and any data file as a text that is checked before it is
kept. Both answer a sentence from what is typed, saved or not."""

from collections.abc import Callable
from urllib.parse import quote

from aiohttp import web

from bot.channels.desk.asking import Ask
from bot.channels.desk.drafting import files_now, keep
from bot.channels.desk.routes import LARGE, Table
from bot.channels.desk.words_pages import answer_of
from bot.desk.raw import Fault, faults_in, kinds
from bot.desk.terms import FACTS, LABELS, PATHS, SCOPE, Term, term, terms, with_term, with_topic
from knowledge.publish import Files
from knowledge.records.files import plain_text, text_digest
from knowledge.records.model import KnowledgeError
from knowledge.store import StoreError

routes = Table()
CHANGED = "您打开以后别人改过它。您填的都在，看过以后可以照您的存。"
ABOUT = {FACTS: "企业说到这个条件时可能用的话，一行一个。", SCOPE: "一说这些就请人去别处问，一行一个。"}
Changed = dict[str, str | None]


@routes.get("/desk/words/list/{kind}", "viewer")
def whole(ask: Ask) -> web.Response:
    """All conditions, or all topics that are not ours; those with these words in them."""
    return _list(ask)


@routes.post("/desk/words/list/{kind}", "editor")
def add(ask: Ask) -> web.Response:
    """A topic more that is not ours."""
    if _kind(ask) != SCOPE:
        raise web.HTTPNotFound
    files = files_now(ask)
    try:
        name, changed = with_topic(files, ask.text("label"), ask.text("refer"), ask.text("words"))
        keep(ask, changed, f"不归我们管的：{ask.text('label')[:30]}", files)
    except KnowledgeError as error:
        return _list(ask, 400, str(error))
    return ask.go(f"/desk/words/list/{SCOPE}/{name}", "存进草稿了。下面可以试一句。")


@routes.get("/desk/words/list/{kind}/{name}", "viewer")
def one(ask: Ask) -> web.Response:
    return _term_page(ask)


@routes.post("/desk/words/list/{kind}/{name}", "editor", LARGE)
def save(ask: Ask) -> web.Response:
    """The lists as they were typed; "try": only what a sentence would be answered with them."""
    kind, name, files = _kind(ask), ask.match("name"), files_now(ask)
    label = _found(ask, files).label
    try:
        return _saved(ask, _term_page, files, with_term(files, kind, name, ask.form), f"{LABELS[kind]}：{label}")
    except KnowledgeError as error:
        return _term_page(ask, 400, faults=[Fault(str(error))])


@routes.get("/desk/words/files", "viewer")
def every_file(ask: Ask) -> web.Response:
    """Every data file there is."""
    return ask.page("files", kinds=kinds(files_now(ask)))


@routes.get("/desk/words/file", "viewer")
def file(ask: Ask) -> web.Response:
    """One of them, to be read and changed."""
    return _file_page(ask)


@routes.post("/desk/words/file", "editor", LARGE)
def save_file(ask: Ask) -> web.Response:
    """The text as it was typed, unless something is wrong with it that was not; "try": only a sentence."""
    files, path = files_now(ask), _path(ask, files_now(ask))
    text = ask.form.get("text", "").replace("\r\n", "\n")
    try:
        return _saved(ask, _file_page, files, {path: _with_its_end(text, files[path])}, path)
    except KnowledgeError as error:
        return _file_page(ask, 400, faults=[Fault(str(error))])


def _saved(ask: Ask, page: Callable[..., web.Response], files: Files, changed: Changed, on: str) -> web.Response:
    """Into the draft; or back to the page with what is wrong, or with what a sentence is answered."""
    [path] = changed
    if faults := _faults(ask, files, changed):
        return page(ask, 400, faults=faults)
    if ask.form.get("try"):
        say = ask.text("say")[:500]
        new = {**files, **{name: text for name, text in changed.items() if text is not None}}
        return page(ask, tried=answer_of(ask, new, [say], ask.desk.today) if say else None)
    if ask.form.get("was") != text_digest(files[path], path) and not ask.form.get("anyway"):
        return page(ask, 409, faults=[Fault(CHANGED)], anyway=True)
    if all(files.get(name) == text for name, text in changed.items()):
        return ask.go(_address(ask), "没有改什么。")
    try:
        keep(ask, changed, on, files)
    except StoreError as error:
        if error.kind != "changed":
            raise
        return page(ask, 409, faults=[Fault(CHANGED)], anyway=True)
    ask.desk.drafted.prepare(files_now(ask))  # learnt while the next page is read
    return ask.go(_address(ask), "存进草稿了。")


def _faults(ask: Ask, files: Files, changed: Changed) -> list[Fault]:
    """What would be wrong that is not yet, each with its line."""
    before = {str(one) for one in ask.desk.known.of(files)[1]}
    new = {**files, **{path: text for path, text in changed.items() if text is not None}}
    errors = [one for one in ask.desk.known.of(new)[1] if str(one) not in before]
    [(path, text)] = changed.items()
    return faults_in(path, text or "", errors)


def _list(ask: Ask, status: int = 200, words: str = "") -> web.Response:
    kind, text = _kind(ask), ask.query.get("text", "").strip()[:50]
    found = terms(files_now(ask), kind)
    hits = [one for one in found if not text or any(text in said for said in (one.label, *_values(one)))]
    return ask.page("terms", status, kind=kind, labels=LABELS, found=hits, text=text, words=words, scope=SCOPE)


def _values(one: Term) -> list[str]:
    return [field.value for field in one.fields]


def _term_page(
    ask: Ask, status: int = 200, faults: list[Fault] | None = None, tried: object = None, *, anyway: bool = False
) -> web.Response:
    kind, files = _kind(ask), files_now(ask)
    return ask.page(
        "term",
        status,
        kind=kind,
        labels=LABELS,
        term=_found(ask, files),
        typed=ask.form,
        path=PATHS[kind],
        was=text_digest(files[PATHS[kind]], PATHS[kind]),
        faults=faults or [],
        tried=tried,
        anyway=anyway,
        about="企业说到这个条件时可能用的话。一行一个说法。"
        if kind == FACTS
        else "一说这些就请人去别处问。一行一个说法。",
    )


def _file_page(
    ask: Ask, status: int = 200, faults: list[Fault] | None = None, tried: object = None, *, anyway: bool = False
) -> web.Response:
    files = files_now(ask)
    path = _path(ask, files)
    return ask.page(
        "file",
        status,
        path=path,
        text=ask.form.get("text", plain_text(files[path])),
        was=text_digest(files[path], path),
        faults=faults or [],
        tried=tried,
        anyway=anyway,
    )


def _with_its_end(text: str, before: str) -> str:
    """The text with the end of line it had: a browser's form may lose the last one."""
    return text if text.endswith("\n") or not before.endswith("\n") else f"{text}\n"


def _address(ask: Ask) -> str:
    return f"{ask.path}?name={quote(ask.text('name'))}" if ask.path == "/desk/words/file" else ask.path


def _kind(ask: Ask) -> str:
    if ask.match("kind") not in LABELS:
        raise web.HTTPNotFound
    return ask.match("kind")


def _found(ask: Ask, files: Files) -> Term:
    found = term(files, _kind(ask), ask.match("name"))
    if found is None:
        raise web.HTTPNotFound
    return found


def _path(ask: Ask, files: Files) -> str:
    path = ask.form.get("name") or ask.query.get("name", "")
    if path not in files:
        raise web.HTTPNotFound
    return path
