"""The document's own text gives 15 clauses, their offices and its dates; what is no such document is refused."""

import re
from datetime import date

import pytest

from knowledge.records.document import ParseError, day_of, parse, small_number
from knowledge.records.files import shipped_files

TEXT = shipped_files()["policies/liaocheng-2024/document.txt"]

PARSED = parse(TEXT, "liaocheng-2024")


def test_fifteen_clauses_in_order_with_their_printed_numbers():
    ids = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3"]
    assert [clause.id for clause in PARSED.clauses] == ids
    assert [PARSED.clauses[i].printed for i in (0, 5, 14)] == ["一、（一）", "二、（三）", "五、（三）"]
    assert PARSED.clauses[8].title == "创新“政银担投”合作模式"


def test_every_clause_is_an_exact_passage_of_the_document():
    for clause in PARSED.clauses:
        assert TEXT[clause.start : clause.start + len(clause.text)] == clause.text
        assert clause.text.endswith("）") or clause.text.endswith("）")


def test_the_body_of_a_clause_is_what_stands_between_its_heading_and_its_offices():
    for clause in PARSED.clauses:
        heading, offices = clause.text.split(clause.body)
        assert heading.endswith(f"{clause.title}。") and offices.startswith("（牵头单位")
        assert "牵头单位" not in clause.body and clause.body.endswith("。")


def test_offices_equal_the_text_in_its_order():
    for clause in PARSED.clauses:
        tail = clause.text[clause.text.rindex("（牵头单位") :]
        lead, _, coop = tail.strip("（）").partition("；配合单位：")
        assert clause.lead == tuple(lead.removeprefix("牵头单位：").split("、"))
        assert clause.cooperate == (tuple(coop.split("、")) if coop else ())


def test_five_clauses_have_no_cooperating_office():
    without = [clause.id for clause in PARSED.clauses if not clause.cooperate]
    assert without == ["1.2", "2.2", "3.2", "3.3", "4.1", "5.3"]


def test_thirteen_departments_lead_or_cooperate_besides_the_bank_and_its_supervisor():
    names = {name for clause in PARSED.clauses for name in (*clause.lead, *clause.cooperate)}
    assert len(names) == 13
    assert {"中国人民银行聊城市分行", "国家金融监督管理总局聊城监管分局", "市委组织部"} <= names


def test_identity_and_validity_come_from_the_text_full_width_digits_included():
    assert "５月" in TEXT and "１％" in TEXT
    assert PARSED.title == "关于加强科技财政金融协同服务企业创新发展的若干措施"
    assert PARSED.issuer == "聊城市人民政府办公室"
    assert (PARSED.issued_on, PARSED.valid_from) == (date(2024, 5, 20), date(2024, 5, 20))
    assert PARSED.valid_to == date(2028, 12, 31)
    assert PARSED.basis_number == "鲁政办字〔2023〕155号"


def test_the_notice_has_no_number_of_its_own_in_the_text():
    assert PARSED.doc_number == ""


def test_a_clause_without_offices_is_refused_by_name():
    with pytest.raises(ParseError, match=r"（二）标题二.*牵头单位"):
        parse("一、总则\n（一）标题一。内容。（牵头单位：甲局）\n（二）标题二。内容没有部门。\n")


def test_a_text_without_clauses_is_refused():
    with pytest.raises(ParseError, match="没有找到"):
        parse("今天天气不错。\n")


@pytest.mark.parametrize(
    ("text", "number"), [("一", 1), ("九", 9), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35)]
)
def test_small_numbers(text, number):
    assert small_number(text) == number


def test_impossible_days_are_refused():
    with pytest.raises(ParseError, match="2月30日"):
        day_of("2024年2月30日")
    assert day_of("2024年５月20日") == date(2024, 5, 20)


def test_no_clause_loses_or_gains_a_word():
    body = re.sub(r"\s", "", TEXT[PARSED.clauses[0].start :])
    joined = "".join(re.sub(r"\s", "", clause.text) for clause in PARSED.clauses)
    for chapter in {clause.chapter for clause in PARSED.clauses}:
        body = re.sub(f"[一二三四五]、{chapter}", "", body)
    assert body.startswith(joined)
    assert body.removeprefix(joined) == "本措施自2024年５月20日起实施，有效期至2028年12月31日。"


NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def test_chapters_after_the_tenth_are_read() -> None:
    """Each chapter with as many clauses as its number."""
    lines = ["印发通知"]
    for number, numeral in enumerate(NUMERALS, 1):
        lines.append(f"　　{numeral}、章{numeral}")
        lines += [f"　　（{one}）条{one}。正文。（牵头单位：市科技局）" for one in NUMERALS[:number]]
    clauses = parse("\n".join(lines)).clauses
    assert [c.id for c in clauses] == [f"{n}.{i}" for n in range(1, 13) for i in range(1, n + 1)]
    assert (clauses[-1].printed, clauses[-1].chapter) == ("十二、（十二）", "章十二")
    assert clauses[55].printed == "十一、（一）"


def test_numbers_to_ninety_nine_are_read() -> None:
    said = {"九": 9, "十": 10, "十一": 11, "二十": 20, "三十四": 34, "九十九": 99}
    assert {text: small_number(text) for text in said} == said


@pytest.mark.parametrize("text", ["十十", "一二", "一十", "", "百", "二十十"])
def test_what_is_no_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(ParseError, match=f"「{text}」读不懂.*九十九"):
        small_number(text)
