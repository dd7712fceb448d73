"""One update out of the inbox → its answer in the outbox, whatever it holds and whatever goes wrong."""

import asyncio
import logging

from aiogram import Dispatcher
from aiogram.methods import SendChatAction
from aiogram.types import CallbackQuery, Message, Update

from bot.channels.telegram import buttons, commands, questions
from bot.channels.telegram.albums import Whole, whole_of
from bot.channels.telegram.api import Api, ApiError
from bot.channels.telegram.exchange import Place, ServiceContext, Talk, place_of, place_of_press
from bot.channels.telegram.health import Health
from bot.channels.telegram.timing import Flood, Pace
from bot.operations.logs import request_id
from knowledge.store import Answered, Incoming, StoreError

log = logging.getLogger("fudaoyuan.telegram")
NOBODY = "tg:"


class UpdateDispatch:
    """aiogram's dispatcher over the recorded updates. ``handle`` never raises but when cancelled."""

    def __init__(self, api: Api, context: ServiceContext, pace: Pace, health: Health) -> None:
        self._api, self._context, self._pace, self._health = api, context, pace, health
        self._flood = Flood(pace.user_limit)
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.include_routers(commands.make_router(), buttons.make_router(), questions.make_router())

    async def handle(self, one: Incoming) -> None:
        """Answers it; while the store fails, again and again: what is not kept is not answered."""
        given = request_id.set(str(one.id))
        try:
            await self._insist(one)
        finally:
            request_id.reset(given)

    async def _insist(self, one: Incoming) -> None:
        failures = 0
        while True:
            try:
                await self._answer(one)
                self._health.fine("store")
                return
            except StoreError as error:
                failures += 1
                self._health.fault("store", str(error))
                await asyncio.sleep(self._pace.wait(failures))

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
            await self._apologised(update, talk)
        await talk.close()

    async def _apologised(self, update: Update, talk: Talk) -> None:
        number = request_id.get()
        log.exception("telegram update %s failed", number)
        self._context.advisor.restore(talk.place.conversation, None)
        if not talk.closed:
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
        except ApiError as error:
            log.info("typing is not shown: %s", error.words)


def event_of(update: Update) -> Message | CallbackQuery | None:
    """What somebody said or pressed; None for what is not heard."""
    said = update.message or update.edited_message or update.channel_post or update.edited_channel_post
    return said or update.callback_query


def _unreadable(one: Incoming | Whole, error: Exception) -> Whole:
    """Told in the log; nobody is answered."""
    log.warning("telegram update %s cannot be read (%s)", one.id, type(error).__name__)
    return Whole(one.id, {}, silent=True)
