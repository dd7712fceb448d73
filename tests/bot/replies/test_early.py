"""A day before the document is in force is told by every flavour, and no sum is promised."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from bot.advisor import Advisor, Live
from bot.channels.telegram.markup import html_of
from bot.channels.web.cards import card
from bot.messages import Message
from bot.replies.phrasebook import Phrasebook

SENTENCE = "这份文件2024年5月20日起实施，您问的这一天（2024年5月19日）还没有生效"
FIRST = date(2024, 5, 20)
QUESTIONS = {
    "首台套保额2000万，保费80万，能补多少": "expired",
    "专利质押贷500万，能贴多少": "expired",
    "鲁科担找哪个部门": "answer",
    "知识产权质押": "answer",  # offered as choices
    "我们是科技型中小企业，有啥政策": "overview",
    "这文件啥时候到期": "meta",
}
numbers = count()


def asked(advisor: Advisor, text: str, day: date):
    return advisor.reply(Message(f"early-{next(numbers)}", text, day))


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_day_before_is_told_in_plain_words_on_the_card_and_by_telegram(house, text):
    known = house.advisor.live.knowledge
    answer = asked(house.advisor, text, FIRST - timedelta(days=1))
    assert answer.payload["kind"] == QUESTIONS[text] and answer.payload["amount_yuan"] in (None, "0.00")
    html = card(answer.reply, known, Phrasebook(known), FIRST - timedelta(days=1))
    for shown in (answer.text, html, html_of(answer.reply, answer.text)):
        assert shown.count(SENTENCE) == 1


@pytest.mark.parametrize("text", [*QUESTIONS, "你好"])
def test_on_the_first_day_nothing_is_said_of_it(house, text):
    assert "还没有生效" not in asked(house.advisor, text, FIRST).text


def test_small_talk_is_no_matter_of_days(house):
    assert "还没有生效" not in asked(house.advisor, "你好", FIRST - timedelta(days=1)).text


def test_the_day_is_that_of_the_document(house):
    known = house.advisor.live.knowledge
    later = tuple(replace(policy, valid_from=date(2026, 3, 1)) for policy in known.policies)
    advisor = Advisor(Live(replace(known, policies=later), house.advisor.live.matcher), None)
    text = asked(advisor, "我们的鲁科保，省里已经补助8万元，聊城再给多少", date(2026, 2, 28)).text
    assert "这份文件2026年3月1日起实施，您问的这一天（2026年2月28日）还没有生效" in text
