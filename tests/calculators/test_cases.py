"""Every row of every table: inputs to amount, bound, other readings, assumptions, and what must be said."""

from typing import Any

import pytest

from calculators.core import CalculatorError, Result
from tests.calculators.tables import FORMULAS, MEASURES, ROWS, RULES, figures, role_of, run_row

KNOWN_KEYS = {
    *("file", "name", "rule", "measure", "inputs", "items", "day"),
    *("amount", "ceiling", "bound", "alternatives", "assumptions"),
    *("steps", "sources", "readings", "notes", "silent", "no_steps"),
    *("error", "key", "says"),
}
SUMS = [row for row in ROWS if "error" not in row]
ERRORS = [row for row in ROWS if "error" in row]


def label(row: dict[str, Any]) -> str:
    return f"{row['measure']}: {row['name']}"


def said(result: Result) -> str:
    return "\n".join(result.notes)


def each_in(wanted: list[str], lines: list[str]) -> list[str]:
    """The wanted texts that no line holds."""
    return [text for text in wanted if not any(text in line for line in lines)]


@pytest.mark.parametrize("row", SUMS, ids=label)
def test_amount_and_bound(row: dict[str, Any]) -> None:
    result = run_row(row)
    assert str(result.amount) == row.get("amount", "None")
    assert result.bound == row["bound"]
    assert str(result.ceiling) == row.get("ceiling", "None")


@pytest.mark.parametrize("row", SUMS, ids=label)
def test_other_readings(row: dict[str, Any]) -> None:
    result = run_row(row)
    assert [str(other.amount) for other in result.alternatives] == row.get("alternatives", [])
    assert each_in(row.get("readings", []), [other.reading for other in result.alternatives]) == []


@pytest.mark.parametrize("row", SUMS, ids=label)
def test_assumptions(row: dict[str, Any]) -> None:
    assert list(run_row(row).assumptions) == row.get("assumptions", [])


@pytest.mark.parametrize("row", SUMS, ids=label)
def test_working_and_notes(row: dict[str, Any]) -> None:
    result = run_row(row)
    assert each_in(row.get("steps", []), [step.words for step in result.steps]) == []
    assert each_in(row.get("sources", []), [step.source for step in result.steps]) == []
    assert each_in(row.get("notes", []), list(result.notes)) == []
    assert [word for word in row.get("no_steps", []) if any(word in step.words for step in result.steps)] == []
    assert [word for word in row.get("silent", []) if word in said(result)] == []


@pytest.mark.parametrize("row", ERRORS, ids=label)
def test_errors_name_the_thing(row: dict[str, Any]) -> None:
    with pytest.raises(CalculatorError, match=row.get("says")) as caught:
        run_row(row)
    assert type(caught.value).__name__ == row["error"]
    if "key" in row:
        role = role_of(row["measure"], row["key"])
        assert vars(caught.value)["key"] == role
        assert f"{role!r}" in str(caught.value)


@pytest.mark.parametrize("row", SUMS, ids=label)
def test_every_sum_rests_on_words(row: dict[str, Any]) -> None:
    result, known = run_row(row), {figure.quote for figure in figures(row["measure"]).values()}
    quotes = {step.quote for step in result.steps if step.quote}
    assert quotes
    assert quotes <= known


@pytest.mark.parametrize("row", SUMS, ids=label)
def test_words_are_clean(row: dict[str, Any]) -> None:
    result = run_row(row)
    words = [*(step.words for step in result.steps), *result.notes, *(other.reading for other in result.alternatives)]
    assert len(set(words)) == len(words)
    for line in words:
        assert line.strip() == line != ""
        assert not any(ugly in line for ugly in ("E+", "None", "Decimal", "！", "  ", "；；", "0000万"))


@pytest.mark.parametrize("row", SUMS, ids=label)
def test_no_reading_equals_the_headline_or_another(row: dict[str, Any]) -> None:
    result = run_row(row)
    amounts = [result.amount, *(other.amount for other in result.alternatives)]
    assert len(set(amounts)) == len(amounts)


def test_rows_have_only_known_keys() -> None:
    assert {key for row in ROWS for key in row} <= KNOWN_KEYS


def test_rows_have_different_names() -> None:
    labels = [label(row) for row in ROWS]
    assert len(set(labels)) == len(labels)


def test_every_rule_has_a_case() -> None:
    used = {rule for row in ROWS for rule in row.get("rule", [])}
    assert used == set(RULES)


def test_every_measure_has_a_case_and_a_formula() -> None:
    measures = set(MEASURES) - {"since", "until"}
    assert {row["measure"] for row in ROWS} == measures
    assert {MEASURES[measure]["formula"] for measure in measures} <= set(FORMULAS)
