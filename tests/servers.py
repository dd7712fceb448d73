"""Servers of tests: a connection that is accepted while its server closes is closed too.

asyncio drops it (github.com/python/cpython/issues/109564, open): its task finds the server closed, fails unheard and
leaves the socket to the garbage, which is found while some other test runs. Tests stop servers under pages
and bots that keep trying to connect.
"""

import socket
from asyncio import Server
from asyncio.selector_events import BaseSelectorEventLoop
from typing import Any

_accept = BaseSelectorEventLoop._accept_connection2  # type: ignore[attr-defined]


async def _accept_or_close(
    loop: BaseSelectorEventLoop,
    factory: Any,
    connection: socket.socket,
    extra: Any,
    sslcontext: Any = None,
    server: Server | None = None,
    *more: Any,
    **options: Any,
) -> None:
    if server is not None and not server.sockets:
        connection.close()
        return
    await _accept(loop, factory, connection, extra, sslcontext, server, *more, **options)


def leave_no_connection() -> None:
    """From now on, in this process."""
    BaseSelectorEventLoop._accept_connection2 = _accept_or_close  # type: ignore[attr-defined]
