"""Facts that say the same thing in other words: a filing is a filing, whatever was filed."""

from collections.abc import Mapping

from knowledge.records.model import Fact


def with_alike(facts: Mapping[str, str], known: Mapping[str, Fact]) -> dict[str, str]:
    """With what other facts say that are alike (a filing is a filing, whatever was filed)."""
    alike = {key: facts[fact.like] for key, fact in known.items() if fact.like in facts}
    return {**alike, **facts}
