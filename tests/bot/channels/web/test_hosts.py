"""Who runs the site, on every page; the pages about privacy, access and the interface; a talk that nobody goes on
with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.advisor import Advisor, Live
from bot.bootstrap import House
from bot.setting_values import SettingsError
from bot.settings import read_settings
from tests.bot.channels.web.conftest import LOAN, Open

FILLED = {
    "host": "某市科学技术局",
    "phone": "0635-8288000",
    "contact": "兴华西路 24 号",
    "icp": "鲁ICP备05026698号-1",
    "police": "鲁公网安备37150002000001号",
    "site_code": "3715000001",
    "filings": ("某某标识 12",),
    "privacy": ("本局的隐私说明",),
    "accessibility": ("本局的无障碍说明",),
}
PATHS = ("/", "/checkup", "/measures", "/measures/guarantee_fee", "/policies/liaocheng-2024", "/privacy", "/none")


def filled(house: House, **more: object) -> Advisor:
    live = house.advisor.live
    site = replace(live.knowledge.site, **{**FILLED, **more})
    return Advisor(Live(replace(live.knowledge, site=site), live.matcher), house.store)


@pytest.mark.parametrize("path", PATHS)
async def test_who_runs_it_stands_on_every_page(open_site: Open, house: House, path: str) -> None:
    page = await (await (await open_site(advisor=filled(house))).get(path)).text()
    foot = page.partition('<footer class="foot">')[2].partition("</footer>")[0]
    for words in (
        "主办单位：某市科学技术局",
        '<a href="tel:0635-8288000">0635-8288000</a>',
        "联系：兴华西路 24 号",
        '<a href="https://beian.miit.gov.cn/" target="_blank" rel="noopener">鲁ICP备05026698号-1</a>',
        "webSearch?code=37150002000001",
        "网站标识码 3715000001",
        "某某标识 12",
        'href="/privacy"',
        'href="/accessibility"',
        'href="/api"',
    ):
        assert words in foot


async def test_what_is_not_filled_in_is_not_shown(open_site: Open, house: House) -> None:
    empty = dict.fromkeys(("host", "phone", "contact", "icp", "police", "site_code"), "")
    none = dict.fromkeys(("filings", "privacy", "accessibility"), ())
    site = await open_site(advisor=filled(house, **empty, **none))
    page = await (await site.get("/measures")).text()
    for words in ("主办单位", "电话：", "联系：", "beian", "标识码"):
        assert words not in page
    only = await (await (await open_site(advisor=filled(house, **{**empty, "icp": "备1号"}))).get("/")).text()
    assert "备1号" in only and "主办单位" not in only


async def test_what_staff_add_to_the_pages_is_escaped(open_site: Open, house: House) -> None:
    site = await open_site(advisor=filled(house, phone='1"><b>', privacy=("<b>话</b>",)), idle_minutes=7)
    page = await (await site.get("/privacy")).text()
    assert "&lt;b&gt;话&lt;/b&gt;" in page and "<b>" not in page and "7 分钟没人用" in page
    assert "本局的无障碍说明" in await (await site.get("/accessibility")).text()


async def test_the_page_about_the_interface_says_what_holds_here(open_site: Open) -> None:
    site = await open_site(session_limit=7, address_limit=70, newcomer_limit=17, public_url="https://a.example.cn")
    page = await (await site.get("/api")).text()
    for words in ("https://a.example.cn/api/ask", "一分钟 7 句", "70 句", "17 句", 'href="/api/openapi.json"'):
        assert words in page
    said = await site.post("/api/ask", json={"text": LOAN})
    answer = await said.json()
    for key in ("text", "kind", "amount_yuan", "clauses", "measure", "missing", "unconfirmed"):
        assert key in answer and f"<code>{key}</code>" in page
    assert "X-Conversation-Token" in said.headers and "RateLimit-Remaining" in said.headers


async def test_a_talk_nobody_goes_on_with_is_not_shown_again(open_site: Open, house: House) -> None:
    moment = [datetime.now(UTC)]
    advisor = Advisor(house.advisor.live, house.store, lambda: moment[0])
    site = await open_site(idle_minutes=10, advisor=advisor)
    await site.get("/")
    await site.post("/chat", json={"text": LOAN}, headers={"X-Talk": "aaaaaaaa"})
    assert 'class="mine"' in await (await site.get("/?talk=aaaaaaaa")).text()
    moment[0] += timedelta(minutes=11)
    answer = await site.get("/?talk=aaaaaaaa&q=x")
    assert answer.url.query["talk"] != "aaaaaaaa" and answer.url.query["q"] == "x"
    page = await answer.text()
    assert 'class="mine"' not in page and "有一阵没人用" in page
    never = await open_site(idle_minutes=0, advisor=advisor)
    await never.get("/")
    await never.post("/chat", json={"text": LOAN})
    moment[0] += timedelta(days=9)
    page = await (await never.get("/")).text()
    assert 'class="mine"' in page and "data-idle" not in page and "http-equiv" not in page


async def test_clearing_takes_along_what_was_said_without_scripts(open_site: Open) -> None:
    site = await open_site()
    await site.get("/")
    key = next(cookie.value for cookie in site.session.cookie_jar)
    await site.post("/", data={"text": LOAN})
    await site.post("/forget", data={"talk": "aaaaaaaa"})
    page = await (await site.get("/", headers={"Cookie": f"fudaoyuan={key}"})).text()
    assert 'class="mine"' not in page


@pytest.mark.parametrize("wrong", ["-1", "1.5", "十", "1441"])
def test_minutes_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"FUDAOYUAN_IDLE_MINUTES.*60"):
        read_settings({"FUDAOYUAN_IDLE_MINUTES": wrong})
