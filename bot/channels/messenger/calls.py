"""A call to a messenger's server, as it is kept and as it fails."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from knowledge.store import Waiting

Payload = dict[str, Any]


@dataclass
class CallError(Exception):
    """A call that failed. ``kind``: "refused" and "blocked" for good, "wait" for ``wait`` seconds, "moved" to ``chat``,
    "network", "server" and "unauthorized" for everybody; ``words``: the server's own, without anything secret."""

    kind: str
    words: str
    wait: float | None = None
    chat: int | None = None


class Caller(Protocol):
    """Makes kept calls; the number of the message that was made, None when it has none. Raises ``CallError``."""

    async def make(self, row: Waiting, payload: Payload) -> int | None: ...


def dumped(payload: Payload) -> str:
    return json.dumps(payload, ensure_ascii=False)
