"""What a template needs to say a reply: one frozen record per way of speaking, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, NamedTuple

from bot.measures.assess import Broken, Outcome, Standing
from bot.messages import View
from bot.slots.model import Problem
from calculators.core import Reading, Step
from knowledge.records.model import (
    Clause,
    ConditionRecord,
    FigureRecord,
    LprRow,
    Measure,
    Policy,
    ScopeTopic,
    Site,
)


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


class Variant(NamedTuple):
    """One of several sums side by side. ``label``: what is different about it; ``ask``: what is missing for a sum."""

    label: str
    outcome: Outcome
    standing: Standing
    ask: str = ""


@dataclass(frozen=True, slots=True)
class CompareView(View):
    """Variants side by side; the rest as of the first. ``best`` and ``worst``: by their sums, None where fewer than two
    have one; ``difference``: yuan between them; ``across``: they are of several measures; ``reminder``: the question
    still open."""

    template: ClassVar[str] = "compare"
    measure: Measure
    clause: Clause
    outcome: Outcome
    standing: Standing
    ask: Mapping[str, str]
    open: Sequence[ConditionRecord]
    extra: Extra
    rows: Sequence[Variant]
    best: Variant | None = None
    worst: Variant | None = None
    difference: Decimal | None = None
    across: bool = False
    reminder: str = ""


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


@dataclass(frozen=True, slots=True)
class InverseView(View):
    """How much of input ``name`` is needed for ``target`` yuan (None: none was said, and there is no cap).

    ``full``: the target is what is left of the year's cap; ``bar``: it is what lies behind a threshold; ``rounded``:
    the input was rounded up; ``least``: it as people read it, "" when no value will do; ``now``: what stands of it;
    ``more``: the difference; ``also``: label and least of other inputs; ``most``: yuan there can be at most;
    ``at_most``: the sum is but a ceiling; ``steps``: how it is found; ``proof``: worked out forwards; ``checked``:
    values that the message tries, with the sum each gives; ``broken``: conditions in the way; ``ask``: what is
    missing; ``choices``: where that is a choice, each option with the least; ``reminder``: the question still open."""

    template: ClassVar[str] = "inverse"
    measure: Measure
    clause: Clause
    name: str
    target: Decimal | None
    full: bool = False
    bar: bool = False
    rounded: bool = False
    least: str = ""
    now: str = ""
    more: str = ""
    also: Sequence[tuple[str, str]] = ()
    most: Decimal | None = None
    at_most: bool = False
    steps: Sequence[Step] = ()
    proof: Sequence[Step] = ()
    checked: Sequence[tuple[str, Decimal]] = ()
    broken: Sequence[Broken] = ()
    ask: str = ""
    choices: Sequence[tuple[str, str]] = ()
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One sum of several: the measure's name, whose it is ("" for the user's own), its sum and what it comes of."""

    name: str
    firm: str
    amount: Decimal
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TotalView(View):
    """Sums of the talk added up. ``said``: sums the user adds that were not worked out here; ``whole``: with these;
    ``claimed``: the total as the user has it, and whether it is right; ``missing``: measures named of which there is
    no sum yet, with the question for it; ``apart``: firms whose sums are not in it; ``capped``: firms have a cap each;
    ``short``: several are asked for and there is but one."""

    template: ClassVar[str] = "total"
    measure: Measure
    clause: Clause
    sums: Sequence[Part]
    amount: Decimal
    said: Sequence[tuple[str, Decimal]] = ()
    whole: Decimal | None = None
    claimed: tuple[str, bool] | None = None
    missing: Sequence[tuple[str, str]] = ()
    apart: Sequence[Part] = ()
    capped: bool = False
    short: bool = False
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class Margin:
    """How far something stands from a line. ``kind``: "rate" (at most), "threshold" (at least) or "cap"; ``value``,
    ``line`` and ``distance`` as people read them; ``side``: -1 below the line, 0 on it, 1 above; ``least``, ``more``:
    what the input ``name`` must be to reach it, and how much that is more."""

    kind: str
    label: str
    value: str
    line: str
    distance: str
    side: int
    quote: str
    name: str = ""
    least: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class DistanceView(View):
    """How far from a threshold or a cap. ``rising``: the question is whether a little more does harm."""

    template: ClassVar[str] = "distance"
    measure: Measure
    clause: Clause
    outcome: Outcome
    margins: Sequence[Margin]
    rising: bool
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class LeftView(View):
    """What is left of the cap. ``cap``: its figure, None where the text sets none; ``yearly``: it is a year's;
    ``received``: yuan already received; ``stands``: the sum that stands, None without one; ``room``: after what was
    received; ``left``: after both."""

    template: ClassVar[str] = "left"
    measure: Measure
    clause: Clause
    cap: FigureRecord | None
    yearly: bool
    received: Decimal
    stands: Decimal | None
    room: Decimal
    left: Decimal
    reminder: str = ""
