"""What the commands do for the forms of the desk: the queue, what is due, records, folders and documents."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.desk import queue as queued
from bot.desk.cards import CARDS, Kept, checked_today, kept, with_card
from bot.desk.documents import aligned, as_draft, look, text_of
from bot.desk.due import due_words
from bot.desk.folders import read_folder, taken_in, unpacked, write_folder
from bot.desk.lpr import with_row
from bot.desk.terminal import Clerk
from knowledge.people import may
from knowledge.publish import Files
from knowledge.records.model import Knowledge, KnowledgeError
from knowledge.store import Draft


def queue(desk: Clerk, name: str, answer: str, clause: str, by: str, why: str) -> str:
    """The items, one a line; one with all its wordings; or one answered or closed."""
    found = queued.items(desk.store, desk.today)
    if not name:
        lines = [
            f"{i.name}  {i.count} 次  {i.first.day} 起  {i.owner or '没人认领'}  "
            f"{'、'.join(why for why, _ in i.reasons)}  {i.newest.text}"
            for i in found
            if i.state != "done"
        ]
        calls = [f"回电 {said.phone}  {said.day}  {said.text}" for _, said in queued.call_list(found)]
        return "\n".join(lines + calls) or "没有等着答的问题。"
    one = queued.item(desk.store, name, desk.today)
    if answer:
        known, files, draft = working(desk, f"答「{one.first.text[:30]}」")
        changed = queued.with_faq(files, known.main.id, one.wordings, answer, clause, by, desk.today)
        said = written(desk, draft, files, changed, f"答「{one.first.text[:30]}」")
        queued.answered(desk.store, one, desk.hand, draft.number, answer[:200])
        return said
    if why:
        if not may(desk.me, "counselor"):
            raise KnowledgeError("办结要有辅导员的权限。")
        queued.close(desk.store, one, desk.hand, why)
        return "办结了"
    return "\n".join(f"{said.day}  {said.channel}  {said.why}  {said.text}" for said in one.said)


def due(desk: Clerk) -> str:
    """What runs out or has not been looked at for long, and how much waits for an answer."""
    known = published_now(desk)
    found = [one.is_weak for one in queued.items(desk.store, desk.today) if one.state == "open"]
    weak, waiting = sum(found), len(found) - sum(found)
    lines = [one.words for one in due_words(known, desk.today)]
    lines += [f"{waiting} 个问题等着答"] if waiting else []
    lines += [f"{weak} 个问题答了，可能没答好"] if weak else []
    return "\n".join(lines) or "没有到期要办的。"


def lpr(desk: Clerk, since: str, one_year: str, five_year: str, source: str) -> str:
    """A row more of the LPR."""
    _, files, draft = working(desk, f"LPR {since}")
    return written(desk, draft, files, with_row(files, since, one_year, five_year, source, desk.today), f"LPR {since}")


def card(desk: Clerk, kind: str, number: int | None, values: Sequence[str], policy: str, *, checked: bool) -> str:
    """The records of a kind, numbered from 1; or one of them changed, 0 for a new one."""
    form = CARDS[kind]
    if number is None:
        known = published_now(desk)
        rows = kept(form, desk.store.files_of(desk.office.published()), policy or known.main.id)
        names = {one.id: one.name for one in known.measures}
        return "\n".join(f"{n}  {one.title(names)}  {_told(one)}" for n, one in enumerate(rows, 1)) or "还没有。"
    known, files, draft = working(desk, form.label)
    home = policy or known.main.id
    rows = kept(form, files, home)
    if number > len(rows) or number < 0:
        raise KnowledgeError(f"没有第 {number} 条。不写号就列出全部。")
    one = rows[number - 1] if number else rows[0] if not form.table else Kept(-1, {}, home)
    typed = {**one.values, **pairs(values, [field.key for field in form.fields])}
    if checked:
        changed = checked_today(form, files, one, desk.today)
    else:
        changed = with_card(form, files, home, None if one.place < 0 else one.place, typed)
    return written(desk, draft, files, changed, form.label)


def export(desk: Clerk, policy: str, into: str) -> str:
    return f"写好了：{write_folder(desk.store.files_of(desk.office.published()), policy, Path(into))}"


def take_in(desk: Clerk, source: str) -> str:
    """A folder, or a zip of one, into the draft."""
    path = Path(source)
    name, folder = read_folder(path) if path.is_dir() else unpacked(path.read_bytes())
    _, files, draft = working(desk, f"导入文件夹 {name}")
    return written(desk, draft, files, taken_in(files, name, folder), f"导入文件夹 {name}")


def document(desk: Clerk, source: str, name: str) -> str:
    """What a file is read as; with a name, its folder into the draft."""
    path = Path(source)
    text = text_of(path.name, path.read_bytes(), "")
    known = published_now(desk)
    found = look(known, text)
    lines = [f"《{found.reading.title}》{len(found.clauses)} 条"]
    lines += [f"{one.printed}{one.title}  {'、'.join(one.offices)}" for one in found.clauses]
    lines += [f"请核对：{one}" for one in found.warnings]
    if found.known:
        rows = aligned(known, found.known, found.clauses)
        lines.append(f"像是《{found.known.short_title}》重新印发：")
        lines += [
            f"{r.old or '新增'} → {r.new or '没有了'}  {r.title}  {'、'.join(r.touches)}" for r in rows if r.changed
        ]
    if name:
        _, files, draft = working(desk, f"文件 {name}")
        lines.append(written(desk, draft, files, as_draft(text, name, files), f"文件 {name}"))
    return "\n".join(lines)


def published_now(desk: Clerk) -> Knowledge:
    return desk.known.of(desk.store.files_of(desk.office.published()))[0]


def working(desk: Clerk, title: str) -> tuple[Knowledge, dict[str, str], Draft]:
    """The draft of who says so, with its files."""
    draft = desk.office.open_draft(desk.me) or desk.office.begin(desk.me, desk.hand, title)
    files = desk.office.files(draft)
    return desk.known.of(files)[0], files, draft


def written(desk: Clerk, draft: Draft, files: Files, changed: Mapping[str, str | None], on: str) -> str:
    """Into the draft, unless it would be faulty. Raises KnowledgeError."""
    now = {str(one) for one in desk.known.of(files)[1]}
    new = {path: text for path, text in {**files, **changed}.items() if text is not None}
    if faults := [str(one) for one in desk.known.of(new)[1] if str(one) not in now]:
        raise KnowledgeError("\n".join(faults))
    desk.office.write(draft, desk.me, desk.hand, changed, on=on)
    return f"记在第 {draft.number} 号草稿里了"


def _told(one: Kept) -> str:
    return next(filter(None, map(one.values.get, ("says", "phone", "address", "region"))), "")


def pairs(values: Sequence[str], keys: Sequence[str]) -> dict[str, str]:
    """``key=value`` as it was typed; \\n between lines. Raises KnowledgeError for a field there is not."""
    found = {}
    for pair in values:
        key, sign, value = pair.partition("=")
        if not sign or key not in keys:
            raise KnowledgeError(f"「{pair}」：写成 字段=值，字段有：{'、'.join(keys)}。")
        found[key] = value.replace("\\n", "\n")
    return found
