"""What monitors are told; and a page whose store is locked, full or lost: it answers, and says what is wrong."""

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.web.owners import TOKEN, USE, holder_of
from bot.channels.web.site import SITE
from bot.operations.readiness import REMEDIES, Readiness
from knowledge.store import Store, open_later, open_store
from knowledge.store.sqlite.database import connect
from tests.bot.channels.web.conftest import DAY, LOAN, Open
from tests.bot.channels.web.test_receipts import INPUTS, SAVE
from tests.disks import WAYS, disk


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    with open_store(tmp_path / "own.db", wait=0.05) as opened:
        yield opened


async def over(open_site: Open, house: House, store: Store) -> TestClient:
    return await open_site(advisor=Advisor(house.advisor.live, store), store=store)


def token_of(site: TestClient) -> str:
    """One caller of the interface, with the same token as long as the site is there."""
    if TOKEN not in site.session.headers:
        site.session.headers[TOKEN] = site.server.app[SITE].signer.issue(USE)
    return site.session.headers[TOKEN]


def kept(site: TestClient, conversation: str = "talk") -> str:
    """The name of the caller's conversation in the store."""
    return holder_of(token_of(site)).conversation(conversation)


async def ask(site: TestClient, text: str, client_id: str, conversation: str = "talk") -> dict:
    line = {"text": text, "conversation": conversation, "client_id": client_id, "day": DAY.isoformat()}
    async with site.post("/api/ask", json=line, headers={TOKEN: token_of(site)}) as answer:
        assert answer.status == 200
        return await answer.json()


@pytest.mark.parametrize("path", ["/health/live", "/healthz"])
async def test_a_process_that_answers_is_alive_whatever_is_wrong(open_site: Open, house: House, path: str) -> None:
    readiness = Readiness()
    readiness.found("full")
    site = await open_site(readiness=readiness)
    answer = await site.get(path)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert await answer.json() == {"status": "ok", "version": house.advisor.live.knowledge.version}


async def test_ready_says_what_is_wrong_since_when_and_what_to_do(open_site: Open, house: House) -> None:
    readiness, version = Readiness(), house.advisor.live.knowledge.version
    site = await open_site(readiness=readiness)
    answer = await site.get("/health/ready")
    assert answer.status == 200
    assert await answer.json() == {"status": "ready", "version": version, "reasons": []}
    readiness.found("damaged", "/srv/secret/fudaoyuan.sqlite3")
    answer = await site.get("/health/ready")
    told = await answer.json()
    assert (answer.status, told["status"], told["version"]) == (503, "not ready", version)
    [reason] = told["reasons"]
    assert (reason["kind"], reason["sentence"]) == ("damaged", REMEDIES["damaged"]) and reason["since"]
    assert "secret" not in await answer.text()


async def test_a_locked_store_costs_no_answer_and_no_record(
    open_site: Open, house: House, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.exchange.LONGEST", 0.02)
    site = await over(open_site, house, store)
    texts = [LOAN, "改成300万", "再说一遍", "找哪个部门"]
    with closing(connect(tmp_path / "own.db", wait=1)) as other:
        other.execute("BEGIN IMMEDIATE")
        sums = [(await ask(site, text, f"id-{n}"))["amount_yuan"] for n, text in enumerate(texts)]
        again = (await ask(site, texts[1], "id-1"))["amount_yuan"]
        assert store.turns(kept(site)) == ()
    assert sums[:3] == ["67000.00", "40200.00", "40200.00"] and again == sums[1]
    store.pulse().beat().result(30)
    assert [turn.text for turn in store.turns(kept(site))] == texts
    assert store.state_of(kept(site))


@pytest.mark.parametrize("way", WAYS)
async def test_on_a_full_disk_answers_go_on_receipts_say_so_and_all_is_recorded_afterwards(
    open_site: Open, house: House, tmp_path: Path, way: str
) -> None:
    with disk(tmp_path / "disk", way, "8m") as small, open_store(small.folder / "x.db", wait=0.05) as store:
        site = await over(open_site, house, store)
        small.fill()
        sums = [(await ask(site, text, f"id-{n}"))["amount_yuan"] for n, text in enumerate([LOAN, "改成300万"])]
        async with site.post(SAVE, data=INPUTS) as receipt:
            assert receipt.status == 503 and "现在存不下来" in await receipt.text()
        assert store.turns(kept(site)) == ()
        small.free()
        last = await ask(site, "改成200万", "id-2")
        store.pulse().beat().result(30)
        assert [*sums, last["amount_yuan"]] == [turn.amount for turn in store.turns(kept(site))]


async def test_a_receipt_that_cannot_be_read_is_a_503(open_site: Open, house: House, tmp_path: Path) -> None:
    (tmp_path / "x.db").mkdir()
    with open_later(tmp_path / "x.db", wait=0.05) as store:
        site = await over(open_site, house, store)
        answer = await site.get(f"/receipts/{'x' * 22}")
        assert answer.status == 503 and "读不出来" in await answer.text()


async def test_what_is_not_stored_yet_is_not_forgotten(
    open_site: Open, house: House, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the next line of the talk would be heard without the one before."""
    monkeypatch.setattr("bot.channels.web.exchange.LONGEST", 0.02)
    monkeypatch.setattr("bot.states.REMEMBERED", 2)
    monkeypatch.setattr("bot.channels.web.exchange.REMEMBERED", 2)
    site = await over(open_site, house, store)
    with closing(connect(tmp_path / "own.db", wait=1)) as other:
        other.execute("BEGIN IMMEDIATE")
        first = [await ask(site, LOAN, "id", f"talk-{n}") for n in range(5)]
        assert [await ask(site, LOAN, "id", f"talk-{n}") for n in range(5)] == first
        assert (await ask(site, "改成300万", "id-2", "talk-0"))["amount_yuan"] == "40200.00"
    store.pulse().beat().result(30)
    assert (await ask(site, "再说一遍", "id-3", "talk-0"))["amount_yuan"] == "40200.00"
    store.pulse().beat().result(30)
    assert len(store.turns(kept(site, "talk-0"))) == 3
