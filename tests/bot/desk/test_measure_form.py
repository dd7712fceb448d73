"""A measure as a form: faults at their fields, figures that change from a day on, comments and typing that stay."""

from datetime import date

import pytest

from bot.desk.known import Known
from bot.desk.measure_form import MeasureForm, change_from, conflicts_of, form_of, only_changed, path_of, written_back
from bot.desk.measure_parts import (
    NEW,
    kinds_of,
    record_of,
    roles_open,
    with_condition,
    with_figure,
    with_input,
    without_part,
)
from bot.desk.new_measure import with_measure
from knowledge.publish import Files, diff
from knowledge.records.model import KnowledgeError
from tests.city import shipped_files

CITY, NAME = "liaocheng-2024", "patent_pledge_interest"
PATH = path_of(CITY)
FILES = shipped_files()
QUOTE = "自2027年1月1日起，按照贷款市场报价利率（LPR）的50%给予贴息补助"
NOTICE = {"title": "关于调整贴息比例的通知", "issued_on": "2026-12-01", "text": QUOTE}
KNOWN = Known()


def fields(form: MeasureForm) -> dict[str, str]:
    """What a browser sends of a form nobody touched."""
    boxes = [box for group in form.groups for box in group.boxes]
    return {box.name: box.value for box in boxes} | {f"o.{box.name}": box.mark for box in boxes}


def typed(**changed: str) -> dict[str, str]:
    return fields(form_of(FILES, CITY, NAME)) | {name.replace("__", "."): value for name, value in changed.items()}


def saved(files: Files = FILES, **changed: str) -> dict[str, str]:
    return {**files, PATH: written_back(files, CITY, NAME, typed(**changed))}


def test_a_form_nobody_touched_changes_nothing() -> None:
    assert saved()[PATH] == FILES[PATH]


@pytest.mark.parametrize("name", [one.id for one in KNOWN.of(FILES)[0].measures])
def test_every_measure_has_a_form_that_gives_itself_back(name: str) -> None:
    assert written_back(FILES, CITY, name, fields(form_of(FILES, CITY, name))) == FILES[PATH]


def test_one_field_is_one_line_and_comments_stay() -> None:
    [change] = diff(FILES, saved(name="专利质押的贴息"))
    assert change.removed == ('name = "专利权质押贷款贴息"',) and change.added == ('name = "专利质押的贴息"',)


AWARD, WORDS = "regional_equity_award", "实现直接融资100万元（含）以上的"


def award(files: Files = FILES, **changed: str) -> dict[str, str]:
    form = fields(form_of(files, CITY, AWARD)) | {name.replace("__", "."): text for name, text in changed.items()}
    return {**files, PATH: written_back(files, CITY, AWARD, form)}


def test_what_the_document_settles_is_chosen_with_its_words_and_taken_back() -> None:
    settled = award(open__several__value="single", open__several__quote=WORDS)
    known, faults = KNOWN.of(settled)
    assert faults == ()
    assert [(one.of, one.value, one.quote) for one in known.measure(AWARD).written] == [("several", "single", WORDS)]
    [change] = diff(FILES, settled)
    assert not any(change.removed)
    again = award(settled, open__several__value="added")
    assert KNOWN.of(again)[0].measure(AWARD).written[0].value == "added"
    gone = award(settled, open__several__value="", open__several__quote="")
    assert KNOWN.of(gone)[0].measure(AWARD).written == ()
    with pytest.raises(KnowledgeError, match="要选是哪一种，也要写原话"):
        award(open__several__value="single")


def test_words_that_are_not_the_documents_are_a_fault_of_the_form() -> None:
    files = award(open__several__value="single", open__several__quote="单笔融资达到100万元")
    form = form_of(files, CITY, AWARD, KNOWN.of(files)[1])
    assert any("不是这份文件的原话" in one for group in form.groups for one in group.faults)


