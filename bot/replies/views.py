"""What a template needs to say a reply: one frozen record per way of speaking, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from bot.measures.assess import Outcome, Standing
from bot.messages import View
from bot.slots.model import Problem, Slot
from calculators.core import Reading
from knowledge.records.model import Clause, ConditionRecord, LprRow, Measure, Policy, ScopeTopic, Site


@dataclass(frozen=True, slots=True)
class Extra:
    """What else a reply says besides its outcome: repairs, changes, complaints, the open question."""

    repaired: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    adopted: tuple[tuple[str, str], ...] = ()
    foreign: tuple[str, ...] = ()
    short: bool = False
    quiet: bool = False
    unsettled: bool = False
    subtracted: str = ""
    noted: tuple[str, ...] = ()
    failures: int = 0
    said: tuple[str, ...] = ()

    @property
    def read_otherwise(self) -> bool:
        """Whether something was read otherwise than it was typed or said before."""
        return bool(self.repaired or self.adopted or self.changed or self.subtracted)


NOTHING = Extra()


@dataclass(frozen=True, slots=True)
class MeasureView(View):
    """A measure worked out: a sum, a question for what is missing, a 0 with its reason, or expired.

    ``ask``: key, text and label of the open question; ``open``: conditions not stated yet.
    """

    template: ClassVar[str] = ""  # the kind of the reply tells
    measure: Measure
    policy: Policy
    clause: Clause
    outcome: Outcome
    standing: Standing
    alternatives: tuple[Reading, ...]
    ask: Mapping[str, str]
    open: Sequence[ConditionRecord]
    extra: Extra


@dataclass(frozen=True, slots=True)
class CompareView(View):
    """Variants of input ``key`` side by side; ``name``: the input's label; the rest as of the first variant."""

    template: ClassVar[str] = "compare"
    measure: Measure
    clause: Clause
    outcome: Outcome
    standing: Standing
    ask: Mapping[str, str]
    open: Sequence[ConditionRecord]
    extra: Extra
    rows: Sequence[tuple[Slot, Outcome]]
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ClauseView(View):
    """A clause's answer to a question. ``focus``: what was asked (office, materials …); ``measure``: the one meant;
    ``measures``: all of the clause; ``choices``: clauses to choose from when not sure; ``followed``: about what was
    just talked of; ``reminder``: the question still open."""

    template: ClassVar[str] = "answer"
    policy: Policy
    clause: Clause
    focus: str = ""
    measure: Measure | None = None
    measures: Sequence[Measure] = ()
    lpr: LprRow | None = None
    passage: str = ""
    outcome: Outcome | None = None
    standing: Standing | None = None
    choices: Sequence[Clause] = ()
    reminder: str = ""
    followed: bool = False
    extra: Extra = NOTHING


@dataclass(frozen=True, slots=True)
class ChooseView(View):
    """Several measures fit: which one? ``sums``: what each comes to by what was said, None where that is not enough."""

    template: ClassVar[str] = "choose"
    measures: Sequence[Measure]
    policy: Policy
    clause: Clause
    extra: Extra = NOTHING
    sums: Sequence[Decimal | None] = ()


@dataclass(frozen=True, slots=True)
class MetaView(View):
    """About the document itself: its ``section`` (validity, issuer …) on ``day``."""

    template: ClassVar[str] = "meta"
    policy: Policy
    section: str
    day: date


@dataclass(frozen=True, slots=True)
class Duty:
    """A clause and whether the department leads it (else it cooperates)."""

    clause: Clause
    leads: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """What a department does in one document, the clauses it leads first."""

    policy: Policy
    duties: Sequence[Duty]


@dataclass(frozen=True, slots=True)
class DutiesView(View):
    """The clauses of a department, document by document; ``role``: "lead", "cooperate" or "" for both; ``policy``: the
    first of the documents; ``alone``: there is no other."""

    template: ClassVar[str] = "duties"
    policy: Policy
    name: str
    documents: Sequence[Duties]
    role: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an overview: a clause and what can be computed in it."""

    clause: Clause
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class OverviewView(View):
    template: ClassVar[str] = "overview"
    rows: Sequence[Row]
    policy: Policy


@dataclass(frozen=True, slots=True)
class StrayView(View):
    """Figures that belong to nothing yet."""

    template: ClassVar[str] = "stray"
    said: str


@dataclass(frozen=True, slots=True)
class KeptView(View):
    """Nothing was taken: what stands is kept. ``understood``: it was a remark rather than something unclear; ``asked``:
    a figure whose meaning is asked for, "" for none; ``said``: (label, words) of what stands; ``reminder``: the question
    still open."""

    template: ClassVar[str] = "kept"
    measure: Measure
    understood: bool
    asked: str
    said: Sequence[tuple[str, str]]
    reminder: str


@dataclass(frozen=True, slots=True)
class AsideView(View):
    """Small talk, and what is not ours; ``policies``: in which it is not; ``reminder``: the question still open."""

    template: ClassVar[str] = ""
    topic: ScopeTopic | None
    site: Site
    policies: Sequence[Policy]
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class CancelledView(View):
    template: ClassVar[str] = "cancelled"
    had: bool


@dataclass(frozen=True, slots=True)
class RefusedView(View):
    """``reason``: long, empty, unreadable or failed; ``examples``: of what can be asked; ``number``: of the log line
    of a failure."""

    template: ClassVar[str] = "refused"
    reason: str
    examples: Sequence[str] = ()
    longest: int = 0
    number: str = ""


def extra_of(view: View) -> Extra:
    """What the reply says besides; nothing for a view without it."""
    found = getattr(view, "extra", NOTHING)
    return found if isinstance(found, Extra) else NOTHING
