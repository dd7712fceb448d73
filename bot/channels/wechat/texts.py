"""A reply within what a text message of WeChat's may hold: whole, or its beginning with a link to the rest."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

LONGEST = 2048  # bytes of UTF-8
BREAKS = ("\n", "。", "；", "，")
TAPS = "点一下就发："
TAP = '<a href="weixin://bizmsgmenu?msgmenucontent={words}&msgmenuid=1">{label}</a>'
MORE = "……\n后面还有，全文和算式点这里看（一小时内有效）：{link}"


def size(text: str) -> int:
    """Length as WeChat counts it."""
    return len(text.encode("utf-8", "replace"))


def plain(text: str) -> str:
    """Words without a sign that WeChat could take for the beginning of a link."""
    return text.replace("<", "＜")


def fitted(text: str, link: Callable[[], str], taps: Sequence[tuple[str, str]] = ()) -> list[str]:
    """The messages that say it: one, with as many of ``taps`` (label, words) below it as there is room for. What is too
    long is told by its first lines and what ``link`` gives, or in pieces when that is nothing."""
    if size(text) <= LONGEST:
        return [with_taps(text, taps)]
    address = link()
    return [begun(text, MORE.format(link=address))] if address else pieces(text)


def with_taps(text: str, taps: Sequence[tuple[str, str]]) -> str:
    """The text with words that are sent when they are tapped: WeChat shows each as a link."""
    shown = f"{text}\n{TAPS}"
    for number, (label, words) in enumerate(taps):
        more = ("　" if number else "") + TAP.format(words=quote(words), label=label)
        if size(shown + more) > LONGEST:
            return shown if number else text
        shown += more
    return shown if taps else text


def begun(text: str, rest: str) -> str:
    """The first lines, as many as fit before ``rest``."""
    room = LONGEST - size(rest)
    return text[: cut(text, room)].rstrip("\n") + rest


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """Pieces that fit, cut at a line, else a sentence."""
    found = []
    while text:
        at = cut(text, longest)
        found.append(text[:at].strip("\n"))
        text = text[at:]
    return [piece for piece in found if piece]


def cut(text: str, room: int) -> int:
    """How many characters fit into so many bytes, up to a good place to stop."""
    if size(text) <= room:
        return len(text)
    fits = len(text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore"))
    for mark in BREAKS:
        found = text.rfind(mark, fits // 4, fits)
        if found >= 0:
            return found + len(mark)
    return fits
