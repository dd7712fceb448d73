"""What is to be sent to Telegram: another chat or other words where it wants them, and pieces that follow."""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.channels.messenger import sending
from bot.channels.messenger.calls import CallError, Payload, dumped
from bot.channels.telegram.otherwise import following, in_chat, simplified
from knowledge.store import StoreError, Waiting

log = logging.getLogger("fudaoyuan.telegram")
DONE_ALREADY = ("message is not modified",)
TOO_LATE = ("query is too old", "query ID is invalid")


async def nobody_told(old: int, new: int) -> None:
    """What is done about a chat's new number when nobody wants to know."""


class Sender(sending.Sender):
    """``moved``: hears the old and the new number of a chat that Telegram says has another, and may raise
    ``StoreError``."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.moved: Callable[[int, int], Awaitable[None]] = nobody_told

    def _rest(self, payload: Payload) -> Payload | None:
        return following(payload)

    def _is_message(self, row: Waiting) -> bool:
        return row.method != "answerCallbackQuery"

    def _is_done(self, error: CallError) -> bool:
        return any(words in error.words for words in DONE_ALREADY)

    def _is_late(self, error: CallError) -> bool:
        return any(words in error.words for words in TOO_LATE)

    async def _other_way(self, row: Waiting, error: CallError) -> Waiting | None:
        payload = json.loads(row.payload)
        if error.kind == "moved" and error.chat and error.chat != payload["chat"]:
            await self._follow(payload["chat"], error.chat)
            other = in_chat(row.method, payload, error.chat)
        elif error.kind == "refused" and (plain := simplified(row.method, payload, error.words)):
            log.warning("telegram refused message %s (%s), sent otherwise", row.id, error.words)
            other = plain
        else:
            return None
        return replace(row, method=other[0], payload=dumped(other[1]))

    async def _follow(self, old: int, new: int) -> None:
        try:
            await self.moved(old, new)
        except StoreError as error:
            self._health.fault("store", str(error))
