"""What goes wrong when people ask as they talk: a form nobody wanted, a menu, another's business, a reflex."""

from decimal import Decimal
from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()
FORM = ("还差一个数", "本金是多少")
REFUSED = ("out_of_scope", "smalltalk")


def answer(house, *lines: str):
    """The answer to the last of the lines, said in one talk."""
    advisor, name = Advisor(house.advisor.live, None), f"life-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)) for line in lines][-1]


def first_clause(reply) -> str:
    return reply.payload["clauses"][0]["clause"] if reply.payload["clauses"] else ""


@pytest.mark.parametrize(
    "line",
    [
        "专利押给银行一般能按评估价的几成贷",
        "有三项专利，想贷400万，两家银行都没批下来",
        "专利质押贷款贴息这事到底怎么回事，给我讲讲",
        "专利质押贷款找哪个银行能做",
        "业务员讲专利贷款市里贴六成利息，准不准",
    ],
)
def test_no_form_is_begun_where_no_sum_is_asked_for(house, line) -> None:
    reply = answer(house, line)
    assert not any(word in reply.text for word in FORM), reply.text
    assert reply.payload["amount_yuan"] is None


@pytest.mark.parametrize(
    ("line", "clause"),
    [("鲁科融路演收钱不", "4.2"), ("尽职免责的细则谁来定", "5.3"), ("科融信平台是干什么使的", "4.3")],
)
def test_a_plain_question_gets_its_answer_and_no_menu(house, line, clause) -> None:
    reply = answer(house, line)
    assert first_clause(reply) == clause and "您问的是哪一件" not in reply.text


@pytest.mark.parametrize(
    "line",
    [
        "尊敬的领导，我买的一只科技主题基金亏了四万，客户经理当时拍胸脯保证不亏，现在银行说风险自担，我该找谁讨说法",
        "您好，我家的商铺贷款是用我爸的保险单和房子做的担保，现在保险公司要退保，银行又催我还款，请问个人怎么办",
        "市里挂牌出让的那块地什么时候拍卖，我们村的补偿款和补贴到现在没发，科技园占了我们的地",
    ],
)
def test_a_long_letter_about_another_matter_is_refused_though_it_shares_words(house, line) -> None:
    assert answer(house, line).payload["kind"] in REFUSED


@pytest.mark.parametrize("line", ["新三板股票一手是多少股", "创业板开户要满几年经验", "公司被强制退市的标准是什么"])
def test_the_rules_of_the_exchanges_get_no_sum_of_ours(house, line) -> None:
    text = answer(house, line).text
    assert "600万" not in text and "0元" not in text


@pytest.mark.parametrize(
    ("line", "clause", "without"),
    [
        ("专利贴息申报几号截止", "1.1", "2028"),
        ("听说取消了借款合同就不给贴息了，专利质押这块是这样吗", "1.1", "好的"),
        ("您好，辛苦了，我们是莘县的企业，想问下鲁科保找哪个部门，谢谢，祝好", "1.3", "不客气"),
        ("有人说专利贷款要交代办费才给贴息，有这回事吗", "1.1", "还差一个数"),
    ],
)
def test_a_single_word_does_not_take_the_question_away(house, line, clause, without) -> None:
    reply = answer(house, line)
    assert first_clause(reply) == clause and without not in reply.text, reply.text


@pytest.mark.parametrize(
    ("line", "which"),
    [
        ("房子押的贷款120万，周转用的，贴不贴利息", "专利权质押"),
        ("给工人上的意外险，科技公司，保费补吗", "鲁科保"),
        ("凭信用借的款，没专利也不算成果转化，利息给贴吗", "成果转化"),
    ],
)
def test_where_no_measure_fits_that_is_said_first_and_what_is_paid_for(house, line, which) -> None:
    text = answer(house, line).text
    assert text.split("\n")[0].startswith(("不能", "没有")) and which in text, text


def test_a_question_about_several_sums_is_told_them_all(house) -> None:
    text = answer(house, "上市、挂牌这些，市里一共有哪几笔奖").text
    assert all(sum_ in text for sum_ in ("600万", "10万", "1", "50万")), text


def test_no_ready_sentence_of_another_kind_stands_in(house) -> None:
    text = answer(house, "聊城有几家科技支行").text
    assert "金额" not in text and "没写" in text


