"""A value that stands and is found too small or too large, beside what is put in its place: 「80有点少，贷120万吧」."""

import re
from decimal import Decimal

from bot.slots.reading import Reading

FEWEST = 2  # figures of a message in which one is judged and another put in its place
TOO = re.compile(
    "(?:万元?|元|块)?(?:钱)?(?:的话)?(?:好像|可能|感觉|还是|也|实在)?(?:有点儿?|有些|太|偏|略|是不?够|不够)"
    "(?:少|多|低|高|长|短|大|小|用)?(?:了)?(?:点儿?|些)?[，,。；;…]"
)
WAN = 10_000


def found_wanting(reading: Reading) -> list[int]:
    """Begins of the figures that only say what stands, and that it will not do."""
    figures = reading.figures
    if len(figures) < FEWEST or not reading.stands:
        return []
    known = [slot.value for slot in reading.stands.values()]
    return [
        one.start
        for one in figures[:-1]
        if isinstance(one.value, Decimal)
        and TOO.match(reading.text, one.end)
        and (one.value in known or (one.unit_missing and one.value * WAN in known))
    ]
