"""``make demo-wechat``: the real 公众号 channel against a fake WeChat, and a person who types in the terminal; with
``cards`` it writes a page that shows how answers look in both messengers."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import web

from bot.bootstrap import House, bootstrap
from bot.channels.web import make_app
from bot.channels.wechat.callback import mount_callback
from bot.channels.wechat.health import Health
from bot.channels.wechat.inbox import Intake, outbox_of
from bot.channels.wechat.service import Service
from bot.settings import read_settings
from tests.bot.channels.wechat.fake import AES_KEY, FakeWechat
from tests.bot.channels.wechat.preview import write_preview
from tests.city import shipped_files

FOLLOWER = "oDemo"
HELLO = """不要账号，也不连外网：左边是您，右边是真的公众号程序，中间是一个假的微信服务器（安全模式，消息都加密）。
直接打字就是发消息，打 #1 是点最近一条下面的第 1 个词，菜单 1 2 3 是点菜单，Ctrl-D 结束。"""
KEYS = {"菜单1": "ask", "菜单2": "checkup", "菜单3": "person"}


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        if "cards" in sys.argv[1:]:
            print(asyncio.run(write_preview(Path(home), Path("build/cards.html"))))
        else:
            asyncio.run(_demo(Path(home)))


async def _demo(home: Path) -> None:
    print(HELLO + "\n正在启动……", flush=True)
    async with FakeWechat(AES_KEY).serving() as fake:
        environ = {**fake.environ, "FUDAOYUAN_PUBLIC_URL": "http://127.0.0.1:8080"}
        house = bootstrap(read_settings(environ, home=str(home)), shipped=shipped_files())
        stop, intake, health = asyncio.Event(), Intake(outbox_of(house.settings, house.store)), Health()
        service = Service(house.settings, house.advisor, house.store, intake, health, grace=1.0)
        runner = await _served(house, service, intake, health, fake)
        running = asyncio.create_task(service.run(stop, print))
        try:
            await _talk(fake)
        finally:
            stop.set()
            await running
            await runner.cleanup()
            house.close()


async def _served(house: House, service: Service, intake: Intake, health: Health, fake: FakeWechat) -> web.AppRunner:
    app = make_app(house.advisor, house.settings, house.store)
    mount_callback(app, house.settings, service.callback, intake, health)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.address = f"http://127.0.0.1:{runner.addresses[0][1]}{house.settings.wechat.path}"
    return runner


async def _talk(fake: FakeWechat) -> None:
    shown = (await fake.event(FOLLOWER, "subscribe")).text
    _print(shown)
    while line := await asyncio.to_thread(sys.stdin.readline):
        if text := line.strip():
            begun = time.monotonic()
            shown = await _typed(fake, text, shown)
            _print(shown)
            print(f"（{(time.monotonic() - begun) * 1000:.0f} 毫秒）", flush=True)


async def _typed(fake: FakeWechat, text: str, shown: str) -> str:
    """A message, a word that is tapped, or an entry of the menu."""
    from tests.bot.channels.wechat.preview import taps_in

    taps = taps_in(shown)[1]
    number = int(text[1:]) if text.startswith("#") and text[1:].isdecimal() else 0
    if key := KEYS.get(text.replace(" ", "")):
        return (await fake.event(FOLLOWER, "CLICK", key)).text
    return (await fake.say(FOLLOWER, taps[number - 1][1] if 0 < number <= len(taps) else text)).text


def _print(shown: str) -> None:
    from tests.bot.channels.wechat.preview import taps_in

    text, taps = taps_in(shown)
    print("\n" + "\n".join(f"│ {line}" for line in text.splitlines()))
    print("╰ " + "  ".join(f"[{n} {label}]" for n, (label, _) in enumerate(taps, start=1)), flush=True)


if __name__ == "__main__":
    main()
