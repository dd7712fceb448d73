"""Who may ask how often: an office behind one address, made-up names, pages, and what is kept about them."""

import asyncio
from types import SimpleNamespace

import pytest
from aiohttp import ClientSession, CookieJar, DummyCookieJar
from aiohttp.test_utils import TestClient

from bot.channels.rate_limit import LONGEST, LeakyBucket
from bot.channels.web import crowd
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


async def test_a_hall_of_150_phones_is_let_in_and_one_who_asks_on_is_not(open_site, house) -> None:
    page = house.settings.page
    usual = {name: getattr(page, name) for name in ("session_limit", "address_limit", "newcomer_limit", "page_limit")}
    clock = Clock()
    site = await open_site(**usual, clock=clock)
    site.app[SITE].admission.pace = LeakyBucket(10**6, clock)  # people do not all tap within one second
    phones = await visitors(site, 150)
    for _ in range(6):
        codes = {(await one.post("/chat", json={"text": "你好"})).status for one in phones}
        assert codes == {200}
    codes = [(await phones[0].post("/chat", json={"text": "你好"}, headers=JSON)).status for _ in range(30)]
    assert codes == [200] * 14 + [429] * 16
    bare = ClientSession(site.make_url("/"), cookie_jar=DummyCookieJar())
    codes = [(await bare.post("/chat", json={"text": "你好"}, headers=JSON)).status for _ in range(220)]
    assert codes.count(200) == page.newcomer_limit
    assert {(await one.post("/chat", json={"text": "你好"})).status for one in phones[1:]} == {200}
    for one in (*phones, bare):
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


async def cookie_of(site: TestClient, **headers: str) -> str:
    """The session a visitor without cookies is given with the page; "" for none."""
    async with ClientSession(site.make_url("/")) as fresh:
        given = (await fresh.get("/", headers=headers)).cookies.get("fudaoyuan")
    return f"fudaoyuan={given.value}" if given else ""


async def codes_of(site: TestClient, path: str, count: int, **headers: str) -> list[int]:
    """What so many messages with these headers get, each without what the others were given."""
    async with ClientSession(site.make_url("/"), cookie_jar=DummyCookieJar()) as fresh:
        return [(await fresh.post(path, json={"text": "你好"}, headers=headers)).status for _ in range(count)]


async def test_a_session_has_its_limit_though_each_message_begins_a_new_talk(open_site) -> None:
    site = await open_site(session_limit=3, newcomer_limit=5, clock=Clock())
    for shown in ({"Cookie": await cookie_of(site)}, {"X-Session": (await cookie_of(site)).partition("=")[2]}):
        assert await codes_of(site, "/api/ask", 4, **shown) == [200] * 3 + [429]
        assert await codes_of(site, "/chat", 1, **shown) == [429]
    assert await codes_of(site, "/api/ask", 6) == [200] * 5 + [429]


async def test_one_session_has_one_limit_from_however_many_addresses(open_site) -> None:
    site = await open_site(session_limit=3, clock=Clock())
    shown = {"Cookie": await cookie_of(site)}
    got = [await codes_of(site, "/api/ask", 1, **shown, **{"X-Forwarded-For": f"4.5.{n}.1"}) for n in range(5)]
    assert got == [[200]] * 3 + [[429]] * 2


async def test_a_token_has_its_limit_whatever_the_talks_are_called(open_site) -> None:
    site = await open_site(session_limit=3, clock=Clock())
    token = (await site.post("/api/ask", json={"text": "你好"})).headers["X-Conversation-Token"]
    got = [
        (
            await site.post(
                "/api/ask", json={"text": "你好", "conversation": f"c{n}"}, headers={"X-Conversation-Token": token}
            )
        )
        for n in range(4)
    ]
    assert [one.status for one in got] == [200] * 3 + [429]


async def test_what_one_session_is_refused_for_takes_no_room_of_its_address(open_site) -> None:
    site = await open_site(session_limit=2, address_limit=6, clock=Clock())
    people = await visitors(site, 3)
    assert [(await people[0].post("/chat", json={"text": "你好"})).status for _ in range(9)] == [200] * 2 + [429] * 7
    for one in people[1:]:
        assert [(await one.post("/chat", json={"text": "你好"})).status for _ in range(2)] == [200] * 2
    for one in people:
        await one.close()


