"""What is wrong with the service as a whole, each with its remedy: logged once, and reported at /health/ready."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

log = logging.getLogger("fudaoyuan")

REMEDIES = {
    "locked": "数据库一分钟没有写成，另有程序占着它。请停掉那个程序（例如备份）；答复照常，记录排着队，能写时补上。",
    "full": "磁盘满了，现在只答不记。请腾出空间，不用重启：能写时自动补记排着队的记录；测算单暂时存不了。",
    "disk": "读写数据库时磁盘出错，现在只答不记。请检查磁盘和剩余空间；能写时自动补记排着队的记录。",
    "closed": "数据库打不开，或者不让写，现在只答不记。请检查数据文件夹的权限和磁盘；能写时自动补记排着队的记录。",
    "away": "连不上数据库服务器，现在只答不记。请检查 PostgreSQL 和网络；连上以后自动补记排着队的记录，不用重启。",
    "readonly": "数据库服务器现在只读，现在只答不记。请把主库恢复，或提升备库；能写时自动补记排着队的记录。",
    "deleted": "数据库文件不见了，现在说的话重启后都会丢。请停掉程序，从备份恢复数据库文件，再启动。",
    "replaced": "数据库文件被换过，程序还在用原来那个。请重启程序。",
    "damaged": "数据库已损坏，有的记录读不出、存不进。请停掉程序，用最近的备份换掉数据库文件，再启动。",
    "unrecorded": "最近说的话没有记下，也不会自动补上，原因见日志。请停掉程序，检查数据库，必要时从备份恢复，再启动。",
    "shared": "另一个程序也在用这个数据文件夹提供问答，两边的对话会对不上。请停掉其中一个。",
    "unlocked": "数据文件夹的锁文件被删掉了，建不回来。请检查数据文件夹的权限和磁盘，别再启动第二个程序。",
    "stale": "一分钟没有写成数据库，或者自查停了。请看日志；一直不好就重启程序。",
    "other": "数据库出错，原因见日志。请把日志交给维护人员。",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong: its kind, a sentence for the public that says what to do, and the ISO time in UTC."""

    kind: str
    sentence: str
    since: str


class Readiness:
    """Whether the service does all it should. Any thread may find and ask. ``clock``: seconds."""

    def __init__(
        self, now: Callable[[], datetime] = lambda: datetime.now(UTC), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._now, self._clock = now, clock
        self._lock = Lock()
        self._reasons: dict[str, Reason] = {}
        self._vouched_until: float | None = None

    def found(self, kind: str, detail: str = "", sentence: str = "") -> None:
        """Something is wrong. The log tells it when it is new, with ``detail``, which may name files."""
        sentence = sentence or REMEDIES.get(kind, REMEDIES["other"])
        with self._lock:
            before = self._reasons.get(kind)
            if before and before.sentence == sentence:
                return
            since = before.since if before else self._now().astimezone(UTC).isoformat(timespec="seconds")
            self._reasons[kind] = Reason(kind, sentence, since)
        log.error("not ready (%s): %s %s", kind, sentence, detail)

    def over(self, *kinds: str) -> None:
        """What was wrong is well again."""
        with self._lock:
            gone = [kind for kind in kinds if self._reasons.pop(kind, None)]
        for kind in gone:
            log.warning("well again (%s)", kind)

    def vouch(self, seconds: float) -> None:
        """Whoever watches says that it will look again within so many seconds; else it is not ready."""
        self._vouched_until = self._clock() + seconds

    def reasons(self) -> tuple[Reason, ...]:
        """Everything that is wrong now; nothing when the service is ready."""
        if self._vouched_until is not None and self._clock() > self._vouched_until:
            self.found("stale")
        with self._lock:
            return tuple(self._reasons.values())

    def report(self, version: int) -> dict[str, Any]:
        """``status`` "ready" or "not ready", the version answers are given from (0: as installed), the reasons."""
        reasons = self.reasons()
        return {
            "status": "not ready" if reasons else "ready",
            "version": version,
            "reasons": [asdict(reason) for reason in reasons],
        }
