"""A measure as a form: faults at their fields, figures that change from a day on, comments and typing that stay."""

from datetime import date

import pytest

from bot.desk.known import Known
from bot.desk.measure_form import MeasureForm, change_from, conflicts_of, form_of, only_changed, path_of, written_back
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
