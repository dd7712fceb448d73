"""A measure as a form: the advisor's reply to its inputs, and its fields filled with what stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.measures.assess import Standing, compute
from bot.measures.inputs import Params, read_form, written
from bot.messages import Reply
from bot.replies.build import of_document, outcome_reply
from bot.replies.views import Extra
from bot.slots.derive import applied
from bot.slots.model import Problem
from knowledge.records.model import InputRecord, Knowledge, Measure


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form. ``value``: as a person reads it; ``problem``: the sentence why it was not taken."""

    record: InputRecord
    value: str
    problem: str = ""
    part: int = 0

    @property
    def key(self) -> str:
        return self.record.key

    @property
    def main(self) -> bool:
        """Shown at once; the rest is folded away."""
        return self.record.required or self.record.default or bool(self.value)


def reply_to_form(knowledge: Knowledge, measure: Measure, params: Params, day: date) -> tuple[Reply, Standing]:
    """What the advisor would say to these inputs; figures that cannot be taken are problems of the reply."""
    standing, problems = read_form(knowledge, measure, params, day)
    outcome = compute(knowledge, measure, standing, day, problems)
    reply = outcome_reply(knowledge, outcome, standing, (), Extra(problems=problems))
    return of_document(knowledge, reply, measure.policy), standing


def fields(
    measure: Measure, standing: Standing, problems: Sequence[Problem], sentence: Callable[[Problem], str]
) -> tuple[Field, ...]:
    """The fields of the form, filled with what stands; of several loans each has its own."""
    return tuple(_fields(measure, standing, {p.key: p for p in problems}, sentence))


def _fields(
    measure: Measure, standing: Standing, wrong: Mapping[str, Problem], sentence: Callable[[Problem], str]
) -> Iterator[Field]:
    done = applied(standing.inputs, measure)
    for record in measure.inputs:
        if record.unit == "choice":
            continue
        parts = [item[record.key] for item in standing.items if record.key in item]
        for part, slot in enumerate(parts, 1):
            yield Field(record, written(slot, record), part=part)
        if not parts:
            problem, known = wrong.get(record.key), None if record.key in done else standing.inputs.get(record.key)
            value = problem.said if problem else written(known, record) if known else ""
            yield Field(record, value, sentence(problem) if problem else "")
