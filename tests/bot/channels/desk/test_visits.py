"""The counselors' pages: each sees his own, a county its county's; kept once, changed with its history, erased; passed
on, asked for, closed; events; the month in figures."""

import io
from collections.abc import AsyncIterator

import pytest
from openpyxl import Workbook, load_workbook

from bot.bootstrap import House
from bot.kit.referrals import find_referral, passed_on
from bot.kit.visits import Viewer, history, visits
from bot.messages import Message
from knowledge.people import Hand
from knowledge.store import Person
from tests.bot.channels.desk.conftest import HASH, START, Enter, Staff

STAFF = (
    ("zhang", "张三", "counselor", "冠县"),
    ("li", "李四", "counselor", "茌平区"),
    ("guan", "冠县管理员", "admin", "冠县"),
    ("looks", "看的人", "viewer", ""),
)
VISIT = {
    "firm": "甲科技公司",
    "need": "贷款",
    "need_yuan": "500万",
    "estimate_yuan": "6.7万",
    "next_step": "送合同",
    "next_day": "2025-11-25",
    "contact": "王五",
    "phone": "13800138000",
    "county": "冠县",
    "loan_due": "2025-12-10",
    "note": "他说打 13900139000",
}


@pytest.fixture(scope="module")
def staffed(desk_house: House) -> House:
    for name, shown, role, county in STAFF:
        note = Hand("tests", "", "").note("account", name)
        desk_house.store.people().put(Person(name, shown, role, county), note, secret=HASH, new=True).result()
    return desk_house


@pytest.fixture
async def zhang(enter: Enter, staffed: House) -> AsyncIterator[Staff]:
    yield await enter("zhang")


async def text_of(staff: Staff, path: str) -> str:
    return await (await staff.get(path)).text()


async def book_of(staff: Staff, path: str) -> Workbook:
    """The file of Excel there."""
    return load_workbook(io.BytesIO(await (await staff.client.get(path)).read()))


async def kept(staff: Staff, **fields: str) -> str:
    """Where a visit is once it is written down."""
    await staff.get("/desk/visits/new")
    answer = await staff.post("/desk/visits/new", **{**VISIT, **fields})
    assert answer.status == 303
    return answer.headers["Location"]


async def test_a_visit_is_kept_once_and_seen_by_whom_it_concerns(zhang: Staff, enter: Enter, staffed: House) -> None:
    place = await kept(zhang, once="tapped")
    assert await kept(zhang, once="tapped") == place
    page = await text_of(zhang, place)
    assert "13800138000" in page and "500万元" in page and "13900139000" not in page
    log = await text_of(zhang, "/desk/visits")
    assert "甲科技公司" in log and "送合同" in log and "贷款到期" in log and "今天还清了" in log
    li, guan, looks = await enter("li"), await enter("guan"), await enter("looks")
    assert "甲科技公司" not in await text_of(li, "/desk/visits") and (await li.get(place)).status == 404
    assert "13800138000" in await text_of(guan, place)
    assert "确定删掉" in await text_of(guan, place) and "改、补" not in await text_of(guan, place)
    masked = await text_of(looks, place) + await text_of(looks, "/desk/visits")
    assert "13800138000" not in masked and "王五" not in masked and "王**" in masked
    assert (await looks.get("/desk/visits/new")).status == 403
    assert "甲科技公司到期" not in await text_of(looks, "/desk")
    note = staffed.store.trail().lines(what="visit")[0].note
    assert "甲" not in note.on + note.after


async def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_lost(zhang: Staff) -> None:
    await zhang.get("/desk/visits/new")
    answer = await zhang.post("/desk/visits/new", **{**VISIT, "need_yuan": "很多", "next_day": "过年", "firm": ""})
    page = await answer.text()
    assert answer.status == 400 and "看不明白是多少" in page and "不是日期" in page and "没有写企业名称" in page
    assert 'value="很多"' in page and 'value="王五"' in page and 'value="送合同"' in page


async def test_a_change_keeps_what_it_was_and_who_was_slower_is_told(zhang: Staff, staffed: House) -> None:
    place = await kept(zhang, firm="乙公司")
    number = place.rpartition("/")[2]
    form = await text_of(zhang, f"{place}/edit")
    assert 'value="500万元"' in form and 'name="was" value="1"' in form
    changed = {**VISIT, "firm": "乙公司", "landed_yuan": "200万", "note": "他说打 〔手机号〕"}
    assert (await zhang.post(f"{place}/edit", was="1", **changed)).status == 303
    states = history(staffed.store.ledger(), number)
    assert [visit.landed_yuan for _, visit in states] == [None, 2_000_000]
    assert "改了落地金额" in await text_of(zhang, place)
    answer = await zhang.post(f"{place}/edit", was="1", **{**changed, "need": "保险"})
    assert answer.status == 400 and "别人改过" in await answer.text()


