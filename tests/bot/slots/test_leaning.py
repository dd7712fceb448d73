"""To which side of a figure the true one lies, and what that means for a threshold."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.measures.assess import Standing, compute
from bot.slots.leaning import AT_LEAST, AT_MOST, OVER, UNDER, UPRIGHT, leaning
from bot.slots.model import Slot, slot_of

DAY = date(2025, 11, 22)
SAID = {
    UNDER: [
        "近100万",
        "将近100万",
        "接近100万",
        "不到100万",
        "不足100万",
        "100万不到",
        "比100万少点",
        "100万还差点",
        "差一点100万",
    ],
    OVER: [
        "超过100万",
        "100万出头",
        "刚过100万",
        "略高于100万",
        "比100万多点",
        "100万挂零",
        "100多万",
        "突破100万",
        "不止100万",
    ],
    AT_MOST: ["不超过100万", "100万以内", "没超过100万", "顶多100万"],
    AT_LEAST: ["至少100万", "100万以上", "不低于100万", "100万起步"],
    UPRIGHT: ["正好100万", "100万", "100万左右", "大概100万", "最近100万"],
}


@pytest.mark.parametrize(("lean", "text"), [(lean, text) for lean, texts in SAID.items() for text in texts])
def test_words_around_a_figure(lean, text):
    (figure,) = read_figures(f"融资{text}", DAY)
    assert leaning(f"融资{text}", figure) == lean


def outcome(known, measure_id, key, words, extra):
    """What comes of a measure with one figure said in these words."""
    measure = known.measure(measure_id)
    (figure,) = read_figures(words, DAY)
    slot = slot_of(figure, measure.input(key), "", key)
    assert isinstance(slot, Slot)
    lean = leaning(words, figure)
    slot = Slot(slot.value, slot.text, slot.approx, below=lean.below, above=lean.above, edge=lean.edge)
    return compute(known, measure, Standing({**extra, key: slot}), DAY)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("融资100万出头", "met"),
        ("融资刚过100万", "met"),
        ("融资正好100万", "met"),
        ("融资超过100万", "met"),
        ("融资100万以上", "met"),
        ("融资近100万", "broken"),
        ("融资不到100万", "broken"),
        ("融资80万左右", "broken"),
        ("融资100万左右", "asked"),
        ("融资不到150万", "asked"),
        ("融资超过80万", "asked"),
        ("融资不超过100万", "asked"),
    ],
)
def test_a_least_sum(known, words, verdict):
    found = outcome(known, "regional_equity_award", "direct_financing_yuan", words, {})
    broken, asked = "direct_financing_yuan" in {b.key for b in found.broken}, "direct_financing_yuan" in found.missing
    assert (broken, asked) == (verdict == "broken", verdict == "asked")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("费率不到0.5%", "met"),
        ("费率近0.5%", "met"),
        ("费率不超过0.5%", "met"),
        ("费率0.5%以内", "met"),
        ("费率正好0.5%", "met"),
        ("费率超过0.5%", "broken"),
        ("费率0.5%出头", "broken"),
        ("费率略高于0.5%", "broken"),
        ("费率比0.5%高一点", "broken"),
        ("费率0.6%左右", "broken"),
        ("费率0.5%左右", "asked"),
        ("费率超过0.3%", "asked"),
        ("费率不到0.8%", "asked"),
    ],
)
def test_a_highest_rate(known, words, verdict):
    extra = {"guarantee_yuan": Slot(Decimal(5_000_000), "500万")}
    found = outcome(known, "guarantee_fee", "fee_rate", words, extra)
    broken, asked = "fee_rate" in {b.key for b in found.broken}, "fee_rate" in found.unconfirmed
    assert (broken, asked) == (verdict == "broken", verdict == "asked")
