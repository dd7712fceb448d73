"""What commands share: options of the settings, the house and the store they open, faults told as sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from bot.settings import SETTINGS, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from bot.bootstrap import House

LEARNING = "正在学例句（资料变了才要，几秒钟）"


def with_settings(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds an option for each setting named; its help and default are those of the settings table."""
    table = {setting.field: setting for setting in SETTINGS}

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            setting = table[name]
            words = f"{setting.help}（环境变量 {setting.variable}，默认 {setting.default}）"
            function = click.option(f"--{name}", default=None, help=words)(function)
        return function

    return decorate


def settings_from(**options: str | None) -> Settings:
    try:
        return read_settings(None, **options)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def open_house(settings: Settings) -> House:
    """Everything built; a fault in data or store ends the command with its Chinese sentence, not a traceback."""
    from bot.bootstrap import bootstrap
    from bot.commands.progress import shown
    from knowledge.records.model import KnowledgeError

    try:
        with shown(LEARNING) as tell:
            house = bootstrap(settings, tell=tell)
    except (KnowledgeError, OSError) as error:
        raise click.ClickException(str(error)) from None
    for reason in house.readiness.reasons():
        click.secho(f"注意：{reason.sentence}", fg="yellow", err=True)
    return house


def friendly(call: Callable[[], str]) -> str:
    from knowledge.records.model import KnowledgeError

    try:
        return call()
    except (KnowledgeError, OSError) as error:
        raise click.ClickException(str(error)) from None


def with_store(settings: Settings, use: Callable[[Any], str]) -> str:
    from bot.bootstrap import published_knowledge

    return friendly(lambda: use(published_knowledge(settings)))


def with_live(settings: Settings, use: Callable[[Any], str]) -> str:
    house = open_house(settings)
    try:
        return use(house.advisor.live)
    finally:
        house.close()
