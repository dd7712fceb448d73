"""What is taken along to an event: all sheets of paper as one PDF, and the offline pack."""

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
    home = _home(settings, url)
    return with_store(settings, lambda knowledge: _written(knowledge, path, home, counselor))


def write_pack(settings: Settings, path: Path, url: str) -> str:
    """Writes the offline pack; says where and how large it is."""
    home = _home(settings, url)

    def write(knowledge: Knowledge) -> str:
        from importlib.metadata import version

        from bot.clock import today
        from bot.kit.pack import pack

        path.write_text(pack(knowledge, today(), home, version=version("fudaoyuan")), encoding="utf-8")
        return f"离线包：{path}（{path.stat().st_size // 1000} KB），拷到手机、电脑上打开就能用，不用联网"

    return with_store(settings, write)


def _home(settings: Settings, url: str) -> str:
    """The address the codes lead to; without one the sheets have no codes, which is told."""
    home = (url or settings.page.public_url).rstrip("/")
    if not home:
        click.secho(NO_ADDRESS, fg="yellow", err=True)
    return home if url or not home else home + settings.page.base_path


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
