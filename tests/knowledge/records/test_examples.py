"""Example files as staff write them: sections, families, and faults by file and line."""

from knowledge.records.examples import read_examples
from knowledge.records.faults import Faults
from tests.city import shipped_knowledge

KNOWN = shipped_knowledge()
PATH = "policies/liaocheng-2024/examples/1.1.txt"


def read(text: str, path: str = PATH):
    faults = Faults()
    return read_examples({path: text}, KNOWN.policies, KNOWN.measures, KNOWN.topics, faults), faults


def test_a_blank_line_begins_a_new_family_and_a_section_too() -> None:
    found, _ = read("# 说明\n[general]\n甲\n乙\n\n丙\n[patent_pledge_interest]\n丁\n")
    assert [(one.text, one.section) for one in found] == [
        *[(text, "general") for text in "甲乙丙"],
        ("丁", "patent_pledge_interest"),
    ]
    first, second, third, fourth = (one.family for one in found)
    assert first == second and len({second, third, fourth}) == 3
    assert {(one.policy, one.label) for one in found} == {("liaocheng-2024", "1.1")}


def test_the_same_words_in_two_places_are_one_family() -> None:
    found, _ = read("[general]\n甲\n\n乙\n\n甲\n")
    assert found[0].family == found[2].family != found[1].family
