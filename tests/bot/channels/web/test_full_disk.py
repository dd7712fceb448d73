"""A real `fudaoyuan serve` started on a full disk: it answers, whichever of its files it cannot make or write."""

import asyncio
import shutil
import signal
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.bot.channels.web.conftest import LOAN
from tests.disks import WAYS, disk
from tests.torture.store import Server

SMALL = ("fudaoyuan.id", "secret", "forget.todo", "serve.lock")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was served from, and left in order."""
    home = tmp_path_factory.mktemp("used")
    asyncio.run(served(home))
    return home


async def served(home: Path) -> None:
    server = await Server(home).start()
    await server.address()
    assert (await server.end(signal.SIGTERM))[0] == 0


async def answers(home: Path) -> None:
    server = await Server(home).start()
    try:
        await asked(await server.address())
    finally:
        code, _ = await server.end(signal.SIGTERM)
    assert code == 0


async def asked(address: str) -> None:
    async with ClientSession(address) as site:
        async with site.post("/chat", json={"text": LOAN}) as answer:
            assert answer.status == 200 and "67,000.00" in (await answer.json())["html"]
        async with site.get("/health/ready") as told:
            kinds = {reason["kind"] for reason in (await told.json())["reasons"]}
            assert told.status == 503 and kinds & {"full", "disk"}


@pytest.mark.parametrize("way", WAYS)
async def test_the_first_start_answers_on_a_full_disk(tmp_path: Path, way: str) -> None:
    with disk(tmp_path / "disk", way) as small:
        small.fill()
        await answers(small.folder / "home")


@pytest.mark.parametrize("missing", ["nothing", *SMALL])
async def test_a_later_start_answers_on_a_full_disk_whichever_small_file_is_missing(
    used: Path, tmp_path: Path, missing: str
) -> None:
    assert {*SMALL} <= {path.name for path in used.iterdir()}
    with disk(tmp_path / "disk") as small:
        home = shutil.copytree(used, small.folder / "home")
        (home / missing).unlink(missing_ok=True)
        small.fill()
        await answers(home)
