"""Conversations forgotten a moment ago: what somebody said in them in the same moment must not be kept after all."""

import secrets
from collections.abc import Callable
from threading import Lock
from time import monotonic

from knowledge.store.interface import GRACE
from knowledge.store.records import Said


class JustForgotten:
    """For ``GRACE`` seconds after a conversation is forgotten its turns are written without a word and without a name.

    ``lock``: to be held while a turn, or the forgetting, goes into the writer's queue, so that none overtakes the
    other between the question and the queue. ``clock``: seconds.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.lock = Lock()
        self._clock = clock
        self._gone: dict[str, tuple[str, float]] = {}  # conversation → the name its turns go on under, until when

    def begin(self, conversation: str) -> str:
        """From now on the conversation is forgotten; the name its turns go on under, which is nobody's."""
        now = self._clock()
        self._gone = {name: gone for name, gone in self._gone.items() if gone[1] > now}
        nobody, _ = self._gone.get(conversation, (f"forgotten-{secrets.token_hex(8)}", now))
        self._gone[conversation] = nobody, now + GRACE
        return nobody  # one name per conversation: how many there were still counts

    def kept_of(self, said: Said) -> Said:
        """What is kept of a turn and the state after it."""
        turn, _ = said
        nobody, until = self._gone.get(turn.conversation, ("", 0.0))
        if not nobody or until <= self._clock():
            return said
        bare = turn._replace(conversation=nobody, text="", reply="", payload="{}", amount=None, client_id=None, left="")
        bare = bare._replace(reminding=None)
        return bare, None
