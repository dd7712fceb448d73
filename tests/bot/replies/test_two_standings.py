"""A reply says what became of the sum: a first one, another one, or the same as before; and what was taken for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from multidict import MultiDict

from bot.advisor import Advisor
from bot.channels.telegram.markup import html_of
from bot.channels.web.cards import card
from bot.dialogue.rules import FOCUSES
from bot.measures.inputs import pairs_of, read_form
from bot.messages import Message
from bot.replies.build import outcome_reply
from bot.replies.contract import FOCUS
from bot.replies.form import fields
from bot.replies.phrasebook import Phrasebook
from bot.replies.render import big, render, yuan
from bot.replies.views import Aside

DAY = date(2025, 11, 22)
PLEDGE = "专利质押贷了420万，一年，2024年9月放的款"  # 56,280
LARGE = "专利质押贷了950万，一年，2024年9月放的款"  # at the cap
GUARANTEE = "鲁科担担保600万，一年，费率0.4%"  # 12,000
ASKED = {"amount", "eligibility", "how", "who", "when", "materials", "terms", "meaning", "claim", "list", "effect"}
ASKED |= {"why", "compare", "inverse", "total", "frequency", "stacking", "payer", "other", "document", "need"}
names = count()


def last(house, *lines: str):
    advisor, name = Advisor(house.advisor.live, None), f"standing-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)) for line in lines][-1]


@pytest.mark.parametrize(
    ("talk", "said", "unsaid"),
    [
        ((PLEDGE,), ["预计最高可贴息 5.63 万元（56,280.00元）", "怎么算的"], ["金额还是", "记下了"]),
        (
            (PLEDGE, "不对，是300万"),
            ["本金 420万元 → 300万元", "预计最高可贴息 4.02 万元", "300万元 × LPR"],
            ["金额还是"],
        ),
        ((PLEDGE, "我们是科技型中小企业"), ["记下了：科技型中小微企业。", "金额还是 5.63 万元。"], ["没听明白"]),
        ((PLEDGE, "不清楚"), ["好的，先放着。金额还是 5.63 万元。"], ["记下了", "没听明白"]),
        (
            (PLEDGE, "那啥呀"),
            ["这句没听明白，没有改动前面说的", "记着的：本金420万元", "是不是科技型中小微企业"],
            ["记下了", "5.63 万元"],  # nobody knows whether what was meant would change the sum
        ),
        ((PLEDGE, "大型企业"), ["0元"], ["金额还是", "记下了"]),
        ((PLEDGE, "利率4.2%"), ["记下了：贷款利率4.2%。", "金额还是 5.63 万元", "刚说的不影响它"], ["没听明白"]),
        ((LARGE, "不对，是980万"), ["本金 950万元 → 980万元", "金额还是 10.00 万元", "已经封顶"], ["预计最高"]),
        (
            (LARGE, "还有一笔100万，半年"),
            ["本金 950万元 → 1050万元", "第2笔：100万元、6个月", "金额还是"],
            ["期限 1年 →"],
        ),
        ((GUARANTEE, "没有反担保"), ["记下了：没有反担保。", "金额还是 1.20 万元。"], ["先放着"]),
        ((GUARANTEE, "费率其实是0.8%"), ["担保费率 0.4% → 0.8%", "0元"], ["金额还是"]),
        (
            (GUARANTEE, "费率其实是0.8%", "记错了，0.3%"),
            ["担保费率 0.8% → 0.3%", "1.20 万元", "怎么算的"],
            ["金额还是"],
        ),
        (
            ("新三板基础层，募资1200万", "升到创新层了"),
            ["记下了：创新层", "62.00 万元", "怎么算的"],
            ["金额还是", "先放着"],
        ),
        ((PLEDGE, "子公司贷了200万，一年"), ["下面按子公司算", "2.40 万元", "怎么算的"], ["金额还是", "420万元"]),
        (
            (PLEDGE, "再加80万"),
            ["本金 420万元 → 500万元", "第2笔：80万元", "5.628万元 ＋ 1.072万元 ＝ 6.7万元", "6.70 万元"],
            ["金额还是"],
        ),
        (("鲁科担担保260万，费率0.4", "0.4%"), ["怎么算的"], ["金额还是"]),
    ],
)
def test_what_is_said_of_the_sum_follows_from_the_standing_before_and_after(house, talk, said, unsaid) -> None:
    text = last(house, *talk).text
    assert [words for words in said if words not in text] == [], text
    assert [words for words in unsaid if words in text] == [], text


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("研发类信用贷款余额1500万，不良率2%", "不良本金 ＝ 1500万元 × 2% ＝ 30万元"),
        ("转化贷款不良本金80万，后来清收回20万", "不良本金 ＝ 80万元 － 20万元 ＝ 60万元"),
        ("首台套保险一次交了两年保费60万，保额1500万", "保费 ＝ 60万元 ÷ 2年 ＝ 30万元"),
        ("首台套保险保额1500万，费率2%", "保费 ＝ 1500万元 × 2% ＝ 30万元"),
        ("鲁科保保费20万，省里补了40%", "＝ 20万元 × 40% ＝ 8万元"),
        ("鲁科担，贷款500万，担保80%，费率0.4%", "担保金额 ＝ 500万元 × 80% ＝ 400万元"),
        ("鲁科担担保400万，两年，担保费3万2", "费率 ＝ 3.2万元 ÷ 400万元 ÷ 2年 ＝ 0.4%"),
        ("四板挂牌融资300万，其中120万是银行贷款", "＝ 300万元 － 120万元 ＝ 180万元"),
    ],
)
def test_a_figure_that_follows_is_shown_with_its_step_before_the_formula(house, text, step) -> None:
    answer = last(house, text)
    assert step in answer.text and answer.text.index(step) <= answer.text.index("·"), answer.text


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        ("32250", "3.23 万元"),
        ("41850", "4.19 万元"),
        ("20250", "2.03 万元"),
        ("10450", "1.05 万元"),
        ("32249.99", "3.22 万元"),
        ("99950", "10.00 万元"),
        ("9999.99", "9,999.99 元"),
        ("720", "720.00 元"),
        ("100500000", "1.01 亿元"),
        ("12345678.90", "1,234.57 万元"),
    ],
)
def test_sums_are_shown_half_up(amount, short) -> None:
    assert big(Decimal(amount)) == short
    assert yuan(Decimal("0.005")) == "0.01元"


def guessing(house, text: str, guess: str):
    reply = last(house, text).reply
    extra = replace(reply.view.extra, guess=Decimal(guess), aside=(Aside("6万", "guess"),))
    return outcome_reply(house.advisor.live.knowledge, reply.view.outcome, reply.view.standing, (), extra)


@pytest.mark.parametrize(
    ("text", "guess", "sentence"),
    [
        (PLEDGE, "60000", "您估的 6万元，按文件算是 5.63 万元。"),
        (PLEDGE, "56280", "和您估的一样。"),
        (GUARANTEE, "5000", "您估的 5000元，按文件算是 1.20 万元。"),
        ("鲁科担担保600万，费率0.8%", "12000", "您估的 1.2万元，按文件算是 0.00 元。"),
    ],
)
def test_a_guess_is_held_against_the_sum_in_every_flavour(house, known, text, guess, sentence) -> None:
    reply = guessing(house, text, guess)
    plain = render(reply)
    for flavour in (plain, card(reply, known, Phrasebook(known), DAY), html_of(reply, plain)):
        assert flavour.count(sentence) == 1 and "没算进去" not in flavour
    assert [(one.text, one.why) for one in reply.unused] == [("6万", "您自己估的数")]


def test_a_guess_without_a_sum_is_left_out(house) -> None:
    reply = guessing(house, "专利质押贷了420万", "60000")
    assert "没算进去：6万（您自己估的数）" in render(reply)


@pytest.mark.parametrize(
    ("talk", "focus"),
    [
        ((PLEDGE,), "amount"),
        (("专利质押贷了420万",), "amount"),
        ((PLEDGE, "找哪个部门"), "who"),
        ((PLEDGE, "要什么材料"), "materials"),
        ((PLEDGE, "什么时候申报"), "when"),
        ((PLEDGE, "需要什么条件"), "terms"),
        ((PLEDGE, "怎么算出来的"), "why"),
        ((PLEDGE, "能和省里的一起享受吗"), "stacking"),
        ((PLEDGE, "谁出钱"), "payer"),
        (("这文件什么时候到期",), "document"),
        (("专利质押贷400万和700万分别能贴多少，一年，2024年9月",), "compare"),
        (("谢谢",), None),
        (("青岛的专利质押贴息怎么报",), None),
        (("算了",), None),
    ],
)
def test_the_contract_says_which_kind_of_question_is_answered(house, talk, focus) -> None:
    payload = last(house, *talk).payload
    assert payload["focus"] == focus and isinstance(payload["unused"], list)


def test_every_focus_of_a_question_has_its_word_in_the_contract() -> None:
    assert set(FOCUSES) == set(FOCUS) and set(FOCUS.values()) <= ASKED


@pytest.mark.parametrize(
    "text",
    [
        "首台套保险一次交了两年保费60万，保额1500万",
        "鲁科担，贷款500万，担保80%，费率0.4%",
        "研发类信用贷款余额1500万，不良率2%",
    ],
)
def test_a_link_and_a_form_give_the_same_sum_again(house, text) -> None:
    view = last(house, text).reply.view
    again, problems = read_form(
        house.advisor.live.knowledge, view.measure, MultiDict(pairs_of(view.measure, view.standing)), DAY
    )
    filled = {field.key: field.value for field in fields(view.measure, view.standing, (), str) if field.value}
    from_fields, _ = read_form(house.advisor.live.knowledge, view.measure, MultiDict(filled), DAY)
    for key, slot in view.standing.inputs.items():
        for other in (again, from_fields):
            assert key not in other.inputs or other.inputs[key].value == slot.value, key
    assert not problems