async def test_what_was_due_is_seen_to_with_a_tap(zhang: Staff, staffed: House) -> None:
    place = await kept(zhang, firm="丙公司", next_day=START.date().isoformat())
    assert "件走访的事到了日子" in await text_of(zhang, "/desk")
    await zhang.get(place)
    for field in ("next_day", "loan_due"):
        assert (await zhang.post(f"{place}/done", field=field)).status == 303
    assert (await zhang.post(f"{place}/done", field="repaid_on")).status == 400
    page = await text_of(zhang, place)
    assert "还清日期" in page and "下一步日期" not in page.partition("改过什么")[0]
    assert len(history(staffed.store.ledger(), place.rpartition("/")[2])) == 3


async def test_it_is_begun_from_a_check_up(zhang: Staff) -> None:
    query = (
        "tech_sme=yes&has=patent_loan&patent_loan.principal_yuan=300万&patent_loan.term_months=12"
        "&patent_loan.lpr=3.1%25&patent_loan.pledge_registered=yes&patent_loan.repaid_on_time=yes"
    )
    answer = await zhang.get("/desk/visits/new", params={"checkup": query, "firm": "丁公司"})
    page = await answer.text()
    assert "从刚才的体检带来：专利权质押贷款贴息" in page and 'value="37200元"' in page and 'value="丁公司"' in page
    assert 'value="patent_pledge_interest" checked' in page and 'value="贷款" checked' in page


async def test_it_is_begun_from_a_talk_of_this_browser(zhang: Staff, enter: Enter) -> None:
    talk = "abcdefghijkl"
    sent = {"text": "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"}
    await zhang.client.get("/")
    assert (await zhang.client.post("/chat", json=sent, headers={"X-Talk": talk})).status == 200
    page = await text_of(zhang, f"/desk/visits/new?talk={talk}")
    assert "从刚才的对话带来：专利权质押贷款贴息" in page and 'value="67000元"' in page
    assert 'name="loan_due" value="2025-08-01"' in page and "贷款 2025-08-01 到期" in page
    sent = {"text": "新三板基础层融资2000万补多少，鲁科担担保500万费率0.5%没有反担保能补多少"}
    await zhang.client.post("/chat", json=sent, headers={"X-Talk": "bbcdefghijkl"})
    page = await text_of(zhang, "/desk/visits/new?talk=bbcdefghijkl")
    assert "20 万元" in page.replace("20.00", "20") and "1.00 万元" in page and "不替您加" in page
    other = await enter("li")
    assert "从刚才的对话带来" not in await text_of(other, f"/desk/visits/new?talk={talk}")


async def test_a_firm_is_erased_with_what_was_passed_on_for_it(zhang: Staff, enter: Enter, staffed: House) -> None:
    place = await kept(zhang, firm="要删的公司")
    await kept(zhang, firm="要删的公司")
    await passed(zhang, firm="要删的公司")
    looks = await enter("looks")
    await looks.get(place)
    assert (await looks.post(f"{place}/erase")).status == 400
    await zhang.get(place)
    assert (await zhang.post(f"{place}/erase")).status == 303
    ledger = staffed.store.ledger()
    assert "要删的公司" not in {one.visit.firm for one in visits(ledger, Viewer("city"))}
    assert "要删的公司" not in {one.referral.firm for one in passed_on(ledger)}
    note = staffed.store.trail().lines(what="erase")[0].note
    assert (note.on, note.after) == ("一家企业", "2 次走访、1 件交办")


async def passed(staff: Staff, **fields: str) -> str:
    """The number of what was passed on."""
    await staff.get("/desk/referrals/new")
    told = {"firm": "甲科技公司", "need": "贴息怎么报", "clause": "liaocheng-2024/1.1", "due": "2025-11-30"}
    answer = await staff.post("/desk/referrals/new", **{**told, "yuan": "500万", **fields})
    assert answer.status == 303, await answer.text()
    return answer.headers["Location"].rpartition("/")[2]


