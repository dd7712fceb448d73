"""From 企业微信 into the desk: let in once, within minutes, as the account that an administrator has recorded."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.desk.mount import add_desk
from bot.channels.desk_entry import LASTS, DeskEntry
from bot.channels.web.app import make_app
from bot.settings import read_settings
from knowledge.people import IDLE, TRIES_OF_ADDRESS, Hand, change_account
from knowledge.records.model import KnowledgeError
from tests.bot.channels.desk.conftest import PASSWORD, Staff
from tests.changed_settings import UNLIMITED, with_page

HOME = "https://fdy.example.cn"
WECOM = "LiSi-01"


@pytest.fixture
def entry(desk_house, clock) -> DeskEntry:
    settings = read_settings({"FUDAOYUAN_PUBLIC_URL": HOME}, home=str(desk_house.settings.home))
    return DeskEntry(settings, desk_house.store, clock)


@pytest.fixture
def people(desk_house):
    """The accounts; the counselor's id in 企业微信 is recorded, and everything is as it was afterwards."""
    people = desk_house.store.people()
    hand = Hand("admin", "test", "2025-11-22T10:00:00+08:00")
    before = people.find("counselor")
    change_account(people, replace(before, wecom=WECOM), hand)
    yield people
    for one in (before, people.find("viewer"), people.find("editor")):
        change_account(people, replace(one, wecom="", state="active"), hand)


async def link_of(entry: DeskEntry, place: str = "visit") -> str:
    person = entry.account(WECOM)
    assert person
    return (await entry.link(person, place)).removeprefix(HOME)


@pytest.fixture
async def browsers(desk_house, clock) -> AsyncIterator[list[Staff]]:
    """Three browsers at a site of its own, so that guesses of one test count in no other."""
    settings = with_page(desk_house.settings, **UNLIMITED)
    app = make_app(desk_house.advisor, settings, desk_house.store, day=lambda: clock().date())
    add_desk(app, desk_house.advisor, settings, desk_house.store, clock)
    server = TestServer(app)
    clients = [TestClient(server, cookie_jar=CookieJar(unsafe=True)) for _ in range(3)]
    for client in clients:
        await client.start_server()
    yield [Staff(client) for client in clients]
    for client in clients:
        await client.close()
    desk_house.store.people().forgive(_guesses("127.0.0.1")).result()


def _guesses(address: str) -> str:
    from knowledge import people

    return people._key(people.GUESSED, address)


async def test_the_button_lets_in_as_every_login_does(people, entry, browsers, desk_house, clock) -> None:
    staff, path = browsers[0], await link_of(entry)
    page = await staff.get(path)
    assert page.status == 200 and "我是 辅导员员，进来" in await page.text()
    assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "same-origin"
    answer = await staff.post(path)
    assert answer.status == 303 and answer.headers["Location"].endswith("/desk/visits/new")
    assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert (await staff.get("/desk/visits/new")).status == 200
    assert (await staff.get("/desk/people")).status == 403, "the same role as ever"
    [line] = desk_house.store.trail().lines(limit=1, who="counselor", what="login")
    assert line.note.after == "企业微信" and line.note.where
    clock.forward(seconds=IDLE.total_seconds() + 1)
    assert (await staff.get("/desk/visits")).status == 401, "it ends as every session does"


async def test_looking_at_it_uses_nothing_up(people, entry, browsers) -> None:
    """The platform, and whoever shows a preview, gets the page without a browser's cookies, several times."""
    path = await link_of(entry)
    for method in ("GET", "HEAD", "GET"):
        answer = await browsers[1].client.request(method, path, headers={"User-Agent": "preview"})
        assert answer.status == 200 and "Set-Cookie" not in answer.headers
    assert (await browsers[0].post(path)).status == 303


async def test_it_counts_once(people, entry, browsers) -> None:
    path = await link_of(entry)
    assert (await browsers[0].post(path)).status == 303
    for staff in browsers:
        for answer in (await staff.get(path), await staff.post(path)):
            assert answer.status == 403 and "只能用一次" in await answer.text()
    assert (await browsers[1].get("/desk/visits")).status == 401


async def test_at_the_same_moment_one_is_let_in(people, entry, browsers) -> None:
    path = await link_of(entry)
    found = await asyncio.gather(*(staff.post(path) for staff in browsers * 3))
    assert sorted(answer.status for answer in found) == [303] + [403] * 8


async def test_after_five_minutes_it_counts_no_longer(people, entry, browsers, clock) -> None:
    path = await link_of(entry)
    clock.now += LASTS + timedelta(seconds=1)
    assert (await browsers[0].get(path)).status == (await browsers[0].post(path)).status == 403


