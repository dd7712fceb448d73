"""The passages of an index by number: in memory, or in two files that are read where they lie.

They are read, not mapped: at a million clauses the pages that questions touch would otherwise grow into this
process by 200 MB, and unpacking tantivy's own stored texts took a third of a search.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

TEXTS, PLACES = "passages.bin", "places.bin"
WIDTH = 8  # bytes of a place
BETWEEN = b"\x1f"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that can be found; ``title`` may be empty."""

    id: str
    title: str
    text: str


class Shelf(Protocol):
    """Passages in the order in which they were put there."""

    def __getitem__(self, number: int) -> Passage: ...
    def __len__(self) -> int: ...


class FileShelf:
    """What ``fill`` wrote into ``folder``; safe to read from many threads."""

    def __init__(self, folder: Path) -> None:
        self._texts = os.open(folder / TEXTS, os.O_RDONLY)
        self._places = os.open(folder / PLACES, os.O_RDONLY)

    def __len__(self) -> int:
        return os.fstat(self._places).st_size // WIDTH - 1

    def __getitem__(self, number: int) -> Passage:
        places = os.pread(self._places, 2 * WIDTH, number * WIDTH)
        start, end = int.from_bytes(places[:WIDTH]), int.from_bytes(places[WIDTH:])
        parts = os.pread(self._texts, end - start, start).split(BETWEEN, 2)
        return Passage(*[part.decode("utf-8", "surrogatepass") for part in parts])

    def __del__(self) -> None:
        for file in (self._texts, self._places):
            os.close(file)


def fill(passages: Iterable[Passage], folder: Path) -> Iterator[Passage]:
    """Writes the passages to the two files of ``folder`` as they are taken from here."""
    with ExitStack() as files:
        texts = files.enter_context((folder / TEXTS).open("wb"))
        places = files.enter_context((folder / PLACES).open("wb"))
        places.write((0).to_bytes(WIDTH))
        for passage in passages:
            parts = (passage.id, passage.title, passage.text)
            texts.write(BETWEEN.join([part.replace("\x1f", "").encode("utf-8", "surrogatepass") for part in parts]))
            places.write(texts.tell().to_bytes(WIDTH))
            yield passage
