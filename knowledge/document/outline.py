"""Numbered paragraphs → a tree of headings and clauses, whatever order of numbers the document chose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from knowledge.document.markers import ARTICLE, CHAPTERS, Marker, marker_of
from knowledge.document.paragraphs import Paragraph

DEEPEST = 12
FARTHEST_GAP = 3  # numbers that may be missing between two neighbours


@dataclass(slots=True)
class Node:
    """A numbered paragraph with what stands under it: unnumbered ``paragraphs`` (its own one first), then deeper
    numbers. ``after`` are unnumbered paragraphs behind the deeper numbers."""

    marker: Marker
    paragraphs: list[Paragraph]
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def own(self) -> str:
        """What its first paragraph says behind the number."""
        return self.paragraphs[0].fold[self.marker.length :].strip()

    @property
    def printed(self) -> str:
        return self.paragraphs[0].fold[: self.marker.length].strip()

    def all(self) -> Iterator["Node"]:
        """It and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.all()

    def everything(self) -> list[Paragraph]:
        """Its paragraphs and those of all below it, in the order of the text."""
        return sorted((one for node in self.all() for one in node.paragraphs), key=lambda one: one.start)


@dataclass(slots=True)
class Outline:
    """``head``: paragraphs before the first number; ``roots``: the widest headings; ``odd``: (paragraph, why) where
    the numbers do not follow each other."""

    head: list[Paragraph] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    odd: list[tuple[Paragraph, str]] = field(default_factory=list)


def outline(paragraphs: Sequence[Paragraph]) -> Outline:
    """The tree of one document."""
    building = _Building()
    for paragraph in paragraphs:
        building.add(paragraph)
    return building.outline


class _Building:
    def __init__(self) -> None:
        self.outline = Outline()
        self.path: list[Node] = []  # from the widest heading to the narrowest that is open
        self.last: dict[str, int] = {}  # the last number of each kind: some run on through all chapters

    def add(self, paragraph: Paragraph) -> None:
        marker = None if paragraph.is_row else marker_of(paragraph.fold)
        if marker is None or not self._opens(marker, paragraph):
            (self.path[-1].paragraphs if self.path else self.outline.head).append(paragraph)

    def _opens(self, marker: Marker, paragraph: Paragraph) -> bool:
        """Whether it begins a node of its own; False where the number stands in running text."""
        depth = self._depth(marker)
        if depth is None or depth > DEEPEST:
            return False
        before = self.last.get(marker.kind, 0)
        siblings = self.path[depth].marker.number if depth < len(self.path) else None
        expected = (before if siblings is None else siblings) + 1
        if marker.number not in (1, expected):
            self.outline.odd.append(
                (
                    paragraph,
                    f"编号从 {expected - 1} 跳到 {marker.number}" if expected > 1 else f"编号从 {marker.number} 开始",
                )
            )
        del self.path[depth:]
        parent = self.path[-1] if self.path else None
        node = Node(marker, [paragraph], parent)
        (parent.children if parent else self.outline.roots).append(node)
        self.path.append(node)
        self.last[marker.kind] = marker.number
        return True

    def _depth(self, marker: Marker) -> int | None:
        """How many of the open headings stay open above the marker; None when it is no heading."""
        if marker.is_chapter:
            return self._depth_of_chapter(marker)
        for depth in reversed(range(len(self.path))):
            if self.path[depth].marker.kind == marker.kind:
                if 0 < marker.number - self.path[depth].marker.number <= FARTHEST_GAP:
                    return depth
                if marker.number == self.path[depth].marker.number and marker.kind == ARTICLE:
                    return depth
        if marker.number == 1 and not any(node.marker.kind == marker.kind == ARTICLE for node in self.path):
            return len(self.path)
        expected = self.last.get(marker.kind, 0) + 1
        open_already = any(node.marker.kind == marker.kind for node in self.path)
        return len(self.path) if not open_already and 0 <= marker.number - expected < FARTHEST_GAP else None

    def _depth_of_chapter(self, marker: Marker) -> int:
        """Chapters stand above whatever numbers came before them, even where the first ones were lost."""
        rank = CHAPTERS.index(marker.kind)
        wider = takewhile(lambda node: node.marker.is_chapter and CHAPTERS.index(node.marker.kind) < rank, self.path)
        return len(list(wider))
