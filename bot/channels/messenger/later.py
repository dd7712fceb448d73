"""What comes later: somebody's question was answered by staff, and whoever asked it within two days is told."""

import asyncio
from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.channels.messenger.service import MessengerService
from bot.clock import day_of
from bot.desk.queue import Item, items
from bot.replies.render import environment
from knowledge.store import Listed, Store, StoreError, Wanted

WITHIN = timedelta(hours=48)  # the platforms take no message to somebody who was silent for longer
MOST = 5_000  # turns that are looked at


class Told(NamedTuple):
    """``conversation``: who asked; ``at``: when; ``name``: of what was answered, the same whenever it is looked at;
    ``words``: what is said."""

    conversation: str
    at: datetime
    name: str
    words: str


def answered(store: Store, channel: str, now: datetime) -> list[Told]:
    """What was asked through this channel lately and stands answered now. Raises ``StoreError``."""
    today = day_of(now)
    wanted = Wanted(day_of(now - WITHIN).isoformat(), today.isoformat(), channel=channel, limit=MOST)
    asked = [one for one in store.counts().listed(wanted) if now - datetime.fromisoformat(one.turn.at) < WITHIN]
    done = [one for one in items(store, today) if one.state == "done" and one.draft and one.answer] if asked else []
    found = {(told.conversation, told.name): told for item in done for told in _told(item, asked)}
    return [*found.values()]


def _told(item: Item, asked: list[Listed]) -> Iterator[Told]:
    keys = {said.key for said in item.said}
    left = tuple(said.text for said in item.said if said.key.startswith("q"))
    for number, turn in asked:
        question = turn.text if f"t{number}" in keys else next((text for text in left if turn.text.endswith(text)), "")
        if question:
            words = environment().get_template("messenger/answered.j2").render(question=question, answer=item.answer)
            yield Told(turn.conversation, datetime.fromisoformat(turn.at), item.name, words.strip("\n"))


class LaterService(MessengerService):
    """A messenger in which somebody can be told later."""

    @abstractmethod
    def _update_of(self, told: Told) -> Any:
        """What is put into the inbox to say it: of the same number whenever it is made."""

    async def _looked(self) -> None:
        """Looks every minute for what another process put into the inbox, and after each new version for answers."""
        seen = None
        while True:
            await asyncio.sleep(self._pace.sweep)
            self._chats.wake((0,))
            try:
                version = await asyncio.to_thread(self._store.published)
                if version is not None and version.number != seen:
                    await self._tell()
                    seen = version.number
            except StoreError as error:
                self._health.fault("store", str(error))

    async def _tell(self) -> None:
        for told in await asyncio.to_thread(answered, self._store, self.channel, self._now()):
            await asyncio.wrap_future(self._intake.receive([self._update_of(told)]))
