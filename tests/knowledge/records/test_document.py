"""The document's own text gives 15 clauses, their offices and its dates; what is no such document is refused."""

import re
from datetime import date

import pytest

from knowledge.records.document import ParseError, parse
from tests.city import shipped_files

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


def test_a_clause_without_offices_is_a_clause() -> None:
    first, second = parse("一、总则\n（一）标题一。内容。（牵头单位：甲局）\n（二）标题二。内容没有部门。\n").clauses
    assert (first.lead, second.lead, second.title) == (("甲局",), (), "标题二")


def test_a_text_without_clauses_is_refused():
    with pytest.raises(ParseError, match="没有找到"):
        parse("今天天气不错。\n")


def test_whom_to_ask_is_who_leads_else_who_is_responsible() -> None:
    led, responsible = parse(
        "办法\n一、甲类。做。（牵头单位：市科技局；配合单位：市财政局）\n二、乙类。做。（责任单位：市税务局；指导单位：省税务局）\n"
    ).clauses
    assert (led.in_charge, led.offices) == (("市科技局",), ("市科技局", "市财政局"))
    assert (responsible.in_charge, responsible.offices) == (("市税务局",), ("市税务局", "省税务局"))


def test_a_clause_without_a_heading_is_called_by_its_first_words() -> None:
    short, long = parse(f"办法\n第一条 为了支持企业，制定本办法。\n第二条 {'支持企业' * 20}。\n").clauses
    assert short.title == "为了支持企业" and short.printed == "第一条"
    assert long.title == f"{('支持企业' * 20)[:23]}…"


def test_no_clause_loses_or_gains_a_word():
    body = re.sub(r"\s", "", TEXT[PARSED.clauses[0].start :])
    joined = "".join(re.sub(r"\s", "", clause.text) for clause in PARSED.clauses)
    for chapter in {clause.chapter for clause in PARSED.clauses}:
        body = re.sub(f"[一二三四五]、{chapter}", "", body)
    assert body.startswith(joined)
    assert body.removeprefix(joined) == "本措施自2024年５月20日起实施，有效期至2028年12月31日。"
