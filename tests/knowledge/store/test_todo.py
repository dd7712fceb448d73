"""What is still to be forgotten outlives a full disk, a crash and a restart."""

import os
from pathlib import Path

import pytest

from knowledge.store.todo import ROOM, WIDTH, Todo


@pytest.fixture
def todo(tmp_path: Path) -> Todo:
    made = Todo(tmp_path / "forget.todo")
    made.prepare()
    return made


def test_names_are_kept_until_they_are_done(todo: Todo, tmp_path: Path) -> None:
    for name in ("web-1", "web-2", "web-1"):
        todo.add(name)
    assert Todo(tmp_path / "forget.todo").names() == ("web-1", "web-2")
    todo.done("web-1")
    todo.done("never there")
    todo.add("网页-3")
    assert sorted(todo.names()) == ["web-2", "网页-3"]


def test_no_room_is_taken_when_a_name_is_kept(todo: Todo, tmp_path: Path) -> None:
    """Its blocks are written beforehand, so that a name can be kept where not one more byte could be."""
    file = tmp_path / "forget.todo"
    before = file.stat()
    for number in range(ROOM):
        todo.add(f"web-{number:032}")
    after = file.stat()
    assert (before.st_size, before.st_blocks) == (after.st_size, after.st_blocks) and before.st_size == ROOM * WIDTH
    assert before.st_blocks * 512 >= before.st_size, "not a hole"
    with pytest.raises(OSError, match="full"):
        todo.add("one more")
    assert len(todo.names()) == ROOM


def test_preparing_again_keeps_what_is_there_and_mends_what_was_cut(todo: Todo, tmp_path: Path) -> None:
    todo.add("web-1")
    os.truncate(tmp_path / "forget.todo", WIDTH + 7)
    todo.prepare()
    assert todo.names() == ("web-1",) and (tmp_path / "forget.todo").stat().st_size == ROOM * WIDTH


@pytest.mark.parametrize("name", ["", "x" * WIDTH, "a\nb"])
def test_a_name_that_does_not_fit_is_refused(todo: Todo, name: str) -> None:
    with pytest.raises(OSError, match="cannot be kept"):
        todo.add(name)
    assert todo.names() == ()


def test_without_a_file_nothing_is_to_be_done(tmp_path: Path) -> None:
    todo = Todo(tmp_path / "none")
    assert todo.names() == ()
    with pytest.raises(OSError):
        todo.add("web-1")


@pytest.mark.parametrize("spoilt", [b"\xff\xfe" * 35_000, b"\x00" * ROOM * WIDTH, bytes(range(1, 256)) * 300])
def test_what_is_no_name_is_dropped_so_that_names_find_room_again(todo: Todo, tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "forget.todo").write_bytes(spoilt)
    todo.prepare()
    assert todo.names() == ()
    for number in range(ROOM):
        todo.add(f"web-{number}")
    assert len(todo.names()) == ROOM


def test_what_is_done_is_written_once(todo: Todo, tmp_path: Path) -> None:
    for name in ("web-1", "web-2", "web-3"):
        todo.add(name)
    todo.done("web-1", "web-3", "never there")
    assert todo.names() == ("web-2",)
    before = (tmp_path / "forget.todo").stat().st_mtime_ns
    todo.done("web-1", "web-3")
    assert (tmp_path / "forget.todo").stat().st_mtime_ns == before, "nothing is written a second time"
