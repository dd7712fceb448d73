"""``fudaoyuan backup`` and ``fudaoyuan restore``, as sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import click

from bot.clock import BEIJING
from bot.commands.line import friendly
from bot.operations.backup import Backup, back_up, backups, rotate
from bot.operations.home import HomeBusyError
from bot.operations.restore import Restored, restore
from bot.settings import Settings
from knowledge.store import Copied

ELSEWHERE = (
    '数据在 PostgreSQL 里，不归这个命令管。备份：pg_dump -Fc "$DATABASE_URL" > fudaoyuan.dump；'
    "恢复、按时间点恢复的步骤见 deploy/postgres/README.md。"
)


def make_backup(settings: Settings) -> str:
    """Makes one and deletes what is too old."""
    _only_here(settings)
    began, now = monotonic(), datetime.now(UTC)

    def work() -> str:
        made = back_up(settings, now)
        gone = rotate(settings, now)
        return "\n".join(_made(made, monotonic() - began, len(backups(settings.backups)), len(gone)))

    return friendly(work)


def list_backups(settings: Settings) -> str:
    _only_here(settings)
    found = backups(settings.backups)
    if not found:
        return f"{settings.backups} 里没有备份。做一份：fudaoyuan backup"
    return "\n".join([f"{settings.backups} 里有 {len(found)} 份备份，新的在前：", *map(_line, found)])


def restore_backup(settings: Settings, folder: str | None, *, newest: bool) -> str:
    """From the folder, from the newest there is, or, when neither is told, nothing but what there is."""
    _only_here(settings)
    found = backups(settings.backups)
    if not folder and not newest and found:
        return (
            f"{list_backups(settings)}\n用最新的一份恢复：fudaoyuan restore --newest；用别的：fudaoyuan restore 文件夹"
        )
    if not folder and not found:
        raise click.ClickException(f"{settings.backups} 里没有备份。备份在别处的，写上文件夹：fudaoyuan restore 文件夹")
    chosen = _chosen(settings, folder) if folder else found[0].folder
    began = monotonic()
    try:
        return friendly(lambda: _restored(restore(settings, chosen, datetime.now(UTC)), monotonic() - began))
    except HomeBusyError as error:
        raise click.ClickException(f"没有恢复，什么都没有动。{error}") from None


def _only_here(settings: Settings) -> None:
    """What another program keeps is backed up by that."""
    if settings.database_url:
        raise click.ClickException(ELSEWHERE)


def _chosen(settings: Settings, folder: str) -> Path:
    """A path, or the name of a backup in its folder."""
    named = settings.backups / folder
    return named if named.is_dir() and not Path(folder).is_dir() else Path(folder)


def _made(made: Backup, seconds: float, count: int, gone: int) -> list[str]:
    kept = f"共有 {count} 份" + (f"，删了太旧的 {gone} 份" if gone else "")
    return [
        f"备份好了：{made.folder}（{_size(made.holds.bytes)}，{seconds:.1f} 秒，已读回检查）",
        f"记到：{_last(made.holds)}；{kept}。",
        "恢复用：fudaoyuan restore --newest（先停掉服务）",
    ]


def _restored(done: Restored, seconds: float) -> str:
    aside = f"原来的文件移到 {done.aside}，确认没问题再删。" if done.aside else "原来没有数据库。"
    return (
        f"恢复好了（{seconds:.1f} 秒）：用的是 {_when(done.backup.made_at)} 的备份，记到 {_last(done.backup.holds)}。\n"
        f"{aside}\n现在可以启动服务了。"
    )


def _line(one: Backup) -> str:
    return f"  {one.folder.name}  {_size(one.holds.bytes):>9}  记到 {_last(one.holds)}；程序 {one.program}"


def _last(holds: Copied) -> str:
    if not holds.last_turn:
        return "还没有对话记录"
    return f"第 {holds.last_turn:,} 条对话记录（{_when(datetime.fromisoformat(holds.last_at))}）"


def _when(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
