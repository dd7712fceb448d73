"""``fudaoyuan move`` as an operator types it, and what the other commands say of data on a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.operations.home import only_one
from knowledge.store import open_store
from tests import postgres
from tests.knowledge.said import TURN


@pytest.fixture
def url() -> Iterator[str]:
    made = postgres.fresh_database()
    yield made
    postgres.drop_database(made)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "fudaoyuan.sqlite3") as store:
        store.publish({"a.txt": "一"}, author="a", note="")
        store.record(TURN, "{}").result()
    return tmp_path / "fudaoyuan.sqlite3"


def run(*words: str, **environ: str) -> Result:
    return CliRunner().invoke(main, [*words], env=environ)


def test_a_move_says_how_much_went_and_what_to_do_next(path: Path, url: str, tmp_path: Path) -> None:
    there = run("move", str(path), url)
    assert there.exit_code == 0 and "对话 1 条，逐行核对过" in there.output and "写上 DATABASE_URL" in there.output
    again = run("move", str(path), url)
    assert again.exit_code == 1 and "已经有东西" in again.output
    back = run("move", url, str(tmp_path / "back" / "fudaoyuan.sqlite3"))
    assert back.exit_code == 0 and "去掉 DATABASE_URL" in back.output


def test_what_cannot_be_moved_is_told(path: Path, url: str, tmp_path: Path) -> None:
    assert "没有找到数据库" in run("move", str(tmp_path / "none.sqlite3"), url).output
    assert "同一个库" in run("move", str(path), str(path)).output
    assert "不像 PostgreSQL 的地址" in run("move", str(path), "mysql://x/y").output
    with only_one(path.with_name("serve.lock"), "提供网页问答"):
        assert "服务还开着" in run("move", str(path), url).output
    with open_store(url):
        assert "连接在用" in run("move", str(path), url).output


@pytest.mark.parametrize("words", [("backup",), ("backup", "--list"), ("restore", "--newest")])
def test_backups_of_a_server_are_the_servers(words: tuple[str, ...], url: str, tmp_path: Path) -> None:
    told = run(*words, "--home", str(tmp_path), DATABASE_URL=url)
    assert told.exit_code == 1 and "pg_dump" in told.output


def test_a_wrong_address_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    told = run("ask", "你好", "--home", str(tmp_path), DATABASE_URL="postgresql://a:geheim@127.0.0.1:1/x")
    assert told.exit_code == 1 and "连不上 PostgreSQL" in told.output and "geheim" not in told.output
