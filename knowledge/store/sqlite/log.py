"""The database's log (-wal): what was deleted stands there until the log is emptied."""

from contextlib import closing
from pathlib import Path

from knowledge.store.sqlite.database import connect
from knowledge.store.sqlite.errors import explained

WAIT = 0.2  # seconds for readers; those who want to write wait as long


def empty_log(path: Path, wait: float = WAIT) -> bool:
    """Writes the log into the database ``path`` and cuts it to nothing; False when somebody reads from it just now.

    On a connection of its own, so that neither answers nor writes stand in a queue behind it. Raises StoreError.
    """
    with explained(path), closing(connect(path, wait=wait)) as connection:
        [busy, _, _] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
