"""What the knowledge desk keeps: who works there, drafts of the knowledge, and the trail of all that was done."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

DraftState = Literal["open", "review", "due", "published", "dropped"]
FIRST = "0" * 64  # what stands before the first line of a trail


@dataclass(frozen=True, slots=True)
class Person:
    """An account. ``name``: typed at the login; ``shown``: the person's own name; ``role``: one of
    ``knowledge.people.ROLES``; ``county``: "" for the whole city; ``state``: "active" or "closed"; ``fresh``: the
    password was given by somebody else, and must be changed first; ``at``: ISO time of the last change; ``wecom``: the
    person's id in 企业微信, "" for none."""

    name: str
    shown: str
    role: str
    county: str = ""
    state: str = "active"
    fresh: bool = False
    at: str = ""
    wecom: str = ""


class DeskSession(NamedTuple):
    """``digest``: of the secret in the browser; ``begun`` and ``seen``: ISO times; ``address``: where it began."""

    digest: str
    person: str
    begun: str
    seen: str
    address: str


@dataclass(frozen=True, slots=True)
class Failures:
    """``count`` wrong passwords in a row by one key, the first of them at the ISO time ``since``."""

    count: int = 0
    since: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the trail. ``what``: what was done, one of ``knowledge.audit.ACTIONS``; ``on``: what it was done to;
    ``before`` and ``after``: the values, "" where there was none; ``where``: the address, or "终端"."""

    at: str
    who: str
    where: str
    what: str
    on: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Trailed:
    """A line of the trail: ``number`` from 1 without gaps, and the hash of it and of everything before it."""

    number: int
    note: Note
    hash: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A change to the knowledge that is being prepared. ``base``: the version it began from; ``submitted_by``: "" until
    it is handed in; ``signed_by``: who approved it; ``due``: the ISO time from which it is to be published, "" for at
    once; ``version``: what it became, 0 until then; ``reason``: why it came back to its author."""

    number: int
    title: str
    author: str
    base: int
    state: DraftState
    created_at: str
    changed_at: str
    submitted_by: str = ""
    submitted_at: str = ""
    signed_by: str = ""
    signed_at: str = ""
    due: str = ""
    version: int = 0
    reason: str = ""


class DraftFile(NamedTuple):
    """One file a draft changes: ``text`` None where it is removed; ``by`` and ``at``: who changed it last, and when."""

    path: str
    text: str | None
    by: str
    at: str


def chained(before: str, number: int, note: Note) -> str:
    """The hash of a line: of its number, its words and the hash of the line before it."""
    parts = [before, number, note.at, note.who, note.where, note.what, note.on, note.before, note.after]
    return sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def first_broken(lines: Iterable[Trailed]) -> int:
    """The number of the first line that was changed, removed or put in; 0 when the trail is whole. A trail cut at its
    end is whole by itself: only a copy of its last hash tells."""
    before, expected = FIRST, 1
    for line in lines:
        if line.number != expected or line.hash != chained(before, line.number, line.note):
            return expected
        before, expected = line.hash, expected + 1
    return 0


def merged(files: Mapping[str, str], changed: Iterable[DraftFile]) -> dict[str, str]:
    """The files of a version with a draft's changes."""
    whole = dict(files)
    for one in changed:
        if one.text is None:
            whole.pop(one.path, None)
        else:
            whole[one.path] = one.text
    return dict(sorted(whole.items()))
