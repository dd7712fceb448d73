"""Documents: read a new one into a draft, hold a re-issue against the old, take a policy's folder out and in."""

from aiohttp import web

from bot.channels.desk.asking import Ask, Upload
from bot.channels.desk.cards_pages import new_faults
from bot.channels.desk.drafting import files_now, keep
from bot.channels.desk.routes import LARGE, Entry, Table
from bot.desk.documents import Found, aligned, as_draft, look, proposed_name, text_of
from bot.desk.folders import packed, taken_in, unpacked
from knowledge.records.model import KnowledgeError

routes = Table()
menu = Entry(60, "/desk/documents", "文件", "viewer")
NEXT = "存进草稿了。下一步：下面列着这份文件里像是写了钱的地方，是给企业的就做成政策点；再添几句例句，送审。"
NOTHING = Upload("", b"")


@routes.get("/desk/documents", "viewer")
def documents(ask: Ask) -> web.Response:
    """The documents there are, and the way in for another."""
    return _page(ask)


@routes.post("/desk/documents", "editor", LARGE)
def preview(ask: Ask) -> web.Response:
    """What a file or a pasted text is read as; nothing is kept yet."""
    file = ask.files.get("file", NOTHING)
    pasted = ask.form.get("text", "")
    try:
        text = text_of(file.name, file.data, pasted)
    except KnowledgeError as error:
        return _page(ask, 400, str(error), text=pasted)
    return _preview(ask, text)


@routes.post("/desk/documents/draft", "editor", LARGE)
def draft(ask: Ask) -> web.Response:
    """The corrected text becomes a policy's folder in the draft."""
    files, text = files_now(ask), ask.form.get("text", "").replace("\r\n", "\n")
    if ask.form.get("again"):
        return _preview(ask, text)
    try:
        changed = as_draft(text, ask.text("name"), files)
        if faults := new_faults(ask, files, changed):
            return _preview(ask, text, "\n".join(faults))
        keep(ask, changed, f"文件 {ask.text('name')}", files)
    except KnowledgeError as error:
        return _preview(ask, text, str(error))
    ask.desk.drafted.prepare(files_now(ask))
    return ask.go(f"/desk/measures#sums-{ask.text('name')}", NEXT)


@routes.get("/desk/documents/{policy}.zip", "viewer")
def export(ask: Ask) -> web.Response:
    """The whole folder, as one works on it."""
    policy = ask.match("policy")
    data = packed(files_now(ask), policy)
    ask.desk.store.trail().append(ask.hand().note("export", f"文件夹 {policy}")).result()
    return ask.file(data, f"{policy}.zip", "application/zip")


@routes.post("/desk/documents/folder", "editor", LARGE)
def take_in(ask: Ask) -> web.Response:
    """A folder that was exported, and edited elsewhere, into the draft."""
    files = files_now(ask)
    try:
        name, folder = unpacked(ask.files.get("folder", NOTHING).data)
        changed = taken_in(files, name, folder)
        if faults := new_faults(ask, files, changed):
            return _page(ask, 400, "\n".join(faults))
        made = keep(ask, changed, f"导入文件夹 {name}", files)
    except KnowledgeError as error:
        return _page(ask, 400, str(error))
    return ask.go(f"/desk/drafts/{made.number}", "存进草稿了。")


def _page(ask: Ask, status: int = 200, words: str = "", text: str = "") -> web.Response:
    known, _ = ask.desk.known.of(files_now(ask))
    return ask.page("documents", status, policies=known.policies, words=words, text=text)


def _preview(ask: Ask, text: str, words: str = "") -> web.Response:
    known, _ = ask.desk.known.of(files_now(ask))
    found: Found | None = None
    try:
        found = look(known, text)
    except KnowledgeError as error:
        words = words or str(error)
    rows = aligned(known, found.known, found.clauses) if found and found.known else []
    name = ask.text("name")
    if found and not name:
        name = proposed_name(found, files_now(ask), ask.desk.today.year)
    return ask.page("document", 400 if words else 200, found=found, text=text, rows=rows, words=words, name=name)
