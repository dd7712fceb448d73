"""TOML changed as a person would: what is not touched stays letter for letter."""

import pytest

from knowledge.records.model import KnowledgeError
from knowledge.writing import TomlFile, insert_after, put
from tests.city import shipped_files

TEXT = """# head
[[row]]
id = "a"  # the first
words = ["x", "y"]

# before the second
[[row]]
id = "b"
"""


def test_a_value_changes_and_its_comment_stays() -> None:
    file = TomlFile(TEXT)
    row = file.find("row", id="a")
    assert put(row, "id", "c") and put(row, "words", ["z"]) and not put(row, "words", ["z"])
    assert file.text() == TEXT.replace('"a"  #', '"c"  #').replace('["x", "y"]', '["z"]')


def test_records_come_and_go() -> None:
    file = TomlFile(TEXT)
    file.add("row", {"id": "c", "says": '他说"好"\\n\n第二行', "on": True})
    assert file.remove("row", id="a") and not file.remove("row", id="a")
    again = TomlFile(file.text())
    assert [one["id"] for one in again.records("row")] == ["b", "c"]
    assert again.find("row", id="c")["says"] == '他说"好"\\n\n第二行'
    assert "# before the second" in file.text()


def test_a_row_stands_behind_the_one_it_follows() -> None:
    file = TomlFile(TEXT)
    insert_after(file.document["row"], 0, {"id": "middle"})
    assert [one["id"] for one in TomlFile(file.text()).records("row")] == ["a", "middle", "b"]


def test_a_broken_file_is_told_and_windows_is_read() -> None:
    with pytest.raises(KnowledgeError, match=r"x\.toml：读不懂"):
        TomlFile("a = ", "x.toml")
    assert TomlFile("\ufeffa = 1\r\n").document["a"] == 1


@pytest.mark.parametrize("path", [path for path in shipped_files() if path.endswith(".toml") and "scope" not in path])
def test_every_shipped_file_comes_back_letter_for_letter(path: str) -> None:
    text = shipped_files()[path]
    assert TomlFile(text, path).text() == text
