"""A tree of numbers → clauses: which numbers are clauses, which only headings above them or items within them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.document.headings import heading_in, is_heading, set_apart
from knowledge.document.markers import ARTICLE, DECIMAL, HAN_BRACKET
from knowledge.document.offices import Offices, offices_in
from knowledge.document.outline import Node
from knowledge.document.paragraphs import Paragraph

SUBSTANCE = re.compile(r"\d+(?:\.\d+)?\s*(?:%|[万亿]?元)")
LONG_ITEM = 40  # characters of a numbered paragraph that is more than an entry of a list


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause: ``id`` by its place (2.3, art7), ``printed``: the numbers above it and its own, ``chapter``: the
    heading it stands under; ``text``: every word of it; ``body``: what stands between heading and closing offices."""

    id: str
    printed: tuple[str, ...]
    chapter: str
    heading: str
    text: str
    body: str
    start: int
    line: int
    offices: Offices
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What holds for all clauses of a document. ``prefix``: before ids, where a file holds several documents."""

    document: str
    first_is_lead: bool
    prefix: str = ""


def passages(roots: Sequence[Node], shared: Shared) -> tuple[list[Passage], list[Paragraph]]:
    """The clauses in order, and the paragraphs that are headings above them."""
    found: list[Passage] = []
    headings: list[Paragraph] = []
    for place, root in enumerate(roots, 1):
        _walk(root, (place,), (), shared, found, headings)
    return _with_own_ids(found), headings


def _walk(
    node: Node,
    place: tuple[int, ...],
    above: tuple[Node, ...],
    shared: Shared,
    found: list[Passage],
    headings: list[Paragraph],
) -> None:
    if not node.children or _holds_items(node):
        found.append(_passage(node, node.everything(), place, above, shared))
        return
    if SUBSTANCE.search("".join(one.fold for one in node.paragraphs)):
        found.append(_passage(node, node.paragraphs, place, above, shared))
    else:
        headings += node.paragraphs
    for number, child in enumerate(node.children, 1):
        _walk(child, (*place, number), (*above, node), shared, found, headings)


def _passage(
    node: Node, paragraphs: Sequence[Paragraph], place: tuple[int, ...], above: tuple[Node, ...], shared: Shared
) -> Passage:
    text = "\n".join(one.text(shared.document) for one in paragraphs)
    fold = "\n".join(one.fold for one in paragraphs)
    offices = offices_in(text, fold, first_is_lead=shared.first_is_lead) or _inherited(above, shared)
    alone = len(paragraphs) == 1
    first = _without_offices(paragraphs[0].fold, offices)
    heading = (
        set_apart(first, node.marker.length, alone=alone)
        if node.marker.kind == ARTICLE
        else heading_in(first, node.marker.length, alone=alone)
    )
    begins = heading.body if heading else node.marker.length
    return Passage(
        id=shared.prefix + (f"art{node.marker.number}" if node.marker.kind == ARTICLE else ".".join(map(str, place))),
        printed=tuple(_printed(one, shared.document) for one in (*above, node)),
        chapter=_name(above[0], shared.document) if above else "",
        heading=text[heading.start : heading.end].strip() if heading else "",
        text=text,
        body=_body(text, fold, begins, offices),
        start=paragraphs[0].start,
        line=paragraphs[0].line,
        offices=offices,
        paragraphs=tuple(paragraphs),
    )


def _printed(node: Node, document: str) -> str:
    return node.paragraphs[0].text(document)[: node.marker.length].strip()


def _name(node: Node, document: str) -> str:
    """What a heading says behind its number."""
    found = heading_in(node.paragraphs[0].fold, node.marker.length, alone=False)
    line = node.paragraphs[0].text(document)
    return (line[found.start : found.end] if found else line[node.marker.length :]).strip()


def _without_offices(fold: str, offices: Offices) -> str:
    """The first paragraph with blanks for the offices that stand in it, so that they are no part of a heading."""
    for start, end in offices.marks:
        if end <= len(fold):
            fold = fold[:start] + " " * (end - start) + fold[end:]
    return fold


def _body(text: str, fold: str, begins: int, offices: Offices) -> str:
    """Up to the offices, where these stand at the very end; all of it where that would leave nothing."""
    end = len(text.rstrip())
    for start, stop in sorted(offices.marks, reverse=True):
        if not fold[stop:end].strip(" \n。;"):
            end = start
    body = text[begins:end].strip()
    return body or text[begins:].strip() or text


def _inherited(above: tuple[Node, ...], shared: Shared) -> Offices:
    """The offices that a heading names for all that stands under it, of the nearest heading that names some."""
    for node in reversed(above):
        line = node.paragraphs[0]
        if found := offices_in(line.text(shared.document), line.fold, first_is_lead=shared.first_is_lead):
            found.marks.clear()
            return found
    return Offices()


def _holds_items(node: Node) -> bool:
    """Whether the numbers under ``node`` are entries of its list, so that all of it is one clause."""
    children = node.children
    if node.marker.kind == ARTICLE:
        return True
    if children[0].marker.kind in DECIMAL:
        return False
    if any(child.marker.kind == ARTICLE for one in children for child in one.all()):
        return False
    several = len(children) > 1
    if several and sum(_ends_like_an_entry(child) for child in children[:-1]) * 2 > len(children) - 1:
        return True
    named = [_names_offices(child) for child in children]
    if several and named[-1] and sum(named) == 1 and _closes_with_offices(children[-1]):
        return True
    if all(named) or (several and sum(named) * 2 >= len(children)):
        return False
    headed = sum(_is_headed(child) for child in children)
    if headed * 5 >= len(children) * 3:
        return False
    if _says_more_than_a_heading(node):
        return True
    whole = sum(len(one.fold) for child in children for one in child.everything())
    return children[0].marker.kind != HAN_BRACKET and whole < LONG_ITEM * len(children)


def _names_offices(node: Node) -> bool:
    fold = "\n".join(one.fold for one in node.everything())
    return bool(offices_in(fold, fold).marks)


def _closes_with_offices(node: Node) -> bool:
    """Whether its last paragraph is nothing but offices: those of the list, not of its last entry."""
    last = node.everything()[-1].fold
    found = offices_in(last, last).marks
    return len(node.everything()) > 1 and bool(found) and found[0][0] == 0 and found[-1][1] >= len(last.rstrip(" 。"))


def _ends_like_an_entry(node: Node) -> bool:
    return node.everything()[-1].fold.rstrip().endswith((";", ","))


def _is_headed(node: Node) -> bool:
    """Whether it has a heading and something below or behind it. A word before a colon makes an entry of a list."""
    first = node.paragraphs[0]
    found = heading_in(first.fold, node.marker.length, alone=True)
    more = len(node.paragraphs) > 1 or bool(node.children)
    if found and node.marker.kind != HAN_BRACKET and first.fold[found.end : found.body].strip() == ":":
        return False
    return found is not None and (more or bool(first.fold[found.body :].strip()))


def _says_more_than_a_heading(node: Node) -> bool:
    own = node.own.rstrip(" :。")
    return len(node.paragraphs) > 1 or not is_heading(own)


def _with_own_ids(found: Sequence[Passage]) -> list[Passage]:
    """An id for each: a number printed twice gets a mark behind it."""
    ids: dict[str, int] = {}
    kept = []
    for one in found:
        ids[one.id] = ids.get(one.id, 0) + 1
        kept.append(one if ids[one.id] == 1 else replace(one, id=f"{one.id}-{ids[one.id]}"))
    return kept


def lost_heading(node: Node) -> Paragraph | None:
    """A short line behind the text of an article: the heading of the next chapter, which lost its number."""
    last = node.everything()[-1]
    if len(node.everything()) > 1 and last in node.paragraphs[1:]:
        return last if len(last.fold) <= 20 and not re.search("[,。;:!?、\t]", last.fold) else None
    return None


def single(nodes: Sequence[Node]) -> bool:
    """Whether clauses of the kind of ``nodes`` are a paragraph each."""
    leaves = [node for root in nodes for node in root.all() if not node.children]
    return len(leaves) >= 3 and all(len(node.paragraphs) == 1 for node in leaves[:-1])
