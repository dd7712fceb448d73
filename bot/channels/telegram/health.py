"""What can be wrong with the bot, with the remedy of each."""

import time as clock
from collections.abc import Callable

from bot.channels.messenger import health

REMEDIES = {
    "unauthorized": "Telegram 不认这个令牌（401）。请在 BotFather 里核对或重新取令牌，改好 BOT_TOKEN 后重启；"
    "消息都留着，改好就接着答。",
    "conflict": "另有程序在用同一个令牌收消息（409）。请停掉那一个程序，或者取消在别处设的推送地址；本程序会一直重试。",
    "network": "连不上 Telegram 接口。请检查网络和 TELEGRAM_API_BASE；本程序会一直重试，网页不受影响。",
    "server": "Telegram 接口出错，本程序会一直重试。",
    "wait": "Telegram 要求慢一点，到时间自动继续。",
    "store": "收到的 Telegram 消息存不进数据库，先不确认，Telegram 会再发。请检查磁盘空间和数据库。",
    "refused": "Telegram 不接受机器人的设置（400）。请核对 FUDAOYUAN_TELEGRAM_WEBHOOK_URL 等设置。",
    "stopped": "Telegram 机器人已经停下，原因见日志；网页不受影响。请处理后重启。",
    "blocked": "Telegram 拒绝了机器人（403）。请在 BotFather 里检查机器人是否被停用。",
}
SERIOUS = frozenset({"unauthorized", "conflict", "store", "refused", "blocked", "stopped"})


class Health(health.Health):
    """Alarms by kind, reported at /health/telegram; ``time`` in seconds."""

    def __init__(self, time: Callable[[], float] = clock.monotonic) -> None:
        super().__init__("telegram", REMEDIES, SERIOUS, time)
