"""What the operators are promised: nothing acknowledged is lost, publishing is whole, backups under load are whole and
quick, housekeeping delays nobody, memory stays flat."""

import asyncio
import os
import random
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.bootstrap import House, bootstrap
from bot.messages import Message
from bot.operations.backup import back_up, verified
from bot.operations.restore import restore
from bot.operations.retention import sweep_old
from bot.settings import read_settings
from knowledge.records.files import digest
from knowledge.store import Store, open_store
from tests.knowledge.said import TURN
from tests.torture.worker import version

KILLS, PUBLISHES = 100, 50
ROWS, SECONDS = 5_000, 10.0  # a second that the load of a backup must reach, and how long it goes on
OLD = 2_000_000  # turns of the housekeeping
MESSAGES, USERS = int(os.environ.get("SOAK", "500000")), int(os.environ.get("SOAK_USERS", "50000"))
DAY = date(2025, 11, 22)
ASKED = "专利质押贷了{}万，一年，2024年8月放的款，能贴多少"
ROOT = Path(__file__).parents[2]


async def writing(home: Path, kills: int = KILLS) -> None:
    """100 kills while turns are recorded as fast as they can be"""
    acknowledged = lost = 0
    path = home / "fudaoyuan.sqlite3"
    open_store(path).close()
    for kill in range(kills):
        said = await killed("write", path, str(kill))
        last = int(said[-1]) if said else 0
        acknowledged += last
        with open_store(path, create=False) as store:
            kept = {turn.client_id for turn in store.turns(f"kill-{kill}", 10**7)}
            lost += len({str(number) for number in range(1, last + 1)} - kept)
            check = store.health()["check"] if kill % 10 == 0 or kill == kills - 1 else "ok"
        assert check == "ok"
    print(f"{kills} kills, acknowledged {acknowledged:,}, lost {lost}, file {check}")
    assert lost == 0 and acknowledged > kills


async def publishing(home: Path, kills: int = PUBLISHES) -> None:
    """50 kills while versions are published one after another"""
    path, between, published = home / "fudaoyuan.sqlite3", 0, 0
    with open_store(path) as store:
        store.publish(version(0), author="a", note="")
    for _ in range(kills):
        said = await killed("publish", path, "")
        acknowledged = int(said[-1]) if said else published
        with open_store(path, create=False) as store:
            now = store.published()
            files = store.files_of(now.number)
            published = now.number
        whole = digest(files) == now.digest and files == version(int(files["number.txt"]))
        between += not (whole and published in (acknowledged, acknowledged + 1))
    print(f"{kills} kills in {published:,} publishes, neither the old version nor the new: {between}")
    assert between == 0


async def backups(home: Path, rows: int = ROWS, seconds: float = SECONDS) -> None:
    """a backup, and its restoring, under 5,000 recorded turns a second"""
    settings = read_settings({}, home=str(home))
    with open_store(settings.database) as store:
        stop, count = threading.Event(), [0]
        recording = threading.Thread(target=_record, args=(store, stop, count))
        recording.start()
        began = time.monotonic()
        while time.monotonic() - began < seconds / 2:
            await asyncio.sleep(0.1)
        before, took = count[0], time.monotonic()
        made = await asyncio.to_thread(back_up, settings, datetime.now(UTC))
        took = time.monotonic() - took
        during = (count[0] - before) / took
        while time.monotonic() - began < seconds:
            await asyncio.sleep(0.1)
        stop.set()
        recording.join()
        speed = count[0] / (time.monotonic() - began)
    began = time.monotonic()
    done = restore(settings, made.folder, datetime.now(UTC))
    restored = time.monotonic() - began
    with open_store(settings.database, create=False) as store:
        last = store.turns("load", 1)[-1].client_id
    print(
        f"{speed:,.0f} rows/s, {during:,.0f} while the backup was made: {took:.2f} s, "
        f"{made.holds.bytes / 1e6:.0f} MB, {made.holds.last_turn:,} turns, {before:,} acknowledged before; "
        f"restored in {restored:.2f} s, last turn {last}"
    )
    assert verified(made.folder).holds == done.backup.holds and made.holds.last_turn >= before
    assert int(last) == made.holds.last_turn
    if rows:  # in small nothing is timed: the machine may be busy
        assert speed >= rows and took <= 5 and restored <= 300


