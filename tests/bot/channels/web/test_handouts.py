"""The sheets on the site: the list, the sheet with its fields, the PDF, and the short address on its code."""

import pytest
from pypdfium2 import PdfDocument

from bot.kit import sheets
from tests.bot.channels.web.qr import read_qr
from tests.bot.channels.web.test_checkup_pages import LOAN

CARD = {"name": "张三", "phone": "0635-1234567", "office": "市科技局"}


def words_of(pdf: bytes) -> str:
    document = PdfDocument(pdf)
    assert len(document) == 1
    return document[0].get_textpage().get_text_bounded().replace("\r\n", "")


async def test_the_list_has_every_measure_and_clause(site, known):
    text = await (await site.get("/handouts")).text()
    for one in known.measures:
        assert f'href="/handouts/measures/{one.link}"' in text
    for clause in known.main.clauses:
        assert f'href="/handouts/policies/{known.main.id}/{clause.id}"' in text


@pytest.mark.parametrize("path", ["measures/guarantee_fee", "policies/liaocheng-2024/4.1"])
async def test_a_sheet_has_fields_for_the_counselor_and_a_pdf_with_what_was_filled_in(site, path):
    text = await (await site.get(f"/handouts/{path}")).text()
    for name in CARD:
        assert f'form="pdf" name="{name}"' in text
    made = await site.post(f"/handouts/{path}", data=CARD)
    assert made.content_type == "application/pdf" and made.headers["Cache-Control"] == "no-store"
    words = words_of(await made.read())
    assert "张三" in words and "0635-1234567" in words and "12345" in words


@pytest.mark.parametrize(
    ("path", "asks"),
    [
        ("/to/1.1", "加大科技信贷支持力度是什么意思"),
        ("/to/liaocheng-2024/1.1", "加大科技信贷支持力度是什么意思"),
        ("/to/patent_pledge_interest", "专利权质押贷款贴息能拿多少"),
    ],
)
async def test_the_code_leads_to_the_chat_about_it(site, path, asks):
    found = await site.get(path)
    assert found.url.path == "/" and found.url.query["q"] == asks
    assert asks in await found.text()


@pytest.mark.parametrize(
    "path",
    ["/to/9.9", "/to/nobody/1.1", "/handouts/measures/none", "/handouts/policies/none/1.1", "/handouts/receipts/none"],
)
async def test_what_there_is_not_is_a_404(site, path):
    assert (await site.get(path)).status == 404


async def test_the_sheet_of_a_firm_comes_from_its_check_up_and_its_name_is_kept_nowhere(site, house):
    shown = await site.post("/checkup/receipt", data={**LOAN, "paper": "1"})
    assert shown.url.path.startswith("/handouts/receipts/") and shown.headers["X-Robots-Tag"] == "noindex"
    text = await shown.text()
    receipt = str(shown.url).replace("/handouts", "")
    svg = text[text.rindex("<svg") : text.rindex("</svg>")]
    assert "37,200.00元" in text and 'name="firm"' in text
    size = int(svg.split('viewBox="0 0 ')[1].split()[0])
    assert read_qr(svg.replace("<svg", f'<svg width="{size * 4}"')) == receipt
    made = await site.post(shown.url.path, data={**CARD, "firm": "某某科技有限公司"})
    words = words_of(await made.read())
    assert "某某科技有限公司" in words and "37,200.00元" in words and "张三" in words
    again = await (await site.get(shown.url.path)).text()
    assert "某某科技" not in again and "张三" not in again


async def test_a_sum_has_no_firms_sheet(site):
    kept = await site.post(
        "/measures/patent_pledge_interest/receipt", data={"principal_yuan": "1", "term_months": "12"}
    )
    assert kept.url.path.startswith("/receipts/")
    assert (await site.get(f"/handouts{kept.url.path}")).status == 404


async def test_without_the_library_the_page_says_to_print_it(site, monkeypatch):
    monkeypatch.setattr(sheets, "find_spec", lambda name: None)
    assert "存成 PDF" not in (await (await site.get("/handouts/measures/guarantee_fee")).text()).partition("微信里")[0]
    made = await site.post("/handouts/measures/guarantee_fee", data=CARD)
    assert made.status == 400 and "没有装做 PDF 的组件" in await made.text()
