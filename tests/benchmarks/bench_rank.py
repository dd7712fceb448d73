"""Question → its passage on a public set, beside bm25s over character pairs of the same titles and texts.

FUDAOYUAN_PASSAGES names a file in SQuAD form, such as squad-style-data/cmrc2018_dev.json of ymcui/cmrc2018
(CC BY-SA 4.0, not in this repository). Nothing is tuned to it.
"""

import json
import os
import time
from pathlib import Path

from knowledge.search.index import Passage
from knowledge.search.rank import Ranker

Questions = list[tuple[str, str]]


def main() -> None:
    path = os.environ.get("FUDAOYUAN_PASSAGES")
    if not path:
        print("没有公开问答集：请用 FUDAOYUAN_PASSAGES 指明一个 SQuAD 格式的文件，例如 cmrc2018_dev.json")
        return
    passages, questions = read(Path(path))
    print(f"{len(passages):,} 段，{len(questions):,} 问")
    for name, found in (("本引擎", ours(passages, questions)), ("bm25s 字对", peer(passages, questions))):
        print(f"  {name:10} recall@1 {found[0]:.4f}   recall@10 {found[1]:.4f}   每问 {found[2]:.2f} ms")


def read(path: Path) -> tuple[list[Passage], Questions]:
    """Every paragraph once, titled by its article, and (question, passage id) pairs."""
    passages: list[Passage] = []
    questions: Questions = []
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            passages.append(Passage(str(len(passages)), article.get("title", ""), paragraph["context"]))
            questions += [(asked["question"], passages[-1].id) for asked in paragraph["qas"]]
    return passages, questions


def ours(passages: list[Passage], questions: Questions) -> tuple[float, float, float]:
    ranker = Ranker(passages)
    began = time.perf_counter()
    ranked = [[name for name, _ in ranker.rank(question)] for question, _ in questions]
    return recall(ranked, questions, began)


def peer(passages: list[Passage], questions: Questions) -> tuple[float, float, float]:
    import bm25s

    engine = bm25s.BM25()
    engine.index([_pairs(f"{p.title} {p.text}") for p in passages], show_progress=False)
    began = time.perf_counter()
    found, _ = engine.retrieve([_pairs(question) for question, _ in questions], k=10, show_progress=False)
    return recall([[passages[i].id for i in row] for row in found], questions, began)


def recall(ranked: list[list[str]], questions: Questions, began: float) -> tuple[float, float, float]:
    """(recall@1, recall@10, ms a question)."""
    took = 1000 * (time.perf_counter() - began) / len(questions)
    first = sum(row[:1] == [right] for row, (_, right) in zip(ranked, questions, strict=True))
    ten = sum(right in row for row, (_, right) in zip(ranked, questions, strict=True))
    return first / len(questions), ten / len(questions), took


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


if __name__ == "__main__":
    main()
