"""What stands beside a question must not turn its answer: a denial, who told it, a figure, a conclusion."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()


def answer(house, line: str):
    advisor, name = Advisor(house.advisor.live, None), f"aside-{next(names)}"
    return advisor.reply(Message(name, line, DAY))


def first_line(reply) -> str:
    return next(line for line in reply.text.splitlines() if line and not line.startswith("按“"))


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("鲁科担担保费年化0.7%，企业还有补贴吗", "按这个情况拿不到这项补贴"),
        ("押的是土地，专利一个没碰，有贴息吗", "按这个情况拿不到这项贴息"),
        ("贷款押的是软著，专利手里没有，能贴不", "按这个情况拿不到这项贴息"),
        ("拿门面抵押贷了300万，没动专利，贴不贴息", "按这个情况拿不到这项贴息"),
        ("不是单纯押专利，连厂房一块押的，贴息算不算", "能：专利权和固定资产抵押组合担保"),
    ],
)
def test_a_condition_told_in_passing_decides(house, line, begins) -> None:
    assert first_line(answer(house, line)).startswith(begins)


def test_the_yearly_rate_of_the_loan_is_no_fee(house) -> None:
    reply = answer(house, "鲁科担担保500万，贷款年化4.2%，没有反担保，能补多少")
    assert "拿不到" not in reply.text


@pytest.mark.parametrize(
    ("line", "clause", "says"),
    [
        ("支行行长跟我讲鲁科担的费率超过千分之五就不补了，是吗", "1.2", "0.5%"),
        ("卖保险的说首台套补两成，是真的吗", "1.3", "对，两成"),
        ("朋友跟我讲新三板基础层给1%，有这回事没", "2.3", "对，1%"),
        ("中介跟我打包票说进了白名单肯定能贷到", "4.1", "没说一定给贷"),
    ],
)
def test_who_told_it_is_not_what_it_is_about(house, line, clause, says) -> None:
    reply = answer(house, line)
    assert reply.payload["clauses"][0]["clause"] == clause
    assert says in reply.text.split("依据")[0]


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("风险补偿给到45%，那剩下的债就一笔勾销了吧", "不对：风险补偿是补给放贷银行的"),
        ("备案的成果转化贷财政担35%，那企业就只用还65%了对吧", "不对：风险补偿是补给放贷银行的"),
        ("鲁科担有担保公司代偿，那我们企业就不用还了是吧", "文件没这么写：代偿是担保公司替企业先还"),
        ("银行科技贷款放得多有奖励吗", "没有：文件没写按放款多少奖励银行"),
        ("担保公司做鲁科担多了有奖励吗", "没有：文件没写给担保公司奖励"),
        ("手续我都走全了，贷款还是坏了，能不能免我的责", "要看是不是尽职无过"),
        ("35%和45%的风险补偿有什么区别", "35%管备案的科技成果转化贷款"),
        ("我们行想设科技专营机构，能给啥支持", "写了的支持是"),
    ],
)
def test_the_conclusion_is_judged_and_not_the_figure_alone(house, line, begins) -> None:
    assert first_line(answer(house, line)).startswith(begins)


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("备案的成果转化贷坏了本金150万，补偿款向谁申请", "市科技局"),
        ("新三板基础层融了3000万，那笔钱找谁领", "市财政局"),
        ("上了四板，融了300万，这十万块钱归哪个部门发", "市财政局"),
    ],
)
def test_whom_to_ask_comes_first_beside_figures(house, line, lead) -> None:
    said = first_line(answer(house, line))
    assert "牵头单位是" in said and lead in said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("科融信怎么注册？还有那个金融辅导员是干嘛的", ("怎么注册", "金融辅导员是")),
        ("鲁科担费率降到多少才给补 还有首台套保险补几成", ("0.5%/年", "保费的20%")),
        ("1、白名单啥意思 2、这个事市里归谁管", ("科技型企业名单", "牵头单位是")),
        ("专利贷晚还了五天，还给不给贴？另外归市监局还是科技局管", ("按期还清", "市科技局")),
        ("引导基金投哪些企业，顺便问下归谁管", ("重点产业", "市财政局")),
    ],
)
def test_two_questions_get_two_answers(house, line, says) -> None:
    text = answer(house, line).text
    assert all(words in text for words in says)


@pytest.mark.parametrize(
    "line",
    [
        "车贷结清了，绿本去哪取",
        "征信上挂着给人担保的逾期，人民银行能消吗",
        "财政局门口那条路的路灯坏了没人修",
        "公司上了新三板还拖我们三个月工资，去哪投诉",
        "给表弟贷款当担保人，他跑了，我能不能只还一半",
    ],
)
def test_what_only_borrows_our_words_is_refused(house, line) -> None:
    assert answer(house, line).payload["kind"] == "out_of_scope"


def test_the_guarantor_elsewhere_is_not_the_firm(house) -> None:
    reply = answer(house, "我们在冠县，高企，鲁科担800万，担保公司是省里济南那家，费率0.4%，没反担保，备案了，补多少")
    assert reply.payload["amount_yuan"] == "16000.00"
