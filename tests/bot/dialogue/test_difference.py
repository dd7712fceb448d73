"""What a message changed is told in the inputs' own units, parts apart from the whole."""

from datetime import date
from decimal import Decimal

import pytest

from bot.dialogue.difference import Difference, difference, shown
from bot.measures.assess import Standing
from bot.slots.model import Slot

PLEDGE, GUARANTEE, RISK = "patent_pledge_interest", "guarantee_fee", "conversion_loan_risk"


def slot(value: str, text: str = "") -> Slot:
    return Slot(date.fromisoformat(value) if value.count("-") == 2 else Decimal(value), text)


def slots(**values: str) -> dict[str, Slot]:
    return {key: slot(value) for key, value in values.items()}


@pytest.mark.parametrize(
    ("measure", "key", "value", "text", "words"),
    [
        (PLEDGE, "principal_yuan", "5000000", "五百万", "500万元"),
        (PLEDGE, "principal_yuan", "1234.5", "1234.5", "1234.5元"),
        (PLEDGE, "term_months", "12", "一年", "1年"),
        (PLEDGE, "term_months", "200", "16年8个月", "16年8个月"),
        (PLEDGE, "start", "2024-08-10", "8月10号", "2024年8月10日"),
        (PLEDGE, "lpr", "0.031", "3.1", "3.1%"),
        (GUARANTEE, "fee_rate", "0.005", "千分之五", "0.5%"),
        (GUARANTEE, "fee_rate", "0.04", "4个点", "4%"),
        (RISK, "bad_principal_yuan", "600000", "2000万×3%", "60万元"),
        (RISK, "bad_principal_yuan", "450000", "1500万×百分之3", "45万元"),
    ],
)
def test_a_figure_is_shown_in_the_unit_of_its_input(known, measure, key, value, text, words) -> None:
    record = known.measure(measure).input(key)
    assert shown(slot(value, text), record) == words


@pytest.mark.parametrize(
    ("before", "after", "changed", "taken"),
    [
        ({"principal_yuan": "5000000"}, {"principal_yuan": "8000000"}, (("本金", "500万元", "800万元"),), ()),
        ({"principal_yuan": "5000000"}, {"principal_yuan": "5000000"}, (), ()),
        ({"principal_yuan": "5000000"}, {"principal_yuan": "5000000", "term_months": "12"}, (), (("期限", "1年"),)),
        (
            {"term_months": "12", "term_days": "5"},
            {"term_months": "12", "term_days": "20"},
            (("期限", "1年5天", "1年20天"),),
            (),
        ),
        ({"term_months": "200"}, {"term_months": "270"}, (("期限", "16年8个月", "22年6个月"),), ()),
        ({"start": "2024-08-01"}, {"start": "2025-01-01"}, (("放款日", "2024年8月1日", "2025年1月1日"),), ()),
        ({"lpr": "0.031"}, {"lpr": "0.0345"}, (("LPR", "3.1%", "3.45%"),), ()),
        ({"principal_yuan": "5000000", "end": "2025-08-01"}, {"principal_yuan": "5000000"}, (), ()),
    ],
)
def test_what_changed_and_what_is_new(known, before, after, changed, taken) -> None:
    found = difference(known.measure(PLEDGE), Standing(slots(**before)), Standing(slots(**after)))
    assert (found.changed, found.taken) == (changed, taken)


def test_a_loan_that_comes_to_another_is_no_change_of_the_first(known) -> None:
    first = slots(principal_yuan="3000000", term_months="12", start="2024-08-01")
    second = slots(principal_yuan="2000000", term_months="6", start="2025-03-01")
    before = Standing(first)
    after = Standing({**first, **slots(principal_yuan="5000000")}, (first, second))
    found = difference(known.measure(PLEDGE), before, after)
    assert found.changed == (("本金", "300万元", "500万元"),)
    assert found.parts == ("第2笔：200万元、6个月、2025年3月1日",)


def test_a_part_that_changed_is_named_and_fewer_are_counted(known) -> None:
    one, two = slots(principal_yuan="3000000", term_months="12"), slots(principal_yuan="2000000", term_months="6")
    longer = {**two, **slots(term_months="12")}
    whole = slots(principal_yuan="5000000")
    measure = known.measure(PLEDGE)
    assert difference(measure, Standing(whole, (one, two)), Standing(whole, (one, longer))).parts == (
        "第2笔的期限 6个月 → 1年",
    )
    assert difference(measure, Standing(whole, (one, two)), Standing(one)).parts == ("现在按一笔算",)


def test_nothing_changed_is_no_difference(known) -> None:
    same = Standing(slots(principal_yuan="5000000"), facts={"tech_sme": "yes"})
    assert difference(known.measure(PLEDGE), same, same) == Difference() and not Difference()
    assert difference(known.measure(PLEDGE), Standing(same.inputs), same).facts == ("tech_sme",)
