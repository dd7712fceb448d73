"""``fudaoyuan move``: everything from one database into another, as sentences."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import click

from bot.commands.line import friendly
from bot.commands.progress import shown
from bot.operations.home import is_held
from bot.setting_values import SettingsError, database_url
from knowledge.store import Moved, StoreError, move_store

RUNNING = "{path} 旁边的服务还开着。请先停掉：systemctl stop fudaoyuan，再搬。"


def move_all(source: str, target: str) -> str:
    """Moves, and says how much."""
    here, there = _place("搬出", source), _place("搬进", target)
    begun = monotonic()

    def work() -> Moved:
        for path in (here, there):
            if isinstance(path, Path) and is_held(path.with_name("serve.lock")):
                raise StoreError(RUNNING.format(path=path))
        with shown("正在搬，搬完再读一遍核对") as tell:
            return move_store(here, there, lambda done, total: tell(done / total if total else 1.0))

    return friendly(lambda: _told(work(), there, monotonic() - begun))


def _place(what: str, text: str) -> Path | str:
    """A file, or the address of a database."""
    if "://" not in text:
        return Path(text)
    try:
        return database_url(what, text).reveal()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def _told(moved: Moved, target: Path | str, seconds: float) -> str:
    then = "写上 DATABASE_URL 再启动" if isinstance(target, str) else "去掉 DATABASE_URL 再启动"
    return (
        f"搬好了（{seconds:.1f} 秒）：共 {moved.rows:,} 行，其中对话 {moved.turns:,} 条，逐行核对过，一样。\n"
        f"操作记录 {moved.trail:,} 行，没有被改过。\n"
        f"原来的库没有动。现在可以{then}；确认没问题，再收起原来的。"
    )
