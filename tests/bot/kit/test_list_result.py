"""The workbook of a checked list: every firm, every item, what to ask, and words that are never formulas."""

import io
from datetime import date

from openpyxl import load_workbook

from bot.kit.firm_list import read_list
from bot.kit.list_result import check_list, result_workbook, template_workbook
from tests.bot.kit.lists import LOAN, NAME, REPAID, TERM, TYPE, big, book, saved

DAY = date(2025, 11, 22)
PAYLOADS = (
    *("=1+1", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1"),
    *("{=1+1}", "=WEBSERVICE(1)", "http://x.example", "'=1+1"),
)


def checked(known, data):
    found = read_list(known, data, DAY)
    tells = []
    done = check_list(known, found.firms, DAY, tells.append)
    assert tells[-1] == 1 and len(tells) == len(found.firms)
    return load_workbook(io.BytesIO(result_workbook(known, found, done, DAY)))


def test_five_hundred_firms_with_bad_lines(known):
    made = checked(known, big(known, 500))
    firms = list(made["企业"].values)[1:]
    assert len(firms) == 500 and [row[0] for row in firms] == list(range(2, 502))
    notes = list(made["要核对的"].values)[1:]
    assert [row[0] for row in notes] == [line for line in range(2, 502) if (line - 2) % 50 == 7]
    assert all(row[2] == "很多" and "看不明白" in row[3] for row in notes)
    first = next(row for row in made["明细"].values if row[0] == 2 and row[3] == "专利权质押贷款贴息")
    assert first[2] == "可享受" and first[5] == 13400 and first[6] == "预计最高"
    money = made["明细"]["F2"]
    assert money.data_type == "n" and "0.00" in money.number_format
    bank = [row for row in made["明细"].values if row[7] == "给银行，不给企业"]
    assert len(bank) == 1000
    assert "不加总" in "".join(str(row[0]) for row in made["说明"].values)


def test_what_to_ask_stands_beside_the_firm(known):
    made = checked(known, saved(book((NAME, TYPE, LOAN, TERM), ("甲公司", "科技型中小企业", 300, 12))))
    row = dict(zip(*(list(made["企业"].values)[:2]), strict=True))
    assert row["可享受（项）"] == 0 and row["待补条件"].startswith("专利权质押贷款贴息：最高3.60万元")
    assert row["要问企业的"].splitlines() == ["办了知识产权质押登记吗？", "本息按期还清了吗？"]


def test_formulas_in_names_stay_words(known):
    rows = [(text, "科技型中小企业", 100, 12, "是", text) for text in PAYLOADS]
    source = book((NAME, TYPE, LOAN, TERM, REPAID, "备注"), *rows)
    for row in source.active.iter_rows(min_row=2):
        for cell in (row[0], row[5]):
            cell.data_type = "s"
    made = checked(known, saved(source))
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"} and not any(cell.hyperlink for cell in cells)
    assert [row[1] for row in list(made["企业"].values)[1:]] == [text.strip() for text in PAYLOADS]


def test_the_template_says_how_each_column_is_filled_in(known):
    made = load_workbook(io.BytesIO(template_workbook(known)))
    headings = [cell.value for cell in made["企业名单"][1]]
    assert [row[0] for row in made["怎么填"].values][1:] == headings and headings[0] == NAME
