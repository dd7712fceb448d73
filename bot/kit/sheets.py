"""The sheets as documents of their own, for a printer or a PDF, and the PDF where its library is installed."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bot.kit.counselor import Counselor
from bot.kit.handout import Handout
from bot.replies.codes import inline
from bot.replies.render import environment
from knowledge.records.model import Policy

STYLE = Path(__file__).parents[1] / "channels" / "web" / "static" / "handout.css"
WORDS = "接着问的二维码"


class NoPdf(Exception):  # noqa: N818 - it is no fault: the library is optional
    """The library that makes a PDF is not installed."""


def handout_html(handouts: Sequence[Handout], home: str, counselor: Counselor) -> str:
    """The sheets of measures and clauses, a page each; ``home``: the address of the site's root, "" for sheets without
    a code."""
    addresses = [f"{home}{one.path}" if home else "" for one in handouts]
    every = [(one, code_of(address), address) for one, address in zip(handouts, addresses, strict=True)]
    return _document("handout", every=every, counselor=counselor, title=handouts[0].title)


def firm_html(
    table: Mapping[str, Any],
    name: str,
    policies: Sequence[Policy],
    version: int,
    day: date,
    address: str,
    counselor: Counselor,
) -> str:
    """The sheet of one firm after its check-up; ``address``: where the whole of it is."""
    return _document(
        "firm",
        table=table,
        name=name,
        policies=policies,
        version=version,
        day=day,
        counselor=counselor,
        code=code_of(address),
        address=short(address),
    )


def code_of(address: str) -> Markup:
    """The QR code of an address, nothing for ""."""
    return inline(address, WORDS) if address else Markup("")


def short(address: str) -> str:
    """An address that people can read: one that carries a form's fields is not to be typed."""
    return address.partition("?")[0]


def can_make_pdf() -> bool:
    """Whether the library for it is installed."""
    return find_spec("weasyprint") is not None


def pdf(html: str) -> bytes:
    """The document as PDF. Nothing is fetched for it: no file, no address. Raises NoPdf without the library."""
    if not can_make_pdf():
        raise NoPdf
    from weasyprint import HTML

    made: bytes = HTML(string=html, url_fetcher=_refuse()).write_pdf()
    return made


@cache
def _refuse() -> Any:
    """A fetcher that fetches nothing: the library's own would read files of this machine. What is asked for is left
    out of the sheet."""
    from weasyprint.urls import URLFetcher

    class Refusing(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError(f"a sheet needs nothing from elsewhere, yet asks for {url[:80]}")

    return Refusing()


def _document(template: str, **context: Any) -> str:
    return environment().get_template(f"print/{template}.j2").render(style=_style(), **context)


@cache
def _style() -> Markup:
    return Markup(STYLE.read_text(encoding="utf-8"))
