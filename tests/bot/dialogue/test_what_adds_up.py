"""What a later message says of the sum that stands: sums that come out with each other, what is only asked, what was
told before and is so again."""

from datetime import date

import pytest

from bot.advisor import Advisor
from bot.messages import Message

TALKS = (
    # what was given back of a sum that stands, and what is left of it
    (("鲁科担担保1500万，三年期，一共收了27万担保费", "后来他们退还5.4万，实收21.6万"), "30000.00"),
    (("首台套产品责任险，保费40万，保额2000万", "保险公司返了4万，实际只交了36万"), "72000.00"),
    # the sum shown times a number is what somebody makes of it
    (("鲁科担担保1200万，费率0.4%", "两年的，不是该乘2变成4.8万吗"), "24000.00"),
    # less than the bound of the document, of which it is said how much is missing
    (("齐鲁股权挂牌，规上，直接融资差两万到100万，也就是98万",), "0.00"),
    # falls short behind a sum: the sum does
    (("在蓝海股权挂牌，直接融资96万，还差一点", "对了还融过一笔10万"), "100000.00"),
    # what does not count of the whole is said anew
    (("齐鲁股权挂牌，规上，融了300万", "300万里头有80万是银行贷款", "不对，银行那部分是210万"), "0.00"),
    (("齐鲁股权挂牌，规上，融了300万", "300万里头有80万是银行贷款", "看错了，银行的那块其实是150万"), "100000.00"),
    # in the place of what stands, whatever else is spoken of
    (("今年专利质押贴息领过9万了，又贷300万一年", "对了流水，领的是7万5，不是9万"), "25000.00"),
    # by how much less, and not how much
    (("首台套质量险，保费50万，保额1000万", "就是说我多交20万保费也白搭，是吧"), "60000.00"),
    # back to a value that stood
    (("鲁科保保费6万，省里补了四成", "省里要是补五成呢", "还是按四成吧，五成是我瞎说的"), "12000.00"),
    # a fourth part shares what the first two share
    (
        (
            "专利质押两笔，一笔100万一笔150万，都一年，2025年6月放的",
            "还有一笔2024年6月放的，200万，也是一年，加上",
            "再来一笔300万，2025年7月放的，一年，四笔一共呢",
        ),
        "93600.00",
    ),
    # what is done with a thing no longer is
    (("鲁科担担保600万，费率0.4%", "车间也押给担保公司做反担保了", "换成拿商标做反担保，车间不押了"), "12000.00"),
    # delisted, and then not
    (("高企，规上，齐鲁股权挂牌，直接融资130万", "要是挂完又摘牌了呢", "没摘，我就是问问，其实融了140万"), "100000.00"),
    # only asked
    (("专利质押200万，一年，2024年8月5日放的", "提前还算按时不算"), None),
    # late, whichever way it is said
    (("专利质押300万，一年期，到期拖了一个月才还清，能贴多少",), "0.00"),
    (("专利质押300万，一年期，到期以后又过了两周才结清，能贴多少",), "0.00"),
    (("专利质押300万，一年期，2024年8月放的，到期当天结清的，能贴多少",), "40200.00"),
    # the word says another thing than what was asked for
    (("想算科技成果转化贷款的市级贴息", "本金是800万"), None),
    (("科技成果转化贷款，一年利息30万，市里补多少", "利息的一半，不就是15万吗"), None),
    (("成果转化贷款400万，一年利息16万，补一半利息，能拿8万是吧",), None),
    # what is mended before a question no longer stands against the sum
    (("准备首发上市，拟募3个亿", "借壳呢", "我们不借壳，自己首发。这事找谁", "给个大概数"), None),
    # what is wished for is no sum of the province
    (("科技成果转化贷款，想让市里的贴息够到6万，省里得贴多少",), None),
    # what a rate of the document makes is what is paid
    (("拿研发信用贷100万，最后还不上了，是补45万的意思吗",), "450000.00"),
    (
        (
            "今年专利质押贴息领过8万了，又贷300万一年",
            "查了一遍，8万里有3万是鲁科担的保费补贴，专利质押贴息只领了5万",
        ),
        "36000.00",
    ),
)


@pytest.mark.parametrize(("said", "amount"), TALKS)
def test_what_adds_up(house, said: tuple[str, ...], amount: str | None) -> None:
    advisor, day = Advisor(house.advisor.live, house.store), date(2025, 11, 22)
    payloads = [advisor.reply(Message(f"adds-{said[-1]}", text, day)).payload for text in said]
    assert payloads[-1]["amount_yuan"] == amount
