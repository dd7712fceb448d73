"""Messages with their replies, and what is remembered between them, as rows; all of it inside a transaction."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from knowledge.store.records import Said, Turn
from knowledge.store.sql.connection import Connection
from knowledge.store.sql.questions import write_questions
from knowledge.store.sql.reminders import write_reminders
from knowledge.store.sql.writer import Kind

MOST = 256  # rows of one statement; 14 values each, and SQLite takes 32,766
T = TypeVar("T")
NAMES = Turn._fields[:-2]  # questions left for staff and reminders have tables of their own
TURN = ", ".join(NAMES)
INSERT = f"INSERT INTO turns ({TURN}) VALUES "
ONE = f"({', '.join('?' * len(NAMES))})"


class KeptBeforeError(Exception):
    """One of several turns is kept already; they have to be written one by one."""


def turn_of(row: Sequence[Any]) -> Turn:
    """The turn in the columns ``TURN``."""
    turn = Turn(*row)
    return turn._replace(sure=bool(turn.sure))


def write_turns(connection: Connection, said: Sequence[Said]) -> list[int]:
    """Keeps turns that wait together; the ids of their rows, in order. Raises IntegrityError or ``KeptBeforeError`` for
    one kept before.

    Few statements for many rows: SQLite then works without Python's lock, which the answers being made need.
    """
    ids: list[int] = []
    for part in _parts(said):
        values = list(chain.from_iterable([turn[: len(NAMES)] for turn, _ in part]))
        # Within one statement each id follows the one before
        kept = sorted(number for (number,) in connection.execute(_insert(len(part)), values).fetchall())
        if len(kept) < len(part):
            raise KeptBeforeError
        ids += kept
    write_questions(connection, [turn for turn, _ in said])
    write_reminders(connection, [turn for turn, _ in said])
    write_states(connection, {turn.conversation: state for turn, state in said})
    return ids


def _write(connection: Connection, said: Said) -> int:
    return write_turn(connection, *said)


RECORD: Kind[Said, int] = Kind(_write, write_turns, lambda said: said[0].conversation)


def write_turn(connection: Connection, turn: Turn, state: str | None) -> int:
    """Keeps one turn; one whose ``client_id`` is kept already stays as it was, and so does the state."""
    row = connection.execute(f"{INSERT} {ONE} ON CONFLICT DO NOTHING RETURNING id", turn[: len(NAMES)]).fetchone()
    if row is None:
        return _first_id(connection, turn)
    write_questions(connection, [turn])
    write_reminders(connection, [turn])
    write_states(connection, {turn.conversation: state})
    return int(row[0])


def _first_id(connection: Connection, turn: Turn) -> int:
    statement = "SELECT id FROM turns WHERE conversation = ? AND client_id = ?"
    return int(connection.execute(statement, [turn.conversation, turn.client_id]).fetchone()[0])


def write_states(connection: Connection, states: dict[str, str | None]) -> None:
    """What each conversation remembers from now on; None: nothing."""
    for part in _parts([one for one in states.items() if one[1] is not None]):
        connection.execute(_remember(len(part)), [value for pair in part for value in pair])
    for conversation in [one for one, state in states.items() if state is None]:
        connection.execute("DELETE FROM conversations WHERE conversation = ?", [conversation])


def write_forgotten(connection: Connection, conversation: str, nobody: str) -> None:
    """Empties what was said and remembered; the turns go on under the name ``nobody``."""
    write_states(connection, {conversation: None})
    for table in ("past_answers", "questions", "reminders"):
        connection.execute(f"DELETE FROM {table} WHERE conversation = ?", [conversation])
    connection.execute("UPDATE event_talks SET conversation = ? WHERE conversation = ?", [nobody, conversation])
    connection.execute(
        "UPDATE turns SET conversation = ?, text = '', reply = '', payload = '{}', amount = NULL, client_id = NULL"
        " WHERE conversation = ?",
        [nobody, conversation],
    )


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Runs whose lengths are powers of two, so that there are only nine statements to prepare."""
    start = 0
    while left := len(rows) - start:
        size = min(MOST, 1 << (left.bit_length() - 1))
        yield rows[start : start + size]
        start += size


@cache
def _insert(count: int) -> str:
    return INSERT + ", ".join([ONE] * count) + " RETURNING id"


@cache
def _remember(count: int) -> str:
    pairs = ", ".join(["(?, ?)"] * count)
    return f"INSERT INTO conversations VALUES {pairs} ON CONFLICT (conversation) DO UPDATE SET state = excluded.state"
