"""Who may ask how often: an office behind one address, made-up names, pages, and what is kept about them."""

import asyncio

from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestClient

from bot.channels.web.admission import PATIENT
from bot.channels.web.site import SITE
from tests.bot.channels.web.test_guard import Clock

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


async def visitors(site: TestClient, count: int) -> list[ClientSession]:
    """So many browsers that have opened the page, each with the session it was given."""
    found = [ClientSession(site.make_url("/"), cookie_jar=CookieJar(unsafe=True)) for _ in range(count)]
    for one in found:
        assert (await one.get("/")).status == 200
    return found


async def test_an_office_of_thirty_behind_one_address_asks_as_fast_as_people_type(open_site) -> None:
    site = await open_site(session_limit=20, address_limit=600, newcomer_limit=120, clock=Clock())
    people = await visitors(site, 30)
    for _ in range(15):  # a question each four seconds, for a minute
        codes = [(await one.post("/chat", json={"text": "你好"})).status for one in people]
        assert codes == [200] * 30
    for one in people:
        await one.close()


async def test_made_up_names_do_not_walk_round_the_limits_nor_take_the_room_of_an_office(open_site) -> None:
    site = await open_site(session_limit=20, address_limit=600, newcomer_limit=120, clock=Clock())
    [office] = await visitors(site, 1)
    codes = [
        (await site.post("/api/ask", json={"text": "你好", "conversation": f"n{number}"}, headers=JSON)).status
        for number in range(125)
    ]
    assert codes == [200] * 120 + [429] * 5
    assert (await office.post("/chat", json={"text": "你好"})).status == 200
    await office.close()


async def test_one_address_has_its_limit_however_many_sessions_it_was_given(open_site) -> None:
    site = await open_site(address_limit=9, clock=Clock())
    people = await visitors(site, 10)
    answers = [await one.post("/chat", json={"text": "你好"}, headers=JSON) for one in people]
    assert [answer.status for answer in answers] == [200] * 9 + [429]
    assert answers[8].headers["RateLimit-Remaining"] == "0" and answers[9].headers["RateLimit-Limit"] == "9"
    assert answers[9].headers["Retry-After"] == "60"
    for one in people:
        await one.close()


async def test_pages_are_counted_and_files_are_not(open_site) -> None:
    site = await open_site(page_limit=3, clock=Clock())
    for path in ("/", "/measures", "/no-such-page"):
        assert (await site.get(path)).status != 429
    late = await site.get("/")
    assert late.status == 429 and late.headers["Retry-After"] == "60" and "请等 60 秒" in await late.text()
    assert late.headers["RateLimit-Limit"] == "3" and late.headers["RateLimit-Remaining"] == "0"
    assert (await site.post("/no-such-page")).status == 429
    for path in ("/static/base.css", "/embed.js", "/favicon.ico", "/healthz"):
        assert (await site.get(path)).status == 200
    assert (await site.post("/chat", json={"text": "你好"})).status == 200


async def test_a_message_too_many_is_refused_before_it_is_read(open_site) -> None:
    site = await open_site(newcomer_limit=1, clock=Clock())
    assert (await site.post("/api/ask", json={"text": "你好"})).status == 200
    reader, writer = await asyncio.open_connection(site.host, site.port)
    writer.write(
        b"POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"
    )
    assert b" 429 " in await asyncio.wait_for(reader.readline(), 20)
    writer.close()
    await writer.wait_closed()


async def test_a_visitor_too_fast_is_told_so_before_his_form_is_read(open_site) -> None:
    site = await open_site(session_limit=1, clock=Clock())
    await site.get("/")
    assert (await site.post("/chat", json={"text": "你好"})).status == 200
    for path in ("/chat", "/forget"):
        assert (await site.post(path, data=b"", headers=HTML)).status == 429


async def test_what_was_typed_stays_for_somebody_in_a_hurry_and_a_flood_gets_one_line(open_site) -> None:
    site = await open_site(session_limit=1, clock=Clock())
    await site.get("/")
    await site.post("/", data={"text": "你好"})
    first = await site.post("/", data={"text": "那换成三年期呢"}, headers=HTML)
    assert first.status == 429 and "那换成三年期呢" in await first.text() and "请等 60 秒" in await first.text()
    for _ in range(PATIENT):
        last = await site.post("/", data={"text": "那换成三年期呢"}, headers=HTML)
    assert last.status == 429 and last.content_type == "text/plain" and len(await last.text()) < 100
    assert last.headers["Retry-After"] == "60" and "Content-Security-Policy" in last.headers


async def test_every_request_but_those_of_telegram_takes_its_turn(open_site) -> None:
    site = await open_site(page_limit=60, address_limit=60, newcomer_limit=60)
    admission = site.server.app[SITE].admission
    await site.get("/")
    assert len(admission.pace) == 1 and len(admission.files) == 0
    await site.get("/static/base.css")
    assert len(admission.files) == 1
