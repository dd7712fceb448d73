"""One text → what it is: clauses with offices, title, issuer, number, dates, and what is doubtful about it.

Nothing is lost: every character of the text lies in exactly one span, which belongs to a clause, to a heading, to the
frame (title, notice, signature, closing words) or to the rest (attachments, tables of contents, what a page adds).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.document import front
from knowledge.document.clauses import Passage, Shared, lost_heading, passages, single
from knowledge.document.markers import ARTICLE
from knowledge.document.nature import Signs, refusal
from knowledge.document.offices import first_leads
from knowledge.document.outline import Node, Outline, outline
from knowledge.document.paragraphs import Paragraph, paragraphs
from knowledge.document.parts import RULES, File, Part, closing, split
from knowledge.document.validity import SELF, Validity, speaks_of_validity, validity_in

CLAUSE, HEADING, FRAME, REST = "clause", "heading", "frame", "rest"
BASIS = re.compile(r"《([^《》]{2,120})》\s*[（(]([^（）()]*[〔\[［]\d{4}[〕\]］]\s*\d+\s*号)[）)]")
SENTENCE = re.compile("[^。;\n]+")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, blanks behind it included; ``clause``: the id of its clause, "" for what is of none."""

    start: int
    end: int
    kind: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Warning:
    """Something doubtful, and the line it stands on (0: nowhere)."""

    line: int
    says: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.says}" if self.line else self.says


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text tells; None and "" where it does not. ``rule``: the words of a validity that counts from the issue.
    ``refused``: why it is no policy document, None where it is one."""

    title: str
    notice: str
    issuers: tuple[str, ...]
    number: str
    issued: date | None
    validity: Validity
    basis_title: str
    basis_number: str
    clauses: tuple[Passage, ...]
    spans: tuple[Span, ...]
    warnings: tuple[Warning, ...]
    refused: str | None


@dataclass(slots=True)
class _Body:
    """A part whose numbers are clauses."""

    part: Part
    outline: Outline
    clauses: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """What each paragraph turned out to be, and what is doubtful."""

    kinds: dict[int, tuple[str, str]] = field(default_factory=dict)
    warnings: list[Warning] = field(default_factory=list)

    def mark(self, many: Iterable[Paragraph], kind: str, clause: str = "") -> None:
        for one in many:
            self.kinds[one.start] = (kind, clause)

    def warn(self, paragraph: Paragraph, says: str) -> None:
        self.warnings.append(Warning(paragraph.line, says))


def read_document(text: str) -> Reading:
    """Reads one text. Never raises: what is no policy document is ``refused``."""
    whole, found = paragraphs(text), _Found()
    file = split(whole, text)
    bodies = _bodies(file, text, found)
    for place, body in enumerate(bodies):
        prefix = f"{LETTERS[place % 26]}." if len(bodies) > 1 else ""
        _cut(body, Shared(text, first_leads("".join(one.fold for one in whole)), prefix), found)
    clauses = tuple(clause for body in bodies for clause in body.clauses)
    return _told(text, whole, file, bodies, clauses, found)


def _bodies(file: File, text: str, found: _Found) -> list[_Body]:
    """The parts that hold clauses: those of the notice and of what it carries; where the notice has none of its own,
    those of its attachments."""
    read = [_Body(part, outline(_upto_close(part))) for part in file.parts]
    numbered = [one for one in read if one.outline.roots]
    own = [one for one in numbered if not one.part.attached]
    carried = [one for one in numbered if one.part.attached and _is_rule(one)]
    chosen = [*own, *carried] if own else [one for one in numbered if _is_rule(one)] or numbered[:1]
    for body in read:
        kept = any(body is one for one in chosen)
        found.mark(body.part.paragraphs, FRAME if kept or not body.part.attached else REST)
        if body.part.attached and not kept:
            found.warn(body.part.paragraphs[0], "附件没有当作条款，请核对里面有没有要答的内容")
    found.mark(file.contents, REST)
    found.mark(file.lists, FRAME)
    return chosen


def _upto_close(part: Part) -> list[Paragraph]:
    """The paragraphs of a part from its first number on, up to its signature."""
    numbered = next((at for at, one in enumerate(part.paragraphs) if outline([one]).roots), len(part.paragraphs))
    behind = part.paragraphs[numbered:]
    return behind[: closing(behind)]


def _is_rule(body: _Body) -> bool:
    """Whether an attachment is a document of its own, not a list or a form."""
    nodes = [node for root in body.outline.roots for node in root.all()]
    articles = sum(node.marker.kind == ARTICLE for node in nodes)
    sentences = sum("。" in one.fold for node in nodes for one in node.paragraphs)
    return articles >= 3 or (len(nodes) >= 3 and sentences * 2 >= len(nodes) and bool(RULES.search(body.part.title)))


def _cut(body: _Body, shared: Shared, found: _Found) -> None:
    """The clauses of a body; every paragraph of it is told what it is."""
    _close(body, found)
    for node in _nodes(body.outline.roots):
        if node is not _last(body.outline.roots) and (lost := lost_heading(node)):
            node.paragraphs.remove(lost)
            found.mark([lost], HEADING)
            found.warn(lost, f"「{lost.fold}」像是丢了编号的小标题，没有算进上一条")
    body.clauses, headings = passages(body.outline.roots, shared)
    found.mark(headings, HEADING)
    for clause in body.clauses:
        found.mark(clause.paragraphs, CLAUSE, clause.id)
    for paragraph, why in body.outline.odd:
        found.warn(paragraph, f"{why}，请核对有没有漏掉或多出的编号")


def _nodes(roots: Sequence[Node]) -> list[Node]:
    return [node for root in roots for node in root.all()]


def _last(roots: Sequence[Node]) -> Node:
    return _nodes(roots)[-1]


def _close(body: _Body, found: _Found) -> None:
    """Takes closing words out of the last clause: when the document is in force, and what follows clauses of one
    paragraph each."""
    last = _last(body.outline.roots)
    behind = last.paragraphs[1:]
    begins = next((at for at, one in enumerate(behind) if re.match(SELF, one.fold) or _is_term(one)), len(behind))
    if last.marker.kind != ARTICLE and single(body.outline.roots) and "。" in last.own:
        begins = 0
    for one in behind[begins:]:
        last.paragraphs.remove(one)
        found.mark([one], FRAME)
        if not _is_term(one):
            found.warn(one, "这一段在最后一条之后，没有编号，不算哪一条；要答的话请人工处理")


def _is_term(paragraph: Paragraph) -> bool:
    return any(speaks_of_validity(sentence) for sentence in SENTENCE.findall(paragraph.fold))


def _told(
    text: str,
    whole: Sequence[Paragraph],
    file: File,
    bodies: Sequence[_Body],
    clauses: tuple[Passage, ...],
    found: _Found,
) -> Reading:
    outer = [
        one
        for part in file.parts
        if not part.attached or any(part is b.part for b in bodies)
        for one in part.paragraphs
    ]
    head = _before_clauses(outer, clauses)
    names = [title.words for title in front.titles(head, text)]
    title = _title(names, bodies) or _named(head)
    issuers, issued = _issued(outer, head, names, text)
    validity = validity_in(_sentences(outer), issued)
    number = next((said for one in outer if (said := front.number_in(one.fold))), "") or front.decree(head)[1]
    basis = BASIS.search(text)
    signs = Signs(title, bool(issuers), bool(number), issued is not None, bool(validity), len(clauses))
    return Reading(
        title=title,
        notice=names[0] if names and names[0] != title else "",
        issuers=tuple(issuers),
        number=number,
        issued=issued,
        validity=validity,
        basis_title=basis[1] if basis else "",
        basis_number=basis[2] if basis else "",
        clauses=clauses,
        spans=tuple(_spans(text, whole, found)),
        warnings=tuple(sorted([*found.warnings, *_doubts(signs, validity, clauses)], key=lambda one: one.line)),
        refused=refusal(whole, signs),
    )


def _before_clauses(outer: Sequence[Paragraph], clauses: Sequence[Passage]) -> list[Paragraph]:
    begins = clauses[0].start if clauses else len(outer) and outer[-1].end
    return [one for one in outer if one.start < begins]


def _title(names: Sequence[str], bodies: Sequence[_Body]) -> str:
    """Of a notice that carries one document the title of that; of one that carries two its own."""
    if len(bodies) > 1 and names:
        return names[0]
    own = bodies[0].part.title if bodies and bodies[0].part.title else names[-1] if names else ""
    return front.inner(own) or own


def _named(head: Sequence[Paragraph]) -> str:
    """The title in 《》 that the words of a notice name as approved and hereby issued."""
    found = re.search("《([^《》]{2,90})》[^。《]{0,12}(?:已|业)经", "".join(one.fold for one in head))
    return found[1] if found else ""


def _issued(
    outer: Sequence[Paragraph], head: Sequence[Paragraph], names: Sequence[str], text: str
) -> tuple[list[str], date | None]:
    """Who issued it and when: by signature, adoption or title, never by what a page says of itself first."""
    signed, day, _ = front.signature(outer)
    adopting, adopted = front.adopted(head)
    by_title = next((found for name in names if (found := front.titled_issuer(name))), [])
    issuers = (
        signed
        or adopting
        or front.beside_title(head, text)
        or by_title
        or front.decree(head)[0]
        or front.named_organ(outer)
    )
    return list(dict.fromkeys(issuers)), day or adopted or front.dated(head) or front.dated(outer[-8:])


def _sentences(many: Iterable[Paragraph]) -> Iterator[str]:
    for one in many:
        yield from SENTENCE.findall(one.fold)


def _spans(text: str, whole: Sequence[Paragraph], found: _Found) -> Iterator[Span]:
    """All of the text; blanks between two paragraphs belong to the one before them."""
    if not whole:
        yield from [Span(0, len(text), REST)] if text else []
        return
    begins = [0, *(one.start for one in whole[1:]), len(text)]
    for at, one in enumerate(whole):
        kind, clause = found.kinds.get(one.start, (REST, ""))
        yield Span(begins[at], begins[at + 1], kind, clause)


def _doubts(signs: Signs, validity: Validity, clauses: Sequence[Passage]) -> Iterator[Warning]:
    if not signs.title:
        yield Warning(0, "没有找到标题")
    if not signs.issuer:
        yield Warning(0, "没有找到发文机关（落款、标题里都没有）")
    if not signs.dated:
        yield Warning(0, "没有找到成文日期")
    if validity.rule:
        yield Warning(0, f"有效期是相对的：「{validity.rule}」，请按实际印发、发布的日期核对")
    elif not validity.begins:
        yield Warning(0, "没有写从哪天起施行")
    if not validity.ends:
        yield Warning(0, "没有写到哪天为止")
    for clause in clauses:
        if any(one.is_row for one in clause.paragraphs):
            yield Warning(clause.line, "这一条里有表格，请对照原件核对")
        if re.search("(?:牵头|责任|配合|主办|承办)(?:单位|部门)", clause.text) and not clause.offices:
            yield Warning(clause.line, "提到了牵头或责任单位，没有读出名字，请核对")
