"""Document text → chapters, clauses, departments, dates. Loses nothing of a clause; refuses loudly."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from knowledge.records.model import Clause, KnowledgeError

CHAPTER = re.compile(r"^[\s　]*([一二三四五六七八九十]+)、(.+?)[\s　]*$")
CLAUSE = re.compile(r"^[\s　]*（([一二三四五六七八九十]+)）(.+?)。(.*)$")
OFFICES = re.compile(r"（牵头单位[：:]([^；;）]*)(?:[；;]配合单位[：:]([^）]*))?）[\s　]*$")
VALIDITY = re.compile(r"自(\d{4}年\d{1,2}月\d{1,2}日)起(?:施行|实施).{0,6}?有效期至(\d{4}年\d{1,2}月\d{1,2}日)")
BASIS = re.compile(r"《([^》]+)》（([^（）]*〔\d{4}〕\d+号)）")
DAY = re.compile(r"^[\s　]*(\d{4}年\d{1,2}月\d{1,2}日)[\s　]*$")
ISSUER = re.compile(r"^[\s　]*(\S+(?:人民政府办公室|人民政府|办公厅|委员会|局))[\s　]*$")
NUMERAL = re.compile(r"[一二三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?")
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


class ParseError(KnowledgeError):
    """The text is not a document of the kind read here; says what is missing."""


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


def small_number(text: str) -> int:
    """一 … 九十九 as an int; a ParseError of what is no such number (十十)."""
    if not NUMERAL.fullmatch(text):
        raise ParseError(f"编号「{text}」读不懂，应写成 一 … 九十九")
    tens, ten, ones = text.rpartition("十")
    return (DIGITS[tens] if tens else len(ten)) * 10 + (DIGITS[ones] if ones else 0)


def day_of(text: str) -> date:
    """2024年５月20日 (full-width digits too) as a date; an impossible day is a ParseError."""
    parts = [int(n) for n in re.findall(r"\d+", unicodedata.normalize("NFKC", text))]
    try:
        return date(*parts)
    except (TypeError, ValueError):
        raise ParseError(f"日期写法不对：「{text}」，应写成 2024年5月20日") from None


def departments(names: str | None) -> tuple[str, ...]:
    """The offices between 、, in order; none for None or ""."""
    return tuple(name.strip() for name in names.split("、") if name.strip()) if names else ()


def _lines(text: str) -> list[tuple[int, str]]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line.rstrip("\r")))
        at += len(line) + 1
    return lines


def parse_clauses(text: str, policy: str = "") -> tuple[Clause, ...]:
    """Every clause 一、（一） … with its exact words (offices included), in the order of the text."""
    clauses: list[Clause] = []
    chapter: re.Match[str] | None = None
    for at, line in _lines(text):
        if (heading := CHAPTER.match(line)) and "。" not in line:
            chapter = heading
        elif chapter and (found := CLAUSE.match(line)):
            clauses.append(_clause(policy, chapter, found, at))
    if not clauses:
        raise ParseError("没有找到「（一）标题。正文（牵头单位：…）」样式的条款")
    return tuple(clauses)


def _clause(policy: str, chapter: re.Match[str], found: re.Match[str], at: int) -> Clause:
    line = found[0]
    offices = OFFICES.search(line)
    if offices is None:
        raise ParseError(f"（{found[1]}）{found[2]}：结尾没有（牵头单位：…）")
    text = line.strip()
    return Clause(
        policy=policy,
        id=f"{small_number(chapter[1])}.{small_number(found[1])}",
        printed=f"{chapter[1]}、（{found[1]}）",
        chapter=chapter[2],
        title=found[2].strip(),
        text=text,
        body=OFFICES.sub("", found[3]).strip(),
        start=at + line.index(text),
        lead=departments(offices[1]),
        cooperate=departments(offices[2]),
    )


def _title(text: str) -> str:
    """The title in 《》 of the notice: the one the notice says is hereby issued."""
    found = re.search(r"《([^》]+)》已经", text)
    return found[1] if found else ""


def parse(text: str, policy: str = "") -> Parsed:
    """Everything the text alone says about a policy document."""
    wide = unicodedata.normalize("NFKC", text)
    validity, basis = VALIDITY.search(wide), BASIS.search(text)
    head = text[: parse_clauses(text)[0].start]
    issued = next((m[1] for _, line in _lines(head) if (m := DAY.match(line))), None)
    issuer = next((m[1] for _, line in _lines(head) if (m := ISSUER.match(line))), "")
    return Parsed(
        title=_title(text),
        issuer=issuer,
        issued_on=day_of(issued) if issued else None,
        valid_from=day_of(validity[1]) if validity else None,
        valid_to=day_of(validity[2]) if validity else None,
        basis_title=basis[1] if basis else "",
        basis_number=basis[2] if basis else "",
        doc_number=next(
            (m[1] for line in head.split("\n") if (m := re.match(r"^\s*(\S+〔\d{4}〕\d+号)\s*$", line))), ""
        ),
        clauses=parse_clauses(text, policy),
    )
