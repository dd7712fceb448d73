"""An outreach event: opened under a short code, joined by its visitors' talks, closed with what came of it."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

from bot.clock import BEIJING
from bot.kit.workbook import Column, Sheet, Value, workbook
from bot.messages import ReplyKind
from knowledge.records.model import Knowledge
from knowledge.store import Events, Ledger, Note, Question, Turn
from knowledge.text.tokens import clean, fold

KIND = "event"
LETTERS = "abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
CODE = 5  # letters: typed by hand from a screen
LONGEST = 40
IN_PASSING = frozenset({ReplyKind.SMALLTALK, ReplyKind.CANCELLED})
NOT_ANSWERED = frozenset({ReplyKind.OUT_OF_SCOPE, ReplyKind.REFUSED})
TOP = 20
Noted = Callable[["Event"], Note]


@dataclass(frozen=True, slots=True)
class Event:
    """``code``: in its link; ``day``: ISO; ``key``: digest of the secret in the link of who runs it; ``closed_at``:
    ISO time, "" while it is open."""

    code: str
    name: str
    place: str
    day: str
    key: str
    closed_at: str = ""

    @property
    def is_open(self) -> bool:
        return not self.closed_at

    def is_run_by(self, secret: str) -> bool:
        """Whether this is the secret that was given out when it was opened."""
        return secrets.compare_digest(self.key, _digest(secret))


@dataclass(frozen=True, slots=True)
class Summary:
    """``opened``: talks begun, ``asked``: those in which something was asked; ``top``: question → how often;
    ``missed``: what was not answered, each once; ``left``: questions left for staff."""

    opened: int
    asked: int
    turns: tuple[Turn, ...]
    top: tuple[tuple[str, int], ...]
    missed: tuple[str, ...]
    left: tuple[Question, ...]


def open_event(
    ledger: Ledger, name: str, place: str, day: str, now: datetime, *, author: str = "", note: Noted | None = None
) -> tuple[Event, str]:
    """A new event and the secret of who runs it, which is kept nowhere. ``author``: the account that opens it;
    ``note``: what the trail says. Raises StoreError."""
    secret = secrets.token_urlsafe(16)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
    event = Event(code, _line(name) or "活动", _line(place), day, _digest(secret))
    _keep(ledger, event, now, author, note)
    return event, secret


def find_event(ledger: Ledger, code: str) -> Event | None:
    """The event of this code, open or closed. Raises StoreError."""
    entries = ledger.history(KIND, code)
    return _event(entries[-1].data) if entries else None


def every_event(ledger: Ledger) -> tuple[Event, ...]:
    """All of them, oldest first. Raises StoreError."""
    return tuple(_event(entry.data) for entry in ledger.latest(KIND))


def held(ledger: Ledger) -> tuple[tuple[Event, str], ...]:
    """All of them with the account that opened each, oldest first. Raises StoreError."""
    return tuple((_event(entry.data), ledger.history(KIND, entry.name)[0].author) for entry in ledger.latest(KIND))


def close_event(
    ledger: Ledger, events: Events, event: Event, now: datetime, *, author: str = "", note: Noted | None = None
) -> Event:
    """Closed from now on; what was missed goes to staff, once. Raises StoreError."""
    if not event.is_open:
        return event
    closed = replace(event, closed_at=now.astimezone(UTC).isoformat(timespec="seconds"))
    _keep(ledger, closed, now, author, note)
    if missed := summary(events, event.code).missed:
        events.queue(event.code, missed, day=event.day, at=closed.closed_at).result()
    return closed


def summary(events: Events, code: str) -> Summary:
    """What came of it so far. Raises StoreError."""
    turns = events.said(code)
    told = [turn for turn in turns if turn.text]
    asked: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for turn in told:
        if turn.kind not in IN_PASSING:
            counted[fold(turn.text)] += 1
            asked.setdefault(fold(turn.text), turn.text)
    missed = {fold(turn.text): turn.text for turn in told if is_missed(turn)}
    return Summary(
        opened=events.visitors(code),
        asked=len({turn.conversation for turn in turns}),
        turns=turns,
        top=tuple((asked[text], count) for text, count in counted.most_common(TOP)),
        missed=tuple(missed.values()),
        left=events.left(code),
    )


def is_missed(turn: Turn) -> bool:
    """Whether a question was not answered, or only with a choice of what it might mean."""
    return turn.kind in NOT_ANSWERED or (not turn.sure and turn.kind not in IN_PASSING)


def event_workbook(knowledge: Knowledge, event: Event, found: Summary) -> bytes:
    """Visitors, top questions, every question, misses and leads."""
    facts: Sequence[Sequence[Value]] = (
        ("活动", event.name),
        ("地点", event.place),
        ("日期", event.day),
        ("打开过的", str(found.opened)),
        ("问过的", str(found.asked)),
        ("问了几句", str(len(found.turns))),
        ("没答上的", str(len(found.missed))),
        ("留了问题的", str(len(found.left))),
    )
    return workbook(
        [
            Sheet("概况", (Column("项", width=14), Column("内容", width=40)), facts),
            Sheet("问得多的", (Column("问题", width=60), Column("次数", "count", 8)), found.top),
            Sheet("逐句", QUESTION_COLUMNS, (question_row(knowledge, turn) for turn in found.turns)),
            Sheet("没答上的", (Column("问题", width=60),), ((text,) for text in found.missed)),
            Sheet(
                "留下的问题",
                (Column("号", "count", 6), Column("问题", width=60), Column("电话", width=18)),
                ((one.number, one.text, one.phone) for one in found.left),
            ),
        ]
    )


QUESTION_COLUMNS = (
    Column("时间", "moment", 17),
    Column("第几位", width=12),
    Column("问", width=60),
    Column("哪一类", width=14),
    Column("政策点", width=26),
    Column("条款", width=24),
    Column("金额（元）", "money", 16),
    Column("答上了吗", width=10),
)


def question_row(knowledge: Knowledge, turn: Turn) -> Sequence[Value]:
    """One turn in a table; whose it is, only as a short mark."""
    at = datetime.fromisoformat(turn.at).astimezone(BEIJING)
    return (
        at,
        sha256(turn.conversation.encode()).hexdigest()[:8],
        turn.text or "（已删除）",
        KINDS.get(turn.kind, turn.kind),
        measure_name(knowledge, turn),
        turn.clause or "",
        turn.amount and _number(turn.amount),
        "没有" if is_missed(turn) else "",
    )


KINDS = {
    "answer": "问条款",
    "calculation": "测算",
    "ask": "在问数",
    "meta": "问文件",
    "overview": "总览",
    "out_of_scope": "不归我们管",
    "smalltalk": "闲话",
    "cancelled": "取消",
    "expired": "不在有效期",
    "refused": "没法答",
}


def measure_name(knowledge: Knowledge, turn: Turn) -> str:
    """What the measure of a turn is called; its id where it is gone."""
    if not turn.measure:
        return ""
    names = {measure.id: measure.name for measure in knowledge.measures}
    return names.get(turn.measure.rpartition("/")[2], turn.measure)


def _number(text: str) -> Value:

    return Decimal(text)


def _keep(ledger: Ledger, event: Event, now: datetime, author: str, note: Noted | None) -> None:
    at, said = now.astimezone(UTC).isoformat(timespec="seconds"), note(event) if note else None
    data = json.dumps(asdict(event), ensure_ascii=False)
    ledger.put(KIND, event.code, data, at=at, author=author, note=said).result()


def _event(data: str) -> Event:
    return Event(**json.loads(data))


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:LONGEST]


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def links(event: Event, home: str, secret: str = "") -> Iterator[tuple[str, str]]:
    """What each link is for, and the link."""
    yield "给来的人（二维码就是它）", f"{home}/e/{event.code}"
    yield "投到大屏幕上", f"{home}/e/{event.code}/screen"
    yield "现场合用的手机、平板", f"{home}/e/{event.code}/stand"
    if secret:
        yield "看数、结束活动（只给主办的人，丢了找不回）", f"{home}/e/{event.code}/manage/{secret}"
