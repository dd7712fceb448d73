"""A slot survives being stored; what cannot be a value of an input is named with its reason."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.slots.model import Problem, Slot, slot_of

DAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    "slot",
    [
        Slot(Decimal("0.005"), "千分之五", approx=True),
        Slot(date(2024, 8, 1), "2024年8月", month_only=True),
        Slot("base", "基础层"),
        Slot(Decimal(100), "一两百", high=Decimal(200), adopted=True, below=True),
    ],
)
def test_a_slot_is_the_same_after_json(slot: Slot) -> None:
    assert Slot.from_json(slot.to_json()) == slot


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("500万", "principal_yuan", Decimal(5_000_000)),
        ("18个月", "term_months", Decimal(18)),
        ("500", "principal_yuan", "unit"),
        ("-500万", "principal_yuan", "negative"),
    ],
)
def test_a_figure_becomes_a_value_or_a_problem(known, text: str, key: str, expected: object) -> None:
    record = known.measure("patent_pledge_interest").input(key)
    found = slot_of(read_figures(text, DAY)[0], record, "", key)
    assert (found.reason if isinstance(found, Problem) else found.value) == expected
