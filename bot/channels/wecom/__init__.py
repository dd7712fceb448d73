"""企业微信 智能机器人: over a long connection that we open, or by callback to the served page.

with beside(house, say):   fudaoyuan serve with FUDAOYUAN_WECOM_BOT_ID or FUDAOYUAN_WECOM_TOKEN
"""

import asyncio
from contextlib import AbstractContextManager

from bot.bootstrap import House
from bot.channels.messenger.beside import Announce, running_beside
from bot.channels.messenger.duty import on_duty
from bot.channels.wecom.callback import mount_callback
from bot.channels.wecom.health import Health
from bot.channels.wecom.inbox import Intake, outbox_of
from bot.channels.wecom.service import Service

__all__ = ["beside"]
SHOWN = "企业微信"
DUTY = "wecom"  # the platform takes one connection a bot, and ends the one before


def beside(house: House, say: Announce) -> AbstractContextManager[None]:
    """The bot while the page is served, in a thread and a loop of its own."""
    health, intake = Health(), Intake(outbox_of(house.settings, house.store))
    if house.settings.wecom.connects:
        house.mounts.append(lambda app: mount_callback(app, house.settings, None, intake, health))
        return running_beside(house, health, SHOWN, lambda stop: _connected(house, intake, health, stop, say), say)
    service = Service(house.settings, house.advisor, house.store, intake, health)
    house.mounts.append(lambda app: mount_callback(app, house.settings, service.callback, intake, health))
    return running_beside(house, health, SHOWN, lambda stop: service.run(stop, say), say)


async def _connected(house: House, intake: Intake, health: Health, stop: asyncio.Event, say: Announce) -> None:
    """Connected for as long as it is this process's turn."""
    while not stop.is_set():
        async with on_duty(house.store, DUTY, stop) as over:
            if not stop.is_set():
                service = Service(house.settings, house.advisor, house.store, intake, health)
                await service.run(over, say)