async def housekeeping(home: Path, turns: int = OLD) -> None:
    """answers while two million old turns are counted, checked, swept and backed up"""
    settings = read_settings({}, home=str(home))
    house = bootstrap(settings)
    try:
        _fill(house.store, turns)
        alone = await _delays(house, lambda: time.sleep(3))
        found = {"alone": alone}
        now = datetime.now(UTC)
        for name, work in (
            ("counting", lambda: house.store.counts().measures("2000-01-01", "2099-01-01")),
            ("checking", house.store.health),
            ("backing up", lambda: back_up(settings, now)),
            ("sweeping", lambda: sweep_old(house, now, _for_a_while(20.0))),
        ):
            found[name] = await _delays(house, work)
        for name, (seconds, middle, late, worst) in found.items():
            print(f"{name}: {seconds:.1f} s; an answer p50 {middle:.1f}, p99 {late:.1f}, max {worst:.1f} ms")
    finally:
        house.close()
    assert all(late - alone[2] < 50 for _, _, late, _ in found.values())


async def soak(home: Path) -> None:
    """500,000 messages of 50,000 users (SOAK and SOAK_USERS change how many)"""
    house = bootstrap(read_settings({}, home=str(home)))
    try:
        growth = talked(house, MESSAGES, USERS)
    finally:
        house.close()
    assert growth < 0.05


def talked(house: House, messages: int, users: int) -> float:
    """Answers so many messages; by what share the memory grew in their second half."""
    chance, sizes, began = random.Random(1), [], time.monotonic()
    for tenth in range(10):
        times = []
        for number in range(messages // 10):
            text = ASKED.format(chance.randint(1, 9999)) if number % 3 else "改成800万"
            start = time.perf_counter()
            answer = house.advisor.reply(Message(f"soak-{chance.randrange(users)}", text, DAY, "web"))
            times.append(1000 * (time.perf_counter() - start))
            if number % 100 == 0 and answer.stored:
                answer.stored.result(60)
        sizes.append(_resident())
        times.sort()
        told = f"p50 {times[len(times) // 2]:.2f} ms, p99 {times[len(times) * 99 // 100]:.2f} ms"
        print(f"{(tenth + 1) * messages // 10:,}: {sizes[-1]:.0f} MB, {told}", flush=True)
    growth, seconds = sizes[-1] / sizes[4] - 1, time.monotonic() - began
    print(f"{messages:,} messages of {users:,} users in {seconds:.0f} s; memory from the half on {growth:+.1%}")
    return growth


async def killed(what: str, path: Path, name: str) -> list[str]:
    """A process that works until it is killed at some moment; the lines it had said until then."""
    command = (sys.executable, "-m", "tests.torture.worker", what, str(path), name)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    assert process.stdout
    lines = [await process.stdout.readline()]
    await asyncio.sleep(random.uniform(0.0, 0.2))
    process.send_signal(signal.SIGKILL)
    lines += (await process.stdout.read()).splitlines(keepends=True)
    await process.wait()
    return [line.decode().strip() for line in lines if line.endswith(b"\n")]


def _record(store: Store, stop: threading.Event, count: list[int]) -> None:
    while not stop.is_set():
        turns = [TURN._replace(conversation="load", client_id=str(count[0] + n)) for n in range(1, 501)]
        for one in [store.record(turn, "{}") for turn in turns]:
            one.result()
        count[0] += len(turns)


def _fill(store: Store, turns: int) -> None:
    """Old turns, many a day over a year, half of them to be swept."""
    now, batch = datetime.now(UTC), 5_000
    for start in range(0, turns, batch):
        at = now - timedelta(days=360 * (1 - start / turns))
        said = TURN._replace(day=at.date().isoformat(), at=at.isoformat(), client_id=None)
        done = [store.record(said._replace(conversation=f"old-{n % 1000}"), "{}") for n in range(batch)]
        done[-1].result(120)


async def _delays(house: House, work: Callable[[], object]) -> tuple[float, float, float, float]:
    """(seconds of ``work``, p50, p99, max milliseconds of an answer meanwhile), each answer of a talk known only to
    the store."""
    began, times, number = time.monotonic(), [], 0
    working = asyncio.create_task(asyncio.to_thread(work))
    while not working.done() or number < 50:
        number += 1
        start = time.perf_counter()
        house.advisor.reply(Message(f"delay-{random.random()}", ASKED.format(number % 900 + 1), DAY, "web"))
        times.append(1000 * (time.perf_counter() - start))
        await asyncio.sleep(0.01)
    await working
    times.sort()
    return time.monotonic() - began, times[len(times) // 2], times[len(times) * 99 // 100], times[-1]


def _for_a_while(seconds: float) -> Callable[[], bool]:
    """Lets a sweep go on for so long, with its usual rests."""
    until = time.monotonic() + seconds

    def rest() -> bool:
        time.sleep(0.05)
        return time.monotonic() < until

    return rest


def _resident() -> float:
    """MB of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


RUNS = (writing, publishing, backups, housekeeping, soak)
