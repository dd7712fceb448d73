"""Example questions: plain text files that staff edit, one question a line, a blank line between families."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from knowledge.records.model import Example, Measure, Policy, ScopeTopic
from knowledge.records.schema import DataError, Faults

CLAUSE_FILE = re.compile(r"^policies/([^/]+)/examples/([^/]+)\.txt$")
NONE_FILE = re.compile(r"^(?:vocabulary/not_ours/[^/]+|policies/([^/]+)/not_ours)\.txt$")
SECTION = re.compile(r"^\[([A-Za-z_][A-Za-z0-9_]*)\]$")
META_SECTIONS = frozenset(
    {
        *("validity", "issuer", "basis", "number", "count", "title", "date"),
        *("retroactive", "applies_to", "departments", "fulltext", "silent"),
    }
)


def read_examples(
    files: Mapping[str, str],
    policies: Iterable[Policy],
    measures: Iterable[Measure],
    topics: Mapping[str, ScopeTopic],
    faults: Faults,
) -> tuple[Example, ...]:
    """Every example of every file, labelled by its file and section; an unknown section is noted by name."""
    clauses = {(policy.id, clause.id) for policy in policies for clause in policy.clauses}
    sections = {clause: {"general"} | {m.id for m in measures if (m.policy, m.clause) == clause} for clause in clauses}
    found: list[Example] = []
    for path in sorted(files):
        if match := CLAUSE_FILE.match(path):
            known = set(META_SECTIONS) if match[2] == "meta" else sections.get((match[1], match[2]))
            if known is None:
                write = "文件名应是条款号，例如 1.1.txt"
                faults.note(DataError(path, "文件名", f"原文里没有 {match[2]} 这一条", write))
                continue
            found += _read(faults, path, files[path], match[2], known, len(found), match[1])
        elif match := NONE_FILE.match(path):
            found += _read(faults, path, files[path], "none", set(topics), len(found), match[1] or "")
    return tuple(_one_family(found))


def _one_family(examples: Iterable[Example]) -> Iterator[Example]:
    """The same words in several files (a vague question that fits several clauses) are one family."""
    family: dict[str, int] = {}
    for example in examples:
        yield replace(example, family=family.setdefault(example.text, example.family))


def _read(
    faults: Faults, path: str, text: str, label: str, known: set[str], first_family: int, policy: str = ""
) -> Iterator[Example]:
    section, family = "", first_family
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            family += 1
        elif mark := SECTION.match(line):
            section, family = mark[1], family + 1
            if section not in known:
                write = f"可以写的有：{'、'.join(sorted(known))}"
                faults.note(DataError(path, f"第{number}行 [{section}]", "没有这样的小节", write))
        elif not line.startswith("#"):
            if not section:
                write = "请在第一句之前写上小节，例如 [general]"
                faults.note(DataError(path, f"第{number}行", "前面没有写 [小节]", write))
                return
            yield Example(line, label, section, family, policy)
