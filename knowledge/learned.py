"""What the matcher learns from the examples of one version, and where it keeps it between two starts."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.linear import Floats, Sparse, Weighing, ridge

COMMON = 250  # a feature of more examples than this says little about which one is near, and is slow to follow


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of each feature for each label, and the examples by feature, to find the nearest."""

    labels: tuple[str, ...]
    base: Floats
    weights: Floats
    weighing: Weighing
    by_feature: Sparse
    examples: int

    def scores(self, columns: NDArray[np.int32], values: Floats) -> Floats:
        """One score for each label, about 1 for a sure case and 0 for none; the base rate when nothing is known."""
        if not len(columns):
            return self.base
        found: Floats = values @ self.weights[columns] + self.base
        return found

    def nearness(self, columns: NDArray[np.int32], values: Floats) -> NDArray[np.float64]:
        """Cosine of the text with each example, over all but the most common features."""
        book = self.by_feature
        begin, end = book.starts[columns], book.starts[columns + 1]
        rare = end - begin <= COMMON
        spans = list(zip(begin[rare].tolist(), end[rare].tolist(), strict=True))
        if not spans:
            return np.zeros(self.examples)
        hit = np.concatenate([book.columns[s:e] for s, e in spans])
        worth = np.concatenate([book.values[s:e] for s, e in spans])
        worth = worth * np.repeat(values[rare], (end - begin)[rare])
        return np.bincount(hit, worth, self.examples).astype(np.float64)


def learn(texts: Sequence[set[str]], answers: Sequence[str], labels: Sequence[str]) -> Learned:
    """From the features of each example and its label. About 3 s for 6,000 examples."""
    weighing = Weighing.learn(texts)
    rows = weighing.matrix(texts)
    targets = (np.array(answers)[:, None] == np.array(labels)).astype(np.float32)
    base = targets.mean(0)
    weights = ridge(rows, targets - base)
    return Learned(tuple(labels), base, weights, weighing, rows.turned(), len(texts))


def remembered(folder: Path | None, name: str) -> Learned | None:
    """What ``keep`` wrote as ``name``; nothing when there is none, it is damaged or others could have written it."""
    if folder is None or not _is_private(folder):
        return None
    try:
        with (folder / f"{name}.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            return _read(file)
    except Exception:  # a damaged file may fail in any way the zip and array readers know: it is only a cache
        return None


def keep(folder: Path | None, name: str, learned: Learned) -> None:
    """Writes ``learned`` for the next start, whole or not at all; a full disk or a folder of others is no error."""
    if folder is None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(folder):
            return
        handle, path = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            _write(file, learned)
        Path(path).replace(folder / f"{name}.npz")
    except OSError:
        return


def _is_private(folder: Path) -> bool:
    try:
        status = folder.stat()
    except OSError:
        return False
    return status.st_uid == os.getuid() and not status.st_mode & 0o077


def _write(file: "os.PathLike[str] | object", learned: Learned) -> None:
    np.savez(
        file,  # type: ignore[arg-type]
        labels=np.array("\n".join(learned.labels)),
        base=learned.base,
        weights=learned.weights,
        features=np.frombuffer("\n".join(learned.weighing.names).encode(), np.uint8),
        rarity=learned.weighing.rarity,
        starts=learned.by_feature.starts,
        columns=learned.by_feature.columns,
        values=learned.by_feature.values,
        examples=np.array(learned.examples),
    )


def _read(file: "np.lib.npyio.NpzFile") -> Learned | None:
    features = file["features"].tobytes().decode().split("\n")
    labels = tuple(str(file["labels"]).split("\n"))
    turned = Sparse(file["starts"], file["columns"], file["values"], int(file["examples"]))
    learned = Learned(
        labels,
        file["base"],
        file["weights"],
        Weighing.of(features, file["rarity"]),
        turned,
        turned.width,
    )
    fits = learned.weights.shape == (len(features), len(labels)) and len(turned.starts) == len(features) + 1
    sound = len(learned.base) == len(labels) and len(turned.columns) == len(turned.values) == turned.starts[-1]
    return learned if fits and sound else None
