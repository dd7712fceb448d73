"""What a first message wants to know: learnt from questions by kind, kept, and recalled."""

from dataclasses import replace

import pytest

from knowledge.classifier.features import Features
from knowledge.classifier.kinds import is_learnt, kinds_for
from knowledge.text.tokens import Words
from tests.city import shipped_knowledge

KNOWN = shipped_knowledge()
FEW = replace(
    KNOWN,
    annotated=(),
    kinds=(("找谁办", "who"), ("哪个部门管", "who"), ("要什么材料", "materials"), ("交哪些材料", "materials")) * 3,
)
FEATURES = Features(Words(()), {})


def test_the_kind_with_the_highest_score_is_the_one_that_was_shown():
    scores = kinds_for(FEW, FEATURES, "words").scores
    for text, kind in (("这个找谁", "who"), ("需要材料吗", "materials")):
        found = scores(text)
        assert max(found, key=lambda one: found[one]) == kind


def test_what_is_learnt_is_recalled_and_learnt_anew_when_the_questions_change(tmp_path):
    tmp_path.chmod(0o700)
    made = kinds_for(FEW, FEATURES, "words", tmp_path)
    assert is_learnt(FEW, "words", tmp_path)
    again = kinds_for(FEW, FEATURES, "words", tmp_path)
    assert again.scores("找谁").keys() == made.scores("找谁").keys()
    assert again.scores("找谁") == pytest.approx(made.scores("找谁"), abs=0.01)
    assert not is_learnt(replace(FEW, kinds=(*FEW.kinds, ("几号开始", "when"))), "words", tmp_path)
    assert not is_learnt(FEW, "other words", tmp_path)


def test_nothing_to_learn_from_is_no_error():
    assert set(kinds_for(replace(KNOWN, annotated=(), kinds=()), FEATURES, "words").scores("找谁")) == {"-"}


@pytest.mark.parametrize("text", ["", " ", "？", "\ud800", "x" * 5000])
def test_any_text_has_scores(text):
    assert set(kinds_for(FEW, FEATURES, "words").scores(text)) == {"who", "materials"}
