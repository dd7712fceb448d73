"""Several yes-or-no questions about one text, learnt from a few: scores, what speaks for them, kept and recalled."""

from pathlib import Path

import pytest

from knowledge.classifier.cache import keep_taggers, remembered_taggers
from knowledge.classifier.features import Features, TextFeatures
from knowledge.classifier.match import Matcher
from knowledge.classifier.tagging import Tagger, learn_tags
from knowledge.records.build import build
from tests.city import shipped_files

EXAMPLES = [
    ("贷款还清了", {"repaid"}),
    ("钱都还清了", {"repaid"}),
    ("早就还完了", {"repaid"}),
    ("登记办好了", {"registered"}),
    ("质押登记办了", {"registered"}),
    ("登记已经办妥", {"registered"}),
    ("登记办了，贷款也还清了", {"repaid", "registered"}),
    ("今天天气不错", set()),
    ("你们几点上班", set()),
]


@pytest.fixture(scope="module")
def features() -> Features:
    return Matcher(build(shipped_files())).features


@pytest.fixture(scope="module")
def tagger(features: Features) -> Tagger:
    (learnt,) = learn_tags(
        features.of_all([text for text, _ in EXAMPLES], {}), [[frozenset(tags) for _, tags in EXAMPLES]]
    )
    return learnt


def scores(tagger: Tagger, text: TextFeatures) -> dict[str, float]:
    return dict(zip(tagger.tags, tagger.scores(text).tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("款还清了", {"repaid"}),
        ("登记办了", {"registered"}),
        ("登记办了，也还清了", {"repaid", "registered"}),
        ("天气", set()),
    ],
)
def test_one_several_or_no_tag(tagger, features, text, tags) -> None:
    found = scores(tagger, features.of(text))
    assert {tag for tag in found if found[tag] > 0.5} == tags


def test_the_base_is_the_share_of_the_examples(tagger) -> None:
    assert tagger.base.tolist() == pytest.approx([4 / 9, 4 / 9])


def test_the_evidence_is_what_speaks_for_it_best_first(tagger, features) -> None:
    text = features.of("登记办了，钱也还清了")
    assert any("登记" in one for one in tagger.evidence(text, "registered"))
    assert any("还清" in one for one in tagger.evidence(text, "repaid"))
    assert not any("登记" in one for one in tagger.evidence(text, "repaid")[:2])
    assert tagger.evidence(text, "unheard of") == []


def test_what_is_kept_comes_back_the_same(tagger, features, tmp_path: Path) -> None:
    folder = tmp_path / "learnt"
    assert remembered_taggers(folder, "acts-1") is None
    keep_taggers(folder, "acts-1", [tagger])
    kept = remembered_taggers(folder, "acts-1")
    assert kept is not None and len(kept) == 1
    again = kept[0]
    assert again.tags == tagger.tags
    text = features.of("登记办了，钱也还清了")
    assert again.scores(text).tolist() == tagger.scores(text).tolist()
    assert again.evidence(text, "repaid") == tagger.evidence(text, "repaid")


def test_where_no_example_has_a_tag_nothing_is_heard(features) -> None:
    (none,) = learn_tags(features.of_all(["登记办了"], {}), [[frozenset()]])
    assert max(none.scores(features.of("登记办了")).tolist()) == 0
