"""The data files as they ship, of the one city that the tests speak of: whatever other documents are put beside it."""

from functools import cache
from pathlib import Path

from knowledge.records.build import build
from knowledge.records.files import PACKAGE
from knowledge.records.files import shipped_files as every_file
from knowledge.records.model import Knowledge

CITY = "policies/liaocheng-2024/"


def shipped_files(root: Path = PACKAGE) -> dict[str, str]:
    """As ``knowledge.records.files.shipped_files``; of the program's own folder without the documents of others."""
    files = every_file(root)
    if root != PACKAGE:
        return files
    return {path: text for path, text in files.items() if path.startswith(CITY) or not path.startswith("policies/")}


@cache
def shipped_knowledge() -> Knowledge:
    """What those files say, read once for all the tests of a process."""
    return build(shipped_files())


def write_data(folder: Path) -> None:
    """Writes the data files of the one city into ``folder``, as a data folder of staff."""
    for name, text in shipped_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
