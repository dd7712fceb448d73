"""The weights of confidence, fitted to examples and written where they are read."""

from dataclasses import replace

import numpy as np

from knowledge.classifier.confidence import FILE, OTHERS, RIGHT, read_weights
from knowledge.classifier.fit import RULES, SCORES, chances, fit, logistic, report, write
from knowledge.records.build import build
from tests.city import shipped_files


def test_what_is_fitted_is_written_and_read_back(tmp_path) -> None:
    known = build(shipped_files())
    some = replace(known, examples=known.examples[::25])
    told: list[float] = []
    fitted = fit(some, 2, told.append)
    write(fitted, tmp_path / "confidence.toml")
    assert read_weights(tmp_path / "confidence.toml") == (fitted.others, fitted.right)
    assert fitted.others != OTHERS and fitted.right != RIGHT
    assert list(fitted.others.scores) == list(OTHERS.scores) and set(fitted.others.rules) == set(OTHERS.rules)
    assert (tmp_path / "confidence.toml").read_text("utf-8").startswith("# 什么时候不归我们管")
    assert told == sorted(told) and told[-1] == 1.0
    ours, others = fitted.chance_others[~fitted.held.others], fitted.chance_others[fitted.held.others]
    assert ours.mean() < 0.3 < 0.6 < others.mean()
    assert len(report(fitted).splitlines()) > 10


def test_the_shipped_file_is_as_it_would_be_written(tmp_path) -> None:
    known = build(shipped_files())
    fitted = fit(replace(known, examples=known.examples[::50]), 2)
    write(replace(fitted, others=OTHERS, right=RIGHT), tmp_path / "again.toml")
    assert (tmp_path / "again.toml").read_text("utf-8") == FILE.read_text("utf-8")


def test_weights_follow_what_tells_the_rows_apart() -> None:
    generator = np.random.default_rng(7)
    rows = generator.normal(size=(400, len(SCORES) + 1 + len(RULES)))
    rows[:, len(SCORES)] = 1.0
    target = rows[:, 0] + 0.1 * generator.normal(size=400) > 0.5
    weights = logistic(rows, target)
    assert np.argmax(np.abs(np.delete(weights, len(SCORES)))) == 0 and weights[0] > 3 and weights[len(SCORES)] < 0
    assert ((chances(rows, weights) > 0.5) == target).mean() > 0.95
