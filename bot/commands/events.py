"""Events at the command line: opened, listed, closed with their workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.line import friendly, settings_from, with_settings

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.store import Store

UNKNOWN = "没有 {code} 这场活动。fudaoyuan event list 列出全部"
NO_ADDRESS = "没有写网址，下面的链接前面请自己补上，例如 https://fdy.example.cn"


def with_stored(settings: Settings, use: Callable[[Store], str]) -> str:
    """What ``use`` says of the store, opened and closed around it."""
    from knowledge.store import open_store

    def work() -> str:
        with open_store(settings.store) as store:
            return use(store)

    return friendly(work)


@click.group()
def event() -> None:
    """办活动：开一场，看有哪几场，结束并导出 Excel。

    例：fudaoyuan event open 开发区专场 --place 会展中心
    """


@event.command("open")
@click.argument("name")
@click.option("--place", default="", help="在哪里办")
@click.option("--url", default="", help="网址，例如 https://fdy.example.cn（默认 FUDAOYUAN_PUBLIC_URL）")
@with_settings("home")
def open_one(name: str, place: str, url: str, home: str | None) -> None:
    """开一场活动，给出四个网址。

    例：fudaoyuan event open "惠企政策进园区" --place 高新区
    """
    from bot.kit.events import links, open_event

    settings = settings_from(home=home)
    root = url.rstrip("/") or (settings.page.public_url and settings.page.public_url + settings.page.base_path)
    if not root:
        click.secho(NO_ADDRESS, fg="yellow", err=True)

    def work(store: Store) -> str:
        from bot.clock import today

        made, secret = open_event(store.ledger(), name, place, today().isoformat(), _now())
        return "\n".join([f"开好了：{made.name}", *(f"{what}：{link}" for what, link in links(made, root, secret))])

    click.echo(with_stored(settings, work))


@event.command("list")
@with_settings("home")
def list_all(home: str | None) -> None:
    """列出活动。

    例：fudaoyuan event list
    """

    def work(store: Store) -> str:
        from bot.kit.events import every_event, summary

        rows = []
        for one in every_event(store.ledger()):
            found = summary(store.events(), one.code)
            state = "" if one.is_open else "，已结束"
            rows.append(f"{one.code}　{one.day}　{one.name}　{found.asked} 人问过{state}")
        return "\n".join(rows) or "还没有办过活动"

    click.echo(with_stored(settings_from(home=home), work))


@event.command("show")
@click.argument("code")
@with_settings("home")
def show_one(code: str, home: str | None) -> None:
    """看一场活动到现在的数：打开过、问过多少人，问得多的，没答上的。

    例：fudaoyuan event show abcde
    """

    def work(store: Store) -> str:
        from bot.kit.events import find_event, summary

        found = find_event(store.ledger(), code)
        if found is None:
            raise click.ClickException(UNKNOWN.format(code=code))
        told = summary(store.events(), code)
        asked = f"{told.asked} 人问过 {len(told.turns)} 句，{len(told.left)} 人留了问题"
        head = f"{found.name}：{told.opened} 人打开过，{asked}"
        return "\n".join(
            [head, *(f"{count} 次　{text}" for text, count in told.top), *(f"没答上　{text}" for text in told.missed)]
        )

    click.echo(with_stored(settings_from(home=home), work))


@event.command("close")
@click.argument("code")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Excel 写到哪里（默认 活动名.xlsx）")
@with_settings("home")
def close_one(code: str, out: Path | None, home: str | None) -> None:
    """结束一场活动，导出 Excel：来了多少人、问得多的、没答上的、留下的问题。

    例：fudaoyuan event close abcde
    """
    settings = settings_from(home=home)

    def work(store: Store) -> str:
        from bot.bootstrap import published_knowledge
        from bot.kit.events import close_event, event_workbook, find_event, summary

        found = find_event(store.ledger(), code)
        if found is None:
            raise click.ClickException(UNKNOWN.format(code=code))
        closed = close_event(store.ledger(), store.events(), found, _now())
        told = summary(store.events(), code)
        path = out or Path(f"{closed.name}.xlsx".replace("/", "-"))
        path.write_bytes(event_workbook(published_knowledge(settings), closed, told))
        return f"已结束：{told.asked} 人问过 {len(told.turns)} 句，{len(told.missed)} 句没答上。结果在 {path}"

    click.echo(with_stored(settings, work))


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)
