"""Dates, said in full or by their distance from the day of reference."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.figures import Figure, read_figures

Only = Callable[[str], Figure]
DAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年8月9日", "2023-08-09"),
        ("2023-08-09", "2023-08-09"),
        ("2023/8/9", "2023-08-09"),
        ("2023.8.9", "2023-08-09"),
        ("20230809", "2023-08-09"),
        ("23年8月", "2023-08"),
        ("23.8放的", "2023-08"),
        ("24.12月起息", "2024-12"),
        ("23.8.9", "2023-08-09"),
        ("二〇二三年八月九日", "2023-08-09"),
        ("贰零贰叁年零捌月", "2023-08"),
        ("2 0 2 3年8月", "2023-08"),
        ("2023 年 8 月 9 日", "2023-08-09"),
        ("2023年", "2023"),
        ("２０２３年８月", "2023-08"),
        ("去年9月", "2024-09"),
        ("去年九月三号", "2024-09-03"),
        ("前年5月", "2023-05"),
        ("明年1月", "2026-01"),
        ("上个月", "2025-10"),
        ("上个月8号", "2025-10-08"),
        ("上周五", "2025-11-14"),
        ("上个星期天", "2025-11-16"),
        ("这周一", "2025-11-17"),
        ("下礼拜三", "2025-11-26"),
        ("本月5日", "2025-11-05"),
        ("下个月", "2025-12"),
        ("今年4月底", "2025-04"),
        ("昨天", "2025-11-21"),
        ("前天", "2025-11-20"),
        ("三个月前", "2025-08-22"),
        ("半年前", "2025-05-22"),
        ("10天前", "2025-11-12"),
        ("两年前", "2023-11-22"),
        ("2023年底", "2023-12"),
        ("去年年初", "2024-01"),
        ("2023.08", "2023-08"),
        ("2023/8", "2023-08"),
        ("两千零九年三月", "2009-03"),
        ("08年", "2008"),
        ("2023年8月15", "2023-08-15"),
        ("廿三日", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    assert [f.value for f in read_figures(text, DAY)] == ([iso] if iso else [])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023年8月到2024年8月", "2023-08", "2024-08"),
        ("2023.8.9-2024.8.8", "2023-08-09", "2024-08-08"),
        ("2023年8月至12月", "2023-08", "2023-12"),
        ("2023年10月到3月", "2023-10", "2024-03"),
        ("2023-2025年", "2023", "2025"),
        ("2023年8月9日起至2024年8月8日", "2023-08-09", "2024-08-08"),
        ("2023年二季度", "2023-04", "2023-06"),
        ("去年下半年", "2024-07", "2024-12"),
        ("上半年", "2025-01", "2025-06"),
        ("2-8月", "2025-02", "2025-08"),
        ("2023-08-09至2024-08-08", "2023-08-09", "2024-08-08"),
    ],
)
def test_ranges(only: Only, text: str, first: str, last: str) -> None:
    figure = only(text)
    assert (figure.value, figure.invalid) == ((first, last), "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("4月31日", "no_such_day"),
        ("2023年2月29日", "no_such_day"),
        ("2023年14月", "no_such_month"),
        ("2023-06-31", "no_such_day"),
        ("2023年11月31号", "no_such_day"),
        ("20230931", "no_such_day"),
    ],
)
def test_impossible_dates_are_named_and_never_moved(only: Only, text: str, reason: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.invalid, figure.value, figure.text) == ("date", reason, 0, text)


def test_a_leap_day_exists(only: Only) -> None:
    assert only("2024年2月29日").value == "2024-02-29"


def test_a_range_that_ends_before_it_begins(only: Only) -> None:
    assert only("2024年5月到2023年5月").invalid == "reversed_range"


def test_a_missing_year_is_the_nearest_and_says_so(only: Only) -> None:
    assert (only("10月8日").value, only("10月8日").assumed) == ("2025-10-08", "year")
    assert only("1月到期").value == "2026-01"
    assert only("3月底放的款").value == "2025-03"


def test_a_date_leans_on_the_one_before() -> None:
    figures = read_figures("2023年9月放的，次年9月还，10月2日还清", DAY)
    assert [f.value for f in figures] == ["2023-09", "2024-09", "2024-10-02"]


@pytest.mark.parametrize(
    ("text", "kind"), [("贷款20年", "duration"), ("期限24年", "duration"), ("23年贷的", "date"), ("3年", "duration")]
)
def test_two_digit_years(text: str, kind: str) -> None:
    assert [f.kind for f in read_figures(text, DAY)] == [kind]


@pytest.mark.parametrize(
    "text", ["相当年轻", "之前年度亏损", "成本年化", "电话是777-000-1234", "主机10.20.30.40", "以上年份"]
)
def test_no_dates(text: str) -> None:
    assert read_figures(text, DAY) == ()


@pytest.mark.parametrize("today", [date.min, date.max, date(2024, 2, 29)])
def test_any_day_of_reference(today: date) -> None:
    for text in ("上个月", "去年2月29日", "下个月", "大前年", "100年前", "9000年前", "大后天", "2月29日", "3月"):
        read_figures(text, today)
