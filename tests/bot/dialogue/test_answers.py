"""A question that begins a talk is answered as what it asks, by what staff wrote; two questions get two answers."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()


def answer(house, line: str):
    return Advisor(house.advisor.live, None).reply(Message(f"answers-{next(names)}", line, DAY))


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("拿厂房押的贷款350万，一年，没押专利，利息能补不", "不能"),
        ("设备走直租拿的，租金的利息市里贴不贴", "不能"),
        ("雇主险一年保费5万，科技保险那条给补不", "不能"),
        ("公司发了3000万科创债，利息能贴吗", "没有"),
        ("我入股的一家科技公司赔了80万，风险补偿能补我不", "不能"),
        ("押专利贷的260万，两年期，还没到期，贴息现在能领吗", "还清以后"),
    ],
)
def test_where_nothing_is_to_be_had_that_is_said_first_whatever_is_given(house, line, begins) -> None:
    reply = answer(house, line)
    assert reply.text.startswith(begins), reply.text
    assert reply.payload["amount_yuan"] in (None, "0.00")


@pytest.mark.parametrize(
    ("line", "both"),
    [
        ("鲁科担给补多少 要准备啥材料", ("0.2%", "材料")),
        ("新三板基础层给多少，找哪个部门报？", ("１％", "市财政局")),
        ("白名单多久更新一次，还有高新企业够不够格进", ("及时更新", "高新技术企业")),
        ("成果转化贷款贴息这钱是市里出还是省里出，另外每年都能领吗？", ("市财政", "年")),
        ("鲁科担找哪个局？还有首台套保险一家企业一年顶格补多少", ("市科技局", "100万")),
        ("白名单多久更新；另外孩子的户口本怎么补办", ("及时更新", "户口本")),
    ],
)
def test_two_questions_get_two_answers(house, line, both) -> None:
    text = answer(house, line).text
    assert all(one in text for one in both), text


@pytest.mark.parametrize(
    ("line", "begins", "says"),
    [
        ("省里补多少保费，鲁科保市里最多再补它的一半，没说错吧", "对", "不高于50%"),
        ("专利贴息一年封顶10万，软著拿去押也行，对不对", "不对", "10万是对的"),
        ("有人跟我说专利质押贴息一年能到30万，我记得10万封顶", "不对，不是30万（10万是对的）", "10万元"),
    ],
)
def test_a_claim_is_held_against_the_text_part_by_part(house, line, begins, says) -> None:
    text = answer(house, line).text
    assert text.startswith(begins) and says in text, text


@pytest.mark.parametrize(
    ("line", "clause", "says"),
    [
        ("老家在德州，户口也在那边，公司在高唐注册，鲁科担能申请不", "1.2", "0.5%"),
        ("拿了新三板那笔补助，用不用交企业所得税", "2.3", "没写"),
        ("机床投的财产险，一年保费两万多，给补不", "1.3", "鲁科保"),
        ("啥样的企业才叫科技型企业，什么叫科技型", "4.1", "高新技术企业"),
        ("公司注册刚半年，研发烧了八十来万，账上没钱了", "1.1", "初创期"),
        ("万一企业还不上，是不是政府替他还研发贷款", "1.1", "不是"),
    ],
)
def test_what_is_ours_is_not_refused_and_says_what_was_asked(house, line, clause, says) -> None:
    reply = answer(house, line)
    assert reply.payload["clauses"][:1] == [clause] or reply.payload["clauses"][0]["clause"] == clause
    assert says in reply.text, reply.text


@pytest.mark.parametrize(
    "line", ["公司年会想订家酒店，临清的", "冠县到聊城的末班车是几点", "食堂外包一年二十万用不用招标"]
)
def test_what_is_far_is_refused(house, line) -> None:
    assert answer(house, line).payload["kind"] in ("out_of_scope", "smalltalk")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("厂里有笔贷款，贴息能有多少", ("专利权质押贷款贴息", "科技成果转化贷款贴息补助")),
        ("贷款贴息给多少钱", ("专利权质押贷款贴息", "科技成果转化贷款贴息补助")),
    ],
)
def test_a_sum_that_two_measures_give_asks_which_of_the_two(house, line, names) -> None:
    reply = answer(house, line)
    assert reply.payload["missing"] == ["measure"], reply.text
    assert all(name in reply.text for name in names) and "风险补偿" not in reply.text


def test_a_sum_asked_of_a_whole_clause_is_told_by_its_rule(house) -> None:
    text = answer(house, "科技贷款能补多少").text
    assert text.startswith("这一条管四种钱"), text


def test_several_sums_asked_together_are_added_with_what_the_text_leaves_open(house) -> None:
    text = answer(house, "拿专利押了600万一年，另外鲁科担担保400万费率0.4%，两样加一块能拿多少").text
    assert text.startswith("加起来 8.00 万元") and "文件未写明" in text.split("\n")[0], text


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("押300万跟押500万，专利的，都一年，补的钱差多少", "“本金500万”更多，多 2.40 万元"),
        ("财政替银行担几成啊，转化贷坏了的话", "补不良本金的35%"),
        ("担保费压到多少以下市里才给补？还卡别的不", "担保费率不能超过0.5%/年"),
        ("鲁科担那0.2%照担保额算还是按担保费算", "按担保金额算"),
    ],
)
def test_what_is_asked_is_said_first(house, line, begins) -> None:
    text = answer(house, line).text
    assert begins in text.split("\n")[0], text
