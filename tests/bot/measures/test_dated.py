"""A figure that changes on a day: the row of the loan's day counts, and where there is none the reply says so."""

from datetime import date

import pytest
from multidict import MultiDict

from bot.messages import Message
from bot.replies.form import reply_to_form
from bot.replies.render import render
from knowledge.records.build import build
from knowledge.records.schema import DataError
from tests.bot.changed import advisor_of, changed

DAY = date(2025, 11, 22)
QUOTE = "按照贷款市场报价利率（LPR）的40%给予贴息补助"
LATER = "自2027年1月1日起按照贷款市场报价利率（LPR）的35%给予贴息补助"
TEXT = ((QUOTE, f"{QUOTE}，{LATER}"),)
LOAN = "专利质押贷了500万，一年"


def row(value: str, quote: str, dates: str) -> str:
    return f'key = "share"\nlabel = "贴息比例"\nvalue = "{value}"\nunit = "ratio"\nquote = "{quote}"\n{dates}\n'


def dated(first: str, second: str) -> dict[str, str]:
    """The shipped files with two rows of the share of interest, each with dates of its own."""
    shipped = f'key = "share"\nvalue = "0.40"\nunit = "ratio"\nquote = "{QUOTE}"\n'
    rows = f"{row('0.40', QUOTE, first)}\n[[measure.figure]]\n{row('0.35', LATER, second)}"
    return changed(((shipped, rows),), TEXT)


CHANGING = dated('until = "2026-12-31"', 'since = "2027-01-01"')
ENDING = dated('since = "2024-05-20"\nuntil = "2026-12-31"', 'since = "2027-01-01"\nuntil = "2027-12-31"')


def ask(house, files, text, day=DAY):
    return advisor_of(house, files).reply(Message("dated", text, day))


def test_the_row_of_the_day_counts_not_the_last_one(house):
    answer = ask(house, CHANGING, LOAN)
    assert answer.payload["amount_yuan"] == "60000.00"
    assert "的40%给予贴息补助" in answer.text and "35%" not in answer.text


@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2028, 6, 1)])
def test_the_day_of_the_loan_decides_whenever_it_is_asked_about(house, day):
    later = ask(house, CHANGING, f"{LOAN}，2027年2月1日放的款", day)
    assert later.payload["amount_yuan"] == "52500.00"
    assert "的35%给予贴息补助" in later.text and "40%" not in later.text
    before = ask(house, CHANGING, f"{LOAN}，2026年12月31日放的款", day)
    assert before.payload["amount_yuan"] == "60000.00"


def test_without_a_day_of_its_own_the_day_of_the_question_decides(house):
    assert ask(house, CHANGING, LOAN, date(2026, 12, 31)).payload["amount_yuan"] == "60000.00"
    assert ask(house, CHANGING, LOAN, date(2027, 1, 1)).payload["amount_yuan"] == "52500.00"


def test_a_day_that_no_row_holds_on_is_an_error_in_words(house):
    answer = ask(house, ENDING, f"{LOAN}，2024年3月1日放的款")
    assert answer.payload["amount_yuan"] is None and answer.payload["kind"] == "ask"
    assert "2024年3月1日的贴息比例是多少，文件没有写" in answer.text
    late = ask(house, ENDING, LOAN, date(2028, 1, 1))
    assert late.payload["amount_yuan"] is None and "2028年1月1日的贴息比例" in late.text


def test_loans_on_both_sides_of_a_change_are_not_added_up_with_one_share():
    known = build(CHANGING, 1)
    loans = MultiDict(
        [
            *(("principal_yuan", yuan) for yuan in ("3000000", "5000000")),
            *(("term_months", "12"), ("term_months", "12")),
            *(("start", day) for day in ("2026-06-01", "2027-02-01")),
        ]
    )
    reply, _ = reply_to_form(known, known.measure("patent_pledge_interest"), loans, date(2027, 6, 1))
    assert reply.amount is None and reply.missing == ("start",)
    assert "分开算" in render(reply)


def test_a_limit_is_tested_against_the_row_of_the_day(house):
    old, new = "实际收取企业担保费率不超过0.5%/年", "2027年起实际收取企业担保费率不超过1%/年"
    first = f'key = "fee_limit"\nvalue = "0.005"\nunit = "ratio"\nquote = "{old}"\n'
    second = f'key = "fee_limit"\nvalue = "0.01"\nunit = "ratio"\nquote = "{new}"\nsince = "2027-01-01"\n'
    rows = f'{first}until = "2026-12-31"\n\n[[measure.figure]]\n{second}'
    files = changed(((first, rows),), ((old, f"{old}（{new}）"),))
    question = "鲁科担，担保300万，费率0.8%，没要反担保"
    assert ask(house, files, question).payload["amount_yuan"] == "0.00"
    assert ask(house, files, question, date(2027, 5, 1)).payload["amount_yuan"] == "6000.00"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("", "", "重叠"),
        ('until = "2027-01-01"', 'since = "2027-01-01"', "2027-01-01.*重叠"),
        ('until = "2026-12-30"', 'since = "2027-01-01"', "2026-12-30.*空着"),
        ('since = "2025-01-01"\nuntil = "2024-01-01"', "", "晚于"),
    ],
)
def test_rows_that_overlap_or_leave_a_gap_are_refused(first, second, words):
    with pytest.raises(DataError, match=f"measures.toml.*{words}"):
        build(dated(first, second))


def test_the_day_a_measure_goes_by_must_be_one_of_its_days():
    with pytest.raises(DataError, match=r"dated_by.*principal_yuan.*start、end、contract_date"):
        build(changed((('\ndated_by = "start"', '\ndated_by = "principal_yuan"'),)))
