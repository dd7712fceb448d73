"""Of one of several parts what was only to be had, where what was had of it is told right behind: 「第二次原定800万实际
到账735万」 is read as 「第二次735万」, so that it stands in one row with the others."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.figures import Figure
from bot.slots.drawn import BOUND, really_had

# What tells one of several before it: its turn, its year, its mark
TURN = re.compile(
    "(?:第?[一二三四五六七八九十两头首末前后另又]一?[次笔回轮张份户单台家期批个]|[甲乙丙丁戊ABCD①-⑩][户家单]?|(?:20[0-9]{2}|[去今前])年|年[初底中]|[上下]半年)"
    "(?:的|是|我们|又|再|说|就)*[，,：: ]?$"
)
FEWEST = 3  # sums of a message that tells of several parts, with one of them twice
REACH = 14  # characters before a sum within which it is said that it was only to be had


def only_to_be_had(text: str, figures: Sequence[Figure]) -> list[tuple[int, int, Figure]]:
    """Begin and end of what is to be left out of the text, and the sum that is told there."""
    sums = [one for one in figures if one.kind == "money" and isinstance(one.value, Decimal)]
    if len(sums) < FEWEST:
        return []
    pairs = really_had(text, figures)
    found = []
    for one in sums:
        said = BOUND.search(text[max(0, one.start - REACH) : one.start]) if one.start in pairs else None
        begin = max(0, one.start - REACH) + said.start() if said else one.start
        if said and TURN.search(text[:begin]):
            found.append((begin, pairs[one.start], one))
    return found


def without(text: str, spans: Sequence[tuple[int, int, Figure]]) -> str:
    """The text without these stretches."""
    for begin, end, _ in sorted(spans, key=lambda one: -one[0]):
        text = text[:begin] + text[end:]
    return text
