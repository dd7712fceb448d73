"""The real process, stopped and killed in the middle of its work: nothing is lost, one answer a kill may be doubled.

``make torture`` does the same twenty times with 1,500 updates.
"""

import signal

from tests.torture.processes import Process, killed

USERS, UPDATES = 40, 120


async def test_a_stop_and_three_kills_lose_nothing(fake, tmp_path):
    stops = [signal.SIGTERM, signal.SIGKILL, signal.SIGKILL, signal.SIGKILL]
    figures = await killed(fake, tmp_path, UPDATES, USERS, stops, pause=(3, 20))
    assert (figures.unanswered, figures.out_of_order) == (0, 0)
    assert figures.codes == [0, -9, -9, -9, 0]
    assert figures.duplicates[0] == 0 and max(figures.duplicates) <= 1, figures


async def test_the_page_is_served_while_telegram_is_down(fake, tmp_path):
    from aiohttp import ClientSession

    fake.faults["getMe"].extend(["reset"] * 1000)
    process = await Process(fake, tmp_path, "serve").start()
    address = (await process.line("http://127.0.0.1")).partition("：")[2].partition("（")[0]
    async with ClientSession() as session, session.get(f"{address}/healthz") as response:
        assert response.status == 200
    await process.line("连不上 Telegram 接口")
    fake.faults.clear()
    fake.say(1, "鲁科担，担保100万，费率0.5%，能补多少？")
    await fake.until(lambda: fake.texts(1), 60)
    assert fake.token not in "\n".join(process.said)
    code, _ = await process.end(signal.SIGTERM)
    assert code == 0
