"""Questions left for staff: written with the turns that leave them, listed and closed by whoever answers them."""

from collections.abc import Sequence
from concurrent.futures import Future

from knowledge.store.records import Question, Turn
from knowledge.store.sql.connection import Connection, Read
from knowledge.store.sql.writer import Writer

INSERT = "INSERT INTO questions (conversation, channel, day, at, text, state) VALUES (?, ?, ?, ?, ?, 'open')"
OPEN = "SELECT number, day, channel, text, state, phone FROM questions WHERE state = 'open' ORDER BY number"
DONE = "UPDATE questions SET state = 'done', phone = '' WHERE number = ? AND state = 'open'"
CALL_BACK = """
    UPDATE questions SET phone = ? WHERE number =
        (SELECT max(number) FROM questions WHERE conversation = ? AND state = 'open')"""


def write_questions(connection: Connection, turns: Sequence[Turn]) -> None:
    """Keeps the questions that these turns leave."""
    for turn in turns:
        if turn.left:
            connection.execute(INSERT, [turn.conversation, turn.channel, turn.day, turn.at, turn.left])


class SqlQuestions:
    """Futures resolve after the commit; any method may raise StoreError."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer, self._read = writer, read

    def open(self) -> tuple[Question, ...]:
        """Those that nobody has seen to, oldest first."""
        with self._read() as db:
            return tuple(Question(*row) for row in db.execute(OPEN).fetchall())

    def call_back(self, conversation: str, phone: str) -> Future[bool]:
        """Keeps where to call back about the newest open question of a conversation; False when there is none."""
        return self._writer.submit(lambda connection: connection.execute(CALL_BACK, [phone, conversation]).rowcount > 0)

    def close(self, number: int) -> Future[bool]:
        """Staff have seen to it; False when there is no such open question."""
        return self._writer.submit(lambda connection: connection.execute(DONE, [number]).rowcount > 0)
