"""What the commands do with drafts, versions, measures and the queue besides the plainest: the same as the pages."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.desk import queue as queued
from bot.desk.differences import differences, plain
from bot.desk.golden import by_its_answer
from bot.desk.house import version_as_draft
from bot.desk.keeping import pairs, working, written
from bot.desk.measure_form import form_of, path_of, written_back
from bot.desk.measure_parts import with_condition, with_figure, with_input, without_part
from bot.desk.new_measure import open_sums, with_measure, without_measure
from bot.desk.terminal import Clerk, files_now, measure_of
from bot.desk.understanding import tried
from knowledge.people import may
from knowledge.publish import Files
from knowledge.records.model import Knowledge, KnowledgeError

SAYINGS = ("words", "needs", "excludes", "announces", "forbids", "yes", "no")  # lists that are typed 甲，乙


def golden(desk: Clerk, number: int, say: Sequence[str]) -> str:
    """A sentence that must be answered rightly is answered otherwise by the draft, and that is meant."""
    draft = desk.office.draft(number)
    files = desk.office.files(draft)
    changed = by_its_answer(desk.drafted.live(files), files, tuple(say))
    desk.office.write(draft, desk.me, desk.hand, changed, on=f"要答对的话「{say[-1][:30]}」按新的答")
    return "记下了：以后这一句按新的答才算对。请再跑一遍对比。"


def work(desk: Clerk, number: int) -> str:
    desk.office.work_on(number, desk.me, desk.hand)
    return f"现在改的都记在第 {number} 号草稿里"


def take(desk: Clerk, number: int) -> str:
    """Data that came with an upgrade, as a draft."""
    made = version_as_draft(desk.store, desk.office, number, desk.me, desk.hand)
    return f"做成第 {made.number} 号草稿了，请逐项看一遍再送审"


def deputy(desk: Clerk, name: str, since: str, until: str) -> str:
    """Who signs while an approver is away; "" ends it."""
    try:
        begin = date.fromisoformat(since or desk.today.isoformat())
        end = date.fromisoformat(until or begin.isoformat())
    except ValueError:
        raise KnowledgeError("日期写成 2026-12-01 这样。") from None
    desk.office.name_deputy(desk.me, desk.hand, name, begin, end)
    return f"代签人记下了：{name}，{begin} 至 {end}" if name else "不再代签了"


def assign(desk: Clerk, name: str, owner: str, due: str) -> str:
    """Who answers an item of the queue, and until when."""
    _needs_editor(desk)
    one = queued.item(desk.store, name, desk.today)
    day = due or one.due or (desk.today + timedelta(days=queued.DUE_DAYS)).isoformat()
    queued.assign(desk.store, one.name, desk.hand, owner, day)
    return f"记下了：{owner or '没人认领'}，{day} 以前"


def known_already(desk: Clerk, name: str, home: str) -> str:
    """All wordings of an item as examples of the clause or measure that answers them."""
    one = queued.item(desk.store, name, desk.today)
    known, files, draft = working(desk, f"例句「{one.first.text[:30]}」等")
    policy, clause, section = home_of(known, home)
    changed = queued.with_examples(files, one, policy, clause, section)
    said = written(desk, draft, files, changed, f"例句「{one.first.text[:30]}」等")
    queued.answered(desk.store, one, desk.hand, draft.number, f"当作例句：{home}")
    return said


def reopen(desk: Clerk, name: str) -> str:
    _needs_editor(desk)
    queued.reopen(desk.store, queued.item(desk.store, name, desk.today), desk.hand)
    return "又打开了"


def home_of(known: Knowledge, name: str) -> tuple[str, str, str]:
    """Policy, clause and section of a clause (1.1) or a measure. Raises KnowledgeError where it is none."""
    for one in known.measures:
        if name in (one.id, one.key):
            return one.policy, one.clause, one.id
    for policy in known.policies:
        for clause in policy.clauses:
            if name in (clause.id, clause.key):
                return policy.id, clause.id, "general"
    raise KnowledgeError(f"没有「{name}」这一条或这个政策点。用 fudaoyuan knowledge list 看有哪些。")


def add_measure(desk: Clerk, policy: str, clause: str, formula: str) -> str:
    """A measure more by a known formula, into the draft; what is still wrong with it is told."""
    known, files, draft = working(desk, f"添政策点 {clause}")
    name, place, changed = with_measure(files, known, policy, clause, formula)
    desk.office.write(draft, desk.me, desk.hand, changed, on=f"添政策点：{place.printed}{place.title}（{formula}）")
    head = f"添好了：{policy}/{name}，数字是从原文里照次序填的，请逐个核对"
    return "\n".join([head, _told(desk, files, changed)])


def open_measures(desk: Clerk, policy: str) -> str:
    """The sentences of a document that promise sums and that no measure goes by, with the clause and the formula each
    looks like."""
    files = files_now(desk)
    found = next((one for one in desk.known.of(files)[0].policies if one.id == policy), None)
    if found is None:
        raise KnowledgeError(f"没有「{policy}」这份文件。用 fudaoyuan knowledge list 看有哪些。")
    rows = [f"{c.id}  {s.formula or '要人看'}  {s.kind}  「{s.quote}」" for c, s in open_sums(files, found)]
    return "\n".join(rows) or "写到钱的地方都做成政策点了。"


def remove_measure(desk: Clerk, name: str) -> str:
    _, files, draft = working(desk, f"去掉政策点 {name}")
    one = measure_of(desk, name)
    changed = without_measure(files, one.policy, one.id)
    desk.office.write(draft, desk.me, desk.hand, changed, on=f"去掉政策点：{one.name}")
    return f"从第 {draft.number} 号草稿里去掉了：{one.name}"


def change_parts(desk: Clerk, name: str, values: Sequence[str], add: str, take: str) -> str:
    """A figure, something asked or a condition more (``add``), or one of the parts of a measure away (``take``)."""
    _, files, draft = working(desk, f"政策点 {name}")
    one = measure_of(desk, name)
    typed = pairs(values, ("role", "of", "label", "value", "quote", "unit", "question"))
    adds = {"figure": with_figure, "input": with_input, "condition": with_condition}
    if bool(take) == bool(add):
        raise KnowledgeError("写 --add figure（数）、input（要问的数）或 condition（条件），或者 --take figure.0。")
    changed = without_part(files, one.policy, one.id, take) if take else adds[add](files, one.policy, one.id, typed)
    desk.office.write(draft, desk.me, desk.hand, changed, on=f"政策点：{one.name}")
    return f"记在第 {draft.number} 号草稿里了\n{_told(desk, files, changed)}"


def show_measure(desk: Clerk, name: str) -> str:
    """The fields of a measure by the names by which they are changed, with what is wrong with them."""
    _, faults = desk.known.of(files_now(desk))
    one = measure_of(desk, name)
    form = form_of(files_now(desk), one.policy, one.id, faults)
    lines = [f"{form.policy}/{form.id}  {form.name}  第 {form.clause} 条  公式 {form.formula}"]
    for group in form.groups:
        lines.append(group.title)
        for box in group.boxes:
            shown = "，".join(box.value.splitlines())
            lines.append(f"  {box.name}（{box.spec.label}）：{shown}" + (f"  错：{box.fault}" if box.fault else ""))
    return "\n".join([*lines, *(f"错：{fault}" for fault in form.faults)])


def set_measure(desk: Clerk, name: str, values: Sequence[str]) -> str:
    """Fields of a measure changed, into the draft, faults and all: they keep it from being handed in."""
    _, files, draft = working(desk, f"政策点 {name}")
    one = measure_of(desk, name)
    boxes = {box.name: box for group in form_of(files, one.policy, one.id).groups for box in group.boxes}
    typed = pairs(values, list(boxes))
    lists = {key for key, box in boxes.items() if box.spec.key in SAYINGS}
    typed = {key: value.replace("，", "\n") if key in lists else value for key, value in typed.items()}
    text = written_back(files, one.policy, one.id, typed)
    if text == files.get(path_of(one.policy)):
        return "没有改什么。"
    changed = {path_of(one.policy): text}
    desk.office.write(draft, desk.me, desk.hand, changed, on=f"政策点：{one.name}")
    return f"记在第 {draft.number} 号草稿里了\n{_told(desk, files, changed)}"


def try_draft(desk: Clerk, policy: str, number: int, lines: Sequence[str], day: date) -> str:
    """What a draft, or for 0 what is in force, answers to these lines of one talk; nothing is kept."""
    files = desk.office.files(desk.office.draft(number)) if number else desk.store.files_of(desk.office.published())
    return "\n\n".join(tried(desk.drafted.live(files), policy, lines, day))


def _told(desk: Clerk, files: Files, changed: Mapping[str, str | None]) -> str:
    """What a change is in plain Chinese, and everything that is wrong with the draft now."""
    new = {path: text for path, text in {**files, **changed}.items() if text is not None}
    shown = [plain(one) for one in differences(files, new)]
    return "\n".join([*shown, *(f"错：{one}" for one in desk.known.of(new)[1])])


def _needs_editor(desk: Clerk) -> None:
    if not may(desk.me, "editor"):
        raise KnowledgeError("这件事要有编辑的权限。请找管理员，或请有权限的同事来做。")
