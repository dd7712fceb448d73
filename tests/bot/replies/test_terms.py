"""Whether sums go together and when to apply: the document's own words where it has any, else that it has none."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from multidict import MultiDict
from openpyxl import load_workbook

from bot.advisor import Advisor, Live
from bot.bootstrap import load
from bot.kit.counselor import Counselor
from bot.kit.firm_list import FirmList
from bot.kit.handout import handout_of_clause, handout_of_measure
from bot.kit.list_result import result_workbook, terms_of
from bot.kit.sheets import firm_html, handout_html
from bot.measures.checkup import check
from bot.measures.profile import read_profile
from bot.messages import Message
from bot.replies.checkup import checkup_json, view_of
from bot.replies.form import reply_to_form
from bot.replies.render import environment, render, say
from bot.settings import Settings
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


WRITTEN = {
    "accepts": "各项补助由市企业服务中心统一受理",
    "again": "同一企业每个年度只享受一次",
    "split": "所需资金由市、区财政按照1:1比例分担",
    "tax": "企业获得的奖补资金依法缴纳企业所得税",
    "contact": "政策咨询电话：0530-1234567",
}
STARTS = "本措施自2025年4月1日起施行"
DENIED = {
    "accepts": ("知识产权质押贴息找哪个部门", "文件没写由哪一家受理"),
    "again": ("展位费补助是一次还是每年都给", "文件没写"),
    "next": ("展位费补助明年还能再拿吗", "未写明"),
    "split": ("展位费补助市里和区里各出多少", "没写"),
    "tax": ("展位费补助要交税吗", "没写"),
    "contact": ("展位费补助归哪个部门管", "文件未写明电话"),
}


@pytest.fixture(scope="module")
def said(learning: Settings) -> Live:
    """The made-up city's document as one that writes all of it, beside ours, which writes none."""
    path = f"policies/{CITY}/"
    text = FILES[f"{path}document.txt"].replace(STARTS, "。".join([*WRITTEN.values(), STARTS]))
    rows = "".join(f'{key} = "{quote}"\n' for key, quote in WRITTEN.items())
    policy = FILES[f"{path}policy.toml"]
    old = next(line for line in policy.splitlines() if line.startswith("sha256"))
    policy = policy.replace(old, f'{rows}sha256 = "{sha256(text.encode()).hexdigest()}"')
    assert text != FILES[f"{path}document.txt"]
    return load({**FILES, f"{path}document.txt": text, f"{path}policy.toml": policy}, 31, learning)


@pytest.mark.parametrize("key", DENIED)
def test_what_another_document_writes_is_not_denied(said: Live, key: str) -> None:
    asked, silence = DENIED[key]
    told = Advisor(said, None).reply(Message("terms", f"望江的{asked}", DAY)).text
    quote = WRITTEN["again" if key == "next" else key]
    assert f"「{quote}」" in told, told
    assert silence not in told.replace(f"「{quote}」", ""), told


def test_ours_which_writes_none_of_it_still_says_so(said: Live) -> None:
    for ask in ("聊城的专利质押贴息找哪个部门", "聊城的专利质押贴息要交税吗"):
        told = Advisor(said, None).reply(Message("terms", ask, DAY)).text
        assert "文件没写" in told or "未写明" in told, told
        assert not any(quote in told for quote in WRITTEN.values())
