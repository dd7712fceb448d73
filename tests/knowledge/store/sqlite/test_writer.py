"""One writer: told only after the commit, one bad job alone fails, no trouble with the disk stops the thread or loses
what waits, other processes are waited for, and a kill loses nothing that was told."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from knowledge.records.files import digest
from knowledge.records.model import KnowledgeError
from knowledge.store import StoreError, Turn, open_store
from knowledge.store.sql.writer import Kind, Writer
from knowledge.store.sqlite.database import connect, sqlite3
from knowledge.store.sqlite.dialect import SQLITE
from tests.disks import WAYS, disk


@contextmanager
def writing(path: Path, *, seen: list[str] | None = None, **options: float) -> Iterator[Writer]:
    """A writer on a database with one table ``rows (text)``; ``seen`` gets every statement."""
    with closing(connect(path, wait=0.02, create=True)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS rows (text TEXT NOT NULL) STRICT")

    def opened() -> sqlite3.Connection:
        connection = connect(path, wait=0.02)
        connection.set_trace_callback(None if seen is None else seen.append)
        return connection

    with closing(Writer(opened, SQLITE, **options)) as writer:
        yield writer


def add(text):
    return lambda connection: connection.execute("INSERT INTO rows VALUES (?)", [text]).lastrowid


def rows(path: Path) -> list[str]:
    with closing(connect(path, wait=1)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM rows ORDER BY rowid")]


@contextmanager
def held(writer: Writer) -> Iterator[None]:
    """The thread is busy inside the block, so that what is submitted there makes one group."""
    started, go_on = threading.Event(), threading.Event()

    def job(connection: sqlite3.Connection) -> None:
        started.set()
        go_on.wait()

    first = writer.submit(job)
    started.wait()
    try:
        yield
    finally:
        go_on.set()
        first.result()


def test_a_result_comes_after_the_commit(tmp_path):
    seen: list[str] = []
    with writing(tmp_path / "x.db", seen=seen) as writer:
        with held(writer):
            future = writer.submit(add("一"))
            future.add_done_callback(lambda _: seen.append("told"))
        assert future.result() == 1
    assert seen[-5:] == ["SAVEPOINT job", "INSERT INTO rows VALUES ('一')", "RELEASE job", "COMMIT", "told"]
    assert "BEGIN IMMEDIATE" in seen


def test_what_waits_together_is_committed_together(tmp_path):
    seen: list[str] = []
    with writing(tmp_path / "x.db", seen=seen) as writer:
        with held(writer):
            futures = [writer.submit(add(str(n))) for n in range(50)]
        assert [future.result() for future in futures] == list(range(1, 51))
    assert seen.count("COMMIT") == 2


def test_a_failing_job_fails_alone_and_leaves_nothing(tmp_path):
    def half(connection: sqlite3.Connection) -> None:
        add("half")(connection)
        raise SystemExit("stop")

    with writing(tmp_path / "x.db") as writer:
        with held(writer):
            futures = [writer.submit(job) for job in (add("一"), add("\ud800"), half, add(None), add("二"))]
        errors = [type(future.exception()) for future in futures]
        assert errors == [type(None), UnicodeEncodeError, SystemExit, sqlite3.IntegrityError, type(None)]
        writer.submit(add("三")).result()
    assert rows(tmp_path / "x.db") == ["一", "二", "三"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another connection holds the database inside the block."""
    with closing(connect(path, wait=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


KEEP = Kind(
    lambda connection, text: add(text)(connection), lambda connection, texts: [add(t)(connection) for t in texts]
)


def test_what_needs_a_result_now_gives_a_lock_up_and_is_not_done_later(tmp_path):
    path = tmp_path / "x.db"
    with writing(path, wait=0.05) as writer:
        with locked(path):
            kept = writer.add(KEEP, "先")
            assert isinstance(writer.submit(add("一")).exception(), sqlite3.OperationalError)
            assert not kept.done()
        writer.submit(add("二")).result()
    assert rows(path) == ["先", "二"]


def test_what_keeps_trying_is_written_in_its_order_when_the_lock_ends(tmp_path):
    path = tmp_path / "x.db"
    with writing(path, wait=0.05) as writer:
        with locked(path):
            kept = [writer.add(KEEP, "一"), writer.submit(add("二"), keep_trying=True)]
            kept += [writer.add(KEEP, str(n)) for n in range(2_000)]
            assert isinstance(writer.submit(add("放弃")).exception(), sqlite3.OperationalError)
            assert writer.writing.trouble and not any(future.done() for future in kept)
        assert [future.result() for future in kept] == list(range(1, 2_003))
        assert writer.writing.trouble is None
    assert rows(path) == ["一", "二", *map(str, range(2_000))]


def test_a_lock_that_outlasts_the_stop_is_given_up_and_told_once(tmp_path, caplog):
    path = tmp_path / "x.db"
    with writing(path, wait=0.05) as writer, locked(path):
        kept = [writer.add(KEEP, str(n)) for n in range(3)]
        writer.close()
        assert {str(future.exception())[:11] for future in kept} == {"程序停止时数据库还写不"}
    assert rows(path) == []
    assert len([record for record in caplog.records if "not recorded" in record.getMessage()]) == 1


def test_a_full_queue_is_told_once(tmp_path, caplog):
    with writing(tmp_path / "x.db", depth=2) as writer:
        with held(writer):
            futures = [writer.add(KEEP, str(n)) for n in range(9)]
        assert [future.exception() is None for future in futures] == [True] * 2 + [False] * 7
    assert len([record for record in caplog.records if "等着写入的记录太多" in record.getMessage()]) == 1


def limit(writer: Writer, pages: int) -> None:
    writer.submit(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()).result()


def test_a_full_database_fails_what_does_not_wait_and_keeps_the_rest(tmp_path):
    path = tmp_path / "x.db"
    with writing(path) as writer:
        writer.submit(add("一")).result()
        limit(writer, 4)
        kept = writer.add(KEEP, "大" * 100_000)
        assert "full" in str(writer.submit(add("大" * 100_000)).exception())
        assert not kept.done() and "full" in str(writer.writing.trouble)
        writer._connection.execute("PRAGMA max_page_count = 4000")
        kept.result()
        writer.submit(add("二")).result()
    assert [text[:1] for text in rows(path)] == ["一", "大", "二"]


def test_one_that_is_too_large_does_not_hold_up_the_others(tmp_path):
    path = tmp_path / "x.db"
    with writing(path) as writer:
        limit(writer, 4)
        with held(writer):
            large, kept = writer.submit(add("大" * 100_000)), writer.add(KEEP, "小")
        assert "full" in str(large.exception())
        kept.result()
    assert rows(path) == ["小"]


@pytest.mark.parametrize("way", WAYS)
def test_on_a_full_disk_what_waits_is_written_when_there_is_space_again(tmp_path, way):
    with disk(tmp_path / "disk", way, "1m") as small:
        path = small.folder / "x.db"
        with writing(path) as writer:
            writer.submit(add("一")).result()
            small.fill()
            kept = writer.add(KEEP, "大" * 100_000)
            error = writer.submit(add("大" * 100_000)).exception()
            assert isinstance(error, sqlite3.OperationalError)
            assert rows(path) == ["一"] and not kept.done()
            small.free()
            kept.result()
        assert [text[:1] for text in rows(path)] == ["一", "大"]


def test_a_broken_connection_is_replaced(tmp_path):
    with writing(tmp_path / "x.db") as writer:
        with held(writer):
            futures = [writer.submit(job) for job in (add("一"), lambda connection: connection.close(), add("二"))]
        assert all(isinstance(future.exception(), sqlite3.ProgrammingError) for future in futures)
        writer.submit(add("三")).result()
    assert rows(tmp_path / "x.db") == ["三"]


def test_errors_are_explained_once_each_and_keep_their_cause(tmp_path):
    with closing(Writer(lambda: connect(tmp_path / "x.db", wait=0, create=True), SQLITE, explain=OSError)) as writer:
        error = writer.submit(lambda connection: connection.execute("SELECT")).exception()
    assert isinstance(error, OSError)
    assert isinstance(error.__cause__, sqlite3.OperationalError)


def test_a_caller_who_hangs_up_does_not_take_the_write_back(tmp_path):
    with writing(tmp_path / "x.db") as writer, held(writer):
        assert not writer.submit(add("一")).cancel()
    assert rows(tmp_path / "x.db") == ["一"]


def test_a_long_queue_refuses_instead_of_waiting(tmp_path):
    with writing(tmp_path / "x.db", depth=2) as writer:
        with held(writer):
            futures = [writer.submit(add(str(n))) for n in range(3)]
            assert isinstance(futures[2].exception(), KnowledgeError)
        assert [future.result() for future in futures[:2]] == [1, 2]


def test_close_finishes_what_waits_and_refuses_what_comes(tmp_path):
    with writing(tmp_path / "x.db") as writer:
        with held(writer):
            for n in range(1_500):  # more than one group
                writer.submit(add(str(n)))
        writer.close()
        assert isinstance(writer.submit(add("late")).exception(), KnowledgeError)
    assert rows(tmp_path / "x.db") == [str(n) for n in range(1_500)]


def test_many_threads_may_submit(tmp_path):
    with writing(tmp_path / "x.db") as writer:

        def many(name: str) -> None:
            for n in range(50):
                writer.submit(add(f"{name}-{n}")).result()

        threads = [threading.Thread(target=many, args=[str(name)]) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    found = rows(tmp_path / "x.db")
    assert len(set(found)) == 400
    assert [row for row in found if row.startswith("3-")] == [f"3-{n}" for n in range(50)]


def test_a_connection_that_cannot_be_had_is_the_makers_error(tmp_path):
    with pytest.raises(sqlite3.OperationalError):
        Writer(lambda: connect(tmp_path / "none.db", wait=0), SQLITE)


# Other processes

TURN = Turn("c", "web", "2024-08-01", "t", "x" * 300, "answer", None, None, False, None, 1, "r", "{}", None)


@contextmanager
def child(program: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


LOCK = """
import sys; from pathlib import Path; from knowledge.store.sqlite.database import connect
connection = connect(Path(sys.argv[1]), wait=0)
connection.execute("BEGIN IMMEDIATE"); print("locked", flush=True); sys.stdin.read()
"""


def test_a_database_another_process_holds(tmp_path):
    path = tmp_path / "x.db"
    with open_store(path, wait=0.05) as store, child(LOCK, path) as other:
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(StoreError, match=f"正被另一个程序占用：{path}。请先停掉"):
            open_store(path, wait=0.05)
        recorded = store.record(TURN, None)
        with pytest.raises(StoreError, match="正被另一个程序占用"):
            store.publish({"a.txt": "a"}, author="a", note="")
        assert store.turns("c") == () and not recorded.done()
        other.kill()
        other.wait()
        assert recorded.result() == 1
        assert store.published() is None


START = """
import sys; from pathlib import Path
from knowledge.publish import ensure_published; from knowledge.store import open_store
sys.stdin.readline()
with open_store(Path(sys.argv[1]), wait=60) as store: print(ensure_published(store, {"a.txt": "a"}).number, flush=True)
"""


def test_processes_that_start_together_make_one_store(tmp_path):
    path = tmp_path / "x.db"
    with child(START, path) as a, child(START, path) as b, child(START, path) as c:
        for process in (a, b, c):
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.stdout.readline() for process in (a, b, c)] == ["1\n"] * 3
    with open_store(path) as store:
        assert [version.status for version in store.versions()] == ["published"]


WRITE = """
import os, sys
from pathlib import Path; from knowledge.store import Turn, open_store
store = open_store(Path(sys.argv[1])); first = int(sys.argv[2])
turn = Turn("c", "web", "d", "t", "x" * 300, "k", None, None, False, None, 1, "r", "{}", None)
for start in range(first, first + 10**9, 40):
    futures = [store.record(turn._replace(client_id=str(n)), str(n)) for n in range(start, start + 40)]
    store.publish({"a.txt": str(start) * 9_000, "b.txt": str(start)}, author="a", note=str(start))
    for n, future in zip(range(start, start + 40), futures):
        future.result(); os.write(1, b"%d\\n" % n)
"""


def test_a_kill_loses_nothing_acknowledged_and_publishes_all_or_nothing(tmp_path):
    path = tmp_path / "x.db"
    for first in (0, 10**6, 2 * 10**6):
        with child(WRITE, path, first) as writer:
            told = [next(writer.stdout) for _ in range(300)]
            writer.kill()
            told += writer.stdout
        with open_store(path) as store:
            assert [line for line in told if store.reply_to("c", line.strip()) is None] == []
            assert int(store.state_of("c")) >= int(told[-1])
            assert store.health()["check"] == "ok"
            assert [v.status for v in store.versions()].count("published") == 1
            assert all(digest(store.files_of(v.number)) == v.digest for v in store.versions())
            assert int(store.published().note) >= int(told[-1]) - 39
