"""What kind of firm it is names no other measure, once it was said what kind of loan, guarantee or policy it has."""

from bot.dialogue.state import State
from bot.nlu.phrases import find
from bot.nlu.utterance import Utterance
from knowledge.records.model import Fact, Measure


def tells_of_the_firm(utterance: Utterance, state: State, current: Measure, other: Measure) -> bool:
    """「企业还在初创期」 of a loan whose kind was said: all that it says of the ``other`` measure is one of its
    conditions. A kind of loan is a fact that counts as soon as it is planned (``ahead``)."""
    facts, stands = utterance.knowledge.facts, state.topic.standing.facts
    own = [one for one in current.conditions if one.key in facts and other.condition(one.key) is None]
    kinds = [one for one in own if facts[one.key].ahead and one.affirms(stands.get(one.key, ""))]
    told = [facts[key] for key in utterance.facts if other.condition(key) and not facts[key].ahead]
    said = [hit.phrase for hit in find(utterance.folded, other.words)]
    return bool(kinds and told and said) and all(_is_word_of(phrase, told) for phrase in said)


def _is_word_of(phrase: str, facts: list[Fact]) -> bool:
    return any(phrase in word for fact in facts for words in fact.values.values() for word in words)
