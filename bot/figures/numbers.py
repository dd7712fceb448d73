"""Counts and bare numbers: what a number counts, or that its unit is still to be asked."""

import re
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.draft import Draft, amount, draft
from bot.figures.lexicon import Unit
from bot.figures.modifiers import head_of
from bot.figures.numerals import Numeral
from bot.figures.spelled import SIGNS

_ABOUT = frozenset("上近约数过超逾好")
_CONNECTING = frozenset(sign[0] for sign in lexicon.CONNECTORS)
_NUMERAL = frozenset("0123456789") | frozenset(SIGNS)
LENDS = "贷"  # of the words that may stand between what is counted and the number


def read(text: str, numeral: Numeral, unit: Unit) -> Draft | None:
    """A numeral with a counter behind it; 「一家」 is an article and 「百家」 no count."""
    if not is_counter(text, numeral, unit) or not (numeral.arabic or _is_count(text, numeral, unit)):
        return None
    found = draft("number", numeral, numeral.end, amount(numeral), "count")
    found.counted = unit.word
    found.approx |= numeral.bare
    return found


def is_counter(text: str, numeral: Numeral, unit: Unit) -> bool:
    """Whether the word counts here: not in 3项目, and behind 万 only what comes in such numbers."""
    following = text[numeral.end + len(unit.word) : numeral.end + len(unit.word) + 1]
    if following and following in lexicon.NOT_COUNTERS.get(unit.word, ""):
        return False
    return numeral.scale == 1 or unit.word in lexicon.OF_MANY


def _is_count(text: str, numeral: Numeral, unit: Unit) -> bool:
    if numeral.string or numeral.low == 0:
        return False
    if numeral.bare:
        return numeral.fuzzy or text[numeral.start - 1 : numeral.start] in _ABOUT
    if numeral.low == 1 and numeral.end - numeral.start == 1:
        return unit.word in lexicon.SINGLE_COUNTED
    return True


def bare(text: str, numeral: Numeral, alone: bool) -> Draft | None:
    """A number by itself: counted by the word in front, else waiting for its unit."""
    certain = numeral.arabic or alone or _is_no_part_of_a_word(text, numeral)
    if not certain and not _is_end(text, numeral):
        return None
    found = draft("number", numeral, numeral.end, amount(numeral), "count")
    before = text[: numeral.start]
    is_lent = LENDS in before[len(before.rstrip(lexicon.FILLERS)) :]  # 「专利贷350」 counts no patents
    counted = None if is_lent else lexicon.COUNTED_BEFORE.find(head_of(text, numeral.start))
    found.counted = counted[1] if counted is not None else ""
    found.unit_missing = not found.counted
    found.tentative = not certain
    return found


def fraction(text: str) -> Draft | None:
    """「16/5」 as a whole message; inside one a slash joins dates and choices."""
    match = _FRACTION.fullmatch(text)
    if match is None or not int(match[2]) or dates_like(match[1], match[2]):
        return None
    return Draft("number", 0, len(text), Decimal(match[1]) / Decimal(match[2]), "count")


_FRACTION = re.compile(r"(\d{1,9})/(\d{1,9})")


def dates_like(first: str, second: str) -> bool:
    """「2024/6」 is a month."""
    return len(first) == 4 and int(second) <= 12


def _is_no_part_of_a_word(text: str, numeral: Numeral) -> bool:
    """A Chinese numeral long enough not to be part of a word."""
    if numeral.string or numeral.bare or numeral.high is not None:
        return False
    length = numeral.end - numeral.start
    return length > 2 or (length > 1 and text[numeral.start] not in "十零")


def _is_end(text: str, numeral: Numeral) -> bool:
    """「三」 in 「三到五年」: one end of what may turn out to be a range."""
    if numeral.string or numeral.bare:
        return False
    return leads_on(text, numeral) or (numeral.start > 1 and text[numeral.start - 1] in _CONNECTING)


def leads_on(text: str, numeral: Numeral) -> bool:
    """Whether 到 or a dash and another numeral follow."""
    return text[numeral.end : numeral.end + 1] in _CONNECTING and text[numeral.end + 1 : numeral.end + 2] in _NUMERAL
