"""The real process, stopped and killed in the middle of its work: nothing is lost, one answer a kill may be doubled.

``make torture`` does the same twenty times with 1,500 updates.
"""

import signal

from aiohttp import ClientSession

from tests.torture.processes import Process, finished, stopped

USERS, UPDATES = 40, 120


async def test_three_kills_lose_nothing_and_the_page_is_served_while_telegram_is_down(fake, tmp_path):
    stops = [signal.SIGKILL, signal.SIGKILL, signal.SIGKILL]
    figures = await stopped(fake, tmp_path, UPDATES, USERS, stops, pause=(3, 20))
    fake.faults["getMe"].extend(["reset"] * 1000)
    process = await Process(fake, tmp_path, "serve").start(anew=True)
    address = (await process.line("http://127.0.0.1")).partition("：")[2].partition("（")[0]
    await process.line("连不上 Telegram 接口")
    async with ClientSession() as session:
        for path in ("/", "/health/live", "/health/ready", "/health/telegram"):
            async with session.get(address + path) as response:
                assert response.status == 200, path
    fake.faults.clear()
    await finished(process, fake, USERS, figures)
    assert (figures.unanswered, figures.out_of_order) == (0, 0)
    assert figures.codes == [-9, -9, -9, 0]
    assert max(figures.duplicates) <= 1, figures
    assert fake.token not in "\n".join(process.said)
