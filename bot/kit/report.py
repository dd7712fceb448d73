"""What happened in some days: one set of numbers, as a workbook and as a text to paste into a briefing."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.kit.events import QUESTION_COLUMNS, is_missed, measure_name, question_row
from bot.kit.referrals import Referral, landed_of, overdue, passed_on
from bot.kit.sight import Sight
from bot.kit.visits import Logged, Viewer, counted, masked, visits
from bot.kit.workbook import Column, Sheet, Value, workbook
from calculators.wording import money
from knowledge.records.model import Knowledge
from knowledge.store import Question, Store, Turn
from knowledge.text.tokens import fold

TOP = 10
NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Period:
    """All that is told of the days ``since`` … ``until``; ``queue``: what staff have not seen to, whenever it came."""

    since: date
    until: date
    turns: tuple[Turn, ...]
    visits: tuple[Logged, ...]
    referrals: tuple[Referral, ...]
    queue: tuple[Question, ...]

    @property
    def asked(self) -> int:
        """How many talks there were."""
        return len({turn.conversation for turn in self.turns})

    @property
    def missed(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if is_missed(turn))

    @property
    def firms(self) -> int:
        return len({one.visit.firm for one in self.visits})

    def money(self, name: str) -> Decimal:
        """Yuan over all visits: need_yuan, estimate_yuan or landed_yuan."""
        return counted(self.visits, name)


def period_of(store: Store, since: date, until: date, *, full: bool, sight: Sight | None = None) -> Period:
    """What the store has of these days; ``full``: persons are not masked; ``sight``: of visits and referrals only what
    is seen, None for all. Raises StoreError."""
    viewer = sight.viewer if sight else Viewer("city")
    logged = [one for one in visits(store.ledger(), viewer) if since <= one.visit.day <= until]
    passed = [one.referral for one in passed_on(store.ledger()) if sight is None or sight.of(one.author)]
    opened = {one.number: store.ledger().history("referral", one.number)[0].at[:10] for one in passed}
    return Period(
        since,
        until,
        store.counts().turns(since.isoformat(), until.isoformat()),
        tuple(one if full else masked(one) for one in logged),
        tuple(one for one in passed if since.isoformat() <= opened[one.number] <= until.isoformat()),
        store.questions().open(),
    )


def days_of(month: str) -> tuple[date, date] | None:
    """The first and the last day of a month written 2025-11; None where it is none."""
    try:
        year, number = map(int, month.split("-"))
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    except ValueError:
        return None


def top(period: Period) -> list[tuple[str, int]]:
    """What was asked most; of what was deleted there is nothing to say."""
    told = [turn for turn in period.turns if turn.text and turn.kind not in ("smalltalk", "cancelled")]
    shown: dict[str, str] = {}
    for turn in told:
        shown.setdefault(fold(turn.text), turn.text)
    return [(shown[text], count) for text, count in Counter(fold(turn.text) for turn in told).most_common(TOP)]


def by_measure(knowledge: Knowledge, period: Period) -> list[tuple[str, int]]:
    """Measure → turns about it, the most first."""
    return Counter(measure_name(knowledge, turn) for turn in period.turns if turn.measure).most_common()


def numbers(period: Period) -> Iterator[tuple[str, int | Decimal]]:
    """Every number of the report, with its name: the workbook and the text tell the same."""
    yield "咨询（段）", period.asked
    yield "提问（句）", len(period.turns)
    yield "没答上（句）", len(period.missed)
    yield "走访（次）", len(period.visits)
    yield "走访企业（家）", period.firms
    yield "需求金额（元）", period.money("need_yuan")
    yield "测算金额（元）", period.money("estimate_yuan")
    yield "落地金额（元）", period.money("landed_yuan")
    yield "交办（件）", len(period.referrals)
    yield "已办结（件）", len([one for one in period.referrals if one.is_closed])
    yield "超期（件）", len(overdue(period.referrals, period.until))
    yield "交办落地（元）", landed_of(period.referrals)
    yield "留给工作人员的问题（个）", len(period.queue)


def report_text(knowledge: Knowledge, period: Period) -> str:
    """A text that a clerk can paste."""
    told = {name.partition("（")[0]: value for name, value in numbers(period)}
    lines = [
        f"{_span(period)}，科技金融辅导工作情况：",
        f"一、咨询。线上咨询 {told['咨询']} 段、{told['提问']} 句，其中没答上 {told['没答上']} 句。",
        f"二、走访。走访企业 {told['走访企业']} 家、{told['走访']} 次；需求金额 {_money(told['需求金额'])}，"
        f"测算金额 {_money(told['测算金额'])}，落地金额 {_money(told['落地金额'])}。",
        f"三、交办。交办 {told['交办']} 件，办结 {told['已办结']} 件，超期 {told['超期']} 件，"
        f"落地 {_money(told['交办落地'])}。",
        f"四、待答。留给工作人员、还没处理的问题 {told['留给工作人员的问题']} 个。",
    ]
    if asked := by_measure(knowledge, period):
        lines.append("问得多的政策点：" + "；".join(f"{name} {count} 次" for name, count in asked[:TOP]) + "。")
    if questions := top(period):
        lines.append("问得多的话：" + "；".join(f"“{text[:40]}”{count} 次" for text, count in questions) + "。")
    return "\n".join(lines)


def report_workbook(knowledge: Knowledge, period: Period, people: Mapping[str, str] = NOBODY) -> bytes:
    """Numbers, questions, visits, referrals and the queue; ``people``: account → the person's own name."""
    facts: Sequence[Sequence[Value]] = [
        (name, value if isinstance(value, Decimal) else Decimal(value)) for name, value in numbers(period)
    ]
    return workbook(
        [
            Sheet("统计", (Column("项", width=28), Column(_span(period), "money", 24)), facts),
            Sheet("政策点", (Column("政策点", width=36), Column("次数", "count", 8)), by_measure(knowledge, period)),
            Sheet("提问", QUESTION_COLUMNS, (question_row(knowledge, turn) for turn in period.turns)),
            visit_sheet(knowledge, period.visits, people),
            referral_sheet(period.referrals, period.until, people),
            Sheet(
                "待答",
                (Column("号", "count", 6), Column("日期", "day", 12), Column("问题", width=60)),
                ((one.number, date.fromisoformat(one.day), one.text) for one in period.queue),
            ),
        ]
    )


