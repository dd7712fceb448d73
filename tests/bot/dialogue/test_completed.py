"""Few words that complete what stands: a unit, a day, a number in place of another, money that is no yuan."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.dialogue.policy import respond
from bot.dialogue.turn import Turn

Said = Callable[..., Turn]
LOAN = "专利质押贷款600万，24年10月放款，一年，能贴多少"
GUARANTEE = "鲁科担担保400万，市里补多少"


def stands(said: Said, text: str, *before: str) -> dict[str, Any]:
    """The inputs that stand after the message."""
    turn = said(text, before)
    inputs = respond(turn.utterance, turn.state).state.topic.standing.inputs
    return {key: slot.value for key, slot in inputs.items()}


def reply(said: Said, text: str, *before: str) -> Any:
    turn = said(text, before)
    return respond(turn.utterance, turn.state).reply


@pytest.mark.parametrize("text", ["万啊", "当然是万", "万元，我们报表全用万元", "万啊，难道还能是块", "都是万"])
def test_a_unit_is_taken_however_it_is_said(said: Said, text: str) -> None:
    assert stands(said, text, "鲁科担担保金额450，能补多少")["guarantee_yuan"] == 4_500_000


def test_a_unit_holds_for_all_figures_and_stays(said: Said) -> None:
    before = ("首台套保险，保费90，保额2600，能补多少", "都是万元")
    assert stands(said, "不对，保费是85", *before)["premium_yuan"] == 850_000
    assert stands(said, "保费90 保额2600 都是万", "首台套保险能补多少")["insured_yuan"] == 26_000_000


@pytest.mark.parametrize("text", ["准确说415", "确切讲是415", "应该是415", "不对，415"])
def test_a_bare_number_takes_the_unit_in_use(said: Said, text: str) -> None:
    assert stands(said, text, GUARANTEE)["guarantee_yuan"] == 4_150_000


@pytest.mark.parametrize("text", ["我们员工415人", "担保费415元"])
def test_a_number_of_something_else_replaces_nothing(said: Said, text: str) -> None:
    assert stands(said, text, GUARANTEE)["guarantee_yuan"] == 4_000_000


@pytest.mark.parametrize("text", ["具体是21号", "10月21日", "查到了，21号放的", "二十一号"])
def test_a_day_completes_the_month_that_stands(said: Said, text: str) -> None:
    assert stands(said, text, LOAN)["start"] == date(2024, 10, 21)


@pytest.mark.parametrize("text", ["21号楼是我们的", "21号到期"])
def test_a_day_of_something_else_completes_nothing(said: Said, text: str) -> None:
    assert stands(said, text, LOAN)["start"] == date(2024, 10, 1)


@pytest.mark.parametrize("text", ["11月28号放款", "准备12月20日放款"])
def test_a_loan_yet_to_be_paid_out_lies_ahead(said: Said, text: str) -> None:
    assert stands(said, f"18个月，{text}", "专利质押要贷300万，能贴多少")["start"] > date(2025, 11, 22)


@pytest.mark.parametrize("text", ["11月28号放的款", "12月20日放款，已还清", "3月5日放款"])
def test_a_loan_that_was_paid_out_lies_behind(said: Said, text: str) -> None:
    assert stands(said, f"9个月，{text}", "专利质押贷了300万，能贴多少")["start"] < date(2025, 11, 22)


@pytest.mark.parametrize("text", ["还有一笔担保是8万美元的", "要是30万美元呢", "另外担保了20万欧元"])
def test_foreign_money_is_named_and_enters_no_sum(said: Said, text: str) -> None:
    found = reply(said, text, GUARANTEE)
    assert found.amount is None
    assert stands(said, text, GUARANTEE)["guarantee_yuan"] == 4_000_000


def test_a_rate_by_which_the_document_pays_is_not_the_users(said: Said) -> None:
    text = "鲁科担担保500万，费率0.1%，市里按0.2%补的话能补多少"
    assert stands(said, text)["fee_rate"] == Decimal("0.001")


def test_so_many_yuan_beside_a_sum_in_wan(said: Said) -> None:
    text = "两份鲁科保，一份省里补了1.3万，另一份省里补了7600，市里合计补多少"
    assert stands(said, text)["province_subsidy_yuan"] == 20_600


def test_a_corrected_addition_replaces_nothing(said: Said) -> None:
    assert stands(said, "不对，追加的是80", GUARANTEE)["guarantee_yuan"] != 800_000


@pytest.mark.parametrize("text", ["到期日看错了，合同写的25.3.25", "到期日写错了，是2025年3月25日"])
def test_the_input_called_wrong_takes_the_figure(said: Said, text: str) -> None:
    before = "专利质押贷了280万，2024年9月10日放款，2025年3月10日到期，能贴多少"
    assert stands(said, text, before)["end"] == date(2025, 3, 25)
