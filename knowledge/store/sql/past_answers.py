"""What a conversation's last answers were about, so that a reply to an older one goes on from there.

Kept in the transaction that answers, for ``MOST`` answers of a conversation and ``KEPT`` days; forgotten with it.
"""

from datetime import UTC, datetime

from knowledge.store.deliveries import KEPT, MOST
from knowledge.store.sql.connection import Connection

OF_TALK = "channel = ? AND conversation = ? ORDER BY at DESC, update_id DESC"


def write_past_answer(
    connection: Connection, channel: str, update_id: int, conversation: str, state: str, at: str
) -> None:
    """Keeps the state after the answer to an update; ``at``: ISO time. The conversation's oldest beyond ``MOST`` go."""
    connection.execute(
        "INSERT INTO past_answers (channel, update_id, conversation, at, state) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (channel, update_id) DO UPDATE SET"
        " conversation = excluded.conversation, at = excluded.at, state = excluded.state, messages = ','",
        [channel, update_id, conversation, at, state],
    )
    key = [channel, conversation]
    connection.execute(
        "DELETE FROM past_answers WHERE channel = ? AND conversation = ?"
        f" AND update_id NOT IN (SELECT update_id FROM past_answers WHERE {OF_TALK} LIMIT {MOST})",
        key * 2,
    )


def write_message(connection: Connection, call_id: int, message: int | None) -> None:
    """The message that a call of the outbox made belongs to the answer it is part of."""
    if message is None:
        return
    connection.execute(
        "UPDATE past_answers SET messages = messages || ? FROM outbox WHERE outbox.id = ?"
        " AND past_answers.channel = outbox.channel AND past_answers.update_id = outbox.update_id",
        [f"{message},", call_id],
    )


def delete_old(connection: Connection, channel: str, now: datetime) -> None:
    """Deletes what is older than ``KEPT``."""
    limit = (now - KEPT).astimezone(UTC).isoformat()
    connection.execute("DELETE FROM past_answers WHERE channel = ? AND at < ?", [channel, limit])
