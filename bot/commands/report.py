"""The report of some days: a text to paste, and a workbook."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.events import with_stored

if TYPE_CHECKING:
    from bot.kit.report import Period
    from bot.settings import Settings
    from knowledge.store import Store


def days_of(month: str) -> tuple[date, date]:
    """The first and the last day of a month written 2025-11. Raises ClickException."""
    try:
        year, number = map(int, month.split("-"))
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    except ValueError:
        raise click.ClickException(f"{month} 不是月份，请写成 2025-11") from None


def make_report(settings: Settings, since: date, until: date, out: Path | None, *, full: bool) -> str:
    """The text; with ``out`` the workbook of the same numbers too. ``full``: persons and telephones are not masked."""

    def work(store: Store) -> str:
        from bot.bootstrap import published_knowledge
        from bot.kit.report import report_text, report_workbook

        knowledge, period = published_knowledge(settings), period_of(store, since, until, full=full)
        text = report_text(knowledge, period)
        if out is None:
            return text
        out.write_bytes(report_workbook(knowledge, period))
        return f"{text}\n明细在 {out}"

    return with_stored(settings, work)


def period_of(store: Store, since: date, until: date, *, full: bool) -> Period:
    """What the store has of these days."""
    from bot.kit.referrals import referrals
    from bot.kit.report import Period
    from bot.kit.visits import Viewer, masked, visits

    logged = [one for one in visits(store.ledger(), Viewer("city")) if since <= one.visit.day <= until]
    every = referrals(store.ledger())
    opened = {one.number: store.ledger().history("referral", one.number)[0].at[:10] for one in every}
    return Period(
        since,
        until,
        store.counts().turns(since.isoformat(), until.isoformat()),
        tuple(one if full else masked(one) for one in logged),
        tuple(one for one in every if since.isoformat() <= opened[one.number] <= until.isoformat()),
        store.questions().open(),
    )
