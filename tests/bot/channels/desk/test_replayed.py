"""The piece of a draft page that waits for the run: it stays whenever the run ends, and says what came of it."""

from collections.abc import Sequence
from threading import Event
from typing import Any

import pytest

from bot.bootstrap import House
from bot.channels.desk import versions_pages
from bot.desk import house as desk
from bot.desk.house import Drafted
from bot.desk.replay import Replay
from knowledge.records.model import KnowledgeError
from tests.bot.channels.desk.conftest import Enter, Staff

UNDER_WAY, DONE, FAILED = "正在跑要答对的话", "句要答对的话，对了", "没跑成"


@pytest.fixture
def may_end(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Runs end only after this is set."""
    event, real = Event(), desk.replay

    def held(*given: Any) -> Replay:
        assert event.wait(60)
        return real(*given)

    monkeypatch.setattr(desk, "replay", held)
    return event


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Sequence[Any]:
    """What was begun to run."""
    begun, real = [], Drafted.run

    def run(*given: Any) -> Any:
        begun.append(real(*given))
        return begun[-1]

    monkeypatch.setattr(Drafted, "run", run)
    return begun


async def draft_of(editor: Staff, house: House, word: str) -> str:
    """Begins a draft in which one word says another; gives the address of its run."""
    await editor.get("/desk/words")
    assert (await editor.post("/desk/drafts", title=f"试 {word}")).status == 303
    number = max(one.number for one in house.store.drafts().all())
    answer = await editor.post("/desk/words/synonym", word="贴息", saying=word)
    assert answer.status == 303, await answer.text()
    return f"/desk/drafts/{number}/replay"


async def test_a_run_that_failed_is_told(
    enter: Enter, desk_house: House, runs: Sequence[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Replay:
        raise KnowledgeError("这个文件读不了。")

    monkeypatch.setattr(desk, "replay", broken)
    editor = await enter("editor")
    address = await draft_of(editor, desk_house, "贴点钱")
    assert (await editor.post(address)).status == 303
    assert isinstance(runs[-1].exception(60), KnowledgeError)
    assert FAILED in await (await editor.get(address)).text()


async def test_a_run_that_ends_while_it_is_asked_about_stays_on_the_page(
    enter: Enter, desk_house: House, may_end: Event, runs: Sequence[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = await enter("editor")
    address = await draft_of(editor, desk_house, "贴贴钱")
    assert (await editor.post(address)).status == 303
    real = versions_pages.result_of

    def just_before_it_ends(*given: Any) -> Replay | None:
        found = real(*given)
        may_end.set()
        runs[-1].result()
        return found

    monkeypatch.setattr(versions_pages, "result_of", just_before_it_ends)
    assert UNDER_WAY in await (await editor.get(address)).text()
    monkeypatch.setattr(versions_pages, "result_of", real)
    assert DONE in await (await editor.get(address)).text()
