"""What people asked and were answered: looked through by day, clause, kind and channel; marked where it was wrong."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.clock import BEIJING
from bot.kit.events import KINDS, is_missed, measure_name
from bot.kit.workbook import Column, Sheet, Value, workbook
from bot.operations.privacy import mask
from knowledge.people import Hand
from knowledge.records.model import Knowledge, KnowledgeError
from knowledge.store import Listed, Store, Wanted

WRONG = "wrong"  # the kind of entry in the ledger
PAGE, MOST = 50, 10_000  # of a page, of a file
CHANNELS = {
    "web": "网页",
    "telegram": "Telegram",
    "wechat": "公众号",
    "wecom": "企业微信",
    "terminal": "终端",
    "batch": "批量",
    "api": "接口",
    "desk": "试一试",
}
LONGEST = 300
COLUMNS = (
    Column("号", "count", 8),
    Column("时间", "moment", 17),
    Column("从哪里", width=10),
    Column("问", width=50),
    Column("答", width=80),
    Column("哪一类", width=12),
    Column("政策点", width=26),
    Column("条款", width=20),
    Column("金额（元）", "money", 16),
    Column("有把握", width=8),
    Column("答上了吗", width=10),
    Column("答错了", width=30),
    Column("资料第几版", "count", 10),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """Somebody says that an answer is wrong."""

    by: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, as the page and the file show it. ``at``: in the time of the enterprises."""

    number: int
    at: datetime
    channel: str
    text: str
    reply: str
    kind: str
    measure: str
    clause: str
    amount: Decimal | None
    sure: bool
    missed: bool
    marked: Marked | None
    version: int


def wanted_of(query: Mapping[str, str], today: date, marks: Iterable[int] = ()) -> Wanted:
    """What the fields of the page ask for; a day that is none is today. ``marks``: numbers of the marked."""
    since = _day(query.get("since", ""), today)
    until = max(_day(query.get("until", ""), since), since)
    kind, sure = query.get("kind", ""), {"yes": True, "no": False}.get(query.get("sure", ""))
    return Wanted(
        since.isoformat(),
        until.isoformat(),
        " ".join(query.get("text", "").split())[:100],
        query.get("channel", ""),
        _kinds(kind),
        query.get("clause", ""),
        sure,
        tuple(marks) if query.get("wrong") else None,
        PAGE,
        PAGE * (_page(query.get("page", "")) - 1),
    )


MISSED = "missed"  # kinds that were not understood or not answered, as one choice


def _kinds(kind: str) -> tuple[str, ...]:
    if kind == MISSED:
        return ("refused", "out_of_scope")
    return (kind,) if kind in KINDS else ()


def _page(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _day(text: str, usual: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return usual


def marks(store: Store) -> dict[int, Marked]:
    """Number of a turn → who says that it is wrong, and why."""
    found = {}
    for entry in store.ledger().latest(WRONG):
        told = json.loads(entry.data)
        if told["wrong"]:
            found[int(entry.name)] = Marked(entry.author, told["why"], entry.at)
    return found


def rows(store: Store, knowledge: Knowledge, wanted: Wanted) -> list[Asked]:
    """The questions asked for, newest first."""
    marked = marks(store)
    return [_row(one, knowledge, marked.get(one.number)) for one in store.counts().listed(wanted)]


def mark_wrong(store: Store, number: int, hand: Hand, why: str, *, wrong: bool = True) -> None:
    """Marks an answer as wrong, and puts the question among those for staff; or takes the mark back.

    Raises KnowledgeError when there is no such answer.
    """
    found = store.counts().listed(Wanted("0000-01-01", "9999-12-31", numbers=(number,), limit=1))
    if not found:
        raise KnowledgeError(f"没有第 {number} 号问答。请从问题列表里点。")
    turn, told = found[0].turn, mask(" ".join(why.split())[:LONGEST])
    data = json.dumps({"wrong": wrong, "why": told}, ensure_ascii=False)
    note = hand.note("wrong", f"第 {number} 号问答", turn.text, told if wrong else "取消了“答错了”")
    before = marks(store)
    store.ledger().put(WRONG, str(number), data, at=hand.at, author=hand.who, note=note).result()
    if wrong and number not in before and turn.text:
        words = f"{turn.text}（答错了{'：' + told if told else ''}）"
        store.events().queue(WRONG, [words], day=turn.day, at=turn.at).result()


def asked_workbook(found: Iterable[Asked]) -> bytes:
    """The same in Excel."""
    return workbook([Sheet("问题", COLUMNS, map(_cells, found))])


def _cells(one: Asked) -> tuple[Value, ...]:
    wrong = f"{one.marked.by}：{one.marked.why}" if one.marked else ""
    return (
        *(one.number, one.at, one.channel, one.text or "（已删除）", one.reply, one.kind, one.measure, one.clause),
        *(one.amount, "" if one.sure else "没把握", "没有" if one.missed else "", wrong, one.version),
    )


def _row(one: Listed, knowledge: Knowledge, marked: Marked | None) -> Asked:
    turn = one.turn
    return Asked(
        one.number,
        datetime.fromisoformat(turn.at).astimezone(BEIJING),
        CHANNELS.get(turn.channel, turn.channel),
        turn.text,
        turn.reply,
        KINDS.get(turn.kind, turn.kind),
        measure_name(knowledge, turn),
        turn.clause or "",
        Decimal(turn.amount) if turn.amount else None,
        turn.sure,
        is_missed(turn),
        marked,
        turn.version,
    )
