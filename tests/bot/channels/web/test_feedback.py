"""有用 / 没用 on the site: for the newest answer of one's own talk, and only where somebody owns the queue."""

import pytest

from tests.bot.channels.web.conftest import LOAN
from tests.bot.channels.web.test_hosts import filled

TALK = {"X-Talk": "abcdefghijklmnop"}


@pytest.fixture
async def owned(open_site, house):
    site = await open_site(advisor=filled(house, queue_owner="科室甲"))
    await site.get("/")
    return site


async def test_a_vote_is_kept_once_for_the_newest_answer(owned, house):
    await owned.post("/chat", json={"text": LOAN}, headers=TALK)
    for first in (True, False):
        sent = await owned.post("/feedback", json={"useful": False, "reason": "数不对"}, headers=TALK)
        assert await sent.json() == {"kept": True, "first": first}
    assert [one.text for one in house.store.questions().open()].count(f"{LOAN}（说没用：数不对）") == 1


@pytest.mark.parametrize("vote", [{}, {"useful": "yes"}, {"useful": 1}, {"useful": None, "reason": 7}])
async def test_what_is_no_vote_is_told(owned, vote):
    await owned.post("/chat", json={"text": LOAN}, headers=TALK)
    assert (await owned.post("/feedback", json=vote, headers=TALK)).status == 400


async def test_without_an_answer_there_is_nothing_to_vote_on(owned):
    sent = await owned.post("/feedback", json={"useful": True}, headers={"X-Talk": "zzzzzzzzzzzz"})
    assert sent.status == 400 and "还没有答过" in await sent.text()


async def test_nobody_is_asked_where_nobody_looks(site):
    assert "feedback.js" not in await (await site.get("/")).text()
    assert (await site.post("/feedback", json={"useful": True})).status == 404


async def test_no_other_site_votes(owned):
    sent = await owned.post("/feedback", json={"useful": True}, headers={**TALK, "Origin": "https://other.example"})
    assert sent.status == 403
