"""Accounts: passwords, roles, counts of wrong passwords by person and place."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.people import MAY, ROLES, TRIES, TRIES_OF_ADDRESS, Door, Hand, LoginError, may, new_account
from knowledge.records.model import KnowledgeError
from knowledge.store import Person, Store, open_store

HAND = Hand("root", "终端", "2026-11-26T10:00:00+08:00")
WORDS = "一句自己记得住的话"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        new_account(opened.people(), Person("li", "李四", "editor"), WORDS, HAND)
        yield opened


def door(store: Store, after: timedelta = timedelta(0)) -> Door:
    return Door(store.people(), lambda: datetime(2026, 11, 26, tzinfo=UTC) + after)


def test_an_admin_reads_all_and_changes_nothing_the_bot_says() -> None:
    admin = Person("a", "a", "admin")
    assert may(admin, "viewer") and may(admin, "admin") and not may(admin, "editor") and not may(admin, "approver")
    assert not may(Person("a", "a", "approver", state="closed"), "viewer")
    assert set(MAY) == set(ROLES)


@pytest.mark.parametrize(
    ("person", "password", "words"),
    [
        (Person("李四", "李四", "editor"), WORDS, "用户名只能用"),
        (Person("wang", " ", "editor"), WORDS, "本人的姓名"),
        (Person("wang", "王五", "boss"), WORDS, "没有「boss」"),
        (Person("wang", "王五", "editor"), "short", "至少 10 个字符"),
        (Person("wang", "王五", "editor"), "1212121212", "太好猜"),
        (Person("wang", "王五", "editor"), "wang-123456", "太好猜"),
        (Person("li", "李四四", "editor"), WORDS, "已经有人用了"),
    ],
)
def test_an_account_that_will_not_do_is_refused(store: Store, person: Person, password: str, words: str) -> None:
    with pytest.raises(KnowledgeError, match=words):
        new_account(store.people(), person, password, HAND)
    assert [one.name for one in store.people().everybody()] == ["li"]


def test_the_password_itself_is_kept_nowhere(store: Store, tmp_path: Path) -> None:
    whole = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert WORDS.encode() not in whole and b"$argon2id$" in whole


def test_wrong_passwords_are_counted_by_place(store: Store) -> None:
    for _ in range(TRIES):
        with pytest.raises(LoginError, match="用户名或密码不对"):
            door(store).login("li", "wrong", "10.0.0.9")
    with pytest.raises(LoginError, match="15 分钟"):
        door(store).login("li", WORDS, "10.0.0.9")
    assert door(store).login("li", WORDS, "10.0.0.1").name == "li"  # elsewhere
    assert door(store).login("li", WORDS, "10.0.0.9", place="known").name == "li"  # where he was before
    assert door(store, timedelta(minutes=16)).login("li", WORDS, "10.0.0.9").name == "li"
    assert "locked" in [one.note.what for one in store.trail().lines()]


def test_one_address_cannot_try_many_names(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.people.matches", lambda secret, password: password == WORDS and bool(secret))
    for number in range(TRIES_OF_ADDRESS):
        with pytest.raises(LoginError, match="不对"):
            door(store).login(f"n{number}", "wrong", "10.0.0.9")
    with pytest.raises(LoginError, match="分钟"):
        door(store).login("li", WORDS, "10.0.0.9")
    assert door(store).login("li", WORDS, "10.0.0.9", place="known").name == "li"
