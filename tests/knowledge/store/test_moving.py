"""Everything goes along, there and back, a move that breaks off goes on, and a half-moved database is no store."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.store import (
    Answered,
    DeskSession,
    Incoming,
    Note,
    Outgoing,
    Person,
    Reminder,
    Reminding,
    StoreError,
    move_store,
    open_store,
)
from knowledge.store.deliveries import Move as ChatMove
from knowledge.store.sql import transfer
from knowledge.store.sqlite.database import connect
from tests import postgres
from tests.knowledge.said import TURN

NOTE = Note("2025-11-22T08:00:00+08:00", "li", "终端", "edit", "x", "旧", "新")
AT = "2025-11-22T08:00:00+00:00"


@pytest.fixture
def url() -> Iterator[str]:
    made = postgres.fresh_database()
    yield made
    postgres.drop_database(made)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with something in every table."""
    made = tmp_path / "old" / "s.sqlite3"
    with open_store(made) as store:
        fill(store)
    with closing(connect(made, wait=0)) as file:
        empty = [name for name in transfer.TABLES if not file.execute(f"SELECT 1 FROM {name}").fetchone()]
    assert empty == []
    return made


REMINDER = Reminder(0, "", "telegram", "loan_due", "2027-08-15", "2027-07-15", "", "", AT)


def fill(store: Any) -> None:
    store.publish({"a.txt": "一\r\n", "b.txt": "二"}, author="a", note="")
    for number in range(30):
        words = TURN._replace(
            conversation=f"c{number % 7}", client_id=f"m{number}", text=f"\0{number}\ufdd0😀", left="问"
        )._replace(reminding=Reminding((REMINDER,)))
        store.record(words, f'{{"at": "{AT}", "n": {number}}}')
    box = store.outbox("telegram:1")
    box.take([Incoming(number, "7", "{}", "album" if number else "") for number in range(3)])
    answered = Answered("tg:-1:7", [Outgoing("-1", "sendMessage", "x")], TURN._replace(conversation="tg:-1:7"), "{}", 5)
    box.answer(1, answered)
    box.move(ChatMove("-1", "-2", "tg"), lambda method, payload: (method, payload))
    store.receipts().keep("token", "2025-11-22", "{}")
    store.may_sweep(date(2025, 11, 22))
    store.ledger().put("visit", "", "{}", at=AT, author="li", note=NOTE)
    store.events().join("expo", "c1", AT)
    people, drafts = store.people(), store.drafts()
    people.put(Person("li", "李", "editor", fresh=True), NOTE, secret="hash", new=True)
    people.begin(DeskSession("digest", "li", AT, AT, "::1"), NOTE)
    people.failed("li", AT, anew=True)
    draft = drafts.begin("改", "li", 1, NOTE).result()
    drafts.write(draft.number, {"a.txt": "三", "b.txt": None}, replace(NOTE, who="li")).result()


def content(where: Path | str) -> dict[str, Any]:
    """Everything that can be asked."""
    with open_store(where, create=False) as store:
        return {
            "versions": [(one, store.files_of(one.number)) for one in store.versions()],
            "turns": store.counts().turns("2000-01-01", "2100-01-01"),
            "states": [store.state_of(f"c{number}") for number in range(7)],
            "questions": store.questions().open(),
            "reminders": [store.reminders().of(f"c{number}") for number in range(7)],
            "trail": store.trail().lines(limit=1000),
            "people": store.people().everybody(),
            "secret": store.people().secret_of("li"),
            "drafts": [(one, store.drafts().files(one.number)) for one in store.drafts().all()],
            "boxes": (store.outbox("telegram:1").counts(), store.outbox("telegram:1").moved_to("-1")),
            "receipt": store.receipts().find("token", "2000-01-01"),
            "ledger": store.ledger().latest("visit"),
            "broken": store.trail().broken(),
        }


def quiet(done: int, total: int) -> None:
    """Nobody watches."""


def test_everything_goes_there_and_back(path: Path, url: str, tmp_path: Path) -> None:
    before, told = content(path), list[tuple[int, int]]()
    moved = move_store(path, url, lambda done, total: told.append((done, total)))
    assert moved.turns == 31 and moved.trail == 5 and told[-1] == (moved.rows, moved.rows)
    assert content(url) == before == content(path)
    back = tmp_path / "new" / "s.sqlite3"
    assert move_store(url, back, quiet) == moved
    assert content(back) == before


def test_numbers_go_on_behind_those_that_were_moved(path: Path, url: str) -> None:
    move_store(path, url, quiet)
    with open_store(url) as store:
        assert store.record(TURN._replace(left="问", reminding=Reminding((REMINDER,))), None).result() == 32
        assert store.reminders().of(TURN.conversation)[-1].number == 31
        assert store.questions().open()[-1].number == 31
        assert store.publish({"a.txt": "x"}, author="a", note="").number == 2
        assert store.trail().append(NOTE).result() == 6 and store.trail().broken() == 0


@pytest.mark.parametrize("after", [1, 12, 40])
def test_a_move_that_breaks_off_goes_on_and_is_no_store_until_then(
    path: Path, url: str, tmp_path: Path, after: int
) -> None:
    before = content(path)
    for source, target in ((path, url), (url, tmp_path / "new" / "s.sqlite3")):
        heard: list[int] = []

        def stop(done: int, total: int, heard: list[int] = heard) -> None:
            heard.append(done)
            if len(heard) == after:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            move_store(source, target, stop, batch=2)
        with pytest.raises(StoreError, match="搬到一半"):
            open_store(target)
        move_store(source, target, quiet, batch=3)
        assert content(target) == before


def test_a_target_with_something_in_it_is_left_alone(path: Path, url: str) -> None:
    with open_store(url) as store:
        store.publish({"a.txt": "x"}, author="a", note="")
    with pytest.raises(StoreError, match="已经有东西"):
        move_store(path, url, quiet)
    assert content(url)["versions"][0][1] == {"a.txt": "x"}


def test_what_is_still_in_use_is_not_moved(path: Path, url: str) -> None:
    with closing(connect(path, wait=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="占用"):
            move_store(path, url, quiet)


def test_what_arrives_otherwise_than_it_left_is_told(path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = transfer.read

    def read(connection: Any, table: str, *rest: Any) -> Iterator[Any]:
        for rows in real(connection, table, *rest):
            on_server = type(connection).__name__ == "Link"
            yield [(*row[:-1], "changed") for row in rows] if on_server and table == "receipts" else rows

    monkeypatch.setattr(transfer, "read", read)
    with pytest.raises(StoreError, match="receipts 原来 1 行，现在 1 行，内容不同"):
        move_store(path, url, quiet)


def test_the_rest_of_another_move_is_not_filled_up(path: Path, url: str, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move_store(path, url, stop)
    open_store(tmp_path / "another.sqlite3").close()
    with pytest.raises(StoreError, match="另一个库"):
        move_store(tmp_path / "another.sqlite3", url, quiet)
