"""What a document says of all its sums is found, and what only looks like it is not."""

import pytest

from knowledge.document.reading import read_document
from knowledge.document.terms import terms
from tests.city import shipped_files

OPENING = "奖励办法\n一、支持企业。对新认定的企业，一次性奖励10万元。{}\n二、其他。{}\n"
TOGETHER = (
    "同一项目不得重复享受",
    "同一企业符合多项条款的，按就高不重复原则执行",
    "与市级其他政策可以叠加享受",
    "同类政策择优享受",
    "符合多项的只能享受一项",
    "不重复奖励",
)
FILING = (
    "每年3月底前申报",
    "申报通知每年4月由各牵头单位发布",
    "企业应当在认定后30个工作日内提出申请",
    "申报材料以当年申报指南为准",
    "通过惠企平台申报",
)
NEITHER = (
    "坚决避免重复建设",
    "积极申报国家级项目",
    "协助企业申请发明专利",
    "在12个月内建成投产的，一次性兑现奖励",
    "同时开展业务培训",
)


def found(own: str, last: str = "") -> list[tuple[str, str, str]]:
    text = OPENING.format(own, last)
    return [(one.of, one.clause, one.quote) for one in terms(text, read_document(text).clauses)]


OTHERS = {
    "accepts": ("各项补助由市企业服务中心统一受理", "企业向县工信局提出申请", "受理单位：区投资促进局"),
    "again": ("同一企业只享受一次", "奖励期限最长三年", "连续3年给予补助", "已享受过同类奖励的不再支持", "可每年申报"),
    "split": ("所需资金由市、区财政按照1:1比例分担", "奖补资金由市级和县级财政共同承担"),
    "tax": ("奖补资金依法缴纳企业所得税",),
    "contact": ("政策咨询电话：0530-1234567", "联系电话 12345678"),
}
OF_ONE = (
    "设立场所的，申请人向市科委提出申请",
    "连续二年未使用的土地收回",
    "对新引进项目连续5年奖励，1000万元以上的给8%",
)


@pytest.mark.parametrize(("of", "sentence"), [(of, one) for of, all_ in OTHERS.items() for one in all_])
def test_what_else_a_document_may_say_of_all_its_sums(of: str, sentence: str) -> None:
    assert (of, "", sentence) in found("", f"{sentence}。")


@pytest.mark.parametrize("sentence", OF_ONE)
def test_what_is_said_of_one_matter_is_not_said_of_all(sentence: str) -> None:
    assert not [one for one in found("", f"{sentence}。") if one[0] in OTHERS and not one[1]]


@pytest.mark.parametrize("sentence", TOGETHER)
def test_whether_sums_go_together(sentence: str) -> None:
    assert found("", f"{sentence}。") == [("together", "", sentence)]


@pytest.mark.parametrize("sentence", FILING)
def test_when_and_how_one_applies(sentence: str) -> None:
    assert found("", f"{sentence}。") == [("filing", "", sentence)]


@pytest.mark.parametrize("sentence", NEITHER)
def test_other_words_are_no_terms(sentence: str) -> None:
    assert found(f"{sentence}。", f"{sentence}。") == []


def test_what_stands_beside_a_sum_is_of_its_clause_unless_it_speaks_of_all() -> None:
    assert found("每年3月底前申报。") == [("filing", "1", "每年3月底前申报")]
    assert found("本办法各项奖励不得重复享受。") == [("together", "", "本办法各项奖励不得重复享受")]


def test_a_document_that_says_nothing_of_it_has_none() -> None:
    text = shipped_files()["policies/liaocheng-2024/document.txt"]
    assert terms(text, read_document(text).clauses) == ()
