"""Where the firm asked about is, by the places that a message names: a fact like others."""

from collections.abc import Mapping, Sequence

from bot.memo import PerObject, per_text
from bot.nlu.clauses import Clause, clauses
from knowledge.classifier.scope import PLACE
from knowledge.records.model import Fact, Knowledge, ScopeTopic
from knowledge.records.places import Place, Places, unnamed

_gazetteer: PerObject[ScopeTopic, Places] = PerObject(Places)


def place_facts(knowledge: Knowledge) -> list[Fact]:
    """The facts that say whether the firm is here."""
    return [fact for fact in knowledge.facts.values() if fact.place]


def is_elsewhere(facts: Mapping[str, str], knowledge: Knowledge) -> bool:
    """Whether the firm is known not to be here."""
    return any(facts.get(fact.key) == "no" for fact in place_facts(knowledge))


def of_another_place(folded: str, knowledge: Knowledge) -> bool:
    """Whether a place elsewhere is named of which it is not said that something of the firm's is there: what it pays
    is asked."""
    return any(not place.here and not place.of for place in _places(folded, knowledge))


def named_elsewhere(folded: str, knowledge: Knowledge, *, of_the_firm: bool = False) -> list[str]:
    """The names of the places elsewhere in which it is not said that something of the firm's is, or also of those
    (``of_the_firm``)."""
    found = (one for one in _places(folded, knowledge) if not one.here and (of_the_firm or not one.of))
    return [folded[one.start : one.end] for one in found]


def placed(folded: str, knowledge: Knowledge, *, supposed: bool = False) -> dict[str, str]:
    """Whether the firm is here, as stated or ``supposed`` (要是厂在外地呢): what is said last counts."""
    said = [place for place in _places(folded, knowledge) if place.of == "firm"]
    if not said:
        return {}
    cut = clauses(folded)
    meant = [place for place in said if _is_supposed(place.start, cut) == supposed]
    value = ("yes" if meant[-1].here else "no") if meant else ""
    return {fact.key: value for fact in place_facts(knowledge)} if value else {}


def speaks_of_here(folded: str, knowledge: Knowledge) -> bool:
    """Whether a place here is named, as that of which is told (「聊城这边还有一张」)."""
    return any(place.here and place.of != "other" for place in _places(folded, knowledge))


def places_here(folded: str, knowledge: Knowledge) -> list[Place]:
    """The places named that are ours, with what is said to be there."""
    return [place for place in _places(folded, knowledge) if place.here]


def without_names(folded: str, knowledge: Knowledge) -> str:
    """``folded`` with 外地 for the places where only another than the firm is; "" when there are none."""
    return unnamed(folded, _places(folded, knowledge))


def _places(folded: str, knowledge: Knowledge) -> Sequence[Place]:
    topic = knowledge.topics.get(PLACE)
    return _named(folded, _gazetteer(topic)) if topic else ()


@per_text
def _named(folded: str, gazetteer: Places) -> Sequence[Place]:
    return gazetteer.find(folded)


def _is_supposed(at: int, cut: Sequence[Clause]) -> bool:
    return any(clause.supposed for clause in cut if clause.start <= at < clause.end)
