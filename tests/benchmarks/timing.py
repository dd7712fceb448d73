"""Timing shared by the benchmarks: one call each, sorted, in milliseconds."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Times:
    """Milliseconds of single calls, ascending."""

    ms: list[float]

    @property
    def p50(self) -> float:
        return self.ms[len(self.ms) // 2]

    @property
    def p99(self) -> float:
        return self.ms[int(len(self.ms) * 0.99)]

    @property
    def per_second(self) -> float:
        return 1000 * len(self.ms) / sum(self.ms)

    def __str__(self) -> str:
        return f"{self.per_second:9,.0f}/s   p50 {self.p50:7.3f} ms   p99 {self.p99:7.3f} ms"


def timed(call: Callable[[Any], object], inputs: Iterable[Any]) -> Times:
    """Each input once; the first few calls are not counted (they warm caches)."""
    found = []
    for item in inputs:
        began = time.perf_counter()
        call(item)
        found.append(1000 * (time.perf_counter() - began))
    return Times(sorted(found[min(20, len(found) // 10) :]))
