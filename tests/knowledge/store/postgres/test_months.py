"""Turns in a table for each month: where they lie, how one table becomes many, and how a month goes."""

import itertools
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge.store import Store, StoreError, Swept, Turn, move_store, open_store
from knowledge.store.postgres import months, schema
from tests import postgres
from tests.knowledge.said import TURN

LAST, FIRST = "2026-04-30T23:59:59.999999+00:00", "2026-05-01T00:00:00+00:00"
BARE = TURN._replace(conversation="forgotten", text="", reply="", payload="{}", amount=None, client_id=None)


def said(at: str, client_id: str | None = None, conversation: str = "c") -> Turn:
    return TURN._replace(at=at, day=at[:10], conversation=conversation, client_id=client_id, text=f"话 {at}")


def lying(url: str) -> dict[str, int]:
    with postgres.connected(url) as link:
        return months.lying_in(link)


def add(url: str, *names: str) -> None:
    with postgres.connected(url) as link:
        link.execute("BEGIN")
        months.add_months(link, names)
        link.execute("COMMIT")


def this_month(after: int = 0) -> str:
    now = datetime.now(UTC)
    year, month = divmod(now.year * 12 + now.month - 1 + after, 12)
    return f"{year}-{month + 1:02}"


def table(month: str) -> str:
    return f"turns_{month.replace('-', '_')}"


def test_a_new_store_has_a_table_for_this_month_and_the_next(one: Store, url: str) -> None:
    with postgres.connected(url) as link:
        there = {part.name: (part.since, part.until) for part in months.parts_of(link)}
    assert there == {
        table(this_month()): (this_month(), this_month(1)),
        table(this_month(1)): (this_month(1), this_month(2)),
    }


def test_what_is_said_lies_in_its_month_and_what_is_emptied_lies_apart(one: Store, url: str) -> None:
    add(url, "2026-04", "2026-05")
    for number, at in enumerate((LAST, FIRST, "2099-01-01T00:00:00+00:00", "")):
        assert one.record(said(at, f"m{number}"), None).result() == number + 1
    one.record(BARE, None).result()
    assert lying(url) == {"turns_2026_04": 1, "turns_2026_05": 1, "turns_other": 1, "turns_counted": 2}
    assert [turn.at for turn in one.turns("c")] == [LAST, FIRST, "2099-01-01T00:00:00+00:00", ""]
    one.forget("c").result()
    assert lying(url) == {"turns_counted": 5}
    assert one.counts().measures("2000-01-01", "2100-01-01") == {TURN.measure: 4}


@pytest.mark.parametrize("together", [False, True])
def test_a_message_sent_again_in_the_next_month_is_kept_once(one: Store, url: str, together: bool) -> None:
    add(url, "2026-04", "2026-05")
    first = one.record(said(LAST, "m"), "first")
    if not together:
        assert first.result() == 1
    again = one.record(said(FIRST, "m"), "again")
    others = [one.record(said(FIRST, f"n{number}"), "last") for number in range(5)]
    assert first.result() == again.result()
    assert [other.result() for other in others] == sorted({other.result() for other in others})
    assert len(one.turns("c")) == 6 and lying(url) == {"turns_2026_04": 1, "turns_2026_05": 5}
    kept = one.reply_to("c", "m")
    assert kept and kept.at == LAST and one.state_of("c") == "last"
    assert one.record(said(FIRST, "m", "another talk"), None).result() not in (1, None)


def test_a_month_that_gets_its_table_late_takes_what_is_there_of_it(one: Store, url: str) -> None:
    for number, at in enumerate((LAST, FIRST, LAST)):
        one.record(said(at, f"m{number}"), None).result()
    before = one.turns("c")
    assert lying(url) == {"turns_other": 3}
    add(url, "2026-04")
    add(url, "2026-04", "2026-05")
    assert lying(url) == {"turns_2026_04": 2, "turns_2026_05": 1} and one.turns("c") == before
    assert one.record(said(FIRST, "m0"), None).result() == 1, "still known"


