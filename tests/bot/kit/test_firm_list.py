"""A list of firms read: what is wrong is told by line, and nothing else of the line is lost."""

from datetime import date

import pytest

from bot.kit.firm_list import Note, read_list
from bot.kit.list_columns import columns_of, template_columns
from bot.kit.list_result import check_list
from bot.measures.checkup import Group
from bot.replies.checkup import check_line
from knowledge.importers.refusal import UnreadableError
from tests.bot.kit.lists import (
    COUNTER,
    FEE,
    GUARANTEE,
    LOAN,
    NAME,
    REGISTERED,
    REPAID,
    SCALE,
    START,
    TERM,
    TYPE,
    book,
    saved,
)

DAY = date(2025, 11, 22)
HEADINGS = (NAME, TYPE, SCALE, LOAN, TERM, START, REGISTERED, REPAID)
GOOD = ("甲公司", "科技型中小企业", "规下", 300, 12, date(2024, 8, 1), "是", "是")
TOLD = {"type": "科技型中小企业", "scale": "规下", "facts": {}}


def read(known, *rows, headings=HEADINGS, **more):
    return read_list(known, saved(book(headings, *rows, **more)), DAY)


def sum_of(known, firm, item="1.1/patent_pledge_interest"):
    [one] = check_list(known, [firm], DAY)
    return next(i.amount for i in one.view.checkup.items if i.name == item and i.begun)


def test_a_line_gives_what_the_check_up_of_that_firm_gives(known):
    found = read(known, GOOD)
    assert found.notes == [] and found.unknown == []
    [one] = check_list(known, found.firms, DAY)
    loan = {"本金": "300万", "期限": "12个月", "放款日": "2024-08-01", "质押登记": True, "还款": "按期还清"}
    line = check_line(known, {**TOLD, "facts": {"专利质押贷款": loan, "asof": "2025-11-22"}})
    for group in Group:
        items = [item.name for item in one.view.checkup.group(group)]
        assert items == [item["item"] for item in line[group.value]], group
    assert line["available"][0]["amount_yuan"] == "40200.00" and sum_of(known, found.firms[0]) == 40200


CELLS = [
    (3, "300", 40200, "是文字，按 300万元 算的"),
    (3, "300万", 40200, ""),
    (3, "三百万", 40200, ""),
    (3, "300万元左右", 40200, ""),
    (3, "很多", None, "看不明白是多少"),
    (3, -300, None, "是负数"),
    (3, date(2024, 8, 1), None, "是日期，不是数"),
    (5, 45505, 40200, "是数字，不是日期格式，按 2024年8月1日 算的"),
    (5, "2024-08-01", 40200, ""),
    (5, "2024年8月", 40200, ""),
    (5, "某天", 36000, "看不明白是哪一天"),
    (5, 7, 36000, "是数字，不是日期，没有用"),
    (4, "一年", 40200, ""),
    (6, True, 40200, ""),
    (7, "√", 40200, ""),
    (7, "1", 40200, ""),
]


def test_a_cell_that_is_not_as_it_should_be_is_told_and_its_line_goes_on(known):
    rows = [[f"{line}号公司", *GOOD[1:]] for line, _ in enumerate(CELLS)]
    for row, (at, value, _, _) in zip(rows, CELLS, strict=True):
        row[at] = value
    found = read(known, *rows)
    told = {note.line: note for note in found.notes}
    assert len(found.firms) == len(CELLS) and len(told) == len(found.notes)
    for firm, (at, value, amount, why) in zip(found.firms, CELLS, strict=True):
        assert sum_of(known, firm) == amount, value
        assert (firm.line in told) == bool(why), value
        assert not why or (why in told[firm.line].why and HEADINGS[at] in told[firm.line].column), value


def test_a_formula_is_used_by_its_kept_value_or_told(known):
    made = book(HEADINGS, ["甲公司", "科技型中小企业", "规下", "=100*3", 12, date(2024, 8, 1), "是", "是"])
    found = read_list(known, saved(made), DAY)
    [note] = found.notes
    assert note.line == 2 and "是公式" in note.why and note.said == "=100*3" and sum_of(known, found.firms[0]) is None


def test_the_same_firm_twice_is_told_and_both_are_checked(known):
    found = read(known, GOOD, ("甲 公司", *GOOD[1:]))
    assert [firm.line for firm in found.firms] == [2, 3]
    assert found.notes == [Note(3, NAME, "甲 公司", "和第 2 行是同一家，两行都查了，请核对留哪一行")]


def test_a_title_above_and_merged_headings_are_told_and_the_rest_counts(known):
    made = book(
        (NAME, TYPE, "专利权质押贷款·本金（万元）", "", "看法"), ("甲", "高新", 300, 12, "好"), before=[["2025年名单"]]
    )
    made.active.merge_cells("C2:D2")
    found = read_list(known, saved(made), DAY)
    assert [firm.line for firm in found.firms] == [3] and found.unknown == ["看法"]
    whys = [note.why for note in found.notes]
    assert "请拆开" in whys[0] and whys[1] == "这一列不认识，没有用" and len(whys) == 2


def test_a_percent_and_a_choice(known):
    made = book(
        (NAME, TYPE, GUARANTEE, FEE, COUNTER),
        ("甲", "科技型企业", 500, 0.5, "专利等无形资产"),
        ("乙", "高企", 500, 0.005, ""),
    )
    made.active["D3"].number_format = "0.0%"
    found = read_list(known, saved(made), DAY)
    assert found.notes == []
    assert [sum_of(known, firm, "1.2/guarantee_fee") for firm in found.firms] == [10000, 10000]


@pytest.mark.parametrize(
    "heading",
    ["专利权质押贷款：本金（万元）", "专利权质押贷款 - 本金", "专利贷款/本金（万元）", "专利质押贷款·贷款金额（万元）"],
)
def test_headings_of_ones_own(known, heading):
    [name, column] = columns_of(known, ["公司名称", heading])
    assert name and name.is_name and column and column.part and column.part.key == "patent_loan"


def test_the_template_reads_back_as_itself(known):
    columns = template_columns(known)
    assert columns_of(known, [one.title for one in columns]) == columns
    assert len({one.title for one in columns}) == len(columns) > 25


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "不是 .xlsx"),
        (b"\xd0\xcf\x11\xe0" * 100, "不是 .xlsx"),
        (b"PK\x03\x04 broken", "不是 .xlsx"),
        (saved(book(["", ""])), "里面没有内容"),
        (saved(book(["甲", "乙"], ["1", "2"])), "没有找到表头"),
        (saved(book(HEADINGS)), "一家企业也没有"),
    ],
)
def test_what_is_no_list_is_refused_in_words(known, data, says):
    with pytest.raises(UnreadableError) as caught:
        read_list(known, data, DAY)
    assert says in str(caught.value)


def test_a_line_without_a_name_is_checked_by_its_number(known):
    found = read(known, ("", *GOOD[1:]), (None,) * len(GOOD), GOOD)
    assert [firm.name for firm in found.firms] == ["第 2 行", "甲公司"]
    assert [note.why for note in found.notes] == ["没有写企业名称，按行号列在结果里"]
