"""Data files changed as a person would: what is not touched stays letter for letter, comments and order included."""

import re
import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from knowledge.records.files import plain_text
from knowledge.records.model import KnowledgeError

HEADING = re.compile(r"\s*\[")
Value = str | int | bool | Sequence[str] | Mapping[str, str]


class TomlFile:
    """A TOML file that is being changed. Raises KnowledgeError when it cannot be read."""

    def __init__(self, text: str, path: str = "") -> None:
        self.path = path
        try:
            self.document = tomlkit.parse(plain_text(text))
        except TOMLKitError as error:
            raise KnowledgeError(f"{path}：读不懂（{error}）。请先改好它的引号、方括号和等号。") from None

    def text(self) -> str:
        """The file as it is now. Raises KnowledgeError when it would not read back as what was put."""
        made = tomlkit.dumps(self.document)
        if tomllib.loads(made) != self.document.unwrap():
            raise KnowledgeError(f"{self.path}：这样改写不回去，没有存。请把这句话告诉维护人员。")
        return made

    def records(self, name: str) -> list[Table]:
        """The records [[name]]; none where there are none."""
        return list(self.document.get(name, []))

    def find(self, name: str, **wanted: str) -> Table | None:
        """The first record in which all of these are so."""
        return next((one for one in self.records(name) if all(one.get(k) == v for k, v in wanted.items())), None)

    def add(self, name: str, values: Mapping[str, Value]) -> None:
        """A record more at the end of the file."""
        _append(self.document, name, table_of(values))

    def remove(self, name: str, **wanted: str) -> bool:
        """Takes the first record away in which all of these are so; whether there was one."""
        for place, one in enumerate(self.records(name)):
            if all(one.get(k) == v for k, v in wanted.items()):
                self.remove_at(name, place)
                return True
        return False

    def remove_at(self, name: str, place: int) -> None:
        """Takes a record away; the comments behind it are the next one's, and stay."""
        lines = tomlkit.dumps(self.document).splitlines(keepends=True)
        heads = [number for number, line in enumerate(lines) if line.strip() == f"[[{name}]]"]
        begin = heads[place]
        end = next((n for n in range(begin + 1, len(lines)) if HEADING.match(lines[n])), len(lines))
        while end > begin + 1 and lines[end - 1].lstrip().startswith(("#", "\n", "\r")):
            end -= 1
        left = "".join(lines[:begin] + lines[end:])
        shorter = tomlkit.parse(left)
        expected = self.document.unwrap()
        del expected[name][place]
        if shorter.unwrap() != {key: value for key, value in expected.items() if value or key != name}:
            raise KnowledgeError(f"{self.path}：这一条去不掉。请把这句话告诉维护人员。")
        self.document = shorter


def table_of(values: Mapping[str, Value]) -> Table:
    """A record with these values, and an empty line behind it."""
    table = tomlkit.table()
    for key, value in values.items():
        put(table, key, value)
    table.add(tomlkit.nl())
    return table


def put(table: MutableMapping[str, Any], key: str, value: Value | None) -> bool:
    """Sets a value, keeping the comment behind it; None takes it away. Whether that changed anything."""
    old = table.get(key)
    if value is None:
        if old is None:
            return False
        del table[key]
        return True
    new = dict(value) if isinstance(value, Mapping) else value if isinstance(value, str | int) else list(value)
    if old is not None and _bare(old) == new:
        return False
    table[key] = _item(new)
    return True


def insert_after(rows: AoT, place: int, values: Mapping[str, Value]) -> None:
    """A record more behind the one at ``place``."""
    rows.insert(place + 1, table_of(values))


def append_to(parent: MutableMapping[str, Any], name: str, values: Mapping[str, Value]) -> None:
    """A record more at the end of the records ``name`` of a table, the first where there are none."""
    _append(parent, name, table_of(values))


def _append(parent: MutableMapping[str, Any], name: str, table: Table) -> None:
    if name in parent:
        parent[name].append(table)
    else:
        rows = tomlkit.aot()
        rows.append(table)
        parent[name] = rows


def _bare(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item


def _item(value: Any) -> Any:
    """Long words over several lines as they were typed."""
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    if isinstance(value, dict):
        made = tomlkit.inline_table()
        made.update(value)
        return made
    return value
