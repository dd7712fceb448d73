"""Figures that are spoken of rather than given: asked why, worked out from the sum, let be, or a day that a contract
names; what stands changes only by what changes it."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()
BAD = "备案过的科技成果转化贷款坏了200万，政府补偿多少"
TWO = "鲁科担担保两笔，一笔600万，一笔200万，一共补多少"
LOAN = "专利质押贷款240万，九个月，2025年1月13号放款，贴多少"
POLICIES = "首台套两张保单，质量险保费30万保额2000万，产品责任险保费50万保额1000万，补多少"


def sums(house, *lines: str) -> list[str | None]:
    advisor, name = Advisor(house.advisor.live, None), f"stays-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)).payload["amount_yuan"] for line in lines]


@pytest.mark.parametrize(
    ("first", "why", "stays"),
    [
        (TWO, "第一笔600万怎么只给1.2万", "16000.00"),
        (TWO, "为什么200万那笔才4000", "16000.00"),
        (TWO, "凭啥800万的担保就补1.6万", "16000.00"),
        (POLICIES, "后面那张50万咋只认30万", "120000.00"),
        (POLICIES, "第二张怎么会只算30万", "120000.00"),
        (POLICIES, "30万加50万，怎么变成60万了", "120000.00"),
        (BAD, "坏了200万怎么才赔70万", "700000.00"),
        (BAD, "为啥不是按45%给90万", "700000.00"),
        (LOAN, "240万怎么就贴两万多", "22320.00"),
        (LOAN, "为什么按3.1%不按3.0%", "22320.00"),
    ],
)
def test_a_question_why_changes_no_figure(house, first, why, stays) -> None:
    shown = sums(house, first, why, "再报一遍结果")
    assert shown[0] == shown[2] == stays and shown[1] in (stays, None)


@pytest.mark.parametrize(
    ("first", "said", "stays"),
    [
        (BAD, "那剩下的130万是不是银行自己扛", "700000.00"),
        (BAD, "等于我们欠的就剩130万了吧", "700000.00"),
        (BAD, "70万赔了，还有130万的窟窿对吧", "700000.00"),
        (BAD, "200万加70万，270万都算我头上？", "700000.00"),
        ("新三板基础层，定增2000万，科技企业，补多少", "那到手是不是2020万", "200000.00"),
    ],
)
def test_what_is_worked_out_from_the_sum_is_no_value(house, first, said, stays) -> None:
    shown = sums(house, first, said, "再报一遍结果")
    assert shown[0] == shown[2] == stays and shown[1] in (stays, None)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("合同上到期日写的是10月28号", "23560.00"),
        ("到期日其实是2025年10月28号，九个月是我大概说的", "23560.00"),
        ("查了合同，10月28号到期", "23560.00"),
        ("到期日是10月13号", "22320.00"),
        ("到期日10月14号，没错吧", "22320.00"),
    ],
)
def test_a_due_day_of_the_contract_goes_before_a_term_that_was_only_told(house, said, amount) -> None:
    assert sums(house, LOAN, said)[-1] == amount


@pytest.mark.parametrize(
    "said",
    [
        "另一家公司也有一笔700万的，先别管。我们这笔登记办了",
        "隔壁厂还押了900万，先不说他。我们科小证有",
        "还有一笔300万是别的银行的，回头再算，先看这笔，登记办过",
        "另外那笔120万暂时不算，这笔是按期还的",
    ],
)
def test_what_is_let_be_begins_nothing(house, said) -> None:
    assert sums(house, LOAN, said)[-1] == "22320.00"


@pytest.mark.parametrize(
    "said", ["保额合起来3000万，没错吧", "两张保额加一块是3000万", "总保额3000万，3%是90万，该按80万认"]
)
def test_what_all_parts_make_is_no_value_of_one(house, said) -> None:
    shown = sums(house, POLICIES, said, "再报一遍结果")
    assert shown[0] == shown[2] == "120000.00" and shown[1] in ("120000.00", None)


@pytest.mark.parametrize(
    "said",
    [
        "先不说创新层，按现在的基础层",
        "创新层先放一边，基础层多少",
        "先别管创新层了，还是基础层",
        "不提创新层了，基础层给多少",
    ],
)
def test_a_layer_that_is_let_be_is_not_meant(house, said) -> None:
    lines = ("科技企业，新三板基础层，定增2000万，补多少", "明年要是进了创新层呢", said)
    assert sums(house, *lines) == ["200000.00", "700000.00", "200000.00"]


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("20万买的鲁科保，省里补三成，市里给多少", "30000.00"),
        ("同样20万要是买的鲁科保，省里按30%补，市里呢", "30000.00"),
        ("鲁科保花出去20万，省里给30%，市里补多少", "30000.00"),
        ("鲁科保20万，省里报销三成，市里补多少", "30000.00"),
    ],
)
def test_the_only_sum_beside_a_rate_is_what_it_is_taken_of(house, said, amount) -> None:
    assert sums(house, said)[-1] == amount


@pytest.mark.parametrize(
    "said",
    ["省里回话了，不予贴息", "省厅批复：不予补助", "省里通知说不予补贴", "省科技厅来函，不予贴息"],
)
def test_a_refusal_of_the_province_is_one_in_a_clause_of_its_own(house, said) -> None:
    lines = ("科技成果转化贷款，省里要是贴4万，市里贴多少", said)
    assert sums(house, *lines) == ["20000.00", "0.00"]


@pytest.mark.parametrize(
    "mends",
    [
        "设备抵押是另一笔贷款的，这笔确实是信用",
        "弄混了，抵押的是别的贷款，这笔是信用贷",
        "查清了，抵押是另外一笔的，这笔是纯信用",
    ],
)
def test_a_condition_that_was_anothers_is_settled_by_what_is_said_besides(house, mends) -> None:
    first = "去年刚成立的科技公司，备案的研发信用贷款100万全成了不良，补多少"
    assert sums(house, first, "这笔还押了两台设备", mends) == ["450000.00", "0.00", "450000.00"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("打算2029年5月挂新三板基础层，融3000万，补多少", "expired"),
        ("2029年3月15日在区域股权市场挂牌，直接融资300万，规上科技企业，给多少", "expired"),
        ("首台套质量险，2029年2月投保，保费20万保额1000万，补多少", "expired"),
        ("2028年11月挂基础层，融3000万，补多少", "calculation"),
        ("鲁科担担保500万，担保到2029年6月到期，补多少", "calculation"),
    ],
)
def test_what_happens_after_the_last_day_is_not_paid(house, said, kind) -> None:
    payload = Advisor(house.advisor.live, None).reply(Message(f"stays-{next(names)}", said, DAY)).payload
    assert payload["kind"] == kind and (kind == "calculation") == (payload["amount_yuan"] not in ("0.00", None))


def test_another_day_takes_the_place_of_one_beyond_the_end(house) -> None:
    lines = ("打算2029年5月挂新三板基础层，融3000万，补多少", "那赶在2028年6月挂，基础层，3000万呢")
    assert sums(house, *lines)[-1] == "300000.00"


@pytest.mark.parametrize(
    "why", ["为什么，济南的牌子还不如齐鲁的？", "凭什么，上海挂的就不算？", "为啥呢，深圳的更正规啊？"]
)
def test_a_why_that_names_another_place_is_answered(house, why) -> None:
    advisor, name = Advisor(house.advisor.live, None), f"stays-{next(names)}"
    first = "规上科技企业，在上海股权托管交易中心挂牌，直接融资400万，给不给10万"
    kinds = [advisor.reply(Message(name, line, DAY)).payload["kind"] for line in (first, why)]
    assert kinds[1] in ("answer", "calculation")


@pytest.mark.parametrize("first", ["只看第一笔是多少", "单看600万那笔呢", "先看第一笔是多少", "光看600万的是多少"])
def test_one_part_is_only_looked_at(house, first) -> None:
    assert sums(house, TWO, first, "只看第二笔呢", "两笔合起来呢")[1:] == ["12000.00", "4000.00", "16000.00"]


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        (("首台套质量险，保费30万保额2000万，补多少", "如果保的其实是财产险，还能补吗"), "0.00"),
        ((LOAN, "要是质押登记没办，还有得补吗"), "0.00"),
        (("鲁科担担保500万，反担保是专利，补多少", "假如反担保换成厂房，还行吗"), "0.00"),
        (("科技企业首发上市，募资3亿，奖多少", "要是不首发，改成借壳上市，还有吗"), "0.00"),
    ],
)
def test_a_condition_that_is_supposed_broken_is_reckoned_with(house, lines, amount) -> None:
    assert sums(house, *lines)[-1] == amount


@pytest.mark.parametrize(
    "said", ["审计只认1800万的融资额", "核下来融资额是1800万", "融资额审定1800万", "券商说只算1800万的融资"]
)
def test_a_sum_that_was_recognised_is_the_sum(house, said) -> None:
    assert sums(house, "科技企业，新三板基础层，定增2000万，补多少", said)[-1] == "180000.00"
