"""``make demo-telegram``: the real bot against the fake server, and a person who types in the terminal."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.bootstrap import bootstrap
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.settings import read_settings
from tests.bot.channels.telegram.fake import FakeTelegram, Shown
from tests.city import shipped_files

CHAT = 1
HELLO = """不要令牌，也不连外网：左边是您，右边是真的机器人，中间是一个假的 Telegram 服务器。
直接打字就是发消息（/start、/help 等命令也行），打 #1 是按最近一条消息的第 1 个按钮，Ctrl-D 结束。"""


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(_demo(Path(home)))


async def _demo(home: Path) -> None:
    from bot.channels.telegram.service import Service

    print(HELLO + "\n正在启动……", flush=True)
    async with FakeTelegram().serving() as fake:
        environ = {"BOT_TOKEN": fake.token, "TELEGRAM_API_BASE": fake.base}
        house = bootstrap(read_settings(environ, home=str(home)), shipped=shipped_files())
        stop, intake = asyncio.Event(), Intake(outbox_of(house.settings, house.store))
        service = Service(house.settings, house.advisor, house.store, intake, Health())
        running = asyncio.create_task(service.run(stop, print))
        try:
            await _talk(fake)
        finally:
            stop.set()
            await running
            house.close()


async def _talk(fake: FakeTelegram) -> None:
    showing = asyncio.create_task(_show(fake))
    try:
        fake.say(CHAT, "/start")
        while line := await asyncio.to_thread(sys.stdin.readline):
            if text := line.strip():
                _typed(fake, text)
        # What was typed last may still be on its way when the input was a file.
        await asyncio.sleep(2)
    finally:
        showing.cancel()


def _typed(fake: FakeTelegram, text: str) -> None:
    """A message, or a button of the last one."""
    number = int(text[1:]) if text.startswith("#") and text[1:].isdecimal() else 0
    buttons = fake.last(CHAT).buttons if fake.texts(CHAT) else []
    if 0 < number <= len(buttons):
        fake.press(fake.last(CHAT), buttons[number - 1]["callback_data"])
    else:
        fake.say(CHAT, text)


async def _show(fake: FakeTelegram) -> None:
    """Prints what is new in the chat, and what pops up."""
    messages, toasts = 0, 0
    while True:
        await asyncio.sleep(0.05)
        mine = [shown for shown in fake.shown.values() if shown.chat == CHAT]
        for shown in mine[messages:]:
            print("\n" + _drawn(shown), flush=True)
        popped = [call.values["text"] for call in fake.made("answerCallbackQuery") if call.values.get("text")]
        for text in popped[toasts:]:
            print(f"\n（{text}）", flush=True)
        messages, toasts = len(mine), len(popped)


def _drawn(shown: Shown) -> str:
    lines = [f"│ {line}" for line in shown.text.splitlines()]
    buttons = "  ".join(f"[{n} {button['text']}]" for n, button in enumerate(shown.buttons, start=1))
    return "\n".join([*lines, f"╰ {buttons}" if buttons else "╰"])


if __name__ == "__main__":
    main()
