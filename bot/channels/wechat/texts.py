"""A reply within what a text message of WeChat's may hold: whole, or its beginning with a link to the rest."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from bot.channels.messenger.texts import begun, pieces, size

LONGEST = 2048  # bytes of UTF-8
TAPS = "点一下就发："
TAP = '<a href="weixin://bizmsgmenu?msgmenucontent={words}&msgmenuid=1">{label}</a>'


def plain(text: str) -> str:
    """Words without a sign that WeChat could take for the beginning of a link."""
    return text.replace("<", "＜")


def fitted(text: str, link: Callable[[], str], taps: Sequence[tuple[str, str]] = ()) -> list[str]:
    """The messages that say it: one, with as many of ``taps`` (label, words) below it as there is room for. What is too
    long is told by its first lines and what ``link`` gives, or in pieces when that is nothing."""
    if size(text) <= LONGEST:
        return [with_taps(text, taps)]
    address = link()
    return [begun(text, address, LONGEST)] if address else pieces(text, LONGEST)


def with_taps(text: str, taps: Sequence[tuple[str, str]]) -> str:
    """The text with words that are sent when they are tapped: WeChat shows each as a link."""
    shown = f"{text}\n{TAPS}"
    for number, (label, words) in enumerate(taps):
        more = ("　" if number else "") + TAP.format(words=quote(words), label=label)
        if size(shown + more) > LONGEST:
            return shown if number else text
        shown += more
    return shown if taps else text
