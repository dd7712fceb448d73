"""Emptying what was said long ago goes in small batches, so that nobody waits for it: what engine and caller share."""

from collections.abc import Callable
from time import sleep
from typing import NamedTuple

BATCH = 100  # rows of one transaction, a few milliseconds
PAUSE = 0.02  # seconds between two batches, in which others write
Rest = Callable[[], bool]  # called between two batches; whether to go on


class Swept(NamedTuple):
    """How many turns were emptied, how many states deleted."""

    turns: int
    states: int


def rest() -> bool:
    """Lets others write."""
    sleep(PAUSE)
    return True
