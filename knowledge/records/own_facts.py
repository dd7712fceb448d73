"""Facts that a measure brings with it: what says each option of a choice, or that a condition is so or not."""

from collections.abc import Iterable, Iterator, Mapping

from knowledge.records.faults import DataError, Faults
from knowledge.records.measure import ConditionRecord, InputRecord, Measure
from knowledge.records.model import Fact, Replies
from knowledge.records.schema import fold_phrase

LONGEST_LABEL = 12


def with_own_facts(facts: Mapping[str, Fact], measures: Iterable[Measure], faults: Faults) -> dict[str, Fact]:
    """The facts of the vocabulary and those of the measures; two that go by one name and mean another are a fault."""
    replies = next((fact.replies for fact in facts.values()), Replies())
    found = dict(facts)
    for measure in measures:
        for fact in _facts_of(measure, replies):
            if fact.key in facts:
                continue
            if found.setdefault(fact.key, fact).values != fact.values:
                file = f"policies/{measure.policy}/measures.toml"
                wrong = f"「{fact.key}」在别的政策点里是别的说法"
                faults.note(
                    DataError(file, f"measure（{measure.id}）{fact.key}", wrong, "请换一个 key，或者写成一样的")
                )
    return found


def _facts_of(measure: Measure, replies: Replies) -> Iterator[Fact]:
    for record in measure.inputs:
        if any(option.words for option in record.options):
            yield _of_choice(record, replies)
    for condition in measure.conditions:
        if condition.yes and not condition.limit:
            yield _of_condition(condition, replies)


def _of_choice(record: InputRecord, replies: Replies) -> Fact:
    values = {option.value: option.words for option in record.options}
    answers = {option.value: (fold_phrase(option.label),) for option in record.options}
    says = {option.value: option.label for option in record.options}
    return Fact(
        *(record.key, record.label, values, answers, "", ""),
        fine=tuple(values),
        says=says,
        labels=says,
        replies=replies,
    )


def _of_condition(condition: ConditionRecord, replies: Replies) -> Fact:
    values = {"yes": condition.yes, **({"no": condition.no} if condition.no else {})}
    return Fact(condition.key, condition.yes[0][:LONGEST_LABEL], values, {}, "yes", "no", replies=replies)