async def test_guessed_it_lets_nobody_in_and_too_many_guesses_end(people, entry, browsers, clock) -> None:
    path = await link_of(entry)
    for guess in (path[:-1], f"{path}A", path[:-1] + ("A" if path[-1] != "A" else "B"), "/desk/enter/x", path.lower()):
        if guess != path:
            assert (await browsers[0].post(guess)).status == 403
    statuses = [(await browsers[0].get(f"/desk/enter/{number}")).status for number in range(TRIES_OF_ADDRESS)]
    assert statuses[0] == 403 and statuses[-1] == 429
    assert (await browsers[0].post(path)).status == 429, "also the right one has to wait"
    clock.forward(minutes=16)
    assert (await browsers[0].get(await link_of(entry))).status == 200


async def test_in_the_browser_of_somebody_else_nobody_is_changed_and_it_still_counts(people, entry, browsers) -> None:
    other, path = browsers[1], await link_of(entry)
    assert (await other.login("editor", PASSWORD)).status == 303
    for answer in (await other.get(path), await other.post(path)):
        assert answer.status == 403 and "登录的是编辑员" in await answer.text()
    assert (await other.get("/desk/words")).status == 200, "still the editor"
    assert (await browsers[0].post(path)).status == 303


@pytest.mark.parametrize("change", [{"state": "closed"}, {"wecom": "another"}, {"wecom": ""}, {"role": "viewer"}])
async def test_an_account_that_is_not_as_it_was_is_not_let_in(people, entry, browsers, change) -> None:
    path = await link_of(entry)
    hand = Hand("admin", "test", "2025-11-22T10:00:00+08:00")
    was = people.find("counselor")
    change_account(people, replace(was, **change), hand)
    try:
        assert (await browsers[0].post(path)).status == 403
    finally:
        change_account(people, was, hand)


async def test_a_form_of_another_site_lets_nobody_in(people, entry, browsers) -> None:
    path = await link_of(entry)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = await browsers[0].client.post(path, headers=headers, allow_redirects=False)
        assert answer.status == 403 and "Set-Cookie" not in answer.headers
    assert (await browsers[0].post(path)).status == 303


async def test_a_check_up_and_what_is_due_are_led_to_as_well(people, entry, browsers) -> None:
    for place, path in (("checkup", "/checkup"), ("due", "/desk/visits")):
        answer = await browsers[0].post(await link_of(entry, place))
        assert answer.status == 303 and answer.headers["Location"].endswith(path)


async def test_the_database_holds_no_address(people, entry, desk_house) -> None:
    token = (await link_of(entry)).rpartition("/")[2]
    desk_house.store.empty_log()
    data = b"".join(one.read_bytes() for one in desk_house.settings.home.iterdir() if one.is_file())
    assert token.encode() not in data


async def test_an_id_is_one_persons_and_only_an_administrator_records_it(people, entry, enter) -> None:
    admin = await enter("admin")
    page = await (await admin.get("/desk/people/viewer")).text()
    assert "企业微信账号" in page
    fields = {"shown": "查看员", "role": "viewer", "county": "", "state": "active"}
    answer = await admin.post("/desk/people/viewer", **fields, wecom=WECOM.upper())
    assert answer.status == 400 and "已经登记给辅导员员" in await answer.text()
    await admin.get("/desk/people/viewer")
    assert (await admin.post("/desk/people/viewer", **fields, wecom="wang wu")).status == 400
    assert (await admin.post("/desk/people/viewer", **fields, wecom="WangWu")).status == 303
    assert people.find("viewer").wecom == "WangWu"
    assert (await (await enter("counselor")).get("/desk/people")).status == 403
    assert "企业微信 WangWu" in await (await admin.get("/desk/audit")).text()
    with pytest.raises(KnowledgeError, match="已经登记给"):
        change_account(people, replace(people.find("editor"), wecom="wangwu"), Hand("admin", "", ""))


async def test_choosing_another_password_keeps_the_id(people, browsers, entry) -> None:
    staff = browsers[0]
    await staff.login("counselor", PASSWORD)
    await staff.get("/desk/password")
    new = "另一句自己记得住的话"
    assert (await staff.post("/desk/password", old=PASSWORD, new=new, again=new)).status == 303
    assert people.find("counselor").wecom == WECOM
    await staff.get("/desk/password")
    assert (await staff.post("/desk/password", old=new, new=PASSWORD, again=PASSWORD)).status == 303
