"""A Word document → its text, with the numbers that Word puts before paragraphs, read as a stream within limits."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from knowledge.importers import limits
from knowledge.importers.numbering import Numbering, read_numbering
from knowledge.importers.refusal import UnreadableError

MAIN = "word/document.xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
CHUNK = 65536
BOMB = "解开以后太大，像是压缩炸弹，没有读。请在 Word 里打开，另存一份再试"


def docx_text(data: bytes) -> str:
    """The text of a docx, a paragraph a line, a row of a table a line with tabs. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()}
            _check(archive, names)
            numbering = read_numbering(
                _elements(archive, "word/numbering.xml") if "word/numbering.xml" in names else (),
                _elements(archive, "word/styles.xml") if "word/styles.xml" in names else (),
            )
            text = _Text(numbering)
            for event in _elements(archive, MAIN):
                text.take(event)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise UnreadableError("文件已损坏，或者加了密码，打不开。请在 Word 里打开，另存一份再试") from None
    except expat.ExpatError:
        raise UnreadableError("文件内容残缺，读不出来。请在 Word 里打开，另存一份再试") from None
    if not "".join(text.lines).strip():
        raise UnreadableError("里面没有文字。如果是图片（扫描件），请先用识别软件（OCR）转成文字")
    return "\n".join(text.lines)


def _check(archive: zipfile.ZipFile, names: set[str]) -> None:
    if len(archive.infolist()) > limits.ARCHIVE_MEMBERS:
        raise UnreadableError(BOMB)
    if MAIN not in names:
        other = (
            "表格（xlsx）"
            if any(n.startswith("xl/") for n in names)
            else "演示文稿（pptx）"
            if any(n.startswith("ppt/") for n in names)
            else "压缩包"
        )
        raise UnreadableError(f"这是{other}，不是 Word 文档。请选 txt、html、docx 或带文字的 pdf")


@dataclass(frozen=True, slots=True)
class Event:
    """A tag that opens (``text`` None, ``opens`` True) or closes, or characters between tags."""

    tag: str
    opens: bool
    values: dict[str, str] = field(default_factory=dict)
    text: str = ""


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[Event]:
    """The tags and characters of one part, as they come; no more than the limit is unpacked."""
    events: list[Event] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, values: events.append(
        Event(_short(tag), True, {_short(key): value for key, value in values.items()})
    )
    parser.EndElementHandler = lambda tag: events.append(Event(_short(tag), False))
    parser.CharacterDataHandler = lambda text: events.append(Event("", True, {}, text))
    parser.StartDoctypeDeclHandler = _no_doctype
    read = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            read += len(chunk)
            if read > limits.XML_BYTES:
                raise UnreadableError(BOMB)
            parser.Parse(chunk, False)
            yield from events
            events.clear()
        parser.Parse(b"", True)
        yield from events


def _no_doctype(*_: object) -> None:
    raise UnreadableError("文档里有不该有的外部定义（DOCTYPE），没有读")


def _short(name: str) -> str:
    """w:p for a name of Word's own; the last word of any other."""
    space, _, last = name.rpartition(" ")
    return f"w:{last}" if space in (WORD, STRICT) else last


class _Text:
    """The lines of a document."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.lines: list[str] = []
        self.words: list[str] = []
        self.size = 0
        self.style = self.list_id = self.level = ""
        self.in_text = self.skipped = 0
        self.rows: list[list[list[str]]] = []
        self._handlers: dict[tuple[str, bool], Callable[[Event], None]] = {
            ("w:p", True): self._begin_paragraph,
            ("w:p", False): self._end_paragraph,
            ("w:tr", True): self._begin_row,
            ("w:tr", False): self._end_row,
            ("w:tc", True): self._begin_cell,
            ("w:tab", True): lambda _: self._say(" "),
            ("w:br", True): lambda _: self._break(),
            ("w:cr", True): lambda _: self._break(),
            ("w:noBreakHyphen", True): lambda _: self._say("-"),
        }

    def take(self, event: Event) -> None:
        if event.tag in ("Fallback", "w:del", "w:moveFrom", "w:instrText"):
            self.skipped += 1 if event.opens else -1
        elif self.skipped:
            return
        elif event.tag == "w:t":
            self.in_text += 1 if event.opens else -1
        elif event.text and self.in_text:
            self._say(event.text)
        elif event.opens and event.tag in ("w:pStyle", "w:numId", "w:ilvl"):
            self._note(event)
        elif handler := self._handlers.get((event.tag, event.opens)):
            handler(event)

    def _say(self, words: str) -> None:
        self.size += len(words)
        if self.size > 2 * limits.TEXT_CHARACTERS:
            raise UnreadableError("文字太多，不像一份政策文件，没有读")
        self.words.append(words)

    def _note(self, event: Event) -> None:
        value = event.values.get("w:val", "")
        if event.tag == "w:pStyle":
            self.style = value
        elif event.tag == "w:numId":
            self.list_id = value
        else:
            self.level = value

    def _begin_paragraph(self, _: Event) -> None:
        self.words, self.style, self.list_id, self.level = [], "", "", ""

    def _break(self) -> None:
        self._end_line()
        self.words = []

    def _end_paragraph(self, _: Event) -> None:
        self._end_line()
        self.words = []

    def _end_line(self) -> None:
        words = "".join(self.words)
        if words.strip():
            number = self.numbering.next(self.style, self.list_id, self.level)
            self.list_id = "0"
            self._put([number + words])

    def _begin_row(self, _: Event) -> None:
        if len(self.rows) >= limits.TABLE_DEPTH:
            raise UnreadableError("表格套了太多层，没有读。请在 Word 里打开，另存一份再试")
        self.rows.append([])

    def _begin_cell(self, _: Event) -> None:
        if self.rows:
            self.rows[-1].append([])

    def _end_row(self, _: Event) -> None:
        if not self.rows:
            return
        cells = [cell for cell in self.rows.pop() if cell]
        if len(cells) < 2 or sum(len(line) for cell in cells for line in cell) > 3000:
            self._put([line for cell in cells for line in cell])
        else:
            self._put(["\t".join("".join(line.strip() for line in cell) for cell in cells)])

    def _put(self, lines: list[str]) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += lines
        else:
            self.lines += lines
