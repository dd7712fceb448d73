"""Cutting and stripping marked texts: every piece is whole HTML, within the limit, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.html import split, units, words_of
from tests.bot.channels.telegram.entities import read_html

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=60)
TAGS = st.sampled_from(["b", "i", "code", "u"])


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def marked(draw):
    """HTML of up to three levels."""
    parts = draw(st.lists(st.tuples(WORDS, st.lists(TAGS, max_size=3)), max_size=12))
    return "".join(
        "".join(f"<{tag}>" for tag in tags) + escaped(text) + "".join(f"</{tag}>" for tag in reversed(tags))
        for text, tags in parts
    )


@given(marked(), st.integers(8, 80))
def test_pieces_are_whole_short_enough_and_together_the_text(html, longest):
    pieces = split(html, longest)
    texts = [read_html(piece) for piece in pieces]
    assert all(0 < units(text) <= longest for text in texts)
    assert "".join("".join(texts).split()) == "".join(words_of(html).split())


def test_a_short_text_stays_as_it_is():
    html = '<b>甲</b>：a &lt; b\n\n<blockquote>乙</blockquote><a href="https://x.cn/?a=1&amp;b=2">丙</a>'
    assert split(html) == [html]


def test_paragraphs_are_cut_before_lines_and_lines_before_words():
    text = "甲" * 30 + "\n\n" + "乙" * 20 + "\n" + "丙" * 20
    assert split(text, 60) == ["甲" * 30, "乙" * 20 + "\n" + "丙" * 20]
    assert split("甲" * 40 + "\n" + "乙" * 40, 60) == ["甲" * 40, "乙" * 40]


def test_four_thousand_and_ninety_six_units_are_one_message():
    assert len(split("字" * 4096)) == 1 and len(split("字" * 4097)) == 2
    assert len(split("𠀀" * 2048)) == 1 and len(split("𠀀" * 2049)) == 2
