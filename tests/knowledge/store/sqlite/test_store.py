"""The store on real files: what opens and what does not, and what lies in the rows."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from knowledge.store import StoreError, Version, open_store
from knowledge.store.sqlite.database import MIGRATIONS, OURS, check_runtime, connect, sqlite3
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.said import TURN

FILES = {"policies/a/document.txt": "一\r\n", "series/lpr.toml": "二", "vocabulary/words.txt": "一\r\n"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "数据 #1" / "fudaoyuan.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with SqliteStore.open(path) as opened:
        yield opened


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(path, wait=0)) as connection:
        yield connection


def test_a_failure_in_the_middle_of_publishing_leaves_the_old_version_whole(path, store):
    first = store.publish(FILES, author="a", note="")
    with raw(path) as connection:
        connection.execute(
            "CREATE TRIGGER power_cut BEFORE INSERT ON version_files WHEN NEW.path = 'z.txt'"
            " BEGIN SELECT RAISE(ABORT, 'power cut'); END"
        )
    with pytest.raises(StoreError, match="power cut"):
        store.publish({**FILES, "b.txt": "新", "z.txt": "新"}, author="b", note="")
    assert store.versions() == (first,)
    assert store.files_of(1) == FILES
    assert store.publish({"b.txt": "新"}, author="b", note="").number == 2


def test_a_text_is_stored_once(path, store):
    numbers = [store.publish(FILES, author="a", note="").number for _ in range(3)]
    assert numbers == [1, 2, 3]
    with raw(path) as connection:
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (2,)


def test_no_word_stays_in_the_row_and_how_many_talked_still_counts(path, store):
    mine = TURN._replace(client_id="m-1", text="张三的公司", reply="张三您好", payload='"张三"')
    for turn in (mine, mine._replace(client_id="m-2"), TURN._replace(conversation="web-2")):
        store.record(turn, "张三").result()
    store.forget("web-1").result()
    assert store.turns("web-1") == ()
    assert store.reply_to("web-1", "m-1") is store.state_of("web-1") is None
    assert store.turns("web-2") == (TURN._replace(conversation="web-2"),)
    with raw(path) as connection:
        kept = connection.execute("SELECT DISTINCT text || reply || payload, amount, kind FROM turns WHERE id < 3")
        assert kept.fetchall() == [("{}", None, "answer")]
        assert connection.execute("SELECT count(DISTINCT conversation) FROM turns").fetchone() == (2,)
    store.forget("web-2").result()
    store.close()
    assert "张三".encode() not in path.read_bytes()


def test_health_says_what_runs(path, store):
    health = store.health()
    assert (health["check"], health["path"]) == ("ok", str(path))
    assert health["wal_bytes"] >= 0 < health["bytes"]
    assert tuple(map(int, str(health["sqlite"]).split("."))) >= (3, 51, 3)


def test_opening_twice_migrates_once(path):
    for _ in range(2):
        open_store(path).close()
    with raw(path) as connection:
        assert {migration.name for migration in MIGRATIONS.applied(Database(connection))} == OURS
        assert connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (len(OURS),)
        assert all(strict for (strict,) in connection.execute(
            "SELECT strict FROM pragma_table_list WHERE name IN"
            " ('texts', 'versions', 'version_files', 'conversations', 'turns')"
        ))  # fmt: skip


def test_a_database_of_the_first_migration_gets_the_later_ones(tmp_path):
    path = tmp_path / "old.db"
    with closing(connect(path, wait=0, create=True)) as connection:
        MIGRATIONS.apply(Database(connection), stop_before="m2_conversations")
        connection.execute("INSERT INTO versions VALUES (1, 'published', 'a', '', '2024', NULL, 'd')")
    with open_store(path) as store:
        store.record(TURN, None).result()
        assert store.published() == Version(1, "published", "a", "", "2024", None, "d")


def test_the_file_keeps_its_promises(path, store):
    names = ("journal_mode", "synchronous", "foreign_keys", "journal_size_limit")

    def pragmas(connection):
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert store._writer.submit(pragmas).result() == ["wal", 2, 1, 64 * 1024 * 1024]
    insert = "INSERT INTO versions VALUES (?, 'published', 'a', '', '2024', NULL, 'd')"
    store._writer.submit(lambda connection: connection.execute(insert, [1])).result()
    with raw(path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(insert, [2])


def damage(path: Path, content: bytes, at: int = 0, *, cut: bool = False) -> None:
    open_store(path).close()
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)
        if cut:
            file.truncate()


def damage_text(path: Path) -> None:
    with open_store(path) as store:
        store.publish({"a.txt": "长" * 20_000}, author="a", note="")
    with path.open("r+b") as file:
        file.seek(-4_096 * 5, 2)
        file.write(b"\xff" * 4_096)


def foreign(path: Path) -> None:
    with closing(connect(path, wait=0, create=True)) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")


def newer(path: Path) -> None:
    open_store(path).close()
    with raw(path) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'fudaoyuan', 'm99_future', '2030')")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.mkdir(), "是文件夹，不是数据库文件"),
        (lambda path: path.symlink_to(path), "打不开"),
        (lambda path: path.write_bytes("贷款".encode() * 999), "这个文件不是数据库"),
        (lambda path: damage(path, b"", at=8_192, cut=True), "已损坏"),
        (lambda path: damage(path, b"\xff" * 4_096, at=4_096), "已损坏"),
        (damage_text, "已损坏"),
        (foreign, "是别的程序的数据库"),
        (newer, "是更新版本的程序建立的"),
    ],
)
def test_what_cannot_be_opened_is_said_with_path_and_remedy(tmp_path, spoil, sentence):
    path = tmp_path / "x.db"
    spoil(path)
    before = path.is_file() and path.read_bytes()
    with pytest.raises(StoreError, match=sentence) as caught:
        open_store(path)
    assert str(path) in str(caught.value)
    assert "请" in str(caught.value)
    assert before == (path.is_file() and path.read_bytes())


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="打不开"):
        open_store(tmp_path / "file" / "x.db")


def test_a_missing_database_is_not_made_unasked(path):
    with pytest.raises(StoreError, match=f"没有找到数据库：{path}。请检查"):
        open_store(path, create=False)
    assert not path.parent.exists()


def test_damage_among_the_conversations_is_seen_by_health(path):
    with open_store(path) as store:
        for n in range(200):
            store.record(TURN._replace(text=str(n) * 500), None).result()
    with path.open("r+b") as file:
        file.seek(-4_096 * 8, 2)
        file.write(b"\xff" * 4_096 * 4)
    with open_store(path) as store:
        try:
            assert store.health()["check"] != "ok"
        except StoreError as error:
            assert "已损坏" in str(error)


def test_an_old_sqlite_is_refused(path, monkeypatch):
    with pytest.raises(StoreError, match=r"SQLite 3\.51\.2 .*至少要 3\.51\.3。请运行 pip install pysqlite3"):
        check_runtime((3, 51, 2))
    check_runtime((3, 51, 3))
    monkeypatch.setattr("knowledge.store.sqlite.database.OLDEST", (99, 0, 0))
    with pytest.raises(StoreError, match="至少要 99"):
        open_store(path)
    assert not path.exists()
