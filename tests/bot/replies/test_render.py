"""Every kind has its words in every flavour; what is quoted stands in the document; nothing typed is run."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.channels.telegram.markup import html_of
from bot.channels.web.cards import card
from bot.messages import Message, ReplyKind
from bot.replies.phrasebook import Phrasebook
from bot.replies.render import TEMPLATES, big, render, yuan
from bot.replies.views import extra_of

DAY = date(2025, 11, 22)
NAMED = {
    "paused",
    "_meta",
    "_parts",
    "_told",
    "beside",
    "checkup",
    "choose",
    "compare",
    "document",
    "duties",
    "kept",
    "leave",
    "referral",
    "remind",
    "notice",
    "over",
    "lacking",
    "person",
    "staff",
    "added",
    "placed",
    "stray",
    "told",
    "which",
}
ARITHMETIC = {"distance", "inverse", "left", "total"}
TALKS = {
    ReplyKind.CALCULATION: ["专利质押贷了300万，一年，2024年9月放款"],
    ReplyKind.ASK: ["买了鲁科保，市里能补多少"],
    ReplyKind.ANSWER: ["科技型企业白名单怎么进"],
    ReplyKind.META: ["这个文件哪天失效"],
    ReplyKind.OVERVIEW: ["我们是高企，想贷款，有啥政策"],
    ReplyKind.OUT_OF_SCOPE: ["济南的专利质押贴息怎么申请"],
    ReplyKind.SMALLTALK: ["你好"],
    ReplyKind.CANCELLED: ["鲁科担担保300万", "不算了"],
    ReplyKind.EXPIRED: ["2029年3月放款的专利贷500万，一年，能贴多少"],
    ReplyKind.REFUSED: ["！！！"],
}


def last_reply(house, lines, name):
    for line in lines:
        answer = house.advisor.reply(Message(f"render-{name}", line, DAY))
    return answer


def test_every_kind_is_reached():
    assert set(TALKS) == set(ReplyKind)


@pytest.mark.parametrize("kind", list(ReplyKind))
def test_every_kind_has_plain_words(house, kind):
    answer = last_reply(house, TALKS[kind], f"kind-{kind}")
    assert answer.reply.kind is kind
    assert answer.text.strip() and "None" not in answer.text and "{{" not in answer.text
    assert not re.search(r"[!！]|亲爱的", answer.text.replace("「", "").replace("！！！", ""))


QUESTIONS = [line for lines in TALKS.values() for line in lines] + [
    "鲁科担，担保500万，费率0.6%，厂房反担保",
    "首台套综合险，保额2亿，保费800万",
    "科技型企业IPO募资5亿",
    "规上科技企业，齐鲁股权挂牌，融了96万",
    "新三板创新层，融资2000万",
    "我行初创企业研发类信用贷坏了800万",
    "市税务局配合哪些",
    "保费能补多少",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_quoted_stands_in_the_document_letter_for_letter(house, known, question):
    answer = house.advisor.reply(Message(f"quote-{question}", question, DAY))
    document = known.policies[0].text
    own = ("例如", "可以这样问")
    for line in answer.text.splitlines():
        for quote in re.findall(r"「([^」]+)」", line):
            assert quote in document or any(mark in line for mark in own), (line, quote)


def test_offices_in_a_reply_are_those_of_its_clause(house, known):
    for question in QUESTIONS:
        payload = house.advisor.reply(Message(f"office-{question}", question, DAY)).payload
        if payload["lead"]:
            clause = known.policies[0].clause(payload["clauses"][0]["clause"])
            assert (payload["lead"], payload["cooperate"]) == (list(clause.lead), list(clause.cooperate))


MARKED = '<b onclick="x">首太套</b>&'
ESCAPED = ("&lt;b onclick=", "首太套&lt;/b&gt;&amp;")


@pytest.mark.parametrize("kind", [ReplyKind.CALCULATION, ReplyKind.ASK, ReplyKind.ANSWER])
def test_web_and_telegram_escape_what_they_are_given_and_plain_does_not(house, known, kind):
    """How a message was understood stands in the reply of every flavour."""
    reply = last_reply(house, TALKS[kind], f"escape-{kind}").reply
    extra = replace(extra_of(reply.view), repaired=(("首太套", MARKED),))
    reply = replace(reply, view=replace(reply.view, extra=extra))
    plain = render(reply)
    assert MARKED in plain
    for marked in (card(reply, known, Phrasebook(known), DAY), html_of(reply, plain)):
        assert all(words in marked for words in ESCAPED) and "<b onclick" not in marked
    assert html_of(reply, plain).count("<b>") == html_of(reply, plain).count("</b>") > 0


def test_every_plain_template_is_used_by_a_kind_or_named():
    names = {path.stem for path in (TEMPLATES / "plain").glob("*.j2")}
    kinds = {kind.value for kind in ReplyKind}
    assert names - kinds == NAMED | ARITHMETIC


@pytest.mark.parametrize(
    ("amount", "words"),
    [("67000", "6.70 万元"), ("9999.99", "9,999.99 元"), ("100000000", "1.00 亿元"), ("0", "0.00 元")],
)
def test_money_as_people_read_it(amount, words):
    assert big(Decimal(amount)) == words
    assert yuan(Decimal("67000")) == "67,000.00元"
