"""What ``fudaoyuan knowledge parse`` and ``fudaoyuan eval documents`` print."""

import json
from datetime import date
from pathlib import Path

from knowledge.importers.described import described
from knowledge.importers.evaluate import report, scored
from knowledge.importers.files import read_file
from knowledge.importers.folder import new_folder
from knowledge.records.files import PACKAGE

OWN = PACKAGE.parent / "tests" / "knowledge" / "document" / "documents"


def parse_file(path: str) -> str:
    """One JSON object: the clauses of a file with offices and dates, what is doubtful, or why it is refused."""
    return json.dumps(described(Path(path)), ensure_ascii=False)


def new_policy(path: str, name: str, root: str | None, today: date) -> str:
    """Writes the folder of a policy, checks it with all others, and says what staff should look at.

    Raises KnowledgeError where the file is no policy, or the folder cannot be made.
    """
    from bot.commands.knowledge import check_folder
    from calculators import load
    from calculators.core import formulas

    load()
    home = Path(root) if root else PACKAGE
    folder, reading = new_folder(read_file(Path(path)), name, home, formulas())
    lines = [f"写好了：{folder}（{len(reading.clauses)} 条）"]
    lines += [f"请核对：{warning}" for warning in reading.warnings]
    lines.append("文件里写到钱的地方和像是哪种公式，在 sums.md 里")
    lines.append(check_folder(str(home), today))
    return "\n".join(lines)


def score_documents(folder: str | None) -> str:
    """How well the labelled documents of a folder are read, a line each; without a folder, those of the tests."""
    return report(scored(Path(folder) if folder else OWN))
