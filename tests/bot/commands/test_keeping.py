"""The queue, records, folders and documents from the terminal."""

from pathlib import Path

from tests.bot.commands.test_desk import home as home
from tests.bot.commands.test_desk import run
from tests.city import shipped_files

OWN = shipped_files()["policies/liaocheng-2024/document.txt"]


def test_what_is_due_and_what_is_open_is_listed(home: Path) -> None:
    told = run(home, "due").output
    assert "LPR 最新一期是 2025-05-20 的" in told and "19 件事文件没写明" in told
    assert run(home, "queue").output.strip() == "没有等着答的问题。"
    listed = run(home, "card", "rulings").output
    assert len(listed.strip().splitlines()) == 19 and "白名单" in listed
    assert run(home, "card", "guides").output.strip() == "还没有。"


def test_a_record_goes_into_the_draft_and_what_is_wrong_does_not(home: Path) -> None:
    good = ("department=市科技局", "phone=000-1234567", "source=电话", "checked_on=2026-11-20")
    assert "记在第" in run(home, "card", "contacts", "0", *good, "--as", "li").output
    assert "记在第" in run(home, "card", "contacts", "1", "--checked", "--as", "li").output
    wrong = run(home, "card", "contacts", "0", "department=市外太空局", *good[1:], "--as", "li")
    assert wrong.exit_code == 1 and "市外太空局" in wrong.output
    assert "字段有" in run(home, "card", "contacts", "0", "颜色=红", "--as", "li").output
    assert "还没到" in run(home, "lpr", "2099-01-20", "3.00", "3.50", "--source", "x", "--as", "li").output


def test_a_folder_comes_back_as_it_went(home: Path, tmp_path: Path) -> None:
    assert "写好了" in run(home, "export", "liaocheng-2024", str(tmp_path)).output
    folder = tmp_path / "liaocheng-2024"
    assert (folder / "document.txt").read_bytes().decode() == OWN
    (folder / "contacts.toml").write_bytes("# 空着\r\n".encode("gbk"))
    assert "记在第" in run(home, "import", str(folder), "--as", "li").output
    assert run(home, "export", "liaocheng-2024", str(tmp_path)).exit_code == 1


def test_a_document_is_read(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "措施.txt"
    path.write_text(OWN, encoding="gb18030")
    told = run(home, "document", str(path)).output
    assert "15 条" in told and "重新印发" in told
    path.write_bytes(b"MZ\x90")
    assert run(home, "document", str(path)).exit_code == 1
