"""One update out of the inbox → its answer in the outbox, whatever it holds and whatever goes wrong."""

import asyncio
import logging

from aiogram import Dispatcher
from aiogram.methods import SendChatAction
from aiogram.types import CallbackQuery, Message, Update

from bot.channels.messenger.calls import CallError
from bot.channels.messenger.dispatch import BaseDispatch
from bot.channels.messenger.talk import BaseTalk
from bot.channels.messenger.timing import Flood, Pace
from bot.channels.telegram import buttons, commands, questions
from bot.channels.telegram.albums import Whole, whole_of
from bot.channels.telegram.api import Api
from bot.channels.telegram.exchange import Place, ServiceContext, Talk, place_of, place_of_press
from bot.channels.telegram.health import Health
from knowledge.store import Answered, Incoming, StoreError

log = logging.getLogger("fudaoyuan.telegram")
NOBODY = "tg:"


class UpdateDispatch(BaseDispatch):
    """aiogram's dispatcher over the recorded updates."""

    def __init__(self, api: Api, context: ServiceContext, pace: Pace, health: Health) -> None:
        super().__init__(context, pace, health)
        self._api, self._context = api, context
        self._flood: Flood[int] = Flood(pace.user_limit)
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.include_routers(commands.make_router(), buttons.make_router(), questions.make_router())

    async def _answer(self, one: Incoming) -> None:
        try:
            whole = await whole_of(one, self._context.outbox, self._pace.album)
        except (ValueError, RecursionError) as error:
            whole = _unreadable(one, error)
        if whole is None:
            return
        update = None if whole.silent else self._parsed(whole)
        event = event_of(update) if update else None
        place = self._place(event)
        if update is None or event is None or place is None:
            await asyncio.wrap_future(self._context.outbox.answer(whole.id, Answered(NOBODY, parts=whole.parts)))
            return
        talk = Talk(self._context, whole.id, place, whole.parts, whole.instead)
        typing = asyncio.create_task(self._typing(place))
        try:
            await self._talked(update, event, talk)
        except BaseException:
            # What the advisor has in mind may not be what is kept.
            self._context.advisor.restore(place.conversation, None)
            raise
        finally:
            typing.cancel()

    async def _talked(self, update: Update, event: Message | CallbackQuery, talk: Talk) -> None:
        if verdict := self._flooding(event, talk.place):
            await self._refused(event, talk, verdict)
            return
        try:
            await self._dispatcher.feed_update(self._api.bot, update, talk=talk)
        except StoreError:
            raise
        except Exception:
            await self._apologised(talk)
        await talk.close()

    async def _sorry(self, talk: BaseTalk, number: str) -> None:
        assert isinstance(talk, Talk)
        await talk.say("apology", number=number)

    async def _refused(self, event: Message | CallbackQuery, talk: Talk, verdict: str) -> None:
        if isinstance(event, CallbackQuery):
            talk.toast(event.id)
        if verdict == "first":
            await talk.say("flood", limit=self._pace.user_limit)
        await talk.close()

    def _flooding(self, event: Message | CallbackQuery, place: Place) -> str:
        """Counted are private messages and pressed buttons; in groups most are not meant for the bot."""
        if place.group and isinstance(event, Message):
            return ""
        at = event.date if isinstance(event, Message) else self._context.now()
        return self._flood.judge(place.user, at.timestamp())

    def _parsed(self, whole: Whole) -> Update | None:
        try:
            return Update.model_validate(whole.raw, context={"bot": self._api.bot})
        except (ValueError, RecursionError) as error:
            _unreadable(whole, error)
            return None

    def _place(self, event: Message | CallbackQuery | None) -> Place | None:
        if isinstance(event, CallbackQuery):
            place = place_of_press(event, self._context.now())
        else:
            place = place_of(event, self._api.bot.id) if event else None
        return self._context.home(place) if place else None

    async def _typing(self, place: Place) -> None:
        """Shows that somebody is at it; nobody waits for that, and it may fail."""
        if place.group:
            return
        await asyncio.sleep(self._pace.typing)
        try:
            await self._api.call(SendChatAction(chat_id=place.chat, action="typing"))
        except CallError as error:
            log.info("typing is not shown: %s", error.words)


def event_of(update: Update) -> Message | CallbackQuery | None:
    """What somebody said or pressed; None for what is not heard."""
    said = update.message or update.edited_message or update.channel_post or update.edited_channel_post
    return said or update.callback_query


def _unreadable(one: Incoming | Whole, error: Exception) -> Whole:
    """Told in the log; nobody is answered."""
    log.warning("telegram update %s cannot be read (%s)", one.id, type(error).__name__)
    return Whole(one.id, {}, silent=True)
