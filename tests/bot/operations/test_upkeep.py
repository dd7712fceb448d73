"""What somebody must see to in time is told with its remedy, and is over when it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.operations.backup import back_up
from bot.operations.upkeep import Upkeep
from bot.settings import read_settings
from knowledge.publish import ensure_published
from knowledge.records.files import shipped_files
from knowledge.store import open_store

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def own(house: House, tmp_path: Path) -> Iterator[House]:
    """The live version over a store of its own, in which it is published."""
    settings = read_settings({"FUDAOYUAN_BACKUP_HOURS": "50", "FUDAOYUAN_LPR_DAYS": "99999"}, home=str(tmp_path / "h"))
    with open_store(settings.database) as store:
        ensure_published(store, shipped_files())
        yield House(settings, store, Advisor(house.advisor.live, store))


def told(house: House, upkeep: Upkeep | None = None) -> dict[str, str]:
    (upkeep or Upkeep(house, now=lambda: NOW)).look()
    return {reason.kind: reason.sentence for reason in house.readiness.reasons()}


def test_no_backup_an_old_one_and_a_new_one(own: House) -> None:
    assert "还没有备份过" in told(own)["backup"]
    back_up(own.settings, NOW - timedelta(hours=51))
    assert "51 小时前" in told(own)["backup"]
    back_up(own.settings, NOW)
    assert told(own) == {}


def test_by_themselves_neither_backups_nor_lpr_are_watched(own: House, tmp_path: Path) -> None:
    assert told(replace(own, settings=read_settings({}, home=str(tmp_path / "h")))) == {}


def test_an_old_lpr_is_told_with_its_day(own: House, tmp_path: Path) -> None:
    last = max(row.since for row in own.advisor.live.knowledge.lpr)
    age = (NOW.date() - last).days
    for days, kinds in ((age, []), (age - 1, ["lpr"])):
        settings = read_settings({"FUDAOYUAN_LPR_DAYS": str(days)}, home=str(tmp_path / "h"))
        found = told(replace(own, settings=settings))
        assert list(found) == kinds
    assert str(last) in found["lpr"] and f"{age} 天" in found["lpr"]


def test_little_room_is_told_before_the_disk_is_full(own: House, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(own.settings, NOW)
    monkeypatch.setattr("bot.operations.upkeep.LOW", 2**60)
    usage = type("Usage", (), {"free": 300 * 2**20, "total": 2**40})
    monkeypatch.setattr("bot.operations.upkeep.shutil.disk_usage", lambda folder: usage)
    assert "只剩 300 MB" in told(own)["low"]


def test_a_published_version_that_does_not_come_into_force_is_told_at_the_second_look(own: House) -> None:
    back_up(own.settings, NOW)
    upkeep = Upkeep(own, now=lambda: NOW)
    assert told(own, upkeep) == {}
    own.store.publish({"a.txt": "新"}, author="王", note="")
    assert told(own, upkeep) == {}
    assert "第 2 版" in told(own, upkeep)["behind"]


def test_an_index_that_finds_nothing_and_a_bot_with_an_alarm_are_told(own: House) -> None:
    back_up(own.settings, NOW)
    alarms = {"unauthorized": "令牌不对"}
    own.probes.append(lambda: alarms)
    live = own.advisor.live
    nothing = type("Deaf", (), {"match": staticmethod(lambda text: live.matcher.match("天气"))})
    own.advisor.swap(replace(live, matcher=nothing))
    found = told(own)
    assert "找不到" in found["index"] and found["telegram"] == "令牌不对"
    own.advisor.swap(live)
    alarms.clear()
    assert told(own) == {}


def test_every_clause_is_found_by_its_own_title(own: House) -> None:
    back_up(own.settings, NOW)
    upkeep = Upkeep(own, now=lambda: NOW)
    for _ in own.advisor.live.knowledge.main.clauses:
        assert told(own, upkeep) == {}


def test_it_looks_by_itself_and_one_thing_that_cannot_be_looked_at_hides_no_other(own: House) -> None:
    def broken() -> dict[str, str]:
        raise RuntimeError("the bot is gone")

    own.probes.append(broken)
    with Upkeep(own, now=lambda: NOW):
        pass
    assert [reason.kind for reason in own.readiness.reasons()] == ["backup"]
