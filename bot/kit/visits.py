"""The log of visits: what was needed, explained, promised and landed; every change is kept, and each sees his own."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from bot.figures import in_full, read_figures
from bot.operations.privacy import mask
from bot.slots.model import LARGEST
from calculators.wording import money
from knowledge.records.model import Knowledge
from knowledge.store import Entry, Ledger, Note
from knowledge.text.tokens import clean

KIND = "visit"
LONGEST = 200
WHOSE = "counselor"
NEEDS = ("贷款", "担保", "保险", "上市挂牌", "融资", "政策咨询", "其他")
Role: TypeAlias = Literal["counselor", "county", "city"]
PERSONAL = ("contact", "phone")  # the only places for them
MONEY = ("need_yuan", "estimate_yuan", "landed_yuan")
DAYS = ("day", "next_day", "loan_due", "repaid_on", "registration_by", "filing_by", "insurance_ends")
LABELS = {
    "firm": "企业",
    "contact": "联系人",
    "phone": "电话",
    "day": "日期",
    "place": "地点",
    "county": "县区",
    "need": "需求",
    "need_yuan": "需求金额",
    "measures": "讲了哪几项",
    "estimate_yuan": "测算金额",
    "promise": "答应的事",
    "next_step": "下一步",
    "next_day": "下一步日期",
    "landed_yuan": "落地金额",
    "loan_due": "贷款到期",
    "repaid_on": "还清日期",
    "registration_by": "登记期限",
    "filing_by": "备案期限",
    "insurance_ends": "保险到期",
    "note": "备注",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it stands. Money is yuan; ``measures``: ids; days beyond the visit are those that follow-ups go by,
    None where nobody said one."""

    firm: str
    day: date
    contact: str = ""
    phone: str = ""
    place: str = ""
    county: str = ""
    need: str = ""
    need_yuan: Decimal | None = None
    measures: tuple[str, ...] = ()
    estimate_yuan: Decimal | None = None
    promise: str = ""
    next_step: str = ""
    next_day: date | None = None
    landed_yuan: Decimal | None = None
    loan_due: date | None = None
    repaid_on: date | None = None
    registration_by: date | None = None
    filing_by: date | None = None
    insurance_ends: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """A visit with its number, who wrote it down first, and how often it was changed since."""

    number: str
    counselor: str
    visit: Visit
    changes: int = 0

    @property
    def revision(self) -> int:
        """Which state of it this is, from 1: a change made to another one is refused."""
        return self.changes + 1


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks: a counselor sees his own, a county's administrator his county's besides, the city all."""

    role: Role
    name: str = ""
    county: str = ""

    def sees(self, one: Logged) -> bool:
        if self.role == "city" or (self.name and one.counselor == self.name):
            return True
        return self.role == "county" and bool(self.county) and one.visit.county == self.county


class VisitError(ValueError):
    """What of a visit cannot be taken: field → a Chinese sentence."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = dict(faults)


def read_visit(knowledge: Knowledge, given: Mapping[str, str], day: date, before: Visit | None = None) -> Visit:
    """The visit that the fields say, words as people write them; ``before``: what stands where a field is absent.

    Raises VisitError with a sentence for each field that cannot be taken.
    """
    faults: dict[str, str] = {}
    found: dict[str, Any] = {}
    for key, text in given.items():
        words = " ".join(clean(text).split())[:LONGEST]
        try:
            found[key] = _value(knowledge, key, words, day)
        except ValueError as error:
            faults[key] = f"{LABELS.get(key, key)}“{words}”{error}"
    if not found.get("firm", before.firm if before else ""):
        faults = {"firm": "没有写企业名称", **faults}
    if faults:
        raise VisitError(faults)
    whole = replace(before, **found) if before else Visit(**{"day": day, **found})
    return replace(whole, day=whole.day or day)


def _value(knowledge: Knowledge, key: str, words: str, day: date) -> Any:
    if key not in LABELS:
        raise ValueError("没有这一项")
    if key in MONEY:
        return yuan_of(words, day) if words else None
    if key in DAYS:
        return _day(words, day) if words else None
    if key == "measures":
        return tuple(_measure(knowledge, one) for one in words.replace("，", "、").split("、") if one)
    if key == "need" and words and words not in NEEDS:
        raise ValueError(f"不在里面，可以写：{'、'.join(NEEDS)}")
    return words if key in PERSONAL else mask(words)


def yuan_of(words: str, day: date) -> Decimal:
    """The sum as people write it, in yuan. Raises ValueError with the rest of a Chinese sentence."""
    figures = [one for one in in_full(words, read_figures(words, day)) if one.kind == "money"]
    if len(figures) != 1 or not isinstance(figures[0].value, Decimal) or figures[0].unit_missing:
        raise ValueError("看不明白是多少，请写成 500万")
    if not 0 <= figures[0].value <= LARGEST:
        raise ValueError("不合常理，请核对")
    return figures[0].value


