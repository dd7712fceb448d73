"""The exact text of a policy → its clauses and what else the text alone tells, as records."""

import re
from dataclasses import dataclass
from datetime import date

from knowledge.document.clauses import Passage
from knowledge.document.reading import read_document
from knowledge.records.model import Clause, KnowledgeError

LONGEST_TITLE = 24  # of a clause whose document gives it no heading


class ParseError(KnowledgeError):
    """The text has no clauses; says what is missing."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the text alone tells. ``None`` or "" where the text does not say it."""

    title: str
    issuer: str
    issued_on: date | None
    valid_from: date | None
    valid_to: date | None
    basis_title: str
    basis_number: str
    doc_number: str
    clauses: tuple[Clause, ...]


def parse(text: str, policy: str = "") -> Parsed:
    """Everything the text alone says about a policy document. Raises ParseError where it has no clauses."""
    reading = read_document(text)
    if not reading.clauses:
        raise ParseError(reading.refused or "没有找到带编号的条款")
    return Parsed(
        title=reading.title,
        issuer="、".join(reading.issuers),
        issued_on=reading.issued,
        valid_from=reading.validity.begins,
        valid_to=reading.validity.ends,
        basis_title=reading.basis_title,
        basis_number=reading.basis_number,
        doc_number=reading.number,
        clauses=tuple(_clause(policy, passage) for passage in reading.clauses),
    )


def _clause(policy: str, passage: Passage) -> Clause:
    return Clause(
        policy=policy,
        id=passage.id,
        printed=_printed(passage),
        chapter=passage.chapter,
        title=passage.heading or _opening(passage.body),
        text=passage.text,
        body=passage.body,
        start=passage.start,
        lead=tuple(passage.offices.lead),
        cooperate=tuple(passage.offices.coop),
        responsible=tuple(passage.offices.resp),
        guide=tuple(passage.offices.guide),
    )


def _printed(passage: Passage) -> str:
    """All its numbers; of an article only its own, which nothing else in the document has."""
    numbers = passage.printed[-1:] if passage.id.rpartition(".")[2].startswith("art") else passage.printed
    return re.sub(r"\s", "", "".join(numbers))


def _opening(body: str) -> str:
    """What a clause without a heading is called: its first words, up to a sign that ends them."""
    words = re.match(r"[^，。；：！？\n]*", body)
    first = words[0].strip() if words else ""
    close = re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿])", "", first or " ".join(body.split()))
    return close if len(close) <= LONGEST_TITLE else f"{close[: LONGEST_TITLE - 1].strip()}…"
