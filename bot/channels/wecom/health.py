"""What can be wrong with the bot in 企业微信, with the remedy of each."""

import time as clock
from collections.abc import Callable

from bot.channels.messenger import health

REMEDIES = {
    "unauthorized": "企业微信不认这个机器人。请到“管理后台 → 智能机器人”核对 FUDAOYUAN_WECOM_BOT_ID、"
    "FUDAOYUAN_WECOM_SECRET，改好后重启；收到的消息都留着。",
    "conflict": "另有程序用同一个机器人连着企业微信，把这边挤下来了。一个机器人只能有一条长连接，请停掉那一个程序；"
    "本程序过一会儿再连。",
    "network": "连不上企业微信。请检查服务器能不能访问 FUDAOYUAN_WECOM_URL；本程序会一直重连，网页不受影响。",
    "server": "企业微信接口出错，本程序会一直重试。",
    "wait": "企业微信要求慢一点，到时间自动继续。",
    "store": "企业微信的消息存不进数据库。请检查磁盘空间和数据库。",
    "forged": "有人往企业微信的回调地址发了签名不对或过期的消息，没有理会。机器人本身收不到答复的，"
    "请核对 FUDAOYUAN_WECOM_TOKEN、FUDAOYUAN_WECOM_AES_KEY 和后台里的是不是一样，服务器的时间准不准。",
    "stopped": "企业微信这一路已经停下，原因见日志；网页不受影响。请处理后重启。",
}
SERIOUS = frozenset({"unauthorized", "conflict", "store", "stopped"})


class Health(health.Health):
    """Alarms by kind, reported at /health/wecom; ``time`` in seconds."""

    def __init__(self, time: Callable[[], float] = clock.monotonic) -> None:
        super().__init__("wecom", REMEDIES, SERIOUS, time)
