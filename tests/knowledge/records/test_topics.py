"""What is not ours by the common list becomes ours with a document about it, and nothing that only sounds like it."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.records.build import build
from knowledge.records.schema import read_toml
from knowledge.records.topics import covered, read_topics
from tests.city import shipped_files

CITY = "wangjiang-2025"
KNOWN = build({**shipped_files(), **shipped_files(Path(__file__).parents[2] / "policies" / "cities")})
COVERED = covered(read_topics(read_toml(KNOWN.files, "vocabulary/scope.toml")), KNOWN.policy(CITY), KNOWN.measures)


@pytest.mark.parametrize("word", ["信保", "出口信用保险", "欧亚班列", "国际展会", "小升规", "技改补贴", "省级技改"])
def test_what_the_document_gives_is_its_matter(word: str) -> None:
    assert word in COVERED


@pytest.mark.parametrize("word", ["大蒜上市", "上市公司分红", "科创板上市标准", "特种设备", "专利年费", "专利代理"])
def test_a_word_that_only_holds_one_of_its_names_is_not(word: str) -> None:
    assert word not in COVERED


def test_for_whom_a_document_gives_is_its_matter_too() -> None:
    """A word that is not ours by the common list, in which a condition of a document says for whom it gives."""
    common = read_topics(read_toml(KNOWN.files, "vocabulary/scope.toml"))
    measure = next(one for one in KNOWN.measures if one.policy == CITY and one.conditions)
    quote = "对连片改造茶园的合作社"
    told = replace(measure, conditions=(replace(measure.conditions[0], quote=quote),))
    assert "合作社" not in COVERED
    assert "合作社" in covered(common, KNOWN.policy(CITY), (*KNOWN.measures, told))
