"""Times of the year as people say them: quarters, festivals, lunar days, lists of months, days without a year."""

from datetime import date
from typing import Any

import pytest

from bot.figures import read_figures

DAY = date(2025, 11, 22)


def dates_of(text: str) -> list[Any]:
    return [f.value for f in read_figures(text, DAY) if f.kind == "date"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("上季度", "2025-07", "2025-09"),
        ("上个季度", "2025-07", "2025-09"),
        ("上上季度", "2025-04", "2025-06"),
        ("本季度", "2025-10", "2025-12"),
        ("去年三季度", "2024-07", "2024-09"),
        ("2023年上半年", "2023-01", "2023-06"),
        ("2023年8、9月", "2023-08", "2023-09"),
        ("去年7、8月份", "2024-07", "2024-08"),
        ("2023年6、7、8月", "2023-06", "2023-08"),
        ("2023年5月底6月初", "2023-05", "2023-06"),
        ("去年六七月份", "2024-06", "2024-07"),
        ("六七月份", "2025-06", "2025-07"),
        ("12、1月", "2024-12", "2025-01"),
        ("3月或4月", "2025-03", "2025-04"),
        ("年中", "2025-06", "2025-07"),
        ("2023年腊月", "2024-01-11", "2024-02-09"),
        ("正月", "2025-01-29", "2025-02-27"),
    ],
)
def test_times_in_which_one_day_lies(text: str, first: str, last: str) -> None:
    (figure,) = read_figures(text + "放的款", DAY)
    assert (figure.value, figure.span, figure.text) == ((first, last), True, text)
    assert "span" not in figure.to_json()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("元旦放的款", "2025-01-01"),
        ("国庆那天放的款", "2025-10-01"),
        ("去年国庆贷的", "2024-10-01"),
        ("2023年春节放的款", "2023-01-22"),
        ("今年中秋放的款", "2025-10-06"),
        ("去年端午放的款", "2024-06-10"),
        ("2024年元宵节放的款", "2024-02-24"),
        ("除夕放的款", "2025-01-28"),
        ("大年初六放的款", "2025-02-03"),
        ("五一放的款", "2025-05-01"),
        ("农历五月初五放的款", "2025-05-31"),
        ("阴历闰六月初一放的款", "2025-07-25"),
        ("正月初八放的款", "2025-02-05"),
        ("2023年农历九月初九", "2023-10-23"),
        ("春节后放的款", "2025"),
        ("国庆前放的款", "2025"),
        ("元旦前放的款", "2024"),
        ("2024年中秋节前后放的款", "2024"),
        ("十一期间贷的", "2025"),
        ("年初放的款", "2025-01"),
        ("年底到期", "2025-12"),
        ("月初放的款", "2025-11"),
        ("上季度末放的款", "2025-09"),
        ("春节后", "2025"),
    ],
)
def test_festivals_and_parts_of_the_year(text: str, day: str) -> None:
    assert dates_of(text) == [day]


@pytest.mark.parametrize(
    "text", ["国庆放假吗", "春节能放款吗", "中秋发月饼", "年底能办完吗", "每年年底", "年中奖", "十一个点", "五一劳动"]
)
def test_small_talk_of_festivals_is_no_date(text: str) -> None:
    assert dates_of(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("去年5月6号放了100万，9月8号又放了80万", ["2024-05-06", "2024-09-08"]),
        ("5月6号放了100万，2024年9月8号又放了80万", ["2024-05-06", "2024-09-08"]),
        ("2024年3月放的，6月1日又放", ["2024-03", "2024-06-01"]),
        ("6月1日放款，2025年6月1日还清", ["2024-06-01", "2025-06-01"]),
        ("2024年6月1日放款，2月1日还清", ["2024-06-01", "2025-02-01"]),
        ("2024年放的款，9月", ["2024", "2024-09"]),
        ("前年12月放的，1月又放", ["2023-12", "2024-01"]),
        ("24年8月放款，25年8月到期", ["2024-08", "2025-08"]),
        ("10月还清的，2024年12月放的", ["2025-10", "2024-12"]),
        ("大前年4月放的", ["2022-04"]),
        ("上个月放的", ["2025-10"]),
    ],
)
def test_a_day_without_a_year_leans_on_its_neighbour(text: str, days: list[str]) -> None:
    assert dates_of(text) == days


@pytest.mark.parametrize("text", ["30天内办完", "三个月内", "一年中"])
def test_terms_stay_terms(text: str) -> None:
    assert [f.kind for f in read_figures(text, DAY)] == ["duration"]
