"""A message as the listener sees it: its figures by kind and by what they repeat, and where it is said."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.listening.features import KIND, POLICY, SHOWN, STANDS, THIS, Reader, readable_names, sign_of
from bot.nlu.hearing import Setting

DAY = date(2025, 11, 22)


@pytest.fixture
def setting(known) -> Setting:
    stands = {"principal_yuan": Decimal(5_000_000), "term_months": Decimal(12), "start": date(2024, 8, 1)}
    return Setting(known.measure("patent_pledge_interest"), "tech_sme", Decimal(60_000), stands)


@pytest.fixture(scope="module")
def reader(known, features) -> Reader:
    return Reader(features, known.intents)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("怎么才6万", SHOWN),
        ("本金是500万", STANDS),
        ("一年的", STANDS),
        ("能拿满10万吗", POLICY),
        ("改成800万", KIND["money"]),
        ("费率3.7%", KIND["percent"]),
        ("半年", KIND["duration"]),
    ],
)
def test_a_figure_is_seen_by_what_it_repeats_else_by_its_kind(setting, text, sign) -> None:
    (figure,) = read_figures(text, DAY)
    assert sign_of(figure, setting) == sign


def test_where_nothing_stands_nothing_is_repeated(known) -> None:
    (figure,) = read_figures("本金是500万", DAY)
    assert sign_of(figure, Setting(known.measure("patent_pledge_interest"))) == KIND["money"]


def test_two_sums_in_the_same_words_look_alike(reader, setting) -> None:
    def seen(text: str):
        found = reader.look(reader.message(text, read_figures(text, DAY), setting))
        return found.runs.tolist(), found.places.tolist(), found.meant

    assert seen("改成800万") == seen("改成730万") != seen("改成500万")


def test_a_figure_is_seen_with_the_role_its_words_announce(reader, setting) -> None:
    figures = read_figures("改成800万", DAY)
    (told,) = reader.figures("改成800万", figures, setting, {0: "principal_yuan"}, {0: ""})
    (untold,) = reader.figures("改成800万", figures, setting, {}, {0: ""})
    names, other = (set(one.names) for one in (told, untold))
    assert "#rule=principal_yuan" in names - other and {"#asked=tech_sme", "#kind=money"} <= names & other


def test_the_sign_of_this_figure_differs_from_its_neighbours(reader, setting) -> None:
    text = "800万里有200万是厂房的"
    figures = read_figures(text, DAY)
    both = reader.figures(text, figures, setting, {}, {0: "", 1: ""})
    first, second = (set(one.names) for one in both)
    assert f"a:里有{KIND['money']}是" in first and f"b:{KIND['money']}里有" in second
    assert any(THIS in name for name in first) and first != second


def test_what_staff_are_told_is_readable() -> None:
    told = readable_names(["#asked=tech_sme", "#size=s", "!correct", "b:改成", "㐀", "w:本金", "=本金㐀"])
    assert told[:3] == ("刚问过：tech_sme", "意图词表：correct", "前面是：改成")
    assert "本金〔金额〕" in told and not any("#" in words or "㐀" in words for words in told)
