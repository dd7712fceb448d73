"""All sheets of paper as one PDF, before an event."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.line import with_store

if TYPE_CHECKING:
    from bot.kit.counselor import Counselor
    from bot.settings import Settings
    from knowledge.records.model import Knowledge

NO_PDF = "没有装做 PDF 的组件。请运行 make pdf，或者在网页的“一页纸”里一张一张打印"
NO_ADDRESS = "注意：没有写网址（--url 或 FUDAOYUAN_PUBLIC_URL），纸上没有二维码"


def write_handouts(settings: Settings, path: Path, url: str, counselor: Counselor) -> str:
    """Writes them; says how many and where."""
    home = (url or settings.page.public_url).rstrip("/")
    home += settings.page.base_path if home and not url else ""
    if not home:
        click.secho(NO_ADDRESS, fg="yellow", err=True)
    return with_store(settings, lambda knowledge: _written(knowledge, path, home, counselor))


def _written(knowledge: Knowledge, path: Path, home: str, counselor: Counselor) -> str:
    from bot.clock import today
    from bot.kit.handout import every_handout
    from bot.kit.sheets import NoPdf, handout_html, pdf

    handouts = every_handout(knowledge, today())
    try:
        path.write_bytes(pdf(handout_html(handouts, home, counselor)))
    except NoPdf:
        raise click.ClickException(NO_PDF) from None
    return f"{len(handouts)} 张，每张一页：{path}"
