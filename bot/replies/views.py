"""What a template needs to say a reply: one frozen record per way of speaking, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from bot.measures.assess import Broken, Outcome, Standing, amount_of
from bot.measures.checkup import Checkup, Group, Item
from bot.measures.checkup_questions import Question
from bot.messages import View
from bot.records import record
from bot.replies.lines import Line
from bot.replies.phrasebook import Chip
from bot.slots.model import Problem
from calculators.core import Reading, Step
from knowledge.records.model import (
    Clause,
    ConditionRecord,
    Faq,
    FigureRecord,
    LprRow,
    Measure,
    Policy,
    Ruling,
    ScopeTopic,
    Site,
    Terms,
)


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure of the message that went into nothing. ``why``: "result" the sum just worked out, "policy" the
    document's own number, "guess" the user's estimate, "old" a value before its correction, "part" the name of a part,
    "other" of another matter, "unclear", or the key of a distractor."""

    text: str
    why: str


@record(frozen=True, slots=True)
class Extra:
    """What else a reply says besides its outcome: repairs, changes, complaints, the open question.

    ``before``: what came of it before this message, None when nothing had been said or the talk begins anew;
    ``changed``: label, old and new value of figures; ``taken``: label and value of new ones; ``parts``: what became
    of single loans or policies; ``noted``: conditions now known; ``reset``: the firm with which everything begins
    anew, ``anew``: the same firm does; ``aside``: figures that went into nothing; ``guess``: the sum in yuan the user
    expected; ``unheard``: nothing of the message was used; ``restated``: what it says was known; ``quiet``: no figure
    moved.
    """

    repaired: tuple[tuple[str, str], ...] = ()
    before: Outcome | None = None
    changed: tuple[tuple[str, str, str], ...] = ()
    taken: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()
    reset: str = ""
    anew: bool = False
    aside: tuple[Aside, ...] = ()
    guess: Decimal | None = None
    unheard: bool = False
    problems: tuple[Problem, ...] = ()
    adopted: tuple[tuple[str, str], ...] = ()
    foreign: tuple[str, ...] = ()
    short: bool = False
    quiet: bool = False
    unsettled: bool = False
    subtracted: str = ""
    noted: tuple[str, ...] = ()
    restated: bool = False
    failures: int = 0
    said: tuple[str, ...] = ()

    @property
    def took(self) -> tuple[str, ...]:
        """What this message added to what is known, in words."""
        return (*(f"{label}{value}" for label, value in self.taken), *self.noted)

    @property
    def read_otherwise(self) -> bool:
        """Whether something was read otherwise than it was typed or said before, or what stood is put away."""
        moved = self.changed or self.parts or self.reset or self.anew
        return bool(self.repaired or self.adopted or self.subtracted or moved)


NOTHING = Extra()


@dataclass(frozen=True, slots=True)
class MeasureView(View):
    """A measure worked out: a sum, a question for what is missing, a 0 with its reason, or expired.

    ``ask``: key, text and label of the open question; ``open``: conditions not stated yet; ``derived``: the steps
    before the formula.
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
    derived: tuple[Step, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the sum is the one said before this message."""
        before = self.extra.before
        if before is None or amount_of(before) is None:
            return False
        return (amount_of(before), before.high) == (amount_of(self.outcome), self.outcome.high)

    @property
    def moved(self) -> bool:
        """Whether there was another sum before this message."""
        before = self.extra.before
        return before is not None and amount_of(before) is not None and not self.kept

    @property
    def still(self) -> bool:
        """Whether no figure moved and the sum only stands: it is not worked out again."""
        completed = self.outcome.eligible and self.extra.noted
        return self.kept and self.extra.quiet and not self.outcome.broken and not completed

    @property
    def unmoved(self) -> bool:
        """Whether something was taken that leaves the sum as it was."""
        return self.kept and bool(self.extra.took or self.extra.changed or self.extra.parts)


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
    just talked of; ``reminder``: the question still open; ``derived``: the steps before the formula of ``outcome``;
    ``about``: the quote of the condition that is asked about."""

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
    derived: tuple[Step, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class MetaView(View):
    """About the document itself: its ``sections`` (validity, issuer …) on ``day``. ``claimed``: whether a day that was
    heard of is the document's, None where none was."""

    template: ClassVar[str] = "meta"
    policy: Policy
    sections: Sequence[str]
    day: date
    claimed: bool | None = None


