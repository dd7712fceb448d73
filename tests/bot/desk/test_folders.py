"""A policy's folder that went out and came in again is the same letter for letter, and answers the same."""

from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import load
from bot.desk.folders import folder_of, packed, read_folder, taken_in, unpacked, write_folder
from bot.desk.golden import golden_of
from bot.messages import Message
from bot.settings import read_settings
from knowledge.records.files import digest
from knowledge.records.model import KnowledgeError
from tests.city import shipped_files

POLICY = "liaocheng-2024"
STEP = 12  # every so many of the golden sentences


def imported(files: dict[str, str], name: str, folder: dict[str, str]) -> dict[str, str]:
    """The data files once the folder was taken in."""
    changed = taken_in(files, name, folder)
    return {**{path: text for path, text in files.items() if path not in changed}, **_kept(changed)}


def _kept(changed: dict[str, str | None]) -> dict[str, str]:
    return {path: text for path, text in changed.items() if text is not None}


def without(files: dict[str, str]) -> dict[str, str]:
    """The same without the policy."""
    return {path: text for path, text in files.items() if not path.startswith(f"policies/{POLICY}/")}


def answers(files: dict[str, str], home: Path) -> list[str]:
    """What is said to the sample, word for word."""
    advisor = Advisor(load(files, 0, read_settings({}, home=str(home))), None)
    said = []
    for number, one in enumerate(golden_of(files)[::STEP]):
        said += [advisor.reply(Message(f"t{number}", text, one.day)).text for text in one.say]
    return said


def test_an_archive_taken_into_an_empty_desk_is_the_same_and_answers_the_same(tmp_path: Path) -> None:
    files = shipped_files()
    name, folder = unpacked(packed(files, POLICY))
    again = imported(without(files), name, folder)
    assert again == files and digest(again) == digest(files)
    assert packed(again, name) == packed(files, name)  # the same bytes each time
    said = answers(files, tmp_path)
    assert len(said) > 15 and answers(again, tmp_path) == said


def test_a_folder_on_the_disk_comes_back_the_same_whatever_editor_saved_it(tmp_path: Path) -> None:
    files = shipped_files()
    target = write_folder(files, POLICY, tmp_path)
    assert read_folder(target) == (POLICY, folder_of(files, POLICY))
    for path in target.rglob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))  # as Windows saves it
    name, folder = read_folder(target)
    assert imported(without(files), name, folder) == files
    with pytest.raises(KnowledgeError, match="一样"):
        taken_in(files, name, folder)


def test_what_was_edited_elsewhere_is_all_that_changes() -> None:
    files = shipped_files()
    name, folder = unpacked(packed(files, POLICY))
    folder["measures.toml"] = folder["measures.toml"].replace('value = "100000"', 'value = "100000"  # 核过', 1)
    assert taken_in(files, name, folder) == {f"policies/{POLICY}/measures.toml": folder["measures.toml"]}
