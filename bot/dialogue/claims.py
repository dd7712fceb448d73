"""What somebody has heard of the document, held against its figures and conditions, one by one."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.measures.assess import Broken, Standing, broken_conditions
from knowledge.records.model import FigureRecord, Measure

# A figure right behind such a word is what is said to be given, not what somebody has; what was given already (给了) is
GIVEN = re.compile(
    r"(?:[给奖补赔贴报]|封顶|最高|最多|上限|顶格|补助|补贴|奖励|贴息)[够满个的是就能到按大概约达可一笔家年]*$"
)
CAPPED = re.compile(r"[块元钱]{0,2}(?:封顶|到顶|顶天|为限|上限|撑死)")  # 「10万封顶」
UNITS = {"money": "yuan", "percent": "ratio"}


class Checked(NamedTuple):
    """A figure that is claimed, and the records it was held against: ``right`` is the one it equals."""

    said: str
    right: FigureRecord | None
    against: tuple[FigureRecord, ...]


def claimed_figures(turn: Turn) -> tuple[Figure, ...]:
    """The figures of the message that are said to be the document's: rates, and sums said to be given."""
    utterance = turn.utterance
    return tuple(
        one
        for one in utterance.figures
        if one.kind in UNITS
        and (one.kind == "percent" or GIVEN.search(utterance.text[: one.start]) or _is_a_cap(utterance.text, one))
    )


def _is_a_cap(text: str, figure: Figure) -> bool:
    return CAPPED.match(text, figure.start + len(figure.text)) is not None


def checked(figures: Sequence[Figure], measures: Sequence[Measure]) -> tuple[Checked, ...]:
    """Each figure held against the figures of the same unit that the measures have."""
    found = []
    for figure in figures:
        records = tuple(
            record for measure in measures for record in measure.figures if record.unit == UNITS[figure.kind]
        )
        right = next((record for record in records if record.value == _value(figure)), None)
        found.append(Checked(figure.text, right, records))
    return tuple(found)


def _value(figure: Figure) -> Decimal | None:
    value = figure.value[0] if isinstance(figure.value, tuple) else figure.value
    return value if isinstance(value, Decimal) else Decimal(str(value)) if isinstance(value, int | float) else None


def broken_by(turn: Turn, measure: Measure | None) -> tuple[Broken, ...]:
    """The conditions that what is claimed does not meet."""
    if measure is None:
        return ()
    told = {**turn.utterance.supposed, **turn.utterance.facts}
    return broken_conditions(measure, Standing(facts=told))
