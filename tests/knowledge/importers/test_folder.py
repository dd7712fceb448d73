"""A document becomes the folder of a policy that passes the check at once; nothing in it is invented."""

from datetime import date
from pathlib import Path

import pytest

from bot.commands.parse import new_policy
from knowledge.importers.files import read_file
from knowledge.importers.folder import document_text
from knowledge.importers.refusal import UnreadableError
from knowledge.records.build import build
from knowledge.records.files import shipped_files
from knowledge.records.model import Policy
from tests.city import write_data
from tests.knowledge.importers.made import docx, paragraph

DOCUMENTS = Path(__file__).parents[1] / "document" / "documents"
TODAY = date(2026, 1, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_data(tmp_path)
    return tmp_path


def policy(root: Path, name: str) -> Policy:
    return build(shipped_files(root)).policy(name)


@pytest.mark.parametrize("name", ["measures", "articles", "two_in_one", "plan"])
def test_a_new_folder_passes_the_check_at_once(root: Path, name: str) -> None:
    said = new_policy(str(DOCUMENTS / f"{name}.txt"), "qingxi", str(root), TODAY)
    assert "没有问题：2 份文件" in said
    assert (root / "policies" / "qingxi" / "document.txt").read_bytes() == (DOCUMENTS / f"{name}.txt").read_bytes()


def test_identity_and_clauses_are_those_of_the_document(root: Path) -> None:
    new_policy(str(DOCUMENTS / "measures.txt"), "qingxi", str(root), TODAY)
    found = policy(root, "qingxi")
    assert (found.region, found.issuer, found.doc_number) == ("青溪市", "青溪市人民政府", "青政规〔2025〕7号")
    assert (found.issued_on, found.valid_from, found.valid_to) == (
        date(2025, 3, 6),
        date(2025, 4, 1),
        date(2028, 3, 31),
    )
    assert [one.printed for one in found.clauses] == ["一、（一）", "一、（二）", "二、（三）", "二、（四）"]
    assert found.clauses[1].responsible == ("市住房城乡建设局", "市财政局") and found.clauses[1].lead == ()
    assert all(one.summary and one.quote in one.text for one in found.clauses)


def test_no_end_and_no_date_are_written_as_such(root: Path) -> None:
    new_policy(str(DOCUMENTS / "articles.txt"), "qingxi", str(root), TODAY)
    found = policy(root, "qingxi")
    assert not found.ends and found.issued_on == date.min and found.valid_from == date(2024, 9, 1)
    assert 'valid_to = ""  # 原文没有写到哪天为止' in (root / "policies/qingxi/policy.toml").read_text(encoding="utf-8")


def test_the_sums_are_listed_with_their_quote_and_a_formula(root: Path) -> None:
    new_policy(str(DOCUMENTS / "measures.txt"), "qingxi", str(root), TODAY)
    listed = (root / "policies" / "qingxi" / "sums.md").read_text(encoding="utf-8")
    assert "- 「对购置设备500万元以上的企业，按设备投资额的8%给予补助，单个企业最高200万元。」" in listed
    assert "数：500万元、8%、200万元" in listed and "按比例给，有封顶" in listed


def test_a_word_document_becomes_a_line_for_each_paragraph(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph("青溪市奖励办法"), paragraph("奖励甲。给予奖励10万元。", 0)))
    new_policy(str(path), "qingxi", str(root), TODAY)
    assert document_text(read_file(path)) == "　　青溪市奖励办法\n　　一、奖励甲。给予奖励10万元。\n"
    assert [one.id for one in policy(root, "qingxi").clauses] == ["1"]


@pytest.mark.parametrize(
    ("file", "name", "reason"),
    [
        ("answer.txt", "qingxi", "一问一答"),
        ("measures.txt", "liaocheng-2024", "已经有这个文件夹"),
        ("measures.txt", "../out", "不能当文件夹名"),
        ("none.txt", "qingxi", "没有这个文件"),
    ],
)
def test_nothing_is_written_where_it_cannot_be(root: Path, file: str, name: str, reason: str) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(UnreadableError, match=reason):
        new_policy(str(DOCUMENTS / file), name, str(root), TODAY)
    assert sorted(root.rglob("*")) == before