class Claim(NamedTuple):
    """A figure that is claimed: whether the document has it, and its words for it, or for what it has instead."""

    said: str
    right: bool
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to one kind of question. ``says`` and ``quote``: as staff wrote them; without, the template derives
    the sentence from the records: ``measure`` or the clause, ``measures``: those of the clause that may be meant;
    ``claims``: figures held against the document; ``broken``: conditions in the way; ``facts``: conditions told;
    ``partly``: what a claim whose figures are right leaves out or has wrong besides ("conditions", "ceiling",
    "payee", "payer"); ``within``: the limit that lets in what a
    claim takes for shut out; ``unasked``: what it is said to be for alone, though the document does not ask for that;
    ``passage``: the document's nearest words; ``more``: what else helps, each with its clause; ``home``: the clause of
    this answer, where each has its own; ``document``: what is said of the document itself; ``refer``:
    who may know what is not ours."""

    kind: str
    says: str = ""
    quote: str = ""
    measure: Measure | None = None
    measures: Sequence[Measure] = ()
    claims: Sequence[Claim] = ()
    broken: Sequence[Broken] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    passage: str = ""
    more: Sequence[tuple[str, Clause]] = ()
    home: Clause | None = None
    partly: Sequence[str] = ()
    within: FigureRecord | None = None
    unasked: Sequence[str] = ()
    document: MetaView | None = None
    refer: str = ""


@dataclass(frozen=True, slots=True)
class ToldView(View):
    """Answers to what was asked about a clause, or one of its measures. ``others``: what else may be meant; ``ask``:
    the figure that a sum still wants, after what was given; ``reminder``: the question still open, ``beside``: the
    talk goes on about what it was about before."""

    template: ClassVar[str] = "told"
    policy: Policy
    clause: Clause
    measure: Measure | None
    answers: Sequence[Told]
    others: Sequence[Clause] = ()
    ask: str = ""
    reminder: str = ""
    beside: bool = False
    extra: Extra = NOTHING

    @property
    def focus(self) -> str:
        """What was asked first."""
        return self.answers[0].kind


@dataclass(frozen=True, slots=True)
class StaffView(View):
    """An answer by staff, or a ruling, in answer to the whole question. ``clause``: what it is about, None for none."""

    template: ClassVar[str] = "staff"
    said: Faq | Ruling
    policy: Policy
    clause: Clause | None = None

    @property
    def is_ruling(self) -> bool:
        return isinstance(self.said, Ruling)


@dataclass(frozen=True, slots=True)
class PersonView(View):
    """Somebody wants to talk to a person. ``clause``: whose offices may help, None when it is not known; ``reminder``:
    the question still open."""

    template: ClassVar[str] = "person"
    site: Site
    clause: Clause | None = None
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class LeaveView(View):
    """A question is left for staff. ``question``: the one kept, "" while it is still asked for; ``dropped``: none is
    left after all; ``reminder``: the question still open."""

    template: ClassVar[str] = "leave"
    question: str = ""
    dropped: bool = False
    reminder: str = ""


class ReminderLine(NamedTuple):
    """``thing``: what is due; ``day``: when it is told; ``path``: of the file for a calendar."""

    thing: str
    due: date
    day: date
    path: str


@dataclass(frozen=True, slots=True)
class RemindView(View):
    """Somebody wants to be reminded. ``action``: "made", "again" (it is kept already), "listed", "cancelled", "which"
    (of several to be cancelled), "none", and why nothing is kept: "ask" (no day was said), "past", "far", "full" (more
    than ``most``), "unread"; ``rows``: the reminders it is about; ``due``: the day that will not do; ``reach``: "push",
    "window" or "" as ``bot.kit.reminding.Reach`` says; ``channel``: where it was said; ``home``: before paths, "" where
    a page shows them; ``read``: how a day was read; ``open``: the question still open."""

    template: ClassVar[str] = "remind"
    action: str = "ask"
    rows: tuple[ReminderLine, ...] = ()
    reach: str = ""
    channel: str = ""
    home: str = ""
    wecom: bool = False
    read: str = ""
    due: date | None = None
    most: int = 0
    open: str = ""


@dataclass(frozen=True, slots=True)
class ReferralView(View):
    """A firm asks how far what was passed on for it has come. ``number``: as it is shown, "" while it is asked for;
    ``state``: "" where there is no such number; ``department``, ``due``: who has it, until when; ``late``: that day is
    past; ``steps``: all states in their order; ``unread``: it cannot be looked up just now; ``reminder``: the question
    still open. Nothing tells whose it is."""

    template: ClassVar[str] = "referral"
    number: str = ""
    state: str = ""
    department: str = ""
    due: date | None = None
    late: bool = False
    steps: Sequence[str] = ()
    unread: bool = False
    reminder: str = ""

    @property
    def done(self) -> Sequence[str]:
        """The states behind it and the one it is in."""
        return self.steps[: self.steps.index(self.state) + 1] if self.state else ()

    @property
    def left(self) -> Sequence[str]:
        """The states it has still to go."""
        return self.steps[len(self.done) :]


@dataclass(frozen=True, slots=True)
class ChooseView(View):
    """Several measures fit: which one? ``sums``: what each comes to by what was said, None where that is not enough;
    ``gap``: how far they are apart, ``total``: what they come to together, where that was asked."""

    template: ClassVar[str] = "choose"
    measures: Sequence[Measure]
    policy: Policy
    clause: Clause
    extra: Extra = NOTHING
    sums: Sequence[Decimal | None] = ()
    gap: Decimal | None = None
    total: Decimal | None = None


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
    """One line of an overview: a clause, what can be computed in it, and what stands ``against`` the others."""

    clause: Clause
    measures: tuple[Measure, ...]
    against: tuple[tuple[Measure, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OverviewView(View):
    template: ClassVar[str] = "overview"
    rows: Sequence[Row]
    policy: Policy


@dataclass(frozen=True, slots=True)
class CheckupView(View):
    """The three groups, each item sorted by its sum. ``policies``: id → document; ``question``: the next one to put,
    None when nothing that is still open matters; ``number``: its own, of at ``most`` so many; ``heard``: what the last
    message told, ``unheard``: nothing of it was understood; ``chips``: what may be answered; ``site``: what it says of
    a profile; ``table``: the result as plain data."""

    template: ClassVar[str] = "checkup"
    checkup: Checkup
    policies: Mapping[str, Policy]
    question: Question | None = None
    number: int = 0
    most: int = 0
    heard: Sequence[str] = ()
    unheard: bool = False
    chips: Sequence[Chip] = ()
    site: Site | None = None
    table: Mapping[str, Any] = field(default_factory=dict)

    @property
    def money(self) -> tuple[Item, ...]:
        """What there is with a sum, or with the most there is."""
        return tuple(item for item in self.checkup.group(Group.AVAILABLE) if item.measure)

    @property
    def terms(self) -> tuple[Terms, ...]:
        """What the documents of the items say of all their sums; those of every document where there is no item."""
        found = tuple(item.clause.terms for group in Group for item in self.checkup.group(group))
        return found or tuple(policy.terms for policy in self.policies.values())

    @property
    def services(self) -> tuple[Item, ...]:
        return tuple(item for item in self.checkup.group(Group.AVAILABLE) if not item.measure)

    @property
    def open(self) -> tuple[Item, ...]:
        """What something of is there, and something is missing."""
        return tuple(item for item in self.checkup.group(Group.CONDITIONAL) if item.begun)

    @property
    def so_far(self) -> tuple[Item, ...]:
        """What has a sum already, whatever is still missing."""
        begun = (*self.money, *self.open)
        return tuple(item for item in begun if item.amount is not None or item.ceiling is not None)

    @property
    def possible(self) -> tuple[Item, ...]:
        """What there would have to be something of first."""
        return tuple(item for item in self.checkup.group(Group.CONDITIONAL) if not item.begun)

    @property
    def not_met(self) -> tuple[Item, ...]:
        return self.checkup.group(Group.NOT_MET)


@dataclass(frozen=True, slots=True)
class StrayView(View):
    """Figures that belong to nothing yet."""

    template: ClassVar[str] = "stray"
    said: str


@dataclass(frozen=True, slots=True)
class KeptView(View):
    """Nothing was taken: what stands is kept. ``understood``: it was a remark rather than something unclear; ``asked``:
    a figure whose meaning is asked for, "" for none; ``said``: (label, words) of what stands; ``reminder``: the
    question still open; ``ask_of``: the clause whose offices may be asked instead, where a figure has been asked for in
    vain twice; ``bars``: the conditions, in words, that stand in the way of a sum."""

    template: ClassVar[str] = "kept"
    measure: Measure
    understood: bool
    asked: str
    said: Sequence[tuple[str, str]]
    reminder: str
    ask_of: Clause | None = None
    bars: Sequence[str] = ()


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
    """``reason``: long, empty, unreadable, nothing (said before) or failed; ``examples``: of what can be asked;
    ``number``: of the log line of a failure."""

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


class Offered(NamedTuple):
    """One of several documents that fit: its ``label``, the clause that is likely meant, and its ``level``."""

    policy: Policy
    label: str
    clause: Clause | None
    level: str


@dataclass(frozen=True, slots=True)
class WhichView(View):
    """Several documents give what is asked: which one?"""

    template: ClassVar[str] = "which"
    rows: Sequence[Offered]

    @property
    def places(self) -> int:
        """Of how many places they are."""
        return len({row.policy.region for row in self.rows})


class RowOf(NamedTuple):
    """What one of several documents answers, line by line."""

    policy: Policy
    level: str
    lines: Sequence[Line]
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class BesideView(View):
    """Several documents' answers to one question, each under its name."""

    template: ClassVar[str] = "beside"
    rows: Sequence[RowOf]

    @property
    def gap(self) -> Decimal | None:
        """How far the sums of two are apart, None where one has none."""
        sums = [row.amount for row in self.rows]
        known = [one for one in sums if one is not None]
        return max(known) - min(known) if len(known) == len(sums) > 1 else None


@dataclass(frozen=True, slots=True)
class PlacedView(View):
    """It is said where the firm is, or which document is meant, and nothing else: from which it is answered; ``names``:
    what can be worked out by it."""

    template: ClassVar[str] = "placed"
    policy: Policy
    level: str
    names: Sequence[str] = ()
