"""What is asked closely: what a word means, whether a thing counts, where and by whom; the first sentence says it."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()


def answer(house, line: str):
    advisor, name = Advisor(house.advisor.live, None), f"close-{next(names)}"
    return advisor.reply(Message(name, line, DAY))


def first_line(reply) -> str:
    return next(line for line in reply.text.splitlines() if line and not line.startswith("按“"))


@pytest.mark.parametrize(
    ("line", "clause", "says"),
    [
        ("啥是反担保啊", "1.2", "反担保是什么，文件没解释"),
        ("代偿是个什么意思", "1.2", "担保公司替它还给银行"),
        ("许可权指啥", "1.2", "许可权等无形资产"),
        ("LPR是啥", "1.1", "贷款市场报价利率"),
        ("出质是啥意思", "1.1", "把专利权押给银行"),
        ("不良本金怎么理解", "1.1", "没收回的本金"),
        ("什么叫风险补偿", "1.1", "财政替银行承担"),
        ("IPO是什么意思", "2.3", "首次公开发行股票"),
        ("绿色低碳领域指什么", "2.3", "文件没列"),
        ("直接融资到底是个啥", "2.3", "银行贷款不算"),
        ("再贴现是什么玩意", "3.1", "文件没解释"),
        ("技术熟化是啥意思", "3.1", "能批量生产"),
        ("动态监测是什么意思", "4.1", "及时更新企业信息"),
        ("路演是啥意思", "4.2", "上台讲自己的项目"),
        ("智慧金融服务平台是干啥的", "4.3", "提升办贷效率"),
        ("双向挂职是什么意思", "5.2", "互派干部"),
        ("白名单是干啥用的", "4.1", "不是贷款批文"),
        ("质量保证保险是啥", "1.3", "以保险合同为准"),
    ],
)
def test_the_meaning_of_a_word_is_told_or_said_not_to_be_written(house, line, clause, says) -> None:
    reply = answer(house, line)
    assert reply.payload["clauses"][0]["clause"] == clause
    assert says in first_line(reply) and reply.payload["focus"] == "meaning"


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("贴息10万是每笔还是每家", "10万元是一家企业一年的总数"),
        ("展期了还算按期还清吗", "展期、续贷的算不算按期还清，文件没写"),
        ("贷款还有三个月到期，现在能申请贴息吗", "还清以后才能申请，现在还不能"),
        ("备案是企业去备还是银行去备", "由企业还是银行去备案，文件没写"),
        ("听说成果转化贷款市里贴50%利息是吗", "不对：不是利息的50%"),
        ("老板说贴息直接打到银行，不经企业，是这样吗", "文件没这么写：贴息是给企业的"),
        ("反担保用股权行不行", "要看算不算无形资产"),
        ("鲁科担备案找谁备", "“鲁科担”怎么备案、在哪备，文件没写"),
        ("我们不是科技企业，首台套保险能补不", "能：这一笔写的是企业"),
        ("产品责任险普通产品补不补", "不能：只补首台（套）"),
        ("社保基金能投吗", "能：文件写的就是支持社保基金"),
        ("引导基金要占多少股份", "引导基金是投资，不是补贴"),
        ("规下企业挂四板行不行", "不能：这10万元只给规模以上科技型企业"),
        ("非科技企业上市给不给", "不能：上市、挂牌这几笔"),
        ("挂新三板的中介费补不补", "没有：挂牌费、中介费、辅导费，文件没写补"),
        ("惠企贷能贷多少", "能贷多少、几年、利率多少，文件都没写"),
        ("聊城的科技支行开在哪儿", "科技支行开在哪儿，文件没写"),
        ("保险公司能不能建专营机构", "能：文件引导银行保险机构"),
        ("政银担投贷款最长几年", "贷几年，文件没写数"),
        ("县里的科技项目能享受吗", "不能：文件写的是市级及以上"),
        ("在白名单里银行还拒贷怎么办", "进了名单不等于一定能贷到"),
        ("路演一定能拿到投资吗", "不一定：文件写的是"),
        ("县里没出细则是不是就不能申请", "不是：文件没写县里出了细则才能申请"),
        ("县里想自己加码，上面让不让", "可以：文件鼓励县（市、区）"),
        ("辅导员能帮忙跑贷款吗", "不办贷款"),
        ("听说放科技贷款坏了一律不追责", "不对：不是一律不追责"),
        ("不良率多少以内免责", "不良率多少以内能免责，文件没写"),
        ("做买卖的小店有笔贷款，那个贴息有没有我的份", "要看是什么贷款"),
    ],
)
def test_what_is_asked_closely_is_answered_first(house, line, begins) -> None:
    assert first_line(answer(house, line)).startswith(begins), first_line(answer(house, line))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("都说新三板基础层给100万", "融资额的１％"),
        ("说是风险补偿35%都是市里出的对吧", "由市、县两级财政出"),
        ("群里说市里给每个科技公司发600万，真的假的", "要看条件，不是都给"),
        ("听说鲁科担担保费全免", "不高于担保金额0.2%"),
        ("不是说成果转化贷还不上政府给兜35%吗，那部分是不是就不用还了", "企业的还款责任不免"),
    ],
)
def test_a_claim_is_held_against_every_tier_and_level(house, line, says) -> None:
    assert says in first_line(answer(house, line)), first_line(answer(house, line))


@pytest.mark.parametrize(
    "line",
    [
        "我们拿商标质押的，一个专利也没用，给补不",
        "专利一件没押，押的厂房，能贴吗",
        "压根没用专利，是商标质押，利息补不补",
    ],
)
def test_a_patent_of_which_none_was_used_is_none(house, line) -> None:
    reply = answer(house, line)
    assert reply.payload["eligible"] is False, reply.text


@pytest.mark.parametrize(
    ("line", "both"),
    [
        ("鲁科保补贴啥时候报，要带啥", ("时间文件没写", "要交什么材料，文件没写")),
        ("白名单是谁定的？我们银行能看得到吗", ("牵头单位是市科技局", "名单公不公开、在哪查，文件没写")),
        ("首版次保险补几成？几月份报", ("年度保费的20%", "时间文件没写")),
    ],
)
def test_two_short_questions_get_two_answers(house, line, both) -> None:
    text = answer(house, line).text
    assert all(words in text for words in both), text


@pytest.mark.parametrize(
    "line",
    [
        "邯郸上市奖励多少",
        "德州上市奖多少",
        "专利代理费补贴有没有",
        "期货公司的风险补偿基金是什么",
        "楼下路灯坏了一个月没人修 谢谢市长",
    ],
)
def test_another_matter_is_refused_with_whom_to_ask(house, line) -> None:
    reply = answer(house, line)
    assert reply.payload["kind"] == "out_of_scope" and not reply.payload["clauses"], reply.text


def test_a_bookkeeper_is_no_bad_debt_and_courtesy_stays_courtesy(house) -> None:
    assert "呆账" not in answer(house, "代账公司问一下，专利押贷款补的利息打给银行还是公司").text
    assert answer(house, "好的好的非常感谢您的耐心解答 祝工作顺利").payload["kind"] == "smalltalk"


def test_two_things_added_up_are_no_yuan(house) -> None:
    reply = answer(house, "新三板基础层后来升创新层的，融了1500万，两样加一块一共给多少")
    assert reply.payload["amount_yuan"] == "650000.00"
