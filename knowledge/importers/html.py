"""A web page → the text of what it shows, a paragraph a line, a row of a table a line with tabs between its cells."""

from html.parser import HTMLParser

from knowledge.importers import limits
from knowledge.importers.refusal import UnreadableError

BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
HIDDEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "select",
        "button",
        "svg",
        "iframe",
        "object",
        "head",
        "textarea",
    ]
)
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
SHORT_LINK = 40  # characters of a line that is nothing but a link: a menu, not a sentence


def html_text(page: str) -> str:
    """The text of a page, menus and scripts left out. Raises UnreadableError where it has none."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.line()
    text = "\n".join(reader.lines)
    if not text.strip():
        raise UnreadableError("网页里没有文字（可能是脚本生成的页面）。请在浏览器里打开，另存为 txt 再试")
    return text


class _Reader(HTMLParser):
    """Gathers lines; ``cells``: for each open table the cells of its open row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words: list[str] = []
        self.size = 0
        self.linked = 0  # characters of the line that stand in links
        self.hidden: list[str] = []
        self.in_link = 0
        self.rows: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden or tag in HIDDEN or _is_hidden(attrs):
            if tag not in VOID:
                self.hidden.append(tag)
            return
        if tag in BLOCKS:
            self.line()
        if tag == "a":
            self.in_link += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.line()
            self.rows[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag in self.hidden:
                while self.hidden.pop() != tag:
                    continue
            return
        if tag in BLOCKS or tag in ("td", "th"):
            self.line()
        if tag == "a":
            self.in_link = max(0, self.in_link - 1)
        elif tag == "tr" and self.rows:
            self._put(_row(self.rows.pop()))

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        self.size += len(data)
        if self.size > 4 * limits.TEXT_CHARACTERS:
            raise UnreadableError("网页里的文字太多，不像一份政策文件")
        self.words.append(data)
        if self.in_link:
            self.linked += len(data.strip())

    def line(self) -> None:
        """Ends the line."""
        raw = "".join(self.words)
        words = raw.replace("\r", "").replace("\n", "").replace("\t", " ").rstrip()
        bare = words.strip()
        menu = self.linked and self.linked >= len(bare) and len(bare) <= SHORT_LINK and "。" not in bare
        self.words, self.linked = [], 0
        if bare and not menu:
            self._put([words])

    def _put(self, lines: list[str]) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += lines
        else:
            self.lines += lines


def _row(cells: list[list[str]]) -> list[str]:
    """One line for a row of a table; the lines of its cells where the table only sets out the page."""
    filled = [cell for cell in cells if any(line.strip() for line in cell)]
    whole = sum(len(line) for cell in filled for line in cell)
    layout = len(filled) < 2 or whole > 3000 or any("\t" in line for cell in filled for line in cell)
    if layout:
        return [line for cell in filled for line in cell]
    return ["\t".join("".join(part.strip() for part in cell) for cell in filled)]


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    found = {name: value or "" for name, value in attrs}
    return "hidden" in found or "display:none" in found.get("style", "").replace(" ", "").lower()
