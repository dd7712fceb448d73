"""Checked reading of data files: every complaint names the file, the key, what is wrong and what to write."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge.model import KnowledgeError
from knowledge.words import fold


class DataError(KnowledgeError):
    """A data file is not as it should be. The message is for the person who edits the file."""

    def __init__(self, file: str, key: str, wrong: str, write: str) -> None:
        super().__init__(f"{file}：{key}：{wrong}。{write}")
        self.file, self.key = file, key


class Entry:
    """One TOML table, read key by key with complaints in Chinese; ``done`` complains of keys nobody reads."""

    def __init__(self, file: str, where: str, table: Mapping[str, Any]) -> None:
        self.file, self.where, self.table = file, where, table
        self.read: set[str] = set()

    def complain(self, key: str, wrong: str, write: str) -> DataError:
        return DataError(self.file, f"{self.where}{key}", wrong, write)

    def _get(self, key: str, default: Any) -> Any:
        self.read.add(key)
        if key in self.table:
            return self.table[key]
        if default is ...:
            raise self.complain(key, "缺少这一项", f"请补上 {key} = …")
        return default

    def text(self, key: str, default: Any = ...) -> str:
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self.complain(key, f"应当是文字，现在是 {value!r}", f'请写成 {key} = "……"')
        return value

    def flag(self, key: str) -> bool:
        value = self._get(key, False)
        if not isinstance(value, bool):
            raise self.complain(key, f"应当是 true 或 false，现在是 {value!r}", f"请写成 {key} = true")
        return value

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        value = self._get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
            raise self.complain(key, "应当是一串不为空的文字", f'请写成 {key} = ["……", "……"]')
        return tuple(value)

    def phrases(self, key: str) -> tuple[str, ...]:
        """Texts that are looked for in what people say, in the form in which they are compared."""
        return tuple(fold_phrase(text) for text in self.texts(key))

    def day(self, key: str, default: Any = ...) -> date:
        value = self._get(key, default)
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.complain(key, f"不是日期：{value!r}", f'请写成 {key} = "2024-05-20"') from None

    def decimal(self, key: str) -> Decimal:
        value = self._get(key, ...)
        try:
            if not isinstance(value, str | int) or isinstance(value, bool):
                raise InvalidOperation
            return Decimal(value)
        except InvalidOperation:
            raise self.complain(key, f"不是准确的数：{value!r}", f'请加引号写成 {key} = "0.40"') from None

    def choice(self, key: str, allowed: tuple[str, ...], default: Any = ...) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.complain(
                key, f"「{value}」不在可选范围内", f"请从这些里选：{'、'.join(x or '（空）' for x in allowed)}"
            )
        return value

    def tables(self, key: str) -> list["Entry"]:
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.complain(key, "应当是一组 [[表]]", f"请写成 [[{key}]]")
        return [Entry(self.file, f"{self.where}{key} 第{i}个 ", item) for i, item in enumerate(value, 1)]

    def table_of(self, key: str) -> "Entry":
        """The table under ``key``, an empty one when there is none."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self.complain(key, "应当是一张 [表]", f"请写成 [{key}]")
        return Entry(self.file, f"{self.where}{key} ", value)

    def rest(self) -> Mapping[str, Any]:
        """The keys not read so far, which are then taken as read."""
        left = {key: value for key, value in self.table.items() if key not in self.read}
        self.read |= set(left)
        return left

    def done(self) -> None:
        for key in self.table:
            if key not in self.read:
                raise self.complain(key, "没有这样的项", f"可以写的有：{'、'.join(sorted(self.read))}")


def fold_phrase(text: str) -> str:
    """Folded piece by piece: the gap sign … would become three full stops."""
    return "…".join(fold(piece) for piece in text.split("…"))


def read_toml(files: Mapping[str, str], path: str) -> Entry:
    """The whole file ``path`` as one entry; missing or broken TOML is a DataError that says the line."""
    if path not in files:
        raise DataError(path, "文件", "找不到这个文件", "请把它放回去，或从上一版恢复")
    try:
        return Entry(path, "", tomllib.loads(files[path]))
    except tomllib.TOMLDecodeError as error:
        raise DataError(path, "格式", f"读不懂（{error}）", "请检查引号、方括号和等号是否成对") from None
