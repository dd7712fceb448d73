"""What staff wrote for kinds of questions: checked letter for letter; every clause and measure says something."""

import pytest

from knowledge.records.build import build
from knowledge.records.faults import DataError
from knowledge.records.kinds import KINDS
from tests.city import shipped_files

FILES = shipped_files()
PATH = "policies/liaocheng-2024/answers.toml"
GOOD = """[[answer]]
of = "4.2"
kinds = ["when"]
says = "没写日子"
quote = "不定期组织科技金融政策宣传"
"""


def answers(text: str):
    return build({**FILES, PATH: text}).answers


def test_an_answer_is_read_as_it_is_written():
    (answer,) = answers(f'{GOOD}words = ["几号"]\nunless = ["去年"]\n')
    assert (answer.policy, answer.of, answer.kinds) == ("liaocheng-2024", "4.2", ("when",))
    assert (answer.says, answer.quote) == ("没写日子", "不定期组织科技金融政策宣传")
    assert (answer.words, answer.unless) == (("几号",), ("去年",))


@pytest.mark.parametrize(
    ("old", "new", "blamed"),
    [
        ("不定期组织科技金融政策宣传", "定期组织科技金融政策的宣传", "不是 4.2 的原话"),
        ('"when"', '"whenever"', "没有「whenever」这种问法"),
        ('"4.2"', '"9.9"', "不在可选范围内"),
        ('["when"]', '["*"]', "没有写 words"),
        ('says = "没写日子"', 'says = "没写日子"\nsettles = true', "没有写 words"),
        ('says = "没写日子"\n', "", "缺少这一项"),
        ("[[answer]]", '[[answer]]\nnote = "x"', "没有这样的项"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(old, new, blamed):
    with pytest.raises(DataError, match=blamed.replace("*", r"\*")):
        answers(GOOD.replace(old, new))


def test_without_the_file_there_are_none():
    assert build({path: text for path, text in FILES.items() if path != PATH}).answers == ()


def test_every_clause_and_every_measure_has_answers_of_its_own():
    known = build(FILES)
    told = {(answer.policy, answer.of) for answer in known.answers}
    clauses = {(policy.id, clause.id) for policy in known.policies for clause in policy.clauses}
    assert clauses <= told
    assert {(measure.policy, measure.id) for measure in known.measures} <= told


def test_every_clause_says_what_it_helps_with():
    known = build(FILES)
    needs = {(answer.policy, answer.of) for answer in known.answers if "need" in answer.kinds}
    assert {(policy.id, clause.id) for policy in known.policies for clause in policy.clauses} <= needs


def test_no_answer_ends_with_a_mark_that_the_reply_puts():
    assert [answer.says for answer in build(FILES).answers if answer.says[-1] in "。；，"] == []


def test_questions_by_kind_are_of_kinds_there_are():
    known = build(FILES)
    assert {kind for _, kind in known.kinds} == set(KINDS)
    assert len(known.kinds) > 1000


def test_a_question_without_a_kind_is_named():
    with pytest.raises(DataError, match="前面没有写"):
        build({**FILES, "vocabulary/kinds/made_up.txt": "找谁\n"})
    with pytest.raises(DataError, match="没有这样的小节"):
        build({**FILES, "vocabulary/kinds/made_up.txt": "[wherever]\n找谁\n"})
