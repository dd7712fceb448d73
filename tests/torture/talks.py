"""Generated talks by the hundred thousand: how many talks and turns, and every violation by kind, shrunk."""

import os
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

from bot.advisor import Live
from bot.bootstrap import House, bootstrap
from bot.settings import read_settings
from tests.bot.dialogue.generated import KINDS, Script, Violation, play, shrunk
from tests.bot.dialogue.wording import NAMES
from tests.city import shipped_files

TALKS = int(os.environ.get("TALKS", "100000"))
SEED = int(os.environ.get("TALKS_SEED", "1"))
BATCH = 250
Kind = tuple[str, str]
Drawn = tuple[tuple[str, int], Script]
_houses: list[House] = []


async def talks(home: Path) -> None:
    """100,000 generated talks over all measures (TALKS and TALKS_SEED change how many and which)"""
    begun, turns = time.monotonic(), 0
    count: Counter[Kind] = Counter()
    smallest: dict[Kind, Violation] = {}
    spawned = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawned, initializer=_start, initargs=(str(home),)) as pool:
        for said, kinds, examples in pool.map(_batch, range(SEED, SEED + TALKS, BATCH)):
            turns += said
            count.update(kinds)
            for kind, one in examples.items():
                if kind not in smallest or len(one.lines) < len(smallest[kind].lines):
                    smallest[kind] = one
    seconds = time.monotonic() - begun
    print(f"{TALKS} talks, {turns} turns in {seconds:.0f} s, {sum(count.values())} violations of {len(count)} kinds")
    for kind, times in count.most_common():
        print(f"-- {times} × {smallest[kind]}")
    assert not count


def _start(home: str) -> None:
    folder = tempfile.mkdtemp(dir=home)
    _houses.append(bootstrap(read_settings({}, home=folder), shipped=shipped_files()))


def _batch(first: int) -> tuple[int, Counter[Kind], dict[Kind, Violation]]:
    live, turns = _houses[0].advisor.live, 0
    count: Counter[Kind] = Counter()
    drawn: defaultdict[Kind, list[Drawn]] = defaultdict(list)
    for talk in _talks(first):
        said, found = play(live, *talk)
        turns += said
        for kind in {(one.check, one.act) for one in found}:
            count[kind] += 1
            drawn[kind].append(talk)
    return turns, count, {kind: one for kind, those in drawn.items() if (one := _smallest(live, those[:3], kind))}


def _talks(first: int) -> Iterator[Drawn]:
    measures = sorted(NAMES)
    for seed in range(first, first + BATCH):
        rng = Random(seed)
        script = [(rng.choice(KINDS), rng.randrange(1 << 20)) for _ in range(rng.randint(7, 12))]
        yield (rng.choice(measures), rng.randrange(1 << 20)), script


def _smallest(live: Live, those: list[Drawn], kind: Kind) -> Violation | None:
    found = [shrunk(live, *talk, kind) for talk in those]
    return min((one for one in found if one), key=lambda one: len(one.lines), default=None)


RUNS = (talks,)
