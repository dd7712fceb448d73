"""The Bot API through aiogram: one call at a time, raw updates, and whatever goes wrong as one ``CallError``."""

from typing import Any, ClassVar

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetUpdates, SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters

from bot.channels.messenger.calls import CallError, Payload
from bot.channels.messenger.timing import Pace
from bot.channels.telegram.html import words_of
from bot.operations.logs import hidden
from bot.settings import Settings
from knowledge.store import Waiting

HEARD = ["message", "edited_message", "channel_post", "edited_channel_post", "callback_query"]
# The first that fits, as the kinds of ``CallError``; TelegramNotFound is what a token of the wrong shape gets.
KINDS: tuple[tuple[type[Exception], str], ...] = (
    (TelegramRetryAfter, "wait"),
    (TelegramMigrateToChat, "moved"),
    (TelegramUnauthorizedError, "unauthorized"),
    (TelegramNotFound, "unauthorized"),
    (TelegramConflictError, "conflict"),
    (TelegramForbiddenError, "blocked"),
    (TelegramBadRequest, "refused"),
    (TelegramEntityTooLarge, "refused"),
    (TelegramServerError, "server"),
    (ClientDecodeError, "server"),
    (TelegramNetworkError, "network"),
    (TelegramAPIError, "refused"),
    (ValueError, "server"),  # bytes that are no text
    (OSError, "network"),
)


class RawUpdates(GetUpdates):
    """Updates as they came: one that aiogram cannot read must not hold up the others of its batch."""

    __returning__: ClassVar[Any] = list[dict[str, Any]]


class QuickClosingSession(AiohttpSession):
    """aiogram's session without the quarter of a second that its ``close`` waits for TLS to say goodbye."""

    async def close(self) -> None:
        if self._session is not None and not self._session.closed:
            await self._session.close()


class Api:
    """One bot at one Bot API server."""

    def __init__(self, settings: Settings, pace: Pace) -> None:
        self._token, self._pace = settings.telegram.bot_token.reveal(), pace
        server = TelegramAPIServer.from_base(settings.telegram.api_base)
        self.bot = Bot(
            self._token,
            session=QuickClosingSession(api=server, timeout=pace.request),
            default=DefaultBotProperties(parse_mode=None),
        )

    async def call(self, method: TelegramMethod[Any], longest: float | None = None) -> Any:
        """What the method returns. Raises ``CallError`` for whatever goes wrong."""
        try:
            return await self.bot(method, request_timeout=longest or self._pace.request)  # type: ignore[arg-type]
        except Exception as error:
            raise self.as_api_error(error) from None

    async def updates(self, offset: int | None) -> list[Payload]:
        """The next updates, after at most ``poll`` seconds."""
        asked = RawUpdates(offset=offset, timeout=int(self._pace.poll), allowed_updates=HEARD)
        found: list[Payload] = await self.call(asked, self._pace.poll + self._pace.request)
        return found

    async def make(self, row: Waiting, payload: Payload) -> int | None:
        """Makes a kept call; the number of the message it made."""
        result = await self.call(method_of(row.method, payload))
        return getattr(result, "message_id", None)

    async def close(self) -> None:
        await self.bot.session.close()

    def as_api_error(self, error: Exception) -> CallError:
        """An error as an ``CallError``, without the token and what it quotes of a message."""
        kind = next((kind for cls, kind in KINDS if isinstance(error, cls)), "server")
        said = str(getattr(error, "message", error))  # not the answer that could not be read
        said = said if isinstance(error, OSError | TelegramNetworkError) else hidden(said)
        words = " ".join(f"{type(error).__name__}: {said}".replace(self._token, "****").split())[:200]
        wait = float(error.retry_after) if isinstance(error, TelegramRetryAfter) else None
        return CallError(kind, words, wait, getattr(error, "migrate_to_chat_id", None))


def method_of(name: str, payload: Payload) -> TelegramMethod[Any]:
    """The aiogram method of a kept call."""
    if name == "answerCallbackQuery":
        return AnswerCallbackQuery(callback_query_id=payload["id"], text=payload["text"] or None)
    html, keyboard = payload["html"], payload.get("keyboard")
    shared: Payload = {
        "chat_id": payload["chat"],
        "text": words_of(html) if payload.get("plain") else html,
        "parse_mode": None if payload.get("plain") else "HTML",
        "reply_markup": InlineKeyboardMarkup(inline_keyboard=keyboard) if keyboard else None,
        "link_preview_options": LinkPreviewOptions(is_disabled=True),
    }
    if name == "editMessageText":
        return EditMessageText(message_id=payload["edit"], **shared)
    reply_to = payload.get("reply_to")
    if reply_to:
        shared["reply_parameters"] = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
    return SendMessage(message_thread_id=payload.get("thread"), **shared)
