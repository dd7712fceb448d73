"""A telephone left with a question: a number, with consent, or none."""

import pytest

from tests.bot.channels.web.conftest import Open

LEAVE = "留个问题给工作人员"


@pytest.mark.parametrize(
    ("phone", "agreed", "words"),
    [("0635-7654321", False, "先勾选同意"), ("李四", True, "没看明白"), ("1" * 40, True, "没看明白")],
)
async def test_what_is_no_number_or_without_consent_is_refused_and_nothing_left(
    open_site: Open, house, phone: str, agreed: bool, words: str
) -> None:
    site = await open_site()
    await site.get("/")
    await site.post("/chat", json={"text": LEAVE})
    before = len(house.store.questions().open())
    answer = await site.post("/chat", json={"text": "名单几月更新", "call_back": phone, "agreed": agreed})
    assert answer.status == 400 and words in await answer.text()
    assert len(house.store.questions().open()) == before


async def test_a_telephone_without_a_question_is_not_kept(open_site: Open, house) -> None:
    site = await open_site()
    await site.get("/")
    answer = await site.post("/chat", json={"text": "你好", "call_back": "0635-7654321", "agreed": True})
    assert answer.status == 200
    assert all(one.phone != "0635-7654321" for one in house.store.questions().open())
