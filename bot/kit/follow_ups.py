"""What is due of the visits: repayments and the claims behind them, registrations, filings, renewals, promises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.kit.visits import Logged

AHEAD = timedelta(days=30)
ONE_DAY = timedelta(days=1)


class When(StrEnum):
    """Whether it is late, to be done now, or comes up."""

    OVERDUE = "已过期"
    NOW = "现在办"
    SOON = "快到了"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """``day``: by when, of a claim from when on; ``words``: what is to be done."""

    one: Logged
    day: date
    words: str
    when: When


def follow_ups(every: Iterable[Logged], today: date) -> tuple[FollowUp, ...]:
    """What is to be done, comes up within thirty days, or is late, by its day."""
    found = [due for one in every for due in _of(one, today)]
    return tuple(sorted(found, key=lambda due: due.day))


def _of(one: Logged, today: date) -> Iterator[FollowUp]:
    visit = one.visit
    if visit.repaid_on and visit.landed_yuan is None:
        opens = visit.repaid_on + ONE_DAY
        if today >= opens:
            yield FollowUp(one, opens, "贷款还清了，可以申报贴息", When.NOW)
    elif visit.loan_due and not visit.repaid_on:
        yield from _due(one, visit.loan_due, "贷款到期，还清后第二天起可以申报贴息", today)
    for day, words in (
        (visit.registration_by, "办登记"),
        (visit.filing_by, "本年内备案"),
        (visit.insurance_ends, "保险到期续保"),
        (visit.next_day, visit.next_step or "下一步"),
    ):
        if day:
            yield from _due(one, day, words, today)


def _due(one: Logged, day: date, words: str, today: date) -> Iterator[FollowUp]:
    if today > day:
        yield FollowUp(one, day, words, When.OVERDUE)
    elif today == day:
        yield FollowUp(one, day, words, When.NOW)
    elif today >= day - AHEAD:
        yield FollowUp(one, day, words, When.SOON)
