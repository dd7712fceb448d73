"""The report: its numbers are those of the workbook, an empty month has zeros, and ten thousand rows are no burden."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from bot.kit import charts
from bot.kit.referrals import Referral
from bot.kit.report import Period, numbers, referrals_workbook, report_text, report_workbook
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


def test_what_was_passed_on_is_words_days_and_numbers_too(known):
    passed = tuple(
        Referral(f"{n:08}", text, text, "1.1", "市科技局", "zhang", "2025-11-20", yuan="5000000", result=text)
        for n, text in enumerate(PAYLOADS)
    )
    assert len(PAYLOADS) >= 12
    rows = sheet(referrals_workbook(passed, UNTIL, {"zhang": "张三"}), "交办")
    for row, text in zip(rows.iter_rows(min_row=2), PAYLOADS, strict=True):
        cells = {rows.cell(1, cell.column).value: cell for cell in row}
        for name in ("企业", "要办什么", "结果"):
            assert (cells[name].data_type, cells[name].value) == ("s", text.strip())
        assert cells["期限"].is_date and cells["要多少（元）"].value == 5_000_000 and cells["超期"].value == "超期"
        assert cells["号"].value.startswith("JB-0000") and cells["负责人"].value == "张三"


def test_the_pictures_hold_the_numbers_of_the_text(known):
    day = "2025-11-03"
    asked = tuple(TURN._replace(conversation=str(n), day=day, kind="answer", sure=n > 0) for n in range(4))
    visits = (Logged("1", "张三", replace(VISIT, county="冠县")), Logged("2", "张三", VISIT))
    period = replace(EMPTY, turns=asked, visits=visits)
    days = charts.by_day(period)
    third = days.columns[2]
    assert len(days.columns) == 30 and days.top == "4" and third.words == "2025-11-03 问了 4 句，没答上 1 句"
    assert third.low == 3 * third.high and not any(one.low or one.high for one in days.columns if one is not third)
    assert charts.missed_share(period).top == "25%"
    [row] = charts.by_clause(known, period)
    assert row.values == ("4 句",) and row.path.endswith("clause=1.1") and row.whole.startswith("一、（一）")
    assert [(one.label, one.values) for one in charts.by_county(period)] == [
        ("冠县", ("0元", "40,200.5元")),
        ("没写县区", ("0元", "40,200.5元")),
    ]
    assert charts.by_clause(known, EMPTY) == charts.by_county(EMPTY) == [] and charts.by_day(EMPTY).top == "0"


def test_ten_thousand_rows(known):
    began = datetime.now(UTC)
    turns = tuple(TURN._replace(text=f"第{n}问", conversation=str(n % 997)) for n in range(10_000))
    book = report_workbook(known, replace(EMPTY, turns=turns))
    assert datetime.now(UTC) > began and sheet(book, "提问").max_row == 10_001
