"""A chat that goes on under another number: its conversations, ``<prefix>:<chat>:<person>``, go with it."""

from knowledge.store.deliveries import Move, Rewrite
from knowledge.store.sql.connection import Connection

TABLES = ("conversations", "turns", "inbox", "outbox", "past_answers", "questions", "reminders")
FREE = {  # what is there already under the new name stays as it is
    "conversations": "AND NOT EXISTS (SELECT 1 FROM conversations WHERE conversation = ?)",
    "turns": """AND (client_id IS NULL OR client_id NOT IN
        (SELECT client_id FROM turns WHERE conversation = ? AND client_id IS NOT NULL))""",
}


def write_move(connection: Connection, channel: str, move: Move, rewrite: Rewrite) -> tuple[str, ...]:
    """Renames everything of the chat; the old and new names. Doing it again changes nothing.

    A conversation that has begun anew in the new chat stays as it stands there.
    """
    connection.execute(
        "INSERT INTO moved_chats (channel, old, new) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [channel, move.old, move.new],
    )
    names = _names(connection, move)
    for old in names:
        _rename(connection, old, move.name(old))
    _readdress(connection, channel, move, rewrite)
    return (*names, *map(move.name, names))


def moved_to(connection: Connection, channel: str, chat: str) -> str:
    """The number under which the chat goes on; its own when it has not moved."""
    statement = "SELECT new FROM moved_chats WHERE channel = ? AND old = ?"
    row = connection.execute(statement, [channel, chat]).fetchone()
    return row[0] if row else chat


def _names(connection: Connection, move: Move) -> list[str]:
    within = "SELECT conversation FROM {} WHERE conversation >= ? AND conversation < ?"  # ";" comes after ":"
    span = [f"{move.prefix}:{move.old}:", f"{move.prefix}:{move.old};"]
    statement = " UNION ".join(within.format(table) for table in TABLES)
    return [name for (name,) in connection.execute(statement, span * len(TABLES)).fetchall()]


def _rename(connection: Connection, old: str, new: str) -> None:
    # Messages have other numbers in the new chat: an edited one must not be taken for one of the old chat.
    connection.execute("UPDATE inbox SET message = NULL WHERE conversation = ?", [old])
    for table in TABLES:
        free = FREE.get(table, "")
        connection.execute(
            f"UPDATE {table} SET conversation = ? WHERE conversation = ? {free}", [new, old, *([new] if free else [])]
        )
    connection.execute("DELETE FROM conversations WHERE conversation = ?", [old])


def _readdress(connection: Connection, channel: str, move: Move, rewrite: Rewrite) -> None:
    """What still waits is sent to the new chat."""
    rows = connection.execute(
        "SELECT id, method, payload FROM outbox WHERE channel = ? AND chat = ? AND sent_at IS NULL AND failed IS NULL",
        [channel, move.old],
    ).fetchall()
    for number, method, payload in rows:
        connection.execute(
            "UPDATE outbox SET chat = ?, method = ?, payload = ? WHERE id = ?",
            [move.new, *rewrite(method, payload), number],
        )