async def test_who_takes_the_whole_room_of_an_address_leaves_the_others_their_share(open_site) -> None:
    site = await open_site(session_limit=10, address_limit=40, clock=Clock())
    greedy, people = await visitors(site, 4), await visitors(site, 3)
    for one in greedy:
        assert [(await one.post("/chat", json={"text": "你好"})).status for _ in range(10)] == [200] * 10
    for one in people:
        codes = [(await one.post("/chat", json={"text": "你好"})).status for _ in range(9)]
        assert codes[:5] == [200] * 5 and codes[-1] == 429
    for one in greedy + people:
        await one.close()


async def test_an_address_is_given_so_many_sessions_a_minute_and_pages_without_one_beyond(open_site) -> None:
    clock = Clock()
    site = await open_site(newcomer_limit=3, clock=clock)
    assert [bool(await cookie_of(site)) for _ in range(5)] == [True] * 3 + [False] * 2
    page = await site.get("/", headers=HTML)
    assert page.status == 200 and "fudaoyuan" not in page.cookies
    assert await cookie_of(site, **{"X-Forwarded-For": "203.0.113.9"})
    assert (await site.post("/chat", json={"text": "你好"})).status == 200  # the first message gives a session too
    clock.at += 61
    assert await cookie_of(site)


async def test_a_refused_visitor_and_one_far_too_fast_are_told_at_once(open_site) -> None:
    site = await open_site(page_limit=60, address_limit=30, newcomer_limit=30)  # two a second
    codes = await asyncio.gather(*(status_of(site, "/measures") for _ in range(40)))
    assert codes.count(429) > 30 and codes.count(200) >= 2
    assert site.server.app[SITE].admission.pace.wait("127.0.0.1") <= LONGEST


async def status_of(site: TestClient, path: str) -> int:
    answer = await site.get(path, headers=HTML)
    assert answer.status == 200 or answer.headers["Retry-After"] == "1"
    return answer.status


async def test_refusals_take_no_turn_from_who_shares_the_address(open_site) -> None:
    site = await open_site(session_limit=1, page_limit=60, address_limit=60, newcomer_limit=60, clock=Clock())
    [person] = await visitors(site, 1)
    ticks = site.server.app[SITE].admission.pace
    await person.post("/chat", json={"text": "你好"})
    before = dict(ticks._due)
    for _ in range(30):
        assert (await person.post("/chat", json={"text": "你好"}, headers=JSON)).status == 429
    assert dict(ticks._due) == before
    await person.close()


async def test_monitors_are_never_refused(open_site) -> None:
    site = await open_site(page_limit=1, address_limit=1, newcomer_limit=1)
    admission = site.server.app[SITE].admission
    for path in ("/health/live", "/healthz", "/health/ready"):
        assert await asyncio.gather(*(plain(site, path) for _ in range(50))) == [(await site.get(path)).status] * 50
    assert len(admission.files) == len(admission.pace) == 0
    assert (await site.get("/health/live")).status == 200


async def plain(site: TestClient, path: str) -> int:
    return (await site.get(path)).status


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


async def test_whoever_asks_on_after_many_refusals_is_told_later_but_only_so_many_wait_at_once(
    open_site, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = asyncio.Event()
    monkeypatch.setattr(crowd, "asyncio", SimpleNamespace(sleep=lambda _: later.wait()))
    monkeypatch.setattr(crowd, "HELD", 2)
    site = await open_site(page_limit=1, clock=Clock())
    admission = site.server.app[SITE].admission
    await site.get("/")
    for _ in range(PATIENT - 1):
        assert (await site.get("/")).status == 429
    assert admission.held == 0
    waiting = [asyncio.create_task(site.get("/")) for _ in range(2)]
    while admission.held < 2:
        await asyncio.sleep(0.01)
    assert (await site.get("/")).status == 429  # no more than two wait
    assert not any(one.done() for one in waiting)
    later.set()
    assert [(await one).status for one in waiting] == [429, 429]
    assert admission.held == 0


async def test_every_request_but_those_of_telegram_takes_its_turn(open_site) -> None:
    site = await open_site(page_limit=60, address_limit=60, newcomer_limit=60)
    admission = site.server.app[SITE].admission
    await site.get("/")
    assert len(admission.pace) == 1 and len(admission.files) == 0
    await site.get("/static/base.css")
    assert len(admission.files) == 1
