"""What runs out, or has not been looked at for long: policies, rulings, guides, contacts, the newest LPR."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.records.model import Knowledge

BEFORE_END = (180, 90, 30)  # days before a policy's last day on which staff are told again
BEFORE_RULING = 30  # days
UNLOOKED = 180  # days after which a telephone may be another
LPR_AGE = 35  # days: one is published every month
LPR_PATH = "/desk/lpr"


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be seen to, and the page of the desk for it."""

    words: str
    path: str


def due_words(known: Knowledge, today: date) -> tuple[Due, ...]:
    """All of it: what has run out first."""
    found = (*_policies(known, today), *_lpr(known, today), *_rulings(known, today), *_unlooked(known, today))
    return tuple(found)


def _policies(known: Knowledge, today: date) -> Iterator[Due]:
    for one in known.policies:
        left = (one.valid_to - today).days
        if left < 0:
            yield Due(f"《{one.short_title}》{one.valid_to} 已经到期，答复都说到期、不给数", "/desk/measures")
        elif left <= BEFORE_END[0]:
            step = min(days for days in BEFORE_END if left <= days)
            yield Due(
                f"《{one.short_title}》还有 {left} 天到期（{one.valid_to}），{step} 天内要定下接不接续",
                "/desk/measures",
            )


def _lpr(known: Knowledge, today: date) -> Iterator[Due]:
    if known.lpr and (age := (today - known.lpr[-1].since).days) > LPR_AGE:
        yield Due(f"LPR 最新一期是 {known.lpr[-1].since} 的，已经 {age} 天，请核对有没有新的", LPR_PATH)


def _rulings(known: Knowledge, today: date) -> Iterator[Due]:
    for one in known.rulings:
        left = (one.until - today).days
        if one.says and left < 0:
            yield Due(f"口径过期了（{one.until}），答复又说“文件未写明”：{one.question}", "/desk/cards/rulings")
        elif one.says and left <= BEFORE_RULING:
            yield Due(f"口径还有 {left} 天过期（{one.until}）：{one.question}", "/desk/cards/rulings")
    if open_ := [one for one in known.rulings if not one.says]:
        yield Due(f"{len(open_)} 件事文件没写明，还没有口径", "/desk/cards/rulings")


def _unlooked(known: Knowledge, today: date) -> Iterator[Due]:
    for policy in known.policies:
        for one in (*policy.contacts, *policy.county_contacts):
            if (days := (today - one.checked_on).days) > UNLOOKED:
                yield Due(f"{one.county}{one.department}的联系方式 {days} 天没核实", "/desk/cards/contacts")
    names = {(one.policy, one.id): one.name for one in known.measures}
    for guide in known.guides:
        if (days := (today - guide.checked_on).days) > UNLOOKED:
            name = names.get((guide.policy, guide.measure), guide.measure)
            yield Due(f"{name}的申报指南 {days} 天没核实", "/desk/cards/guides")
