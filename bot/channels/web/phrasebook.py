"""What a chip sends: the words a person would type to state a fact, read from the vocabulary itself."""

from dataclasses import dataclass

from bot.computing import Standing
from bot.facts import read_facts
from knowledge.model import ConditionRecord, Fact, Knowledge, Measure
from knowledge.words import fold

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
    """Fact and value → the first phrase of the vocabulary that says exactly this."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._facts = knowledge.facts
        self._phrases: dict[tuple[str, str], str] = {}

    def phrase(self, key: str, value: str) -> str:
        """The words for a fact; "" when the vocabulary has none that reads back as it."""
        if (key, value) not in self._phrases:
            self._phrases[key, value] = self._find(self._facts[key], value)
        return self._phrases[key, value]

    def _find(self, fact: Fact, value: str) -> str:
        candidates = [phrase.replace("…", "是") for phrase in fact.values.get(value, ())]
        read = [(phrase, read_facts(fold(phrase), self._facts)) for phrase in candidates]
        fitting = [(phrase, got) for phrase, got in read if got.get(fact.key) == value]
        return min(fitting, key=lambda pair: len(pair[1]))[0] if fitting else ""

    def questions(self, measure: Measure, standing: Standing, asked: str = "") -> tuple[Question, ...]:
        """Every condition of a measure that a person can answer, and how it stands."""
        return tuple(self._question(c, standing, asked) for c in measure.conditions if not c.hidden)

    def _question(self, condition: ConditionRecord, standing: Standing, asked: str) -> Question:
        fact = self._facts.get(condition.key)
        if condition.limit or fact is None:
            return Question(condition.key, condition.question, condition.quote, (), asked == condition.key)
        value = standing.facts.get(condition.key, "unknown")
        chips = (*self.choices(fact, value), Chip(SHORT["unknown"], "不清楚", "unknown", value == "unknown"))
        return Question(condition.key, condition.question, condition.quote, chips, asked == condition.key)

    def choices(self, fact: Fact, chosen: str) -> tuple[Chip, ...]:
        """A chip for each value of a fact that has words."""
        values = [
            value for value in (("yes", "no") if fact.is_boolean else fact.values) if self.phrase(fact.key, value)
        ]
        return tuple(Chip(self._label(fact, v), self.phrase(fact.key, v), v, v == chosen) for v in values)

    def _label(self, fact: Fact, value: str) -> str:
        return SHORT[value] if fact.is_boolean else self.phrase(fact.key, value)
