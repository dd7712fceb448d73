"""The menu below the chat: 问一问, 看我能拿哪些, 找人."""

import asyncio

from bot.channels.messenger.calls import CallError, Payload
from bot.channels.messenger.timing import Pace
from bot.channels.wechat.api import Api
from bot.channels.wechat.dispatch import ASK, CHECK, STAFF
from bot.channels.wechat.health import REMEDIES, Health
from bot.settings import Settings

CLICKS = (("问一问", ASK), ("看我能拿哪些", CHECK), ("找人", STAFF))
LONGEST = 16  # bytes of a name, as WeChat says; what is longer it shows cut off


def menu() -> Payload:
    """The menu as WeChat takes it."""
    return {"button": [{"type": "click", "name": name, "key": key} for name, key in CLICKS]}


def put_menu(settings: Settings) -> str:
    """Puts the menu there and says so. Raises RuntimeError with a Chinese sentence when WeChat does not take it."""
    try:
        asyncio.run(_put(settings))
    except CallError as error:
        remedy = REMEDIES.get(error.kind, "")
        raise RuntimeError(f"菜单没有建成：{error.words}。{remedy}") from None
    names = "、".join(name for name, _ in CLICKS)
    return f"菜单建好了：{names}。手机上最多过 24 小时看到，取消关注再关注马上能看到。"


async def _put(settings: Settings) -> None:
    api = Api(settings, Pace(), Health())
    try:
        await api.call("menu/create", menu())
    finally:
        await api.close()
