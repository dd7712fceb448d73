"""One page of paper about a measure or a clause: every word of it is the document's, the records', or a shown sum; what
staff added stands apart from these, with whose words it is."""

from dataclasses import dataclass
from datetime import date

from multidict import MultiDict

from bot.measures.assess import Outcome
from bot.measures.dated import Gap, on_the_day
from bot.measures.inputs import written
from bot.replies.form import reply_to_form
from bot.replies.render import big, say, yuan
from bot.replies.views import MeasureView
from calculators.wording import money
from knowledge.records.model import Clause, Guide, HandoutRecord, Knowledge, Measure, Policy, Ruling, Terms
from knowledge.records.staff import GUIDE_FIELDS

LINE = 44  # characters
ROOMY, CROWDED = 15, 22  # lines that one page has room for in the usual print, and in a smaller one
FULL, FEW = 32, 2  # lines from which only so many open points are named
Quoted = tuple[str, str]  # words and the document's own, "" for none


@dataclass(frozen=True, slots=True)
class Example:
    """A sum worked out. ``given``: label and value of what it starts from; ``lines``: the working, ``sources``: where
    a published rate of it comes from; ``exact``: to the fen."""

    given: tuple[tuple[str, str], ...]
    lead_in: str
    amount: str
    exact: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure on the page of its clause: how much there is at most, as the document says it."""

    name: str
    tag: str
    most: str
    quote: str


@dataclass(frozen=True, slots=True)
class Handout:
    """All that stands on the page. ``title``; ``tag``: who gets the money where that is not the enterprise; ``who`` and
    ``quotes``: the document's words; ``most``: how much at most, "" where it says no sum; ``text``: the whole clause,
    on a clause's page; ``guide`` and ``rulings``: what staff found out and laid down; ``open``: what the document does
    not say and nobody has laid down; ``over``: why it does not hold on the ``day``, "" when it does; ``path``: of the
    page its code leads to, from our root."""

    title: str
    tag: str
    policy: Policy
    clause: Clause
    day: date
    version: int
    path: str
    over: str
    summary: str
    who: tuple[str, ...]
    most: str
    quotes: tuple[str, ...]
    conditions: tuple[Quoted, ...]
    example: Example | None
    rows: tuple[Row, ...]
    text: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]
    terms: Terms
    guide: Guide | None = None
    rulings: tuple[Ruling, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def added(self) -> bool:
        """Whether there is anything of staff's on it."""
        return bool(self.guide or self.rulings or self.open)

    @property
    def how(self) -> tuple[tuple[str, str], ...]:
        """What the guide tells, each with what it is called."""
        told = self.guide.told if self.guide else {}
        return tuple((name, told[key]) for key, name in GUIDE_FIELDS.items() if key in told)

    @property
    def open_words(self) -> str:
        """The open points; the first of them and how many, where the page has no room for more."""
        if self._lines <= FULL or len(self.open) <= FEW:
            return "；".join(self.open)
        return f"{'；'.join(self.open[:FEW])}；等 {len(self.open)} 件"

    @property
    def dense(self) -> bool:
        """Whether it takes smaller print to stay on one page."""
        return self._lines > ROOMY

    @property
    def crowded(self) -> bool:
        """Whether it takes the smallest print."""
        return self._lines > CROWDED

    @property
    def _lines(self) -> int:
        """How many lines it takes, about: a condition has its quote below it, an example a frame around it."""
        guide = self.guide.told.values() if self.guide else ()
        added = (*guide, *(one.question + one.says + one.basis for one in self.rulings), "；".join(self.open))
        told = (*added, *self.quotes, *self.steps, *self.notes, self.text, self.summary, "；".join(self.who))
        rows = 2 * (len(self.conditions) + len(self.rows) + len(self.clause.contacts))
        example = 3 + len(self.example.sources) + len(self.example.readings) if self.example else 0
        return rows + example + sum(-(-len(one) // LINE) for one in told)


def handout_of_measure(knowledge: Knowledge, measure: Measure, day: date) -> Handout:
    """The page of a measure, with the figures in force on ``day``."""
    policy, record = knowledge.policy(measure.policy), _record(knowledge, measure.policy, measure.id)
    clause, dated = policy.clause(measure.clause), _dated(measure, day)
    return Handout(
        title=measure.name,
        tag=measure.payee_tag,
        policy=policy,
        clause=clause,
        day=day,
        version=knowledge.version,
        path=way_to(knowledge, measure),
        over=_over(policy, day),
        summary="",
        who=record.who if record else (),
        most=_most(dated),
        quotes=_apart([figure.quote for figure in dated.figures]),
        conditions=tuple((one.question, one.quote) for one in dated.told_conditions),
        example=example_of(knowledge, measure, record, day) if record else None,
        rows=(),
        text="",
        steps=measure.next_steps,
        notes=(*measure.remarks, say().together(measure.terms)),
        terms=measure.terms,
        guide=_guide(knowledge, measure),
        rulings=_rulings(knowledge, clause, day),
        open=_open(knowledge, clause, day),
    )


def handout_of_clause(knowledge: Knowledge, clause: Clause, day: date) -> Handout:
    """The page of a clause: its whole text, and what of it can be worked out."""
    policy, record = knowledge.policy(clause.policy), _record(knowledge, clause.policy, clause.id)
    measures = [one for one in knowledge.measures if one.home == (clause.policy, clause.id)]
    return Handout(
        title=clause.title,
        tag="",
        policy=policy,
        clause=clause,
        day=day,
        version=knowledge.version,
        path=way_to(knowledge, clause),
        over=_over(policy, day),
        summary=clause.summary,
        who=record.who if record else (),
        most="",
        quotes=(),
        conditions=(),
        example=None,
        rows=tuple(_row(_dated(one, day)) for one in measures),
        text=clause.body or clause.text,
        steps=clause.next_steps,
        notes=(),
        terms=clause.terms,
        rulings=_rulings(knowledge, clause, day),
        open=_open(knowledge, clause, day),
    )


def every_handout(knowledge: Knowledge, day: date) -> tuple[Handout, ...]:
    """The page of each measure, then of each clause."""
    clauses = [clause for policy in knowledge.policies for clause in policy.clauses]
    return (
        *(handout_of_measure(knowledge, one, day) for one in knowledge.measures),
        *(handout_of_clause(knowledge, one, day) for one in clauses),
    )


def way_to(knowledge: Knowledge, one: Measure | Clause) -> str:
    """The short address of the chat about a measure or clause: of another policy than the main one it is named too."""
    name = one.id
    return f"/to/{name}" if one.policy == knowledge.site.main else f"/to/{one.policy}/{name}"


def question_of(one: Measure | Clause) -> str:
    """What the chat is asked first when somebody comes by the code."""
    return say().how_much(one.name) if isinstance(one, Measure) else f"{one.title}是什么意思"


def example_of(knowledge: Knowledge, measure: Measure, record: HandoutRecord, day: date) -> Example | None:
    """The example of a measure worked out as its form would; None where it has none or the document is not in force."""
    if not record.example:
        return None
    reply, standing = reply_to_form(knowledge, measure, MultiDict(record.example), day)
    view = reply.view
    outcome = view.outcome if isinstance(view, MeasureView) else None
    if outcome is None or not _is_sum(outcome) or reply.amount is None:
        return None
    result = outcome.result
    steps = result.steps if result else ()
    slots = [(one, standing.inputs.get(one.key)) for one in measure.inputs if one.key in record.example]
    chosen = [(one, o) for one in measure.inputs for o in one.options if record.example.get(one.key) == o.value]
    return Example(
        given=(
            *((one.label, option.label) for one, option in chosen),
            *((one.label, written(slot, one)) for one, slot in slots if slot),
        ),
        lead_in=measure.lead_in,
        amount=big(reply.amount),
        exact=yuan(reply.amount),
        lines=tuple(step.words for step in steps if not step.source),
        sources=tuple(step.words for step in steps if step.source),
        readings=tuple((yuan(one.amount), one.reading) for one in reply.alternatives),
    )


def _is_sum(outcome: Outcome) -> bool:
    return outcome.result is not None and not outcome.broken and not outcome.expired


def _record(knowledge: Knowledge, policy: str, name: str) -> HandoutRecord | None:
    return next((one for one in knowledge.handouts if (one.policy, one.of) == (policy, name)), None)


def _guide(knowledge: Knowledge, measure: Measure) -> Guide | None:
    """How it is applied for, where staff found out anything of it."""
    home = (measure.policy, measure.id)
    return next((one for one in knowledge.guides if (one.policy, one.measure) == home and one.told), None)


def _rulings(knowledge: Knowledge, clause: Clause, day: date) -> tuple[Ruling, ...]:
    """Those in force on the clause, and those on the whole document."""
    homes = ((clause.policy, clause.id), (clause.policy, ""))
    return tuple(one for one in knowledge.rulings if (one.policy, one.of) in homes and one.holds(day))


def _open(knowledge: Knowledge, clause: Clause, day: date) -> tuple[str, ...]:
    """What the clause leaves open and nobody has laid down, or no longer."""
    home = (clause.policy, clause.id)
    return tuple(one.question for one in knowledge.rulings if (one.policy, one.of) == home and not one.holds(day))


def _dated(measure: Measure, day: date) -> Measure:
    """The measure with the figures of the day; as it is where the document says none for it."""
    found = on_the_day(measure, {}, (), day)
    return measure if isinstance(found, Gap) else found


def _most(measure: Measure) -> str:
    """The most there is, where the document names a sum."""
    most = measure.most
    return f"{say().most()}{money(most.value)}" if most.unit == "yuan" and most.role in ("cap", "ceiling") else ""


def _row(measure: Measure) -> Row:
    return Row(measure.name, measure.payee_tag, _most(measure), measure.most.quote)


def _apart(quotes: list[str]) -> tuple[str, ...]:
    """Each once, and none that stands within another."""
    kept = dict.fromkeys(quotes)
    return tuple(one for one in kept if not any(one != other and one in other for other in kept))


def _over(policy: Policy, day: date) -> str:
    if day > policy.valid_to:
        return "over"
    return "early" if day < policy.valid_from else ""
