"""A notice, sent without the store, to a user whose words cannot be deleted yet because the store fails."""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import Update

from bot.channels.messenger.calls import CallError
from bot.channels.telegram.api import Api
from bot.channels.telegram.keyboard import Erase
from bot.channels.telegram.markup import page

log = logging.getLogger("fudaoyuan.telegram")
REMEMBERED = 1_000


class NotYet:
    """Notifies the sender of each update once. The deletion itself is retried elsewhere until it is done."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._told: OrderedDict[int, None] = OrderedDict()

    async def tell(self, update_id: int, chat: int, thread: int | None = None) -> None:
        """Sends the notice unless this update had it; a call that fails is logged."""
        if update_id in self._told:
            return
        self._told[update_id] = None
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        try:
            text = page("notyet")
            await self._api.call(SendMessage(chat_id=chat, text=text, message_thread_id=thread, parse_mode="HTML"))
        except CallError as error:
            log.warning("nobody could be told that nothing is deleted yet: %s", error.words)

    async def refused(self, raws: Iterable[Any]) -> None:
        """The same for updates the inbox could not store; Telegram delivers those again."""
        for raw in raws:
            if (update := _pressed(raw)) and update.callback_query and update.callback_query.message:
                await self.tell(update.update_id, update.callback_query.message.chat.id)


def _pressed(raw: Any) -> Update | None:
    """The update when a button that deletes was pressed."""
    query = raw.get("callback_query") if isinstance(raw, dict) else None
    data = query.get("data") if isinstance(query, dict) else None
    if not isinstance(data, str) or not data.startswith(f"{Erase.__prefix__}:"):
        return None
    try:
        return Update.model_validate(raw)
    except (ValueError, RecursionError):
        return None
