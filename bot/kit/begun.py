"""A visit begins with what the talk or the check-up before it already says: which measures, and how much of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from bot.measures.assess import Standing
from bot.measures.checkup import Checkup, Group
from bot.messages import Reply
from bot.replies.views import CheckupView, ChooseView, MeasureView
from calculators.core import to_fen
from calculators.spans import add_months
from knowledge.records.measures import ENTERPRISE
from knowledge.records.model import Knowledge, Measure
from knowledge.store import Turn

Told: TypeAlias = tuple[Measure, Decimal | None]
# What a firm needs, by how the measure is worked out or called
NEEDS = (
    ("担保", "担保"),
    ("保险", "保险"),
    ("保费", "保险"),
    ("上市", "上市挂牌"),
    ("挂牌", "上市挂牌"),
    ("贷款", "贷款"),
)


@dataclass(frozen=True, slots=True)
class Begun:
    """``measures``: those talked of, as forms name them; ``sums``: name and yuan of what the firm itself would get by
    them, one for each: what the text does not let one add is not added; ``need``: one of the kinds, "" for none;
    ``loan_due``: when a loan ends by its beginning and term as they were said, None where one of them was not."""

    measures: tuple[str, ...] = ()
    sums: tuple[tuple[str, Decimal], ...] = ()
    need: str = ""
    loan_due: date | None = None

    @property
    def estimate(self) -> Decimal | None:
        """The one sum there is; None where there are several, of which the counselor chooses."""
        return self.sums[0][1] if len(self.sums) == 1 else None


def of_talk(knowledge: Knowledge, said: Iterable[tuple[Turn, Reply | None]]) -> Begun:
    """What the last word on each measure of a talk was, oldest first; the turn alone tells it where the reply is
    gone."""
    found: dict[str, Told] = {}
    due = None
    for turn, reply in said:
        for measure, amount in _told(knowledge, turn, reply):
            found[measure.key] = measure, amount
        if reply and isinstance(reply.view, MeasureView):
            due = _loan_due(reply.view.measure, reply.view.standing) or due
    return replace(_begun(list(found.values())), loan_due=due)


def of_checkup(checkup: Checkup) -> Begun:
    """What fits, and what would with what is still to be done for it."""
    fitting = [one for one in checkup.group(Group.AVAILABLE) if one.measure and one.begun]
    due = next((day for one in fitting if one.measure and (day := _loan_due(one.measure, one.standing))), None)
    return replace(_begun(list(_fitting(checkup))), loan_due=due)


def _told(knowledge: Knowledge, turn: Turn, reply: Reply | None) -> Iterator[Told]:
    """Measures of one turn, with their sums."""
    view = reply.view if reply else None
    if isinstance(view, CheckupView) and not view.question:
        yield from _fitting(view.checkup)
    elif isinstance(view, ChooseView):  # those without a sum were but offered
        yield from ((one, to_fen(amount)) for one, amount in zip(view.measures, view.sums, strict=False) if amount)
    elif turn.measure and (measure := _measure(knowledge, turn)):
        yield measure, Decimal(turn.amount) if turn.amount else None


def _fitting(checkup: Checkup) -> Iterator[Told]:
    for group in (Group.AVAILABLE, Group.CONDITIONAL):
        for one in checkup.group(group):
            if one.measure and one.begun:
                yield one.measure, to_fen(one.amount) if one.amount is not None else None


def _loan_due(measure: Measure, standing: Standing) -> date | None:
    """The day a loan ends; of several there is none."""
    start, term = (standing.inputs.get(measure.key_of(role)) for role in ("start", "term"))
    if standing.items or start is None or term is None:
        return None
    if not isinstance(start.value, date) or not isinstance(term.value, Decimal) or term.value % 1:
        return None
    return add_months(start.value, int(term.value))


def _begun(found: Sequence[Told]) -> Begun:
    sums = [(one.name, amount) for one, amount in found if amount and one.payee == ENTERPRISE]
    needs = [need for one, _ in found for words, need in NEEDS if words in one.name]
    return Begun(tuple(one.link for one, _ in found), tuple(sums), needs[0] if needs else "")


def _measure(knowledge: Knowledge, turn: Turn) -> Measure | None:
    """The measure of a turn: that of the document whose clause the turn stands on, where several have one so called."""
    named = [one for one in knowledge.measures if turn.measure in (one.id, one.key)]
    of_clause = [one for one in named if one.clause == turn.clause]
    return next(iter([*of_clause, *named]), None)


def filled(begun: Begun, more: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a form, with what else was handed over; sums in yuan."""
    estimate = f"{begun.estimate.normalize():f}元" if begun.estimate else ""
    told = {"measures": "、".join(begun.measures), "need": begun.need, "estimate_yuan": estimate}
    told |= {"loan_due": begun.loan_due.isoformat()} if begun.loan_due else {}
    return {**told, **{key: str(value) for key, value in more.items() if value}}
