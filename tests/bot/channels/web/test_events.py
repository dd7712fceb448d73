"""An event on the site: visitors apart, counted, wider limits, and the page of who runs it."""

import io
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, CookieJar, DummyCookieJar
from aiohttp.test_utils import TestClient
from openpyxl import load_workbook

from bot.kit.events import open_event
from tests.bot.channels.web.conftest import LOAN

NOW = datetime(2025, 11, 22, 1, tzinfo=UTC)


@pytest.fixture
def event(house):
    return open_event(house.store.ledger(), "政策进园区", "高新区", "2025-11-22", NOW)


def phone_of(site: TestClient, *, cookies: bool = True) -> ClientSession:
    """A phone of its own."""
    jar = CookieJar(unsafe=True) if cookies else DummyCookieJar()
    return ClientSession(base_url=site.make_url("/"), cookie_jar=jar)


async def ask(phone: ClientSession | TestClient, code: str, text: str) -> str:
    come = await phone.get(f"/e/{code}")
    talk = come.url.query["talk"]
    answer = await phone.post("/chat", json={"text": text}, headers={"X-Talk": talk})
    assert answer.status == 200
    return (await answer.json())["html"]


async def test_visitors_are_counted_and_never_see_each_other(site, event):
    code = event[0].code
    for text in (LOAN, "食堂几点开饭", LOAN):
        async with phone_of(site) as phone:
            shown = await (await phone.get(f"/e/{code}")).text()
            assert "500万" not in shown.partition('id="log"')[2].partition("</div>")[0] and "食堂" not in shown
            await ask(phone, code, text)
    text = await (await site.get(f"/e/{code}/manage/{event[1]}")).text()
    assert "<dt>问过的</dt><dd>3</dd>" in text and f"{LOAN}（2 次）" in text and "<li>食堂几点开饭</li>" in text


async def test_closing_gives_the_workbook_and_staff_the_misses(site, event, house):
    made, secret = event
    await ask(site, made.code, "食堂几点开饭呀这边")
    path = f"/e/{made.code}/manage/{secret}"
    closed = await site.post(path)
    assert closed.status == 200 and "已结束" in await closed.text()
    assert "食堂几点开饭呀这边" in [one.text for one in house.store.questions().open()]
    await site.post(path)
    assert [one.text for one in house.store.questions().open()].count("食堂几点开饭呀这边") == 1
    book = load_workbook(io.BytesIO(await (await site.get(f"{path}/report.xlsx")).read()))
    assert [row[0] for row in book["没答上的"].values] == ["问题", "食堂几点开饭呀这边"]
    assert book["逐句"]["A2"].is_date and dict(book["概况"].values)["问过的"] == "1"
    assert (await site.get(f"/e/{made.code}", allow_redirects=False)).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/e/zzzzz", "/e/zzzzz/screen", "/e/zzzzz/manage/x", "/e/{code}/manage/wrong"])
async def test_what_there_is_not_and_what_is_not_ones_own_is_a_404(site, event, path):
    assert (await site.get(path.format(code=event[0].code))).status == 404


async def test_no_other_site_closes_it(site, event):
    sent = await site.post(f"/e/{event[0].code}/manage/{event[1]}", headers={"Origin": "https://other.example"})
    assert sent.status == 403


async def test_a_whole_hall_may_come_by_one_address(open_site, event):
    clock = [0.0]
    site = await open_site(newcomer_limit=2, clock=lambda: clock[0])
    async with phone_of(site, cookies=False) as phone:

        async def statuses(count: int) -> list[int]:
            return [(await phone.post("/api/ask", json={"text": "新三板"})).status for _ in range(count)]

        assert await statuses(3) == [200, 200, 429]
        await phone.get(f"/e/{event[0].code}", allow_redirects=False)
        assert await statuses(9) == [200] * 8 + [429]
        clock[0] = 4 * 3600
        assert await statuses(3) == [200, 200, 429]
