"""A change that changes nothing is not answered with the sum of before: what bars it is asked about, or what stands is
told."""

import pytest

from tests.bot.dialogue.test_what_a_turn_does import payload

PATENT, GUARANTEE = "专利质押贷款300万一年", "鲁科担，担保600万，费率0.3%，备案了的"
BAD, FIRST_SET = "成果转化贷款出了不良，不良本金90万", "首台套产品责任险，保费80万，保额3000万"
SHARES, BOARD = "蓝海股权挂牌，规上科技企业，直接融资240万", "新三板基础层融资1800万"


@pytest.mark.parametrize(
    ("lines", "key", "stands"),
    [
        ((PATENT, "质押登记没办", "那本金写成380万呢"), "pledge_registered", {"principal_yuan": "3800000"}),
        ((PATENT, "逾期了没还清", "要是只贷半年呢"), "repaid_on_time", {"term_months": "6"}),
        ((GUARANTEE, "反担保是厂房", "担保金额改成450万"), "counter_guarantee", {"guarantee_yuan": "4500000"}),
        ((BAD, "没备案", "不良本金更正成70万"), "filed", {"bad_principal_yuan": "700000"}),
        ((FIRST_SET, "投的是雇主责任险", "保费改成60万"), "insurance_type_ok", {"premium_yuan": "600000"}),
        ((SHARES, "还没进规上", "要是融到300万呢"), "above_scale", {"direct_financing_yuan": "3000000"}),
        ((BOARD, "已经摘牌了", "融资额更正为1600万"), "still_listed", {"raise_yuan": "16000000"}),
    ],
)
def test_what_bars_a_sum_is_asked_about_where_a_change_leaves_it_so(house, lines, key, stands) -> None:
    assert payload(house, *lines[:2])["amount_yuan"] == "0.00"
    reply = payload(house, *lines)
    assert reply["amount_yuan"] is None and key in reply["unconfirmed"], reply["text"]
    assert {name: reply["inputs"][name] for name in stands} == stands
    assert "还拦着" in reply["text"] and "0元" not in reply["text"]


@pytest.mark.parametrize(
    ("lines", "answer", "amount"),
    [
        ((PATENT, "质押登记没办", "那本金写成380万呢"), "办了的", "45600.00"),
        ((BAD, "没备案", "不良本金更正成70万"), "备案了", "245000.00"),
        ((GUARANTEE, "反担保是厂房", "担保金额改成450万"), "是专利", "9000.00"),
    ],
)
def test_its_answer_gives_the_sum_of_what_was_told_meanwhile(house, lines, answer, amount) -> None:
    assert payload(house, *lines, answer)["amount_yuan"] == amount


@pytest.mark.parametrize(
    "lines",
    [
        (PATENT, "弄错了，质押登记没办", "又说岔了，没办登记的是另一家"),
        ("鲁科保，省里补4万", "省里驳回了", "弄拧了，驳回的是我表弟家"),
    ],
)
def test_what_is_put_right_does_not_say_the_same_again(house, lines) -> None:
    assert payload(house, *lines)["amount_yuan"] != "0.00"


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        ((GUARANTEE, "费率要是0.8%呢", "要是0.7%呢"), "0.00"),  # which bars it itself
        ((PATENT, "质押登记没办", "本息按期还清了"), "0.00"),  # plainly told, and no change
        ((PATENT, "那改成300万呢"), "36000.00"),  # what stands is said again
        (("专利质押贷款900万一年", "改成1000万呢"), "100000.00"),  # both over the cap
        ((GUARANTEE, "费率其实是0.2%"), "12000.00"),  # within the limit, as before
    ],
)
def test_a_sum_that_stays_for_a_reason_is_said(house, lines, amount) -> None:
    assert payload(house, *lines)["amount_yuan"] == amount


@pytest.mark.parametrize(
    "lines",
    [
        (FIRST_SET, "改了，投的不是那一种"),
        (PATENT, "不对，改一下，使不了那么久"),
        (BOARD, "要是当初贷的是800万呢"),
    ],
)
def test_what_was_not_understood_as_a_change_says_no_sum(house, lines) -> None:
    first, reply = payload(house, lines[0]), payload(house, *lines)
    assert reply["amount_yuan"] is None and reply["inputs"] == first["inputs"]
    assert "记着的：" in reply["text"]


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ((PATENT, "早一个半月还上的，算不算按期还清，文件有说法吗"), "term_months"),
        ((PATENT, "三年期的算不算数，写的有吗"), "term_months"),
    ],
)
def test_what_is_only_asked_overwrites_nothing(house, lines, key) -> None:
    first, reply = payload(house, lines[0]), payload(house, *lines)
    assert reply["inputs"].get(key, first["inputs"][key]) == first["inputs"][key]
    after = payload(house, *lines, "那总共能贴多少")
    assert after["inputs"][key] == first["inputs"][key] and after["amount_yuan"] == first["amount_yuan"]


def test_what_comes_on_top_and_what_is_told_beside_it_are_both_taken(house) -> None:
    lines = ("齐鲁股权那边融了86万", "那让股东再掏20万进来，规上也是")
    reply = payload(house, *lines)
    assert reply["amount_yuan"] == "100000.00" and reply["inputs"]["above_scale"] is True  # it comes on top of 86万
    after = payload(house, *lines, "一共106万")
    assert after["amount_yuan"] == "100000.00" and after["inputs"]["above_scale"] is True
