"""Pressed buttons. One that is out of date, or was never ours, is answered with a notice and does nothing."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from bot.channels.telegram.exchange import Talk
from bot.channels.telegram.keyboard import Begin, Erase, Read, Say, words_of

STALE = "按钮已失效"


def make_router() -> Router:
    router = Router(name="buttons")
    # Any reader of a channel could press: messages there have no buttons, so a press is forged.
    router.callback_query.register(stale, F.message.chat.type == ChatType.CHANNEL)
    router.callback_query.register(said, Say.filter())
    router.callback_query.register(read, Read.filter())
    router.callback_query.register(began, Begin.filter())
    router.callback_query.register(erased, Erase.filter())
    router.callback_query.register(stale)
    return router


async def said(query: CallbackQuery, callback_data: Say, talk: Talk) -> None:
    state = talk.context.state_of(talk.place.conversation)
    words = words_of(callback_data, state, talk.context.book)
    if not words:
        await stale(query, talk)
        return
    talk.toast(query.id)
    label = state.choices[int(words) - 1][0] if callback_data.kind == "n" else None
    await talk.ask(words, shown=label)


async def read(query: CallbackQuery, callback_data: Read, talk: Talk) -> None:
    """The clause's own words; the conversation stays where it is."""
    try:
        policy = talk.context.knowledge.policy(callback_data.policy)
        clause = policy.clause(callback_data.clause)
    except KeyError:
        await stale(query, talk)
        return
    talk.toast(query.id)
    await talk.say("clause", policy=policy, clause=clause)


async def began(query: CallbackQuery, callback_data: Begin, talk: Talk) -> None:
    try:
        measure = talk.context.knowledge.measure(callback_data.measure)
    except KeyError:
        await stale(query, talk)
        return
    talk.toast(query.id)
    await talk.begin(measure.name, f"measure:{measure.key}", shown=measure.name)


async def erased(query: CallbackQuery, callback_data: Erase, talk: Talk) -> None:
    if callback_data.user != talk.place.user:
        await stale(query, talk)
        return
    talk.toast(query.id)
    await talk.forget()


async def stale(query: CallbackQuery, talk: Talk) -> None:
    talk.toast(query.id, STALE)
    await talk.close()
