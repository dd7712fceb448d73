"""The worked examples of the measures that a draft changes, before and after, as a phone shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from multidict import MultiDict

from bot.messages import Reply
from bot.replies.form import reply_to_form
from bot.replies.render import render
from knowledge.records.model import Knowledge, Measure


@dataclass(frozen=True, slots=True)
class Worked:
    """One example of a measure on one day. ``before`` and ``after``: the answers, None where there is no such measure;
    ``differs``: whether anybody would see a difference."""

    name: str
    day: date
    before: Reply | None
    after: Reply
    differs: bool


def worked_examples(before: Knowledge, after: Knowledge, today: date) -> tuple[Worked, ...]:
    """For every measure whose record changed: its example of the handout, today and on each day a figure changes."""
    records = {(one.policy, one.of): one for one in after.handouts}
    found = []
    for measure in after.measures:
        was = _measure(before, measure)
        record = records.get((measure.policy, measure.id))
        if was == measure or record is None or not record.example:
            continue
        for day in days_of(measure, today):
            one = _answer(before, was, record.example, day) if was else None
            other = _answer(after, measure, record.example, day)
            found.append(Worked(measure.name, day, one, other, one is None or render(one) != render(other)))
    return tuple(found)


def days_of(measure: Measure, today: date) -> tuple[date, ...]:
    """Today, and each later day on which a figure changes, with the day before it."""
    turns = sorted({row.since for row in measure.figures if row.since > today})
    return tuple(dict.fromkeys([today, *(day for turn in turns for day in (turn - timedelta(days=1), turn))]))


def _measure(known: Knowledge, measure: Measure) -> Measure | None:
    return next((one for one in known.measures if one.key == measure.key), None)


def _answer(known: Knowledge, measure: Measure, example: Mapping[str, str], day: date) -> Reply:
    return reply_to_form(known, measure, MultiDict(_on_the_day(measure, example, day)), day)[0]


def _on_the_day(measure: Measure, example: Mapping[str, str], day: date) -> dict[str, str]:
    """The example with the day its figures go by, where it says none: the sum of this day is meant."""
    if measure.dated_by:
        return {**example, measure.dated_by: day.isoformat()}
    return dict(example)
