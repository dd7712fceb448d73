"""Logging in, being locked out and locking nobody else out, sessions that end, and what was typed meanwhile."""

from bot.bootstrap import House
from knowledge.people import TRIES
from knowledge.store import Wanted
from tests.bot.channels.desk.conftest import PASSWORD, Clock, Enter, Staff


async def test_a_page_asks_to_log_in_and_leads_back_to_it(enter: Enter) -> None:
    browser = await enter()
    answer = await browser.get("/desk/audit?who=editor")
    assert answer.status == 401
    assert 'name="back" value="/desk/audit?who=editor"' in await answer.text()
    answer = await browser.client.post(
        "/desk/login",
        data={"name": "viewer", "password": PASSWORD, "back": "/desk/audit?who=editor"},
        allow_redirects=False,
    )
    assert answer.headers["Location"] == "/desk/audit?who=editor"
    cookies = answer.headers.getall("Set-Cookie")
    assert all("HttpOnly" in one and "SameSite=Lax" in one for one in cookies)
    assert (await browser.get("/desk")).status == 200


async def test_after_the_login_nobody_is_led_elsewhere(enter: Enter) -> None:
    for back in ("https://evil.example/", "//evil.example", "/desk/\\evil", "/privacy"):
        browser = await enter()
        answer = await browser.client.post(
            "/desk/login", data={"name": "viewer", "password": PASSWORD, "back": back}, allow_redirects=False
        )
        assert answer.headers["Location"] == "/desk"


async def test_wrong_passwords_lock_this_browser_and_nobody_else(enter: Enter, clock: Clock) -> None:
    """The attacker shares the address with the owner, as in one office; the owner has logged in here before."""
    owner, attacker = await enter("approver"), await enter()
    await owner.post("/desk/logout")
    for _ in range(TRIES):
        assert (await attacker.login("approver", "一句猜的话")).status == 401
    refused = await attacker.login("approver")
    assert refused.status == 401 and "15 分钟" in await refused.text()
    assert (await owner.login("approver")).status == 303
    clock.forward(minutes=16)
    assert (await attacker.login("approver")).status == 303


async def test_an_unknown_name_and_a_wrong_password_are_told_alike(enter: Enter) -> None:
    browser = await enter()
    texts = [await (await browser.login(name, "一句猜的话")).text() for name in ("nobody", "viewer")]
    assert texts[0].replace("nobody", "") == texts[1].replace("viewer", "")


async def test_a_session_ends_after_half_an_hour_and_after_eight_hours(enter: Enter, clock: Clock) -> None:
    idle, busy = await enter("viewer"), await enter("viewer")
    for _ in range(23):
        clock.forward(minutes=20)
        assert (await busy.get("/desk")).status == 200
    assert (await idle.get("/desk")).status == 401
    clock.forward(minutes=25)
    assert (await busy.get("/desk")).status == 401


async def test_a_session_ends_at_logout_and_an_old_cookie_opens_nothing(enter: Enter) -> None:
    browser = await enter("viewer")
    kept = {cookie.key: cookie.value for cookie in browser.client.session.cookie_jar}
    await browser.post("/desk/logout")
    thief = await enter()
    assert (await thief.client.get("/desk", cookies=kept)).status == 401


async def test_a_session_ends_when_the_role_changes(enter: Enter, desk_house: House) -> None:
    admin, person = await enter("admin"), await enter("counselor")
    answer = await admin.post("/desk/people/counselor", shown="辅导员", role="viewer", county="冠县", state="active")
    assert answer.status == 303
    assert (await person.get("/desk")).status == 401
    await admin.post("/desk/people/counselor", shown="辅导员员", role="counselor", county="", state="active")


async def test_a_closed_account_is_out_and_stays_out(enter: Enter) -> None:
    admin, person = await enter("admin"), await enter("counselor")
    await admin.post("/desk/people/counselor", shown="辅导员", role="counselor", county="", state="closed")
    assert (await person.get("/desk")).status == 401
    assert (await person.login("counselor")).status == 401
    await admin.post("/desk/people/counselor", shown="辅导员员", role="counselor", county="", state="active")


async def test_a_new_account_must_choose_its_own_password_first(enter: Enter) -> None:
    admin, fresh = await enter("admin"), await enter()
    page = await (await admin.post("/desk/people", name="qian", shown="钱八", role="editor")).text()
    given = page.partition('class="secret">')[2].partition("<")[0]
    assert (await fresh.login("qian", given)).headers["Location"] == "/desk/password"
    assert (await fresh.get("/desk/audit")).headers["Location"] == "/desk/password"
    await fresh.get("/desk/password")
    answer = await fresh.post("/desk/password", old=given, new="short", again="short")
    assert answer.status == 400 and "至少 10 个字符" in await answer.text()
    answer = await fresh.post("/desk/password", old=given, new="又是另外一句自己的话", again="又是另外一句自己的话")
    assert answer.status == 303
    assert (await fresh.get("/desk")).status == 200


async def test_what_was_typed_outlives_the_session(enter: Enter, clock: Clock, desk_house: House) -> None:
    browser = await enter("admin")
    clock.forward(minutes=40)
    fields = {"name": "zhou", "shown": '周九"<b>', "role": "viewer", "county": ""}
    answer = await browser.post("/desk/people", **fields)
    assert answer.status == 401
    assert desk_house.store.people().find("zhou") is None
    carried = {f"t-{name}": value for name, value in fields.items()}
    answer = await browser.client.post(
        "/desk/login", data={"name": "admin", "password": PASSWORD, "back": "/desk/people", **carried}
    )
    page = await answer.text()
    assert "接着提交" in page and "周九&#34;&lt;b&gt;" in page
    again = Staff(browser.client)
    again._note(page)
    assert (await again.post("/desk/people", **fields)).status == 200
    assert desk_house.store.people().find("zhou").shown == '周九"<b>'
    assert desk_house.store.counts().count(Wanted("2025-11-22", "2025-11-22")) == 0


async def test_the_last_admin_stays_one(enter: Enter, desk_house: House) -> None:
    admin = await enter("admin")
    answer = await admin.post("/desk/people/admin", shown="管理员", role="viewer", county="", state="active")
    assert answer.status == 400
    assert desk_house.store.people().find("admin").role == "admin"


async def test_pages_are_kept_by_no_browser_and_shown_in_no_frame(enter: Enter) -> None:
    browser = await enter("viewer")
    answer = await browser.get("/desk")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
