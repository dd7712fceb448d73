"""Messages: questions, edited questions, and what is no text. In groups only what is meant for the bot."""

import re

from aiogram import Bot, F, Router
from aiogram.enums import ChatType, ContentType
from aiogram.filters import Filter
from aiogram.types import Message

from bot.channels.telegram.exchange import PRIVATE, Talk, is_reply_to

# What a person sends; the rest (somebody joined, a message was pinned) is not said to anybody.
MEDIA = {
    ContentType.PHOTO: "photo",
    ContentType.VOICE: "voice",
    ContentType.AUDIO: "voice",
    ContentType.VIDEO: "video",
    ContentType.VIDEO_NOTE: "video",
    ContentType.ANIMATION: "video",
    ContentType.DOCUMENT: "document",
    ContentType.LOCATION: "location",
    ContentType.VENUE: "location",
    ContentType.STICKER: "sticker",
    ContentType.CONTACT: "contact",
    ContentType.POLL: "other",
    ContentType.DICE: "other",
}


class ForUs(Filter):
    """In a private chat everything; in a group what mentions the bot or replies to it; in a channel, or forwarded from
    one by Telegram itself, only what mentions it. Not what other bots say."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        if message.chat.type == PRIVATE:
            return True
        if message.sender_chat is None and (message.from_user is None or message.from_user.is_bot):
            return False
        posted = message.chat.type == ChatType.CHANNEL or message.is_automatic_forward
        if not posted and is_reply_to(bot.id, message):
            return True
        return await mentioned(message, bot)


async def mentioned(message: Message, bot: Bot) -> bool:
    """Whether the text or caption names the bot as Telegram marks it."""
    name = f"@{(await bot.me()).username}".lower()
    text = message.text or message.caption or ""
    for entity in message.entities or message.caption_entities or ():
        if entity.type == "mention" and entity.extract_from(text).lower() == name:
            return True
        if entity.type == "text_mention" and entity.user and entity.user.id == bot.id:
            return True
    return False


def make_router() -> Router:
    router = Router(name="questions")
    for_us = ForUs()
    router.message.register(moved, F.migrate_to_chat_id | F.migrate_from_chat_id)
    router.message.register(asked, for_us, F.text | F.caption)
    router.channel_post.register(asked, for_us, F.text | F.caption)
    router.edited_channel_post.register(corrected, for_us, F.text | F.caption)
    router.message.register(sent_something_else, for_us, F.content_type.in_(set(MEDIA)))
    router.edited_message.register(corrected, for_us, F.text | F.caption)
    return router


async def moved(message: Message, talk: Talk) -> None:
    """A group became a supergroup: its talks go on there. Either chat tells."""
    old, new = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
    await talk.context.move(old, new)


async def asked(message: Message, bot: Bot, talk: Talk) -> None:
    await talk.ask(await words_of(message, bot), message=message.message_id)


async def corrected(message: Message, bot: Bot, talk: Talk) -> None:
    """An edited question is answered anew, in place of the old answer where that is possible."""
    await talk.ask(await words_of(message, bot), message=message.message_id, edited=True)


async def sent_something_else(message: Message, talk: Talk) -> None:
    kind = MEDIA[ContentType(message.content_type)]
    await talk.say("media", shown=f"[{kind}]", kind=kind)


async def words_of(message: Message, bot: Bot) -> str:
    """What was said, without the bot's own name."""
    text = message.text or message.caption or ""
    if message.chat.type == PRIVATE:
        return text
    username = (await bot.me()).username or ""
    return re.sub(rf"@{re.escape(username)}\b", "", text, flags=re.IGNORECASE).strip() or text
