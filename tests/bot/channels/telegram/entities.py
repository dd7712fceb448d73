"""Telegram's HTML as its server reads it: the text, or the error it would answer with."""

import re
from html import unescape

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote", "tg-spoiler"}
TOKEN = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z-]+)(?P<rest>[^<>]*)>|(?P<entity>&[^;\s]{1,10};?)|(?P<bare><)")
NAMED = {"&lt;", "&gt;", "&amp;", "&quot;"}
NUMERIC = re.compile(r"&#(\d+|x[0-9a-fA-F]+);")


class EntityError(ValueError):
    """What Telegram answers: the message is "can't parse entities: …"."""


def read_html(html: str) -> str:
    """The text without marks. Raises EntityError as Telegram would."""
    text, opened, at = [], [], 0
    for token in TOKEN.finditer(html):
        text.append(html[at : token.start()])
        at = token.end()
        if token["bare"]:
            raise EntityError(f"can't parse entities: Unsupported start tag at byte offset {token.start()}")
        if token["entity"]:
            text.append(_entity(token["entity"]))
        elif token["close"]:
            _close(token["name"], opened)
        else:
            _open(token, opened)
    if opened:
        raise EntityError(f"can't parse entities: Can't find end tag corresponding to start tag {opened[-1]}")
    return "".join([*text, html[at:]]).strip()


def units(text: str) -> int:
    """UTF-16 code units, which is what Telegram's limits count."""
    return len(text.encode("utf-16-le")) // 2


def _entity(entity: str) -> str:
    # Telegram shows an & that begins no entity of its own as it is.
    return unescape(entity) if entity in NAMED or NUMERIC.fullmatch(entity) else entity


def _open(token: re.Match[str], opened: list[str]) -> None:
    name = token["name"].lower()
    if name not in TAGS:
        raise EntityError(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {token.start()}')
    if name == "blockquote" and "blockquote" in opened:
        raise EntityError("can't parse entities: Nested blockquotes are not allowed")
    opened.append(name)


def _close(name: str, opened: list[str]) -> None:
    if not opened or opened.pop() != name.lower():
        raise EntityError(f'can\'t parse entities: Unexpected end tag "{name}"')
