import tempfile
import weakref
from pathlib import Path

import jieba
import pytest

from knowledge.classifier.features import plain_form
from knowledge.records.build import build
from knowledge.text.pinyin import spelled
from knowledge.text.spelling import Repairs
from knowledge.text.tokens import HAN_RUN, Lexicon, Words, clean, fold
from tests.city import shipped_files


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  专利\n质押 ", "专利 质押"),
        ("专\u200b利\u202e\ufeff", "专利"),
        ("贴\x00息\x07", "贴息"),
        ("保\ud800费", "保费"),
        ("５０万元（含）", "５０万元（含）"),
        ("a\ufe0fb\U000e0041", "ab"),
        ("\u3164\u200b", ""),
        ("\ufdd0专\ufdd1\ufdef利\ufffe\uffff", "专利"),
        ("贴\U0001fffe息\U0010ffff", "贴息"),
        ("", ""),
    ],
)
def test_clean_drops_what_nobody_sees_and_keeps_the_rest(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    kept.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [("專利權質押貼息", "专利权质押贴息"), ("ＩＰＯ", "ipo"), ("５００萬", "500万"), ("請問幾時到期", "请问几时到期")],
)
def test_fold_makes_the_same_words_equal(one: str, other: str) -> None:
    assert fold(one) == other


@pytest.mark.parametrize("plain", ["", " ", "专利质押 贷款 0 万", "éé专利é abc贷款", "鲁科担担保费 鲁科担担保费"])
def test_what_was_cut_before_is_recalled(plain: str) -> None:
    words, cuts = Words(["鲁科担"]), {}
    placed = [word for word, _ in words.placed(plain)]
    assert words.recalled(plain, cuts) == placed == words.recalled(plain, dict(cuts))
    assert Words([]).recalled(plain, dict(cuts)) == placed  # not cut again, by other words


def test_the_lazy_dictionary_cuts_like_jieba() -> None:
    jieba.setLogLevel(60)
    with tempfile.TemporaryDirectory() as folder:
        whole = jieba.Tokenizer()
        whole.tmp_dir = folder
        words = Words()
        for line in shipped_files()["policies/liaocheng-2024/document.txt"].splitlines():
            folded = fold(line)
            assert words.cut(folded) == [w for w in whole.cut(folded, HMM=False) if HAN_RUN.match(w)]


def test_a_planted_cache_in_the_shared_folder_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import marshal

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"利权质押贷": 9_000_000, "专": 1, "利": 0}, 9_000_001)))
    assert Words(["专利权"]).cut("专利权质押贷款") == ["专利权", "质押", "贷款"]
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]


def test_only_words_of_the_characters_seen_are_held() -> None:
    lexicon = Lexicon(["鲁科担"])
    assert list(lexicon.cut("鲁科担", HMM=False)) == ["鲁科担"]
    assert 0 < len(lexicon.FREQ) < 5_000


@pytest.mark.parametrize("text", ["", "\ud800", "😀" * 50, "。" * 500, "a" * 3_000, "鑫" * 3_000, "\x00"])
def test_any_text_can_be_cut(text: str) -> None:
    Words().cut(fold(clean(text)))
    plain_form(text)


@pytest.mark.parametrize(
    ("letters", "syllables"), [("zhuanli", ("zhuan", "li")), ("zhiya", ("zhi", "ya")), ("ipo", ()), ("loan", ())]
)
def test_pinyin_is_told_from_english(letters: str, syllables: tuple[str, ...]) -> None:
    assert spelled(letters) == syllables


OWN = ("专利质押", "首台套", "鲁科担", "质押", "科融信", "保险", "上市", "市财政局", "专利")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("专力质押怎么贴", (("专力质押", "专利质押"),)),
        ("首太套补多少", (("首太套", "首台套"),)),
        ("鲁可担", (("鲁可担", "鲁科担"),)),
        ("科容信怎么注册", (("科容信", "科融信"),)),
        ("zhuanli zhiya 多少", (("zhuanli zhiya", "专利质押"),)),
        ("专利质押", ()),
        ("看上是不是", ()),
        ("县财政局", ()),
        ("是财政局管吗", ()),
        ("", ()),
    ],
)
def test_only_slips_in_our_own_words_are_repaired(text: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert Repairs(OWN, Words(OWN)).find(text) == pairs


class Plain(Lexicon):
    """The same dictionary, cut by jieba's own steps."""

    calc = jieba.Tokenizer.calc

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802
        self._read(sentence)
        return jieba.Tokenizer.get_DAG(self, sentence)


def test_sentences_are_cut_as_jieba_cuts_them() -> None:
    own = ["专利权质押", "鲁科担", "首台套", "三板 挂牌"]
    ours, plain, words = Lexicon(own), Plain(own), Words(own)
    texts = [
        *(example.text for example in build(shipped_files()).examples[::9]),
        "龘龘a1b2 鲁科担xyz",
        "新三板 挂牌",
        "",
    ]
    for text in texts:
        assert list(ours.cut(fold(text), HMM=False)) == list(plain.cut(fold(text), HMM=False))
        bare = plain_form(fold(text))
        assert [word for word, _ in words.placed(bare)] == words.cut(bare)
        assert all(bare.startswith(word, start) for word, start in words.placed(bare))


def test_a_lexicon_that_nobody_needs_goes_at_once() -> None:
    """A server that takes up a new version lets the old one go: its collector comes too rarely to break circles."""
    lexicon = Lexicon(["鲁科担"])
    assert lexicon.walk("鲁科担补多少") == lexicon.walk("鲁科担补多少")
    gone = weakref.ref(lexicon)
    del lexicon
    assert gone() is None


def test_no_stretch_of_a_text_is_left_after_forgetting() -> None:
    words = Words()
    before = words.placed("老王家专利")
    assert words._tokenizer._walked
    words.forget()
    assert not words._tokenizer._walked and words.placed("老王家专利") == before
