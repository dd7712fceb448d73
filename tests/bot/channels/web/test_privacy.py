"""Personal data through the real page and the interface: not a digit of them in the database or its log."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.web.app import make_app
from bot.channels.web.owners import TOKEN
from bot.settings import read_settings
from knowledge.store import open_store
from tests import forking

GIVEN = (
    "13812345678",
    "0635-8288888",
    "11010519491231002X",
    "4111 1111 1111 1111",
    "zhang.san@example.com",
    "91350100M000100Y43",
)
ASKED = "联系方式{}。公司把专利质押给银行借了320万，借一年，2024年9月3日放的款，利息补多少"


@pytest.mark.parametrize("given", GIVEN)
async def test_personal_data_reach_neither_database_nor_log(house: House, tmp_path: Path, given: str) -> None:
    settings = read_settings({}, home=str(tmp_path / "home"))
    with open_store(settings.database) as store:
        app = make_app(Advisor(house.advisor.live, store), settings, store)
        async with TestClient(TestServer(app)) as site:
            token: dict[str, str] = {}
            for path, body in (
                ("/chat", {"text": ASKED.format(given), "client_id": "m1"}),
                ("/api/ask", {"text": ASKED.format(given), "conversation": "c1"}),
                ("/api/ask", {"text": "再说一遍", "conversation": "c1"}),
            ):
                answer = await site.post(path, json=body, headers=token)
                assert answer.status == 200 and "4.29" in await answer.text()
                token = {name: answer.headers[name] for name in (TOKEN,) if name in answer.headers}
            await site.post("/", data={"text": ASKED.format(given)})
            whole = b"".join(path.read_bytes() for path in settings.home.iterdir())
    assert ASKED[-4:].encode() in whole and given.encode() not in whole


async def test_a_message_id_that_is_a_telephone_number_is_kept_as_a_digest_and_still_known(
    house: House, tmp_path: Path
) -> None:
    settings = read_settings({}, home=str(tmp_path / "home"))
    answers = []
    with open_store(settings.database) as store:
        for _ in range(2):  # the second site remembers nothing, and asks the store
            app = make_app(Advisor(house.advisor.live, store), settings, store)
            async with TestClient(TestServer(app)) as site:
                token = {TOKEN: answers[0][1]} if answers else {}
                line = {"text": "鲁科担补多少" if not answers else "另一句", "client_id": GIVEN[0]}
                answer = await site.post("/api/ask", json=line, headers=token)
                answers.append(((await answer.json())["text"], answer.headers.get(TOKEN, "")))
        whole = b"".join(path.read_bytes() for path in settings.home.iterdir())
    assert answers[0][0] == answers[1][0] and GIVEN[0].encode() not in whole


def run(home: Path, *words: str, typed: str = "") -> str:
    """What the command says on its standard output."""
    done = forking.run([*words, "--home", str(home)], os.environ, typed.encode())
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder that others may enter."""
    made = tmp_path / "home"
    made.mkdir(mode=0o755)
    return made


def test_the_terminal_keeps_no_personal_data_either(home: Path) -> None:
    said = run(home, "chat", typed=f"{ASKED.format(GIVEN[0])}\n再说一遍\n")
    assert said.count("4.29 万元") == 2
    assert "42,880.00" in run(home, "ask", ASKED.format(GIVEN[0]))
    whole = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert "〔手机号〕".encode() in whole and GIVEN[0].encode() not in whole


def test_a_home_others_may_enter_is_told_and_its_files_are_closed_to_them(home: Path) -> None:
    command = [sys.executable, "-m", "bot", "serve", "--home", str(home), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, umask=0o022
    ) as process:
        assert process.stdout
        process.stdout.readline()
        files = [path for path in home.rglob("*") if path.is_file()]
        open_ones = [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert f"chmod 700 '{home}'" in errors
    assert {"fudaoyuan.sqlite3", "fudaoyuan.sqlite3-wal", "forget.todo"} <= {path.name for path in files}
    assert open_ones == []
