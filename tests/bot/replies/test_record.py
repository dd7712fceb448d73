"""The record of a result: everything a receipt shows, whole and as JSON, and nothing for what is no result."""

import json
from dataclasses import fields
from datetime import date

import pytest
from multidict import MultiDict

from bot.measures.inputs import read_form
from bot.messages import Message
from bot.replies.form import fields as form_fields
from bot.replies.form import reply_to_form
from bot.replies.phrasebook import Phrasebook
from bot.replies.record import Record, is_result, record
from bot.replies.sentences import sentence
from bot.replies.views import MeasureView

DAY = date(2025, 11, 22)
LOAN = {"principal_yuan": "5000000", "term_months": "12", "start": "2024-08", "tech_sme": "yes"}
OF_SOME = {"contacts", "alternatives", "notes"}  # not every result has them


def reply_of(known, name: str, params) -> object:
    return reply_to_form(known, measure(known, name), MultiDict(params), DAY)[0]


def measure(known, name: str):
    return next(one for one in known.measures if one.id == name)


def recorded(known, name: str, params) -> Record:
    return record(reply_of(known, name, params), Phrasebook(known), DAY, 7)


def test_a_sum_is_recorded_whole(known):
    made = recorded(known, "patent_pledge_interest", LOAN)
    assert {field.name for field in fields(made) if not getattr(made, field.name)} <= OF_SOME
    assert (made.measure, made.name, made.day, made.version) == (
        "patent_pledge_interest",
        "专利权质押贷款贴息",
        "2025-11-22",
        7,
    )
    assert made.headline == ["预计最高可贴息", "6.70 万元", "67,000.00元"] and made.amount == "67000.00"
    assert made.inputs == [["本金", "500万元"], ["期限", "12个月"], ["放款日", "2024年8月"]]
    assert made.clause == {"id": "1.1", "printed": "一、（一）", "title": "加大科技信贷支持力度"}
    assert made.offices["lead"] == ["市科技局", "市市场监管局", "中国人民银行聊城市分行"]
    assert made.policy["valid_to"] == "2028-12-31"
    assert made.steps[0]["words"].startswith("500万元 × LPR 3.35% × 40% × 1年")
    assert "同一企业一个年度贴息额最高10万元" in [step["quote"] for step in made.steps]


def test_a_record_comes_back_from_json_as_it_was(known):
    made = recorded(known, "patent_pledge_interest", LOAN)
    assert Record(**json.loads(json.dumps(made.to_json(), ensure_ascii=False))) == made


def test_the_params_of_a_record_give_the_same_record_again(known):
    made = recorded(known, "patent_pledge_interest", LOAN)
    assert recorded(known, "patent_pledge_interest", [tuple(pair) for pair in made.params]) == made


def test_each_loan_of_several_is_a_line(known):
    several = [("principal_yuan", "2000000"), ("principal_yuan", "3000000"), ("term_months", "12")]
    made = recorded(known, "patent_pledge_interest", several)
    assert [label for label, _ in made.inputs[:2]] == ["本金（第1笔）", "期限（第1笔）"]
    assert ["本金（第2笔）", "300万元"] in made.inputs


def test_conditions_are_recorded_with_what_was_answered(known):
    made = recorded(known, "patent_pledge_interest", LOAN)
    assert ["是不是科技型中小微企业？", "是"] in made.facts and ["本息按期还清了吗？", "没确认"] in made.facts


def test_a_broken_condition_is_recorded_as_nothing_with_its_reason_and_quote(known):
    reply = reply_of(known, "patent_pledge_interest", {**LOAN, "tech_sme": "no"})
    made = record(reply, Phrasebook(known), DAY, 7)
    assert is_result(reply) and made.headline[1:] == ["0 元", "0.00元"] and made.amount == "0.00"
    [broken] = reply.view.outcome.broken
    assert made.steps == [{"words": broken.why, "quote": broken.quote, "source": broken.distance}]
    assert broken.quote in known.policies[0].text


def test_a_mere_ceiling_is_recorded_without_an_amount(known, told):
    reply = next(
        one.reply
        for one in told
        if isinstance(one.reply.view, MeasureView)
        and one.reply.kind == "calculation"
        and (done := one.reply.view.outcome.result)
        and done.amount is None
    )
    made = record(reply, Phrasebook(known), DAY, 7)
    assert is_result(reply) and made.amount is None
    assert made.headline[1].endswith("万元") and made.headline[2] == "文件只写了上限"


def test_without_the_figures_there_is_no_result_yet(known):
    assert not is_result(reply_of(known, "patent_pledge_interest", {"principal_yuan": "5000000"}))


def test_what_is_not_about_a_measure_is_no_result(house):
    reply = house.advisor.reply(Message("record-hello", "你好", DAY)).reply
    with pytest.raises(TypeError, match="smalltalk"):
        is_result(reply)


def test_a_form_keeps_what_could_not_be_read_with_the_sentence_why(known):
    one = measure(known, "guarantee_fee")
    params = MultiDict({"guarantee_yuan": "500万", "fee_rate": "0.5"})
    standing, problems = read_form(known, one, params, DAY)
    made = {field.key: field for field in form_fields(one, standing, problems, sentence)}
    assert made["guarantee_yuan"].value == "500万元" and not made["guarantee_yuan"].problem
    assert made["fee_rate"].value == "0.5" and "没有带单位" in made["fee_rate"].problem
    assert all(field.main for field in made.values() if field.value)


def test_marks_of_roles_in_a_form_are_in_no_record(known):
    """Noncharacters, with which the lines of a reply are marked."""
    typed = {**LOAN, "principal_yuan": "\ufdd0lead\ufdd1\ufdd2500万"}
    forged = {**LOAN, "principal_yuan": "\ufdd05\ufdd100\ufdd2万\ufdd0"}
    assert recorded(known, "patent_pledge_interest", forged) == recorded(known, "patent_pledge_interest", LOAN)
    assert not set(str(recorded(known, "patent_pledge_interest", typed))) & set("\ufdd0\ufdd1\ufdd2")
