"""The sheets as PDF: one A4 page each, the code read by another library, and nothing of this machine within."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.kit import sheets
from bot.kit.counselor import Counselor
from bot.kit.sheets import NoPdf, handout_html, pdf
from knowledge.records.model import Knowledge
from tests.bot.kit.paper import codes_on, every_code_on, pages_of, words_on
from tests.bot.kit.test_handout import HOME, every


def test_every_sheet_is_one_page_and_its_code_leads_to_the_chat(known: Knowledge, tmp_path: Path) -> None:
    handouts, made = every(known), tmp_path / "all.pdf"
    made.write_bytes(pdf(handout_html(handouts, HOME, Counselor("张三", "0635-1234567", "市科技局"))))
    pages = pages_of(made)
    assert pages == len(handouts) == len(known.measures) + sum(len(policy.clauses) for policy in known.policies)
    assert codes_on(made) == [HOME + one.path for one in handouts]
    for one, words in zip(handouts, words_on(made), strict=True):
        for told in (one.title, "张三", "0635-1234567", "有效期至2028年12月31日", "测算仅供参考"):
            assert told.replace(" ", "") in words, (one.title, told)


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
