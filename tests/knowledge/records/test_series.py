"""The file of the LPR as staff bring it: what cannot be right is refused with row, fault and what to write."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge.records.build import build
from knowledge.records.schema import DataError
from tests.city import shipped_files

FILES = shipped_files()
PATH = "series/lpr.toml"
DAY = date(2026, 11, 26)
LAST = '{ since = "2025-05-20", one_year = "3.00", five_year = "3.50" },'


def row(since: str, one: str, five: str) -> str:
    return f'{{ since = "{since}", one_year = {one}, five_year = {five} }},'


def with_row(*given: str) -> dict[str, str]:
    """The shipped files with one more row of the LPR."""
    assert FILES[PATH].count(LAST) == 1
    return {**FILES, PATH: FILES[PATH].replace(LAST, f"{LAST}\n{row(*given)}")}


FAULTS = {
    "a rate as a ratio": (("2025-06-20", '"0.03"', '"3.50"'), 'one_year：0.03 不像.*3.00% 请写成 one_year = "3.00"'),
    "a five-year ratio": (("2025-06-20", '"3.00"', '"0.0345"'), 'five_year：0.0345 不像.*请写成 five_year = "3.45"'),
    "a forgotten point": (("2025-06-20", '"300"', '"3.50"'), 'one_year：300 不像.*请写成 one_year = "3.00"'),
    "above fifteen": (("2025-06-20", '"15.01"', '"15.5"'), "one_year：15.01 不像.*在 0.5 和 15 之间"),
    "nothing": (("2025-06-20", '"0"', '"3.50"'), 'one_year：0 不像.*请写成 one_year = "3.35"'),
    "below nothing": (("2025-06-20", '"-3.00"', '"3.50"'), "one_year：-3.00 不像"),
    "no number at all": (("2025-06-20", '"NaN"', '"3.50"'), "one_year：NaN 不像"),
    "endless": (("2025-06-20", '"3.00"', '"Infinity"'), "five_year：Infinity 不像"),
    "a percent sign": (("2025-06-20", '"3.00%"', '"3.50"'), "one_year：不是准确的数"),
    "a float": (("2025-06-20", "3.00", '"3.50"'), "one_year：不是准确的数.*加引号"),
    "swapped": (
        ("2025-06-20", '"3.50"', '"3.00"'),
        'five_year：.*写反了。请写成 one_year = "3.00", five_year = "3.50"',
    ),
    "the same twice": (("2025-06-20", '"3.00"', '"3.00"'), "five_year：.*都是 3.00。两档从来不一样高"),
    "a day to come": (("2026-11-27", '"3.00"', '"3.50"'), "since：2026-11-27 还没到（今天是 2026-11-26）"),
    "the day before": (("2025-05-20", '"3.00"', '"3.50"'), "since：2025-05-20 写了两遍。一天只写一行"),
    "a day long there": (("2024-07-22", '"3.00"', '"3.50"'), "since：2024-07-22 写了两遍"),
    "out of order": (("2025-04-21", '"3.00"', '"3.50"'), "since：2025-04-21 比上一行 2025-05-20 早。请按日期从早到晚"),
    "no such day": (("2025-06-31", '"3.00"', '"3.50"'), "since：不是日期"),
    "a leap down": (("2025-06-20", '"1.99"', '"3.50"'), "one_year：1年期 1.99 和上一行（2025-05-20）的 3.00 相差 1.01"),
    "a leap up": (("2025-06-20", '"3.00"', '"4.60"'), "five_year：5年期以上 4.60 和上一行.*的 3.50 相差 1.10"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_that_cannot_be_right_is_refused(fault):
    given, words = FAULTS[fault]
    pattern = words.replace("（", "[（]")
    with pytest.raises(DataError, match=f"^series/lpr.toml：row 第16个 {pattern}"):
        build(with_row(*given), today=DAY)


GOOD = [
    ("2026-11-26", '"3.00"', '"3.50"'),
    ("2025-06-20", '"2.00"', '"2.50"'),
    ("2025-06-20", '"4.00"', '"4.50"'),
    ("2025-06-20", '"3.49"', '"3.50"'),
    ("2025-06-20", "3", '"3.5"'),
]


@pytest.mark.parametrize("given", GOOD)
def test_a_row_that_may_be_right_is_taken(given):
    taken = build(with_row(*given), today=DAY).lpr
    assert len(taken) == 16 and taken[-1].since == date.fromisoformat(given[0])


def test_a_service_with_a_wrong_clock_still_has_its_rates():
    assert build(FILES).lpr == build(FILES, today=DAY).lpr
    with pytest.raises(DataError, match="还没到"):
        build(FILES, today=date(2020, 1, 1))


def test_files_saved_on_windows_say_the_same():
    """With a mark before them and CRLF at the ends of their lines, each of them."""
    windows = build({path: "\ufeff" + text.replace("\n", "\r\n") for path, text in FILES.items()}, today=DAY)
    plain = build(FILES, today=DAY)
    assert windows == plain and windows.lpr[-1].one_year == Decimal("0.03")


def test_a_document_summed_up_on_windows_is_that_document():
    folder = "policies/liaocheng-2024"
    policy = build(FILES).policies[0]
    from hashlib import sha256

    document = "\ufeff" + FILES[f"{folder}/document.txt"].replace("\n", "\r\n")
    own = FILES[f"{folder}/policy.toml"].replace(policy.sha256, sha256(document.encode()).hexdigest())
    files = {**FILES, f"{folder}/document.txt": document, f"{folder}/policy.toml": own}
    assert build(files).policies[0].text == policy.text
