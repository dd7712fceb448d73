"""Finding at 15 to 1,000,000 clauses, beside SQLite FTS5 and bm25s; each engine in a process of its own.

Ours is the whole matcher: repair, scope, the learned clauses, and the library of all others. Clauses are made of the
sentences of a folder of policy documents (FUDAOYUAN_DOCUMENTS, else our own document), mixed at random; the questions
are pieces of them with everyday words around. All three get the same words, cut beforehand.
FUDAOYUAN_BENCH_SIZES=15,10000 runs only those sizes.
"""

import gc
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.classifier.match import Matcher
from knowledge.records.build import build
from knowledge.records.files import PACKAGE
from knowledge.search.clauses import Library
from knowledge.search.index import Passage
from knowledge.search.rank import Ranker
from knowledge.text.tokens import Words, fold
from tests.benchmarks.timing import Times, timed
from tests.city import shipped_files

INDEX, CACHE = "index", "cache"
OWN = [clause.id for policy in build(shipped_files()).policies for clause in policy.clauses]
SIZES = (15, 10_000, 100_000, 1_000_000)
QUESTIONS = {"ours": 600, "fts5": 40, "bm25s": 200}
AROUND = ("请问{}有什么支持", "{}怎么申请", "我们厂想问{}的事", "{}找哪个部门", "{}")
LABELS = {"ours": "整个匹配（含词库、范围、复核）", "fts5": "SQLite FTS5", "bm25s": "bm25s"}


def main() -> None:
    sizes = [int(size) for size in os.environ.get("FUDAOYUAN_BENCH_SIZES", "").split(",") if size] or SIZES
    for size in sizes:
        print(f"{size:,} 条", flush=True)
        for engine in LABELS:
            found = _apart(engine, size)
            print(f"  {LABELS[engine]:22} {found}", flush=True)


def _apart(engine: str, size: int) -> str:
    command = [sys.executable, "-m", "tests.benchmarks.bench_match", engine, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"未完成：{done.stderr.strip().splitlines()[-1:]}"
    row = json.loads(done.stdout.splitlines()[-1])
    times = f"p50 {row['p50']:9.3f} ms   p99 {row['p99']:9.3f} ms   建索引 {row['build']:7.1f} s"
    return f"{times}   自有内存增长 {row['grown']:5.0f} MB（另映射索引文件 {row['mapped']:4.0f} MB，系统随时可收回）"


def measure(engine: str, size: int) -> dict[str, float]:
    """p50 and p99 in ms, build in s, growth in MB of the process's own memory and of mapped files, questions run."""
    with tempfile.TemporaryDirectory() as folder:
        questions = _questions(size, QUESTIONS[engine])
        gc.collect()
        before, mapped, began = _resident("RssAnon"), _resident("RssFile"), time.perf_counter()
        if engine == "ours":
            _build_apart(folder, size)
        ask = ENGINES[engine](size, Path(folder))
        built = time.perf_counter() - began
        times: Times = timed(ask, questions)
        gc.collect()
        grown, mapped = _resident("RssAnon") - before, _resident("RssFile") - mapped
        return {"p50": times.p50, "p99": times.p99, "build": built, "grown": grown, "mapped": mapped}


def _ours(size: int, folder: Path) -> Callable[[str], object]:
    """At 15 clauses our own document; above, a library of so many clauses beside it."""
    library = Library(Ranker.open(folder / INDEX)) if size > len(OWN) else None
    return Matcher(build(shipped_files()), folder / CACHE, library).match


def _prepare(size: int, folder: Path) -> None:
    """What a server does when a version is published: learn from the examples, build the index."""
    Matcher(build(shipped_files()), folder / CACHE)
    if size > len(OWN):
        (folder / INDEX).mkdir()
        Ranker(clauses(size), folder=folder / INDEX)


def _build_apart(folder: str, size: int) -> None:
    """Built by another process, as on a server: what building takes is given back to the system."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_match", "build", str(size), folder]
    subprocess.run(command, check=True, capture_output=True)


def _fts5(size: int, folder: Path) -> Callable[[str], object]:
    import pysqlite3

    words = Words()
    connection = pysqlite3.connect(str(folder / "fts.db"))
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("CREATE VIRTUAL TABLE clause USING fts5(title, text, tokenize='unicode61')")
    rows = ((" ".join(words.cut(fold(p.title))), " ".join(words.cut(fold(p.text)))) for p in clauses(size))
    connection.executemany("INSERT INTO clause VALUES (?, ?)", rows)
    connection.execute("INSERT INTO clause(clause) VALUES ('optimize')")
    connection.commit()

    def ask(question: str) -> object:
        query = " OR ".join(f'"{word}"' for word in words.cut(fold(question)))
        return connection.execute(
            "SELECT rowid FROM clause WHERE clause MATCH ? ORDER BY rank LIMIT 10", (query,)
        ).fetchall()

    return ask


def _bm25s(size: int, folder: Path) -> Callable[[str], object]:
    import bm25s

    words = Words()
    found = bm25s.BM25()
    found.index([words.cut(fold(f"{p.title} {p.text}")) for p in clauses(size)], show_progress=False)

    def ask(question: str) -> object:
        return found.retrieve([words.cut(fold(question))], k=min(10, size), show_progress=False)

    return ask


ENGINES: dict[str, Callable[[int, Path], Callable[[str], object]]] = {"ours": _ours, "fts5": _fts5, "bm25s": _bm25s}


def clauses(size: int) -> Iterator[Passage]:
    """``size`` clauses of two or three sentences, the same on every run."""
    sentences, rng = _sentences(), random.Random(3)
    for number in range(size):
        chosen = rng.choices(sentences, k=rng.choice((2, 2, 3)))
        place = rng.randrange(3_000)
        yield Passage(f"p{place}/{number}", chosen[0][:16], f"第{place}号措施：{'。'.join(chosen)}。")


def _questions(size: int, count: int) -> list[str]:
    rng, found = random.Random(5), []
    sentences = _sentences()
    for _ in range(count):
        sentence = rng.choice(sentences)
        start = rng.randrange(max(1, len(sentence) - 12))
        found.append(rng.choice(AROUND).format(sentence[start : start + rng.randint(4, 12)]))
    return found


def _sentences() -> list[str]:
    folder = Path(os.environ.get("FUDAOYUAN_DOCUMENTS", PACKAGE / "policies"))
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.txt")) if "examples" not in path.parts]
    parts = [part.strip() for text in texts for part in re.split(r"[。；\n]", text)]
    return sorted({part for part in parts if 12 <= len(part) <= 120})


def _resident(kind: str) -> float:
    """MB of this process: RssAnon is its own memory, RssFile pages of mapped files that happen to be in memory."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    if sys.argv[1] == "build":
        _prepare(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
