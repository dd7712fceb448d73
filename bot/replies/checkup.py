"""A check-up as a reply, and as the object of the machine contract: the same table for every channel."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from bot.clock import today
from bot.measures.checkup import Checkup, Group, Item, check
from bot.measures.inputs import pairs_of
from bot.measures.one_document import for_profile
from bot.measures.profile import day_asked, read_profile
from bot.messages import ClauseHit, Reply, ReplyKind
from bot.replies.build import of_document
from bot.replies.render import big, render, say
from bot.replies.views import CheckupView as CheckupView
from calculators.core import to_fen
from knowledge.records.model import Knowledge

MOST_HITS = 5


def view_of(knowledge: Knowledge, checkup: Checkup, **more: Any) -> CheckupView:
    view = CheckupView(checkup, {one.id: one for one in knowledge.policies}, site=knowledge.site, **more)
    return view if view.question else replace(view, table=table_of(view))


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


def checkup_json(knowledge: Knowledge, view: CheckupView) -> dict[str, Any]:
    """The object of the machine contract."""
    return {
        "available": [_available(item) for item in view.checkup.group(Group.AVAILABLE)],
        "conditional": [{"item": i.name, "needs": reasons(view, i)} for i in view.checkup.group(Group.CONDITIONAL)],
        "not_met": [{"item": i.name, "reasons": reasons(view, i)} for i in view.not_met],
        "text": render(of_document(knowledge, checkup_reply(view), knowledge.site.main)),
    }


def _available(item: Item) -> dict[str, Any]:
    amount = None if item.amount is None else f"{to_fen(item.amount):.2f}"
    return {"item": item.name, "amount_yuan": amount, "bound": item.bound}


def table_of(view: CheckupView) -> dict[str, Any]:
    """The groups as a page or a receipt shows them: words and sums only, nothing that would be looked up again."""
    groups = {
        "available": view.money,
        "conditional": (*view.open, *view.possible),
        "services": view.services,
        "not_met": view.not_met,
    }
    return {
        "day": view.checkup.day.isoformat(),
        "groups": {key: [_row(view, item) for item in items] for key, items in groups.items()},
        "contradictions": ["、".join(one.said) for one in view.checkup.known.contradictions],
        "together": str(say().not_added(view.terms)),
        "filing": str(say().filing(view.terms)),
    }


def _row(view: CheckupView, item: Item) -> dict[str, Any]:
    clause, measure = item.clause, item.measure
    result = item.outcome.result if item.outcome and item.begun else None
    return {
        "item": item.name,
        "name": measure.name if measure else clause.title,
        "says": item.says,
        "sum": str(say().item_sum(item)).strip() if result and not item.to_bank else "",
        "bank": str(say().bank_side()) if item.to_bank else "",
        "reasons": reasons(view, item),
        "working": str(say().worked(result)).strip() if result and item.group is not Group.NOT_MET else "",
        "quote": _quote(item),
        "others": [[big(one.amount), one.reading] for one in (result.alternatives if result else ())],
        "notes": list(result.notes if result else ()),
        "left_out": list(item.left_out),
        "clause": {"policy": clause.policy, "id": clause.id, "words": f"{clause.printed}{clause.title}"},
        "lead": "、".join(clause.in_charge),
        "duty": "牵头" if clause.lead else "责任单位",
        "steps": list(item.next_steps) if item.begun else [],
        "link": f"/measures/{measure.link}" if measure else "",
        "query": urlencode(pairs_of(measure, item.standing)) if measure and item.begun else "",
    }


def _quote(item: Item) -> str:
    """The document's words for an item: those of the first step, of what stands against it, or of the most there is."""
    if item.measure is None:
        return ""
    if quotes := [reason.quote for reason in item.reasons if reason.quote]:
        return quotes[0] if item.group is Group.NOT_MET else item.measure.most.quote
    steps = item.outcome.result.steps if item.outcome and item.outcome.result and item.begun else ()
    return next((step.quote for step in steps if step.quote), item.measure.most.quote)


def reasons(view: CheckupView, item: Item) -> list[str]:
    """Why an item is not met, or what it needs, in words."""
    policy, party = view.policies[item.clause.policy], view.checkup.known.party
    return [str(say().why(policy, item, reason, party)).strip() for reason in item.reasons]


def check_line(knowledge: Knowledge, profile: Mapping[str, Any]) -> dict[str, Any]:
    """A profile as the machine contract sends it → its answer. Raises ValueError in Chinese."""
    knowledge = for_profile(knowledge, profile)
    try:
        day = day_asked(knowledge, profile, today())
    except ValueError as error:
        raise ValueError(f"日期写得不对（{error}），请写成 2025-11-22") from None
    return checkup_json(knowledge, view_of(knowledge, check(knowledge, read_profile(knowledge, profile, day), day)))
