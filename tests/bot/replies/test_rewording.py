"""The words of the plain templates are nobody's format: another wording there changes no card and no bold label."""

import shutil
from datetime import date
from html import escape
from itertools import count
from pathlib import Path

import pytest

from bot.channels.telegram.markup import html_of
from bot.channels.web.cards import card
from bot.messages import Message, Reply
from bot.replies import render
from bot.replies.phrasebook import Phrasebook
from bot.replies.render import TEMPLATES, Templates

DAY = date(2025, 11, 22)
REWORDED = {
    "依据": "出处",
    "接着刚才的": "刚才问到",
    "还差一个数": "只差一个数",
    "找谁": "去哪问",
    "怎么算的": "算式",
    "待确认": "还没对上的",
}
LOAN = "专利质押贷了300万，一年，2024年9月放款"
numbers = count()


@pytest.fixture
def reworded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renders with templates whose plain ones say it in other words."""
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    found = dict.fromkeys(REWORDED, 0)
    for file in (folder / "plain").glob("*.j2"):
        text = file.read_text("utf-8")
        for words, other in REWORDED.items():
            found[words] += text.count(words)
            text = text.replace(words, other)
        file.write_text(text, "utf-8")
    assert all(found.values()), found
    monkeypatch.setattr(render, "SHIPPED", Templates(folder))


def last(house, *lines: str) -> Reply:
    name = f"reworded-{next(numbers)}"
    return [house.advisor.reply(Message(name, line, DAY)).reply for line in lines][-1]


def shown(house, reply: Reply) -> tuple[str, str, str]:
    """Plain, card and Telegram."""
    known, text = house.advisor.live.knowledge, render.render(reply)
    return text, card(reply, known, Phrasebook(known), DAY), html_of(reply, text)


def stands_once(words: str, *flavours: str) -> None:
    assert [flavour.count(escape(words, quote=False)) for flavour in flavours] == [1] * len(flavours), words


def labels_in_bold(telegram: str, *labels: str) -> None:
    for label in labels:
        stands_once(f"{label}：", telegram)
        assert f"<b>{label}：</b>" in telegram


def no_label_of_plain_words(html: str) -> None:
    """A card shows clause and offices in its own way."""
    assert "出处" not in html and "去哪问" not in html


def test_a_question_a_clause_and_its_offices_stand_once(house, reworded):
    reply = last(house, "买了鲁科保，市里能补多少")
    plain, html, telegram = shown(house, reply)
    view = reply.view
    for words in (view.ask["text"], view.clause.printed + view.clause.title):
        stands_once(words, plain, html, telegram)
    for words in ("只差一个数：", "出处：", "去哪问："):
        stands_once(words, plain)
    labels_in_bold(telegram, "只差一个数", "出处", "去哪问")
    stands_once("只差一个数：", html)
    no_label_of_plain_words(html)
    for office in view.clause.lead:
        assert html.count(office) == 1


def test_a_sum_its_working_and_its_conditions_stand_once(house, reworded):
    reply = last(house, LOAN)
    plain, html, telegram = shown(house, reply)
    view = reply.view
    stands_once(view.clause.printed + view.clause.title, plain, html, telegram)
    stands_once(view.outcome.result.steps[0].words, plain, html, telegram)
    labels_in_bold(telegram, "算式", "还没对上的", "出处", "去哪问")
    assert len(view.open) > 1
    for condition in view.open:
        stands_once(condition.question, plain, telegram)
        assert html.count(f"<p>{condition.question}</p>") == 1
    no_label_of_plain_words(html)


def test_an_answer_and_its_quote_stand_once(house, reworded):
    reply = last(house, "科技型企业白名单怎么进")
    plain, html, telegram = shown(house, reply)
    view = reply.view
    told = view.answers[0]
    for words in (told.quote, view.clause.printed + view.clause.title, told.says):
        stands_once(words, plain, telegram)
    assert html.count(f"<q>{told.quote}</q>") == html.count(f">{view.clause.printed}{view.clause.title}<") == 1
    labels_in_bold(telegram, "出处", "去哪问", "原文")
    no_label_of_plain_words(html)


@pytest.mark.parametrize("aside", ["找哪个部门", "你好", "济南的专利质押贴息怎么申请"])
def test_the_question_that_waits_during_an_aside_stands_once(house, reworded, aside):
    reply = last(house, "鲁科担担保300万", aside)
    plain, html, telegram = shown(house, reply)
    assert reply.view.reminder
    stands_once(reply.view.reminder, plain, html, telegram)
    stands_once("刚才问到：", plain, html)
    assert html.count('<p class="open">') == 1
    labels_in_bold(telegram, "刚才问到")


def test_variants_and_what_is_to_be_confirmed_stand_once(house, reworded):
    reply = last(house, "专利质押贷500万和800万分别能贴多少，一年，2024年8月")
    plain, html, telegram = shown(house, reply)
    stands_once("还没对上的：", plain, html)
    labels_in_bold(telegram, "还没对上的", "出处")
    for condition in reply.view.open:
        stands_once(condition.question, plain, html, telegram)
    for row in reply.view.rows:
        stands_once(row.outcome.result.steps[0].words, plain, html, telegram)
        stands_once(f"{row.label}：", plain, telegram)
    no_label_of_plain_words(html)
