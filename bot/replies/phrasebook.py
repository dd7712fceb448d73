"""What a chip sends: the words a person would type to state a fact."""

from dataclasses import dataclass

from bot.measures.assess import Standing
from bot.memo import PerObject
from bot.nlu.facts import read_doubts, read_facts
from knowledge.records.model import ConditionRecord, Fact, Knowledge, Measure
from knowledge.text.tokens import fold

VERSIONS = 2  # whose phrasebooks are kept: the one in use, and the one before while that is still being answered from
SHORT = {"yes": "是", "no": "不是", "unknown": "不清楚"}


@dataclass(frozen=True, slots=True)
class Chip:
    """``label`` on the button, ``text`` that it sends, ``value`` of the fact, whether that is what stands."""

    label: str
    text: str
    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A condition to be confirmed, with its quote; without chips it asks for a figure."""

    key: str
    words: str
    quote: str
    chips: tuple[Chip, ...]
    asked: bool = False


class Phrasebook:
    """Fact and value → the words that state exactly this: those chosen for it, else the vocabulary's."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._facts = knowledge.facts
        self._phrases: dict[tuple[str, str], str] = {}

    def phrase(self, key: str, value: str) -> str:
        """The words for a fact; "" when none reads back as it."""
        if (key, value) not in self._phrases:
            self._phrases[key, value] = self._find(self._facts[key], value)
        return self._phrases[key, value]

    def _find(self, fact: Fact, value: str) -> str:
        chosen = fact.says.get(value)
        candidates = [chosen] if chosen else []
        candidates += [phrase.replace("…", "是") for phrase in fact.values.get(value, ())]
        return next((phrase for phrase in candidates if self._reads(phrase, fact, value)), "")

    def _reads(self, phrase: str, fact: Fact, value: str) -> bool:
        if value == "unknown":
            return fact.key in read_doubts(fold(phrase), self._facts)
        return read_facts(fold(phrase), self._facts).get(fact.key) == value

    def questions(self, measure: Measure, standing: Standing, asked: str = "") -> tuple[Question, ...]:
        """Every condition of a measure that a person can answer, and how it stands."""
        return tuple(self._question(c, standing, asked) for c in measure.conditions if not c.hidden)

    def _question(self, condition: ConditionRecord, standing: Standing, asked: str) -> Question:
        fact = self._facts.get(condition.key)
        if condition.limit or fact is None:
            return Question(condition.key, condition.question, condition.quote, (), asked == condition.key)
        value, is_asked = standing.facts.get(condition.key, "unknown"), asked == condition.key
        unclear = SHORT["unknown"] if is_asked else self.phrase(fact.key, "unknown")
        chips = (*self.choices(fact, value), Chip(SHORT["unknown"], unclear, "unknown", value == "unknown"))
        return Question(condition.key, condition.question, condition.quote, chips, is_asked)

    def choices(self, fact: Fact, chosen: str) -> tuple[Chip, ...]:
        """A chip for each value of a fact that has words; that it is not known is a chip of the question's own."""
        known = ("yes", "no") if fact.is_boolean else [value for value in fact.values if value != "unknown"]
        values = [value for value in known if self.phrase(fact.key, value)]
        return tuple(Chip(self._label(fact, v), self.phrase(fact.key, v), v, v == chosen) for v in values)

    def _label(self, fact: Fact, value: str) -> str:
        chosen = fact.labels.get(value)
        return chosen or (SHORT[value] if fact.is_boolean else self.phrase(fact.key, value))


phrasebook_of: PerObject[Knowledge, Phrasebook] = PerObject(Phrasebook, VERSIONS)
