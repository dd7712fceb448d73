"""A file as one JSON object: what was read of it, what is doubtful, or why it is refused."""

from datetime import date
from pathlib import Path
from typing import Any

from knowledge.document.clauses import Passage
from knowledge.document.reading import Reading, read_document
from knowledge.importers.files import read_file
from knowledge.importers.refusal import UnreadableError


def described(path: Path) -> dict[str, Any]:
    """What ``fudaoyuan knowledge parse`` prints. Never raises for what is in the file."""
    try:
        return as_object(read_document(read_file(path).text))
    except UnreadableError as error:
        return {**as_object(read_document("")), "warnings": [], "refused": str(error)}


def as_object(reading: Reading) -> dict[str, Any]:
    """null where the text does not say it; several issuers are a list."""
    refused = reading.refused is not None
    return {
        "title": reading.title or None,
        "issuer": _one_or_more(reading.issuers),
        "doc_number": reading.number or None,
        "date": _iso(reading.issued),
        "valid_from": _iso(reading.validity.begins),
        "valid_to": _iso(reading.validity.ends),
        "valid_rule": reading.validity.rule or None,
        "clauses": [] if refused else [_clause(one) for one in reading.clauses],
        "warnings": [str(one) for one in reading.warnings],
        "refused": reading.refused,
    }


def _clause(one: Passage) -> dict[str, Any]:
    return {
        "id": one.id,
        "printed": " / ".join(one.printed),
        "heading": one.heading,
        "text": one.text,
        "lead": one.offices.lead,
        "coop": one.offices.coop,
        "resp": one.offices.resp,
        "guide": one.offices.guide,
    }


def _one_or_more(names: tuple[str, ...]) -> str | list[str] | None:
    return None if not names else names[0] if len(names) == 1 else list(names)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
