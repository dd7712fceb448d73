"""Tells whoever supervises the process, as systemd listens for it: that it serves, that it is alive, that it stops."""

import os
import socket
from contextlib import suppress

SHARE = 3  # times within its patience that the supervisor hears from us


def tell(words: str) -> None:
    """Sends ``words`` ("READY=1", "WATCHDOG=1", "STOPPING=1"); nothing when nobody supervises."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    path = "\0" + address[1:] if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.sendto(words.encode(), path)


def every() -> float | None:
    """Seconds between two signs of life; None when nobody waits for any."""
    patience = os.environ.get("WATCHDOG_USEC", "")
    return int(patience) / 1e6 / SHARE if patience.isdecimal() and int(patience) else None
