"""A check-up as a reply, and as the object of the machine contract: the same table for every channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.clock import today
from bot.measures.checkup import Checkup, Group, Item, check
from bot.measures.profile import day_asked, read_profile
from bot.messages import ClauseHit, Reply, ReplyKind, View
from bot.replies.render import environment, render
from calculators.core import to_fen
from knowledge.records.model import Knowledge, Policy

MOST_HITS = 5


@dataclass(frozen=True, slots=True)
class CheckupView(View):
    """The three groups, each item sorted by its sum. ``policies``: id → document; ``question``: the next one to put,
    "" when nothing that is still open matters, and ``more``: how many may follow it; ``heard``: what the last message
    told; ``options``: what may be answered."""

    template: ClassVar[str] = "checkup"
    checkup: Checkup
    policies: Mapping[str, Policy]
    question: str = ""
    more: int = 0
    heard: Sequence[str] = ()
    options: Sequence[str] = ()

    @property
    def money(self) -> tuple[Item, ...]:
        """What there is with a sum, or with the most there is."""
        return tuple(item for item in self.checkup.group(Group.AVAILABLE) if item.measure)

    @property
    def services(self) -> tuple[Item, ...]:
        return tuple(item for item in self.checkup.group(Group.AVAILABLE) if not item.measure)

    @property
    def open(self) -> tuple[Item, ...]:
        """What something of is there, and something is missing."""
        return tuple(item for item in self.checkup.group(Group.CONDITIONAL) if item.begun)

    @property
    def possible(self) -> tuple[Item, ...]:
        """What there would have to be something of first."""
        return tuple(item for item in self.checkup.group(Group.CONDITIONAL) if not item.begun)

    @property
    def not_met(self) -> tuple[Item, ...]:
        return self.checkup.group(Group.NOT_MET)


def view_of(knowledge: Knowledge, checkup: Checkup, **more: Any) -> CheckupView:
    return CheckupView(checkup, {policy.id: policy for policy in knowledge.policies}, **more)


def checkup_reply(view: CheckupView) -> Reply:
    """The table as a reply. It has no sum: what the text does not let one add is not added."""
    items = [*view.money, *view.services, *view.open, *view.possible, *view.not_met]
    clauses = list(dict.fromkeys((i.clause.policy, i.clause.id, i.clause.title) for i in items))[:MOST_HITS]
    first = items[0].clause if items else None
    return Reply(
        ReplyKind.OVERVIEW,
        view,
        clauses=tuple(ClauseHit(*clause, 1.0) for clause in clauses),
        focus="list",
        lead=first.lead if first else (),
        cooperate=first.cooperate if first else (),
        next_steps=items[0].next_steps if items else (),
    )


def checkup_json(view: CheckupView) -> dict[str, Any]:
    """The object of the machine contract."""
    return {
        "available": [_available(item) for item in view.checkup.group(Group.AVAILABLE)],
        "conditional": [{"item": i.name, "needs": reasons(view, i)} for i in view.checkup.group(Group.CONDITIONAL)],
        "not_met": [{"item": i.name, "reasons": reasons(view, i)} for i in view.not_met],
        "text": render(checkup_reply(view)),
    }


def _available(item: Item) -> dict[str, Any]:
    amount = None if item.amount is None else f"{to_fen(item.amount):.2f}"
    return {"item": item.name, "amount_yuan": amount, "bound": item.bound}


def reasons(view: CheckupView, item: Item) -> list[str]:
    """Why an item is not met, or what it needs, in words."""
    say = environment().globals["say"].why  # type: ignore[attr-defined]
    policy, party = view.policies[item.clause.policy], view.checkup.known.party
    return [str(say(policy, item, reason, party)).strip() for reason in item.reasons]


def check_line(knowledge: Knowledge, profile: Mapping[str, Any]) -> dict[str, Any]:
    """A profile as the machine contract sends it → its answer. Raises ValueError in Chinese."""
    try:
        day = day_asked(knowledge, profile, today())
    except ValueError as error:
        raise ValueError(f"日期写得不对（{error}），请写成 2025-11-22") from None
    return checkup_json(view_of(knowledge, check(knowledge, read_profile(knowledge, profile, day), day)))
