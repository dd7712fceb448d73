"""Two processes with one bot of 企业微信 over one PostgreSQL: the platform takes one connection, and one has it."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels import wecom
from bot.channels.messenger import duty
from bot.channels.wecom import service as services
from bot.settings import read_settings
from bot.states import states_of
from knowledge.store import Store, open_store
from knowledge.store.postgres import locks
from tests import postgres
from tests.bot.channels.wecom.conftest import QUICK
from tests.bot.channels.wecom.fake import FakeWecom

SUM = "鲁科担，担保{0}万，费率0.5%，能补多少？"


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(duty, "EVERY", 0.05)
    monkeypatch.setattr(locks, "AGAIN", 0.05)
    monkeypatch.setattr(services.Service.__init__, "__defaults__", (QUICK, *services.Service.__init__.__defaults__[1:]))
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@contextlib.asynccontextmanager
async def process(house: House, home: Path, fake: FakeWecom, url: str, said: list[str]) -> AsyncIterator[Store]:
    """As ``fudaoyuan serve`` runs it beside the page, in a thread of its own."""
    settings = read_settings({**fake.environ, "DATABASE_URL": url}, home=str(home))
    settings.home.mkdir()
    with open_store(settings.store) as store:
        advisor = Advisor(house.advisor.live, store, None, states_of(store))
        own = replace(house, settings=settings, store=store, advisor=advisor, mounts=[], stops=[], probes=[])
        running, over = threading.Event(), threading.Event()

        def work() -> None:
            with wecom.beside(own, said.append):
                running.set()
                over.wait()

        thread = threading.Thread(target=work)
        thread.start()
        try:
            await asyncio.to_thread(running.wait)
            yield store
        finally:
            over.set()
            await asyncio.to_thread(thread.join)


async def test_one_of_two_is_connected_and_the_other_goes_on_when_it_is_gone(house, tmp_path, fake, url) -> None:
    said: list[str] = []
    async with (
        process(house, tmp_path / "one", fake, url, said) as one,
        process(house, tmp_path / "two", fake, url, said) as other,
    ):
        for number in range(5):
            assert f"{20 * (100 + number):,}.00" in (await fake.answer("u1", SUM.format(100 + number))).text
        await asyncio.sleep(0.3)
        assert fake.connections == 1 and len(said) == 1
        first = one if one.is_chosen(wecom.DUTY) else other
        first._election.close()  # type: ignore[attr-defined]  # its session is gone, as when the machine dies
        for number in range(5, 10):
            wanted = f"{20 * (100 + number):,}.00"
            await fake.say("u1", SUM.format(100 + number))
            await fake.until(lambda wanted=wanted: any(wanted in text for text in fake.texts("u1")))
        await asyncio.sleep(0.3)
        assert 10 <= len(fake.texts("u1")) <= 11, "at most the one it had in hand comes twice"
        assert 10 <= len(other.turns("wecom:u1")) <= 11
