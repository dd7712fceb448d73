"""The long runs in small: each with a few kills or a few thousand rows, so that they stay runnable."""

from pathlib import Path

from bot.bootstrap import House
from tests.torture import operations


async def test_what_was_acknowledged_before_a_kill_is_there(tmp_path: Path) -> None:
    await operations.writing(tmp_path, 3)


async def test_a_kill_while_publishing_leaves_the_old_version_or_the_new(tmp_path: Path) -> None:
    await operations.publishing(tmp_path, 3)


async def test_a_backup_under_load_is_whole_and_restores(tmp_path: Path) -> None:
    await operations.backups(tmp_path, rows=0, seconds=1.0)


def test_many_messages_of_many_users_do_not_make_it_grow(house: House) -> None:
    assert operations.talked(house, 500, 50) < 0.2
