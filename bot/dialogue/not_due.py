"""What is not yet due is not broken by not being done: 「没还清呢，到明年5月才到期」 leaves open whether the loan will
be repaid on time."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.nlu.facts import Reading
from bot.nlu.utterance import Utterance
from bot.slots.model import Slot
from calculators.spans import add_months
from knowledge.records.model import Fact, Measure
from knowledge.text.tokens import fold


def without_undue(
    facts: Mapping[str, str], utterance: Utterance, inputs: Mapping[str, Slot], measure: Measure
) -> dict[str, str]:
    """``facts`` with those open that are denied only in words that say no more than that it is not done yet, where the
    day on which it is due, by ``inputs``, is still to come."""
    known = utterance.knowledge.facts
    denied = [known[key] for key, value in facts.items() if key in known and known[key].undue and value == "no"]
    due = due_day(inputs, measure) if denied else None
    if due is None or due <= utterance.day:
        return dict(facts)
    undue = [fact.key for fact in denied if not _is_broken_anyway(utterance.folded, fact)]
    return {**facts, **dict.fromkeys(undue, "unknown")}


def due_day(inputs: Mapping[str, Slot], measure: Measure) -> date | None:
    """The day on which the loan is due, as far as it is known."""
    end, start, term = (inputs.get(measure.key_of(role)) for role in ("end", "start", "term"))
    if end is not None and isinstance(end.value, date):
        return end.value
    if start is None or term is None or not isinstance(start.value, date) or not isinstance(term.value, Decimal):
        return None
    return add_months(start.value, int(term.value))


def _is_broken_anyway(text: str, fact: Fact) -> bool:
    """Whether it is denied also without those words: 「没还清，逾期了」, 「他家也是」."""
    if not any(fold(word) in text for word in fact.undue):
        return True
    for word in fact.undue:
        text = text.replace(fold(word), "，")
    return Reading(text, {fact.key: fact}).stated.get(fact.key) == "no"
