from pathlib import Path

from knowledge.search.rank import Passage, Ranker

PASSAGES = [
    Passage("a", "担保", "引导融资担保机构为科技企业提供担保。担保费率不超过千分之五的，给予保费补贴。"),
    Passage("b", "上市", "支持企业到北京证券交易所上市。对首次公开发行股票的企业给予奖励。"),
    Passage("c", "", "建立白名单，向银行推荐企业。"),
]


def test_the_best_passage_comes_first() -> None:
    ranker = Ranker(PASSAGES)
    assert [ranker.rank(q)[0][0] for q in ("担保费补多少", "公开发行股票奖励", "白名单怎么进")] == ["a", "b", "c"]


def test_scores_fall_and_lie_between_nought_and_one() -> None:
    scores = [score for _, score in Ranker(PASSAGES).rank("企业担保上市")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_limit_and_unknown_words() -> None:
    ranker = Ranker(PASSAGES)
    assert len(ranker.rank("企业", limit=2)) == 2
    assert ranker.rank("鑫鑫鑫") == []
    assert ranker.rank("") == []
    assert ranker.rank("\ud800") == []


def test_no_passage_at_all() -> None:
    assert Ranker([]).rank("担保") == []


def test_an_index_in_a_folder_answers_alike(tmp_path: Path) -> None:
    built = Ranker(PASSAGES, folder=tmp_path)
    opened = Ranker.open(tmp_path)
    assert len(opened) == 3
    assert opened.rank("担保费补多少") == built.rank("担保费补多少")


def test_odd_passages_keep_their_ids() -> None:
    ranker = Ranker([Passage("x y", "", "\ud800 保险"), Passage("空", "", "")])
    assert ranker.rank("保险")[0][0] == "x y"
