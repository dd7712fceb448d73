"""What the commands of the desk do: the same as its pages, by somebody who has an account there."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from bot.advisor import Live
from bot.bootstrap import check, load
from bot.clock import BEIJING
from bot.desk import wording
from bot.desk.asked import MOST, asked_workbook, mark_wrong, marks, rows, wanted_of
from bot.desk.differences import differences, plain
from bot.desk.house import Drafted, office_of
from bot.desk.known import Known
from bot.desk.measure_form import change_from
from bot.desk.pausing import paused_files, resumed_files
from bot.desk.replay import floor_of, objection, set_floor
from bot.settings import Settings
from knowledge.audit import is_whole, line, verify
from knowledge.drafts import STATES, Office
from knowledge.people import Door, Hand, may
from knowledge.publish import ensure_published
from knowledge.records.files import decoded, plain_text, shipped_files
from knowledge.records.model import KnowledgeError, Measure
from knowledge.store import Draft, Person, Store, merged, open_store

WHERE = "终端"


@dataclass
class Clerk:
    """Somebody at the terminal. ``person``: None for who only reads."""

    settings: Settings
    store: Store
    person: Person | None

    @cached_property
    def hand(self) -> Hand:
        return Hand(self.me.name, WHERE, datetime.now(UTC).astimezone(BEIJING).isoformat(timespec="seconds"))

    @property
    def me(self) -> Person:
        """Raises KnowledgeError for who has not said who he is."""
        if self.person is None:
            raise KnowledgeError("这件事要知道是谁做的。请写上 --as 您在知识台的用户名。")
        return self.person

    @cached_property
    def drafted(self) -> Drafted:
        return Drafted(self.settings)

    @cached_property
    def known(self) -> Known:
        return Known()

    @cached_property
    def live(self) -> Live:
        """What is in force, ready to answer."""
        number = self.office.published()
        return load(self.store.files_of(number), number, self.settings)

    @cached_property
    def office(self) -> Office:
        return office_of(self.store, lambda: self.live, self.drafted, self.known)

    @property
    def today(self) -> date:
        return datetime.now(UTC).astimezone(BEIJING).date()


@contextmanager
def clerk(settings: Settings, name: str | None, password: Callable[[], str]) -> Iterator[Clerk]:
    """Opens the store for who says who he is, with his password; None: for who only reads. In a home that was never
    started what ships with the program is published first. Raises KnowledgeError."""
    with open_store(settings.store) as store:
        if store.published() is None:
            ensure_published(store, shipped_files(), check)
        person = None
        if name:
            person = Door(store.people(), lambda: datetime.now(UTC)).login(name, password(), WHERE)
            if person.fresh:
                raise KnowledgeError("这个账号还在用管理员给的密码。请先在知识台登录一次，换成自己的。")
        made = Clerk(settings, store, person)
        try:
            yield made
        finally:
            if "drafted" in vars(made):
                made.drafted.close()


def list_drafts(desk: Clerk) -> str:
    """Every draft that is not done with, then the last of the others."""
    found = desk.office.drafts()
    lines = [
        f"第 {one.number} 号  {STATES[one.state]}  {one.author}  {one.changed_at[:16]}  {one.title}" for one in found
    ]
    return "\n".join(lines[:40]) or "没有草稿。"


def show_draft(desk: Clerk, number: int) -> str:
    """What a draft changes, in plain Chinese, and what is wrong with it."""
    draft = desk.office.draft(number)
    old = desk.office.base_files(draft)
    new = desk.store.files_of(draft.version) if draft.version else desk.office.files(draft)
    shown = [f"第 {number} 号草稿「{draft.title}」：{STATES[draft.state]}，从第 {draft.base} 版起"]
    shown += [plain(one) for one in differences(old, new)] or ["还没有改什么。"]
    _, faults = desk.known.of(new)
    return "\n".join([*shown, *(f"错：{one}" for one in faults)])


def begin_draft(desk: Clerk, title: str) -> str:
    return f"起好了：第 {desk.office.begin(desk.me, desk.hand, title).number} 号草稿"


def put_file(desk: Clerk, number: int, path: str, source: str) -> str:
    """A whole file of the draft, as it lies on the disk. Raises KnowledgeError."""
    try:
        text = plain_text(decoded(Path(source).read_bytes()))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{source}：读不出来（{error}）。请检查路径，或另存为 UTF-8。") from None
    draft = desk.office.draft(number)
    if path not in desk.office.files(draft) and not path.startswith(("policies/", "vocabulary/", "series/")):
        raise KnowledgeError(f"{path}：资料文件写成 policies/文件夹/measures.toml 这样。")
    desk.office.write(draft, desk.me, desk.hand, {path: text}, on=path)
    return show_draft(desk, number)


def submit(desk: Clerk, number: int) -> str:
    desk.office.submit(number, desk.me, desk.hand)
    return f"第 {number} 号草稿送审了。{replayed(desk, number)}"


def sign(desk: Clerk, number: int, due: str) -> str:
    """Approves a draft of others; ``due``: from when on, "" for at once."""
    at = ""
    if due:
        try:
            at = datetime.fromisoformat(due.replace(" ", "T")).replace(tzinfo=BEIJING).isoformat(timespec="seconds")
        except ValueError:
            raise KnowledgeError("发布的时间写成 “2027-01-01 00:00” 这样。") from None
    signed = desk.office.sign(number, desk.me, desk.hand, at)
    return f"发布了，是第 {signed.version} 版" if signed.state == "published" else f"签发了，{due} 起发布"


def send_back(desk: Clerk, number: int, reason: str) -> str:
    desk.office.send_back(number, desk.me, desk.hand, reason)
    return f"第 {number} 号草稿退回修改了"


def drop(desk: Clerk, number: int) -> str:
    desk.office.drop(number, desk.me, desk.hand)
    return f"第 {number} 号草稿作废了"


def replayed(desk: Clerk, number: int) -> str:
    """What the golden sentences and people's questions say of a draft; what got worse, line by line."""
    draft = desk.office.draft(number)
    old = desk.store.files_of(desk.office.published())
    changed = desk.office.brought_forward(draft)
    new = merged(old, [one._replace(text=changed[one.path]) for one in desk.office.changed(draft)])
    hand = desk.hand if desk.person else Hand(WHERE, WHERE, datetime.now(UTC).isoformat(timespec="seconds"))
    found = desk.drafted.run(desk.store, lambda: desk.live, new, hand).result()
    head = (
        f"{found.golden} 句要答对的话，对了 {found.held} 句（现在 {found.held_now} 句）；{found.real} 句真实的问题；"
        f"{found.changed} 句的答复变了，{found.worse} 句变差。"
    )
    worse = [f"{one.worse}：{one.say}\n  现在：{one.before}\n  改后：{one.after}" for one in found.lines if one.worse]
    return "\n".join([head, *worse, *filter(None, [objection(found, floor_of(desk.store))])])


