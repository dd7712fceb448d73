"""Both engines have the same tables and columns, and a database that does not fit is told by a sentence."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.store import Store, StoreError, open_store
from knowledge.store.postgres import months, schema
from knowledge.store.postgres.connection import shown
from knowledge.store.sqlite.database import connect
from tests import postgres
from tests.knowledge.said import TURN

COLUMNS = """
    SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND attnum > 0
    AND NOT relispartition"""
BOOKKEEPING = {"_sqlite_migrations", "sqlite_sequence", schema.DONE, *schema.OWN}


def test_both_engines_have_the_same_tables_and_columns(url: str, one: Store, tmp_path: Path) -> None:
    open_store(tmp_path / "s.sqlite3").close()
    with postgres.connected(url) as link, closing(connect(tmp_path / "s.sqlite3", wait=0)) as file:
        here = {(table, column) for table, column in link.execute(COLUMNS).fetchall() if table not in BOOKKEEPING}
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        there = {
            (name, row[1])
            for name in names
            if name not in BOOKKEEPING
            for row in file.execute(f"SELECT * FROM pragma_table_info('{name}')")
        }
    assert here == there
    assert set(schema.table_names()) == {table for table, _ in here}


def test_names_sort_byte_by_byte_whatever_the_database_sorts_by(one: Store) -> None:
    files = {"b.txt": "", "B.txt": "", "a-b.txt": "", "ab.txt": "", "资料.txt": ""}
    one.publish(files, author="a", note="")
    assert list(one.files_of(1)) == sorted(files)


def test_another_programs_tables_are_left_alone(url: str) -> None:
    with postgres.connected(url) as link:
        link.execute("CREATE TABLE customers (id BIGINT)")
    with pytest.raises(StoreError, match="别的程序的表"):
        open_store(url)


def test_an_empty_database_is_not_filled_by_who_only_looks(url: str) -> None:
    with pytest.raises(StoreError, match="是空的"):
        open_store(url, create=False)


@pytest.mark.parametrize(("additive", "opens"), [(True, True), (False, False)])
def test_a_newer_programs_tables_are_used_when_they_only_have_more(url: str, additive: bool, opens: bool) -> None:
    """Two versions of the program run side by side during an upgrade."""
    open_store(url).close()
    with postgres.connected(url) as link:
        link.execute(f"INSERT INTO {schema.DONE} VALUES ('of tomorrow', ?, now())", [additive])
    if opens:
        with open_store(url) as store:
            assert store.record(TURN, "{}").result() == 1
    else:
        with pytest.raises(StoreError, match="更新版本的程序"):
            open_store(url)


def test_a_table_that_is_gone_is_told(url: str) -> None:
    open_store(url).close()
    with postgres.connected(url) as link:
        link.execute("DROP TABLE receipts")
    with pytest.raises(StoreError, match="少了表（receipts）") as caught:
        open_store(url)
    assert caught.value.kind == "damaged"


def test_who_may_not_make_tables_is_told_who_may(url: str) -> None:
    name = url.rpartition("%3D")[2]
    with postgres.connected(url) as link:
        link.execute(f"CREATE ROLE {name} LOGIN")
        link.execute(f"GRANT USAGE ON SCHEMA {name} TO {name}")
    try:
        with pytest.raises(StoreError, match="没有权限"):
            open_store(url.replace("fudaoyuan@", f"{name}@"))
    finally:
        with postgres.connected(url) as link:
            link.execute(f"REVOKE USAGE ON SCHEMA {name} FROM {name}")
            link.execute(f"DROP ROLE {name}")


def test_who_may_only_write_goes_on_in_a_month_without_a_table(url: str) -> None:
    name = url.rpartition("%3D")[2]
    open_store(url).close()
    with postgres.connected(url) as link:
        for part in months.parts_of(link):
            link.execute(f"DROP TABLE {part.name}")
        link.execute(f"CREATE ROLE {name} LOGIN")
        link.execute(f"GRANT USAGE ON SCHEMA {name} TO {name}")
        for what in ("TABLES", "SEQUENCES"):
            link.execute(f"GRANT ALL ON ALL {what} IN SCHEMA {name} TO {name}")
    try:
        with open_store(url.replace("fudaoyuan@", f"{name}@")) as store:
            assert store.record(TURN, "{}").result() == 1 and store.turns(TURN.conversation) == (TURN,)
        with postgres.connected(url) as link:
            assert months.lying_in(link) == {months.OTHER: 1} and months.parts_of(link) == []
    finally:
        with postgres.connected(url) as link:
            link.execute(f"DROP OWNED BY {name}")
            link.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda url: url.replace("/postgres?", "/nothing?"), "没有这个库"),
        (lambda url: re.sub(r":[0-9]+/", ":1/", url), "连不上 PostgreSQL"),
        (lambda url: re.sub(r":[0-9]+/", ":x/", url), "读不懂"),
        (lambda url: url.replace("fudaoyuan@", "nobody:secret@"), "不让进|没有这个库"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(url: str, change: Callable[[str], str], words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        open_store(change(url))
    assert "secret" not in str(caught.value)


def test_an_address_is_shown_without_password_and_options() -> None:
    assert shown("postgresql://a:b%40c@db:5433/f?options=-cx") == "postgresql://a@db:5433/f"


def test_the_trail_can_only_be_added_to(url: str, one: Store) -> None:
    from knowledge.store.desk import Note

    one.trail().append(Note("2025-11-22T08:00:00+08:00", "li", "终端", "edit", "x")).result()
    with postgres.connected(url) as link, pytest.raises(Exception, match="only added to"):
        link.execute("UPDATE trail SET who = 'nobody'")
