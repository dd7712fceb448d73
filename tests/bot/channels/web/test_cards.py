"""Cards: one for whatever the advisor says, and the contacts of the offices where they are recorded."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp.test_utils import TestClient

from bot.advisor import Advisor
from bot.bootstrap import House, bootstrap
from bot.channels.web.cards import Card
from bot.messages import Message
from bot.replies.render import TEMPLATES
from bot.settings import read_settings
from tests.city import shipped_files

DAY = date(2025, 11, 22)
LOAN = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
CONTACTS = """
[[contact]]
department = "市科技局"
phone = "(000) 123-4567"
note = "工作日上午<b>"
source = "测试用"
checked_on = "2025-11-01"
[[contact]]
department = "市财政局"
address = "某路1号"
source = "测试用"
checked_on = 2025-11-02
"""


async def card(site: TestClient, text: str) -> str:
    answer = await site.post("/chat", json={"text": text})
    assert answer.status == 200
    return (await answer.json())["html"]


def test_whatever_is_said_in_words_has_a_card() -> None:
    names = {path.name for path in (TEMPLATES / "plain").glob("[a-z]*.j2")}
    assert names <= {path.name for path in (TEMPLATES / "web").iterdir()}


async def test_what_a_department_does_is_a_list_of_clauses(site: TestClient) -> None:
    html = await card(site, "市税务局配合哪些条款")
    assert "配合 2 条" in html
    assert re.findall(r'href="/policies/liaocheng-2024/([\d.]+)"', html) == ["4.3", "5.1"]


async def test_variants_stand_in_one_card_and_lead_to_the_page_that_compares_them(site: TestClient) -> None:
    html = await card(site, "专利质押贷500万和800万分别能贴多少，一年，2024年8月")
    assert html.count('<p class="amount">') == 2 and "按封顶" in html
    [link] = re.findall(r'href="(/measures/patent_pledge_interest/compare[^"]+)"', html)
    page = await (await site.get(link.replace("&amp;", "&"))).text()
    assert "67,000.00元" in page and "100,000.00元" in page


async def test_after_a_long_silence_the_card_says_what_is_put_aside(open_site, house: House) -> None:
    now = [datetime(2025, 11, 22, 1, tzinfo=UTC)]
    site = await open_site(advisor=Advisor(house.advisor.live, house.store, lambda: now[0]))
    await site.get("/")
    await card(site, LOAN)
    now[0] += timedelta(hours=1)
    html = await card(site, "白名单怎么进")
    assert html.index("隔了一阵子") < html.index("<article") and html.count("隔了一阵子") == 1
    assert html.count('class="lead"') == 1
    assert "隔了一阵子" in await (await site.get("/")).text()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose staff have recorded two contacts."""
    files = {**shipped_files(), "policies/liaocheng-2024/contacts.toml": CONTACTS}
    home: Path = tmp_path_factory.mktemp("told")
    made = bootstrap(read_settings({}, home=str(home)), shipped=files)
    yield made
    made.close()


async def test_a_recorded_contact_stands_in_card_clause_form_and_receipt(open_site, told: House) -> None:
    site = await open_site(advisor=told.advisor, store=told.store)
    sums = {"principal_yuan": "5000000", "term_months": "12", "start": "2024-08"}
    pages = [
        await card(site, LOAN),
        await card(site, "找哪个部门"),
        await card(site, "市科技局牵头哪些"),
        await (await site.get("/policies/liaocheng-2024/1.1")).text(),
        await (await site.get("/measures/patent_pledge_interest")).text(),
        await (await site.post("/measures/patent_pledge_interest/receipt", data=sums)).text(),
    ]
    for html in pages:
        assert html.count("(000) 123-4567") == 1 and "2025年11月1日核对" in html and "工作日上午&lt;b&gt;" in html
    for html in pages[:5]:
        assert 'href="tel:000123-4567"' in html


def test_the_plain_reply_tells_the_contact_of_the_office(told: House) -> None:
    said = [told.advisor.reply(Message("plain", text, DAY)).text for text in (LOAN, "找哪个部门", "市财政局牵头哪些")]
    line = "联系方式：市科技局 (000) 123-4567，工作日上午<b>（测试用，2025年11月1日核对）"
    assert line in said[0].splitlines() and line in said[1].splitlines()
    assert "联系方式：市财政局 某路1号（测试用，2025年11月2日核对）" in said[2].splitlines()
    assert "市财政局 某路1号" not in said[0] and "未写明电话" not in said[1]


def test_without_a_record_it_is_said_that_the_document_has_none(house: House) -> None:
    text = house.advisor.reply(Message("no-contact", "科技型企业白名单找哪个部门", DAY)).text
    assert "文件未写明电话和地址，可以打12345问，也可以说" in text and "联系方式：" not in text


async def test_what_is_shared_of_a_question_names_nobody(site: TestClient) -> None:
    html = await card(site, "白名单怎么进")
    assert "q%3D%25E7%2599%25BD" in html  # the question goes along
    shown = Card.answer_url(
        SimpleNamespace(asked="白名单怎么进，我电话13812345678"),  # type: ignore[arg-type]
        SimpleNamespace(policy="p", id="1.1"),  # type: ignore[arg-type]
    )
    assert shown.startswith("/policies/p/1.1?q=") and "13812345678" not in shown
