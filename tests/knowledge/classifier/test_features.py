import numpy as np
import pytest

from knowledge.classifier import features
from knowledge.classifier.features import LAST_PLACE, SOUNDS, Features, plain_form, readable, written
from knowledge.classifier.match import concepts, own_words
from knowledge.classifier.model import Look, learn
from knowledge.classifier.ridge import Weighing, ridge, root_of_inverse
from knowledge.classifier.semantic import Landmarks
from knowledge.classifier.sparse import Pattern, Scaled
from knowledge.text.request import asked, request
from knowledge.text.tokens import Words, fold
from tests.city import shipped_knowledge

KNOWN = shipped_knowledge()
FEATURES = Features(Words(own_words(KNOWN)), concepts(KNOWN))
TEXTS = [fold(example.text) for example in KNOWN.examples[::12]]
EXAMPLES = FEATURES.of_all(TEXTS, {})
WEIGHING = Weighing.learn(EXAMPLES)
LANDMARKS, NEAR = Landmarks.learn(EXAMPLES.words)
STORY = "我们是茌平做铝板的，去年拿两项发明专利押给银行贷了1,200万，厂里刚添了新线。daikuan lixi 能不能给贴一点啊？"


def names(text: str) -> set[str]:
    seen = FEATURES.of_all([fold(text)], {})
    return {written(int(run)) for run in seen.runs} | seen.names[0]


def runs(text: str) -> list[int]:
    return FEATURES.of_all([text], {}).runs.tolist()


def sounds(text: str) -> set[int]:
    return {run for run in runs(text) if run >= SOUNDS}


def test_half_a_sound_and_a_blank_alone_are_no_features() -> None:
    assert sounds("利 a专") == set()
    assert ord(" ") not in runs("专利 贷款")


def look(text: str, end: str = "") -> Look:
    seen = FEATURES.of(text, end)
    return Look(*WEIGHING.look(seen), *LANDMARKS.look(seen.spoken, seen.request_row))


def test_a_text_has_its_characters_words_and_concepts() -> None:
    found = names("专利贷款贴息")
    assert {"专", "专利", "专利贷", "利贷款", " 专", "息 ", "=专利", "@专利", "@借钱"} <= found
    assert "贴专" not in found


def test_numbers_are_all_alike_and_marks_are_blanks() -> None:
    assert plain_form("贷了1,200.5万（含），行吗") == "贷了0万 含 行吗"
    assert names("贷500万") == names("贷800万")


def test_what_sounds_alike_is_alike_and_so_is_pinyin() -> None:
    for alike, other in (("专力", "贴息"), ("zhuanli", "tiexi")):
        assert len(sounds("专利") & sounds(alike)) == 1
        assert not sounds("专利") & sounds(other)


def test_characters_beyond_the_first_plane_are_taken_for_one() -> None:
    assert runs("𠮷") == runs("𡈽")


def ends(text: str) -> bool:
    whole = asked(fold(text))
    return request(whole) != whole


@pytest.mark.parametrize(
    "text", [STORY, f"{STORY}помогите пожалуйста", *(e.text for e in KNOWN.examples if ends(e.text))][:120]
)
def test_one_look_at_a_message_sees_its_request_as_if_it_stood_alone(text: str) -> None:
    whole = asked(fold(text))
    end = request(whole)
    both, alone, all_of_it = look(whole, end), look(end), look(whole)
    asks = both.values[1] > 0
    assert (both.columns[asks] == alone.columns).all()
    assert np.allclose(both.values[1][asks], alone.values[0])
    assert np.allclose(both.values[0], all_of_it.values[0])
    assert np.allclose(both.near, np.concatenate([all_of_it.near, alone.near]), atol=1e-6)


def test_a_request_far_behind_is_still_the_request() -> None:
    """ﷺ alone is eighteen characters when folded; the longest text looked at becomes ten thousand."""
    end = "小饭馆借了二十万周转，利息有没有政府分担"
    for many in (130, 570):
        both, alone = look(f"{fold('ﷺ' * many)}。{end}", end), look(end)
        assert (both.columns[both.values[1] > 0] == alone.columns).all()
    far = FEATURES.of(f"{'专' * 20_000} {end}", end)
    assert far.request <= far.places.max() == LAST_PLACE


def test_a_comma_within_a_number_parts_no_message() -> None:
    assert request(fold(STORY)).startswith("daikuan lixi 能不能")
    said = "我们公司是做数控机床的现在想问一下专利的事，2项专利押给银行贷款利息能不能贴"
    assert request(fold(said)) == "2项专利押给银行贷款利息能不能贴"
    said = "我们厂去年在银行做了知识产权质押贷款一共是1,000万元请问能给贴息多少"
    assert request(said) == said


def test_the_ridge_is_solved_to_the_end() -> None:
    """Against the closed solution, where the senses count most, and on either side of their number."""
    chance = np.random.default_rng(3)
    for rows, width in ((90, 40), (30, 40)):
        dense = (chance.random((rows, 25)) < 0.3).astype(np.float32)
        dense[:, 0] = 1
        dense[0] = 1
        columns = [np.flatnonzero(row) for row in dense]
        starts = np.concatenate(([0], np.cumsum([len(part) for part in columns])))
        flat = np.concatenate(columns).astype(np.int32)
        examples = Scaled(Pattern(starts, flat, 25), np.ones(rows, np.float32), np.ones(25, np.float32))
        senses = (5 * chance.normal(size=(rows, width))).astype(np.float32)
        targets = chance.normal(size=(rows, 3)).astype(np.float32)
        weights, near = ridge(examples, senses, targets, 0.7)
        both = np.concatenate([dense, senses], 1).astype(np.float64)
        exact = both.T @ np.linalg.solve(both @ both.T + 0.7 * np.eye(rows), targets)
        assert np.allclose(np.concatenate([weights, near]), exact, atol=2e-3)


