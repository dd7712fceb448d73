"""Needs passed on (交办) to the office that leads the clause: an owner, a due day, a state the firm can ask for."""

import json
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.operations.privacy import mask
from knowledge.records.model import Clause, KnowledgeError
from knowledge.store import Entry, Ledger, Note
from knowledge.text.tokens import clean, fold

KIND = "referral"
LONGEST = 200
DIGITS = 8
SIGN = "JB-"  # before the digits wherever a number is shown: said in a chat it is no sum
USUAL = timedelta(days=15)  # from the day a need is passed on until it is due


Noted = Callable[["Referral"], Note]


class State(StrEnum):
    """In this order; what is closed was done or turned down, with its result."""

    TAKEN = "受理"
    PASSED = "转办"
    ANSWERED = "反馈"
    CLOSED = "办结"
    CHECKED = "回访"


ORDER = tuple(State)


class ReferralError(KnowledgeError):
    """What cannot be done with a referral, in a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Referral:
    """``number``: what the firm asks by; ``department``: who it went to; ``due``: ISO day; ``yuan``: the money needed,
    "" where none; ``result``, ``landed``: of the closing."""

    number: str
    firm: str
    need: str
    clause: str
    department: str
    owner: str
    due: str
    state: str = State.TAKEN
    yuan: str = ""
    result: str = ""
    landed: str = ""

    @property
    def shown(self) -> str:
        """The number as people see and say it."""
        return f"{SIGN}{self.number}"

    @property
    def next(self) -> State | None:
        """The one step it can go on; None after the last."""
        return next(iter(ORDER[ORDER.index(State(self.state)) + 1 :]), None)

    @property
    def is_closed(self) -> bool:
        return ORDER.index(State(self.state)) >= ORDER.index(State.CLOSED)

    def is_overdue(self, today: date) -> bool:
        """From the day after it was due."""
        return not self.is_closed and today > date.fromisoformat(self.due)


@dataclass(frozen=True, slots=True)
class Passed:
    """A referral with who passed it on."""

    referral: Referral
    author: str


def digits_of(number: str) -> str:
    """The digits of a number as somebody typed it (JB-1234 5678), without what stands around them."""
    return re.sub(r"[\s_-]", "", fold(number)).removeprefix(fold(SIGN).rstrip("-"))


def refer(
    ledger: Ledger,
    clause: Clause,
    *,
    firm: str,
    need: str,
    owner: str,
    due: date,
    now: datetime,
    yuan: str = "",
    author: str = "",
    note: Noted | None = None,
) -> Referral:
    """Passes a need to the office that leads the clause. ``author``: who does, the owner unless it is said; ``note``:
    what the trail says of it. Raises ReferralError, StoreError."""
    if not clause.in_charge:
        raise ReferralError(f"{clause.printed}没有写牵头单位，请先打12345问清楚")
    if not clean(firm) or not clean(need):
        raise ReferralError("没有写企业名称，或者没有写要办什么")
    number = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    made = Referral(
        number, _line(firm), _line(need), clause.key, clause.in_charge[0], _line(owner), due.isoformat(), yuan=yuan
    )
    return _kept(ledger, made, author or owner, now, note)


def find_referral(ledger: Ledger, number: str) -> Referral | None:
    """As it stands now; ``number`` with its sign or without. Raises StoreError."""
    entries = steps_of(ledger, number)
    return from_json(entries[-1].data) if entries else None


def steps_of(ledger: Ledger, number: str) -> tuple[Entry, ...]:
    """Every step it went, oldest first, with who did it and when; none where there is no such number."""
    digits = digits_of(number)
    return ledger.history(KIND, digits) if digits.isascii() and digits.isdigit() else ()


def move(
    ledger: Ledger,
    number: str,
    state: State,
    *,
    by: str,
    now: datetime,
    result: str = "",
    landed: str = "",
    note: Noted | None = None,
) -> Referral:
    """On to the next state; closing needs a result, and where money was needed how much landed ("0" where none).

    Raises ReferralError, StoreError.
    """
    found = find_referral(ledger, number)
    if found is None:
        raise ReferralError(f"没有 {number} 这个号")
    if state is not found.next:
        raise ReferralError(
            f"现在是“{found.state}”，下一步只能是“{found.next}”" if found.next else "已经回访过，不能再改"
        )
    if state is State.CLOSED and not clean(result):
        raise ReferralError("办结要写结果")
    if state is State.CLOSED and found.yuan and not landed:
        raise ReferralError("要钱的事，办结要写落地多少（没有就写 0）")
    moved = replace(found, state=state, result=_line(result) or found.result, landed=landed or found.landed)
    return _kept(ledger, moved, by, now, note)


def referrals(ledger: Ledger) -> tuple[Referral, ...]:
    """All, oldest first. Raises StoreError."""
    return tuple(from_json(entry.data) for entry in ledger.latest(KIND))


def passed_on(ledger: Ledger) -> tuple[Passed, ...]:
    """All with who passed them on, oldest first. Raises StoreError."""
    return tuple(
        Passed(from_json(entry.data), ledger.history(KIND, entry.name)[0].author) for entry in ledger.latest(KIND)
    )


def erase_referral(ledger: Ledger, number: str) -> None:
    """What was passed on, with every step. Raises StoreError."""
    ledger.erase(KIND, digits_of(number)).result()


def overdue(every: Iterable[Referral], today: date) -> tuple[Referral, ...]:
    """The late ones, the latest first."""
    return tuple(sorted((one for one in every if one.is_overdue(today)), key=lambda one: one.due))


def landed_of(every: Iterable[Referral]) -> Decimal:
    """What has landed, yuan."""
    return sum((Decimal(one.landed) for one in every if one.landed), Decimal(0))


def from_json(data: str) -> Referral:
    """As an entry of the ledger keeps it."""
    return Referral(**json.loads(data))


def _kept(ledger: Ledger, one: Referral, by: str, now: datetime, note: Noted | None) -> Referral:
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    said = note(one) if note else None
    ledger.put(KIND, one.number, json.dumps(asdict(one), ensure_ascii=False), at=at, author=by, note=said).result()
    return one


def _line(text: str) -> str:
    """One line without numbers of persons: the office calls the counselor, who has them."""
    return mask(" ".join(clean(text).split())[:LONGEST])