def test_a_figure_more_brings_what_must_be_asked_beside_it_and_parts_go_again() -> None:
    _, clause, added = with_measure(FILES, KNOWN.of(FILES)[0], CITY, "1.1", "fixed_award")
    files = {**FILES, **{path: text for path, text in added.items() if text is not None}}
    name = "m1_1"
    quote = "同一企业一个年度贴息额最高10万元"
    assert clause.text.count(quote) == 1
    more = with_figure(files, CITY, name, {"role": "threshold", "value": "10万元", "quote": quote, "label": "门槛"})
    files |= {path: text for path, text in more.items() if text is not None}
    measure = KNOWN.of(files)[0].measure(name)
    assert [(one.role, one.value, one.label) for one in measure.figures][-1] == ("threshold", 100_000, "门槛")
    assert [(one.role, one.unit) for one in measure.inputs] == [("base", "yuan")]
    assert "threshold" not in [role for role, _ in roles_open("fixed_award", record_of(files, CITY, name))]
    with pytest.raises(KnowledgeError, match="请选这个数是什么"):
        with_figure(files, CITY, name, {"role": "threshold", "value": "1元", "quote": quote})
    asked = with_condition(files, CITY, name, {"question": "备案了吗？", "quote": "对备案的科技成果转化贷款"})
    files |= {path: text for path, text in asked.items() if text is not None}
    assert KNOWN.of(files)[0].measure(name).conditions[-1].question == "备案了吗？"
    for part in ("figure.1", "input.0", "condition.0"):
        files |= {path: text or "" for path, text in without_part(files, CITY, name, part).items()}
    left = KNOWN.of(files)[0].measure(name)
    assert (len(left.figures), left.inputs) == (1, ())
    with pytest.raises(KnowledgeError, match="已经去掉了"):
        without_part(files, CITY, name, "input.0")
    again = with_input(files, CITY, name, {"role": "base", "label": "设备台数", "unit": "台"})
    files |= {path: text or "" for path, text in again.items()}
    assert [(one.label, one.measured_in) for one in KNOWN.of(files)[0].measure(name).inputs] == [("设备台数", "台")]
    assert {one.id for one in KNOWN.of(FILES)[0].measures} < {one.id for one in KNOWN.of(files)[0].measures}


def test_a_level_more_is_an_option_more() -> None:
    record = (
        '[[measure]]\nid = "levels"\nclause = "1.1"\nname = "分级"\nformula = "by_level"\npayee = "enterprise"\n'
        'payer = ""\npayer_quote = ""\nlead_in = "预计可得"\nunmet_lead_in = "拿不到"\nwords = ["分级"]\n'
        'needs = ["分级"]\nexcludes = []\nnotes = []\nnext_steps = []\n\n[[measure.figure]]\nkey = "award_1"\n'
        'role = "award"\nof = "1"\nvalue = "100000"\nunit = "yuan"\nquote = "最高10万元"\n\n[[measure.input]]\n'
        'key = "levels_level"\nrole = "level"\nlabel = "级别"\nunit = "choice"\nask = "哪一级？"\nrequired = true\n'
        'options = [{ value = "1", role = "1", label = "市级", words = ["市级"] }]\n'
    )
    files = {**FILES, PATH: FILES[PATH] + "\n" + record}
    given = {"role": "award", "of": NEW, "value": "10万元", "quote": "最高10万元", "label": "省级"}
    files |= {path: text or "" for path, text in with_figure(files, CITY, "levels", given).items()}
    measure = KNOWN.of(files)[0].measure("levels")
    assert [(one.of, one.value) for one in measure.figures] == [("1", 100_000), ("2", 100_000)]
    assert [one.label for one in measure.inputs[0].options] == ["市级", "省级"]
    assert kinds_of(record_of(files, CITY, "levels")) == [("1", "市级"), ("2", "省级")]


