"""Checked reading of data files: every complaint names the file, the key, what is wrong and what to write."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge.records.faults import DataError, Faults
from knowledge.text.tokens import fold

__all__ = ["DataError", "Entry", "Faults", "fold_phrase", "read_toml"]


class Entry:
    """One TOML table, read key by key with complaints in Chinese; ``done`` complains of keys nobody reads.

    With ``faults`` a complaint is noted there and an empty value read in its place; without, it is raised.
    ``sound``: nothing was complained of so far.
    """

    def __init__(self, file: str, where: str, table: Mapping[str, Any], faults: Faults | None = None) -> None:
        self.file, self.where, self.table, self.faults = file, where, table, faults
        self.read: set[str] = set()
        self.sound = True

    def complain(self, key: str, wrong: str, write: str) -> DataError:
        return DataError(self.file, f"{self.where}{key}", wrong, write)

    def fault(self, key: str, wrong: str, write: str) -> None:
        """Notes the complaint, or raises it where nobody collects them."""
        self.sound = False
        if self.faults is None:
            raise self.complain(key, wrong, write)
        self.faults.note(self.complain(key, wrong, write))

    def _get(self, key: str, default: Any, empty: Any) -> Any:
        self.read.add(key)
        if key in self.table:
            return self.table[key]
        if default is ...:
            self.fault(key, "缺少这一项", f"请补上 {key} = …")
            return empty
        return default

    def text(self, key: str, default: Any = ...) -> str:
        value = self._get(key, default, "")
        if isinstance(value, str):
            return value
        self.fault(key, f"应当是文字，现在是 {value!r}", f'请写成 {key} = "……"')
        return ""

    def flag(self, key: str) -> bool:
        value = self._get(key, False, False)
        if not isinstance(value, bool):
            self.fault(key, f"应当是 true 或 false，现在是 {value!r}", f"请写成 {key} = true")
        return value is True

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        value = self._get(key, default, ())
        if isinstance(value, list | tuple) and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        self.fault(key, "应当是一串不为空的文字", f'请写成 {key} = ["……", "……"]')
        return ()

    def phrases(self, key: str) -> tuple[str, ...]:
        """Texts that are looked for in what people say, in the form in which they are compared."""
        return tuple(fold_phrase(text) for text in self.texts(key))

    def pattern(self, key: str) -> str:
        """A regular expression, "" when there is none."""
        value = self.text(key, "")
        try:
            re.compile(value)
        except re.error as error:
            self.fault(key, f"这个正则式读不懂（{error}）", "请检查括号和竖线")
            return ""
        return value

    def day(self, key: str, default: Any = ..., unwritten: date | None = None) -> date:
        """A day; ``unwritten`` is what "" stands for, where there may be none."""
        value = self._get(key, default, date.min)
        if value == "" and unwritten is not None:
            return unwritten
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(key, f"不是日期：{value!r}", f'请写成 {key} = "2024-05-20"')
            return date.min

    def months(self, key: str) -> tuple[int, ...]:
        """Months of the year, none when nothing is written."""
        value = self._get(key, (), ())
        if isinstance(value, list | tuple) and all(type(month) is int and 1 <= month <= 12 for month in value):
            return tuple(value)
        self.fault(key, f"应当是一串月份，现在是 {value!r}", f"请写成 {key} = [3, 4, 5]")
        return ()

    def decimal(self, key: str, default: Any = ...) -> Decimal:
        value = self._get(key, default, 0)
        try:
            if not isinstance(value, str | int) or isinstance(value, bool):
                raise InvalidOperation
            return Decimal(value)
        except InvalidOperation:
            self.fault(key, f"不是准确的数：{value!r}", f'请加引号写成 {key} = "0.40"')
            return Decimal(0)

    def choice(self, key: str, allowed: tuple[str, ...], default: Any = ...) -> str:
        """One of ``allowed``; "" when it is another, which is complained of."""
        sound, self.sound = self.sound, True
        value = self.text(key, default)
        if self.sound and value not in allowed:
            self.fault(key, f"「{value}」不在可选范围内", f"请从这些里选：{'、'.join(x or '（空）' for x in allowed)}")
            value = ""
        self.sound = sound and self.sound
        return value

    def tables(self, key: str) -> list["Entry"]:
        value = self._get(key, [], [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, "应当是一组 [[表]]", f"请写成 [[{key}]]")
            return []
        wheres = [f"{self.where}{key} 第{i}个{_named(item)} " for i, item in enumerate(value, 1)]
        return [Entry(self.file, where, item, self.faults) for where, item in zip(wheres, value, strict=True)]

    def table_of(self, key: str) -> "Entry":
        """The table under ``key``, an empty one when there is none."""
        value = self._get(key, {}, {})
        if not isinstance(value, dict):
            self.fault(key, "应当是一张 [表]", f"请写成 [{key}]")
            value = {}
        return Entry(self.file, f"{self.where}{key} ", value, self.faults)

    def rest(self) -> Mapping[str, Any]:
        """The keys not read so far, which are then taken as read."""
        left = {key: value for key, value in self.table.items() if key not in self.read}
        self.read |= set(left)
        return left

    def done(self) -> None:
        for key in self.table:
            if key not in self.read:
                self.fault(key, "没有这样的项", f"可以写的有：{'、'.join(sorted(self.read))}")


def _named(item: Mapping[str, Any]) -> str:
    """（principal_yuan）: what a person calls the table he looks for."""
    name = item.get("id") or item.get("key")
    return f"（{name}）" if isinstance(name, str) else ""


def fold_phrase(text: str) -> str:
    """Folded piece by piece: the gap sign … would become three full stops."""
    return "…".join(fold(piece) for piece in text.split("…"))


def read_toml(files: Mapping[str, str], path: str, faults: Faults | None = None) -> Entry:
    """The whole file ``path`` as one entry; missing or broken TOML is a DataError that says the line."""
    if path not in files:
        raise DataError(path, "文件", "找不到这个文件", "请把它放回去，或从上一版恢复")
    try:
        return Entry(path, "", tomllib.loads(files[path]), faults)
    except tomllib.TOMLDecodeError as error:
        raise DataError(path, "格式", f"读不懂（{error}）", "请检查引号、方括号和等号是否成对") from None
