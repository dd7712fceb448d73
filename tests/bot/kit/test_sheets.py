"""The sheets as PDF: one A4 page each, the code read by another library, and nothing of this machine within."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.kit import sheets
from bot.kit.counselor import Counselor
from bot.kit.handout import handout_of_measure
from bot.kit.sheets import NoPdf, handout_html, pdf
from knowledge.records.model import Knowledge
from knowledge.records.staff import GUIDE_FIELDS, Guide
from tests.bot.kit.paper import codes_on, every_code_on, pages_of, words_on
from tests.bot.kit.test_handout import DAY, HOME, every


def test_every_sheet_is_one_page_and_its_code_leads_to_the_chat(known: Knowledge, tmp_path: Path) -> None:
    handouts, made = every(known), tmp_path / "all.pdf"
    made.write_bytes(pdf(handout_html(handouts, HOME, Counselor("张三", "0635-1234567", "市科技局"))))
    pages = pages_of(made)
    assert pages == len(handouts) == len(known.measures) + sum(len(policy.clauses) for policy in known.policies)
    assert codes_on(made) == [HOME + one.path for one in handouts]
    for one, words in zip(handouts, words_on(made), strict=True):
        for told in (one.title, "张三", "0635-1234567", "有效期至2028年12月31日", "测算仅供参考"):
            assert told.replace(" ", "") in words, (one.title, told)


def test_a_sheet_with_all_that_staff_can_add_is_one_page(known: Knowledge, tmp_path: Path) -> None:
    told = dict.fromkeys(GUIDE_FIELDS, "先到科技局窗口递交申请表和营业执照复印件，再等通知")
    measure = known.measure("patent_pledge_interest")
    guide = Guide(measure.policy, measure.id, told, "市科技局王科长电话", DAY)
    ruled = {"says": "按放款当天的一年期算", "given_by": "市财政局", "basis": "三号会议纪要", "on": DAY}
    settled = ("open-1", "open-4", "open-16")
    rulings = tuple(replace(one, **ruled) if one.id in settled else one for one in known.rulings)
    sheet = handout_of_measure(replace(known, guides=(guide,), rulings=rulings), measure, DAY)
    made = tmp_path / "full.pdf"
    made.write_bytes(pdf(handout_html([sheet], HOME, Counselor("张三"))))
    assert pages_of(made) == 1
    [words] = words_on(made)
    assert "工作人员的补充" in words and "兑现时限" in words and "等6件" in words


def test_the_code_of_a_card_in_wechat_is_printed_and_scanned(known: Knowledge, tmp_path: Path) -> None:
    handouts, made = every(known)[:6], tmp_path / "all.pdf"
    card = Counselor("张三", "0635-1234567", "市科技局", "https://u.wechat.com/EAbc-123_xyzABCDEFGH")
    made.write_bytes(pdf(handout_html(handouts, HOME, card)))
    assert pages_of(made) == len(handouts)
    assert every_code_on(made) == [{HOME + one.path, card.wechat} for one in handouts]
    made.write_bytes(pdf(handout_html(handouts, HOME, replace(card, wechat="zhangsan_lc"))))
    assert pages_of(made) == len(handouts) and all("zhangsan_lc" in words for words in words_on(made))


@pytest.mark.parametrize("text", ["javascript:alert(1)", "https://evil.example/u.wechat.com/EAbc12345", "王五", ""])
def test_nothing_else_becomes_a_code(text: str) -> None:
    assert not Counselor(wechat=text).code and Counselor(wechat=text).account == text


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x", "//example.com/x.png"])
@pytest.mark.parametrize("tag", ['<img src="{}">', '<link rel="attachment" href="{}">', '<object data="{}"></object>'])
def test_nothing_is_fetched_for_it(address: str, tag: str) -> None:
    made = pdf(f"<p>一页纸</p>{tag.format(address)}")
    assert made.startswith(b"%PDF") and b"root:" not in made and b"EmbeddedFile" not in made


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "find_spec", lambda name: None)
    with pytest.raises(NoPdf):
        pdf("<p>一页纸</p>")
