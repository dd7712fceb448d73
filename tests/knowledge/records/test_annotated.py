"""Annotated turns are read line by line; a line that is none is named with its place and the way out."""

import json

import pytest

from knowledge.records.annotated import read_annotated
from knowledge.records.build import build
from knowledge.records.faults import DataError, Faults
from tests.city import shipped_files

PATH = "policies/liaocheng-2024/listening/made_up.jsonl"
GOOD = {
    "measure": "patent_pledge_interest",
    "asked": None,
    "sum": "60000.00",
    "has": {"principal_yuan": "5000000"},
    "say": "改成700万",
    "acts": ["correct"],
    "figures": [["700万", "principal_yuan"]],
    "facts": {"tech_sme": "yes"},
}


def test_a_line_is_a_turn_in_its_place() -> None:
    faults = Faults()
    (turn,) = read_annotated({PATH: json.dumps(GOOD, ensure_ascii=False) + "\n\n"}, faults)
    assert not faults
    assert (turn.policy, turn.measure, turn.asked, turn.shown) == (
        "liaocheng-2024",
        "patent_pledge_interest",
        "",
        "60000.00",
    )
    assert turn.stands == {"principal_yuan": "5000000"} and turn.text == "改成700万" and turn.acts == ("correct",)
    assert turn.figures == (("700万", "principal_yuan"),) and turn.facts == {"tech_sme": "yes"}


@pytest.mark.parametrize(
    "line",
    [
        "改成700万",
        "[]",
        '"改成700万"',
        json.dumps({**GOOD, "say": ""}),
        json.dumps({**GOOD, "acts": []}),
        json.dumps({**GOOD, "more": 1}),
        json.dumps({key: value for key, value in GOOD.items() if key != "facts"}),
        json.dumps({**GOOD, "has": ["principal_yuan"]}),
        json.dumps({**GOOD, "figures": ["700万"]}),
    ],
)
def test_a_broken_line_is_named_with_its_number_and_the_others_are_read(line) -> None:
    faults = Faults()
    good = json.dumps(GOOD)
    found = read_annotated({PATH: f"{good}\n{line}\n{good}"}, faults)
    assert len(found) == 2
    (fault,) = (str(one) for one in faults)
    assert PATH in fault and "第2行" in fault and "读不成一句标注过的话" in fault
    assert "一行 JSON" in fault and "say" in fault


def test_other_files_are_no_annotated_turns() -> None:
    faults = Faults()
    assert read_annotated({"policies/a/examples/1.1.txt": "x", "listening/a.jsonl": "x"}, faults) == () and not faults


def test_a_policy_with_a_broken_line_is_not_published() -> None:
    files = shipped_files()
    files[PATH] = "改成700万"
    with pytest.raises(DataError, match="第1行"):
        build(files, 1)
