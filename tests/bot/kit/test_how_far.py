"""「JB-12345678 到哪一步了」 in the chat: the state by the number alone, amid anything, on every channel."""

import json
from datetime import UTC, date, datetime

import pytest

from bot.bootstrap import House
from bot.kit.how_far import how_far, number_in
from bot.kit.referrals import Referral, State, find_referral, move, refer
from bot.messages import Message
from knowledge.store import StoreError

NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)
DAY = NOW.date()
SECRETS = ("甲科技公司", "贴息怎么报", "张三", "40200")


@pytest.fixture
def referral(house: House, known) -> Referral:
    """Of a firm whose name no answer may hold."""
    told = {"firm": SECRETS[0], "need": SECRETS[1], "owner": SECRETS[2], "due": date(2025, 12, 7), "now": NOW}
    return refer(house.store.ledger(), known.main.clause("1.1"), **told)


def said(house: House, text: str, conversation: str, channel: str = "web", day: date = DAY) -> str:
    answer = house.advisor.reply(Message(f"{channel}:{conversation}", text, day, channel))
    assert answer.stored is not None
    answer.stored.result()
    return answer.text


@pytest.mark.parametrize("words", ["{} 到哪一步了", "{}办好了没", "我的号是{}，交办的事有结果吗", "{}"])
@pytest.mark.parametrize("channel", ["web", "telegram", "terminal", "batch"])
def test_the_state_is_told_on_every_channel_and_nothing_of_whose_it_is(house, known, referral, words, channel) -> None:
    text = said(house, words.format(referral.shown), f"far {words}", channel)
    assert text.startswith(f"{referral.shown}：现在到“受理”")
    assert known.main.clause("1.1").lead[0] in text and "2025年12月7日" in text and "转办 → 反馈" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_step_by_step_until_it_is_done(house, referral) -> None:
    ledger = house.store.ledger()
    for state in (State.PASSED, State.ANSWERED, State.CLOSED):
        move(ledger, referral.shown, state, by="张三", now=NOW, result="到账40200", landed="40200")
        text = said(house, f"{referral.shown}到哪一步了", f"step {state}")
        assert f"现在到“{state}”" in text and not [secret for secret in SECRETS if secret in text]
    assert find_referral(ledger, referral.number.replace("", " ")) == find_referral(ledger, referral.shown)


def test_a_late_one_says_that_it_may_be_pressed(house, referral) -> None:
    text = said(house, f"{referral.number} 到哪一步了", "late", day=date(2025, 12, 8))
    assert "已经过了期限，可以催" in text and "12345" in text


def test_a_running_calculation_goes_on(house, referral) -> None:
    said(house, "专利质押贷了500万，能贴多少", "run")
    text = said(house, f"{referral.shown} 到哪一步了", "run")
    assert "现在到“受理”" in text and "接着刚才的" in text
    assert "万元" in said(house, "一年，2024年8月放的款", "run")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("JB-00000000 到哪一步了", "没有“JB-00000000”这个号"),
        ("jb1234567到哪一步", "没有“JB-1234567”这个号"),
        ("我们交办的事到哪一步了", "请把辅导员给您的号发来"),
    ],
)
def test_a_number_that_is_wrong_or_missing_is_asked_for(house, text, says) -> None:
    assert said(house, text, text).startswith(says)


@pytest.mark.parametrize(
    "text",
    [
        "贷款12345678元到哪一步了",
        "上市到哪一步给多少钱",
        "专利质押贷了12345678，能贴多少",
        "JBL音响能贴多少",
        "我的电话是13800138000，办好了没",
        "12345678",
    ],
)
def test_other_numbers_are_no_numbers_of_ours(text) -> None:
    assert number_in(text) is None


def test_a_store_that_cannot_be_read_says_so_and_loses_nothing(house, referral) -> None:
    def broken() -> None:
        raise StoreError("数据库被锁", "locked")

    before, house.advisor.beside = house.advisor.beside, how_far(broken)
    try:
        assert "现在查不了" in said(house, f"{referral.shown} 到哪一步了", "broken")
    finally:
        house.advisor.beside = before


def test_it_is_kept_as_small_talk_and_not_among_what_was_missed(house, referral) -> None:
    said(house, f"{referral.shown} 到哪一步了", "kept")
    turn = house.store.turns("web:kept", 1)[0]
    assert turn.kind == "smalltalk" and json.loads(turn.payload)["amount_yuan"] is None
