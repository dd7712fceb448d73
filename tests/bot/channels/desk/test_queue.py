"""One question in five wordings on three channels: one item; answered once, all five get the answer; it closes itself.
And the forms for the LPR, telephones and rulings."""

import pytest

from bot.bootstrap import House
from bot.messages import Message
from bot.reload import renew
from tests.bot.channels.desk.conftest import START, Enter
from tests.bot.desk.test_queue import WORDINGS

CHANNELS = ("web", "terminal", "telegram", "web", "terminal")
ANSWER = "没有小程序，到牵头单位窗口申请"


def ask(house: House, number: int, text: str, channel: str = "web") -> str:
    answer = house.advisor.reply(Message(f"{channel}:{number}", text, START.date(), channel))
    assert answer.stored is not None
    answer.stored.result()
    return answer.text


async def test_a_miss_is_answered_once_for_all_its_wordings(enter: Enter, desk_house: House) -> None:
    for number, (text, channel) in enumerate(zip(WORDINGS, CHANNELS, strict=True)):
        assert ANSWER not in ask(desk_house, number, text, channel)
    desk_house.store.events().queue(
        "x", [f"{WORDINGS[0]}（说没用：看不懂）"], day=START.date().isoformat(), at=""
    ).result()
    editor, approver = await enter("editor"), await enter("approver")
    page = await (await editor.get("/desk/queue")).text()
    assert page.count('class="box"') == 1 and "6 次" in page
    name = page.split("/desk/queue/")[1].split('"')[0]
    await editor.get(f"/desk/queue/{name}")
    assert (await editor.post(f"/desk/queue/{name}/answer", says="")).status == 400
    assert (await editor.post(f"/desk/queue/{name}/assign", owner="editor", due="2025-11-30")).status == 303
    assert (await editor.post(f"/desk/queue/{name}/answer", says=ANSWER, by="市科技局")).status == 303
    assert "答了，等发布" in await (await editor.get(f"/desk/queue/{name}")).text()
    office_draft = desk_house.store.drafts().all()[0]
    assert ANSWER not in ask(desk_house, 50, WORDINGS[0])
    await editor.post(f"/desk/drafts/{office_draft.number}/submit")
    assert (await editor.post(f"/desk/drafts/{office_draft.number}/sign")).status == 400
    await approver.get(f"/desk/drafts/{office_draft.number}")
    assert (await approver.post(f"/desk/drafts/{office_draft.number}/sign")).status == 303
    renew(desk_house)
    for number, (text, channel) in enumerate(zip(WORDINGS, CHANNELS, strict=True)):
        assert ask(desk_house, 100 + number, text, channel).startswith(ANSWER)
    page = await (await editor.get("/desk/queue")).text()
    assert ("没有等着答的问题" in page and "editor" in page) or "编辑员" in page
    assert ANSWER in page.partition("办完的")[2]


async def test_who_left_a_telephone_is_on_the_call_list_until_closed(enter: Enter, desk_house: House) -> None:
    ask(desk_house, 7, "留个问题给工作人员：担保费补贴发票要原件吗")
    assert desk_house.store.questions().call_back("web:7", "13800000000").result()
    counselor, viewer = await enter("counselor"), await enter("viewer")
    assert "13800000000" not in await (await viewer.get("/desk/queue")).text()
    page = await (await counselor.get("/desk/queue")).text()
    assert "等着回电的" in page and "13800000000" in page
    name = page.partition("等着回电的")[2].split("/desk/queue/")[1].split('"')[0]
    assert (await counselor.post(f"/desk/queue/{name}/close", why="")).status == 400
    assert (await counselor.post(f"/desk/queue/{name}/close", why="电话答过了")).status == 303
    assert "13800000000" not in await (await counselor.get("/desk/queue")).text()


@pytest.mark.parametrize(
    ("since", "one", "five", "says"),
    [
        ("2025-12-20", "3.00", "3.50", "还没到"),
        ("2025-05-20", "3.00", "3.50", "写了两遍"),
        ("2025-11-20", "0.03", "3.50", "不像一个百分数"),
        ("2025-11-20", "4.60", "4.70", "相差"),
        ("昨天", "3.00", "3.50", "写成 2026-11-20"),
    ],
)
async def test_an_lpr_row_that_cannot_be_right_is_refused(
    enter: Enter, since: str, one: str, five: str, says: str
) -> None:
    editor = await enter("editor")
    page = await (await editor.get("/desk/lpr")).text()
    assert "可能有新的了" in page
    answer = await editor.post("/desk/lpr", since=since, one_year=one, five_year=five, source="央行网站")
    text = await answer.text()
    assert answer.status == 400 and says in text and "央行网站" in text


async def test_an_lpr_row_a_telephone_and_a_ruling_go_into_the_draft(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    await editor.get("/desk/lpr")
    row = {"since": "2025-11-20", "one_year": "2.95", "five_year": "3.45", "source": "央行网站"}
    assert (await editor.post("/desk/lpr", **row)).status == 303
    assert "2.95%" in await (await editor.get("/desk/lpr")).text()
    contact = {"department": "市科技局", "phone": "000-1234567", "source": "电话", "checked_on": "2025-01-01"}
    wrong = await editor.post("/desk/cards/contacts/liaocheng-2024:new", **{**contact, "phone": "没有"})
    assert wrong.status == 400 and "不像一个电话" in await wrong.text()
    assert (await editor.post("/desk/cards/contacts/liaocheng-2024:new", **contact)).status == 303
    assert (await editor.post("/desk/cards/contacts/liaocheng-2024:0", checked="yes")).status == 303
    assert "2025-11-22 核实" in await (await editor.get("/desk/cards/contacts")).text()
    page = await (await editor.get("/desk/cards/rulings")).text()
    assert page.count("未明确") == 19
    form = await (await editor.get("/desk/cards/rulings/liaocheng-2024:0")).text()
    assert "市、县两级财政怎么分担" in form
    ruling = {
        "of": "1.1",
        "question": "市、县两级财政怎么分担",
        "says": "各一半",
        "given_by": "市财政局",
        "on": "2025-11-20",
    }
    answer = await editor.post("/desk/cards/rulings/liaocheng-2024:0", **ruling)
    assert answer.status == 400 and "依据" in await answer.text()
    assert (await editor.post("/desk/cards/rulings/liaocheng-2024:0", **ruling, basis="电话")).status == 303
    assert (await (await editor.get("/desk/cards/rulings")).text()).count("未明确") == 18
    assert (await editor.get("/desk/cards/nothing")).status == 404
    assert (await editor.get("/desk/cards/rulings/liaocheng-2024:99")).status == 404
    await editor.get("/desk/cards/site")
    draft = desk_house.store.drafts().all()[0]
    assert {file.path for file in desk_house.store.drafts().files(draft.number)} == {
        "series/lpr.toml",
        "policies/liaocheng-2024/contacts.toml",
        "policies/liaocheng-2024/rulings.toml",
    }
