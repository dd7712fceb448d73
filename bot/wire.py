"""What a line of the machine contract must hold, the same on standard input and over HTTP."""

from datetime import date
from typing import Any

from bot.clock import today
from bot.figures import read_figures

JsonObject = dict[str, Any]


def day_of(text: object) -> date:
    """An ISO day, today when absent. Raises ValueError for anything else."""
    if text is None or text == "":
        return today()
    if not isinstance(text, str):
        raise ValueError(text)
    return date.fromisoformat(text)


def read_line(line: JsonObject) -> JsonObject:
    """The figures in ``text`` as the contract writes them. Raises ValueError with what to write instead."""
    text = line.get("text")
    if not isinstance(text, str):
        raise ValueError('缺少 text：请写上要读的话，例如 {"text": "五百万"}')
    try:
        day = day_of(line.get("day"))
    except ValueError:
        raise ValueError(f"day 不是日期：{line.get('day')!r}，请写成 2025-11-22") from None
    return {"figures": [figure.to_json() for figure in read_figures(text, day)]}
