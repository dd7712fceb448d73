"""Reminders: written with the turns that ask for them, told once on their day, gone with their conversation."""

from collections.abc import Sequence
from concurrent.futures import Future

from knowledge.store.records import Reminder, Turn
from knowledge.store.sql.connection import Connection, Read
from knowledge.store.sql.writer import Writer

COLUMNS = ", ".join(Reminder._fields)
NEW = ", ".join(Reminder._fields[1:])
INSERT = f"INSERT INTO reminders ({NEW}, state) VALUES ({', '.join('?' * (len(Reminder._fields) - 1))}, 'open')"
CANCEL = "DELETE FROM reminders WHERE number = ? AND conversation = ? AND state = 'open'"
OF = f"SELECT {COLUMNS} FROM reminders WHERE conversation = ? AND state = 'open' ORDER BY day, number"
DUE = f"SELECT {COLUMNS} FROM reminders WHERE channel = ? AND state = 'open' AND day <= ? ORDER BY day, number LIMIT ?"
TOLD = "UPDATE reminders SET state = 'told' WHERE number = ? AND conversation = ? AND state = 'open'"
MISSED = "UPDATE reminders SET state = 'missed' WHERE number = ? AND state = 'open'"
OVER = "DELETE FROM reminders WHERE due < ?"


def write_reminders(connection: Connection, turns: Sequence[Turn]) -> None:
    """Keeps the reminders that these turns ask for, and drops those they cancel."""
    for turn in turns:
        if turn.reminding is None:
            continue
        for number in turn.reminding.cancelled:
            connection.execute(CANCEL, [number, turn.conversation])
        for one in turn.reminding.made:
            connection.execute(INSERT, one._replace(conversation=turn.conversation)[1:])


def write_told(connection: Connection, reminder: Reminder) -> bool:
    """Closes it because it is told now; False when it was told, cancelled or moved meanwhile."""
    return connection.execute(TOLD, [reminder.number, reminder.conversation]).rowcount > 0


class SqlReminders:
    """Futures resolve after the commit; any method may raise StoreError."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer, self._read = writer, read

    def of(self, conversation: str) -> tuple[Reminder, ...]:
        """Those of a conversation that are not told yet, by their day."""
        with self._read() as db:
            return tuple(Reminder(*row) for row in db.execute(OF, [conversation]).fetchall())

    def due(self, channel: str, day: str, limit: int) -> tuple[Reminder, ...]:
        """Those of a channel that are to be told on this ISO day or were before, and are not."""
        with self._read() as db:
            return tuple(Reminder(*row) for row in db.execute(DUE, [channel, day, limit]).fetchall())

    def miss(self, number: int) -> Future[bool]:
        """Its day is over and nobody could be told; False when it was closed meanwhile."""
        return self._writer.submit(lambda connection: connection.execute(MISSED, [number]).rowcount > 0)

    def sweep(self, before: str) -> Future[int]:
        """Deletes those that were due before this ISO day; resolves to how many there were."""
        return self._writer.submit(lambda connection: connection.execute(OVER, [before]).rowcount)
