"""「三年，费率0.5%一年」: the year right behind a rate says what the rate is of, where the term is told besides."""

from collections.abc import Sequence
from decimal import Decimal

from bot.copies import replace
from bot.slots.reading import Reading
from bot.slots.roles import Placed

YEAR = Decimal(12)
BETWEEN = ("", "/", "每", "一", "是")  # from the rate to the year


def of_the_rate(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With such a year as nothing of the loan's."""
    terms = [one for one in spoken if one.is_input and one.figure.kind == "duration"]
    if len(terms) < len(("term", "of_rate")):
        return list(spoken)
    ends = [one.end for one in reading.figures if one.kind == "percent"]
    behind = {
        one.figure.start
        for one in terms
        if one.figure.value == YEAR
        and any(end <= one.figure.start and reading.text[end : one.figure.start] in BETWEEN for end in ends)
        and any(other.key == one.key and other.figure.value != YEAR for other in terms)
    }
    return [replace(one, key="other", is_input=False) if one.figure.start in behind else one for one in spoken]
