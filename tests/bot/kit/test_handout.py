"""Handouts: for whom, how much, on which conditions, with an example; no figure that the clause does not have."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup

from bot.kit.counselor import Counselor, counselor_of
from bot.kit.handout import Handout, every_handout, handout_of_measure
from bot.kit.sheets import handout_html
from calculators.wording import money
from knowledge.records.model import Knowledge
from knowledge.records.staff import Guide

DAY = date(2025, 11, 22)
HOME = "https://fdy.example.cn"
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
CALL = "12345"


def every(known: Knowledge, day: date = DAY) -> tuple[Handout, ...]:
    return every_handout(known, day)


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(unicodedata.normalize("NFKC", text)))


def shown(handout: Handout, *, example: bool) -> str:
    """The words of the sheet, without its foot of dates and its address."""
    html = handout_html([handout if example else replace(handout, example=None)], HOME, Counselor())
    body = re.sub(r'<p class="source">.*?</p>|<p class="address">.*?</p>|<style>.*?</style>', "", html, flags=re.S)
    return str(Markup(body).striptags())


def test_every_figure_stands_in_the_clause_or_in_a_sum_that_is_shown(known: Knowledge) -> None:
    for one in every(known):
        written = figures(one.clause.text)
        assert figures(shown(one, example=False)) - {CALL} <= written, one.title
        sums = one.example
        if sums:
            readings = [word for reading in sums.readings for word in reading]
            given = [value for _, value in sums.given]
            told = " ".join([*given, *sums.lines, *sums.sources, sums.amount, sums.exact, *readings])
            assert figures(shown(one, example=True)) - {CALL} <= written | figures(told), one.title


def test_each_measure_says_for_whom_how_much_on_which_conditions_and_whom_to_ask(known: Knowledge) -> None:
    for measure in known.measures:
        text = shown(handout_of_measure(known, measure, DAY), example=True)
        for words in ("给谁", "给多少", "条件", "要知道", "怎么办", "找谁", "或打 12345", "金融辅导员", "微信二维码"):
            assert words in text, (measure.id, words)
        assert "举个例子" in text or measure.most.role == "ceiling", measure.id
        assert not measure.payee_tag or measure.payee_tag in text


def test_the_words_for_whom_are_the_documents(known: Knowledge) -> None:
    for one in every(known):
        assert one.who and all(words in one.clause.text for words in one.who), one.title
        assert all(quote in one.clause.text for quote in one.quotes)


def test_the_example_is_the_sum_that_the_form_gives(known: Knowledge) -> None:
    made = handout_of_measure(known, known.measure("patent_pledge_interest"), DAY).example
    assert made and made.exact == "40,200.00元" and made.amount == "4.02 万元"
    assert made.given == (("本金", "300万元"), ("期限", "12个月"), ("放款日", "2024年8月1日"))
    assert made.lines[0] == "300万元 × LPR 3.35% × 40% × 1年 ＝ 4.02万元"


def test_a_changed_figure_changes_version_and_example(known: Knowledge) -> None:
    measure = known.measure("patent_pledge_interest")
    half = tuple(replace(one, value=one.value / 2) if one.unit == "ratio" else one for one in measure.figures)
    changed = replace(measure, figures=half)
    anew = replace(
        known, version=known.version + 1, measures=tuple(changed if m == measure else m for m in known.measures)
    )
    before, after = (handout_of_measure(k, m, DAY) for k, m in ((known, measure), (anew, changed)))
    assert before.example and after.example and after.example.exact == "20,100.00元"
    assert f"资料第 {known.version + 1} 版" in handout_html([after], HOME, Counselor())


GUIDE = Guide(
    "liaocheng-2024",
    "patent_pledge_interest",
    {"materials": "借款合同、还款凭证", "deadline": "每年九月"},
    "市科技局王科长电话",
    DAY,
)


def with_added(known: Knowledge) -> Knowledge:
    """With a guide, and a ruling on the first of the points that the first clause leaves open."""
    told = {"says": "市里六成、县里四成", "given_by": "市财政局", "basis": "三号会议纪要", "on": DAY}
    rulings = tuple(replace(one, **told) if one.id == "open-1" else one for one in known.rulings)
    return replace(known, guides=(GUIDE,), rulings=rulings)


def test_what_staff_added_stands_apart_from_the_documents_words(known: Knowledge) -> None:
    changed = with_added(known)
    one = handout_of_measure(changed, changed.measure("patent_pledge_interest"), DAY)
    html = handout_html([one], HOME, Counselor())
    document, heading, staff = html.partition("工作人员的补充（不是文件原文）")
    assert heading and "借款合同" not in document and "六成" not in document
    for words in ("材料：借款合同、还款凭证", "市科技局王科长电话，2025年11月22日核对", "市财政局，2025年11月22日"):
        assert words in staff
    assert "市里六成、县里四成" in staff and "依据：三号会议纪要" in staff
    still = staff.partition("文件没写明，也还没有口径的")[2]
    assert "贴息按哪一天、哪一档的LPR" in still and "怎么分担35%、45%" not in still


def test_a_ruling_that_has_run_out_leaves_its_point_open_again(known: Knowledge) -> None:
    changed = with_added(known)
    over = tuple(replace(one, until=date(2025, 11, 30)) for one in changed.rulings)
    day = date(2025, 12, 1)
    made = handout_of_measure(replace(changed, rulings=over), known.measure("guarantee_fee"), day)
    assert made.rulings == () and "费率低于0.2%的按多少补" in made.open[0]
    later = handout_of_measure(replace(changed, rulings=over), known.measure("patent_pledge_interest"), day)
    assert later.rulings == () and any("怎么分担" in one for one in later.open)


def test_a_clause_that_leaves_nothing_open_has_no_such_part(known: Knowledge) -> None:
    made = next(one for one in every(known) if one.clause.id == "5.1")
    assert not made.added and "工作人员的补充" not in handout_html([made], HOME, Counselor())


@pytest.mark.parametrize(("day", "says"), [(date(2029, 1, 1), "到期"), (date(2024, 1, 1), "起才实施")])
def test_out_of_its_term_it_says_so_and_promises_nothing(known: Knowledge, day: date, says: str) -> None:
    for one in every(known, day):
        assert one.example is None and says in shown(one, example=True), one.title


def test_most_is_said_where_the_document_says_a_most(known: Knowledge) -> None:
    most = {m.id: handout_of_measure(known, m, DAY).most for m in known.measures}
    capped = known.measure("first_set_insurance")
    assert most["first_set_insurance"] == f"最多 {money(capped.most.value)}"
    assert most["guarantee_fee"] == "" and most["ipo_award"] == "最多 600万元"


@pytest.mark.parametrize(
    ("given", "card"),
    [
        ({}, Counselor()),
        ({"name": " 张\n三 ", "phone": "0635-1234567" * 5}, Counselor("张 三", ("0635-1234567" * 5)[:20])),
        ({"name": "<b>张</b>"}, Counselor("<b>张</b>")),
    ],
)
def test_the_counselors_card_is_one_line_each_and_never_markup(known: Knowledge, given: dict, card: Counselor) -> None:
    found = counselor_of(given)
    assert found == card
    html = handout_html(every(known)[:1], HOME, found)
    assert "<b>张</b>" not in html
