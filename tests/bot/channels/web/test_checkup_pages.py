"""The check-up page: the command's table from a form's fields, its receipt, and what strangers may put into it."""

import pytest
from markupsafe import escape

from bot.replies.checkup import check_line

LOAN = {
    "tech_sme": "yes",
    "above_scale": "no",
    "has": "patent_loan",
    "patent_loan.principal_yuan": "300万",
    "patent_loan.term_months": "12",
    "patent_loan.lpr": "3.1%",
    "patent_loan.pledge_registered": "yes",
    "patent_loan.repaid_on_time": "yes",
}


async def test_the_form_alone_says_nothing_of_anybody(site):
    text = await (await site.get("/checkup")).text()
    assert "企业体检" in text and 'id="result"' not in text
    assert 'name="patent_loan.principal_yuan"' in text and 'name="tech_sme"' in text
    for personal in ("姓名", "电话", "证件号"):
        assert f'placeholder="{personal}' not in text and f">{personal}<" not in text


async def test_the_sum_and_its_reasons_are_those_of_the_command(site, known):
    text = await (await site.get("/checkup", params=LOAN)).text()
    profile = {
        "type": ["科技型中小企业"],
        "scale": "规下",
        "facts": {
            "patent_loan": {
                "principal_yuan": 3000000,
                "lpr": 0.031,
                "years": 1,
                "registered": True,
                "status": "按期还清",
            }
        },
    }
    line = check_line(known, profile)
    assert line["available"][0] == {
        "item": "1.1/patent_pledge_interest",
        "amount_yuan": "37200.00",
        "bound": "estimate",
    }
    assert "37,200.00元" in text
    reasons = [one for item in line["not_met"] for one in item["reasons"]]
    assert reasons and all(one in text for one in reasons)


async def test_a_figure_that_cannot_be_read_is_told_and_not_lost(site):
    text = await (await site.get("/checkup", params={**LOAN, "patent_loan.principal_yuan": "很多"})).text()
    assert 'value="很多"' in text and "37,200.00元" not in text


async def test_it_is_kept_and_shown_again(site):
    kept = await site.post("/checkup/receipt", data=LOAN)
    assert kept.url.path.startswith("/receipts/") and kept.headers["X-Robots-Tag"] == "noindex"
    text = await kept.text()
    assert "企业体检单" in text and "37,200.00元" in text and "结果一样" in text


async def test_nothing_filled_in_is_not_kept(site):
    sent = await site.post("/checkup/receipt", data={})
    assert sent.url.path == "/checkup"


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "{{7*7}}", "=1+1", "9" * 1500])
async def test_what_is_typed_stays_text(site, value):
    sent = await site.get("/checkup", params={**LOAN, "patent_loan.principal_yuan": value})
    text = await sent.text()
    assert sent.status == 200 and str(escape(value[:60])) in text and "37,200.00元" not in text
