"""Counts and bare numbers: what a number counts, or that its unit is still to be asked."""

from bot.figures import lexicon
from bot.figures.build import Draft, amount, draft
from bot.figures.lexicon import Unit
from bot.figures.numerals import Numeral


def read(text: str, numeral: Numeral, unit: Unit) -> Draft | None:
    """A numeral with a counter behind it; 「一家」 is an article and 「百家」 no count."""
    if not numeral.arabic and not _is_count(text, numeral, unit):
        return None
    found = draft("number", numeral, numeral.end, amount(numeral), "count")
    found.counted = unit.word
    return found


def _is_count(text: str, numeral: Numeral, unit: Unit) -> bool:
    if numeral.string or numeral.low == 0:
        return False
    if numeral.bare:
        return numeral.fuzzy or text[numeral.start - 1 : numeral.start] in ("上", "近", "约", "数", "过", "超")
    if numeral.low == 1 and numeral.end - numeral.start == 1:
        return unit.word in lexicon.SINGLE_COUNTED
    return True


def bare(text: str, numeral: Numeral, alone: bool) -> Draft | None:
    """A number by itself: counted by the word in front, else waiting for its unit."""
    if not numeral.arabic and not alone and not _stands_alone(text, numeral):
        return None
    found = draft("number", numeral, numeral.end, amount(numeral), "count")
    found.counted = _counted_before(text, numeral.start)
    found.unit_missing = not found.counted
    return found


def _stands_alone(text: str, numeral: Numeral) -> bool:
    """A Chinese numeral long enough not to be part of a word."""
    if numeral.string or numeral.bare or numeral.high is not None:
        return False
    length = numeral.end - numeral.start
    return (length > 1 and text[numeral.start] not in "十零") or length > 2


def _counted_before(text: str, start: int) -> str:
    head = text[max(0, start - 6) : start].rstrip(lexicon.FILLERS)
    if not head.endswith(lexicon.COUNTED_BEFORE_WORDS):
        return ""
    return next(unit for word, unit in lexicon.COUNTED_BEFORE.items() if head.endswith(word))
