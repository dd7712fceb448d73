"""The workers of the process that serves: begins them, keeps them at its version, hands them shares of what waits."""

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from bot.advisor import Advisor, Handed
from bot.bootstrap import House
from bot.settings import SETTINGS
from bot.turns import Live, Outcome
from bot.workers.link import PATIENCE, Link
from bot.workers.packing import Packing
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
SHARE = 16  # messages at most that a worker gets at once
# Messages at most that it has, of several shares: enough to be busy while the loop is, and few, as the last of them is
# answered only when all before it are, while this process answers what came later
DEPTH = 96
MOST = 3  # workers by themselves: from then on it is the process that serves which has no time
CARRIED = 0.5  # of the time a turn takes that its message takes besides
LEAST = 4  # messages at once, below which they are answered sooner here
EVERY = 0.1  # seconds between two looks at the version, and at whether a worker hangs
AGAIN, LONGEST = 1.0, 60.0  # seconds until a worker is begun again; doubled each time it has not lived long
LONG = 60.0  # seconds of a life after which an end is none of a row
REFUSED = 60.0  # seconds until a version that a worker could not load is tried again
SECRETS = frozenset(setting.variable for setting in SETTINGS)  # what a worker need not know

FilesOf = Callable[[int], Mapping[str, str]]
Back = Callable[[list[Outcome | None]], None]


class Known(NamedTuple):
    """A version as workers are told of it."""

    live: Live
    files: Mapping[str, str]
    packing: Packing
    digest: str


class Pool:
    """``count`` workers while its block runs. In the event loop, but for what ``Advisor.forgets`` hears.

    ``files_of``: the files of a version by its number; ``cache``: where what was learnt is kept; ``level``: how much
    the workers log.
    """

    def __init__(self, advisor: Advisor, files_of: FilesOf, count: int, cache: Path, level: str = "info") -> None:
        self._advisor, self._files_of, self.wanted = advisor, files_of, count
        self._arguments = (str(cache.absolute()), level)
        self._links: list[Link] = []
        self._known: Known | None = None
        self._knowing = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._forgetting: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._advisor.forgets = partial(self._forget_soon, loop)
        self._tasks = [asyncio.create_task(self._keep()) for _ in range(self.wanted)]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._advisor.forgets = lambda: None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def ready(self) -> int:
        """Workers that answer from the live version."""
        return sum(link.live is self._advisor.live for link in self._links)

    def room(self, waiting: int) -> int:
        """How many of so many messages that wait a worker takes now: each has as many as are left for this process, and
        some more, as here they are received and sent as well."""
        live = self._advisor.live
        link = self._least_busy(live)
        if link is None:
            return 0
        busy = [one.has for one in self._links if one.live is live]
        at_once = waiting + sum(busy)
        if at_once < LEAST:
            return 0
        fair = int(at_once * (1 + CARRIED) / (len(busy) + 1))
        return max(0, min(SHARE, waiting, DEPTH - link.has, fair - link.has))

    def turn(self, handed: Handed, back: Back) -> None:
        """Has a worker compute the turns; ``back`` is called once, later: with None for each that it did not."""
        if link := self._least_busy(handed.live):
            link.turn(handed, back)
        else:  # another version has come into force between two lines
            nothing: list[Outcome | None] = [None] * len(handed.asked)
            asyncio.get_running_loop().call_soon(back, nothing)

    async def forget(self) -> None:
        """Has every worker drop the texts it remembers; done when all have."""
        await asyncio.gather(*(link.forget() for link in self._links))

    def _forget_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """From any thread."""
        with suppress(RuntimeError):  # the loop has ended, and the workers with it
            loop.call_soon_threadsafe(self._begin_to_forget)

    def _begin_to_forget(self) -> None:
        task = asyncio.create_task(self.forget())
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    def _least_busy(self, live: Live) -> Link | None:
        """The worker of this version that has least to do."""
        links = [link for link in self._links if link.live is live]
        return min(links, key=lambda link: link.has, default=None)

    async def _keep(self) -> None:
        """Begins a worker again whenever it ends."""
        loop, pause = asyncio.get_running_loop(), AGAIN
        while True:
            began = loop.time()
            try:
                code = await self._life()
                log.warning("a worker has ended (%s), it is begun again: what it had is answered here", code)
            except Exception:
                log.exception("a worker cannot be begun")
            pause = AGAIN if loop.time() - began > LONG else min(2 * pause, LONGEST)
            await asyncio.sleep(pause)

    async def _life(self) -> int:
        """One worker, until it ends or hangs; its exit code."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = _begun(theirs, self._arguments)
        try:
            _, link = await asyncio.get_running_loop().create_connection(Link, sock=ours)
            self._links.append(link)
            try:
                await self._used(link)
            finally:
                self._links.remove(link)
                link.end()
        finally:
            process.kill()
            await asyncio.shield(asyncio.to_thread(process.wait))
        return process.returncode

    async def _used(self, link: Link) -> None:
        """Keeps a worker at the live version until it is gone."""
        refused, until = None, 0.0
        while not link.gone.is_set() and not link.hangs():
            live, now = self._advisor.live, time.monotonic()
            if link.live is not live and (refused is not live or now > until) and await self._load(link, live):
                refused, until = live, now + REFUSED
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):  # unlike wait_for it never takes the end of the pool for its own
                    await link.gone.wait()

    async def _load(self, link: Link, live: Live) -> str:
        """Has a worker answer from a version; why it does not, "" when it does."""
        known = await self._told(live)
        if known is None:
            return "its files cannot be read"
        async with asyncio.timeout(PATIENCE["load"]):
            why = await link.load(*known)
        if why:
            log.warning("a worker does not answer from version %s: %s", live.knowledge.version, why)
        return why

    async def _told(self, live: Live) -> Known | None:
        """What workers are told of a version: the same for all of them. None when it cannot be read."""
        async with self._knowing:
            if self._known is None or self._known.live is not live:
                try:
                    files = await asyncio.to_thread(self._files_of, live.knowledge.version)
                except StoreError as error:
                    log.warning("the files for a worker cannot be read: %s", error)
                    return None
                packing = Packing(live)
                self._known = Known(live, files, packing, await asyncio.to_thread(packing.digest))
            return self._known


def beside(house: House) -> AbstractAsyncContextManager[Pool | None]:
    """The workers of a house as its settings want them; None for none. Where several processes serve one database,
    each of them reads where a talk stands when it begins a turn, and lets it go when it has ended: none is left."""
    settings = house.settings
    wanted = spare_processors() if settings.workers is None else settings.workers
    if settings.database_url or not wanted:
        return nullcontext(None)
    return Pool(house.advisor, house.store.files_of, wanted, settings.cache, settings.log.level)


def spare_processors() -> int:
    """How many processors this process may use besides its own, up to ``MOST``."""
    return min(MOST, len(os.sched_getaffinity(0)) - 1, _quota() - 1)


def _quota() -> int:
    """How many processors a container lets its processes use together; as many as there are when it does not tell."""
    with suppress(OSError, ValueError):
        most, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
        return max(1, int(most) // int(period))
    return MOST + 1


def _begun(pipe: socket.socket, arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
    """A worker at the other end of ``pipe``, which finds the program where this process does, and none of its secrets.

    A folder in which the service happens to run is not looked through for it (-P)."""
    environ = {name: value for name, value in os.environ.items() if name not in SECRETS}
    found = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "bot.workers.worker", str(pipe.fileno()), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environ | {"PYTHONPATH": found, "OPENBLAS_NUM_THREADS": "1"},
        pass_fds=[pipe.fileno()],
    )
