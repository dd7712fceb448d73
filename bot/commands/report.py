"""The report of some days: a text to paste, and a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.events import with_stored

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.store import Store


def make_report(settings: Settings, month: str, out: Path | None, *, full: bool) -> str:
    """The text; with ``out`` the workbook of the same numbers too. ``full``: persons and telephones are not masked.
    Raises ClickException for what is no month."""

    def work(store: Store) -> str:
        from bot.bootstrap import published_knowledge
        from bot.kit.report import days_of, period_of, report_text, report_workbook

        days = days_of(month)
        if days is None:
            raise click.ClickException(f"{month} 不是月份，请写成 2025-11")
        knowledge, period = published_knowledge(settings), period_of(store, *days, full=full)
        text = report_text(knowledge, period)
        if out is None:
            return text
        people = {one.name: one.shown for one in store.people().everybody()}
        out.write_bytes(report_workbook(knowledge, period, people))
        return f"{text}\n明细在 {out}"

    return with_stored(settings, work)
