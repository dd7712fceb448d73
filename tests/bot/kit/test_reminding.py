"""Reminders in a talk: kept, listed and cancelled on every channel, in the middle of anything; nothing is promised that
a channel cannot keep."""

import json
from datetime import date

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.kit.reminders import without_wish
from bot.kit.reminding import MOST, Reach, reminding, told
from bot.messages import Message
from knowledge.store import StoreError

DAY = date(2026, 11, 27)
WISH = "贷款明年8月15号到期，提前一个月提醒我"
SUM = "专利质押贷了500万，一年，2026年8月15号放款，能贴多少？"
HOME = "https://fdy.example.cn"
REACH = Reach({"telegram": "push", "wecom": "push", "wechat": "window"}, HOME, wecom=True)


class Talk:
    """One talk, over a store of its own."""

    def __init__(self, house: House, store, channel: str, reach: Reach = REACH) -> None:
        self.advisor, self.channel, self.store = Advisor(house.advisor.live, store), channel, store
        self.advisor.beside, self.advisor.heed = reminding(store.reminders, reach), without_wish
        self.name, self.said = f"{channel}:7", 0

    def say(self, text: str, day: date = DAY) -> str:
        self.said += 1
        answer = self.advisor.reply(Message(self.name, text, day, self.channel, f"m{self.said}"))
        assert answer.stored is not None
        answer.stored.result()
        self.payload = answer.payload
        return answer.text

    @property
    def kept(self) -> list[tuple[str, str, str]]:
        return [(one.kind, one.due, one.day) for one in self.store.reminders().of(self.name)]


@pytest.fixture
def talk(house, store) -> Talk:
    return Talk(house, store, "telegram")


def test_it_is_kept_told_listed_and_cancelled(talk) -> None:
    text = talk.say(WISH)
    assert text.startswith("记下了：贷款到期，2027年8月15日。2027年7月15日上午提醒您。")
    assert talk.kept == [("loan_due", "2027-08-15", "2027-07-15")]
    assert talk.say(WISH).startswith("已经记着") and len(talk.kept) == 1
    talk.say("保险明年5月6号到期，提醒我续保")
    listed = talk.say("有哪些提醒")
    assert "一共 2 个提醒" in listed and "第1个：保险到期，2027年5月6日，提醒日 2027年4月6日" in listed
    assert "取消哪一个" in talk.say("取消提醒") and len(talk.kept) == 2
    assert talk.say("取消第1个提醒").startswith("取消了：保险到期") and len(talk.kept) == 1
    assert talk.say("取消提醒").startswith("取消了：贷款到期") and not talk.kept
    assert talk.say("有哪些提醒").startswith("现在没有记着的提醒")


def test_after_a_calculation_the_day_is_that_of_its_loan_and_the_talk_goes_on(talk, known) -> None:
    assert "60,000.00" in talk.say(SUM)
    text = talk.say("到期前提醒我")
    assert "2027年8月15日" in text and "2027年7月16日上午提醒您" in text and "接着刚才的：" in text
    [one] = talk.store.reminders().of(talk.name)
    assert one.measure and one.kind == "loan_due"
    said = told(one, known, date(2027, 7, 16))
    assert "还有 30 天" in said and "还清后第二天起可以申报贴息" in said
    assert all(office in said for office in known.main.clause("1.1").in_charge)
    assert "72,000.00" in talk.say("改成600万")


def test_a_message_that_asks_besides_is_answered_and_the_wish_is_to_be_said_by_itself(talk) -> None:
    text = talk.say("专利质押贷了300万，一年，能贴多少？到期前一个月提醒我")
    assert "36,000.00" in text and text.startswith("先答这一句") and not talk.kept
    assert talk.payload["inputs"]["term_months"] == "12", "提前一个月 is no term"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("提醒我一下", "哪天到期"),
        ("昨天到期的贷款，提醒我", "已经过了"),
        ("贷款2090年8月15日到期，提前一个月提醒我", "太远了"),
    ],
)
def test_what_cannot_be_kept_is_told_with_what_to_say(talk, text, words) -> None:
    answer = talk.say(text)
    assert words in answer and ("再发一遍" in answer or "像“" in answer) and not talk.kept


def test_there_are_not_too_many_of_them(talk) -> None:
    for number in range(MOST):
        talk.say(f"{number + 1}月20号提醒我交第{number}份表" if number < 12 else f"明年{number - 11}月21号提醒我办事")
    assert len(talk.kept) == MOST
    assert f"已经记了 {MOST} 个" in talk.say(WISH) and len(talk.kept) == MOST


def test_a_page_and_a_terminal_say_that_they_cannot_and_give_a_file_instead(house, store) -> None:
    page = Talk(house, store, "web")
    text = page.say(WISH)
    assert "网页不能主动找您" in text and "手机日历" in text and "上午提醒您" not in text and HOME not in text
    line = Talk(house, store, "terminal").say(WISH)
    assert "这里不能主动找您" in line and f"{HOME}/remind/loan_due-2027-08-15-2027-07-15.ics" in line
    bare = Talk(house, store, "api", Reach({})).say(WISH)
    assert "不能主动找您" in bare and "现在就记进手机日历" in bare and "http" not in bare and "企业微信" not in bare


def test_the_account_of_wechat_says_when_it_can_and_what_else_there_is(house, store) -> None:
    text = Talk(house, store, "wechat").say(WISH)
    assert "48 小时" in text and "发不出去" in text and "上午提醒您" not in text
    assert f"{HOME}/remind/loan_due-2027-08-15-2027-07-15.ics" in text and "在企业微信里跟机器人说同一句" in text


def test_numbers_of_persons_are_kept_nowhere(talk) -> None:
    talk.say("下周三提醒我给13800138000打电话")
    [one] = talk.store.reminders().of(talk.name)
    assert "13800138000" not in json.dumps(one) and "〔手机号〕" in one.words
    [turn] = talk.store.turns(talk.name)
    assert "13800138000" not in turn.text + turn.reply + turn.payload


def test_it_is_forgotten_with_what_was_said(talk) -> None:
    talk.say(WISH)
    talk.store.forget(talk.name).result()
    talk.advisor.forget(talk.name)
    assert not talk.kept


def test_a_store_that_cannot_be_read_is_told_and_costs_nothing_else(house, store) -> None:
    class Broken:
        def of(self, conversation: str) -> tuple[()]:
            raise StoreError("locked")

    talk = Talk(house, store, "telegram")
    talk.advisor.beside = reminding(Broken, REACH)
    assert "过一会儿再发一遍" in talk.say(WISH)
    assert "60,000.00" in talk.say(SUM)


def test_what_is_no_wish_is_answered_as_ever(house, talk) -> None:
    for text in ("客户经理提醒我说能贴息，专利质押贷500万一年能贴多少", "银行没提醒我登记，还能贴息吗", "白名单怎么进"):
        plain = Advisor(house.advisor.live, None).reply(Message("plain", text, DAY)).text
        assert Talk(house, talk.store, f"t{len(text)}").say(text) == plain
