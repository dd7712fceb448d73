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
