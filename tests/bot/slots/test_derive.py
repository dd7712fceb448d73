"""What follows from stated figures: every operation by itself, and what a new figure puts out of date."""

from datetime import date
from decimal import Decimal

import pytest

from bot.slots.derive import OPERATIONS, derive, without_stale
from bot.slots.model import Slot
from knowledge.records.model import Derivation, Measure
from tests.city import shipped_knowledge

SHIPPED = shipped_knowledge().measures


def measure(*rows: Derivation) -> Measure:
    """A measure of which nothing but its derivations counts."""
    texts = dict.fromkeys(("id", "policy", "clause", "name", "formula", "payee", "payer", "payer_quote"), "")
    lists = dict.fromkeys(("words", "needs", "excludes", "notes", "next_steps", "figures", "inputs", "conditions"), ())
    return Measure(**texts, lead_in="", unmet_lead_in="", **lists, derivations=rows)


def slots(said: dict[str, str]) -> dict[str, Slot]:
    def value(text: str) -> Decimal | date:
        return date.fromisoformat(text) if text.count("-") == 2 else Decimal(text)

    return {key: Slot(value(text), text) for key, text in said.items()}


def worked(row: Derivation, inputs: dict[str, str], others: dict[str, str], text: str = "") -> dict[str, str]:
    found = derive(text, slots(inputs), slots(others), measure(row))
    return {key: f"{slot.value}" for key, slot in found.items()}


PRODUCT = Derivation("x", "product", ("a", "b"))
CASES: list[tuple[Derivation, dict[str, str], dict[str, str], str, dict[str, str]]] = [
    (PRODUCT, {"a": "200", "b": "0.5"}, {}, "", {"a": "200", "b": "0.5", "x": "100.0"}),
    (PRODUCT, {"a": "200"}, {"b": "0.5"}, "", {"a": "200", "x": "100.0"}),
    (PRODUCT, {"a": "200"}, {}, "", {"a": "200"}),
    (PRODUCT, {"a": "200", "b": "0"}, {}, "", {"a": "200", "b": "0"}),
    (PRODUCT, {"x": "7"}, {"a": "200", "b": "0.5"}, "", {"x": "7"}),
    (Derivation("x", "product", ("a", "b"), anew=True), {"x": "7"}, {"a": "2", "b": "3"}, "", {"x": "6"}),
    (Derivation("x", "product", ("a", "b"), when="不良率"), {}, {"a": "2", "b": "3"}, "不良率3", {"x": "6"}),
    (Derivation("x", "product", ("a", "b"), when="不良率"), {}, {"a": "2", "b": "3"}, "利率3", {}),
    (Derivation("x", "difference", ("a", "b")), {}, {"a": "500", "b": "200"}, "", {"x": "300"}),
    (Derivation("x", "difference", ("a", "b")), {}, {"a": "200", "b": "200"}, "", {}),
    (Derivation("x", "difference", ("a", "b")), {"x": "1"}, {"a": "500", "b": "200"}, "", {"x": "1"}),
    (Derivation("x", "whole", ("l",)), {}, {"l": "200"}, "贷了200，成不良了", {"x": "200"}),
    (Derivation("x", "whole", ("l",)), {"x": "50"}, {"l": "200"}, "贷了200，坏了50", {"x": "50"}),
    (Derivation("x", "whole", ("l",), unless="部分"), {}, {"l": "200"}, "贷了200，坏了一部分", {}),
    (Derivation("x", "less", ("a",)), {"x": "200"}, {"a": "120"}, "其中120是银行贷款", {"x": "80"}),
    (Derivation("x", "less", ("a",)), {"x": "200"}, {"a": "120"}, "said before", {"x": "200"}),
    (Derivation("x", "less", ("a",)), {"x": "100"}, {"a": "120"}, "120", {"x": "100"}),
    (Derivation("x", "recovered", ("a",), also="was"), {"x": "90"}, {"a": "30"}, "90，30", {"x": "60", "was": "90"}),
    (Derivation("x", "recovered", ("a",), also="was"), {"x": "90"}, {"a": "30"}, "30，90", {"x": "90"}),
    (Derivation("x", "recovered", ("a",), without=("l",)), {"x": "90"}, {"a": "30", "l": "9"}, "90，30", {"x": "90"}),
    (Derivation("x", "recovered", ("a",), without=("l",)), {"x": "90"}, {"a": "30", "l": "90"}, "90，30", {"x": "60"}),
    (Derivation("x", "per_years", ("n",)), {"x": "90", "n": "36"}, {}, "", {"x": "30", "n": "36"}),
    (Derivation("x", "per_years", ("n",)), {"x": "90", "n": "12"}, {}, "", {"x": "90", "n": "12"}),
    (Derivation("x", "per_years", ("n",), unless="年费"), {"x": "90", "n": "36"}, {}, "年费90", {"x": "90"}),
    (Derivation("x", "part", ("r",)), {"x": "500", "r": "0.8"}, {}, "", {"x": "400.0", "r": "0.8"}),
    (Derivation("x", "part", ("r",)), {"x": "400", "r": "0.8"}, {"l": "500"}, "", {"x": "400", "r": "0.8"}),
    (Derivation("x", "part", ("r",)), {"x": "500", "r": "0.01"}, {}, "", {"x": "500", "r": "0.01"}),
    (
        Derivation("x", "yearly_rate", ("f", "a", "t"), unless="每年"),
        {"f": "20", "a": "1000", "t": "24"},
        {},
        "",
        {"f": "20", "a": "1000", "t": "24", "x": "0.01000000"},
    ),
    (
        Derivation("x", "yearly_rate", ("f", "a", "t"), unless="每年"),
        {"f": "20", "a": "1000", "t": "24"},
        {},
        "每年20",
        {"f": "20", "a": "1000", "t": "24", "x": "0.02000000"},
    ),
    (
        Derivation("x", "guaranteed", ("f", "r", "t"), unless="每年"),
        {"f": "20", "r": "0.01", "t": "24"},
        {},
        "",
        {"f": "20", "r": "0.01", "t": "24", "x": "1000.00"},
    ),
    (
        Derivation("x", "guaranteed", ("f", "r", "t"), unless="每年"),
        {"f": "20", "r": "0.01", "t": "24"},
        {},
        "每年20",
        {"f": "20", "r": "0.01", "t": "24", "x": "2000.00"},
    ),
    (
        Derivation("x", "guaranteed", ("f", "r", "t")),
        {"x": "9", "f": "2", "r": "1"},
        {},
        "",
        {"x": "9", "f": "2", "r": "1"},
    ),
    (Derivation("d", "days_apart", ("t",)), {"t_days": "45"}, {}, "", {"d": "45", "t": "0"}),
    (Derivation("d", "days_apart", ("t",)), {"t_days": "15", "t": "6"}, {}, "", {"d": "15", "t": "6"}),
    (
        Derivation("t", "between", ("s", "e"), also="d"),
        {"s": "2024-08-10", "e": "2025-02-25"},
        {},
        "",
        {"s": "2024-08-10", "e": "2025-02-25", "t": "6", "d": "15"},
    ),
    (
        Derivation("t", "between", ("s", "e")),
        {"s": "2025-08-10", "e": "2025-02-25"},
        {},
        "",
        {"s": "2025-08-10", "e": "2025-02-25"},
    ),
]


