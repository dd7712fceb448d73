"""A visit begins with what the talk or the check-up before it already says: which measures, and how much of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from bot.measures.checkup import Checkup, Group
from bot.messages import Reply
from bot.replies.views import CheckupView, ChooseView
from calculators.core import to_fen
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
    them, one for each: what the text does not let one add is not added; ``need``: one of the kinds, "" for none."""

    measures: tuple[str, ...] = ()
    sums: tuple[tuple[str, Decimal], ...] = ()
    need: str = ""

    @property
    def estimate(self) -> Decimal | None:
        """The one sum there is; None where there are several, of which the counselor chooses."""
        return self.sums[0][1] if len(self.sums) == 1 else None


def of_talk(knowledge: Knowledge, said: Iterable[tuple[Turn, Reply | None]]) -> Begun:
    """What the last word on each measure of a talk was, oldest first; the turn alone tells it where the reply is
    gone."""
    found: dict[str, Told] = {}
    for turn, reply in said:
        for measure, amount in _told(knowledge, turn, reply):
            found[measure.key] = measure, amount
    return _begun(list(found.values()))


def of_checkup(checkup: Checkup) -> Begun:
    """What fits, and what would with what is still to be done for it."""
    return _begun(list(_fitting(checkup)))


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
    return {**told, **{key: str(value) for key, value in more.items() if value}}
