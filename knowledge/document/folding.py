"""The text in one way of writing, character for character: what stands at a place of the one stands there in the other.

Full-width letters, digits and brackets become half-width ones, every kind of blank a space, the look-alikes of
characters that come out of a PDF the characters meant; marks of Markdown become spaces.
"""

import re
import unicodedata

BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u2060\u202f\u205f\u3000\ufeff\u00ad"
)
LIKE = {"∶": ":", "﹝": "〔", "﹞": "〕", "﹕": ":", "︰": ":", "｡": "。", "．": ".", "〇": "〇"}
LOOK_ALIKES = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFE50, 0xFE70), (0xFF01, 0xFF5F))
MARKDOWN = re.compile(r"\*\*|__|^ {0,3}#{1,6}(?= )|^ {0,3}>(?= )", re.MULTILINE)


def _alike() -> dict[int, str]:
    table = {ord(blank): " " for blank in BLANKS} | {ord(odd): plain for odd, plain in LIKE.items()}
    for begin, end in LOOK_ALIKES:
        for code in range(begin, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table.setdefault(code, plain)
    return table


TABLE = _alike()


def folded(text: str) -> str:
    """``text`` in one way of writing, of the same length."""
    return MARKDOWN.sub(lambda mark: " " * len(mark[0]), text.translate(TABLE))
