"""What a clause promises: each sentence that gives money, and the kind of formula it looks like."""

import pytest

from knowledge.document.reading import read_document
from knowledge.document.sums import sums

CASES = [
    ("对新认定的企业，一次性奖励10万元。", "fixed_award", ("10万元",)),
    ("对国家级、省级平台，分别奖励50万元、20万元。", "by_level", ("50万元", "20万元")),
    ("按设备投资额的8%给予补助，单个企业最高200万元。", "share_of_amount", ("8%", "200万元")),
    ("按实际支付保费的30%给予补助。", "share_of_amount", ("30%",)),
    ("按不高于担保额0.5%的比例给予补助。", "share_at_most", ("0.5%",)),
    ("每引进1名博士奖励5万元。", "per_item", ("5万元",)),
    ("按照LPR的40%给予贴息。", "interest_subsidy", ("40%",)),
    ("对增长超过10%的部分，按5%给予奖励。", "share_of_increment", ("10%", "5%")),
    ("分三年给予奖励，共300万元。", "instalments", ("300万元",)),
    ("对租金按每人每月300元给予补贴。", "unit_price", ("300元",)),
    ("研发投入达到200万元以上的，奖励8万元。", "fixed_award", ("200万元", "8万元")),
    ("给予最高600万元支持。", "ceiling_only", ("600万元",)),
]


@pytest.mark.parametrize(("sentence", "formula", "figures"), CASES)
def test_the_kind_of_a_promise(sentence: str, formula: str, figures: tuple[str, ...]) -> None:
    clauses = read_document(f"奖励办法\n一、支持企业。{sentence}\n").clauses
    (found,) = sums(clauses)
    assert (found.clause, found.quote, found.formula, found.figures) == ("1", sentence, formula, figures)


def test_a_target_is_no_promise() -> None:
    clauses = read_document("行动方案\n一、目标。到2027年产业规模达到100亿元。\n").clauses
    assert list(sums(clauses)) == []
