"""A data file as a text, for what no form holds: which files there are, what each is for, on which line a fault is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.desk.differences import FILES
from knowledge.publish import Files
from knowledge.records.faults import DataError
from knowledge.records.files import plain_text

PURPOSES = FILES | {
    "golden.jsonl": "要答对的话",
    "audiences.toml": "谁在问",
    "concepts.toml": "概念",
    "departments.toml": "部门的别名",
    "distractors.toml": "不是答案的数",
    "intents.toml": "问法的词",
    "general.txt": "问文件本身的例句",
    "denied.txt": "不改的词",
    "kept.txt": "不改的字",
    "pinyin.txt": "拼音",
    "places.txt": "地名",
    "traditional.txt": "繁体字",
}
IN_TOML = re.compile(r"\(at line (\d+)")
AT_END = "at end of document"
NTH = re.compile(r"(\w+) 第(\d+)个(?:（[^）]*）)? ?")
QUOTED = re.compile("「([^」]+)」")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, on which line (from 1, 0 where that cannot be told), and what stands there."""

    words: str
    line: int = 0
    there: str = ""


def kinds(files: Files) -> list[tuple[str, list[tuple[str, str]]]]:
    """The folders, each with its files and what these are for."""
    folders: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(files):
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, []).append((path, PURPOSES.get(name, "")))
    return list(folders.items())


def faults_in(path: str, text: str, errors: Iterable[DataError]) -> list[Fault]:
    """The faults, those of this file with their line in it."""
    lines = plain_text(text).split("\n")
    found = []
    for error in errors:
        line = _line_of(lines, error) if error.file == path else 0
        found.append(Fault(str(error), line, lines[line - 1].strip() if line else ""))
    return found


def _line_of(lines: list[str], error: DataError) -> int:
    words = str(error)
    if told := IN_TOML.search(words):
        return min(int(told[1]), len(lines))
    if AT_END in words:
        return len(lines)
    return _at(lines, error.key) or _with_words(lines, words)


def _at(lines: list[str], where: str) -> int:
    """The line of a key such as "measure 第2个（a） figure 第1个（b） value"; 0 where it is not found."""
    here, parts, rest = 0, list(NTH.finditer(where)), NTH.sub("", where).split()
    for part in parts:
        sign = re.compile(rf"\s*\[\[(?:\w+\.)*{part[1]}\]\]")
        heads = [number for number in range(here, len(lines)) if sign.match(lines[number])]
        if len(heads) < int(part[2]):
            return 0
        here = heads[int(part[2]) - 1]
    for name in rest:
        found = next(_named(lines, here, name), None)
        if found is None:
            break
        here = found
    return here + 1 if parts or here else 0


def _named(lines: list[str], begin: int, name: str) -> Iterator[int]:
    """Lines from ``begin`` on that begin this key or this table."""
    sign = re.compile(rf"\s*(?:\[(?:[\w-]+\.)*{re.escape(name)}\]|\"?{re.escape(name)}\"?\s*=)")
    return (n for n in range(begin, len(lines)) if sign.match(lines[n]))


def _with_words(lines: list[str], words: str) -> int:
    """The first line with words that the fault quotes."""
    for quoted in QUOTED.findall(words):
        for number, line in enumerate(lines, 1):
            if quoted in line:
                return number
    return 0
