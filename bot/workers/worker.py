"""One worker: computes turns for the process that serves, and ends with it.

usage: python -m bot.workers.worker SOCKET CACHE LEVEL (the number of an open socket; where what was learnt is kept;
how much is logged). It learns nothing, opens no store, and knows no secret.
"""

import logging
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from bot.bootstrap import live_of
from bot.garbage import freeze, look_seldom
from bot.huge_pages import collapse
from bot.kit.how_far import how_far
from bot.kit.reminders import without_wish
from bot.kit.reminding import Reach, reminding
from bot.measures.contract import checked
from bot.messages import Message, Reply, ReplyKind
from bot.operations.logs import configure
from bot.operations.privacy import mask
from bot.replies.build import plain_reply
from bot.replies.views import RefusedView
from bot.turns import Asked, Live, Outcome, Turns
from bot.workers.frames import Frames, framed
from bot.workers.packing import Packing
from knowledge.classifier.match import is_learnt
from knowledge.records.model import Knowledge
from knowledge.records.narrowed import narrowed

log = logging.getLogger("fudaoyuan")
LONGEST = (
    20  # seconds of one share; a worker that hangs is ended by the system, also when nobody else is there any more
)
PIECE = 1 << 16  # bytes read at once
FIRST_VICTIM = "500"  # of those that are killed when memory runs out, before the process that serves
NOT_HERE = RefusedView("failed", number="-")  # the reply to what can only be answered where the store is


class NotLearntError(Exception):
    """Something would have to be learnt first."""


class Worker:
    """Does what it is told over ``pipe``, one thing after the other, until that is closed."""

    def __init__(self, pipe: socket.socket, cache: Path) -> None:
        self._pipe, self._cache = pipe, cache
        self._live: Live | None = None
        self._turns = turns_without_store()

    def run(self) -> None:
        frames = Frames()
        while data := self._pipe.recv(PIECE):
            for what, *rest in frames.feed(data):
                signal.setitimer(signal.ITIMER_PROF, 0.0 if what == "load" else LONGEST)
                self._pipe.sendall(framed(getattr(self, f"_{what}")(*rest)))
                signal.setitimer(signal.ITIMER_PROF, 0.0)

    def _load(self, files: Mapping[str, str], number: int) -> tuple[Any, ...]:
        """Another version, once all of it is learnt; what was known before is dropped first."""
        self._live = None
        try:
            live = live_of(learnt(files, number, self._cache), self._cache, _learns)
        except Exception as error:
            log.exception("a worker cannot load version %s", number)
            return "unready", str(error)
        self._packing = Packing(live)
        self._live = live
        freeze()
        collapse()
        return "loaded", self._packing.digest()

    def _turn(self, asked: Sequence[Asked], now: datetime) -> tuple[Any, ...]:
        """What came of each message, None for what cannot be computed here; and the replies, packed."""
        assert self._live
        try:
            outcomes = self._turns.outcomes(asked, self._live, now)
        except Exception:
            log.exception("a share of turns failed")
            return "turned", [None] * len(asked), b""
        replies = [one.said for one in outcomes if isinstance(one.said, Reply)]
        return "turned", [_without_reply(one) for one in outcomes], self._packing.pack(replies)

    def _forget(self) -> tuple[Any, ...]:
        """Every text that is remembered."""
        self._turns.forget()
        if self._live:
            self._live.forget()
        return ("forgotten",)


def learnt(files: Mapping[str, str], number: int, cache: Path) -> Knowledge:
    """The records of a version. Raises NotLearntError when the process that serves has not kept what it learnt."""
    knowledge = checked(files, number)
    alone = [narrowed(knowledge, policy.id) for policy in knowledge.policies] if knowledge.apart else []
    if not all(is_learnt(one, cache) for one in (knowledge, *alone)):
        _learns(0.0)
    return knowledge


def turns_without_store() -> Turns:
    """Turns as the house has them, but that what needs the store, or goes wrong, is left to the house."""
    turns = Turns()
    asked = (how_far(_no_store), reminding(_no_store, Reach({})))
    turns.beside = lambda *said: next((reply for one in asked if (reply := one(*said))), None)
    turns.heed, turns.sorry = without_wish, _not_here
    return turns


def _no_store() -> NoReturn:
    raise LookupError("there is no store here")


def _not_here(message: Message, version: int) -> Reply:
    return plain_reply(ReplyKind.REFUSED, NOT_HERE)


def _without_reply(outcome: Outcome) -> tuple[Any, ...] | None:
    """What is sent of an outcome besides its reply."""
    assert isinstance(outcome.said, Reply)
    if outcome.said.view is NOT_HERE:
        return None
    return outcome.text, outcome.payload, outcome.body, outcome.turn, outcome.state


def _learns(share: float) -> None:
    raise NotLearntError("what the version needs is not learnt yet")


def main(number: str, cache: str, level: str) -> None:
    look_seldom()
    configure(level, access=False, mask=mask)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for ignored in (signal.SIGINT, signal.SIGTERM):  # the process that serves ends first, and still answers
        signal.signal(ignored, signal.SIG_IGN)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_VICTIM, "ascii")
    with socket.socket(fileno=int(number)) as pipe, suppress(ConnectionError):
        Worker(pipe, Path(cache)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
