"""What a messenger delivered and what it still has to deliver: nothing received is lost, nothing said goes unsent.

``inbox``: updates under the messenger's own number, kept before they are acknowledged. ``outbox``: messages written in
the transaction that answers an update, sent afterwards. Contents are emptied as soon as they are no longer needed.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from knowledge.store.deliveries import (
    Album,
    Answered,
    Hold,
    Incoming,
    Move,
    Outgoing,
    Past,
    PastAnswer,
    Rewrite,
    Waiting,
    chat_in,
    quoted_answer,
)
from knowledge.store.records import Reminder, Turn
from knowledge.store.sql.connection import Connection, Read
from knowledge.store.sql.moves import moved_to, write_move
from knowledge.store.sql.past_answers import OF_TALK, delete_old, write_message, write_past_answer
from knowledge.store.sql.reminders import write_told
from knowledge.store.sql.turns import write_forgotten, write_turn
from knowledge.store.sql.writer import Writer

WAITING = "id, update_id, chat, method, payload, at, tries"
INCOMING = "id, chat, body, coalesce(album, '')"
HANDED = timedelta(minutes=1)  # longer than anybody comes again for what was handed to him


class SqlBoxes:
    """The two boxes of one ``channel``. Futures resolve after the commit; every method may raise ``StoreError``."""

    def __init__(
        self,
        writer: Writer,
        read: Read,
        now: Callable[[], datetime],
        channel: str,
    ) -> None:
        self._writer, self._read, self._now, self._channel = writer, read, now, channel

    def take(self, updates: Sequence[Incoming]) -> Future[tuple[int, ...]]:
        """Keeps updates; resolves to the numbers of those that were not known."""
        rows = [(self._channel, one.id, one.chat, one.body, self._time(), one.album or None) for one in updates]
        return self._writer.submit(lambda connection: _take(connection, rows))

    def unanswered(self, limit: int, after: int = -1) -> tuple[Incoming, ...]:
        """Updates kept but not answered, in the messenger's order, with numbers above ``after``."""
        with self._read() as db:
            rows = db.execute(
                f"SELECT {INCOMING} FROM inbox WHERE channel = ? AND done_at IS NULL AND id > ? ORDER BY id LIMIT ?",
                [self._channel, after, limit],
            ).fetchall()
        return tuple(Incoming(*row) for row in rows)

    def album(self, chat: str, album: str) -> Album:
        """What has come of an album so far."""
        key = [self._channel, chat, album]
        of_album = "FROM inbox WHERE channel = ? AND chat = ? AND album = ?"
        with self._read() as db:
            rows = db.execute(f"SELECT {INCOMING} {of_album} AND done_at IS NULL ORDER BY id", key).fetchall()
            done = db.execute(f"SELECT message, id {of_album} AND done_at IS NOT NULL ORDER BY id", key).fetchall()
            sent = db.execute(
                f"SELECT message FROM outbox WHERE channel = ? AND update_id IN (SELECT id {of_album})"
                " AND message IS NOT NULL ORDER BY id",
                [self._channel, *key],
            ).fetchall()
        asked = any(message is not None for message, _ in done)
        fixed = () if asked else tuple(number for (number,) in sent)
        return Album(tuple(Incoming(*row) for row in rows), fixed, tuple(number for _, number in done))

    def answer(self, update_id: int, answered: Answered) -> Future[tuple[Waiting, ...]]:
        """Keeps turn, state and calls and closes the update, all in one transaction; resolves to the calls.

        An update that is closed already stays as it is, and there are no calls.
        """
        return self._writer.submit(
            lambda connection: self._answer(connection, update_id, answered), about=[answered.conversation]
        )

    def forget(
        self, update_id: int, conversation: str, nobody: str, calls: Sequence[Outgoing]
    ) -> Future[tuple[Waiting, ...]]:
        """Deletes what was said, remembered, received and is to be sent in the conversation, and who said it.

        The calls of this update are kept, and resolved to: they tell the person that it is done.
        """

        def work(connection: Connection) -> tuple[Waiting, ...]:
            write_forgotten(connection, conversation, nobody)
            key = [self._channel, conversation]
            connection.execute("DELETE FROM outbox WHERE channel = ? AND conversation = ?", key)
            connection.execute(
                "UPDATE inbox SET conversation = NULL, message = NULL, before = NULL"
                " WHERE channel = ? AND conversation = ?",
                key,
            )
            return self._answer(connection, update_id, Answered(conversation, calls))

        return self._writer.submit(work, about=[conversation])

    def tell(self, reminder: Reminder, calls: Sequence[Outgoing]) -> Future[tuple[Waiting, ...]]:
        """Keeps the calls that tell a reminder and closes it; no calls when it was closed meanwhile."""

        def work(connection: Connection) -> tuple[Waiting, ...]:
            if not write_told(connection, reminder):
                return ()
            return tuple(
                self._keep(connection, -reminder.number, part, reminder.conversation, call)
                for part, call in enumerate(calls)
            )

        return self._writer.submit(work, about=[reminder.conversation])

    def unsent(self, limit: int, after: int = 0) -> tuple[Waiting, ...]:
        """Calls neither made nor given up, oldest first, with ids above ``after``."""
        with self._read() as db:
            rows = db.execute(
                f"SELECT {WAITING} FROM outbox WHERE channel = ? AND sent_at IS NULL AND failed IS NULL AND id > ?"
                " ORDER BY id LIMIT ?",
                [self._channel, after, limit],
            ).fetchall()
        return tuple(Waiting(*row) for row in rows)

    def hold(self, call_id: int) -> AbstractContextManager[Hold]:
        """As ``Boxes.hold``, where this process alone makes calls."""
        return nullcontext("ours")

    def sent(self, call_id: int, message: int | None) -> Future[None]:
        """The call was made, and made this message; what it said is emptied."""
        values = [self._time(), message, call_id]

        def work(connection: Connection) -> None:
            connection.execute("UPDATE outbox SET sent_at = ?, message = ?, payload = '' WHERE id = ?", values)
            write_message(connection, call_id, message)

        return self._writer.submit(work)

    def handed(self, call_id: int) -> Future[None]:
        """The call was made in the very request it answers; what it said is kept for a while."""
        return self._run("UPDATE outbox SET sent_at = ? WHERE id = ?", [self._time(), call_id])

    def given(self, update_id: int) -> str:
        """The arguments of the call that was handed to who brought this update, "" for none."""
        with self._read() as db:
            row = db.execute(
                "SELECT payload FROM outbox WHERE channel = ? AND update_id = ? AND sent_at IS NOT NULL"
                " AND payload <> '' ORDER BY part LIMIT 1",
                [self._channel, update_id],
            ).fetchone()
        return row[0] if row else ""

    def begun(self, call_id: int, message: int | None, rest: str) -> Future[None]:
        """A part of what the call says was sent in this message; its arguments from now on are ``rest``."""

        def work(connection: Connection) -> None:
            connection.execute("UPDATE outbox SET payload = ? WHERE id = ?", [rest, call_id])
            write_message(connection, call_id, message)

        return self._writer.submit(work)

    def tried(self, call_id: int) -> Future[None]:
        """The call failed and will be made again."""
        return self._run("UPDATE outbox SET tries = tries + 1 WHERE id = ?", [call_id])

    def drop(self, call_id: int, why: str) -> Future[None]:
        """The call is given up."""
        return self._run("UPDATE outbox SET failed = ?, payload = '' WHERE id = ?", [why, call_id])

    def past(self, conversation: str, message: int) -> Past | None:
        """How this message of the sender's was answered; None when it was not, or is forgotten."""
        key = [self._channel, conversation, message]
        with self._read() as db:
            row = db.execute(
                "SELECT id, before FROM inbox WHERE channel = ? AND conversation = ? AND message = ? ORDER BY id DESC",
                key,
            ).fetchone()
            if row is None:
                return None
            found = db.execute(
                "SELECT message FROM outbox WHERE channel = ? AND update_id = ? AND message IS NOT NULL ORDER BY part",
                [self._channel, row[0]],
            ).fetchall()
        return Past(row[1], tuple(number for (number,) in found))

    def about(self, conversation: str, message: int, sent_at: datetime) -> PastAnswer | None:
        """The older answer that this message, sent then, is part of; None when it is the newest, or no answer."""
        with self._read() as db:
            rows = db.execute(
                f"SELECT state, at, messages FROM past_answers WHERE {OF_TALK}", [self._channel, conversation]
            ).fetchall()
        found = [(state, at, f",{message}," in messages) for state, at, messages in rows]
        return quoted_answer(found, sent_at, self._now())

    def move(self, move: Move, rewrite: Rewrite) -> Future[tuple[str, ...]]:
        """A chat goes on under a new number, with all that is kept of it; resolves to the names that changed."""
        about = [f"{move.prefix}:{chat}:" for chat in (move.old, move.new)]
        return self._writer.submit(lambda connection: write_move(connection, self._channel, move, rewrite), about=about)

    def moved_to(self, chat: str) -> str:
        """The number under which a chat goes on; its own when it has not moved."""
        with self._read() as db:
            return moved_to(db, self._channel, chat)

    def counts(self) -> dict[str, int]:
        """``unanswered`` updates and ``unsent`` calls."""
        with self._read() as db:
            [unanswered] = db.execute(
                "SELECT count(*) FROM inbox WHERE channel = ? AND done_at IS NULL", [self._channel]
            ).fetchone()
            [unsent] = db.execute(
                "SELECT count(*) FROM outbox WHERE channel = ? AND sent_at IS NULL AND failed IS NULL", [self._channel]
            ).fetchone()
        return {"unanswered": unanswered, "unsent": unsent}

    def sweep(self, before: datetime) -> Future[None]:
        """Deletes what was closed and sent before this time; what still waits stays."""
        limit = before.astimezone(UTC).isoformat()
        handed = (self._now() - HANDED).astimezone(UTC).isoformat()

        def work(connection: Connection) -> None:
            key = [self._channel, limit]
            connection.execute("DELETE FROM inbox WHERE channel = ? AND done_at < ?", key)
            connection.execute(
                "DELETE FROM outbox WHERE channel = ? AND at < ? AND (sent_at IS NOT NULL OR failed IS NOT NULL)", key
            )
            connection.execute(
                "UPDATE outbox SET payload = '' WHERE channel = ? AND sent_at < ? AND payload <> ''",
                [self._channel, handed],
            )
            delete_old(connection, self._channel, self._now())

        return self._writer.submit(work)

    def _answer(self, connection: Connection, update_id: int, answered: Answered) -> tuple[Waiting, ...]:
        answered = self._followed(connection, answered)
        if not self._close(connection, update_id, answered):
            return ()
        if answered.turn:
            self._record(connection, update_id, answered, answered.turn)
        return tuple(
            self._keep(connection, update_id, part, answered.conversation, call)
            for part, call in enumerate(answered.calls)
        )

    def _followed(self, connection: Connection, answered: Answered) -> Answered:
        """What was answered while its chat moved belongs to the chat it moved to."""
        old = chat_in(answered.conversation)
        new = moved_to(connection, self._channel, old) if old else old
        if new == old:
            return answered
        name = Move(old, new, "").name(answered.conversation)
        turn = answered.turn._replace(conversation=name) if answered.turn else None
        return replace(answered, conversation=name, turn=turn)

    def _close(self, connection: Connection, update_id: int, answered: Answered) -> bool:
        """Whether the update was open."""
        statement = (
            "UPDATE inbox SET done_at = ?, body = '', conversation = ?, message = ?, before = ?"
            " WHERE channel = ? AND id = ? AND done_at IS NULL"
        )
        values = [self._time(), answered.conversation, answered.message, answered.before, self._channel]
        closed = connection.execute(statement, [*values, update_id]).rowcount
        if closed:
            others = [self._time(), answered.conversation, None, None, self._channel]
            connection.executemany(statement, [[*others, part] for part in answered.parts])
        return bool(closed)

    def _record(self, connection: Connection, update_id: int, answered: Answered, turn: Turn) -> None:
        """The turn, the state after it, and that state as what the answer is about."""
        write_turn(connection, turn, answered.state)
        connection.execute(
            "UPDATE inbox SET before = NULL WHERE channel = ? AND conversation = ? AND id <> ?",
            [self._channel, answered.conversation, update_id],
        )
        if answered.state is not None:
            write_past_answer(connection, self._channel, update_id, answered.conversation, answered.state, self._time())

    def _keep(self, connection: Connection, update_id: int, part: int, conversation: str, call: Outgoing) -> Waiting:
        row = connection.execute(
            "INSERT INTO outbox (channel, update_id, part, chat, conversation, method, payload, at)"
            f" VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {WAITING}",
            [self._channel, update_id, part, call.chat, conversation, call.method, call.payload, self._time()],
        ).fetchone()
        return Waiting(*row)

    def _run(self, statement: str, values: list[Any]) -> Future[None]:
        def work(connection: Connection) -> None:
            connection.execute(statement, values)

        return self._writer.submit(work)

    def _time(self) -> str:
        return self._now().astimezone(UTC).isoformat()


def _take(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> tuple[int, ...]:
    statement = (
        "INSERT INTO inbox (channel, id, chat, body, at, album) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING id"
    )
    found = [connection.execute(statement, row).fetchone() for row in rows]
    return tuple(row[0] for row in found if row)
