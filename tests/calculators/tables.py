"""The tables of ``cases/`` as Case objects: strings are Decimals, except where a name says text.

The tables speak in the names of the measures; here they become the roles of the formulas.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from calculators import load
from calculators.core import MONTH_ONLY, Case, Figure, Inputs, Result, SeriesRow, Value

CASES = Path(__file__).parent / "cases"
TEXT = {"tier"}
NOT_FIGURES = {"formula", "roles", "labels", "values", "texts"}
TODAY = date(2025, 6, 1)
FORMULAS = load()


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))


MEASURES = table("measures")
SERIES = tuple(SeriesRow(since, Decimal(one), Decimal(five)) for since, one, five in table("lpr")["row"])
RULES: dict[str, str] = table("rules")
FILES = ("share_of_amount", "guarantee_ceiling", "capped_premium", "awards", "interest_subsidy")
ROWS: list[dict[str, Any]] = [{"file": name, **row} for name in FILES for row in table(name)["case"]]


def figures(measure: str) -> dict[str, Figure]:
    return {
        key: Figure(key, Decimal(record["value"]), record["unit"], record["quote"])
        for key, record in MEASURES[measure].items()
        if key not in NOT_FIGURES
    }


def inputs(raw: Mapping[str, Any]) -> Inputs:
    def value(key: str, said: Any) -> Value:
        return Decimal(said) if isinstance(said, str) and key not in TEXT else said

    return {key: value(key, said) for key, said in raw.items()}


def run(measure: str, said: Inputs, *, items: tuple[Inputs, ...] = (), day: date = TODAY) -> Result:
    """What the measure's formula gives for inputs that are Decimals already."""
    record = MEASURES[measure]
    parts = tuple(by_role(measure, item) for item in items)
    case = Case(
        *(figures(measure), by_role(measure, said), day, parts, SERIES, MEASURES["since"], MEASURES["until"]),
        labels=record["labels"],
        texts=record.get("texts", {}),
    )
    return FORMULAS[record["formula"]](case)


def role_of(measure: str, key: str) -> str:
    """The role of a name; a name that has none stays and is looked at by no formula."""
    name = key.removesuffix(MONTH_ONLY)
    return MEASURES[measure]["roles"].get(name, name) + key.removeprefix(name)


def by_role(measure: str, said: Inputs) -> Inputs:
    values = MEASURES[measure].get("values", {})
    return {role_of(measure, key): values.get(value, value) if key in TEXT else value for key, value in said.items()}


def run_row(row: Mapping[str, Any]) -> Result:
    items = tuple(inputs(item) for item in row.get("items", ()))
    return run(row["measure"], inputs(row["inputs"]), items=items, day=row.get("day", TODAY))
