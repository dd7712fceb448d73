"""Workbooks as people make them, and a big one."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook

from bot.kit.list_result import template_workbook
from knowledge.records.model import Knowledge

NAME, TYPE, SCALE = "企业名称", "企业类型", "规模以上"
LOAN = "专利权质押贷款·本金（万元）"
TERM, START = "专利权质押贷款·期限（月）", "专利权质押贷款·放款日（日期）"
REGISTERED, REPAID = "专利权质押贷款·质押登记（是/否）", "专利权质押贷款·按期还清（是/否）"
GUARANTEE, FEE = "“鲁科担”担保·担保金额（万元）", "“鲁科担”担保·担保费率（%）"
COUNTER = "“鲁科担”担保·反担保"


def book(headings: Sequence[str], *rows: Sequence[Any], before: Sequence[Sequence[Any]] = ()) -> Workbook:
    made = Workbook()
    for row in (*before, headings, *rows):
        made.active.append(list(row))
    return made


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def big(known: Knowledge, firms: int) -> bytes:
    """The template filled with so many firms, some of their values wrong."""
    made = load_workbook(io.BytesIO(template_workbook(known)))
    sheet = made.active
    place = {cell.value: cell.column for cell in sheet[1]}
    for number in range(firms):
        row = {
            NAME: f"第{number}号科技有限公司",
            TYPE: ("科技型中小企业", "高新技术企业", "专精特新", "商贸")[number % 4],
            SCALE: ("规上", "规下")[number % 2],
            LOAN: "很多" if number % 50 == 7 else 100 + number,
            TERM: 12,
            START: date(2024, 8, 1 + number % 28),
            REGISTERED: "是",
            REPAID: ("是", "否", None)[number % 3],
            GUARANTEE: 500 if number % 2 else None,
            FEE: 0.5 if number % 2 else None,
        }
        for title, value in row.items():
            sheet.cell(number + 2, place[title], value)
    return saved(made)