def test_the_root_of_an_inverse_is_one_however_large() -> None:
    for size in (1, 7, 130):
        half = np.random.default_rng(size).normal(size=(size, size))
        matrix = half @ half.T + np.eye(size)
        root = root_of_inverse(matrix)
        assert not np.triu(root, 1).any()
        assert np.allclose(root.T @ root @ matrix, np.eye(size), atol=1e-3)


def test_all_examples_at_once_are_seen_as_each_alone() -> None:
    matrix = WEIGHING.matrix(EXAMPLES)
    for row, text in enumerate(map(FEATURES.of, TEXTS)):
        columns, values = WEIGHING.look(text)
        part = slice(matrix.pattern.starts[row], matrix.pattern.starts[row + 1])
        assert (matrix.pattern.columns[part] == columns).all() and np.allclose(matrix.values[part], values[0])
        assert np.allclose(NEAR[row], LANDMARKS.near(text.spoken), atol=1e-5)


def test_of_many_texts_each_has_what_it_has_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["zhuanli 贷款", "", "专利", "a", "专利专利", "𠮷\ud800"]
    alone = [FEATURES.of_all([text], {}) for text in texts]
    for many in (2, 16_384):  # looked at together
        monkeypatch.setattr(features, "MANY", many)
        found = FEATURES.of_all(texts, {})
        assert [found.runs[found.whose == i].tolist() for i in range(len(texts))] == [
            one.runs.tolist() for one in alone
        ]
        assert (np.diff(found.whose) >= 0).all()
        assert found.names == tuple(one.names[0] for one in alone)
        assert found.words == tuple(one.words[0] for one in alone)


def test_a_text_of_which_nothing_is_known_is_an_empty_row() -> None:
    starts = WEIGHING.matrix(FEATURES.of_all([TEXTS[0], "𠮷", TEXTS[1]], {})).pattern.starts
    assert starts[1] == starts[2] < starts[3]


def dense(matrix: Scaled) -> np.ndarray:
    found = np.zeros((len(matrix.by_row), matrix.pattern.width), np.float32)
    found[matrix.pattern.rows, matrix.pattern.columns] = matrix.values
    return found


def test_products_by_blocks_and_in_two_parts_are_those_of_the_whole() -> None:
    matrix = WEIGHING.matrix(FEATURES.of_all([*TEXTS, "𠮷"], {}))
    whole, width = dense(matrix), matrix.pattern.width
    for many in (0, 1, 40, width):
        most, heavy, light = matrix.parted(many)
        lighter = dense(light)
        assert (heavy == whole[:, most]).all() and not lighter[:, most].any()
        assert np.allclose(heavy @ heavy.T + lighter @ lighter.T, whole @ whole.T, atol=1e-5)
    for wide in (1, 17, 400):
        right = np.random.default_rng(wide).normal(size=(width, wide)).astype(np.float32)
        turned_times, times = matrix.products(wide)
        assert np.allclose(times(right), whole @ right, atol=1e-4)
        assert np.allclose(turned_times(whole @ right), whole.T @ (whole @ right), atol=1e-3)


def test_turned_it_has_the_same_values_by_columns() -> None:
    matrix = WEIGHING.matrix(EXAMPLES)
    turned = matrix.turned()
    found = np.zeros((turned.width, matrix.pattern.width), np.float32)
    found[turned.columns, np.repeat(np.arange(matrix.pattern.width), np.diff(turned.starts))] = turned.values
    assert (found == dense(matrix)).all()


def test_staff_read_words_and_concepts_but_no_sounds() -> None:
    assert readable(["=专利", "@借钱", "", "利贷", "专利", " 贴息"], 6) == ("专利", "“借钱”类说法", "利贷", "贴息")


def test_two_examples_that_share_nothing_are_learnt() -> None:
    learned = learn(FEATURES.of_all(["甲乙", "专利"], {}), ["none", "meta"], ["other", "number"])
    assert learned.scores(learned.look(FEATURES.of("专利"))).shape == (1, 2)


def test_gathered_runs_are_found_once_and_are_the_same_for_every_model() -> None:
    others = Weighing.learn(FEATURES.of_all(TEXTS[::3], {}))
    gathering = Features(FEATURES.words, concepts(KNOWN))
    gathering.gather([WEIGHING.runs, others.runs])
    strange = Weighing.learn(FEATURES.of_all(TEXTS[1::3], {}))  # one that is not gathered
    for text in (STORY, "专利贷款贴息", "𠮷野家", "zhuanli", ""):
        plain, seen = FEATURES.of(fold(text)), gathering.of(fold(text))
        assert plain.found is None and seen.found is not None
        for model in (WEIGHING, others, strange):
            assert model.columns(plain).tolist() == model.columns(seen).tolist()
    plain, seen = (one.of(fold(STORY), fold(STORY)[-14:]) for one in (FEATURES, gathering))
    for one, other in zip(WEIGHING.look(plain), WEIGHING.look(seen), strict=True):
        assert (one == other).all()


def test_texts_seen_before_the_runs_are_gathered_are_looked_at_again() -> None:
    gathering = Features(FEATURES.words, concepts(KNOWN))
    assert gathering.of("贴息").found is None
    gathering.gather([WEIGHING.runs])
    assert gathering.of("贴息").found is not None
