"""The files of ``static/``: read once, packed once, each at an address with a mark of its content."""

import base64
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import hdrs, web
from markupsafe import Markup

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
SMALLER_PACKED = (".js", ".css", ".svg")
# What a kind of page is dressed in, in the order of the rules
SHEETS = {
    "chat": ("base.css", "card.css", "chat.css", "checkup.css"),
    "plain": ("base.css", "card.css", "page.css"),
    "checkup": ("base.css", "card.css", "page.css", "checkup.css"),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file. ``packed``: its gzip, empty where that would save nothing."""

    body: bytes
    packed: bytes
    content_type: str

    def response(self, request: web.Request, cache: str) -> web.Response:
        """``cache``: how long whoever asks may keep it."""
        packed = bool(self.packed) and takes_gzip(request)
        body = self.packed if packed else self.body
        response = web.Response(body=body, content_type=self.content_type, charset="utf-8")
        response.headers[hdrs.CACHE_CONTROL] = cache
        if self.packed:
            response.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if packed:
            response.headers[hdrs.CONTENT_ENCODING] = "gzip"
        return response


def takes_gzip(request: web.Request) -> bool:
    """Whether the browser unpacks gzip."""
    return "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "").lower()


@cache
def asset(name: str, folder: Path = STATIC) -> Asset:
    """A file of ``static/``, or of another folder."""
    body, suffix = (folder / name).read_bytes(), Path(name).suffix
    return Asset(body, gzip.compress(body, mtime=0) if suffix in SMALLER_PACKED else b"", TYPES[suffix])


@cache
def addresses() -> Mapping[str, str]:
    """File → its address with a mark of its content, so that browsers may keep it for ever."""
    names = sorted(path.name for path in STATIC.iterdir())
    return {name: f"/static/{name}?v={hashlib.sha256(asset(name).body).hexdigest()[:12]}" for name in names}


@cache
def early() -> Markup:
    """The script that runs before the page is painted. It stands in the page: fetched by itself it would hold up the
    paint for as long as it takes to ask for the browser's storage, which now happens while the styles are on their
    way."""
    return Markup(asset("early.js").body.decode())


@cache
def emblem() -> Markup:
    """The picture beside our name, within the page: it needs no request of its own."""
    drawn = asset("icon.svg").body.decode().strip()
    return Markup(drawn.replace("<svg ", '<svg class="emblem" width="32" height="32" aria-hidden="true" ', 1))


@cache
def sheets() -> Mapping[str, Markup]:
    """Kind of page → its style sheet, which stands in the page: by itself it would come one answer of the network
    later, and nothing is painted before."""
    return {kind: Markup("".join(asset(name).body.decode() for name in names)) for kind, names in SHEETS.items()}


@cache
def known_scripts() -> str:
    """By which the page's policy knows the script that stands in a page, and no other."""
    return _known(early())


@cache
def known_sheets() -> str:
    """By which the page's policy knows the style sheets that stand in a page, and no others."""
    return " ".join(_known(sheet) for sheet in sheets().values())


def _known(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