def test_a_price_is_a_months_or_a_years_and_counted_in_a_word() -> None:
    _, _, added = with_measure(FILES, KNOWN.of(FILES)[0], CITY, "1.1", "unit_price")
    files = {**FILES, **{path: one for path, one in added.items() if one is not None}}
    form = form_of(files, CITY, "m1_1")
    boxes = {box.name: box for group in form.groups for box in group.boxes}
    assert [words for _, words in boxes["ways.per"].options] == ["单价是一个月的", "单价是一年的"]
    sent = fields(form) | {"ways.per": "year", "input.0.unit": "亩"}
    changed = {**files, PATH: written_back(files, CITY, "m1_1", sent)}
    measure = KNOWN.of(changed)[0].measure("m1_1")
    assert dict(measure.ways) == {"per": "year"} and measure.inputs[0].measured_in == "亩"


def test_every_fault_stands_at_its_field_at_once() -> None:
    files = saved(figure__0__value="45%", figure__1__quote="同一企业最高二十万", condition__0__quote="瞎写的", name="")
    _, faults = KNOWN.of(files)
    form = form_of(files, CITY, NAME, faults)
    wrong = {box.name: box.fault for group in form.groups for box in group.boxes if box.fault}
    assert "不在引文" in wrong["figure.0.value"]
    assert "不是这一条的原话" in wrong["figure.1.quote"] and "不是这一条的原话" in wrong["condition.0.quote"]


def test_a_figure_changes_from_a_day_on_by_a_notice_of_its_own() -> None:
    files = FILES | change_from(
        FILES, CITY, NAME, "share", value="50%", since=date(2027, 1, 1), quote=QUOTE, notice=NOTICE
    )
    known, faults = KNOWN.of(files)
    assert faults == ()
    rows = [row for row in known.measure(NAME).figures if row.key == "share"]
    assert [(str(row.value), row.since, row.until) for row in rows] == [
        ("0.40", date.min, date(2026, 12, 31)),
        ("0.50", date(2027, 1, 1), date.max),
    ]
    assert known.main.amendment(rows[1].by).title == NOTICE["title"]
    removed = [line for change in diff(FILES, files) for line in change.removed]
    assert removed == []  # nothing that was there went


def test_the_new_number_must_stand_in_the_words_of_the_notice() -> None:
    quote = QUOTE.replace("50%", "45%")
    files = FILES | change_from(
        FILES, CITY, NAME, "share", value="50%", since=date(2027, 1, 1), quote=quote, notice=NOTICE | {"text": quote}
    )
    assert "0.50 这个数不在引文" in str(KNOWN.of(files)[1][0])
    files = FILES | change_from(FILES, CITY, NAME, "share", value="50%", since=date(2027, 1, 1), quote=QUOTE, notice={})
    assert "不是这一条的原话" in str(KNOWN.of(files)[1][0])


def test_a_second_change_divides_the_row_in_force() -> None:
    first = FILES | change_from(
        FILES, CITY, NAME, "share", value="50%", since=date(2027, 1, 1), quote=QUOTE, notice=NOTICE
    )
    again = {"value": "50%", "quote": QUOTE, "notice": {"id": "2026-12-01"}}
    second = first | change_from(first, CITY, NAME, "share", since=date(2028, 1, 1), **again)
    known, faults = KNOWN.of(second)
    assert faults == () and len([row for row in known.measure(NAME).figures if row.key == "share"]) == 3
    with pytest.raises(KnowledgeError, match="已经有一个数"):
        change_from(second, CITY, NAME, "share", since=date(2028, 1, 1), **again)


def test_the_second_of_two_sees_the_first_and_loses_no_typing() -> None:
    mine = typed(lead_in="大约能贴", notes="第一条\n第二条")
    theirs = saved(lead_in="预计能贴", next_steps="先登记")
    assert conflicts_of(theirs, CITY, NAME, mine) == {"lead_in": "预计能贴"}
    form = form_of(theirs, CITY, NAME, (), mine)
    shown = {box.name: (box.value, box.theirs) for group in form.groups for box in group.boxes}
    assert shown["lead_in"] == ("大约能贴", "预计能贴") and shown["notes"][0] == "第一条\n第二条"
    merged = written_back(theirs, CITY, NAME, only_changed(mine))
    assert 'lead_in = "大约能贴"' in merged and 'next_steps = ["先登记"]' in merged
