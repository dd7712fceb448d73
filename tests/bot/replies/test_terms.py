"""Whether sums go together and when to apply: the document's own words where it has any, else that it has none."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from multidict import MultiDict
from openpyxl import load_workbook

from bot.kit.counselor import Counselor
from bot.kit.firm_list import FirmList
from bot.kit.handout import handout_of_clause, handout_of_measure
from bot.kit.list_result import result_workbook, terms_of
from bot.kit.sheets import firm_html, handout_html
from bot.measures.checkup import check
from bot.measures.profile import read_profile
from bot.replies.checkup import checkup_json, view_of
from bot.replies.form import reply_to_form
from bot.replies.render import environment, render, say
from knowledge.records.build import build
from knowledge.records.model import Knowledge, Terms
from knowledge.records.schema import DataError
from tests.city import shipped_files

DAY = date(2026, 3, 1)
CITY, OURS = "wangjiang-2025", "liaocheng-2024"
TOGETHER = "同一项目、同一事项符合本措施多项条款的，按照就高不重复的原则执行"
FILING = "申报通知每年4月由各牵头单位发布"
FILES = {**shipped_files(), **shipped_files(Path(__file__).parents[2] / "policies" / "cities")}


@pytest.fixture(scope="module")
def both() -> Knowledge:
    return build(FILES)


def changed(name: str, old: str, new: str) -> Mapping[str, str]:
    path = f"policies/{CITY}/{name}"
    assert old in FILES[path]
    return {**FILES, path: FILES[path].replace(old, new)}


def test_a_sum_is_said_with_the_words_of_its_own_document(both):
    theirs, _ = reply_to_form(both, both.measure(f"{CITY}/equipment_grant"), MultiDict(equipment_yuan="5000000"), DAY)
    ours, _ = reply_to_form(
        both, both.measure(f"{OURS}/neeq_award"), MultiDict(raise_yuan="50000000", tier="base"), DAY
    )
    for quote in (TOGETHER, FILING):
        assert f"「{quote}」" in render(theirs) and quote not in render(ours)
    assert "能不能同时享受，文件写的是「" in render(theirs) and "未写明" not in render(theirs)
    assert "能不能同时享受，文件未写明。" in render(ours) and "文件未写明申报时间和材料" in render(ours)


def test_a_sheet_of_paper_too(both):
    sheets = [handout_of_measure(both, both.measure(f"{CITY}/equipment_grant"), DAY)]
    sheets += [handout_of_clause(both, replace(both.policy(CITY).clause("art1"), next_steps=("问问",)), DAY)]
    first, second = (handout_html([one], "", Counselor()) for one in sheets)
    assert TOGETHER in first and FILING in second and "未写明" not in first + second


def test_of_several_documents_each_is_quoted_by_its_title(both):
    told = say().not_added(terms_of(both))
    assert f"《望江制造业和外贸措施》写的是「{TOGETHER}」" in told and "《聊城科技财政金融协同若干措施》未写明" in told
    made = load_workbook(io.BytesIO(result_workbook(both, FirmList(), [], DAY)))
    assert told in [row[0] for row in made["说明"].values]
    filed = say().filing(terms_of(both))
    assert f"《望江制造业和外贸措施》写的是「{FILING}」" in filed and filed.endswith("没写到的以牵头单位通知为准。")


def test_a_check_up_says_them_on_every_page(both):
    known = read_profile(both, {"policy": CITY}, DAY)
    view = view_of(both, check(both, known, DAY))
    assert TOGETHER in checkup_json(both, view)["text"]
    made = environment().from_string(
        '{% import "web/checkup_table.j2" as tables %}{{ tables.groups(table) }}', {"table": view.table}
    )
    paper = firm_html(view.table, "甲公司", both.policies, 1, DAY, "", Counselor())
    assert all(TOGETHER in page and FILING in page for page in (made.render(), paper))


def test_a_table_kept_before_there_were_any_says_what_it_said(both):
    known = read_profile(both, {}, DAY)
    table = view_of(both, check(both, known, DAY)).table
    old = {key: value for key, value in table.items() if key not in ("together", "filing")}
    assert "能否同时享受，文件未写明。" in firm_html(old, "", (), 1, DAY, "", Counselor())


def test_a_clause_may_have_its_own(both):
    own = changed("clauses.toml", 'id = "art1"\n', 'id = "art1"\nfiling = "对企业购置生产设备"\n')
    with pytest.raises(DataError, match="filing：「对企业购置生产设备」不是原文的话"):
        build(own)
    clause = both.policy(CITY).clause("art1")
    found = build(changed("clauses.toml", 'id = "art1"\n', f'id = "art1"\nfiling = "{clause.body[:8]}"\n'))
    assert found.policy(CITY).clause("art1").terms.filing == clause.body[:8]
    assert found.policy(CITY).clause("art3").terms == Terms("望江制造业和外贸措施", TOGETHER, FILING)
    assert found.measure(f"{CITY}/equipment_grant").terms.filing == clause.body[:8]


def test_words_that_are_not_the_document_s_are_refused():
    with pytest.raises(DataError, match="together：「同一项目不重复」不是原文的话"):
        build(changed("policy.toml", TOGETHER, "同一项目不重复"))
