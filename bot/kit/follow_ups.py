"""What is due of the visits: repayments and the claims behind them, registrations, filings, renewals, promises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bot.kit.visits import Logged, Visit

AHEAD = timedelta(days=30)
ONE_DAY = timedelta(days=1)
# The day of a visit → what is to be done by it
WORDS = {
    "loan_due": "贷款到期，还清后第二天起可以申报贴息",
    "registration_by": "办登记",
    "filing_by": "本年内备案",
    "insurance_ends": "保险到期续保",
}


class When(StrEnum):
    """Whether it is late, to be done now, or comes up."""

    OVERDUE = "已过期"
    NOW = "现在办"
    SOON = "快到了"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """``day``: by when, of a claim from when on; ``words``: what is to be done; ``field``: the day of the visit that it
    goes by."""

    one: Logged
    day: date
    words: str
    when: When
    field: str


def follow_ups(every: Iterable[Logged], today: date) -> tuple[FollowUp, ...]:
    """What is to be done, comes up within thirty days, or is late, by its day."""
    found = [due for one in every for due in _of(one, today)]
    return tuple(sorted(found, key=lambda due: due.day))


def is_open(visit: Visit) -> bool:
    """Whether something of it is still to be done, whenever that is due."""
    claim = visit.repaid_on is not None and visit.landed_yuan is None
    days = (visit.registration_by, visit.filing_by, visit.insurance_ends, visit.next_day)
    return claim or (visit.loan_due is not None and visit.repaid_on is None) or any(days)


def _of(one: Logged, today: date) -> Iterator[FollowUp]:
    visit = one.visit
    if visit.repaid_on and visit.landed_yuan is None:
        opens = visit.repaid_on + ONE_DAY
        if today >= opens:
            yield FollowUp(one, opens, "贷款还清了，可以申报贴息", When.NOW, "repaid_on")
    elif visit.loan_due and not visit.repaid_on:
        yield from _due(one, visit.loan_due, WORDS["loan_due"], today, "loan_due")
    for day, words, field in (
        (visit.registration_by, WORDS["registration_by"], "registration_by"),
        (visit.filing_by, WORDS["filing_by"], "filing_by"),
        (visit.insurance_ends, WORDS["insurance_ends"], "insurance_ends"),
        (visit.next_day, visit.next_step or "下一步", "next_day"),
    ):
        if day:
            yield from _due(one, day, words, today, field)


def _due(one: Logged, day: date, words: str, today: date, field: str) -> Iterator[FollowUp]:
    if today > day:
        yield FollowUp(one, day, words, When.OVERDUE, field)
    elif today == day:
        yield FollowUp(one, day, words, When.NOW, field)
    elif today >= day - AHEAD:
        yield FollowUp(one, day, words, When.SOON, field)


def done(visit: Visit, field: str, today: date) -> Visit:
    """The visit once it was seen to: a loan is paid back today, which opens its claim, other days are over; so is the
    next step with its day. Raises ValueError for what is no day that is followed up, or is closed by a sum alone."""
    if field == "loan_due":
        return replace(visit, repaid_on=today)
    if field == "next_day":
        return replace(visit, next_day=None, next_step="")
    if field not in ("registration_by", "filing_by", "insurance_ends"):
        raise ValueError(field)
    over: dict[str, Any] = {field: None}
    return replace(visit, **over)
