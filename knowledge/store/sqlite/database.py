"""The database file: how it is opened, and which tables it has.

Tables: ``texts`` (each text once, by sha256), ``versions``, ``version_files`` (path → text of a version),
``conversations`` (what is remembered between turns) and ``turns`` (every message with its reply), ``inbox`` and
``outbox`` (what a messenger delivered and what it still has to deliver), ``receipts`` (sums kept at an address),
``past_answers`` (what a conversation's last answers were about), ``moved_chats`` (a chat's old number → its new one),
``questions`` (what people left for staff to answer), ``meta`` (the database's identity, and when the last heartbeat was
written), ``seen_days`` (one row: up to which day the clock is believed), ``ledger`` (what counselors write down, every
revision of it) and ``event_talks`` (which conversations were begun at which event); of the desk ``people``,
``desk_sessions``, ``login_failures``, ``trail`` (what was done, chained by hashes), ``drafts``, ``draft_files`` (what a
draft changes) and ``draft_hands`` (who changed anything in it).
"""

from contextlib import closing
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from knowledge.records.model import StoreError
from knowledge.store.private import close_to_others, make_private
from knowledge.store.sql.transfer import NOTE, UNFINISHED
from knowledge.store.sqlite.driver import sqlite3 as sqlite3
from knowledge.store.sqlite.errors import SENTENCES, is_locked
from knowledge.store.sqlite.marker import Marker

# 3.7.0–3.51.2 can corrupt a WAL database when two connections write and checkpoint at the same moment.
OLDEST = (3, 51, 3)
WAL_LIMIT = 64 * 1024 * 1024  # bytes the log may keep after a checkpoint
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"journal_size_limit = {WAL_LIMIT}",
    "secure_delete = ON",  # what a person asked to forget must not stay in free pages
)
LOST_TABLES = "数据库里少了表（{names}）：{path}。请停掉程序，用最近的备份换掉它，再启动。"
MIGRATIONS = Migrations("fudaoyuan")


