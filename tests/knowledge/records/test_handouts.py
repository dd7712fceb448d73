"""handouts.toml: whom a measure is for stands in the document letter for letter, and the example fits the measure."""

import pytest

from knowledge.records.build import build
from knowledge.records.schema import DataError
from tests.city import shipped_files

FILE = "policies/liaocheng-2024/handouts.toml"


def test_every_measure_and_clause_of_the_document_has_one():
    knowledge = build(shipped_files())
    assert {one.of for one in knowledge.handouts} == {m.id for m in knowledge.measures} | {
        clause.id for clause in knowledge.main.clauses
    }


def test_a_document_without_the_file_has_none():
    files = shipped_files()
    del files[FILE]
    assert build(files).handouts == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('who = ["我市科技型中小微企业"]', 'who = ["所有企业"]', "不是原文的话"),
        ('id = "4.1"', 'id = "9.9"', "不在可选范围内"),
        ('id = "4.1"', 'id = "4.2"', "写了两遍"),
        ('principal_yuan = "300万"', 'principal = "300万"', "这一项没有这个数"),
        ('principal_yuan = "300万"', "principal_yuan = 300", "应当是文字"),
        ('id = "ipo_award"', 'id = "ipo_award"\nprice = "1"', "没有这样的项"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(old, new, says):
    files = shipped_files()
    assert old in files[FILE]
    files[FILE] = files[FILE].replace(old, new)
    with pytest.raises(DataError) as caught:
        build(files)
    assert "handouts.toml" in str(caught.value) and says in str(caught.value)
