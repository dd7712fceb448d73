"""The check-up at the command line: lines of JSON for programs, a talk for a person at a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.line import open_house, with_store

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.records.model import Knowledge

BEGIN = "体检"


def write_template(settings: Settings, path: Path) -> str:
    """An empty list to be filled in."""

    def write(knowledge: Knowledge) -> str:
        from bot.kit.list_result import template_workbook

        path.write_bytes(template_workbook(knowledge))
        return f"名单的模板：{path}。填好以后运行 fudaoyuan checkup --list {path}"

    return with_store(settings, write)


def check_firms(settings: Settings, path: Path, out: Path | None) -> str:
    """Checks every firm of an Excel list; writes the result beside it and says what of the list could not be read."""
    return with_store(settings, lambda knowledge: _checked(knowledge, path, out or _beside(path)))


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}-体检结果.xlsx")


def _checked(knowledge: Knowledge, path: Path, out: Path) -> str:
    from bot.clock import today
    from bot.commands.progress import shown
    from bot.kit.firm_list import read_list
    from bot.kit.list_result import check_list, result_workbook

    day = today()
    found = read_list(knowledge, path.read_bytes(), day)
    with shown(f"正在查 {len(found.firms)} 家") as tell:
        checked = check_list(knowledge, found.firms, day, tell)
    out.write_bytes(result_workbook(knowledge, found, checked, day))
    told = [f"第 {one.line} 行 {one.column}“{one.said}”：{one.why}" for one in found.notes]
    return "\n".join([f"查了 {len(checked)} 家，{len(told)} 处要核对。结果在 {out}", *told])


def check_profiles(settings: Settings) -> None:
    """A profile a line, from standard input; somebody at a terminal is asked instead."""
    if sys.stdin.isatty():
        _talk(settings)
    else:
        with_store(settings, _run)


def _talk(settings: Settings) -> None:
    from bot.channels.terminal import converse

    house = open_house(settings)
    try:
        converse(house.advisor, first=BEGIN)
    finally:
        house.close()


def _run(knowledge: Knowledge) -> str:
    from bot.channels.batch import run_checkup
    from bot.commands.progress import watched

    run_checkup(knowledge, watched(sys.stdin.buffer, "已查"), sys.stdout.buffer)
    return ""
