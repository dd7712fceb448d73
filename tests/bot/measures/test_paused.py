"""A measure that staff have stopped gives no sum anywhere, and says the one sentence instead."""

from datetime import date

import pytest

from bot.advisor import Advisor
from bot.kit.pack import pack_data
from bot.messages import Message
from knowledge.records.build import build
from knowledge.records.faults import DataError
from tests.bot.changed import FOLDER, advisor_of
from tests.city import shipped_files

DAY = date(2026, 11, 26)
SAYS = "这一项正在核对口径，先问市科技局。"
PAUSED = f"{FOLDER}/paused.toml"


def files(says: str = SAYS, measure: str = "patent_pledge_interest") -> dict[str, str]:
    return shipped_files() | {PAUSED: f'[[paused]]\nmeasure = "{measure}"\nsays = "{says}"\n'}


@pytest.fixture(scope="module")
def stopped(house) -> Advisor:
    return advisor_of(house, files())


def ask(advisor: Advisor, *texts: str):
    for text in texts:
        answer = advisor.reply(Message(f"paused {texts}", text, DAY))
    return answer


@pytest.mark.parametrize(
    "texts",
    [
        ("专利质押贷500万，一年，能贴多少",),
        ("专利质押贷款能贴多少", "500万，一年"),
        ("专利质押贷500万，一年，能贴多少", "改成300万呢"),
    ],
)
def test_no_sum_is_given_and_the_sentence_is_said(stopped: Advisor, texts) -> None:
    answer = ask(stopped, *texts)
    assert SAYS in answer.text and "元" not in answer.text
    assert answer.payload["amount_yuan"] is None and answer.payload["clauses"][0]["clause"] == "1.1"
    assert "市科技局" in answer.text.partition("找谁")[2]


def test_what_else_is_said_of_it_begins_with_the_sentence(stopped: Advisor) -> None:
    assert SAYS in ask(stopped, "专利质押贴息是什么意思").text
    assert SAYS not in ask(stopped, "鲁科担补多少").text
    assert ask(stopped, "鲁科担，担保300万，费率0.3%，没要反担保").payload["amount_yuan"] == "6000.00"


def test_no_calculator_of_the_offline_pack_computes_it() -> None:
    known = build(files())
    assert "patent_pledge_interest" not in {one["key"].rpartition("/")[2] for one in pack_data(known, DAY)["measures"]}


def test_a_stop_of_nothing_or_without_a_word_is_refused() -> None:
    with pytest.raises(DataError, match=r"paused\.toml.*不在可选范围内"):
        build(files(measure="nothing"))
    with pytest.raises(DataError, match="没有写给企业看的话"):
        build(files(says=""))
