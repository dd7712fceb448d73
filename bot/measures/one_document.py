"""What is worked out by one document of several: that of the firm's place."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.memo import PerObject
from knowledge.records.model import Knowledge
from knowledge.records.narrowed import narrowed
from knowledge.records.places import names_of

_alone: PerObject[Knowledge, dict[str, Knowledge]] = PerObject(
    lambda known: {policy.id: narrowed(known, policy.id) for policy in known.policies}
)


def by_one(knowledge: Knowledge, policy: str = "") -> Knowledge:
    """What is known by this document alone, "" or an unknown one for the main one; all where there is but one."""
    if not knowledge.apart:
        return knowledge
    parts = _alone(knowledge)
    return parts.get(policy) or parts[knowledge.site.main]


def for_profile(knowledge: Knowledge, profile: Mapping[str, Any]) -> Knowledge:
    """What is known by the document for the place that a firm's profile names, else by the main one."""
    if not knowledge.apart:
        return knowledge
    said = " ".join(_words(profile))
    named = [one.id for one in knowledge.policies if any(name in said for name in names_of([one]))]
    regions = [one.id for one in knowledge.policies if one.place in said]
    return by_one(knowledge, next(iter(regions or named), ""))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words(one)
