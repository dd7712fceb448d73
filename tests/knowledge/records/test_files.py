"""The data files come as they lie on the disk, and two sets of them are told apart by one digest."""

from pathlib import Path

import pytest

from knowledge.records.files import PACKAGE, check_names, digest, plain_text, shipped_files
from knowledge.records.model import KnowledgeError


def lay(root: Path, name: str, content: bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_what_ships_is_all_there_sorted_and_byte_for_byte():
    files = shipped_files()
    assert list(files) == sorted(files)
    assert "policies/liaocheng-2024/document.txt" in files
    assert "series/lpr.toml" in files
    assert any(name.startswith("vocabulary/") for name in files)
    for name, text in files.items():
        assert (PACKAGE / name).read_bytes() == text.encode()


def test_only_data_files_of_the_three_folders(tmp_path):
    lay(tmp_path, "policies/a/document.txt", "第一行\r\n第二行\n".encode())
    lay(tmp_path, "vocabulary/words.txt", "\ufeff专利权".encode())
    lay(tmp_path, "series/lpr.toml", b"")
    for other in ("policies/a/notes.md", "policies/a/.#x.toml", "policies/._x.txt", "model.toml", "store.py"):
        lay(tmp_path, other, b"\xff")
    assert shipped_files(tmp_path) == {
        "policies/a/document.txt": "第一行\r\n第二行\n",
        "series/lpr.toml": "",
        "vocabulary/words.txt": "\ufeff专利权",
    }


def test_a_file_that_is_not_utf8_is_named_with_its_line_and_the_remedy(tmp_path):
    path = lay(tmp_path, "vocabulary/words.txt", "专利权\n".encode() + "质押".encode("gbk"))
    with pytest.raises(KnowledgeError) as caught:
        shipped_files(tmp_path)
    assert str(caught.value) == f"{path}：第 2 行不是 UTF-8 文字。请用编辑器另存为 UTF-8 编码，再试一次。"


@pytest.mark.parametrize("coding", ["gbk", "utf-16", "utf-8-sig"])
def test_what_other_editors_save_is_read(tmp_path, coding):
    text = "专利权，质押“贷款”——一年期（2024年）·500万元\r\n市科技局、市财政局\r\n"
    lay(tmp_path, "vocabulary/words.txt", text.encode(coding))
    assert plain_text(shipped_files(tmp_path)["vocabulary/words.txt"]) == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "content",
    [
        "专利权质押贷款贴息".encode()[:-1],
        "专利权".encode() + b"\xff",
        "質押貸款貼息".encode("big5"),
        "专利\ufeff".encode("utf-16")[:-1],
        bytes(range(128, 256)),
    ],
)
def test_what_may_be_read_in_two_ways_is_refused(tmp_path, content):
    lay(tmp_path, "vocabulary/words.txt", content)
    with pytest.raises(KnowledgeError, match="第 1 行不是 UTF-8 文字。请用编辑器另存为 UTF-8 编码"):
        shipped_files(tmp_path)


def test_no_data_at_all_is_an_error(tmp_path):
    with pytest.raises(KnowledgeError, match="没有找到任何资料文件"):
        shipped_files(tmp_path)


def test_digest_knows_texts_and_paths_but_not_their_order():
    files = {"a.txt": "一", "b.txt": "二"}
    assert digest(files) == digest({"b.txt": "二", "a.txt": "一"})
    others = [{}, {"a.txt": "一"}, {"a.txt": "二", "b.txt": "一"}, {"a.txt": "一", "c.txt": "二"}]
    others += [{"a.txt": "一\n", "b.txt": "二"}, {"a.txt": "一b.txt二"}]
    assert len({digest(files), *map(digest, others)}) == 7


@pytest.mark.parametrize("files", [{"字.txt": "一\ud800"}, {"\ud800.txt": ""}])
def test_half_a_surrogate_pair_is_refused_with_its_place(files):
    with pytest.raises(KnowledgeError, match=r"\.txt：第 \d 个字符残缺不全") as caught:
        digest(files)
    str(caught.value).encode()


@pytest.mark.parametrize("name", ["a.txt", "policies/聊城-2024/clauses.toml", "a b/c（1）.txt"])
def test_names_that_may_be_written(name):
    check_names({name: ""})


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../x.txt", "a/../../x", "a//b", "a/", "./a", "a\\b", "C:/x", "a\0b", "a\nb", "a\u202eb"],
)
def test_names_that_could_leave_the_folder(name):
    with pytest.raises(KnowledgeError, match="文件名不能用"):
        check_names({"ok.txt": "", name: ""})
