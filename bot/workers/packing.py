"""Replies as bytes between two processes that know the same version: what stands in its records goes by its place.

A reply refers to clauses and measures, which are large, and which templates tell apart by their identity: the other
side must get its own.
"""

import copyreg
import io
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from types import NoneType
from typing import Any

from bot.messages import Reply
from bot.turns import Live
from knowledge.records.model import AnnotatedTurn, Example

PLAIN = (str, int, Decimal, date, NoneType)
SAID = (Example, AnnotatedTurn)  # thousands of each, and in no reply


class Packing:
    """Packs and unpacks replies from one live version."""

    def __init__(self, live: Live) -> None:
        self._records: list[Any] = []
        self._places: dict[int, int] = {}
        for knowledge in (live.knowledge, *(desk.knowledge for _, desk in sorted(live.desks.items()))):
            self._note(knowledge)
        kinds = {type(one) for one in self._records}
        self._table = {**copyreg.dispatch_table, **dict.fromkeys(kinds, self._reduced)}

    def digest(self) -> str:
        """Of what stands in the records at their places: the same where the same is known."""
        whole = sha256()
        for one in self._records:
            values = (getattr(one, field.name) for field in fields(one))
            plain = [str(value) for value in values if isinstance(value, PLAIN)]
            whole.update("\0".join((type(one).__name__, *plain)).encode("utf-8", "replace"))
        return whole.hexdigest()

    def pack(self, replies: Sequence[Reply]) -> bytes:
        out = io.BytesIO()
        pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self._table
        pickler.dump(replies)
        return out.getvalue()

    def unpack(self, packed: bytes) -> list[Reply]:
        replies: list[Reply] = _Unpickler(io.BytesIO(packed), self._records).load()
        return replies

    def _note(self, one: object) -> None:
        """Notes the records in it, each once, in the order of their fields."""
        if isinstance(one, Mapping):
            for value in one.values():
                self._note(value)
        elif isinstance(one, tuple | list):
            if not (one and isinstance(one[0], SAID)):
                for value in one:
                    self._note(value)
        elif is_dataclass(one) and id(one) not in self._places:
            self._places[id(one)] = len(self._records)
            self._records.append(one)
            for field in fields(one):
                self._note(getattr(one, field.name))

    def _reduced(self, one: Any) -> Any:
        place = self._places.get(id(one))
        return one.__reduce_ex__(pickle.HIGHEST_PROTOCOL) if place is None else (record_at, (place,))


def record_at(place: int) -> object:
    """Stands in what is packed for a record of the version; whoever unpacks it puts its own there."""
    raise LookupError(place)


class _Unpickler(pickle.Unpickler):
    def __init__(self, packed: io.BytesIO, records: Sequence[Any]) -> None:
        super().__init__(packed)
        self._records = records

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        return self._records.__getitem__ if found is record_at else found
