"""A server of the tests that closes at the very moment somebody connects leaves no socket behind."""

import asyncio
import gc
import socket
import warnings


async def test_who_is_accepted_while_the_server_closes_is_hung_up_on() -> None:
    server = await asyncio.start_server(lambda _, __: None, "127.0.0.1", 0)
    with socket.create_connection(server.sockets[0].getsockname()) as client:
        while not any("_accept_" in str(task.get_coro()) for task in asyncio.all_tasks()):
            await asyncio.sleep(0)
        server.close()  # accepted, and not yet taken up
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        client.settimeout(20)
        assert client.recv(1) == b""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        gc.collect()
    assert [str(one.message) for one in told if one.category is ResourceWarning] == []
