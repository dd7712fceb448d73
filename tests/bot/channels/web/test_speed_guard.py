"""``make bench`` says so when the page got slower beside the bare echo; how slow the machine is does not count."""

import json

import pytest

from tests.benchmarks import bench_web


@pytest.mark.parametrize(("ratio", "told"), [(0.20, False), (0.19, False), (0.181, False), (0.179, True), (0.1, True)])
def test_a_fall_by_more_than_a_tenth_is_told(tmp_path, monkeypatch, ratio: float, told: bool) -> None:
    (tmp_path / "ratios.json").write_text(json.dumps({"100": 0.2}))
    monkeypatch.setattr(bench_web, "RATIOS", tmp_path / "ratios.json")
    assert ("超过一成" in bench_web.judged(100, ratio)) is told


def test_a_ratio_is_written_down_for_every_load() -> None:
    kept = json.loads(bench_web.RATIOS.read_text("utf-8"))
    assert sorted(map(int, kept)) == sorted(bench_web.CHATS) and all(0.02 < one < 1 for one in kept.values())
