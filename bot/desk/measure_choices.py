"""Of a measure's form what its formula lets one choose: how it goes about it, and what of the questions it leaves open
the document settles."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.measures.case import FORMULAS
from calculators.core import Formula
from knowledge.records.measures import UNITS
from knowledge.records.model import KnowledgeError
from knowledge.writing import append_to, put, table_of

Shown = tuple[str, str, str, str, tuple[tuple[str, str], ...]]  # name of the field, label, help, value, options
CALLED = {"per": "单价是多久的"}
WAY, OPEN = "ways", "open"
UNSAID = "文件没写"


def way_fields(formula: str, record: Mapping[str, Any]) -> Iterator[Shown]:
    """A choice for each of the ways the formula knows."""
    chosen = record.get("ways", {})
    for name, known in _formula(formula).ways.items():
        options = tuple(known.items())
        yield f"{WAY}.{name}", CALLED.get(name, "怎么算"), "", str(chosen.get(name, options[0][0])), options


def open_fields(formula: str, record: Mapping[str, Any]) -> Iterator[tuple[str, list[Shown]]]:
    """Of each question the formula leaves open what it means, and its fields: what the document settles it to, and the
    words that do."""
    rows = {str(one.get("of")): one for one in record.get("written", ())}
    for of, question in _formula(formula).opens.items():
        row = rows.get(of, {})
        fields: list[Shown] = []
        if question.values:
            value = str(row.get("value", ""))
            fields.append((f"{OPEN}.{of}.value", "文件怎么写的", "", value, (("", UNSAID), *question.values.items())))
        help_ = "从文件里一字不差地复制；文件没写就空着，答复会说文件没写"
        fields.append((f"{OPEN}.{of}.quote", "原话", help_, str(row.get("quote", "")), ()))
        yield question.means, fields


def counts(row: Mapping[str, Any]) -> bool:
    """Whether an input is counted in a word of its own."""
    return str(row.get("unit", "")) not in UNITS


def put_choices(record: Any, typed: Mapping[str, str]) -> None:
    """Puts the ways and what the document settles into a record; fields that were not sent stay. Raises
    KnowledgeError."""
    formula = _formula(str(record.get("formula", "")))
    for name, known in formula.ways.items():
        if (value := typed.get(f"{WAY}.{name}", "")) in known:
            if "ways" in record:
                put(record["ways"], name, value)
            elif value != next(iter(known)):
                record["ways"] = table_of({name: value})
    for of, question in formula.opens.items():
        if f"{OPEN}.{of}.quote" in typed or f"{OPEN}.{of}.value" in typed:
            _settle(record, of, bool(question.values), typed)


def _settle(record: Any, of: str, has_values: bool, typed: Mapping[str, str]) -> None:
    rows = record.get("written")
    place = next((n for n, one in enumerate(rows or ()) if one.get("of") == of), None)
    row: Any = rows[place] if rows is not None and place is not None else {}
    value = typed.get(f"{OPEN}.{of}.value", str(row.get("value", ""))).strip()
    quote = typed.get(f"{OPEN}.{of}.quote", str(row.get("quote", ""))).replace("\r\n", "\n").strip()
    if not quote and not value:
        if place is not None:
            del rows[place]
            if not rows:
                del record["written"]
        return
    if has_values and not (quote and value):
        raise KnowledgeError("文件写明了的，要选是哪一种，也要写原话；文件没写，就选“文件没写”、原话空着。")
    new = {"of": of, **({"value": value} if has_values else {}), "quote": quote}
    if place is not None:
        for key, text in new.items():
            put(row, key, text)
    else:
        append_to(record, "written", new)


def _formula(name: str) -> Formula:
    if name not in FORMULAS:
        raise KnowledgeError(f"没有「{name}」这个公式。")
    return FORMULAS[name]
