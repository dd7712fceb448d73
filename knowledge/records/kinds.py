"""vocabulary/kinds/*.txt → questions by what they want to know; plain text that staff edit, a question a line."""

import re
from collections.abc import Mapping

from knowledge.records.examples import SECTION
from knowledge.records.schema import DataError, Faults

FILE = re.compile(r"^vocabulary/kinds/[^/]+\.txt$")
# What a question may want to know, in the words of the machine contract; the last two are no questions
KINDS = (
    *("amount", "eligibility", "how", "who", "when", "materials", "terms", "meaning", "claim", "list", "effect", "why"),
    *("compare", "inverse", "total", "frequency", "stacking", "payer", "tax", "split", "document", "other"),
    *("need", "person"),
)


def read_kinds(files: Mapping[str, str], faults: Faults) -> tuple[tuple[str, str], ...]:
    """(question, kind) of every line of every file, the kind being that of its section."""
    found: list[tuple[str, str]] = []
    for path in sorted(files):
        if not FILE.match(path):
            continue
        kind = ""
        for number, raw in enumerate(files[path].splitlines(), 1):
            line = raw.strip()
            if mark := SECTION.match(line):
                kind = mark[1]
                if kind not in KINDS:
                    faults.note(DataError(path, f"第{number}行 [{kind}]", "没有这样的小节", _known()))
            elif line and not line.startswith("#"):
                if not kind:
                    faults.note(DataError(path, f"第{number}行", "前面没有写 [小节]", _known()))
                    break
                found.append((line, kind))
    return tuple(found)


def _known() -> str:
    return f"可以写的有：{'、'.join(KINDS)}"
