"""An album is one message: its parts come one by one, in any order, perhaps with a restart in between."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.html import units
from bot.channels.telegram.inbox import MESSAGES
from knowledge.store import Boxes, Incoming

MOST = 10  # parts of an album
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    """A message as it is answered. ``raw``: the update; ``parts``: updates answered with it; ``silent``: it belongs to
    what is answered already; ``instead``: what the bot said before it knew the words."""

    id: int
    raw: Raw
    parts: tuple[int, ...] = ()
    silent: bool = False
    instead: int | None = None


async def whole_of(one: Incoming, outbox: Boxes, pause: float) -> Whole | None:
    """The message an update is (part of), complete when no part has come for ``pause`` seconds; None when it was
    answered with another part. Raises ValueError or RecursionError for what cannot be read, StoreError."""
    if not one.album:
        return Whole(one.id, json.loads(one.body))
    album = outbox.album(one.chat, one.album)
    if one.id not in {part.id for part in album.parts}:
        return None
    known = 0
    while known < len(album.parts) < MOST:
        known = len(album.parts)
        await asyncio.sleep(pause)
        album = outbox.album(one.chat, one.album)
    whole = joined({part.id: json.loads(part.body) for part in album.parts})
    if not album.begun:
        return whole
    instead = album.fixed[0] if len(album.fixed) == 1 else None
    return Whole(whole.id, whole.raw, whole.parts, not _caption(whole.raw), instead)


def joined(updates: dict[int, Raw]) -> Whole:
    """Parts as one message: the first that has a caption, with the captions of the others below its own."""
    numbers = sorted(updates, key=lambda number: (not _caption(updates[number]), _number(updates[number]), number))
    first, *rest = numbers
    raw = updates[first]
    for number in rest:
        if _caption(updates[number]):
            raw = _with_caption(raw, _message(updates[number]))
    return Whole(first, raw, tuple(rest))


def _message(raw: Raw) -> Raw:
    return next((event for kind in MESSAGES if isinstance(event := raw.get(kind), dict)), {})


def _caption(raw: Raw) -> str:
    caption = _message(raw).get("caption")
    return caption if isinstance(caption, str) else ""


def _number(raw: Raw) -> int:
    number = _message(raw).get("message_id")
    return number if isinstance(number, int) else 0


def _with_caption(raw: Raw, other: Raw) -> Raw:
    """The update with another caption below its own, and the marks of both."""
    above = _caption(raw) + "\n"
    marks = [*_marks(_message(raw)), *_shifted(_marks(other), units(above))]
    kind = next(kind for kind in MESSAGES if kind in raw)
    return {**raw, kind: {**raw[kind], "caption": above + other["caption"], "caption_entities": marks}}


def _marks(message: Raw) -> Sequence[Raw]:
    found = message.get("caption_entities")
    return [mark for mark in found if isinstance(mark, dict)] if isinstance(found, list) else []


def _shifted(marks: Sequence[Raw], by: int) -> list[Raw]:
    return [{**mark, "offset": mark["offset"] + by} for mark in marks if isinstance(mark.get("offset"), int)]
