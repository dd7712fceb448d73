"""From when until when, as documents say it; a rule that counts from the issue is kept in its words."""

from datetime import date

import pytest

from knowledge.document.folding import folded
from knowledge.document.numerals import any_number, day_in, days_in
from knowledge.document.validity import validity_in

ISSUED = date(2024, 3, 31)


def read(text: str, issued: date | None = ISSUED) -> tuple[date | None, date | None]:
    found = validity_in([folded(text)], issued)
    return found.begins, found.ends


CASES = [
    ("本措施自2024年５月20日起实施，有效期至2028年12月31日。", (date(2024, 5, 20), date(2028, 12, 31))),
    ("本办法自2024年5月1日起施行，有效期5年", (date(2024, 5, 1), date(2029, 4, 30))),
    ("本办法自二〇二四年五月一日起施行，有效期三年", (date(2024, 5, 1), date(2027, 4, 30))),
    ("本意见自印发之日起施行，试行2年", (date(2024, 3, 31), date(2026, 3, 30))),
    ("本政策自发布之日起30日后施行，有效期5年", (None, None)),
    ("上述政策执行期限为2019年1月1日至2023年12月31日", (date(2019, 1, 1), date(2023, 12, 31))),
    ("本细则自2024年2月29日起施行，有效期1年", (date(2024, 2, 29), date(2025, 2, 28))),
    ("从2019年1月1日起，实施三年百万青年见习计划", (None, None)),
    ("取得证书有效期3年以上的企业，给予奖励", (None, None)),
    ("加强领导", (None, None)),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_when_a_document_holds(text: str, wanted: tuple[date | None, date | None]) -> None:
    assert read(text) == wanted


def test_a_relative_rule_is_kept_and_needs_the_day_of_issue() -> None:
    found = validity_in(["本办法自印发之日起施行,有效期5年"], None)
    assert (found.begins, found.ends, found.rule) == (None, None, "本办法自印发之日起施行,有效期5年")


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一百二十三", 123), ("1 0", 10), ("7", 7)],
)
def test_numbers_of_headings(text: str, number: int) -> None:
    assert any_number(text) == number


@pytest.mark.parametrize("text", ["十十", "一二", "一十", "", "二十十"])
def test_what_is_no_number(text: str) -> None:
    assert any_number(text) is None


def test_days_that_do_not_exist_are_none() -> None:
    assert day_in("2024年2月30日") is None
    assert days_in("自2024年５月20日至二〇二五年一月十日") == {date(2024, 5, 20), date(2025, 1, 10)}
