"""Messages over a pipe: each a pickle behind its length. Both ends are ours, of the same program."""

import pickle
import struct
from collections.abc import Iterator
from typing import Any

LENGTH = struct.Struct("!I")


def framed(message: object) -> bytes:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


class Frames:
    """Puts messages together again from the pieces in which they arrive."""

    def __init__(self) -> None:
        self._got = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """The messages that are whole with these bytes."""
        self._got += data
        while len(self._got) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._got)[0]
            if len(self._got) < end:
                return
            message = bytes(memoryview(self._got)[LENGTH.size : end])
            del self._got[:end]
            yield pickle.loads(message)
