"""QR codes as SVG: of what a page is kept at, for paper and for the phone on the other side of the table."""

import io
from functools import lru_cache

import segno
from markupsafe import Markup

QUIET = 4  # modules of white around it, as the standard asks


@lru_cache(maxsize=512)
def drawn(address: str) -> bytes:
    """A picture of its own."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=QUIET, light="#fff", dark="#000")
    return out.getvalue()


@lru_cache(maxsize=512)
def inline(address: str, words: str) -> Markup:
    """The same to stand in a page; ``words``: what it is the code of."""
    made = segno.make(address, error="m")
    svg = made.svg_inline(
        scale=1, border=QUIET, omitsize=True, light="#fff", dark="#000", svgclass="qr", lineclass=None
    )
    return Markup('<span role="img" aria-label="{}">{}</span>').format(words, Markup(svg))
