"""公众号: what WeChat posts is answered at once, what comes later is sent by its interface for customer service.

with beside(house, say):   fudaoyuan serve with FUDAOYUAN_WECHAT_APP_ID, in a thread and a loop of its own
put_menu(settings):        fudaoyuan wechat
"""

from contextlib import AbstractContextManager

from bot.bootstrap import House
from bot.channels.messenger.beside import Announce, running_beside
from bot.channels.wechat.callback import mount_callback
from bot.channels.wechat.health import Health
from bot.channels.wechat.inbox import Intake, outbox_of
from bot.channels.wechat.menu import put_menu
from bot.channels.wechat.service import Service

__all__ = ["beside", "put_menu"]


def beside(house: House, say: Announce) -> AbstractContextManager[None]:
    """The 公众号 while the page is served, which WeChat posts to."""
    health, intake = Health(), Intake(outbox_of(house.settings, house.store))
    service = Service(house.settings, house.advisor, house.store, intake, health)
    house.mounts.append(lambda app: mount_callback(app, house.settings, service.callback, intake, health))
    return running_beside(house, health, "公众号", lambda stop: service.run(stop, say), say)
