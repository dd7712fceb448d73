"""What counselors wrote down is kept for as many days as the settings say: whose time is over, and what still waits."""

import json
from collections.abc import Sequence
from datetime import date

from bot.kit.feedback import KIND as FEEDBACK
from bot.kit.follow_ups import is_open
from bot.kit.referrals import KIND as REFERRAL
from bot.kit.referrals import from_json as referral_of
from bot.kit.visits import KIND as VISIT
from bot.kit.visits import Visit
from bot.kit.visits import from_json as visit_of
from knowledge.store import Entry

KINDS = (VISIT, REFERRAL, FEEDBACK)


def over(entries: Sequence[Entry], before: date) -> list[Entry]:
    """Of the newest states of all entries those that nobody has changed since the day ``before``, and that wait for
    nothing: a visit with something still to be done, or to a firm for which something is passed on and not closed,
    stays; so does what is passed on until it is closed."""
    waits = {json.loads(one.data)["firm"] for one in entries if one.kind == REFERRAL and not _closed(one)}
    return [one for one in entries if one.at[:10] < before.isoformat() and not _waits(one, before, waits)]


def _waits(one: Entry, before: date, firms: set[str]) -> bool:
    if one.kind == REFERRAL:
        return not _closed(one)
    if one.kind != VISIT:
        return False
    visit: Visit = visit_of(one.data)
    return visit.day >= before or is_open(visit) or visit.firm in firms


def _closed(one: Entry) -> bool:
    return referral_of(one.data).is_closed


def counted(gone: Sequence[Entry]) -> str:
    """How many of each kind, for the trail."""
    names = {VISIT: "次走访", REFERRAL: "件交办", FEEDBACK: "个有用没用"}
    return "、".join(f"{sum(one.kind == kind for one in gone)} {name}" for kind, name in names.items())
