"""What is wrong with the bot right now, with the remedy: logged once, and reported at /health/telegram."""

import logging
import time
from collections.abc import Callable
from typing import Any

from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan.telegram")

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
LASTING = 30.0  # seconds a fault of network or server must last to count as an alarm
QUIET = 60.0  # seconds without a conflict until it is over: two programs polling in turn succeed in turn


class Health:
    """Alarms by kind; ``time`` in seconds."""

    def __init__(self, time: Callable[[], float] = time.monotonic) -> None:
        self._time = time
        self._since: dict[str, float] = {}
        self._said: dict[str, str] = {}
        self._conflict_at = 0.0

    def fault(self, kind: str, detail: str) -> None:
        """Something failed; the first of a row stands in the log with its remedy."""
        if kind not in self._since:
            self._since[kind] = self._time()
            level = logging.ERROR if kind in SERIOUS else logging.WARNING
            log.log(level, f"telegram {kind}: %s %s", REMEDIES.get(kind, ""), detail)  # each kind a line of its own
        self._said[kind] = detail
        if kind == "conflict":
            self._conflict_at = self._time()

    def fine(self, *kinds: str) -> None:
        """What failed works again; without kinds: everything the interface itself can say does."""
        for kind in kinds or tuple(kind for kind in self._since if kind != "store"):
            if kind == "conflict" and self._time() - self._conflict_at < QUIET:
                continue
            if self._since.pop(kind, None) is not None:
                self._said.pop(kind, None)
                log.info(f"telegram {kind}: over")

    def alarms(self) -> dict[str, str]:
        """Kind → remedy of what is wrong; a short hiccup of the network is not."""
        now = self._time()
        return {
            kind: REMEDIES.get(kind, self._said.get(kind, ""))
            for kind, since in list(self._since.items())
            if kind in SERIOUS or now - since >= LASTING
        }

    def report(self, counts: Callable[[], dict[str, int]]) -> dict[str, Any]:
        """``status`` "ok" or "alarm", the alarms, and how much waits."""
        alarms, waiting = self.alarms(), {}
        try:
            waiting = counts()
        except StoreError as error:
            alarms["store"] = str(error)
        return {"status": "alarm" if alarms else "ok", "alarms": alarms, **waiting}
