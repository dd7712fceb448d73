"""One value for each input out of several figures: parts are added, rivals asked about, corrections count."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.slots.fill import fill

DAY = date(2025, 11, 22)


def filled(known, measure: str, text: str, **context):
    return fill(text, read_figures(text, DAY), known.measure(measure), known.distractors, year=DAY.year, **context)


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("两笔贷款，分别300万和500万", 8_000_000, [3_000_000, 5_000_000]),
        ("贷了两笔，各300万", 6_000_000, [3_000_000, 3_000_000]),
        ("贷款500万", 5_000_000, []),
    ],
)
def test_parts_are_kept_and_added_up(known, text: str, total: int, parts: list[int]) -> None:
    found = filled(known, "patent_pledge_interest", text)
    assert found.inputs["principal_yuan"].value == Decimal(total)
    assert [item["principal_yuan"].value for item in found.items] == [Decimal(part) for part in parts]


def test_the_new_value_of_a_change_counts(known) -> None:
    found = filled(known, "guarantee_fee", "担保费率从1%降到0.5%")
    assert found.inputs["fee_rate"].value == Decimal("0.005") and not found.problems


def test_of_two_equal_sums_the_user_is_asked_which(known) -> None:
    found = filled(known, "patent_pledge_interest", "贷款300万，贷款500万")
    assert [(problem.key, problem.reason) for problem in found.problems] == [("principal_yuan", "two_candidates")]
    assert "principal_yuan" not in found.inputs


def test_in_a_correction_the_later_figure_counts(known) -> None:
    found = filled(known, "patent_pledge_interest", "不是500万，是800万", last_wins=True)
    assert found.inputs["principal_yuan"].value == Decimal(8_000_000) and not found.items
