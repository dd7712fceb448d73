"""What the words right behind a day say of it, whatever stands before: 「已按期还清 2024年8月10日放款」 tells the day on
which it was paid out."""

import re

from bot.figures import Figure
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

NAMED_BEFORE = re.compile("(?:[日期间时]|[于为是在到至：:])$")  # 「还清日2024年8月10日」, 「于…」: the word before says what it is


def is_payout_behind(text: str, figure: Figure, measure: Measure) -> bool:
    """Whether a word for the day on which it was paid out stands right behind a day, and none that names it before."""
    record = measure.input(measure.key_of("start"))
    if record is None or figure.kind != "date" or NAMED_BEFORE.search(text[: figure.start].rstrip()):
        return False
    behind = fold(text[figure.end :]).lstrip(" 的就才刚")
    return any(behind.startswith(fold(word)) for word in record.announces if len(word) > 1 and "_" not in word)
