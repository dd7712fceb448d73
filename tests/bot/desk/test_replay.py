"""The run before publishing: what got worse is found, and too much of it keeps a draft from being published."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.bootstrap import House, bootstrap
from bot.desk.golden import golden_of, taken_over
from bot.desk.house import Drafted, office_of
from bot.desk.known import Known
from bot.desk.replay import floor_of, objection, result_of, set_floor
from bot.messages import Message
from bot.settings import Settings, read_settings
from knowledge.drafts import Office
from knowledge.people import Hand
from knowledge.records.model import KnowledgeError
from knowledge.store import Person
from tests.city import shipped_files

FILES = shipped_files()
EDITOR, APPROVER = Person("li", "李四", "editor"), Person("wang", "王五", "approver")
AT = "2026-11-26T10:00:00+08:00"
PLACES = ("policies/liaocheng-2024/measures.toml", "vocabulary/facts.toml")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home: Path = tmp_path_factory.mktemp("replay")
    settings: Settings = read_settings({}, home=str(home))
    built = bootstrap(settings, shipped=FILES)
    for text in ("科转贷坏了300万本金，备案过的，能补多少，电话13812345678", "鲁科担是什么"):
        built.advisor.reply(Message(f"web:{text}", text, date(2026, 11, 26), "web")).stored.result()
    yield built
    built.close()


@pytest.fixture(scope="module")
def drafted(house: House) -> Iterator[Drafted]:
    made = Drafted(house.settings)
    yield made
    made.close()


@pytest.fixture(scope="module")
def office(house: House, drafted: Drafted) -> Office:
    for person in (EDITOR, APPROVER):
        house.store.people().put(person, Hand("t", "t", AT).note("account", person.name), secret="", new=True).result()
    return office_of(house.store, lambda: house.advisor.live, drafted, Known())


def without(word: str) -> dict[str, str | None]:
    """The files in which staff deleted a saying from the words of measures and conditions."""
    return {path: FILES[path].replace(f'"{word}", ', "") for path in PLACES}


def test_every_golden_sentence_holds_in_what_ships(house: House) -> None:
    golden = golden_of(FILES)
    assert len(golden) > 200
    assert {one.clause for one in golden} >= {"1.1", "1.2", "1.3", "2.3", ""}


def test_a_draft_in_which_a_saying_was_deleted_is_blocked_and_says_which(house: House, office: Office) -> None:
    draft = office.begin(EDITOR, Hand("li", "t", AT))
    office.write(draft, EDITOR, Hand("li", "t", AT), without("科转贷"))
    office.submit(draft.number, EDITOR, Hand("li", "t", AT))
    with pytest.raises(KnowledgeError, match=r"不能发布.*科转贷坏了300万本金"):
        office.sign(draft.number, APPROVER, Hand("wang", "t", AT))
    assert house.store.published().number == 1
    found = result_of(house.store, office.files(office.draft(draft.number)))
    assert found is not None and found.held_now == found.golden > found.held and found.real == 2
    red = [one for one in found.lines if one.worse]
    assert any(one.wanted == "第 1.1 条，1050000.00 元" for one in red)
    real = next(one for one in red if not one.wanted)
    assert "13812345678" not in str(found) and "〔手机号〕" in real.say

    set_floor(house.store, 50, Hand("wang", "t", AT))
    assert objection(found, floor_of(house.store)) == ""
    assert office.sign(draft.number, APPROVER, Hand("wang", "t", AT)).state == "published"


def test_a_change_that_was_meant_is_taken_over() -> None:
    one = golden_of(FILES)[0]
    payload = {"clauses": [{"clause": "1.1"}], "amount_yuan": "1.00", "kind": "calculation"}
    changed = {**FILES, **taken_over(FILES, one.say, payload)}
    [new] = [other for other in golden_of(changed) if other.say == one.say]
    assert new.amount == "1.00" and not one.holds(payload)
    assert sum(a != b for a, b in zip(golden_of(FILES), golden_of(changed), strict=True)) == 1


def test_a_golden_line_that_cannot_be_read_is_told_with_its_number() -> None:
    path = "policies/liaocheng-2024/golden.jsonl"
    with pytest.raises(KnowledgeError, match=r"golden.jsonl：第 2 行读不懂"):
        golden_of({path: '# head\n{"say": []}\n'})