def _day(words: str, day: date) -> date:
    figures = [one for one in in_full(words, read_figures(words, day)) if one.kind == "date"]
    text = figures[0].value if len(figures) == 1 else ""
    if not isinstance(text, str) or len(text) != 10:
        raise ValueError("不是日期，请写成 2025-11-22")
    return date.fromisoformat(text)


def _measure(knowledge: Knowledge, name: str) -> str:
    for one in knowledge.measures:
        if name.strip() in (one.id, one.key, one.name):
            return one.link
    raise ValueError(f"没有“{name.strip()}”这一项")


def log_visit(
    ledger: Ledger,
    visit: Visit,
    counselor: str,
    now: datetime,
    number: str = "",
    *,
    was: int | None = None,
    note: Note | None = None,
) -> Logged:
    """Keeps a new visit, or what a number's visit is now; what it was stays. ``was``: the revision that was changed,
    ``note``: what the trail says of it. Raises StoreError, of kind "changed" when somebody was quicker."""
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    before = find_visit(ledger, number) if number else None
    # Whose it is stands in every state of it, so that a log of ten thousand is read at once
    data = json.dumps(
        json.loads(to_json(visit)) | {WHOSE: before.counselor if before else counselor}, ensure_ascii=False
    )
    entry = ledger.put(KIND, number, data, at=at, author=counselor, note=note, was=was).result()
    return _logged(ledger, entry)


def find_visit(ledger: Ledger, number: str) -> Logged | None:
    """As it stands now. Raises StoreError."""
    entries = ledger.history(KIND, number)
    return Logged(number, entries[0].author, from_json(entries[-1].data), len(entries) - 1) if entries else None


def changed(before: Visit, now: Visit) -> tuple[str, ...]:
    """The labels of what is not as it was."""
    return tuple(label for key, label in LABELS.items() if getattr(before, key) != getattr(now, key))


def erase_visit(ledger: Ledger, number: str) -> int:
    """One visit with all that it was; how many states."""
    return ledger.erase(KIND, number).result()


def visits(ledger: Ledger, viewer: Viewer) -> tuple[Logged, ...]:
    """What this viewer sees, oldest first. Raises StoreError."""
    every = (_logged(ledger, entry) for entry in ledger.latest(KIND))
    return tuple(one for one in every if viewer.sees(one))


def history(ledger: Ledger, number: str) -> tuple[tuple[Entry, Visit], ...]:
    """Every state of a visit, oldest first, with who changed it and when. Raises StoreError."""
    return tuple((entry, from_json(entry.data)) for entry in ledger.history(KIND, number))


def erase(ledger: Ledger, firm: str) -> int:
    """A firm's wish: every visit to it and what they were before; how many visits. Raises StoreError."""
    gone = [one for one in ledger.latest(KIND) if from_json(one.data).firm == firm]
    for one in gone:
        ledger.erase(KIND, one.name).result()
    return len(gone)


def _logged(ledger: Ledger, entry: Entry) -> Logged:
    whose = entry.author if entry.revision == 1 else json.loads(entry.data).get(WHOSE)
    if whose is None:  # as it was kept before
        whose = ledger.history(KIND, entry.name)[0].author
    return Logged(entry.name, whose, from_json(entry.data), entry.revision - 1)


def masked(one: Logged) -> Logged:
    """For whoever may not see persons: their names cut short, their numbers left out, also where they are told."""
    visit = one.visit
    contact = f"{visit.contact[0]}**" if visit.contact else ""
    words: dict[str, Any] = {
        name: mask(getattr(visit, name)) for name in ("place", "promise", "next_step", "note", "firm")
    }
    return replace(one, visit=replace(visit, contact=contact, phone="〔手机号〕" if visit.phone else "", **words))


def to_json(visit: Visit) -> str:
    """Every field that says something; money and days as text."""
    told = {key: value for key, value in asdict(visit).items() if value not in (None, "", ())}
    return json.dumps(told, ensure_ascii=False, default=str)


def from_json(data: str) -> Visit:
    return Visit(**dict(_restored(json.loads(data))))


def _restored(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in fields(Visit):
        if one.name in told:
            value = told[one.name]
            if one.name in MONEY:
                value = Decimal(value)
            elif one.name in DAYS:
                value = date.fromisoformat(value)
            yield one.name, tuple(value) if one.name == "measures" else value


def written(visit: Visit) -> dict[str, str]:
    """The fields of a form as they stand, to be read again by ``read_visit``."""
    found = {}
    for key in LABELS:
        value = getattr(visit, key)
        if key == "measures":
            found[key] = "、".join(value)
        elif key in MONEY:
            found[key] = "" if value is None else money(value)
        else:
            found[key] = "" if value is None else str(value)
    return found


def counted(every: Iterable[Logged], name: str) -> Decimal:
    """The sum of one kind of money over visits."""
    return sum((getattr(one.visit, name) or Decimal(0) for one in every), Decimal(0))
