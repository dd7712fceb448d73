"""What is said of others, of earlier years, of another loan, or by others of the result changes nothing that stands."""

import pytest

from tests.bot.dialogue.test_what_a_turn_does import payload

PATENT, LARGE = "专利质押贷款500万一年", "专利质押贷款900万一年"
GUARANTEE, RAISED = "鲁科担担保500万费率0.5%", "新三板基础层融资2000万"
FIRST_SET, PROVINCE = "首台套质量险保额2000万保费40万", "鲁科保省里补了5万"
BAD, CONVERSION = "研发信用贷不良本金200万", "成果转化贷款省贴息10万"


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        ((GUARANTEE, "业内平均费率1%左右"), "10000.00"),
        ((GUARANTEE, "去年费率0.8%"), "10000.00"),
        ((GUARANTEE, "民营担保收2个点"), "10000.00"),
        ((RAISED, "今年挂牌的公司一般融3000万"), "200000.00"),
        ((FIRST_SET, "前年交了70万"), "80000.00"),
        ((FIRST_SET, "别的保险公司报价55万"), "80000.00"),
        ((CONVERSION, "去年省里给了6万"), "50000.00"),
        ((PATENT, "会计算的是7万2"), "60000.00"),
        ((PATENT, "贷款中介跟俺拍胸脯说能拿9万"), "60000.00"),
        ((FIRST_SET, "保险业务员说保费能返12万"), "80000.00"),
        ((LARGE, "园区管委会贴了4万利息"), "100000.00"),
        ((LARGE, "今年领了研发补助20万"), "100000.00"),
        ((LARGE, "今年这个贴息领过2万"), "80000.00"),
        ((PATENT, "另外还有80万是跟亲戚凑的"), "60000.00"),
        ((PATENT, "本金不是800万"), "60000.00"),
        ((RAISED, "没融到3000万"), "200000.00"),
        ((PATENT, "不是两年 是一年半"), "90000.00"),
    ],
)
def test_what_is_nobodys_here_changes_no_sum(house, lines, amount) -> None:
    assert payload(house, *lines)["amount_yuan"] == amount


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((RAISED, "融资款账上还有700万"), "raise_yuan"),
        ((PATENT, "贷款账户里现在还有130万没动"), "principal_yuan"),
        ((GUARANTEE, "全部费用4.7%"), "fee_rate"),
    ],
)
def test_what_speaks_of_more_than_the_value_is_asked_about(house, lines, said) -> None:
    before, reply = payload(house, lines[0]), payload(house, *lines)
    assert reply["amount_yuan"] is None
    assert said not in reply["inputs"] or reply["inputs"][said] == before["inputs"][said]


@pytest.mark.parametrize(
    ("lines", "amount", "eligible"),
    [
        ((PATENT, "还没还呢 明年三月到期"), "60000.00", None),
        ((f"{PATENT} 2025年6月10日放款", "没还完"), "60000.00", None),
        (("专利质押贷款500万 2024年9月1日到2025年9月1日", "没还清 逾期了"), "0.00", False),
        ((PATENT, "质押登记材料递上去了 还没出证"), "60000.00", None),
        ((GUARANTEE, "鲁科担备案还在审"), "10000.00", None),
        ((PATENT, "登记没办"), "0.00", False),
    ],
)
def test_what_is_not_due_or_not_decided_yet_is_open(house, lines, amount, eligible) -> None:
    reply = payload(house, *lines)
    assert (reply["amount_yuan"], reply["eligible"]) == (amount, eligible)


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("本息已还清 借款日2024年9月5日 专利质押贷款300万 期限12个月", "40200.00"),
        ("专利质押贷款300万 一年期 到期已还 2024年9月10日发放", "40200.00"),
        ("拿了农商行专利质押贷款350万 一年期 科小", "42000.00"),
        ("领了200万专利贷一年期", "24000.00"),
        ("专利质押贷款300万一年 我们去年营收8000万 今年上半年4500万", "36000.00"),
        ("专利质押贷款300万 一年 去年专利才授权", "36000.00"),
    ],
)
def test_words_behind_a_day_or_a_sum_say_what_it_is(house, line, amount) -> None:
    assert payload(house, line)["amount_yuan"] == amount


@pytest.mark.parametrize(
    ("lines", "measure", "amount"),
    [
        ((BAD, "换成转化贷多少", "不 我们是研发贷"), "rd_credit_loan_risk", "900000.00"),
        ((FIRST_SET, "如果走鲁科保 省补10万", "不走鲁科保 还是首台套"), "first_set_insurance", "80000.00"),
        ((PATENT, "要是贷700万呢", "刚才那是瞎说的"), "patent_pledge_interest", "60000.00"),
    ],
)
def test_what_was_only_tried_is_left(house, lines, measure, amount) -> None:
    reply = payload(house, *lines)
    assert (reply["measure"], reply["amount_yuan"]) == (measure, amount)