def visits_workbook(knowledge: Knowledge, logged: Sequence[Logged], people: Mapping[str, str]) -> bytes:
    """The log of visits in Excel; ``people``: account → the person's own name."""
    return workbook([visit_sheet(knowledge, logged, people)])


def visit_sheet(knowledge: Knowledge, logged: Sequence[Logged], people: Mapping[str, str] = NOBODY) -> Sheet:
    names = {measure.link: measure.name for measure in knowledge.measures}
    return Sheet("走访", VISIT_COLUMNS, (_visit_row(one, names, people) for one in logged))


def referrals_workbook(referrals: Sequence[Referral], today: date, people: Mapping[str, str]) -> bytes:
    """What was passed on in Excel."""
    return workbook([referral_sheet(referrals, today, people)])


def referral_sheet(referrals: Sequence[Referral], today: date, people: Mapping[str, str] = NOBODY) -> Sheet:
    return Sheet("交办", REFERRAL_COLUMNS, (_referral_row(one, today, people) for one in referrals))


VISIT_COLUMNS = (
    Column("号", width=6),
    Column("日期", "day", 12),
    Column("企业", width=26),
    Column("联系人", width=10),
    Column("电话", width=15),
    Column("地点", width=16),
    Column("县区", width=10),
    Column("需求", width=10),
    Column("需求金额（元）", "money", 16),
    Column("讲了哪几项", width=30),
    Column("测算金额（元）", "money", 16),
    Column("答应的事", width=30),
    Column("下一步", width=24),
    Column("下一步日期", "day", 12),
    Column("落地金额（元）", "money", 16),
    Column("备注", width=24),
    Column("辅导员", width=10),
    Column("改过几次", "count", 8),
    Column("贷款到期", "day", 12),
    Column("还清日期", "day", 12),
    Column("登记期限", "day", 12),
    Column("备案期限", "day", 12),
    Column("保险到期", "day", 12),
)
REFERRAL_COLUMNS = (
    Column("号", width=12),
    Column("企业", width=26),
    Column("要办什么", width=36),
    Column("条款", width=20),
    Column("交给", width=24),
    Column("负责人", width=10),
    Column("期限", "day", 12),
    Column("到哪一步", width=10),
    Column("超期", width=8),
    Column("结果", width=36),
    Column("要多少（元）", "money", 16),
    Column("落地（元）", "money", 16),
)


def _visit_row(one: Logged, names: Mapping[str, str], people: Mapping[str, str]) -> Sequence[Value]:
    visit = one.visit
    return (
        *(one.number, visit.day, visit.firm, visit.contact, visit.phone, visit.place, visit.county),
        *(visit.need, visit.need_yuan, "、".join(names.get(name, name) for name in visit.measures)),
        *(visit.estimate_yuan, visit.promise, visit.next_step, visit.next_day, visit.landed_yuan, visit.note),
        *(people.get(one.counselor, one.counselor), one.changes),
        *(visit.loan_due, visit.repaid_on, visit.registration_by, visit.filing_by, visit.insurance_ends),
    )


def _referral_row(one: Referral, today: date, people: Mapping[str, str]) -> Sequence[Value]:
    late = "超期" if one.is_overdue(today) else ""
    yuan, landed = (Decimal(text) if text else None for text in (one.yuan, one.landed))
    due = date.fromisoformat(one.due)
    return (
        *(one.shown, one.firm, one.need, one.clause, one.department),
        *(people.get(one.owner, one.owner), due, one.state, late, one.result, yuan, landed),
    )


def _span(period: Period) -> str:
    first, last = period.since, period.until
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


def _money(value: int | Decimal) -> str:
    return money(Decimal(value))
