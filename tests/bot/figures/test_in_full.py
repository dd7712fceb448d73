"""Numbers written out to the last yuan say their unit; counts, rates, years and short numbers do not."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import in_full, read_figures

DAY = date(2025, 11, 22)


def money(text: str) -> list[Decimal]:
    """The sums in yuan that need no unit any more."""
    figures = in_full(text, read_figures(text, DAY))
    return [f.value for f in figures if f.kind == "money" and not f.unit_missing and isinstance(f.value, Decimal)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("本金4,150,000，一年", [4_150_000]),
        ("保费 72,300.50 保额 2,410,000.00", [Decimal("72300.5"), 2_410_000]),
        ("省里打了28650", [28_650]),
        ("担保额６，２００，０００", [6_200_000]),
        ("贴息7315.20", [Decimal("7315.2")]),
        ("省补分别是9,100.00、4,020.30、0", [9_100, Decimal("4020.3"), 0]),
        ("|担保额|8,640,000.00|", [8_640_000]),
        ("甲单：保费64,000；乙单：保费51,500", [64_000, 51_500]),
        ("P3 保额3,300,000", [3_300_000]),
        ("质押借款1,750,000专利权", [1_750_000]),
        ("本金-640,000（冲销）", [-640_000]),
        ("保费4,500", [4_500]),
    ],
)
def test_what_is_written_in_full_is_in_yuan(text: str, values: list[Decimal]) -> None:
    assert money(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "担保480", "担保额9600", "1,5", "利率3.45", "LPR 3.10", "员工12,000人", "2,400户", "2024", "20240615", 
        "热线12345", "保单号20250301", "300,500两家", "专利12", "期限36",
    ],
)  # fmt: skip
def test_what_is_not_a_sum_in_full_stays_what_it_is(text: str) -> None:
    assert money(text) == []


@pytest.mark.parametrize("text", ["贷了280个，一年", "放款三百来个", "借了450个", "担保款，600个，两年", "降到120个"])
def test_so_many_of_them_wait_for_their_unit(text: str) -> None:
    first = in_full(text, read_figures(text, DAY))[0]
    assert first.counted == "个" and first.unit_missing


@pytest.mark.parametrize("text", ["软著12个", "员工一共40个", "专利证书20个", "有15个项目", "贷了3个"])
def test_a_count_stays_a_count(text: str) -> None:
    assert not any(f.unit_missing for f in in_full(text, read_figures(text, DAY)))
