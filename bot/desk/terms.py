"""The words by which conditions are heard, and those of what is not ours: lists in a form, one saying a line; what is
not touched in their files stays as it is, comments between the sayings included."""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from tomlkit.items import Array

from knowledge.publish import Files
from knowledge.records.facts import KEYS, REPLIES
from knowledge.records.model import KnowledgeError
from knowledge.writing import TomlFile, put

FACTS, SCOPE = "facts", "scope"
LABELS = {FACTS: "条件的说法", SCOPE: "不归我们管的"}
PATHS = {kind: f"vocabulary/{kind}.toml" for kind in LABELS}
LONGEST, MOST = 60, 3_000  # characters of a saying, sayings of a list
ANSWERS = {"yes": "是", "no": "不是", "unknown": "还说不准", "pending": "正在办"}


@dataclass(frozen=True, slots=True)
class Field:
    """One list of sayings, or one text. ``key``: where it stands in the record, "answers.yes" below a table."""

    key: str
    label: str
    lines: bool
    value: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A condition, or a topic that is not ours. ``count``: how many sayings it has."""

    name: str
    label: str
    fields: tuple[Field, ...]
    count: int


def terms(files: Files, kind: str) -> list[Term]:
    """All of a kind, in the order of their file."""
    file = _file(files, kind)
    rows = [(name, row) for name, row in _records(file, kind)]
    return [_term(kind, name, row) for name, row in rows]


def term(files: Files, kind: str, name: str) -> Term | None:
    """One of them, None where there is none of that name."""
    return next((one for one in terms(files, kind) if one.name == name), None)


def with_term(files: Files, kind: str, name: str, typed: Mapping[str, str]) -> dict[str, str | None]:
    """The file with what was typed into the fields of the form. Raises KnowledgeError."""
    file = _file(files, kind)
    row = next((row for key, row in _records(file, kind) if key == name), None)
    if row is None:
        raise KnowledgeError("这一条已经不在了。请回到单子上再看。")
    for field in _term(kind, name, row).fields:
        if field.key in typed:
            _write(row, field, typed[field.key])
    return {PATHS[kind]: file.text()}


def with_topic(files: Files, label: str, refer: str, words: str) -> tuple[str, dict[str, str | None]]:
    """A topic more that is not ours: its name, and the file. Raises KnowledgeError."""
    file = _file(files, SCOPE)
    label, refer, said = label.strip(), refer.strip(), sayings(words)
    if not label or not refer or not said:
        raise KnowledgeError("请写上叫什么、请人去问谁，还有至少一个说法。")
    if label in {str(row.get("label")) for _, row in _records(file, SCOPE)}:
        raise KnowledgeError(f"「{label}」已经有了，请在它里面添说法。")
    taken = {name for name, _ in _records(file, SCOPE)}
    name = next(one for n in range(1, 10_000) if (one := f"desk_{n}") not in taken)
    record = {"key": name, "label": label, "kind": "out_of_scope", "refer": refer, "words": said}
    file.add("topic", record)
    return name, {PATHS[SCOPE]: file.text()}


def sayings(text: str) -> list[str]:
    """One a line, each once. Raises KnowledgeError for a line that is no saying."""
    found = list(dict.fromkeys(line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()))
    if long := next((one for one in found if len(one) > LONGEST), ""):
        raise KnowledgeError(f"「{long[:20]}……」太长了，一个说法最多 {LONGEST} 个字，一行写一个。")
    if len(found) > MOST:
        raise KnowledgeError(f"太多了，最多 {MOST} 个说法。")
    return found


def _file(files: Files, kind: str) -> TomlFile:
    return TomlFile(files.get(PATHS[kind], ""), PATHS[kind])


def _records(file: TomlFile, kind: str) -> Iterator[tuple[str, MutableMapping[str, Any]]]:
    if kind == SCOPE:
        yield from ((str(row.get("key", "")), row) for row in file.records("topic"))
    else:
        yield from ((name, row) for name, row in file.document.items() if name != REPLIES and isinstance(row, dict))


def _term(kind: str, name: str, row: Mapping[str, Any]) -> Term:
    fields = tuple(_of_topic(row) if kind == SCOPE else _of_fact(row))
    count = sum(len(one.value.splitlines()) for one in fields if one.lines)
    return Term(name, str(row.get("label", "") or name), fields, count)


def _of_topic(row: Mapping[str, Any]) -> Iterator[Field]:
    yield Field("label", "叫什么", lines=False, value=str(row.get("label", "")))
    yield Field("refer", "请人去问谁", lines=False, value=str(row.get("refer", "")), hint="答复里的一句话")
    labels = {
        "words": ("一说就是它的词", ""),
        "unless": ("同时说了这些，还是我们的事", ""),
        "ignore": ("先去掉再看的词", "里面凑巧有上面的词，例如银行、学校的名字"),
    }
    for key, (label, hint) in labels.items():
        if key != "ignore" or key in row:
            yield Field(key, label, lines=True, value=_lines(row, key), hint=hint)


def _of_fact(row: Mapping[str, Any]) -> Iterator[Field]:
    values = sorted((key for key in row if key not in KEYS), key=lambda key: key not in ("yes", "no"))
    names = {value: str(row.get("labels", {}).get(value, ANSWERS.get(value, value))) for value in values}
    yield Field("label", "叫什么", lines=False, value=str(row.get("label", "")))
    for value in values:
        hint = "中间可以隔几个字的地方写 …" if value == values[0] else ""
        yield Field(value, f"说了这些，就是“{names[value]}”", lines=True, value=_lines(row, value), hint=hint)
    for value in values:
        label = f"刚问过这一条时，这些也是“{names[value]}”"
        yield Field(f"answers.{value}", label, lines=True, value=_lines(row.get("answers", {}), value))
    yield Field("unless", "话里有这些词就不算说它", lines=True, value=_lines(row, "unless"))
    for value in (*values, "unknown"):
        said = row.get("says", {}).get(value)
        if said is not None:
            label = f"按了“{names.get(value, '不清楚')}”替用户说的话"
            yield Field(f"says.{value}", label, lines=False, value=str(said))


def _lines(row: Mapping[str, Any], key: str) -> str:
    return "\n".join(str(one) for one in row.get(key, ()))


def _write(row: MutableMapping[str, Any], field: Field, text: str) -> None:
    table, _, key = field.key.rpartition(".")
    if not field.lines:
        words = " ".join(text.split())
        if not words:
            raise KnowledgeError(f"「{field.label}」要写。")
        put(row[table] if table else row, key, words)
        return
    wanted = sayings(text)
    if wanted == field.value.splitlines():
        return
    if table and table not in row:
        put(row, table, {})
    home = row[table] if table else row
    old = home.get(key)
    if isinstance(old, Array) and wanted:
        _changed(old, wanted)
    else:
        put(home, key, wanted or None)


def _changed(old: Array, wanted: list[str]) -> None:
    """Takes out what is not wanted and puts what is new behind the rest: what stays keeps its place and its comment."""
    for place in reversed(range(len(old))):
        if str(old[place]) not in wanted:
            del old[place]
    have = {str(one) for one in old}
    for one in wanted:
        if one not in have:
            old.append(one)
