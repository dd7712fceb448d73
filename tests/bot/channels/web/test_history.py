"""A talk shown again: what was changed in a card stands in its place, older cards are a line."""

import re
import secrets

import pytest
from aiohttp.test_utils import TestClient

from bot.bootstrap import House
from bot.channels.web.changes import changes
from bot.channels.web.site import SITE
from tests.bot.channels.web.conftest import DAY, LOAN, Open


def new_id() -> str:
    return secrets.token_hex(8).translate(str.maketrans("0123456789", "ghijklmnop"))


async def say(site: TestClient, text: str, here: bool = False, **more: object) -> str:
    body = {"text": text, "client_id": f"{'here-' if here else ''}{new_id()}", **more}
    answer = await site.post("/chat", json=body)
    assert answer.status == 200
    return (await answer.json())["html"]


async def shown(site: TestClient) -> str:
    return await (await site.get("/")).text()


async def test_a_change_made_in_a_card_stands_in_its_place(site: TestClient) -> None:
    await site.get("/")
    await say(site, LOAN)
    html = await say(site, "是科技型中小微企业", here=True, total=3)
    assert "第 2 件，共 3 件" in html and "还有 2 件没确认" in html
    page = await shown(site)
    assert page.count('<div class="turn"') == 1 and page.count("<article") == 1
    assert "第 2 件，共 3 件" in page and ">是科技型中小微企业</p>" in page


async def test_what_is_typed_is_a_turn_of_its_own_and_the_older_card_a_line(site: TestClient) -> None:
    await site.get("/")
    await say(site, LOAN)
    await say(site, "是科技型中小微企业")
    page = await shown(site)
    assert page.count('<div class="turn"') == 2
    assert "<summary>最多 6.70 万元 · 专利权质押贷款贴息</summary>" in page


async def test_what_was_taken_back_is_not_listed(site: TestClient) -> None:
    await site.get("/")
    await say(site, LOAN)
    await say(site, "质押登记没办", here=True)
    html = await say(site, "上一句作废", here=True)
    assert "最多 " in html and "还有 3 件没确认" in html
    assert 'class="since"' not in await shown(site)


async def test_a_change_of_another_measure_is_no_change_of_the_card(site: TestClient) -> None:
    await site.get("/")
    await say(site, LOAN)
    await say(site, "新三板基础层挂牌，融资2000万，补多少", here=True)
    assert (await shown(site)).count('<div class="turn"') == 2


@pytest.mark.parametrize("change", ["x", {"measure": 1, "key": "a", "value": "b"}, {"measure": "m"}])
async def test_a_change_that_is_none_is_refused(site: TestClient, change: object) -> None:
    answer = await site.post("/chat", json={"text": "本金改成3万", "change": change})
    assert answer.status == 400 and "要改的数" in await answer.text()


async def test_a_form_without_scripts_changes_the_card(site: TestClient) -> None:
    await site.get("/")
    await say(site, LOAN)
    page = await shown(site)
    form = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', page[page.index('action="/amend"') :]))
    form = {**form, "from": form["from"].replace("&amp;", "&"), "principal_yuan": "350万"}
    answer = await site.post("/amend", data=form)
    page = await answer.text()
    assert "最多 <b>4.69</b>" in page and page.count('<div class="turn"') == 1 and "本金改成350万" in page


def test_only_what_is_not_the_same_is_a_change(house) -> None:
    knowledge = house.advisor.live.knowledge
    key = knowledge.measure("patent_pledge_interest").key
    form = {
        "measure": key,
        "from": "principal_yuan=5000000&term_months=12&start=2024-08",
        "principal_yuan": "５００万",
        "term_months": "两年",
        "start": "2024年8月",
        "lpr": "",
    }
    assert [words for words, _ in changes(knowledge, form, DAY)] == ["期限改成两年"]
    assert list(changes(knowledge, {**form, "measure": "x/y"}, DAY)) == []


async def test_after_a_restart_every_card_is_whole_again(open_site: Open, house: House) -> None:
    site = await open_site(public_url="")
    await site.get("/")
    said = (LOAN, "白名单怎么进", "专利质押贷500万和800万分别能贴多少，一年，2024年8月", LOAN)
    for text in said:
        await say(site, text)
    await say(site, "是科技型中小微企业", here=True, total=3)
    before = await shown(site)
    site.app[SITE].answering._given.clear()  # what a new process begins with
    house.advisor.forget_before("9")
    after = await shown(site)
    assert re.sub(r'name="client_id" value="\w+"', "", after) == re.sub(r'name="client_id" value="\w+"', "", before)
    assert "第 2 件，共 3 件" in after and 'action="/amend"' in after


async def test_an_answer_fetched_again_after_a_restart_is_a_whole_card(open_site: Open) -> None:
    site = await open_site()
    await site.get("/")
    body = {"text": LOAN, "client_id": new_id()}
    first = await (await site.post("/chat", json=body)).json()
    site.app[SITE].answering._given.clear()
    assert await (await site.post("/chat", json=body)).json() == first


async def test_what_would_be_answered_otherwise_now_is_shown_by_its_words(open_site: Open, house: House) -> None:
    site = await open_site()
    await site.get("/")
    await say(site, "我电话13812345678，鲁科担担保500万费率0.5%能补多少")
    site.app[SITE].answering._given.clear()
    assert "〔手机号〕" in await shown(site)