@pytest.mark.parametrize(
    ("line", "clauses"),
    [
        ("我是支行的，行里催科技贷款指标，坏了账又扣奖金，谁还敢放", ("5.3", "1.1")),
        ("我们学院想办科技金融专业，市里支持吗", ("5.2",)),
        ("县里要不要自己再出一个办法", ("5.1",)),
        ("外地的投资公司想来落户，有什么说法", ("2.1",)),
    ],
)
def test_banks_schools_counties_and_investors_get_their_own_clauses(house, line, clauses) -> None:
    assert first_clause(answer(house, line)) in clauses


@pytest.mark.parametrize(
    ("line", "clause"),
    [("我们造玉米收割机的，科技型企业，专利质押贷款能贴息吗", "1.1"), ("阳谷做光缆的公司，首台套保险补吗", "1.3")],
)
def test_firms_of_the_region_in_every_trade_are_ours(house, line, clause) -> None:
    reply = answer(house, line)
    assert reply.payload["kind"] not in REFUSED and first_clause(reply) == clause


def test_a_sum_from_a_bank_keeps_its_number(house) -> None:
    reply = answer(house, "拿专利从银行贷款480万，一年期，给贴多少")
    assert Decimal(reply.payload["inputs"]["principal_yuan"]) == 4_800_000
    assert reply.payload["amount_yuan"] == "57600.00"


def test_shares_sold_to_chosen_buyers_are_no_first_offering(house) -> None:
    text = answer(house, "上市公司向特定对象发行股票，市里那600万给吗").text
    assert "没份" in text or "不" in text.split("\n")[0]


@pytest.mark.parametrize(
    ("lines", "both"),
    [
        (["白名单多久更新一回？谁说了算？"], ("及时更新", "市科技局")),
        (["专利质押贷了300万", "材料要哪些？找谁交？"], ("材料", "市科技局")),
        (["鲁科融路演怎么报名", "要不要收费，还有多久办一次"], ("收不收费", "不定期")),
        (["这文件哪年到期？我们区也得跟着出一份吗？"], ("2028年12月31日", "鼓励")),
    ],
)
def test_a_second_question_is_answered_too_at_the_beginning_and_in_the_middle(house, lines, both) -> None:
    text = answer(house, *lines).text
    assert all(one in text for one in both), text


def test_after_a_side_question_the_open_one_is_put_again_and_what_stands_is_kept(house) -> None:
    said = ["首台套产品综合险，一年保费60万", "引导基金怎么申请", "保额3000万"]
    assert "保险金额" in answer(house, *said[:2]).text and first_clause(answer(house, *said[:2])) == "2.2"
    assert answer(house, *said).payload["amount_yuan"] == "120000.00"


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("说是只要在区域股权市场挂了牌就补10万，对吧", "不全对：10万"),
        ("都讲研发贷坏了财政一律赔45%，而且打到企业账上，是这样吗", "不全对：45%"),
        ("同事说这文件管到2026年底，是真的吗", "不对，2028年12月31日"),
        ("我记得它管到2028年底，没错吧", "对，2028年12月31日"),
        ("首台套保险市里补保费两成，一家一年顶天100万，没说错吧", "对，两成、100万"),
        ("会计讲鲁科担收费正好0.5%就拿不到补贴，有这事吗", "不对，正好0.5%"),
        ("听说成果转化贷坏了35%全由市财政一家出，县里没份，对吗", "不全对：35%是对的，但由市、县两级财政出"),
        ("鲁科担市里给补千分之五，是真的吧", "不对，不是千分之五"),
        ("说首台套保险一年最高100万，光给高新技术企业，是这样吧", "不全对：100万是对的，但没限科技型企业"),
    ],
)
def test_a_claim_is_right_wrong_or_right_in_part(house, line, begins) -> None:
    assert answer(house, line).text.startswith(begins), answer(house, line).text


@pytest.mark.parametrize(
    ("line", "begins", "focus"),
    [
        ("专利质押贷300万一年和鲁科担担保300万，哪个补得多，差多少", "专利权质押贷款贴息更多，多 3.00 万元", "compare"),
        (
            "我们在东阿，专利押了150万，一年期，能享受贴息吗",
            "能，条件都对得上的话，预计最高可贴息 1.80 万元",
            "eligibility",
        ),
        ("公司在高唐，专利质押贷是德州的银行放的，贴息给不给", "能：", "eligibility"),
        ("政府那些钱，我们这样的厂能领哪些，一样样说说", "按您说的情况", "list"),
    ],
)
def test_the_first_sentence_says_which_is_more_and_whether_it_is_to_be_had(house, line, begins, focus) -> None:
    reply = answer(house, line)
    assert reply.text.startswith(begins), reply.text
    assert reply.payload["focus"] == focus
