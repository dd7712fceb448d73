"""Data and formulas fit together: every measure gives its formula the roles it declares, or is refused by name."""

import tomllib
from decimal import Decimal
from pathlib import Path

from bot.case import FORMULAS, labels_of
from knowledge.build import build
from knowledge.files import shipped_files

TABLE = Path(__file__).parents[1] / "calculators" / "cases" / "measures.toml"
KNOWN = build(shipped_files())


def test_the_tables_of_the_calculators_tests_are_those_that_are_shipped():
    table = tomllib.loads(TABLE.read_text("utf-8"))
    policy = KNOWN.policies[0]
    assert (table.pop("since"), table.pop("until")) == (policy.valid_from, policy.valid_to)
    assert set(table) == {measure.id for measure in KNOWN.measures}
    for measure in KNOWN.measures:
        copy = table[measure.id]
        figures = {key: value for key, value in copy.items() if isinstance(value, dict) and "quote" in value}
        assert copy["formula"] == measure.formula
        assert copy["roles"] == dict(measure.played)
        assert copy["labels"] == labels_of(measure)
        assert copy.get("texts", {}) == dict(measure.texts)
        assert copy.get("values", {}) == {o.value: o.role for record in measure.inputs for o in record.options}
        assert {(f.role, f.value, f.unit) for f in measure.figures} == {
            (role, Decimal(figure["value"]), figure["unit"]) for role, figure in figures.items()
        }
        assert all(figures[f.role]["quote"] in f.quote for f in measure.figures)


def test_every_formula_is_used_by_a_shipped_measure():
    assert {measure.formula for measure in KNOWN.measures} == set(FORMULAS)
