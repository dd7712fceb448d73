"""Telegram's HTML as text and marks: cut at paragraphs without breaking a mark, or stripped to the words alone."""

from html import escape
from html.parser import HTMLParser

LONGEST = 4096  # UTF-16 units of the text without its marks
BREAKS = ("\n\n", "\n", "。", "；", "，")

Run = tuple[tuple[str, ...], str]


class _Runs(HTMLParser):
    """Runs of text, each with the tags around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        self._open.append((tag, f"<{tag}{shown}>"))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.runs.append((tuple(shown for _, shown in self._open), data))


def words_of(html: str) -> str:
    """The text without marks."""
    return "".join(text for _, text in _runs(html))


def split(html: str, longest: int = LONGEST) -> list[str]:
    """Pieces of at most ``longest`` units, cut at a paragraph, else a line, else a sentence; marks go on in the next.

    Pieces that would show nothing are left out.
    """
    runs = _runs(html)
    pieces, rest, at = [], "".join(text for _, text in runs), 0
    while rest:
        size = _cut(rest, longest)
        piece = _slice(runs, at, at + size)
        if rest[:size].strip():
            pieces.append(piece)
        at, rest = at + size, rest[size:]
    return pieces


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def _runs(html: str) -> list[Run]:
    parser = _Runs()
    parser.feed(html)
    parser.close()
    return parser.runs


def _cut(text: str, longest: int) -> int:
    """How many characters the next piece takes."""
    if units(text) <= longest:
        return len(text)
    fits, used = 0, 0
    for char in text:
        used += 2 if ord(char) > 0xFFFF else 1
        if used > longest:
            break
        fits += 1
    for mark in BREAKS:
        # A break in the first quarter would leave a stub.
        found = text.rfind(mark, fits // 4, fits)
        if found >= 0:
            return found + len(mark)
    return fits


def _slice(runs: list[Run], start: int, end: int) -> str:
    """The characters from ``start`` to ``end`` with their marks, without blank lines at the ends."""
    kept, at = [], 0
    for tags, text in runs:
        part = text[max(start - at, 0) : max(end - at, 0)]
        at += len(text)
        if part:
            kept.append((tags, part))
    return "".join(_marked(tags, text) for tags, text in kept).strip("\n")


def _marked(tags: tuple[str, ...], text: str) -> str:
    closing = "".join(f"</{tag[1:].split()[0].rstrip('>')}>" for tag in reversed(tags))
    return "".join(tags) + escape(text, quote=False) + closing
