"""The report: its numbers are those of the workbook, an empty month has zeros, and ten thousand rows are no burden."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from bot.kit.report import Period, numbers, report_text, report_workbook
from bot.kit.visits import Logged, Visit
from tests.bot.kit.test_list_result import PAYLOADS
from tests.knowledge.said import TURN

SINCE, UNTIL = date(2025, 11, 1), date(2025, 11, 30)
EMPTY = Period(SINCE, UNTIL, (), (), (), ())
VISIT = Visit(
    "甲", SINCE, phone="13800138000", need_yuan=Decimal(5_000_000), landed_yuan=Decimal("40200.5"), next_day=UNTIL
)


def sheet(data: bytes, name: str):
    return load_workbook(io.BytesIO(data))[name]


def test_an_empty_month_has_zeros(known):
    text = report_text(known, EMPTY)
    assert text.startswith("2025年11月1日至2025年11月30日") and "线上咨询 0 段、0 句" in text and "落地金额 0元" in text
    assert {row[1] for row in list(sheet(report_workbook(known, EMPTY), "统计").values)[1:]} == {0}


def test_the_text_and_the_workbook_tell_the_same(known):
    turn = TURN._replace(text="新三板补多少", kind="answer", sure=True)
    missed = TURN._replace(conversation="b", text="食堂几点", kind="out_of_scope")
    period = replace(EMPTY, turns=(turn, turn, missed), visits=(Logged("1", "张三", VISIT),) * 2)
    text, book = report_text(known, period), report_workbook(known, period)
    told = dict(list(sheet(book, "统计").values)[1:])
    assert told == {name: float(value) for name, value in numbers(period)}
    assert told["提问（句）"] == 3 and told["没答上（句）"] == 1 and told["走访企业（家）"] == 1
    assert "3 句，其中没答上 1 句" in text and "落地金额 8.0401万元" in text.replace("80,401元", "8.0401万元")
    assert "“新三板补多少”2 次" in text


def test_days_are_days_money_is_numbers_and_words_are_words(known):
    visits = tuple(Logged(str(n), "张三", replace(VISIT, firm=text)) for n, text in enumerate(PAYLOADS))
    rows = sheet(report_workbook(known, replace(EMPTY, visits=visits)), "走访")
    for row, text in zip(rows.iter_rows(min_row=2), PAYLOADS, strict=True):
        cells = {rows.cell(1, cell.column).value: cell for cell in row}
        assert cells["日期"].is_date and cells["下一步日期"].is_date
        assert cells["需求金额（元）"].value == 5_000_000 and cells["落地金额（元）"].value == 40200.5
        assert (cells["企业"].data_type, cells["企业"].value) == ("s", text.strip())
        assert cells["电话"].data_type == "s" and cells["电话"].value == "13800138000"


def test_ten_thousand_rows(known):
    began = datetime.now(UTC)
    turns = tuple(TURN._replace(text=f"第{n}问", conversation=str(n % 997)) for n in range(10_000))
    book = report_workbook(known, replace(EMPTY, turns=turns))
    assert datetime.now(UTC) > began and sheet(book, "提问").max_row == 10_001
