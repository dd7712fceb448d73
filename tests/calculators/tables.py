"""The tables of ``cases/`` as Case objects: strings are Decimals, except where a name says text."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from calculators import load
from calculators.core import Case, Figure, Inputs, Result, SeriesRow, Value

CASES = Path(__file__).parent / "cases"
TEXT = {"tier"}
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
        if key != "formula"
    }


def inputs(raw: Mapping[str, Any]) -> Inputs:
    def value(key: str, said: Any) -> Value:
        return Decimal(said) if isinstance(said, str) and key not in TEXT else said

    return {key: value(key, said) for key, said in raw.items()}


def run(measure: str, said: Inputs, *, items: tuple[Inputs, ...] = (), day: date = TODAY) -> Result:
    """What the measure's formula gives for inputs that are Decimals already."""
    case = Case(figures(measure), said, day, items, SERIES, MEASURES["since"], MEASURES["until"])
    return FORMULAS[MEASURES[measure]["formula"]](case)


def run_row(row: Mapping[str, Any]) -> Result:
    items = tuple(inputs(item) for item in row.get("items", ()))
    return run(row["measure"], inputs(row["inputs"]), items=items, day=row.get("day", TODAY))
