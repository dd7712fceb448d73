"""The registry, the one rounding, the other readings, and what a case says about its inputs."""

import re
import sys
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calculators
from calculators.core import (
    BadInputError,
    CalculatorError,
    Case,
    MissingInputError,
    Reading,
    Result,
    formula,
    formulas,
    others,
    to_fen,
)
from calculators.declared import Example
from tests.calculators import oracle
from tests.calculators.tables import figures

NAMES = {
    "share_of_amount",
    "share_at_most",
    "interest_subsidy",
    "guarantee_ceiling",
    "capped_premium",
    "listing_award",
    "ceiling_only",
    "fixed_award",
    "by_level",
    "tiered",
    "per_item",
    "unit_price",
    "share_of_increment",
    "instalments",
    "range_only",
    "by_stage",
    "least_of",
    "interest_at_rate",
    "per_step",
}
DAY = date(2025, 6, 1)


def case(**inputs: Decimal | date | str | bool) -> Case:
    return Case(figures("conversion_loan_risk"), inputs, DAY)


def test_every_module_registers_its_formula() -> None:
    assert set(calculators.load()) == NAMES
    assert set(formulas()) == NAMES


def test_loading_twice_is_harmless() -> None:
    assert calculators.load() == calculators.load()


def test_a_name_is_registered_once() -> None:
    with pytest.raises(CalculatorError, match="'share_of_amount' is registered twice"):
        formula("share_of_amount", "", figures={}, example=Example("", ()))(lambda _: Result(None, "ceiling", ()))


def test_formulas_keep_their_names_and_docstrings() -> None:
    for name, one in formulas().items():
        assert one.name == one.run.__name__ == name
        assert "Raises" in (one.run.__doc__ or "")


def test_no_docstring_repeats_a_figure_of_a_document() -> None:
    """Percentages, sums and clauses belong to the data: they change without the formula."""
    for name in calculators.load():
        module = sys.modules[formulas()[name].run.__module__]
        for text in (module.__doc__ or "", formulas()[name].run.__doc__ or ""):
            assert not re.search(r"[0-9]%|[0-9]{2,}|clause", text), text


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_formula_looks_only_at_the_roles_it_declares(name: str) -> None:
    """Every role its source reads is declared, and every declared one is read somewhere in the package."""
    declared = formulas()[name]
    source = "".join(path.read_text("utf-8") for path in sorted(Path(calculators.__path__[0]).glob("*.py")))
    for role in (*declared.figures, *declared.roles, *declared.texts, *declared.ways):
        assert len(re.findall(f'"{role}(?:/|")', source)) > 1, role


def test_a_sentence_of_the_measure_replaces_the_usual_one() -> None:
    plain = Case({}, {}, DAY)
    assert plain.text("order", "前面那{share}", share="2%") == "前面那2%"
    own = Case({}, {}, DAY, texts={"order": "先前的{share}，{other}"})
    assert own.text("order", "前面那{share}", share="2%") == "先前的2%，{other}"
    assert (plain.label("base"), Case({}, {}, DAY, labels={"base": "投资额"}).label("base")) == ("base", "投资额")


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.00499999", "0.00"),
        ("1.005", "1.01"),
        ("2.675", "2.68"),
        ("1.115", "1.12"),
        ("0", "0.00"),
        ("1000000000000", "1000000000000.00"),
        ("29033.333333", "29033.33"),
        ("66666.666666", "66666.67"),
    ],
)
def test_half_up_to_the_fen(exact: str, rounded: str) -> None:
    assert str(to_fen(Decimal(exact))) == rounded


@given(st.decimals(0, 10**12, places=6))
def test_rounding_agrees_with_whole_numbers(amount: Decimal) -> None:
    assert to_fen(amount) == oracle.fen(Fraction(amount))


def test_rounding_does_not_depend_on_the_context() -> None:
    with localcontext() as context:
        context.prec = 2
        assert to_fen(Decimal("123456.785")) == Decimal("123456.79")


def test_others_drops_the_headline_and_repetitions() -> None:
    readings = [Reading(Decimal(text), text) for text in ("1.004", "2", "2.001", "3.006", "1")]
    kept = others(Decimal("1.00"), *readings)
    assert [(str(one.amount), one.reading) for one in kept] == [("2.00", "2"), ("3.01", "3.006")]


def test_a_figure_not_in_force_is_named_with_those_that_are() -> None:
    with pytest.raises(CalculatorError, match=r"'cap' is not in force; known: \['share'\]"):
        case().figure("cap")


def test_unknown_is_never_zero() -> None:
    with pytest.raises(MissingInputError, match="'bad_principal_yuan' is missing") as caught:
        case().money("bad_principal_yuan")
    assert caught.value.key == "bad_principal_yuan"


def test_money_of_another_type_is_an_error() -> None:
    with pytest.raises(BadInputError, match="'bad_principal_yuan' is 500万") as caught:
        case(bad_principal_yuan="500万").money("bad_principal_yuan")
    assert (caught.value.key, caught.value.value, caught.value.want) == ("bad_principal_yuan", "500万", "a Decimal")


def test_known_and_day_of_are_none_when_unknown() -> None:
    said = case(bad_principal_yuan=Decimal(1), start=DAY)
    assert (said.known("bad_principal_yuan"), said.known("start"), said.known("x")) == (1, None, None)
    assert (said.day_of("start"), said.day_of("bad_principal_yuan"), said.day_of("x")) == (DAY, None, None)


def test_errors_are_value_errors_of_one_family() -> None:
    assert issubclass(CalculatorError, ValueError)
    assert issubclass(MissingInputError, CalculatorError)
    assert issubclass(BadInputError, CalculatorError)
