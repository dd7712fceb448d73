"""A listener learns from a handful of annotated turns, hears their neighbours, and recalls what it learnt."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.bootstrap import House
from bot.listening.listener import MODELS, LearntListener, is_learnt, listener_for, rows_of, setting_of
from bot.nlu.hearing import Deaf, Setting
from bot.nlu.utterance import Utterance
from knowledge.classifier.cache import SHIPPED
from knowledge.classifier.features import Features
from knowledge.records.annotated import read_annotated
from knowledge.records.faults import Faults
from knowledge.records.model import Knowledge

DAY = date(2025, 11, 22)
ID = "patent_pledge_interest"
STANDS = '"has": {"principal_yuan": "5000000", "term_months": "12"}'
# what is said, its act, the role of its figure
SAID = [
    ("改成{}", "correct", "principal_yuan", ("700万", "650万", "九百万")),
    ("更正一下是{}", "correct", "principal_yuan", ("810万", "320万")),
    ("真能有{}呀", "doubt", "result", ("6万", "六万", "60000元")),
    ("就给{}啊", "doubt", "result", ("6万", "六万")),
    ("厂房那笔{}另算", "remark", "other", ("200万", "90万", "一百万")),
    ("厂房押的{}不在里头", "remark", "other", ("40万", "150万")),
]


def line(say: str, act: str, figure: str, role: str) -> str:
    return (
        f'{{"measure": "{ID}", "asked": null, "sum": "60000.00", {STANDS}, "say": "{say}", '
        f'"acts": ["{act}"], "figures": [["{figure}", "{role}"]], "facts": {{}}}}'
    )


LINES = [line(say.format(one), act, one, role) for say, act, role, figures in SAID for one in figures]


@pytest.fixture(scope="module")
def taught(known: Knowledge) -> Knowledge:
    """The shipped knowledge with these turns as all that is annotated."""
    faults = Faults()
    turns = read_annotated({"policies/liaocheng-2024/listening/made_up.jsonl": "\n".join(LINES)}, faults)
    faults.done()
    return replace(known, annotated=turns)


@pytest.fixture(scope="module")
def listener(features: Features, taught: Knowledge) -> LearntListener:
    made = listener_for(taught, features)
    assert isinstance(made, LearntListener)
    return made


def heard_in(known: Knowledge) -> Setting:
    stands = {"principal_yuan": Decimal(5_000_000), "term_months": Decimal(12)}
    return Setting(known.measure(ID), "", Decimal(60_000), stands)


def said(house: House, text: str) -> Utterance:
    return Utterance.read(text, DAY, house.advisor.live.knowledge, house.advisor.live.matcher)


@pytest.mark.parametrize(
    ("text", "act", "role"),
    [
        ("改成780万", "correct", "principal_yuan"),
        ("一下更正是430万", "correct", "principal_yuan"),
        ("真能有6万？", "doubt", "result"),
        ("厂房那笔70万不在里头", "remark", "other"),
    ],
)
def test_what_was_taught_is_heard_in_other_words(house, known, listener, text, act, role) -> None:
    setting, utterance = heard_in(known), said(house, text)
    acts, (roles,) = listener.acts(utterance, setting), listener.roles(utterance, setting)
    assert max(acts, key=lambda one: acts[one]) == act and acts[act] > 0.5
    assert max(roles, key=lambda one: roles[one]) == role


def test_the_reasons_name_the_words_that_speak_for_it(house, known, listener) -> None:
    reasons = listener.why(said(house, "厂房那笔70万不在里头"), heard_in(known))
    best = {reason.kind: reason for reason in reversed(reasons)}
    assert best["act"].tag == "remark" and (best["role"].tag, best["role"].of) == ("other", "70万")
    assert any("厂房" in words for words in best["role"].evidence)
    assert not any(words.startswith(("#", "!", "b:", "w:")) for reason in reasons for words in reason.evidence)


def test_nothing_is_heard_of_a_measure_that_nobody_taught(house, known, listener) -> None:
    utterance, other = said(house, "改成780万"), Setting(known.measure("guarantee_fee"))
    assert not listener.knows(other)
    assert (listener.acts(utterance, other), listener.roles(utterance, other), listener.facts(utterance, other)) == (
        {},
        (),
        {},
    )
    assert listener.why(utterance, other) == ()


def test_without_annotated_turns_nobody_listens(house, known, features) -> None:
    deaf = listener_for(replace(known, annotated=()), features)
    assert isinstance(deaf, Deaf)
    utterance, setting = said(house, "改成780万"), heard_in(known)
    assert not deaf.acts(utterance, setting) and not deaf.roles(utterance, setting)
    assert not deaf.facts(utterance, setting)


def test_what_was_learnt_is_recalled_and_not_learnt_again(
    house, known, taught, listener, features, tmp_path: Path
) -> None:
    folder, told = tmp_path / "learnt", []
    assert not is_learnt(taught, folder)
    listener_for(taught, features, folder, told.append)
    assert told == [0.0, 1.0] and is_learnt(taught, folder)
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == set(MODELS)
    again = listener_for(taught, features, folder, told.append)
    assert told == [0.0, 1.0]
    utterance, setting = said(house, "厂房那笔70万另算"), heard_in(known)
    assert again.acts(utterance, setting) == listener.acts(utterance, setting)
    assert again.roles(utterance, setting) == listener.roles(utterance, setting)


def test_another_turn_is_learnt_anew(taught, features, tmp_path: Path) -> None:
    folder = tmp_path / "learnt"
    listener_for(taught, features, folder)
    fewer = replace(taught, annotated=taught.annotated[1:])
    assert not is_learnt(fewer, folder)


def test_turns_without_figures_and_conditions_are_enough(house, known, taught, features) -> None:
    """The first turn staff write for a policy may hold neither."""
    bare = replace(taught.annotated[0], text="那算了吧", acts=("cancel",), figures=(), facts={})
    made = listener_for(replace(taught, annotated=(bare,)), features)
    utterance, setting = said(house, "改成780万"), heard_in(known)
    assert set(made.acts(utterance, setting)) == {"cancel"}
    assert max(made.roles(utterance, setting)[0].values()) < 0.1 and max(made.facts(utterance, setting).values()) < 0.1


def test_a_damaged_file_is_learnt_anew(taught, features, tmp_path: Path) -> None:
    folder, told = tmp_path / "learnt", []
    listener_for(taught, features, folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    listener_for(taught, features, folder, told.append)
    assert told == [0.0, 1.0] and is_learnt(taught, folder)


def test_a_turn_is_learnt_in_the_place_where_it_was_said(taught, features) -> None:
    turn = taught.annotated[0]
    setting = setting_of(turn, taught)
    assert setting.measure == taught.measure(ID) and setting.shown == Decimal("60000.00")
    assert setting.stands == {"principal_yuan": Decimal(5_000_000), "term_months": Decimal(12)}
    assert setting.asked == "tech_sme", "a reply with a sum ends by asking for the first condition that is open"
    rows = rows_of(taught, features, taught.annotated)
    assert len(rows.acts) == len(rows.facts) == len(LINES)
    assert rows.roles[0] == {"principal_yuan"} and len(rows.roles) == len(LINES)


def test_a_figure_that_is_another_from_a_day_on_costs_no_learning(known: Knowledge) -> None:
    """Of each figure the first row alone was there when turns were annotated: what is learnt stays the same."""
    measure = known.measures[0]
    row = measure.figures[0]
    later = replace(row, value=row.value / 2, since=date(2027, 1, 1))
    changed = replace(measure, figures=(replace(row, until=date(2026, 12, 31)), later, *measure.figures[1:]))
    dated = replace(known, measures=(changed, *known.measures[1:]))
    wrong = replace(
        known, measures=(replace(measure, figures=(replace(row, value=row.value / 2),)), *known.measures[1:])
    )
    assert [is_learnt(one, SHIPPED) for one in (known, dated, wrong)] == [True, True, False]
