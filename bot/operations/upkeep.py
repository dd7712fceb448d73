"""What somebody must see to in time though answers go on: room, backups, LPR, the version in force, the bot."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.bootstrap import House
from bot.clock import day_of
from bot.operations.background import Background
from bot.operations.backup import backups
from bot.settings import Settings
from knowledge.records.model import Knowledge
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
EVERY = 60.0  # seconds
LOW = 500 * 2**20  # bytes left, or a twentieth of the disk when that is less: some weeks of talks
NO_BACKUP = "还没有备份过，丢了就找不回来。请运行 fudaoyuan backup，并打开每天的备份。"
OLD_BACKUP = (
    "最新的备份是 {hours} 小时前的，应不超过 {limit} 小时。"
    "请运行 fudaoyuan backup；每天的备份为什么没做，看 journalctl -u fudaoyuan-backup。"
)
OLD_LPR = (
    "LPR 只登记到 {since} 那一期，已经 {days} 天。"
    "请核对公布的最新利率，写进 knowledge/series/lpr.toml；没有变也写一行。"
)
LITTLE = "磁盘只剩 {free} MB（{folder}）。请腾出空间；满了以后只答不记。"
BEHIND = "发布的是第 {published} 版资料，答复用的还是第 {live} 版。请看日志，或重启服务。"
DEAF = "找条款的索引不对：用原文的标题找不到那一条。请重启服务；还是不行就重新安装程序。"


@dataclass(frozen=True, slots=True)
class Condition:
    """``free``: bytes left where there is least, in ``folder``; ``backup``: when the newest was made; ``lpr``: since
    when the last rate is in force. None where there is none."""

    free: int
    low: int
    folder: Path
    backup: datetime | None
    lpr: date | None


def condition(settings: Settings, knowledge: Knowledge) -> Condition:
    """How things stand now. Raises OSError."""
    free, low, folder = min(room(settings))
    newest = next(iter(backups(settings.backups)), None)
    return Condition(free, low, folder, newest.made_at if newest else None, last_lpr(knowledge))


def last_lpr(knowledge: Knowledge) -> date | None:
    return max((row.since for row in knowledge.lpr), default=None)


class Upkeep(Background):
    """Looks once a minute, in a thread of its own, while its block runs; what it finds is ``house.readiness``'s."""

    def __init__(
        self, house: House, *, every: float = EVERY, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._house, self._board, self._every, self._now = house, house.readiness, every, now
        self._behind = 0  # the published version that was not in force at the last look
        self._looked = 0
        super().__init__("upkeep")

    def _run(self) -> None:
        while True:
            self.look()
            if self._stop.wait(self._every):
                return

    def look(self) -> None:
        """One round; what cannot be looked at is told in the log, and the others are looked at all the same."""
        for one in (self._things, self._version, self._index, self._bot):
            try:
                one()
            except (OSError, StoreError) as error:
                log.warning("%s cannot be looked at: %s", one.__name__, error)
            except Exception:
                log.exception("%s cannot be looked at", one.__name__)

    def _things(self) -> None:
        found, now = condition(self._house.settings, self._house.advisor.live.knowledge), self._now()
        limit = timedelta(hours=self._house.settings.backup.hours)
        days = self._house.settings.lpr_days
        little = LITTLE.format(free=found.free // 2**20, folder=found.folder) if found.free < found.low else ""
        self._told("low", little)
        self._told("backup", about_backup(found.backup, now, limit) if limit else "")
        age = (day_of(now) - found.lpr).days if found.lpr else 0
        self._told("lpr", OLD_LPR.format(since=found.lpr, days=age) if days and age > days else "")

    def _version(self) -> None:
        """Whether what is published is in force; building it may take until the next look."""
        live, published = self._house.advisor.live.knowledge.version, self._house.store.published()
        number = published.number if published else live
        before, self._behind = self._behind, number if number != live else 0
        refused = any(reason.kind == "version" for reason in self._board.reasons())  # told already
        late = self._behind and self._behind == before and not refused
        self._told("behind", BEHIND.format(published=number, live=live) if late else "")

    def _index(self) -> None:
        """Whether a clause is found by its own title; each time another one."""
        live = self._house.advisor.live
        policy = live.knowledge.main
        clause = policy.clauses[self._looked % len(policy.clauses)]
        self._looked += 1
        hits = live.matcher.match(clause.title).hits
        found = any((hit.policy, hit.clause) == (policy.id, clause.id) for hit in hits)
        self._told("index", "" if found else DEAF)

    def _bot(self) -> None:
        alarms = [sentence for probe in self._house.probes for sentence in probe().values()]
        self._told("telegram", alarms[0] if alarms else "")

    def _told(self, kind: str, sentence: str) -> None:
        if sentence:
            self._board.found(kind, sentence=sentence)
        else:
            self._board.over(kind)


def about_backup(newest: datetime | None, now: datetime, limit: timedelta) -> str:
    """What is wrong with the newest backup, which is to be no older than ``limit``; "" for nothing."""
    if newest is None:
        return NO_BACKUP
    age, most = ((one.total_seconds() / 3600) for one in (now - newest, limit))
    return OLD_BACKUP.format(hours=f"{age:.0f}", limit=f"{most:.0f}") if now - newest > limit else ""


def room(settings: Settings) -> list[tuple[int, int, Path]]:
    """(bytes left, how few are too few, folder) of the disks the data and the backups are, or will be, on."""
    found = []
    for folder in (settings.home, settings.backups):
        there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
        usage = shutil.disk_usage(there)
        found.append((usage.free, min(LOW, usage.total // 20), there))
    return found
