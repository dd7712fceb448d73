"""The pages of a document that is data only, beside the shipped one; and of a day on which a figure is not written."""

from datetime import date
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient

from bot.advisor import Advisor, Live
from bot.bootstrap import House
from bot.measures.contract import checked
from tests.bot.channels.web.conftest import Open
from tests.bot.dialogue.test_document import BARE
from tests.city import shipped_files

OTHERS = Path(__file__).parents[3] / "policies"
MEASURES = "policies/lindong-2026/measures.toml"


@pytest.fixture
async def both(open_site: Open, house: House) -> TestClient:
    files = {**shipped_files(), **shipped_files(OTHERS)}
    files[MEASURES] = files[MEASURES].replace('until = "2026-12-31"', 'since = "2026-02-01"\nuntil = "2026-12-31"')
    advisor = Advisor(Live(checked(files), house.advisor.live.matcher), None)
    return await open_site(advisor=advisor, day=lambda: date(2026, 3, 1))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/measures", "设备投资奖补"),
        ("/measures/equipment_award", "设备投资额"),
        ("/measures/equipment_award?equipment_yuan=500万", "500,000.00元"),
        ("/measures/equipment_award?equipment_yuan=500万&invoiced_on=2027-02", "400,000.00元"),
        ("/measures/surety_fee?surety_yuan=500万&charge_rate=1.2%25", "谈到1%以内的话"),
        ("/measures/upper_match?upper_yuan=0", "省里没有给"),
        ("/measures/lindong-2026/equipment_award?equipment_yuan=500万", "500,000.00元"),
        ("/measures/lindong-2026/patent_pledge_interest?loan_yuan=500万&loan_months=一年&paid_on=2026-02", "20%"),
        ("/measures/liaocheng-2024/patent_pledge_interest?principal_yuan=500万&term_months=12&start=2026-02", "40%"),
        ("/measures/patent_pledge_interest", "40%给予贴息"),
        ("/measures/lindong-2026/equipment_award/compare?equipment_yuan=500万&b.equipment_yuan=800万", "800,000.00元"),
        ("/measures", 'href="/measures/lindong-2026/patent_pledge_interest"'),
        ("/measures", "《临东设备更新和科技贷款措施》里写了数的"),
        ("/policies/lindong-2026/2.3", "省级贴息配套"),
        ("/policies/lindong-2026/2.1", 'href="/measures/lindong-2026/patent_pledge_interest"'),
        ("/policies", "聊城市人民政府办公室"),
        ("/sitemap.xml", "/measures/lindong-2026/patent_pledge_interest<"),
    ],
)
async def test_a_page_of_the_second_document(both: TestClient, path: str, words: str) -> None:
    response = await both.get(path)
    assert response.status == 200 and words in await response.text()


async def test_a_day_without_a_figure_is_told_on_the_page_and_no_sum_is_shown(both: TestClient) -> None:
    page = await both.get("/measures/equipment_award?equipment_yuan=500万&invoiced_on=2026-01-15&part=1")
    text = await page.text()
    assert "2026年1月15日的奖补比例是多少，文件没有写（写了的是2026-02-01到2026-12-31、2027-01-01起）" in text
    assert "万元" not in text and 'class="amount"' not in text


@pytest.mark.parametrize(
    "path", ["/measures/nowhere/equipment_award", "/measures/liaocheng-2024/equipment_award", "/measures/nothing"]
)
async def test_a_measure_of_another_policy_is_not_found(both: TestClient, path: str) -> None:
    assert (await both.get(path)).status == 404


async def test_a_receipt_of_a_measure_two_policies_have_is_of_its_own(both: TestClient) -> None:
    inputs = {"loan_yuan": "5000000", "loan_months": "12", "paid_on": "2026-02-01"}
    kept = await both.post("/measures/lindong-2026/patent_pledge_interest/receipt", data=inputs)
    text = await kept.text()
    assert kept.status == 200 and "30,000.00元" in text and "结果一样" in text and "临东" not in kept.url.path


async def test_a_page_of_a_measure_without_inputs_shows_what_there_is(open_site: Open, house: House) -> None:
    files = {**shipped_files(), **shipped_files(OTHERS)}
    files[MEASURES] += BARE
    site = await open_site(
        advisor=Advisor(Live(checked(files), house.advisor.live.matcher), None), day=lambda: date(2026, 3, 1)
    )
    page = await (await site.get("/measures/bare_award")).text()
    assert "<b>5</b> 万元" in page and "填上数" not in page and "比较两种情况" not in page
    kept = await site.post("/measures/bare_award/receipt")
    assert kept.status == 200 and "质押贷款年度奖励" in await kept.text()