async def test_a_need_is_passed_on_asked_for_and_closed(zhang: Staff, enter: Enter, staffed: House, clock) -> None:
    number = await passed(zhang)
    page = await text_of(zhang, f"/desk/referrals/{number}")
    assert f"JB-{number}" in page and "市科技局" in page and "<svg" in page and "500万元" in page
    li, guan = await enter("li"), await enter("guan")
    assert (await li.get(f"/desk/referrals/{number}")).status == 404
    assert (await guan.get(f"/desk/referrals/{number}")).status == 200
    asked = staffed.advisor.reply(Message("web:asks", f"JB-{number} 到哪一步了", START.date(), "web"))
    assert "受理" in asked.text and "甲科技" not in asked.text
    for state in ("转办", "反馈"):
        await zhang.get(f"/desk/referrals/{number}")
        assert (await zhang.post(f"/desk/referrals/{number}/move", state=state)).status == 303
    late = await zhang.post(f"/desk/referrals/{number}/move", state="反馈")
    assert late.status == 400 and "现在已经是“反馈”了" in await late.text()
    clock.forward(days=9)
    zhang = await enter("zhang")
    assert "1 件超期" in await text_of(zhang, "/desk/referrals") and "交办超期了" in await text_of(zhang, "/desk")
    await zhang.get(f"/desk/referrals/{number}")
    for fields, says in (
        ({}, "办结要写结果"),
        ({"result": "放款了"}, "落地多少"),
        ({"result": "x", "landed": "多"}, "看不"),
    ):
        answer = await zhang.post(f"/desk/referrals/{number}/move", state="办结", **fields)
        assert answer.status == 400 and says in await answer.text()
    done = {"state": "办结", "result": "放款了", "landed": "300万"}
    assert (await zhang.post(f"/desk/referrals/{number}/move", **done)).status == 303
    found = find_referral(staffed.store.ledger(), number)
    assert found is not None and found.landed == "3000000" and "超期" not in await text_of(zhang, "/desk/referrals")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"clause": ""}, "请选要办的事归哪一条"),
        ({"due": "2025-11-01"}, "已经过了"),
        ({"due": "明天"}, "不是日期"),
        ({"yuan": "很多"}, "看不明白"),
        ({"firm": " "}, "没有写企业名称"),
    ],
)
async def test_what_cannot_be_passed_on_is_told(zhang: Staff, fields: dict[str, str], says: str) -> None:
    await zhang.get("/desk/referrals/new")
    told = {"firm": "甲", "need": "贴息", "clause": "liaocheng-2024/1.1", "due": "2025-11-30", **fields}
    answer = await zhang.post("/desk/referrals/new", **told)
    assert answer.status == 400 and says in await answer.text()


async def test_an_event_is_opened_and_closed_and_its_misses_wait_for_an_answer(
    zhang: Staff, enter: Enter, staffed: House
) -> None:
    await zhang.get("/desk/events")
    assert (await zhang.post("/desk/events", name=" ")).status == 400
    answer = await zhang.post("/desk/events", name="开发区专场", place="会展中心")
    place = answer.headers["Location"]
    page = await text_of(zhang, place)
    code = place.rpartition("/")[2]
    assert f"/e/{code}/screen" in page and f"/e/{code}/stand" in page and "<svg" in page and "manage" not in page
    li = await enter("li")
    assert (await li.get(place)).status == 404
    visitor = await enter()
    come = await visitor.client.get(f"/e/{code}", allow_redirects=False)
    talk = come.headers["Location"].partition("talk=")[2]
    await visitor.client.post("/chat", json={"text": "开发区食堂几点开门"}, headers={"X-Talk": talk})
    await zhang.get(place)
    assert (await zhang.post(f"{place}/close")).status == 303
    assert "食堂几点" in await text_of(zhang, place) and "食堂几点" in await text_of(zhang, "/desk/queue")
    book = await book_of(zhang, f"{place}/report.xlsx")
    assert dict(list(book["概况"].values)[1:])["没答上的"] == "1"


async def test_the_month_is_told_in_figures_pictures_and_excel(zhang: Staff, enter: Enter, staffed: House) -> None:
    await kept(zhang, firm="落地的公司", landed_yuan="200万")
    for number, text in enumerate(("专利质押贴息怎么报", "火锅店几点开门")):
        stored = staffed.advisor.reply(Message(f"web:m{number}", text, START.date(), "web")).stored
        assert stored is not None
        stored.result()
    page = await text_of(zhang, "/desk/report?month=2025-11")
    assert "2025年11月" in page and page.count("<svg") == 4 and "落地金额" in page and "冠县" in page
    assert "&amp;clause=1.1" in page
    viewer = await enter("looks")
    book = await book_of(viewer, "/desk/report.xlsx?month=2025-11")
    rows = list(book["走访"].values)
    phones = {row[rows[0].index("电话")] for row in rows[1:]}
    assert phones == {"〔手机号〕"} and {row[rows[0].index("辅导员")] for row in rows[1:]} >= {"张三"}
    empty = await text_of(viewer, "/desk/report?month=2020-01")
    assert "0 <small>句" in empty and "还没有记金额" in empty
    assert (await viewer.get("/desk/report?month=十一月")).status == 200


async def test_the_log_in_excel_has_days_and_numbers(zhang: Staff) -> None:
    await kept(zhang, firm="=1+1")
    book = await book_of(zhang, "/desk/visits.xlsx?text=%3D1")
    sheet = book["走访"]
    cells = {sheet.cell(1, cell.column).value: cell for cell in sheet[2]}
    assert sheet.max_row == 2 and cells["企业"].value == "=1+1" and cells["企业"].data_type == "s"
    assert cells["日期"].is_date and cells["贷款到期"].is_date and cells["需求金额（元）"].value == 5_000_000
    assert cells["辅导员"].value == "张三" and cells["电话"].value == "13800138000"
