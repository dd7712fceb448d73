"""Words of conditions and of what is not ours, in forms and as a checked text; a sentence is tried before that."""

import pytest

from bot.bootstrap import House
from knowledge.records.files import text_digest
from tests.bot.channels.desk.conftest import Enter

FACTS, SCOPE = "vocabulary/facts.toml", "vocabulary/scope.toml"


def drafted(house: House, path: str) -> str:
    """The file as the newest draft has it."""
    return {file.path: file.text for file in house.store.drafts().files(house.store.drafts().all()[0].number)}[
        path
    ] or ""


def published(house: House, path: str) -> str:
    version = house.store.published()
    assert version is not None
    return house.store.files_of(version.number)[path]


async def test_a_saying_of_a_condition_is_tried_then_kept(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    page = await (await editor.get("/desk/words/list/facts?text=质押登记")).text()
    assert "/desk/words/list/facts/pledge_registered" in page and "counter_guarantee" not in page
    page = await (await editor.get("/desk/words/list/facts/pledge_registered")).text()
    assert "说了这些，就是“是”" in page and "刚问过这一条时，这些也是“不是”" in page
    before = published(desk_house, FACTS)
    was = text_digest(before, FACTS)
    yes = page.partition('name="yes"')[2].partition(">")[2].partition("</textarea>")[0].strip()
    typed = {"was": was, "yes": f"{yes}\n押登本子下来了\n"}
    say = "专利质押贷了500万，一年，LPR3%，押登本子下来了，能贴多少"
    answer = await editor.post("/desk/words/list/facts/pledge_registered", **typed, say=say, **{"try": "yes"})
    page = await answer.text()
    assert answer.status == 200 and "6.00 万元" in page and "办了知识产权质押登记吗" not in page
    assert "押登本子下来了\n" in page  # what was typed is still there
    answer = await editor.post("/desk/words/list/facts/pledge_registered", **typed)
    assert answer.status == 303
    after = drafted(desk_house, FACTS)
    assert (
        after == before.replace('"登记都齐"]\nno = ["登记只', '"登记都齐", "押登本子下来了"]\nno = ["登记只') != before
    )
    late = await editor.post("/desk/words/list/facts/pledge_registered", was=was, yes="办了")
    assert late.status == 409 and "别人改过它" in await late.text()


async def test_comments_between_places_stay_and_an_empty_name_is_refused(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    page = await (await editor.get("/desk/words/list/scope/other_place")).text()
    words = page.partition('name="words"')[2].partition(">")[2].partition("</textarea>")[0].strip().split("\n")
    was = page.partition('name="was" value="')[2].partition('"')[0]
    words.remove("淄博")
    refused = await editor.post("/desk/words/list/scope/other_place", was=was, words="\n".join(words), refer=" ")
    assert refused.status == 400 and "请人去问谁" in await refused.text()
    answer = await editor.post("/desk/words/list/scope/other_place", was=was, words="\n".join([*words, "临海"]))
    assert answer.status == 303, await answer.text()
    before, after = published(desk_house, SCOPE), drafted(desk_house, SCOPE)
    gone = before.replace(' "淄博",', "", 1)
    assert after == gone.replace('"中关村",', '"中关村", "临海",', 1) != gone


async def test_a_topic_that_is_not_ours_is_added(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    await editor.get("/desk/words/list/scope")
    topic = {"label": "车辆年检", "refer": "车管的事可拨12123", "words": "年检\n验车\n"}
    assert (await editor.post("/desk/words/list/scope", **{**topic, "words": ""})).status == 400
    answer = await editor.post("/desk/words/list/scope", **topic)
    assert answer.status == 303 and answer.headers["Location"].endswith("/desk/words/list/scope/desk_1")
    page = await (await editor.get("/desk/words/list/scope/desk_1")).text()
    was = page.partition('name="was" value="')[2].partition('"')[0]
    tried = {"was": was, "say": "车子年检去哪验车", "try": "yes"}
    assert (
        "12123" in (await (await editor.post("/desk/words/list/scope/desk_1", **tried)).text()).partition("答</p>")[2]
    )
    assert (await editor.post("/desk/words/list/scope", **topic)).status == 400  # a second of the same name
    assert (await editor.post("/desk/words/list/facts", **topic)).status == 404
    assert (await editor.get("/desk/words/list/none")).status == 404
    assert (await editor.get("/desk/words/list/scope/none")).status == 404


@pytest.mark.parametrize(
    ("path", "old", "new", "says", "line"),
    [
        (FACTS, 'label = "质押登记"', 'label = "质押登记', "读不懂", 'label = "质押登记'),
        (FACTS, 'implies = ["tech_enterprise"]', 'implies = ["no_such"]', "没有「no_such」", 'implies = ["no_such"]'),
        (SCOPE, 'key = "tax"', 'key = "tax"\ntypo = 1', "没有这样的项", "typo = 1"),
        ("policies/liaocheng-2024/measures.toml", 'value = "0.40"', "value = true", "不是准确的数", "value = true"),
    ],
)
async def test_a_fault_in_a_file_is_shown_with_its_line_and_keeps_it_out(
    enter: Enter, desk_house: House, path: str, old: str, new: str, says: str, line: str
) -> None:
    editor = await enter("editor")
    page = await (await editor.get(f"/desk/words/file?name={path}")).text()
    was = page.partition('name="was" value="')[2].partition('"')[0]
    text = published(desk_house, path)
    assert old in text
    drafts = len(desk_house.store.drafts().all())
    changed = text.replace(old, new, 1)
    number = changed[: changed.index(new)].count("\n") + new[: new.index(line)].count("\n") + 1
    answer = await editor.post("/desk/words/file", name=path, was=was, text=changed)
    page = await answer.text()
    assert answer.status == 400 and says in page and f'data-line="{number}"' in page
    assert len(desk_house.store.drafts().all()) == drafts


async def test_a_file_is_kept_letter_for_letter_but_for_the_change(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    assert "不归我们管的" in await (await editor.get("/desk/words/files")).text()
    path = "vocabulary/distractors.toml"
    page = await (await editor.get(f"/desk/words/file?name={path}")).text()
    was, text = page.partition('name="was" value="')[2].partition('"')[0], published(desk_house, path)
    changed = f"{text.rstrip()}\n# 2026 年核过\n"
    answer = await editor.post("/desk/words/file", name=path, was=was, text=changed.replace("\n", "\r\n"))
    assert answer.status == 303 and drafted(desk_house, path) == changed
    same = await editor.post("/desk/words/file", name=path, was=text_digest(changed, path), text=changed)
    assert same.status == 303
    assert (await editor.get("/desk/words/file?name=../secret")).status == 404
