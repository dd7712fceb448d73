from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.classifier.match import Matcher
from knowledge.records.model import Clause, Knowledge
from knowledge.search.clauses import Library, is_sure, without_examples
from knowledge.text.tokens import Words
from tests.city import shipped_knowledge

KNOWN = shipped_knowledge()
BEEKEEPING = Clause(
    policy="shen-2030",
    id="1.1",
    printed="一、（一）",
    chapter="一、",
    title="支持蜂农转地放蜂",
    text="（一）支持蜂农转地放蜂。对跨县转地放蜂的蜂农，按蜂箱数量给予运输补助，每箱不超过20元。",
    start=0,
    lead=(),
    cooperate=(),
)
SEAWEED = replace(BEEKEEPING, id="1.2", title="发展海带育苗", text="（二）发展海带育苗。鼓励育苗企业建设保温大棚。")


def with_another_policy() -> Knowledge:
    other = replace(KNOWN.policies[0], id="shen-2030", title="支持养蜂的措施", clauses=(BEEKEEPING, SEAWEED))
    few = KNOWN.examples[::20]
    return replace(KNOWN, policies=(*KNOWN.policies, other), examples=few)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(with_another_policy())


def test_a_policy_without_examples_is_found_by_its_own_words(matcher: Matcher) -> None:
    match = matcher.match("蜂农转地放蜂运输补助每箱多少")
    assert match.verdict == "sure"
    assert (match.hits[0].policy, match.hits[0].clause) == ("shen-2030", "1.1")
    assert match.hits[0].title == "支持蜂农转地放蜂"


def test_its_reasons_are_the_words_shared(matcher: Matcher) -> None:
    match = matcher.explain("蜂农转地放蜂运输补助每箱多少")
    assert "运输" in "".join(match.hits[0].reasons)
    assert match.reasons == match.hits[0].reasons


def test_the_clauses_with_examples_stay_where_they_are(matcher: Matcher) -> None:
    assert matcher.match("专利质押贷款贴息多少").hits[0].policy == "liaocheng-2024"
    assert matcher.match("住房公积金怎么提取").hits == ()


def test_only_policies_without_any_example_go_to_the_library() -> None:
    assert {clause.policy for clause in without_examples(with_another_policy())} == {"shen-2030"}
    assert list(without_examples(KNOWN)) == []
    clauses = [clause for policy in KNOWN.policies for clause in policy.clauses]
    assert list(without_examples(replace(KNOWN, examples=()))) == clauses


def test_a_library_in_a_folder_answers_alike(tmp_path: Path) -> None:
    held = Library.of([BEEKEEPING, SEAWEED], Words())
    laid = Library.of([BEEKEEPING, SEAWEED], Words(), tmp_path)
    found = held.find("海带育苗大棚", 5)
    assert found == laid.find("海带育苗大棚", 5)
    assert found[0].clause == "1.2"
    assert is_sure(found)
    assert held.find("今天天气怎么样", 5) == () == laid.find("", 5)
    assert not is_sure(())
