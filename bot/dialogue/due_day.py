"""A day on which a loan is due that a contract names, where a term was told before."""

import re
from datetime import date
from decimal import Decimal

from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.repaid_early import is_early
from bot.slots.standing import Standing
from calculators.spans import Term, after
from knowledge.records.model import Measure

DUE_DAY = re.compile(
    "到期[日期天]?(?:那天)?[^，。；0-9]{0,4}(?:改|变|调|提前|延|不是|应该|其实|更正)"
)  # it is put right
CALLED_DUE = re.compile("到期[日期天]?[^，。；0-9还]{0,6}$")
SAID_DUE = re.compile("[才就]?到期(?![前后][^，。；]{0,3}还|[^，。；]{0,3}还)")
EARLIER = re.compile("提前[了约大概差不多]{0,3}$")  # 「提前两个月就还了」: the span by which it ended before it was due
NEARLY_DUE = 3  # days between the day a term leads to and the one that a contract names for it


def with_the_due_day(text: str, filling: Filling, old: Standing, measure: Measure) -> set[str]:
    """The term, where the day on which the loan is due is put right, or told and not what the term came to, and the day
    of payment is known: 「合同上到期是10月28号，九个月是我估的」."""
    start, end, term = (measure.key_of(role) for role in ("start", "end", "term"))
    due, said = filling.inputs.get(end), filling.inputs.get(term)
    if due is None or start not in old.inputs or (said and not _is_as_before(said, old.inputs.get(term))):
        return set()
    at = text.find(due.text)
    told = bool(CALLED_DUE.search(text[:at]) or SAID_DUE.match(text[at + len(due.text) :]))
    told = told or (at >= 0 and (is_early(text, at, at + len(due.text)) or EARLIER.search(text[:at]) is not None))
    moved = (said is None and DUE_DAY.search(text)) or (told and _is_due_otherwise(due, old, measure))
    return {term, measure.key_of("days")} if moved else set()


def _is_as_before(said: Slot, before: Slot | None) -> bool:
    return before is not None and before.value == said.value


def _is_due_otherwise(due: Slot, old: Standing, measure: Measure) -> bool:
    """Whether it is another day, by more than a bank's reckoning, than the term that stands leads to."""
    start, term = (old.inputs.get(measure.key_of(role)) for role in ("start", "term"))
    if start is None or term is None or not isinstance(term.value, Decimal):
        return False
    days = old.inputs.get(measure.key_of("days"))
    odd = days.value if days and isinstance(days.value, Decimal) else Decimal(0)
    first, last = start.value, due.value
    if not isinstance(first, date) or not isinstance(last, date):
        return False
    return abs((last - after(first, Term(term.value, odd))).days) > NEARLY_DUE
