"""What counselors wrote down goes when its days are over, unless something of it is still to be done."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.kit.feedback import vote, votes
from bot.kit.referrals import State, find_referral, move, refer
from bot.kit.visits import Viewer, Visit, log_visit, visits
from bot.operations.retention import Retention, sweep_visits
from bot.settings import SettingsError, read_settings
from knowledge.store import Reminder, Reminding, StoreError
from tests.knowledge.engines import ENGINES
from tests.knowledge.said import TURN

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)
DAY = LONG_AGO.date()
ALL = Viewer("city")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    made = ENGINES[request.param](tmp_path)
    yield made
    made.gone()


@pytest.fixture
def own(house: House, engine: Any, tmp_path: Path) -> Iterator[House]:
    settings = read_settings({"FUDAOYUAN_VISIT_DAYS": "365"}, home=str(tmp_path / "home"))
    with engine.open() as store:
        yield replace(house, settings=settings, store=store, advisor=Advisor(house.advisor.live, store))


def log(house: House, firm: str, at: datetime = LONG_AGO, number: str = "", **fields: Any) -> str:
    return log_visit(house.store.ledger(), Visit(firm, DAY, **fields), "li", at, number).number


def firms(house: House) -> list[str]:
    return [one.visit.firm for one in visits(house.store.ledger(), ALL)]


def test_only_what_nobody_has_touched_for_so_many_days_goes(own: House) -> None:
    log(own, "老的", contact="王五", phone="13800138000")
    log(own, "新的", NOW - timedelta(days=364))
    log(own, "改过的", NOW - timedelta(days=10), log(own, "改过的"))
    assert sweep_visits(own, NOW) == 1
    assert sorted(firms(own)) == ["改过的", "新的"]
    assert sweep_visits(own, NOW) == 0


@pytest.mark.parametrize(
    ("fields", "stays"),
    [
        ({"loan_due": date(2025, 12, 1)}, True),
        ({"repaid_on": date(2025, 12, 1)}, True),
        ({"registration_by": date(2025, 12, 1)}, True),
        ({"filing_by": date(2025, 12, 1)}, True),
        ({"insurance_ends": date(2030, 12, 1)}, True),
        ({"next_day": date(2025, 12, 1), "next_step": "送材料"}, True),
        ({"loan_due": date(2025, 12, 1), "repaid_on": date(2025, 12, 1), "landed_yuan": 1}, False),
        ({"next_step": "没有日子的"}, False),
        ({}, False),
    ],
)
def test_one_of_which_something_is_still_to_be_done_stays_until_it_is(own: House, fields: Any, stays: bool) -> None:
    log(own, "甲", **fields)
    assert sweep_visits(own, NOW) == (0 if stays else 1)
    assert firms(own) == (["甲"] if stays else [])


def test_one_of_a_firm_with_something_passed_on_stays_until_that_is_closed(own: House, known) -> None:
    log(own, "甲")
    log(own, "乙")
    told = {"firm": "甲", "need": "贴息", "owner": "li", "due": DAY, "now": LONG_AGO}
    made = refer(own.store.ledger(), known.main.clause("1.1"), **told)
    assert sweep_visits(own, NOW) == 1 and firms(own) == ["甲"]
    for state in (State.PASSED, State.ANSWERED, State.CLOSED):
        move(own.store.ledger(), made.number, state, by="li", now=LONG_AGO, result="办好了")
    assert sweep_visits(own, NOW) == 2
    assert firms(own) == [] and find_referral(own.store.ledger(), made.number) is None


def test_votes_go_too_and_the_trail_tells_how_many_and_of_nobody(own: House) -> None:
    log(own, "秘密公司")
    for day, name in ((LONG_AGO, "old"), (NOW, "new")):
        turn = TURN._replace(conversation=name, client_id=name)
        vote(own.store.ledger(), own.store.events(), turn, useful=True, reason="", words="", now=day)
    assert sweep_visits(own, NOW) == 2 and votes(own.store.ledger()) == (1, 0)
    [line] = [one.note for one in own.store.trail().lines() if one.note.what == "erase"]
    assert line.after == "1 次走访、0 件交办、1 个有用没用，满 365 天" and "秘密" not in str(line)
    assert own.store.trail().broken() == 0


def test_nothing_of_it_is_left_on_the_disk(own: House, engine: Any) -> None:
    log(own, "只有这里有的公司名", contact="只有这里有的人")
    log(own, "只有这里有的公司名", LONG_AGO, "1", note="改过")
    assert sweep_visits(own, NOW) == 1
    own.store.close()
    assert "只有这里有的".encode() not in engine.content()


def test_what_is_changed_while_it_is_swept_stays(own: House) -> None:
    number = log(own, "甲")

    def chosen(entries):
        log(own, "甲", NOW, number, note="刚改")
        return entries

    assert own.store.sweep_ledger(["visit"], chosen) == 0 and firms(own) == ["甲"]


def test_a_sweep_that_is_told_to_stop_goes_on_the_next_time(own: House) -> None:
    for number in range(250):
        log(own, f"第{number}家")
    assert sweep_visits(own, NOW, lambda: False) == 100
    assert sweep_visits(own, NOW) == 150 and firms(own) == []


def test_the_job_does_it_by_itself_and_takes_reminders_whose_day_is_over(own: House) -> None:
    log(own, "甲")
    wish = Reminder(0, "", "telegram", "loan_due", "2026-11-21", "2026-10-21", "", "", "")
    kept = (wish, wish._replace(due="2026-11-22"))
    own.store.record(TURN._replace(reminding=Reminding(kept), at=NOW.isoformat()), None).result()
    with Retention(own, lambda: True, lambda: NOW, every=0.05):
        for _ in range(600):
            if not firms(own) and len(own.store.reminders().of(TURN.conversation)) == 1:
                break
            time.sleep(0.02)
    assert firms(own) == [] and [one.due for one in own.store.reminders().of(TURN.conversation)] == ["2026-11-22"]


def test_a_store_that_fails_is_tried_again(own: House, monkeypatch, caplog) -> None:
    def broken(*given: Any, **named: Any) -> int:
        raise StoreError("locked")

    monkeypatch.setattr(type(own.store), "sweep_ledger", broken)
    with Retention(own, lambda: True, lambda: NOW, every=0.05):
        time.sleep(0.3)
    assert "is not swept" in caplog.text


def test_days_that_cannot_be_are_told() -> None:
    with pytest.raises(SettingsError, match="FUDAOYUAN_VISIT_DAYS"):
        read_settings({"FUDAOYUAN_VISIT_DAYS": "0"})
    assert read_settings({}).visit_days == 1095