@MIGRATIONS()
def m1_knowledge(db: Database) -> None:
    db.execute("CREATE TABLE texts (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT")
    db.execute("""
        CREATE TABLE versions (
            number INTEGER PRIMARY KEY,
            status TEXT NOT NULL CHECK (status IN ('published', 'superseded', 'draft')),
            author TEXT NOT NULL, note TEXT NOT NULL, created_at TEXT NOT NULL,
            shipped TEXT, digest TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE UNIQUE INDEX one_published ON versions (status) WHERE status = 'published'")
    db.execute("""
        CREATE TABLE version_files (
            version INTEGER NOT NULL REFERENCES versions (number),
            path TEXT NOT NULL,
            sha256 TEXT NOT NULL REFERENCES texts (sha256),
            PRIMARY KEY (version, path)
        ) STRICT, WITHOUT ROWID""")


@MIGRATIONS()
def m2_conversations(db: Database) -> None:
    db.execute("CREATE TABLE conversations (conversation TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT")
    db.execute("""
        CREATE TABLE turns (
            id INTEGER PRIMARY KEY,
            conversation TEXT NOT NULL, channel TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL,
            text TEXT NOT NULL, kind TEXT NOT NULL, clause TEXT, measure TEXT,
            sure INTEGER NOT NULL CHECK (sure IN (0, 1)), amount TEXT, version INTEGER NOT NULL,
            reply TEXT NOT NULL, payload TEXT NOT NULL, client_id TEXT
        ) STRICT""")
    db.execute("CREATE INDEX turns_of_conversation ON turns (conversation)")
    db.execute("CREATE UNIQUE INDEX one_reply ON turns (conversation, client_id) WHERE client_id IS NOT NULL")


@MIGRATIONS()
def m3_outbox(db: Database) -> None:
    db.execute("""
        CREATE TABLE inbox (
            channel TEXT NOT NULL, id INTEGER NOT NULL, chat TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
            done_at TEXT, conversation TEXT, message INTEGER, before TEXT,
            PRIMARY KEY (channel, id)
        ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX inbox_waiting ON inbox (channel, id) WHERE done_at IS NULL")
    db.execute("CREATE INDEX inbox_of_conversation ON inbox (channel, conversation) WHERE conversation IS NOT NULL")
    db.execute("""
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY, channel TEXT NOT NULL, update_id INTEGER NOT NULL, part INTEGER NOT NULL,
            chat TEXT NOT NULL, conversation TEXT NOT NULL, method TEXT NOT NULL, payload TEXT NOT NULL,
            at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, sent_at TEXT, message INTEGER, failed TEXT,
            UNIQUE (channel, update_id, part)
        ) STRICT""")
    db.execute("CREATE INDEX outbox_waiting ON outbox (channel, id) WHERE sent_at IS NULL AND failed IS NULL")


@MIGRATIONS()
def m4_receipts(db: Database) -> None:
    db.execute("""
        CREATE TABLE receipts (digest TEXT PRIMARY KEY, day TEXT NOT NULL, content TEXT NOT NULL)
        STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX receipts_by_day ON receipts (day)")
    # What is asked most is counted from this index alone: the turns themselves may be gigabytes.
    db.execute("CREATE INDEX measures_by_day ON turns (day, measure) WHERE measure IS NOT NULL")


@MIGRATIONS()
def past_answers(db: Database) -> None:
    """``messages``: the numbers of the messages an answer was sent in, each between commas."""
    db.execute("""
        CREATE TABLE past_answers (
            channel TEXT NOT NULL, update_id INTEGER NOT NULL, conversation TEXT NOT NULL, at TEXT NOT NULL,
            messages TEXT NOT NULL DEFAULT ',', state TEXT NOT NULL,
            UNIQUE (channel, update_id)
        ) STRICT""")
    db.execute("CREATE INDEX past_answers_of_conversation ON past_answers (conversation, at)")
    db.execute("CREATE INDEX past_answers_by_time ON past_answers (channel, at)")


@MIGRATIONS()
def albums(db: Database) -> None:
    db.execute("ALTER TABLE inbox ADD COLUMN album TEXT")
    db.execute("CREATE INDEX inbox_of_album ON inbox (channel, chat, album) WHERE album IS NOT NULL")


@MIGRATIONS()
def moved_chats(db: Database) -> None:
    db.execute("""
        CREATE TABLE moved_chats (
            channel TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
            PRIMARY KEY (channel, old)
        ) STRICT, WITHOUT ROWID""")


@MIGRATIONS()
def m5_meta(db: Database) -> None:
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.execute("INSERT INTO meta VALUES ('identity', lower(hex(randomblob(16))))")


def check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Raises ``StoreError`` when a table that was made is no longer there."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if missing := tables() - there:
        raise StoreError(LOST_TABLES.format(path=path, names="、".join(sorted(missing))), "damaged")


@cache
def tables() -> frozenset[str]:
    """The names of all tables of an up-to-date database."""
    with closing(sqlite3.connect(":memory:")) as empty:
        db = Database(empty, execute_plugins=False)
        MIGRATIONS.apply(db)
        return frozenset(db.table_names())


def check_runtime(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raises ``StoreError`` when SQLite is older than ``OLDEST``."""
    if version < OLDEST:
        have, want = (".".join(map(str, numbers)) for numbers in (version, OLDEST))
        raise StoreError(f"SQLite {have} 有会损坏数据的缺陷，至少要 {want}。请运行 pip install pysqlite3，再试一次。")


def connect(path: Path, *, wait: float, create: bool = False) -> sqlite3.Connection:
    """A connection any thread may use, one at a time; ``wait`` seconds for a lock. Raises ``sqlite3.Error``."""
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _set_up(connection, wait)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection, wait: float) -> None:
    # Turning a new file into WAL fails at once when two do it together, whatever the timeout: 55 of 900 opens by six
    # processes said "locked".
    until = monotonic() + wait
    while True:
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            return
        except sqlite3.OperationalError as error:
            if not is_locked(error) or monotonic() > until:
                raise
            sleep(0.01)


def prepare(path: Path, *, create: bool, wait: float, moving: bool = False) -> None:
    """Makes the folder and the file when ``create``, brings the tables up to date, and leaves a marker beside it.

    ``moving``: a move into it may still be under way. Raises ``StoreError``, ``sqlite3.Error`` or ``OSError``.
    """
    if path.is_dir():
        raise StoreError(f"{path} 是文件夹，不是数据库文件。请写到文件名为止，例如 {path / 'fudaoyuan.db'}。")
    marker = Marker.of(path)
    marker.check_there(path)
    if not create and not path.exists():
        raise StoreError(f"没有找到数据库：{path}。请检查数据文件夹（FUDAOYUAN_HOME）对不对，或从备份恢复这个文件。")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if create and not path.exists():
        make_private(path)  # SQLite gives its log the mode of the file
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", marker.path.name):
        close_to_others(path.with_name(name))
    connection = connect(path, wait=wait, create=create)
    try:
        marker.keep(_migrate(connection, path, marker, moving=moving))
    finally:
        connection.close()


def _migrate(connection: sqlite3.Connection, path: Path, marker: Marker, *, moving: bool) -> str:
    """Brings the tables up to date; the database's identity."""
    # Locked first and looked at second: two processes starting together must not both create the tables.
    db = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        check_owner(db, path)
        marker.check_filled(path, empty=not db.table_names())
        new = "meta" not in db.table_names()
        MIGRATIONS.apply(db)
        if NOTE not in db.table_names():
            identity = _identity(db, marker.read() if new else "")
            marker.check_same(path, identity)
        elif moving:
            identity = marker.read()
        else:
            raise StoreError(UNFINISHED.format(name=path))
        connection.execute("COMMIT")
    finally:
        db.rollback()
    check_tables(connection, path)
    _check_pages(db, path)
    return identity


def _identity(db: Database, known: str) -> str:
    """The database's identity; ``known``: what the marker beside an older one, which had none, says it is."""
    if known:  # a backup of before the upgrade was put back
        db.execute("UPDATE meta SET value = ? WHERE key = 'identity'", [known])
    [identity] = db.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()
    return str(identity)


def check_owner(db: Database, path: Path) -> None:
    """Raises ``StoreError`` when the tables are another program's, or a newer one's of ours."""
    if db.table_names() and MIGRATIONS.migrations_table not in db.table_names():
        raise StoreError(f"{path} 是别的程序的数据库，不敢改动。请换一个数据文件夹（FUDAOYUAN_HOME）。")
    if {migration.name for migration in MIGRATIONS.applied(db)} - OURS:
        raise StoreError(f"{path} 是更新版本的程序建立的，本程序读不了。请升级程序，或恢复升级前的备份。")


def _check_pages(db: Database, path: Path) -> None:
    # The knowledge only: the conversations may be gigabytes, and a start must not wait for them (see health).
    for table in ("versions", "version_files", "texts"):
        [found] = db.execute(f"PRAGMA quick_check({table})").fetchone()
        if found != "ok":
            raise StoreError(SENTENCES[sqlite3.SQLITE_CORRUPT].format(path=path))


@MIGRATIONS()
def seen_days(db: Database) -> None:
    db.execute("""
        CREATE TABLE seen_days (
            one INTEGER PRIMARY KEY CHECK (one = 1), day TEXT, doubted TEXT, seconds REAL NOT NULL
        ) STRICT""")


@MIGRATIONS()
def m6_questions(db: Database) -> None:
    db.execute("""
        CREATE TABLE questions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation TEXT NOT NULL, channel TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'done'))
        ) STRICT""")
    db.execute("CREATE INDEX questions_of_conversation ON questions (conversation)")
    db.execute("CREATE INDEX questions_by_time ON questions (at)")


@MIGRATIONS()
def m7_call_back(db: Database) -> None:
    db.execute("ALTER TABLE questions ADD COLUMN phone TEXT NOT NULL DEFAULT ''")


@MIGRATIONS()
def m8_kit(db: Database) -> None:
    db.execute("""
        CREATE TABLE ledger (
            kind TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (kind, name, revision)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE event_talks (
            event TEXT NOT NULL, conversation TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (event, conversation)
        ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX event_talks_of_conversation ON event_talks (conversation)")


@MIGRATIONS()
def m9_desk(db: Database) -> None:
    db.execute("""
        CREATE TABLE people (
            name TEXT PRIMARY KEY, shown TEXT NOT NULL, role TEXT NOT NULL, county TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'closed')), fresh INTEGER NOT NULL, at TEXT NOT NULL,
            secret TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE desk_sessions (
            digest TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (name), begun TEXT NOT NULL,
            seen TEXT NOT NULL, address TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE login_failures (key TEXT PRIMARY KEY, count INTEGER NOT NULL, since TEXT NOT NULL)
        STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE trail (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, place TEXT NOT NULL, what TEXT NOT NULL,
            thing TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, hash TEXT NOT NULL
        ) STRICT""")
    for change in ("UPDATE", "DELETE"):  # a slip in a program is refused; who means to tamper is found by the hashes
        db.execute(f"""
            CREATE TRIGGER trail_{change.lower()} BEFORE {change} ON trail
            BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END""")
    db.execute("""
        CREATE TABLE drafts (
            number INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, base INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'review', 'due', 'published', 'dropped')),
            created_at TEXT NOT NULL, changed_at TEXT NOT NULL, submitted_by TEXT NOT NULL, submitted_at TEXT NOT NULL,
            signed_by TEXT NOT NULL, signed_at TEXT NOT NULL, due TEXT NOT NULL, version INTEGER NOT NULL,
            reason TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE draft_files (
            draft INTEGER NOT NULL REFERENCES drafts (number), path TEXT NOT NULL,
            sha256 TEXT REFERENCES texts (sha256), by TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (draft, path)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE draft_hands (
            draft INTEGER NOT NULL REFERENCES drafts (number), by TEXT NOT NULL, PRIMARY KEY (draft, by)
        ) STRICT, WITHOUT ROWID""")


@MIGRATIONS()
def m10_reminders(db: Database) -> None:
    db.execute("""
        CREATE TABLE reminders (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation TEXT NOT NULL, channel TEXT NOT NULL, kind TEXT NOT NULL, due TEXT NOT NULL, day TEXT NOT NULL,
            words TEXT NOT NULL, measure TEXT NOT NULL, at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'told', 'missed'))
        ) STRICT""")
    db.execute("CREATE INDEX reminders_of_conversation ON reminders (conversation)")
    db.execute("CREATE INDEX reminders_by_day ON reminders (channel, day) WHERE state = 'open'")


@MIGRATIONS()
def m11_wecom_accounts(db: Database) -> None:
    db.execute("ALTER TABLE people ADD COLUMN wecom TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE UNIQUE INDEX people_by_wecom ON people (wecom) WHERE wecom <> ''")


OURS = {
    function.__name__
    for function in (
        *(m1_knowledge, m2_conversations, m3_outbox, m4_receipts, past_answers, albums, moved_chats, m5_meta),
        *(seen_days, m6_questions, m7_call_back, m8_kit, m9_desk, m10_reminders, m11_wecom_accounts),
    )
}
