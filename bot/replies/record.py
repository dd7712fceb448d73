"""A whole result, as it was on its day: what receipt, handout, table and program show of it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.measures.assess import Standing
from bot.measures.inputs import pairs_of, written
from bot.messages import Reply
from bot.replies.phrasebook import Phrasebook, Question
from bot.replies.render import big, render, say, yuan
from bot.replies.render import day as written_day
from bot.replies.views import MeasureView
from calculators.wording import money
from knowledge.records.model import Measure

Pairs = list[list[str]]


@dataclass(frozen=True, slots=True)
class Record:
    """All there is to show; nothing is looked up again later. ``params``: the inputs as a link gives them again;
    ``inputs`` and ``facts``: label and value; ``headline``: the words before the sum, the sum, the sum to the fen."""

    measure: str
    name: str
    params: Pairs
    day: str
    version: int
    policy: dict[str, str]
    clause: dict[str, str]
    offices: dict[str, list[str]]
    contacts: list[dict[str, str]]
    inputs: Pairs
    facts: Pairs
    headline: list[str]
    amount: str | None
    steps: list[dict[str, str]]
    alternatives: Pairs
    notes: list[str]
    next_steps: list[str]
    text: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def record(reply: Reply, book: Phrasebook, day: date, version: int) -> Record:
    """The record of a measure's reply on ``day``, from knowledge ``version``."""
    view = _view(reply)
    measure, policy, clause, standing = view.measure, view.policy, view.clause, view.standing
    asked = book.questions(measure, standing, view.ask["key"])
    return Record(
        measure=measure.id,
        name=measure.name,
        params=[list(pair) for pair in pairs_of(measure, standing)],
        day=day.isoformat(),
        version=version,
        policy={
            "id": policy.id,
            "title": policy.title,
            "valid_to": policy.valid_to.isoformat(),
            **({"named": say().titled(policy, reply.level)} if reply.document else {}),
        },
        clause={"id": clause.id, "printed": clause.printed, "title": clause.title},
        offices={
            "lead": list(clause.in_charge),
            "cooperate": list(clause.cooperate),
            **({} if clause.lead else {"duty": ["责任单位"]}),
        },
        contacts=[{**asdict(one), "checked_on": written_day(one.checked_on)} for one in clause.contacts],
        inputs=_inputs(measure, standing),
        facts=[[q.words, _answer(q, standing)] for q in asked],
        headline=headline(measure, reply),
        amount=None if reply.amount is None else str(reply.amount),
        steps=_steps(view),
        alternatives=[[big(a.amount), a.reading] for a in reply.alternatives],
        notes=list(view.outcome.result.notes if view.outcome.result else ()),
        next_steps=list(reply.next_steps),
        text=render(reply),
    )


def _answer(question: Question, standing: Standing) -> str:
    """What was said of a condition; of one that nobody spoke of that it is not confirmed, "" where it asks a figure."""
    if question.chips and question.key not in standing.facts:
        return str(say().not_confirmed())
    return next((chip.label for chip in question.chips if chip.chosen), "")


def is_result(reply: Reply) -> bool:
    """Whether there is a sum, or a 0 with its reason, to be recorded."""
    outcome = _view(reply).outcome
    return bool(reply.amount or outcome.result or outcome.broken)


def _view(reply: Reply) -> MeasureView:
    if not isinstance(reply.view, MeasureView):
        raise TypeError(f"no result: {reply.kind}")
    return reply.view


def _inputs(measure: Measure, standing: Standing) -> list[list[str]]:
    """Label and value of every figure the sum was made from."""
    rows = standing.items or (standing.inputs,)
    found = []
    for number, row in enumerate(rows, 1):
        for record in measure.inputs:
            if record.key in row:
                label = f"{record.label}（第{number}笔）" if len(rows) > 1 else record.label
                found.append([label, written(row[record.key], record)])
    return found


def _steps(view: MeasureView) -> list[dict[str, str]]:
    outcome = view.outcome
    if outcome.broken:
        return [{"words": one.why, "quote": one.quote, "source": one.distance} for one in outcome.broken]
    if outcome.result is None:
        return []
    return [
        {"words": one.words, "quote": one.quote, "source": one.source} for one in (*view.derived, *outcome.result.steps)
    ]


def headline(measure: Measure, reply: Reply) -> list[str]:
    """The words before the sum, the sum, and the sum to the fen."""
    outcome = _view(reply).outcome
    if outcome.broken or outcome.expired:
        return [measure.unmet_lead_in, "0 元", "0.00元"]
    if outcome.result and outcome.result.amount is None and outcome.result.ceiling is not None:
        least, most = outcome.result.least, money(outcome.result.ceiling)
        if least is not None:
            return [measure.lead_in, f"{money(least)}到{most}", "文件只写了范围"]
        return [measure.lead_in, most, "文件只写了上限"]
    return [measure.lead_in, big(reply.amount), yuan(reply.amount)] if reply.amount is not None else ["", "", ""]