def unparted(url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of the program before, whose turns lie in one table."""
    with monkeypatch.context() as before:
        before.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        before.setattr(schema, "OWN", {})
        before.setattr(schema, "make_room", lambda link: None)
        return open_store(url)


def content(store: Store) -> list[Any]:
    return [
        store.counts().turns("2000-01-01", "2100-01-01"),
        store.counts().measures("2000-01-01", "2100-01-01"),
        [store.turns(f"c{number}") for number in range(3)],
        [store.reply_to(f"c{number % 3}", f"m{number}") for number in range(30)],
        [store.state_of(f"c{number}") for number in range(3)],
    ]


def test_one_table_becomes_many_with_all_that_is_in_it_while_the_old_program_goes_on(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = unparted(url, monkeypatch)
    now = datetime.now(UTC).isoformat()
    for number, at in enumerate(itertools.islice(itertools.cycle((LAST, FIRST, now)), 30)):
        old.record(said(at, f"m{number}", f"c{number % 3}"), f"{number}").result()
    for turn in (BARE, BARE, said("2099-01-01T00:00:00+00:00", "ahead", "c0")):
        old.record(turn, None).result()
    before = content(old)
    with open_store(url) as new:
        assert content(new) == before
        assert lying(url) == {months.BEFORE: 30, months.COUNTED: 2, months.OTHER: 1}
        assert new.record(said(now, "m2", "c2"), None).result() == 3, "still known"
        assert new.record(said(now, "new"), None).result() > 33, "numbers go on"
        assert old.record(said(now, "of the old one"), None).result() > 34
        many = [old.record(said(now, f"{number % 4}"), None) for number in range(8)]
        assert [one.result() for one in many[:4]] == [one.result() for one in many[4:]]
        assert old.sweep(FIRST).turns == 10
        assert lying(url)[months.BEFORE] == 26 and lying(url)[months.COUNTED] == 12
    old.close()
    open_store(url).close()
    assert lying(url)[months.BEFORE] == 26


def test_a_database_without_turns_has_no_table_of_before(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unparted(url, monkeypatch).close()
    with open_store(url) as new:
        assert new.record(TURN._replace(at=datetime.now(UTC).isoformat()), None).result() == 1
    assert lying(url) == {table(this_month()): 1}
    with postgres.connected(url) as link:
        assert months.BEFORE not in schema.tables_in(link)


def test_an_upgrade_that_breaks_off_leaves_the_table_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with unparted(url, monkeypatch) as old:
        for number in range(5):
            old.record(said(FIRST, f"m{number}"), None).result()
        before = old.turns("c")
        with monkeypatch.context() as broken:
            broken.setattr(months, "REPLY_IS_ONE", "SELECT nothing")
            with pytest.raises(StoreError):
                open_store(url)
        assert old.turns("c") == before and old.record(said(FIRST, "m9"), None).result() == 6
        with open_store(url) as new:
            assert new.turns("c") == (*before, said(FIRST, "m9"))


def test_a_month_whose_days_are_over_goes_whole_and_still_counts(one: Store, url: str) -> None:
    add(url, "2026-04", "2026-05")
    for number in range(30):
        one.record(said(FIRST if number % 3 == 0 else LAST, f"m{number}", f"c{number % 5}"), None).result()
    counted = one.counts().measures("2026-01-01", "2026-12-31")
    assert one.sweep(LAST[:10]) == Swept(0, 0) and one.sweep(FIRST) == Swept(20, 0)
    assert lying(url) == {"turns_2026_05": 10, "turns_counted": 20}
    with postgres.connected(url) as link:
        there = schema.tables_in(link)
    assert "turns_2026_04" not in there and "turns_2026_05" in there
    assert one.counts().measures("2026-01-01", "2026-12-31") == counted
    assert {turn.text for turn in one.counts().turns("2026-04-30", "2026-04-30")} == {""}
    assert one.sweep("2026-05-20") == Swept(10, 0)
    with postgres.connected(url) as link:
        assert "turns_2026_05" in schema.tables_in(link), "a month that is not over stays, though nothing is in it"


def test_a_month_with_something_left_stays_and_so_does_one_that_is_read(one: Store, url: str) -> None:
    add(url, "2026-03", "2026-04")
    one.record(said(LAST, "m"), None).result()
    with postgres.connected(url) as reader, postgres.connected(url) as link:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM turns")
        assert months.drop_months(link, FIRST) == [], "somebody reads"
        assert one.record(said(LAST, "n"), None).result() == 2
        reader.execute("COMMIT")
        assert months.drop_months(link, FIRST) == ["turns_2026_03"]
    assert lying(url) == {"turns_2026_04": 2}
    assert one.sweep(FIRST, batch=1, rest=lambda: False) == Swept(1, 0)
    assert lying(url) == {"turns_2026_04": 1, "turns_counted": 1}
    assert one.sweep(FIRST) == Swept(1, 0) and lying(url) == {"turns_counted": 2}


@pytest.fixture
def database() -> Iterator[str]:
    made = postgres.fresh_database()
    yield made
    postgres.drop_database(made)


def test_a_move_brings_each_turn_to_its_month(database: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite3") as file:
        for number, at in enumerate((LAST, FIRST, FIRST, "2099-01-01T00:00:00+00:00")):
            file.record(said(at, f"m{number}"), "{}").result()
        file.record(BARE, None).result()
        before = file.turns("c")
    moved = move_store(tmp_path / "s.sqlite3", database, lambda done, total: None)
    assert lying(database) == {"turns_2026_04": 1, "turns_2026_05": 2, "turns_other": 1, "turns_counted": 1}
    assert move_store(database, tmp_path / "back.sqlite3", lambda done, total: None) == moved
    with open_store(tmp_path / "back.sqlite3") as file:
        assert file.turns("c") == before


def test_a_dump_brings_back_the_months_and_what_keeps_a_message_one(database: str, tmp_path: Path) -> None:
    now = datetime.now(UTC).isoformat()
    with open_store(database) as store:
        add(database, "2026-04")
        for turn in (said(LAST, "m"), said(now, "n"), BARE):
            store.record(turn, "{}").result()
        before, lay = store.turns("c"), lying(database)
    other = postgres.fresh_database()
    try:
        dump = tmp_path / "dump"
        subprocess.run([postgres.PROGRAMS / "pg_dump", "-Fc", "-f", dump, database], check=True)
        subprocess.run([postgres.PROGRAMS / "pg_restore", "--no-owner", "-d", other, dump], check=True)
        with open_store(other, create=False) as store:
            assert store.turns("c") == before and lying(other) == lay
            assert store.record(said(now, "m"), None).result() == 1
            assert store.record(said(now, "new"), None).result() > 3
    finally:
        postgres.drop_database(other)
