"""``fudaoyuan knowledge parse`` and ``fudaoyuan eval documents`` as they are typed."""

import json
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main

DOCUMENTS = Path(__file__).parents[2] / "knowledge" / "document" / "documents"
KEYS = [
    "title",
    "issuer",
    "doc_number",
    "date",
    "valid_from",
    "valid_to",
    "valid_rule",
    "clauses",
    "warnings",
    "refused",
]
CLAUSE_KEYS = ["id", "printed", "heading", "text", "lead", "coop", "resp", "guide"]


def typed(*words: str) -> str:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_document_is_one_json_object() -> None:
    found = json.loads(typed("knowledge", "parse", str(DOCUMENTS / "measures.txt")))
    assert list(found) == KEYS and found["refused"] is None
    assert [list(clause) for clause in found["clauses"]] == [CLAUSE_KEYS] * 4
    assert found["clauses"][2]["printed"] == "二、 / （三）" and found["clauses"][2]["lead"] == ["市科技局"]


def test_what_is_no_policy_says_why_and_the_command_succeeds() -> None:
    found = json.loads(typed("knowledge", "parse", str(DOCUMENTS / "answer.txt")))
    assert "一问一答" in found["refused"] and found["clauses"] == []


def test_a_file_that_cannot_be_read_says_why_in_the_same_object(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"MZ program")
    found = json.loads(typed("knowledge", "parse", str(tmp_path / "a.docx")))
    assert list(found) == KEYS and found["refused"] == "a.docx：这是一个程序（exe、dll），不是文件"


def test_labelled_documents_are_scored_in_a_table() -> None:
    table = typed("eval", "documents", str(DOCUMENTS))
    assert "measures.txt\t4/4\t4/4\t4/4\t6/6\t－" in table
    assert "合计\t18/18 100.0%" in table


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["eval", "documents", str(tmp_path)])
    assert done.exit_code == 1 and "labels.jsonl" in done.output
