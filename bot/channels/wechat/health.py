"""What can be wrong with the 公众号, with the remedy of each."""

import time as clock
from collections.abc import Callable

from bot.channels.messenger import health

REMEDIES = {
    "unauthorized": "微信不认这个 AppID 或 AppSecret，或者这个号没有这个接口的权限（客服消息、菜单要认证过的号）。"
    "请到公众平台“基本配置”核对 FUDAOYUAN_WECHAT_APP_ID、FUDAOYUAN_WECHAT_APP_SECRET，改好后重启；当场的答复不受影响。",
    "whitelist": "微信说这台服务器的公网地址不在白名单（40164）。"
    "请到公众平台“基本配置 → IP 白名单”加上，几分钟后自动好。",
    "quota": "今天调用微信接口的次数用完了（45009）。"
    "过后的消息隔一阵再发，当场的答复不受影响；可以在公众平台清零一次。",
    "network": "连不上微信接口。"
    "请检查服务器能不能访问 FUDAOYUAN_WECHAT_API_BASE；本程序会一直重试，当场的答复不受影响。",
    "server": "微信接口出错，本程序会一直重试。",
    "wait": "微信要求慢一点，到时间自动继续。",
    "store": "公众号的消息存不进数据库，先不回，微信会再发。请检查磁盘空间和数据库。",
    "forged": "有人往公众号的地址发了签名不对或过期的消息，没有理会。公众号本身收不到答复的，"
    "请核对 FUDAOYUAN_WECHAT_TOKEN、FUDAOYUAN_WECHAT_AES_KEY "
    "和公众平台“服务器配置”里的是不是一样，服务器的时间准不准。",
    "stopped": "公众号这一路已经停下，原因见日志；网页不受影响。请处理后重启。",
}
SERIOUS = frozenset({"unauthorized", "whitelist", "quota", "store", "stopped"})


class Health(health.Health):
    """Alarms by kind, reported at /health/wechat; ``time`` in seconds."""

    def __init__(self, time: Callable[[], float] = clock.monotonic) -> None:
        super().__init__("wechat", REMEDIES, SERIOUS, time)
