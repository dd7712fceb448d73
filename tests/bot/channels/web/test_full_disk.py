"""A real `fudaoyuan serve` started on a full disk: it answers, whichever of its files it cannot make or write."""

import asyncio
import shutil
import signal
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.bot.channels.web.conftest import LOAN
from tests.disks import disk
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


async def answers(home: Path, room: asyncio.Semaphore) -> None:
    async with room:
        server = await Server(home).start()
        try:
            await asked(await server.address())
        finally:
            ending = asyncio.create_task(server.end(signal.SIGTERM))
    code, _ = await ending
    assert code == 0


async def asked(address: str) -> None:
    async with ClientSession(address) as site:
        async with site.post("/chat", json={"text": LOAN}) as answer:
            assert answer.status == 200 and "67,000.00" in (await answer.json())["html"]
        async with site.get("/health/ready") as told:
            kinds = {reason["kind"] for reason in (await told.json())["reasons"]}
            assert told.status == 503 and kinds & {"full", "disk"}


@pytest.fixture(scope="module")
def found(used: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BaseException | None]:
    """What was wrong with the answers, by the file that was missing, "all" for a first start. Each of them has a disk
    of its own; all are stopped while others start, for a stop waits some seconds for the disk to have room."""
    assert {*SMALL} <= {path.name for path in used.iterdir()}
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("disks")
        disks = {missing: stack.enter_context(disk(folder / missing)) for missing in ("all", "nothing", *SMALL)}
        for missing, small in disks.items():
            if missing != "all":
                shutil.copytree(used, small.folder / "home")
                (small.folder / "home" / missing).unlink(missing_ok=True)
        for small in disks.values():
            small.fill()
        return dict(zip(disks, asyncio.run(all_of(small.folder / "home" for small in disks.values())), strict=True))


async def all_of(homes: Iterable[Path]) -> list[BaseException | None]:
    room = asyncio.Semaphore(2)
    return await asyncio.gather(*(answers(home, room) for home in homes), return_exceptions=True)


@pytest.mark.parametrize("missing", ["all", "nothing", *SMALL])
def test_it_answers_on_a_full_disk_whichever_small_file_is_missing(
    found: dict[str, BaseException | None], missing: str
) -> None:
    if wrong := found[missing]:
        raise wrong


async def test_the_first_start_answers_where_no_file_may_grow(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "limit") as small:
        small.fill()
        await answers(small.folder / "home", asyncio.Semaphore())
