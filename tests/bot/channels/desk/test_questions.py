"""Day one: today's questions with their replies, looked through, marked and taken to Excel."""

import io

import openpyxl
import pytest

from bot.bootstrap import House
from bot.messages import Message
from tests.bot.channels.desk.conftest import START, Enter

ASKED = (
    ("web", "拿专利质押贷了500万，一年期，2024年8月放的款，能贴多少？"),
    ("telegram", "青岛的专利质押贴息怎么申请"),
    ("terminal", '=HYPERLINK("http://evil.example","点我")<script>alert(1)</script>'),
)


@pytest.fixture(scope="module", autouse=True)
def asked(desk_house: House) -> None:
    for number, (channel, text) in enumerate(ASKED):
        answer = desk_house.advisor.reply(Message(f"{channel}:{number}", text, START.date(), channel))
        answer.stored.result()


async def test_todays_questions_stand_with_their_replies(enter: Enter) -> None:
    browser = await enter("viewer")
    page = await (await browser.get("/desk/questions")).text()
    assert "今天问了 3 句" in page
    assert "预计最高可贴息 6.70 万元" in page
    assert "<script>alert" not in page
    assert page.index("HYPERLINK") < page.index("青岛") < page.index("拿专利质押")  # newest first


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("text=青岛", 1),
        ("text=6.70", 1),
        ("channel=telegram", 1),
        ("clause=1.1", 1),
        ("kind=calculation", 1),
        ("kind=missed", 2),
        ("wrong=1", 0),
        ("since=2025-11-21&until=2025-11-21", 0),
        ("since=2025-11-01&until=2025-11-30", 3),
        ("since=昨天&page=-1", 3),
        ("text=%25", 1),  # a sign of SQL's LIKE, and one of a reply
    ],
)
async def test_what_is_looked_for_is_found(enter: Enter, query: str, count: int) -> None:
    browser = await enter("viewer")
    page = await (await browser.get(f"/desk/questions?{query}")).text()
    assert page.count('class="box"') == count


async def test_a_wrong_answer_is_marked_once_and_goes_to_staff(enter: Enter, desk_house: House) -> None:
    counselor, viewer = await enter("counselor"), await enter("viewer")
    await counselor.get("/desk/questions")
    assert (await counselor.post("/desk/questions/1/wrong", why="应当按3.45%")).status == 303
    assert (await counselor.post("/desk/questions/1/wrong", why="再说一遍")).status == 303
    queued = [one.text for one in desk_house.store.questions().open()]
    assert queued == [f"{ASKED[0][1]}（答错了：应当按3.45%）"]
    page = await (await viewer.get("/desk/questions?wrong=1")).text()
    assert "再说一遍" in page and page.count('class="box"') == 1
    assert "不算错" not in page  # a viewer marks nothing
    await counselor.post("/desk/questions/1/wrong", wrong="no")
    assert (await (await viewer.get("/desk/questions?wrong=1")).text()).count('class="box"') == 0
    assert [one.note.what for one in desk_house.store.trail().lines(limit=3)] == ["wrong"] * 3
    assert (await counselor.post("/desk/questions/999/wrong")).status == 400


async def test_the_same_in_excel_with_no_formula_in_it(enter: Enter, desk_house: House) -> None:
    browser = await enter("viewer")
    answer = await browser.client.get("/desk/questions.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(await answer.read())).active
    cells = [list(row) for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == 3
    assert cells[0][3].data_type == "s" and str(cells[0][3].value).startswith("=HYPERLINK")
    assert cells[2][8].value == 67000 and cells[2][8].data_type == "n"
    assert desk_house.store.trail().last().note.what == "export"
