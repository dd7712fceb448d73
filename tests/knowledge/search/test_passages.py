"""Passages written to a folder are read back by number, whatever characters they hold."""

from knowledge.search.passages import FileShelf, Passage, fill


def test_passages_come_back_as_they_were(tmp_path) -> None:
    passages = [Passage("a/1", "标题", "正文\n两行"), Passage("b", "", ""), Passage("c", "x", "\ud800 stays")]
    assert list(fill(passages, tmp_path)) == passages
    shelf = FileShelf(tmp_path)
    assert len(shelf) == 3 and [shelf[number] for number in (2, 0, 1)] == [passages[2], passages[0], passages[1]]
