"""Each rule by which a figure is judged speaks for itself, and before those behind it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.nlu.hearing import Scores, Setting
from bot.slots.roles import NEAR, TOUCHING, Placed
from bot.slots.verdict import RULES, Case, judged

DAY = date(2025, 11, 22)
LOAN, RATE = "principal_yuan", "loan_rate"


@pytest.fixture
def running(known) -> Setting:
    stands = {LOAN: Decimal(5_000_000), RATE: Decimal("0.03")}
    return Setting(known.measure("patent_pledge_interest"), "", Decimal(60_000), stands, changes=False)


def case(text: str, scores: Scores, setting: Setting, key: str = "", score: float = 1.0) -> Case:
    """``key``: what words say that the figure is; from ``NEAR`` on a word announces it, below it is the default."""
    figure = read_figures(text, DAY)[0]
    words = Placed(figure, key, True, score, score >= NEAR) if key else None
    best = max(scores, key=lambda role: scores[role], default="")
    return Case(figure, (figure,), words, scores, best, setting)


def told(verdict: Placed | str) -> str:
    return verdict.key if isinstance(verdict, Placed) else f"-{verdict}"


RUNNING = [
    ("200万", {}, {}, LOAN, 1.0, LOAN),  # nobody listens: the words decide
    ("6万", {LOAN: 0.9}, {}, LOAN, 1.0, "-result"),
    ("6万", {LOAN: 0.9}, {}, LOAN, TOUCHING, LOAN),
    ("5000万", {"other": 0.9}, {}, LOAN, 1.0, LOAN),  # a nought too many
    ("500万", {RATE: 0.9}, {}, "", 1.0, LOAN),  # what stands is spoken of
    ("400万", {LOAN: 0.9}, {"asks": True}, LOAN, TOUCHING, "-other"),
    ("400万", {LOAN: 0.9}, {"asks": True}, "", 1.0, "-guess"),
    ("400万", {"other": 0.5, LOAN: 0.4}, {"corrects": True}, LOAN, 1.0, LOAN),
    ("400万", {LOAN: 0.1}, {"corrects": True}, "", 1.0, LOAN),
    ("400万", {"other": 0.6, LOAN: 0.55}, {"changes": True}, "", 1.0, LOAN),
    ("400万", {"other": 0.9}, {}, "", 1.0, "-other"),
    ("400万", {LOAN: 0.5}, {}, "", 1.0, "-unclear"),  # nothing overwrites what stands because it came last
    ("400万", {LOAN: 0.7}, {}, "", 1.0, LOAN),
    ("400万", {LOAN: 0.1}, {"stands": {}}, "", 1.0, "-unclear"),
]


@pytest.mark.parametrize(("text", "scores", "setting", "key", "score", "expected"), RUNNING)
def test_a_figure_is_judged(running, text, scores, setting, key, score, expected) -> None:
    assert told(judged(case(text, scores, replace(running, **setting), key, score))) == expected


def test_no_rule_stands_twice() -> None:
    assert len(set(RULES)) == len(RULES)
