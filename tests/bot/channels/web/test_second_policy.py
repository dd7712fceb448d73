"""The pages of a document that is data only, beside the shipped one; and of a day on which a figure is not written."""

from datetime import date
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient

from bot.advisor import Advisor, Live
from bot.bootstrap import House
from bot.measures.contract import checked
from knowledge.records.files import shipped_files
from tests.bot.channels.web.conftest import Open

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
        ("/policies/lindong-2026/2.3", "省级贴息配套"),
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
