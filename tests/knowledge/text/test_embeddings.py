import numpy as np
import pytest

from knowledge.classifier.semantic import Landmarks
from knowledge.text.embeddings import FOLDER, SIZE, known, points, row_of, rows_of, spoken


def near(one: str, other: str) -> float:
    a, b = (points([row_of(part) for part in known([word])]).sum(0) for word in (one, other))
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def test_every_word_has_its_point() -> None:
    words = (FOLDER / "words.txt").read_text("utf-8").splitlines()
    points = np.load(FOLDER / "points.npy")
    assert points.shape == (len(words), SIZE)
    assert words == sorted(set(words))


def test_words_used_alike_lie_near_one_another() -> None:
    assert near("贷款", "借款") > near("贷款", "天气")
    assert near("专利", "发明") > near("专利", "保险")


@pytest.mark.parametrize(
    "words", [("专利", "天气"), ("专利", "龘", "天气"), ("晴天", "专利", "天气"), ("龘贷专", "专利", "晴天", "天气")]
)
def test_the_request_is_a_text_of_its_own(words: tuple[str, ...]) -> None:
    landmarks, _ = Landmarks.learn([("专利", "质押"), ("担保", "费率"), ("天气", "预报")])
    for begin in range(1, len(words)):
        request = len(rows_of(words[:begin]))
        both, _ = landmarks.look(spoken(words), request)
        alone = [landmarks.look(spoken(part))[0] for part in ((words, words[begin:]) if request else (words,))]
        assert np.allclose(both, np.concatenate(alone), atol=1e-6)


def test_a_word_without_a_point_is_taken_by_its_characters() -> None:
    assert known(["贷款", "龘贷"]) == ["贷款", *[c for c in "龘贷" if known([c]) == [c]]]
    assert points([]).shape == (0, SIZE)


def test_a_text_is_nearest_to_itself() -> None:
    texts = [("专利", "质押"), ("担保", "费率"), ("天气", "预报")]
    landmarks, _ = Landmarks.learn(texts)
    found = np.array([landmarks.look(spoken(text))[0][0] for text in texts])
    assert sorted(found.argmax(1)) == [0, 1, 2]
    assert np.allclose(found.max(1), 1, atol=1e-4)
    assert np.isfinite(landmarks.look(spoken(()))[0]).all()


def test_words_no_example_has_are_strange() -> None:
    landmarks, _ = Landmarks.learn([("专利", "质押"), ("担保", "费率")])
    strange = [landmarks.look(spoken(words))[1] for words in [("专利",), ("专利", "天气"), ("天气",), ()]]
    assert strange[0] == strange[3] == 0 < strange[1] < strange[2] == 1
