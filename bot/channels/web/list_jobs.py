"""Lists of firms being checked: in memory alone, each by an address nobody can guess, gone after half an hour."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bot.kit.firm_list import FirmList, read_list
from bot.kit.list_result import Checked, check_list, result_workbook
from knowledge.importers.refusal import UnreadableError
from knowledge.records.model import Knowledge

MOST = 20  # lists kept at once; the oldest goes
KEPT = 1800.0  # seconds
PAUSE = 0.004  # seconds after each firm that belong to who asks meanwhile


@dataclass(slots=True)
class Job:
    """One list. ``share``: how much of it is done; ``refused``: why nothing could be read of it."""

    begun: float
    share: float = 0.0
    refused: str = ""
    found: FirmList = field(default_factory=FirmList)
    checked: list[Checked] = field(default_factory=list)
    result: bytes = b""

    @property
    def done(self) -> bool:
        return bool(self.result or self.refused)


class Jobs:
    """The lists of one site; one is checked at a time. ``clock``: seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._one = asyncio.Semaphore(1)

    def begin(self, knowledge: Knowledge, data: bytes, day: date) -> str:
        """The name of a new job."""
        self._sweep()
        while len(self._jobs) >= MOST:
            del self._jobs[next(iter(self._jobs))]
        name = secrets.token_urlsafe(16)
        job = self._jobs[name] = Job(self._clock())
        task = asyncio.create_task(self._run(job, knowledge, data, day))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return name

    def find(self, name: str) -> Job | None:
        self._sweep()
        return self._jobs.get(name)

    def forget(self, name: str) -> None:
        self._jobs.pop(name, None)

    async def close(self) -> None:
        """Waits for nothing: what runs is given up."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _sweep(self) -> None:
        for name in [name for name, job in self._jobs.items() if self._clock() - job.begun > KEPT]:
            del self._jobs[name]

    async def _run(self, job: Job, knowledge: Knowledge, data: bytes, day: date) -> None:
        async with self._one:
            try:
                job.found = await asyncio.to_thread(read_list, knowledge, data, day)
            except UnreadableError as error:
                job.refused = str(error)
                return
            firms = job.found.firms
            for number, firm in enumerate(firms, 1):
                job.checked += check_list(knowledge, [firm], day)
                job.share = number / len(firms)
                await asyncio.sleep(PAUSE)
            job.result = await asyncio.to_thread(result_workbook, knowledge, job.found, job.checked, day)
