"""The database file: which SQLite reads it, how it is opened, which tables it has, and what its errors mean.

Tables: ``texts`` (each text once, by sha256), ``versions``, ``version_files`` (path → text of a version),
``conversations`` (what is remembered between turns) and ``turns`` (every message with its reply), ``inbox`` and
``outbox`` (what a messenger delivered and what it still has to deliver), ``receipts`` (sums kept at an address),
``seen_days`` (one row: up to which day the clock is believed).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from knowledge.model import KnowledgeError

if TYPE_CHECKING:
    import sqlite3 as sqlite3
else:
    try:
        import pysqlite3.dbapi2 as sqlite3
    except ImportError:
        import sqlite3

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
MIGRATIONS = Migrations("fudaoyuan")


class StoreError(KnowledgeError):
    """The database cannot do what was asked; the message is Chinese, with the path and the way out."""


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
            if not _is_locked(error) or monotonic() > until:
                raise
            sleep(0.01)


def prepare(path: Path, *, create: bool, wait: float) -> None:
    """Makes the folder and the file when ``create``, and brings the tables up to date.

    Raises ``StoreError``, ``sqlite3.Error`` or ``OSError``.
    """
    if path.is_dir():
        raise StoreError(f"{path} 是文件夹，不是数据库文件。请写到文件名为止，例如 {path / 'fudaoyuan.db'}。")
    if not create and not path.exists():
        raise StoreError(f"没有找到数据库：{path}。请检查数据文件夹（FUDAOYUAN_HOME）对不对，或从备份恢复这个文件。")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = connect(path, wait=wait, create=create)
    try:
        _migrate(connection, path)
    finally:
        connection.close()


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    # Locked first and looked at second: two processes starting together must not both create the tables.
    db = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        _check_owner(db, path)
        MIGRATIONS.apply(db)
        connection.execute("COMMIT")
    finally:
        db.rollback()
    _check_pages(db, path)


def _check_owner(db: Database, path: Path) -> None:
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


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite or the file system say within the block into a ``StoreError`` about ``path``."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeEncodeError) as error:
        raise explain(error, path) from error


def explain(error: BaseException, path: Path) -> BaseException:
    """``error`` as a ``StoreError`` in Chinese; one that is not the database's comes back as it is."""
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"内容里有残缺的半个字符，存不进数据库 {path}。请删掉那个字符再试一次。")
    if isinstance(error, OSError):
        return StoreError(SENTENCES[sqlite3.SQLITE_CANTOPEN].format(path=path) + f"（{error.strerror}）")
    if isinstance(error, sqlite3.Error):
        return StoreError(SENTENCES.get(_code(error), OTHER).format(path=path, error=error))
    return error


def _code(error: sqlite3.Error) -> int:
    # The low byte is the kind, the rest says where it happened.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _is_locked(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


_LOCKED = "数据库正被另一个程序占用：{path}。请先停掉正在使用它的程序（例如另一个服务或备份），再试一次。"
_CLOSED = "数据库打不开：{path}。请检查路径写得对不对、当前用户有没有读写权限，或换一个数据文件夹（FUDAOYUAN_HOME）。"
SENTENCES = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_NOTADB: "这个文件不是数据库：{path}。请把它移到别处再启动，或换一个数据文件夹（FUDAOYUAN_HOME）。",
    sqlite3.SQLITE_CORRUPT: "数据库已损坏：{path}。请停掉程序，用最近的备份换掉它；没有备份就把它移到别处再启动，"
    "程序会用随包资料新建一个。",
    sqlite3.SQLITE_FULL: "磁盘满了，写不进数据库：{path}。请腾出空间，程序会自动恢复记录。",
    sqlite3.SQLITE_IOERR: "读写数据库时磁盘出错：{path}。请检查磁盘和剩余空间，再试一次。",
}
OTHER = "数据库出错：{path}（{error}）。请把这句话交给维护人员。"


@MIGRATIONS()
def seen_days(db: Database) -> None:
    db.execute("""
        CREATE TABLE seen_days (
            one INTEGER PRIMARY KEY CHECK (one = 1), day TEXT, doubted TEXT, seconds REAL NOT NULL
        ) STRICT""")


OURS = {function.__name__ for function in (m1_knowledge, m2_conversations, m3_outbox, m4_receipts, seen_days)}
