"""An inverted index of passages, in memory or in a folder, of fifteen clauses or of a million."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import tantivy

from knowledge.search.passages import FileShelf, Passage, Shelf, fill
from knowledge.text.tokens import HAN_RUN, Words, fold

__all__ = ["Index", "Passage", "Terms"]

TITLE, WORDS, PAIRS = "title", "words", "pairs"
NUMBER = "number"
WEIGHTS = {TITLE: 1.5, WORDS: 1.0, PAIRS: 1.0}
HEAP = 128_000_000  # bytes the writer may hold; only while building
LONGEST_QUERY = 24  # terms: of a longer question those in fewest passages are kept
COMMON = 0.02  # of a large set: a term of more passages is looked up only when the question has few rarer ones
LARGE = 20_000
FEW = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """What a question is looked up by."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]


class Index:
    """Built once, then only read; a new version is a new index that takes the old one's place."""

    def __init__(self, index: tantivy.Index, shelf: Shelf, words: Words) -> None:
        self._index = index
        self._shelf = shelf
        self._schema = index.schema
        self._words = words
        self._searcher = index.searcher()

    @classmethod
    def build(cls, passages: Iterable[Passage], words: Words, folder: Path | None = None) -> "Index":
        """From all ``passages``; with ``folder`` (empty, existing) the index lies there and takes no memory."""
        index = tantivy.Index(_schema(), path=str(folder) if folder else None)
        # Folded, because the closer look compares folded text, and folding twenty passages took half its time
        folded = (replace(p, text=fold(p.text)) for p in passages)
        held: list[Passage] = []
        writer = index.writer(heap_size=HEAP, num_threads=1)
        for number, passage in enumerate(fill(folded, folder) if folder else folded):
            writer.add_document(_document(number, passage, words))
            if folder is None:
                held.append(passage)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index, FileShelf(folder) if folder else held, words)

    @classmethod
    def open(cls, words: Words, folder: Path) -> "Index":
        """What ``build`` left in ``folder``; the same words must be used."""
        return cls(tantivy.Index.open(str(folder)), FileShelf(folder), words)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def terms(self, folded: str) -> Terms:
        return Terms(tuple(dict.fromkeys(_words_of(folded, self._words))), tuple(dict.fromkeys(_pairs_of(folded))))

    def search(self, terms: Terms, limit: int) -> list[tuple[float, Passage]]:
        """(BM25 over all fields, passage folded), best first; nothing when no term is known."""
        chosen = self._rarest(terms)
        if not chosen:
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(field, term)) for field, term in chosen],
        )
        found = self._searcher.search(query, limit, count=False).hits
        return [(float(score), self._passage(address)) for score, address in found]

    def frequency(self, field: str, term: str) -> int:
        """In how many passages ``term`` stands."""
        return int(self._searcher.doc_freq(field, term))

    def _rarest(self, terms: Terms) -> Sequence[tuple[str, str]]:
        """(field, term) to look up; at a million passages the common ones cost 20 ms and move nothing to the top."""
        every = [(WORDS, word) for word in terms.words] + [(PAIRS, pair) for pair in terms.pairs]
        counted = sorted((self.frequency(field, term), field, term) for field, term in every)
        known = [found for found in counted if found[0]][:LONGEST_QUERY]
        size = len(self)
        if size > LARGE:
            known = [found for i, found in enumerate(known) if i < FEW or found[0] < COMMON * size]
        titles = [term for term in dict.fromkeys(term for _, _, term in known) if self.frequency(TITLE, term)]
        if not known:
            titles = [term for _, _, term in counted if self.frequency(TITLE, term)]
        return [*((field, term) for _, field, term in known), *((TITLE, term) for term in dict.fromkeys(titles))]

    def _term(self, field: str, term: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, term, "freq")
        return query if WEIGHTS[field] == 1.0 else tantivy.Query.boost_query(query, WEIGHTS[field])

    def _passage(self, address: tantivy.DocAddress) -> Passage:
        return self._shelf[int(self._searcher.doc(address).get_first(NUMBER) or 0)]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in (TITLE, WORDS, PAIRS):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field(NUMBER, stored=True, indexed=False)
    return builder.build()


def _document(number: int, passage: Passage, words: Words) -> tantivy.Document:
    """The text of ``passage`` is folded."""
    title, text = fold(passage.title), passage.text
    document = tantivy.Document()
    document.add_text(TITLE, " ".join([*_words_of(title, words), *_pairs_of(title)]))
    document.add_text(WORDS, " ".join(_words_of(text, words)))
    document.add_text(PAIRS, " ".join(_pairs_of(text)))
    document.add_unsigned(NUMBER, number)
    return document


def _words_of(folded: str, words: Words) -> list[str]:
    return [word for word in words.cut(folded) if len(word) > 1]


def _pairs_of(folded: str) -> list[str]:
    """Character pairs of each run; letters and digits whole; a single character alone stays."""
    found: list[str] = []
    for run in HAN_RUN.findall(folded):
        if run[0] <= "z" or len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found
