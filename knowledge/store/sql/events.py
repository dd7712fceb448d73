"""The conversations of an event, and what was said in them."""

from collections.abc import Sequence
from concurrent.futures import Future

from knowledge.store.records import Question, Turn
from knowledge.store.sql.connection import Connection, Read
from knowledge.store.sql.turns import NAMES, turn_of
from knowledge.store.sql.writer import Writer

JOIN = "INSERT INTO event_talks (event, conversation, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
SAID = f"""
    SELECT {", ".join(f"turns.{name}" for name in NAMES)} FROM event_talks JOIN turns USING (conversation)
    WHERE event = ? ORDER BY turns.id"""
LEFT = """
    SELECT number, day, channel, text, state, phone FROM event_talks JOIN questions USING (conversation)
    WHERE event = ? AND state = 'open' ORDER BY number"""
QUEUE = "INSERT INTO questions (conversation, channel, day, at, text, state) VALUES (?, ?, ?, ?, ?, 'open')"


class SqlEvents:
    """Futures resolve after the commit; any method may raise StoreError."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer, self._read = writer, read

    def join(self, event: str, conversation: str, at: str) -> Future[None]:
        """The conversation belongs to the event; a second time changes nothing."""

        def work(connection: Connection) -> None:
            connection.execute(JOIN, [event, conversation, at])

        return self._writer.submit(work)

    def visitors(self, event: str) -> int:
        """How many conversations were begun."""
        with self._read() as db:
            [count] = db.execute("SELECT count(*) FROM event_talks WHERE event = ?", [event]).fetchone()
            return int(count)

    def said(self, event: str) -> tuple[Turn, ...]:
        """Every turn of the event's conversations, oldest first."""
        with self._read() as db:
            return tuple(turn_of(row) for row in db.execute(SAID, [event]).fetchall())

    def left(self, event: str) -> tuple[Question, ...]:
        """The open questions that its conversations left for staff."""
        with self._read() as db:
            return tuple(Question(*row) for row in db.execute(LEFT, [event]).fetchall())

    def queue(self, event: str, texts: Sequence[str], *, day: str, at: str) -> Future[int]:
        """Puts what nobody could answer among the questions for staff; resolves to how many."""

        def work(connection: Connection) -> int:
            rows = [[f"event:{event}", "event", day, at, text] for text in texts]
            connection.executemany(QUEUE, rows)
            return len(rows)

        return self._writer.submit(work)
