"""One firm through the page, Telegram and the command: the same groups, sums, reasons, working and offices."""

import re

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web import make_app
from bot.clock import today
from bot.measures.checkup import check
from bot.measures.profile import read_profile
from bot.replies.checkup import check_line, view_of
from tests.changed_settings import UNLIMITED, with_page

FIRMS = {
    "loans": (
        {
            "type": ["科技型中小企业"],
            "scale": "规下",
            "facts": {
                "patent_loan": {
                    "principal_yuan": 3_000_000,
                    "lpr": 0.031,
                    "years": 1,
                    "registered": True,
                    "status": "按期还清",
                },
                "guarantee": {
                    "product": "鲁科担",
                    "filed": True,
                    "amount_yuan": 5_000_000,
                    "fee_rate": 0.004,
                    "counter": "无",
                },
            },
        },
        (
            "1、3",
            "科技型中小企业，规下",
            "专利质押贷了300万，一年，LPR3.1%，登记办了，本息按期还清了",
            "鲁科担担保500万，备案了，费率0.4%，没有反担保",
        ),
        {
            "tech_sme": "yes",
            "above_scale": "no",
            "patent_loan.principal_yuan": "300万",
            "patent_loan.term_months": "12",
            "patent_loan.lpr": "3.1%",
            "patent_loan.pledge_registered": "yes",
            "patent_loan.repaid_on_time": "yes",
            "guarantee.guarantee_yuan": "500万",
            "guarantee.fee_rate": "0.4%",
            "guarantee.lukedan_filed": "yes",
            "guarantee.counter_guarantee": "none",
            "has": ("patent_loan", "guarantee"),
        },
        {"1.1/patent_pledge_interest": "37200.00", "1.2/guarantee_fee": "10000.00"},
    ),
    "with something missing": (
        {
            "type": ["科技型中小企业"],
            "facts": {"patent_loan": {"principal_yuan": 5_000_000, "lpr": 0.03, "years": 1}},
        },
        ("1", "科技型中小企业", "专利质押贷了500万，一年，LPR3%"),
        {
            "tech_sme": "yes",
            "patent_loan.principal_yuan": "500万",
            "patent_loan.term_months": "12",
            "patent_loan.lpr": "3%",
            "has": ("patent_loan",),
        },
        {},
    ),
}
GROUPS = ("available", "conditional", "services", "not_met")


@pytest.mark.parametrize(("profile", "said", "fields", "sums"), FIRMS.values(), ids=FIRMS)
async def test_the_same_firm_has_the_same_table_everywhere(house, bot, known, profile, said, fields, sums) -> None:
    day = today()
    asked = {**profile, "facts": {**profile["facts"], "asof": day.isoformat()}}
    table = view_of(known, check(known, read_profile(known, asked, day), day)).table
    line = check_line(known, asked)
    assert {one["item"]: one["amount_yuan"] for one in line["available"] if "/" in one["item"]} == sums

    await bot.fake.answer(9, "/checkup")
    for text in said:
        shown = await bot.fake.answer(9, text)
    if "符合" not in shown.text.partition("\n")[0] and "【" not in shown.text:
        shown = await bot.fake.answer(9, "出结果")
    told = [one.strip() for one in shown.text.splitlines() if one.strip() and not one.startswith("记下了")]
    assert told == [one.strip() for one in line["text"].splitlines() if one.strip()]

    app = make_app(house.advisor, with_page(house.settings, **UNLIMITED), house.store)
    async with TestClient(TestServer(app)) as site:
        pairs = [(k, v) for k, values in fields.items() for v in (values if isinstance(values, tuple) else (values,))]
        page = await (await site.get("/checkup", params=pairs)).text()
    result = page.partition('id="result"')[2]
    for name in GROUPS:
        section = re.search(rf'<section class="group {name}">(.*?)</section>', result, re.S)
        rows = re.findall(r"<li>(.*?)</li>", section[1], re.S) if section else []
        assert len(rows) == len(table["groups"][name]), name
        for html, row in zip(rows, table["groups"][name], strict=True):
            words = re.sub(r"<[^>]+>", "", html)
            for part in (row["name"], row["sum"], row["working"], row["lead"], *row["reasons"]):
                assert part in words, (name, row["name"], part)
