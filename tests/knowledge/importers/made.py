"""Files made by hand for the tests: a Word document, a PDF with Chinese text, archives."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def archive(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def paragraph(text: str, list_level: int | None = None) -> str:
    """A paragraph; with ``list_level`` one that Word numbers by itself."""
    numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{list_level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    return f"<w:p>{numbered if list_level is not None else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: Sequence[str]) -> str:
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(*blocks: str) -> str:
    return f'<?xml version="1.0"?><w:document {WORD}><w:body>{"".join(blocks)}</w:body></w:document>'


NUMBERING = (
    f'<?xml version="1.0"?><w:numbering {WORD}><w:abstractNum w:abstractNumId="3">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
)


def docx(*blocks: str) -> bytes:
    return archive({"word/document.xml": document(*blocks), "word/numbering.xml": NUMBERING})


def pdf(pages: Sequence[Sequence[str]], filters: int = 1) -> bytes:
    """A PDF of these lines, each page a list; the font is one every reader knows, so none is embedded."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts["
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>]>>",
    ]
    for at, lines in enumerate(pages):
        resources = "/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 595 842]"
        objects.append(f"<</Type/Page/Parent 2 0 R{resources}/Contents {5 + 2 * at} 0 R>>".encode())
        stream = _drawn(lines)
        for _ in range(filters):
            stream = zlib.compress(stream)
        names = "/FlateDecode" * filters
        objects.append(f"<</Length {len(stream)}/Filter[{names}]>>stream\n".encode() + stream + b"\nendstream")
    return _numbered(objects)


def _drawn(lines: Sequence[str]) -> bytes:
    drawn = []
    for row, line in enumerate(lines):
        words = line.lstrip("　")
        left = 72 + 12 * (len(line) - len(words))
        drawn.append(f"BT /F 12 Tf {left} {780 - 20 * row} Td <{words.encode('utf-16-be').hex()}> Tj ET")
    return "\n".join(drawn).encode()


def _numbered(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    table_at, count = len(out), len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer<</Size {count}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{table_at}\n%%EOF".encode()
