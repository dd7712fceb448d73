"""A visit begins with what the talk or the check-up before it already says: which measures, and how much of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.measures.checkup import Checkup, Group
from calculators.core import to_fen
from knowledge.records.measures import ENTERPRISE
from knowledge.records.model import Knowledge, Measure
from knowledge.store import Turn

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


def of_turns(knowledge: Knowledge, turns: Iterable[Turn]) -> Begun:
    """What the last word on each measure of a talk was, oldest first."""
    found: dict[str, tuple[Measure, Decimal | None]] = {}
    for turn in turns:
        if turn.measure and (measure := _measure(knowledge, turn)):
            found[measure.key] = measure, Decimal(turn.amount) if turn.amount else None
    return _begun(list(found.values()))


def of_checkup(checkup: Checkup) -> Begun:
    """What fits, and what would with what is still to be done for it."""
    wanted = (Group.AVAILABLE, Group.CONDITIONAL)
    fitting = [one for group in wanted for one in checkup.group(group) if one.measure and one.begun]
    return _begun(
        [(one.measure, to_fen(one.amount) if one.amount is not None else None) for one in fitting if one.measure]
    )


def _begun(found: Sequence[tuple[Measure, Decimal | None]]) -> Begun:
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