def list_versions(desk: Clerk) -> str:
    """Every version, newest first."""
    states = {"published": "正在用", "superseded": "用过", "draft": "随程序升级，待合并"}
    found = reversed(desk.store.versions())
    return "\n".join(f"第 {v.number} 版  {states[v.status]}  {v.created_at[:16]}  {v.author}  {v.note}" for v in found)


def rollback(desk: Clerk, number: int, reason: str) -> str:
    return f"回到第 {number} 版了，现在是第 {desk.office.rollback(number, desk.me, desk.hand, reason).number} 版"


def pause(desk: Clerk, name: str, says: str) -> str:
    """Stops a measure with a sentence; lets it go on with none."""
    files = desk.store.files_of(desk.office.published())
    one = measure_of(desk, name)
    changed = paused_files(files, one.policy, one.id, says) if says else resumed_files(files, one.policy, one.id)
    what, words = ("pause", f"停用 {one.id}：{says}") if says else ("resume", f"恢复 {one.id}")
    version = desk.office.at_once(desk.me, desk.hand, changed, what, one.id, words)
    return f"{one.name}{'停用' if says else '恢复'}了，现在是第 {version.number} 版"


def figure(desk: Clerk, name: str, key: str, value: str, since: str, quote: str, notice: Mapping[str, str]) -> str:
    """A figure of a measure that is another from a day on, into the draft of who says so. ``notice``: id of one that is
    known, or title, number, issuer, issued_on of a new one; {} where the document itself says it."""
    one = measure_of(desk, name)
    if "title" in notice:
        notice = {**notice, "issued_on": _day(notice["issued_on"]).isoformat(), "text": quote}
    draft = _own_draft(desk, f"{one.name}的{key}从{since}起改成{value}")
    changed = change_from(
        desk.office.files(draft), one.policy, one.id, key, value=value, since=_day(since), quote=quote, notice=notice
    )
    desk.office.write(
        draft, desk.me, desk.hand, dict(changed), on=f"政策点 {one.id} 的 {key} 从 {since} 起改成 {value}"
    )
    return show_draft(desk, draft.number)


