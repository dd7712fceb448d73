"""Measures at the desk: a new one without a program, faults at their fields, two editors on one record."""

import re

from bot.bootstrap import House
from tests.bot.channels.desk.conftest import Enter, Staff

PATH = "/desk/measures/liaocheng-2024/patent_pledge_interest"
BOX = re.compile(r'name="((?:o\.)?(?:figure|input|condition)?[a-z_.0-9]*)" value="([^"]*)"')
AREA = re.compile(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', re.S)


async def filled(browser: Staff, **changed: str) -> dict[str, str]:
    """What a browser would send of the form of the measure."""
    page = (await (await browser.get(PATH)).text()).partition('id="record"')[2].partition("</form>")[0]
    fields = {name: value for name, value in BOX.findall(page) if name != "mark"} | dict(AREA.findall(page))
    return fields | {name.replace("__", "."): value for name, value in changed.items()}


async def test_a_new_measure_of_a_known_formula_needs_no_program(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    await editor.get("/desk/measures")
    answer = await editor.post("/desk/measures", clause="liaocheng-2024 2.3", formula="fixed_award")
    path = answer.headers["Location"]
    assert answer.status == 303 and path == "/desk/measures/liaocheng-2024/m2_3"
    page = await (await editor.get(path)).text()
    assert "数字：" in page and "定额：符合条件就给这么多" in page
    draft = (await editor.get("/desk/versions")).status
    assert draft == 200 and "m2_3" not in {one.id for one in desk_house.advisor.live.knowledge.measures}
    await editor.post("/desk/drafts/1/drop")


async def test_every_fault_is_shown_at_its_field_and_keeps_it_from_being_handed_in(enter: Enter) -> None:
    editor = await enter("editor")
    fields = await filled(editor, figure__0__value="45%", figure__1__quote="最高二十万元")
    assert (await editor.post(PATH, **fields)).status == 303
    page = await (await editor.get(PATH)).text()
    for words in ("0.45 这个数不在引文", "「最高二十万元」不是这一条的原话"):
        assert f'<span class="bad" role="alert">{words}' in page
    page = await (await editor.get("/desk/versions")).text()
    number = re.findall(r"/desk/drafts/(\d+)", page)[0]
    answer = await editor.post(f"/desk/drafts/{number}/submit")
    assert answer.status == 400 and "这个数不在引文" in await answer.text()
    await editor.post(f"/desk/drafts/{number}/drop")


async def test_the_second_of_two_editors_sees_the_first_and_loses_nothing(enter: Enter) -> None:
    first, second = await enter("editor"), await enter("approver")
    mine = await filled(first, lead_in="大约能贴")
    assert (await first.post(PATH, **mine)).status == 303
    number = re.findall(r"/desk/drafts/(\d+)", await (await first.get("/desk")).text())[0]
    theirs = await filled(second, lead_in="最多能贴", notes="手写的说明")  # from what is published
    await second.get(f"/desk/drafts/{number}")
    assert (await second.post(f"/desk/drafts/{number}/work")).status == 303
    answer = await second.post(PATH, **theirs)
    page = await answer.text()
    assert answer.status == 409 and "别人刚改成了：大约能贴" in page
    assert 'value="最多能贴"' in page and "手写的说明" in page
    again = await second.post(PATH, **theirs, anyway="yes")
    assert again.status == 303
    page = await (await first.get(PATH)).text()
    assert 'value="最多能贴"' in page and "手写的说明" in page
    answer = await second.post(f"/desk/drafts/{number}/submit")
    assert answer.status == 303
    answer = await second.post(f"/desk/drafts/{number}/sign")
    assert answer.status == 400 and "不能自己审核" in await answer.text()  # he changed something in it
    await first.post(f"/desk/drafts/{number}/drop")


async def test_what_is_not_there_is_not_found(enter: Enter) -> None:
    browser = await enter("approver")
    for path in (PATH + "x", "/desk/drafts/99", "/desk/versions/99", "/desk/answers/nowhere/new", "/desk/drafts/x"):
        assert (await browser.get(path)).status == 404, path


async def test_a_stop_needs_a_sentence(enter: Enter, desk_house: House) -> None:
    approver = await enter("approver")
    await approver.get(PATH)
    answer = await approver.post(f"{PATH}/pause", says=" ")
    assert answer.status == 400 and "请写一句给企业看的话" in await answer.text()
    assert (await approver.post(f"{PATH}/resume")).status == 400
    assert desk_house.store.published().number == 1


async def test_parts_are_added_and_taken_away_by_what_they_mean(enter: Enter) -> None:
    """A threshold and a condition: chosen from words, and taken away again; nothing typed that is a key."""
    editor = await enter("editor")
    await editor.get("/desk/measures")
    path = (await editor.post("/desk/measures", clause="liaocheng-2024 1.1", formula="fixed_award")).headers["Location"]
    page = await (await editor.get(path)).text()
    assert "添一个数" in page and '<option value="threshold">要达到多少才给</option>' in page
    quote = "同一企业一个年度贴息额最高10万元"
    added = await editor.post(f"{path}/parts", role="threshold", value="10万元", quote=quote, label="")
    assert added.status == 303 and added.headers["Location"] == path
    page = await (await editor.get(path)).text()
    assert "数字：要达到多少才给" in page and "要问的数：金额" in page
    refused = await editor.post(f"{path}/parts", role="threshold", value="1万元", quote=quote)
    assert refused.status == 400 and "请选这个数是什么" in await refused.text()
    asked = await editor.post(
        f"{path}/parts", part="condition", question="备案了吗？", quote="对备案的科技成果转化贷款"
    )
    assert asked.status == 303 and "条件：备案了吗？" in await (await editor.get(path)).text()
    assert (await editor.post(f"{path}/parts", take="figure.1")).status == 303
    page = await (await editor.get(path)).text()
    assert "数字：要达到多少才给" not in page
    assert "用“添一个数”" in page or "要有角色" in page  # what is asked beside it is of no use any more
    assert (await editor.post(f"{path}/parts", take="input.0")).status == 303
    await drop(editor)


async def test_a_field_that_is_saved_by_a_browser_is_no_change_of_somebody_else(enter: Enter) -> None:
    """A browser sends line ends as CRLF: the mark of what was shown has none."""
    editor = await enter("editor")
    place = "/desk/cards/identity/liaocheng-2024:0"
    page = await (await editor.get(place)).text()
    was = re.findall(r'name="was" value="([^"]*)"', page)[0]
    assert was and "\n" not in was
    fields = {name: value for name, value in BOX.findall(page) if name not in ("mark", "was")} | dict(
        AREA.findall(page)
    )
    dates = dict(re.findall(r'name="(\w+)" value="([^"]*)" type="date"', page))
    sent = {key: value.replace("\n", "\r\n") for key, value in {**fields, **dates}.items()}
    answer = await editor.post(place, was=was, **{**sent, "short_title": "协同措施"})
    assert answer.status == 303, await answer.text()
    await drop(editor)


async def test_examples_are_written_beside_the_measure_one_a_line(enter: Enter) -> None:
    editor = await enter("editor")
    await editor.get(PATH)
    home = "liaocheng-2024 1.1 patent_pledge_interest"
    told = "押了专利借的钱县里给不给贴一点\r\n\r\n拿专利证押出来的款有没有利息补"
    answer = await editor.post("/desk/words/example", text=told, home=home, back=PATH)
    assert (answer.status, answer.headers["Location"]) == (303, PATH)
    again = await editor.post("/desk/words/example", text=told, home=home, back=PATH)
    assert again.status == 400 and "已经有了" in await again.text()
    found = await (await editor.get("/desk/words?text=押了专利借的钱")).text()
    assert "押了专利借的钱县里给不给贴一点" in found
    await drop(editor)


async def drop(editor: Staff) -> None:
    number = re.findall(r"/desk/drafts/(\d+)", await (await editor.get("/desk")).text())[0]
    await editor.post(f"/desk/drafts/{number}/drop")