@pytest.mark.parametrize(("row", "inputs", "others", "text", "wanted"), CASES)
def test_an_operation(row, inputs, others, text, wanted):
    assert worked(row, inputs, others, text) == wanted


def test_every_operation_has_a_case_and_is_used():
    assert {case[0].op for case in CASES} == set(OPERATIONS)
    assert {row.op for one in SHIPPED for row in one.derivations} == set(OPERATIONS)


def test_of_several_rows_for_one_target_the_first_that_applies_is_worked():
    rows = (Derivation("x", "product", ("a", "b"), when="率"), Derivation("x", "difference", ("a", "b")))
    for text, value in (("率", Decimal(6)), ("", Decimal(1))):
        assert derive(text, {}, slots({"a": "3", "b": "2"}), measure(*rows))["x"].value == value


def test_what_was_taken_off_is_not_taken_off_again():
    row = measure(Derivation("x", "less", ("a",)))
    once = derive("200，其中120", slots({"x": "200"}), slots({"a": "120"}), row)
    assert derive("200，其中120", once, slots({"a": "120"}), row) == once


def test_a_new_source_puts_what_came_of_it_out_of_date_and_a_stated_figure_never():
    rows = measure(PRODUCT, Derivation("t", "between", ("s", "e"), also="d"), Derivation("d", "days_apart", ("t",)))
    made = derive("", slots({"a": "2", "b": "3", "s": "2024-01-01", "e": "2024-03-11"}), {}, rows)
    assert set(made) - set(without_stale(made, slots({"a": "5"}), rows)) == {"x"}
    assert set(made) - set(without_stale(made, slots({"t": "12"}), rows)) == {"e", "d"}
    assert set(made) - set(without_stale(made, slots({"e": "2025-01-01"}), rows)) == {"t", "d"}
    stated = slots({"x": "6", "a": "2", "b": "3"})
    assert without_stale(stated, slots({"a": "5"}), rows) == stated
