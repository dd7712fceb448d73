"""Chips send what a person would type: every one of them is understood by the advisor."""

import re
import secrets
from datetime import date

import pytest

from bot.bootstrap import House
from bot.channels.web.first_questions import SHOWN, first_questions
from bot.channels.web.housekeeping import tidy
from bot.channels.web.site import SITE
from bot.measures.assess import Standing
from bot.messages import Message, ReplyKind
from bot.replies.phrasebook import Phrasebook
from bot.replies.views import MeasureView

DAY = date(2025, 11, 22)
BEGIN = {
    "conversion_loan_risk": "备案的科技成果转化贷款风险补偿，不良本金300万，补多少",
    "rd_credit_loan_risk": "研发类信用贷款风险补偿，不良本金300万，补多少",
    "conversion_loan_interest": "科技成果转化贷款贴息补助，省级贴息额度8万，市里补多少",
    "patent_pledge_interest": "拿专利质押贷了500万，一年，2024年8月放的款，能贴多少",
    "guarantee_fee": "鲁科担担保500万，能补多少",
    "lukebao_premium": "鲁科保，省里补了5万，市里补多少",
    "first_set_insurance": "首台套保险，保额2000万，保费80万，能补多少",
    "ipo_award": "首发上市募资3亿，市里支持多少",
    "regional_equity_award": "区域股权市场挂牌，直接融资300万，补多少",
    "neeq_award": "新三板基础层挂牌，融资2000万，补多少",
}


def ask(house: House, conversation: str, text: str):
    return house.advisor.reply(Message(conversation, text, DAY, "web")).reply


def chips(house: House):
    book = Phrasebook(house.advisor.live.knowledge)
    for measure in house.advisor.live.knowledge.measures:
        for question in book.questions(measure, Standing()):
            for chip in question.chips:
                yield measure.id, question.key, chip


def test_every_measure_has_a_beginning_here(house: House) -> None:
    assert set(BEGIN) == {m.id for m in house.advisor.live.knowledge.measures}


def test_every_chip_states_its_fact(house: House) -> None:
    misunderstood = []
    for measure, key, chip in chips(house):
        conversation = secrets.token_hex(8)
        assert ask(house, conversation, BEGIN[measure]).measure == measure
        reply = ask(house, conversation, chip.text)
        stands = reply.view.standing.facts.get(key) if isinstance(reply.view, MeasureView) else None
        assert chip.value != "unknown" or (key in reply.unconfirmed and key in reply.view.extra.said), chip.text
        if reply.measure != measure or stands != chip.value:
            misunderstood.append((measure, key, chip.text, reply.kind.value, reply.measure, stands))
    assert misunderstood == []


@pytest.mark.parametrize("text", ["找哪个部门", "需要什么条件", "怎么申报", "原文怎么写的"])
def test_every_follow_up_is_answered(house: House, text: str) -> None:
    for begin in BEGIN.values():
        conversation = secrets.token_hex(8)
        ask(house, conversation, begin)
        assert ask(house, conversation, text).kind is ReplyKind.ANSWER


def test_every_large_button_leads_on(house: House) -> None:
    starts = house.advisor.live.knowledge.site.starts
    kinds = [ask(house, secrets.token_hex(8), text).kind for _, text in starts]
    assert kinds == [ReplyKind.OVERVIEW, ReplyKind.ASK]


def test_every_first_question_gets_a_good_answer(house: House) -> None:
    for one in house.advisor.live.knowledge.site.questions:
        reply = ask(house, secrets.token_hex(8), one.text)
        assert reply.measure == (one.measure_id or None), one.text
        assert reply.kind in (ReplyKind.CALCULATION, ReplyKind.ANSWER, ReplyKind.META), one.text


def test_four_first_questions_turn_with_the_season_and_with_what_is_asked(house: House) -> None:
    every = house.advisor.live.knowledge.site.questions
    spring, autumn = (first_questions(every, date(2025, month, 1), {}) for month in (3, 11))
    assert len(spring) == len(set(spring)) == SHOWN and spring != autumn
    assert "怎么进科技型企业白名单？" in [one.text for one in spring]
    asked = first_questions(every, date(2025, 7, 1), {"neeq_award": 50})
    assert "新三板" in asked[1].text


async def test_what_is_asked_most_is_counted_over_restarts(open_site, tmp_path) -> None:
    """The store is counted: a site that has just begun knows what the one before it was asked."""
    from bot.bootstrap import bootstrap
    from bot.settings import read_settings
    from tests.city import shipped_files

    house = bootstrap(read_settings({}, home=str(tmp_path)), shipped=shipped_files())
    try:
        for _ in range(3):
            house.advisor.reply(Message(secrets.token_hex(8), BEGIN["lukebao_premium"], DAY, "web")).stored.result()
        fresh = await open_site(advisor=house.advisor, store=house.store)
        await tidy(fresh.server.app[SITE])
        page = await (await fresh.get("/")).text()
        assert fresh.server.app[SITE].asked == {"lukebao_premium": 3}
        shown = re.findall(r'class="example"[^>]*value="([^"]+)"', page)
        assert len(shown) == SHOWN and any("鲁科保" in text for text in shown[:4])
        later = await open_site(store=house.store, day=lambda: date(2026, 1, 22))
        assert later.server.app[SITE].asked == {}
    finally:
        house.close()
