"""What is kept of a turn in which somebody gave personal data away, and that it was answered as well as ever."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message
from bot.operations.privacy import hidden
from bot.operations.recording import kept_text
from knowledge.store import Store, open_store

DAY = date(2025, 11, 22)
DATA = {
    "13812345678": "〔手机号〕",
    "＋86 138－1234－5678": "〔手机号〕",
    "0635-8288888": "〔电话号码〕",
    "11010519491231002X": "〔身份证号〕",
    "4111 1111 1111 1111": "〔银行卡号〕",
    "zhang.san@example.com": "〔邮箱〕",
    "91350100M000100Y43": "〔信用代码〕",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.sqlite3") as opened:
        yield opened


@pytest.mark.parametrize("given", DATA)
def test_personal_data_are_not_kept_and_the_sum_is_the_same(house: House, store: Store, given: str) -> None:
    advisor = Advisor(house.advisor.live, store)
    asked = "{}公司把专利质押给银行借了320万，借一年，2024年9月3日放的款，利息补多少"
    plain = advisor.reply(Message("plain", asked.format(""), DAY))
    answer = advisor.reply(Message("c", asked.format(f"联系方式{given}。"), DAY))
    assert answer.stored and answer.stored.result()
    [turn] = store.turns("c")
    assert answer.payload["amount_yuan"] == plain.payload["amount_yuan"] == "42880.00" == turn.amount
    assert turn.text == asked.format(f"联系方式{DATA[given]}。")
    state = store.state_of("c") or ""
    assert json.loads(state)["last_text"] == turn.text
    assert json.loads(state)["topic"]["inputs"]["principal_yuan"]["value"] == "3200000"
    assert not any(given in kept or given.replace("-", "") in kept for kept in (*map(str, turn), state))


def test_the_talk_goes_on_after_personal_data_as_without_them(house: House, store: Store) -> None:
    advisor = Advisor(house.advisor.live, store)
    for text in ("专利质押能贴多少", "我电话13812345678", "贷了500万", "一年", "2024年8月1日"):
        answer = advisor.reply(Message("c", text, DAY))
    assert answer.payload["amount_yuan"] == "67000.00"
    assert "13812345678" not in answer.text


def test_an_echo_is_hidden_however_it_is_written_and_other_numbers_stay() -> None:
    value = {
        "text": "电话 138-1234-5678 或１３８１２３４５６７８，科技局 0635-8288999",
        "sum": "18500000000",
        "n": [5, None, "是"],
    }
    shown = {"text": "电话 〔手机号〕 或〔手机号〕，科技局 0635-8288999", "sum": "18500000000", "n": [5, None, "是"]}
    assert hidden(value, {"13812345678": "〔手机号〕"}) == shown


def test_a_number_cut_in_two_is_not_kept_either() -> None:
    assert kept_text("好" * 494 + "13812345678") == "好" * 494
    assert kept_text("好" * 600) == "好" * 500
    assert kept_text("138\u200b1234\u200b5678") == "〔手机号〕"
