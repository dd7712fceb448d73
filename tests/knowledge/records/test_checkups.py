"""checkup.toml: what it names must be there, and every fault is told with its place."""

import pytest

from knowledge.records.build import build
from knowledge.records.schema import DataError
from tests.city import shipped_files

FILE = "policies/liaocheng-2024/checkup.toml"


@pytest.fixture(scope="module")
def files():
    return shipped_files()


@pytest.mark.parametrize(
    ("was", "put", "told"),
    [
        ('measures = ["neeq_award"]', 'measures = ["gone"]', "gone"),
        ('clause = "4.1"', 'clause = "9.9"', "9.9"),
        ('facts = ["early_stage"]', 'facts = ["nobody"]', "nobody"),
        ("small = '中小|", "small = '(中小|", "正则"),
        ('on_time = "repaid_on_time"', 'on_time = "never"', "never"),
        ('given = { patent_pledge = "yes" }', 'given = { patent_pledge = "perhaps" }', "perhaps"),
        ('label = "新三板挂牌"', 'label = "新三板挂牌"\nnonsense = 1', "nonsense"),
    ],
)
def test_what_is_wrong_is_told(files, was, put, told):
    assert was in files[FILE]
    with pytest.raises(DataError, match=told) as caught:
        build({**files, FILE: files[FILE].replace(was, put, 1)})
    assert "checkup.toml" in str(caught.value)


def test_a_policy_without_it_still_gives_its_measures(files):
    known = build({path: text for path, text in files.items() if path != FILE})
    assert known.checkups == () and len(known.measures) == 10
