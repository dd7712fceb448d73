"""The same fault is logged once within its time, another one at once."""

import logging

from bot.operations.once import MOST, OnceLogger


def test_the_same_fault_is_logged_again_only_after_its_time(caplog) -> None:
    clock = [0.0]
    once = OnceLogger(logging.getLogger("fudaoyuan"), every=10, clock=lambda: clock[0])
    for at, words in ((0, "a"), (9.9, "a"), (9.9, "b"), (10, "a")):
        clock[0] = at
        once.error(words, OSError("full"))
    assert [record.getMessage() for record in caplog.records] == ["a: full", "b: full", "a: full"]


def test_what_it_remembers_is_bounded(caplog) -> None:
    once = OnceLogger(logging.getLogger("fudaoyuan"), clock=lambda: 0.0)
    for number in range(MOST + 1):
        once.error(f"fault {number}", OSError())
    once.error("fault 0", OSError())
    assert len(caplog.records) == MOST + 2
