"""What the shared statements ask of an engine: a connection that takes ``?`` for a value, and its manners."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Explain = Callable[[BaseException], BaseException]
DESK = "desk"  # whoever reads what the desk keeps and writes by what he read
DAYS = "days"


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __next__(self) -> Any: ...


class Connection(Protocol):
    """A connection that begins no transaction by itself."""

    @property
    def in_transaction(self) -> bool: ...

    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Rows: ...

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]], /) -> Rows: ...

    def close(self) -> None: ...


Read: TypeAlias = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """``begin``: begins a transaction to write in, in which nobody else writes what these names stand for
    (conversations, ``DESK``, ``DAYS``); ``passes``: whether the same may succeed later; ``is_locked``: whether somebody
    else holds what is wanted; ``is_fault``: whether it is the database that failed, and not the work; ``said_at``: the
    expression for the ISO time in a conversation's ``state``, '' where it cannot be read."""

    begin: Callable[[Connection, Sequence[str]], None]
    passes: Callable[[BaseException], bool]
    is_locked: Callable[[BaseException], bool]
    is_fault: Callable[[BaseException], bool]
    said_at: str
