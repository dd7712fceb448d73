"""A brief reply that answers not the condition put, but another one that stands or was listed beside it.

「还清了」 where the first of three was put, 「不是，晚了三天」 after 「按期还的」.
"""

from collections.abc import Iterator, Mapping

from bot.dialogue.state import State
from bot.nlu.facts import read_alone, read_in_its_own_words
from bot.nlu.phrases import mentions
from bot.nlu.utterance import BRIEF, Utterance
from knowledge.records.model import Fact, Measure


def answered_beside(utterance: Utterance, state: State, measure: Measure, denied: str) -> dict[str, str]:
    """The condition, and its value, that the words answer; nothing where they can be of several, or of the one put.

    What would answer it only where it is put is not yet known. ``denied``: the words of denial that it begins with
    (「不是，」), by which what stands is taken back, not the condition put answered."""
    said = utterance.bare.removeprefix(denied).lstrip("，,。 ")
    sums = any(figure.kind in ("money", "percent") for figure in utterance.figures)
    if not said or (sums and not denied) or len(said) > BRIEF:
        return {}
    put = utterance.knowledge.facts.get(state.asked)
    if put is not None and read_in_its_own_words(said, put):
        return {}
    stands = state.topic.standing.facts
    found = {}
    for fact in _conditions(utterance, state, measure):
        value, before = read_in_its_own_words(said, fact), stands.get(fact.key, "unknown")
        takes_back = denied and before not in ("unknown", value)
        named = before == "unknown" and _names(said, fact)
        if value and (takes_back or named):
            stated = takes_back or read_alone(said, fact) or mentions(said, fact.beside.get(value, ()))
            found[fact.key] = value if stated else "unknown"  # 「还清了」, on time or not
    return found if len(found) == 1 else {}


def _names(said: str, fact: Fact) -> bool:
    """Whether a word of the matter is said: 「晚了几天」, of what is paid back."""
    return mentions(said, (*fact.near, *(word for words in fact.beside.values() for word in words)))


def takes_back(facts: Mapping[str, str], state: State) -> bool:
    """Whether one of these conditions stood otherwise until now: a no before it (「不是，是大型企业」) denies that."""
    stands = state.topic.standing.facts
    return any(stands.get(key, "unknown") not in ("unknown", value) for key, value in facts.items())


def _conditions(utterance: Utterance, state: State, measure: Measure) -> Iterator[Fact]:
    """The conditions of the measure besides the one put, of those that are so or not."""
    facts = utterance.knowledge.facts
    for condition in measure.conditions:
        if condition.hidden or condition.limit or condition.key == state.asked or condition.key not in facts:
            continue
        if facts[condition.key].is_boolean:
            yield facts[condition.key]
