"""A page in a process that may open 1,024 files, which is what many systems give; prints its port."""

import asyncio
import resource

from aiohttp import web

from bot.channels.web.connections import Runner, room_for
from bot.channels.web.server import listen


async def main() -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text="好")

    app = web.Application()
    app.router.add_get("/", page)
    runner = Runner(app, most=room_for(2000))
    await runner.setup()
    await listen(runner, "127.0.0.1", 0)
    print(runner.addresses[0][1], flush=True)  # noqa: T201
    await asyncio.Event().wait()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    asyncio.run(main())
