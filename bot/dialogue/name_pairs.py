"""What measures are called by, in pairs of characters: people say 「坏账那块」 of a measure whose name is longer."""

import re
from collections.abc import Iterable

from bot.memo import PerObject
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

OF_A_NAME = re.compile("[^\\W\\da-z_一二三四五六七八九十百千万亿元]{2}")


def pairs_in(words: Iterable[str]) -> frozenset[str]:
    """Every two characters in a row of these words, without numbers."""
    text = " ".join(map(fold, words))
    return frozenset(pair for i in range(len(text) - 1) if OF_A_NAME.fullmatch(pair := text[i : i + 2]))


own_pairs: PerObject[Measure, frozenset[str]] = PerObject(
    lambda measure: pairs_in((measure.name, *measure.words, *measure.needs))
)
asked_pairs: PerObject[Measure, frozenset[str]] = PerObject(
    lambda measure: pairs_in(record.label for record in measure.inputs)
)