def example(desk: Clerk, text: str, home: str) -> str:
    """An example question of a clause (1.1), a measure or a topic that is not ours, into the draft of who says so."""
    draft = _own_draft(desk, f"例句「{text[:20]}」")
    files = desk.office.files(draft)
    known, _ = desk.known.of(files)
    measure = next((one for one in known.measures if home in (one.id, one.key)), None)
    clause = next((c for p in known.policies for c in p.clauses if home in (c.id, c.key)), None)
    if measure:
        changed = wording.with_example(files, measure.policy, measure.clause, measure.id, text)
    elif clause:
        changed = wording.with_example(files, clause.policy, clause.id, "general", text)
    elif topic := next((one.key for one in known.topics.values() if home in (one.key, one.label)), ""):
        changed = wording.with_not_ours(files, topic, text)
    else:
        raise KnowledgeError(f"没有「{home}」这一条或这个政策点。用 fudaoyuan knowledge list 看有哪些。")
    desk.office.write(draft, desk.me, desk.hand, changed, on=f"例句「{text}」")
    return f"记在第 {draft.number} 号草稿里了"


def synonym(desk: Clerk, word: str, saying: str, *, remove: bool) -> str:
    """A saying more or less for a word of the document."""
    draft = _own_draft(desk, f"近义词「{saying}」")
    files = desk.office.files(draft)
    changed = (wording.without_synonym if remove else wording.with_synonym)(files, word, saying)
    desk.office.write(
        draft, desk.me, desk.hand, changed, on=f"近义词「{saying}」{'去掉' if remove else f'就是「{word}」'}"
    )
    return f"记在第 {draft.number} 号草稿里了"


def floor(desk: Clerk, percent: int | None) -> str:
    """Tells the floor, or sets another."""
    if percent is None:
        return f"要答对的话，对了 {floor_of(desk.store)}% 才能发布"
    if not desk.office.may_sign(desk.me, desk.today):
        raise KnowledgeError("改下限要有审核的权限。")
    set_floor(desk.store, percent, desk.hand)
    return f"下限改成 {percent}% 了"


def asked(desk: Clerk, since: str, until: str, text: str, out: str | None) -> str:
    """What was asked and answered, a line each, or into a file of Excel."""
    query = {"since": since, "until": until, "text": text}
    wanted = wanted_of(query, desk.today, marks(desk.store))._replace(limit=MOST)
    known, _ = desk.known.of(desk.store.files_of(desk.office.published()))
    found = rows(desk.store, known, wanted)
    if out:
        Path(out).write_bytes(asked_workbook(found))
        return f"写好了：{out}，{len(found)} 句"
    lines = [
        f"{one.number}  {one.at:%m-%d %H:%M}  {one.channel}  {one.kind}  {one.text}\n    {_first(one.reply)}"
        for one in found
    ]
    return "\n".join(lines) or "没有这样的问题。"


def wrong(desk: Clerk, number: int, why: str) -> str:
    if not may(desk.me, "counselor"):
        raise KnowledgeError("标“答错了”要有辅导员的权限。")
    mark_wrong(desk.store, number, desk.hand, why)
    return f"第 {number} 号问答标上“答错了”，放进了待答的单子"


def audit(desk: Clerk, who: str, limit: int, *, check: bool) -> tuple[str, bool]:
    """Lines of the trail, or whether it is whole; and whether all is well."""
    trail = desk.store.trail()
    if check:
        return verify(trail), is_whole(trail)
    return "\n".join(line(one) for one in reversed(trail.lines(limit=limit, who=who))) or "没有记录。", True


def _own_draft(desk: Clerk, title: str) -> Draft:
    return desk.office.open_draft(desk.me) or desk.office.begin(desk.me, desk.hand, title)


def files_now(desk: Clerk) -> dict[str, str]:
    """The files as who is named works on them, else those in force."""
    draft = desk.office.open_draft(desk.person) if desk.person else None
    return desk.office.files(draft) if draft else desk.store.files_of(desk.office.published())


def measure_of(desk: Clerk, name: str) -> Measure:
    """Raises KnowledgeError where there is none of that name, or several."""
    known, _ = desk.known.of(files_now(desk))
    found = [one for one in known.measures if name in (one.id, one.key)]
    if len(found) != 1:
        raise KnowledgeError(
            f"没有「{name}」这个政策点，或者不止一个。用 fudaoyuan knowledge list 看有哪些，写成 文件/政策点。"
        )
    return found[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KnowledgeError(f"「{text}」不是日期，请写成 2027-01-01。") from None


def _first(text: str) -> str:
    return text.partition("\n")[0]
