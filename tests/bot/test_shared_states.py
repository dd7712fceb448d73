"""Two processes answer the same conversations, each with its own advisor: one talk, whoever answers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message
from bot.states import LOST, SharedStates, States, states_of
from knowledge.store import Store, StoreError, open_store
from tests import postgres

DAY = date(2025, 11, 22)


def asked(text: str, number: int, name: str = "talk") -> Message:
    return Message(name, text, DAY, "web", f"m-{number}")


@pytest.fixture
def stores() -> Iterator[list[Store]]:
    url = postgres.fresh()
    with open_store(url) as one, open_store(url) as other:
        yield [one, other]
    postgres.drop(url)


@pytest.fixture
def advisors(house: House, stores: list[Store]) -> list[Advisor]:
    return [Advisor(house.advisor.live, store, None, states_of(store)) for store in stores]


def test_only_a_store_of_several_processes_shares_its_states(house: House, stores: list[Store]) -> None:
    assert type(states_of(house.store)) is States and type(states_of(stores[0])) is SharedStates


def test_a_talk_goes_on_with_whoever_answers(advisors: list[Advisor], house: House) -> None:
    said = ["专利质押贷了500万，一年，能贴多少", "改成300万呢", "要什么材料", "改回500万"]
    alone = Advisor(house.advisor.live, None)
    expected = [alone.reply(asked(text, number)).text for number, text in enumerate(said)]
    found = [advisors[number % 2].reply(asked(text, number)).text for number, text in enumerate(said)]
    assert found == expected


def test_many_messages_of_one_person_over_both_keep_their_order(advisors: list[Advisor], stores: list[Store]) -> None:
    """Whoever is asked, each answer stands on the one before it: the states form one chain."""

    def ask(number: int) -> str:
        answer = advisors[number % 2].reply(asked(f"专利质押贷了{number + 100}万，一年", number))
        assert answer.stored is not None
        answer.stored.result(30)
        return answer.text

    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(ask, range(60)))
    turns = stores[0].turns("talk", 100)
    assert len(turns) == 60 and sorted(turn.reply for turn in turns) == sorted(answers)
    assert stores[1].state_of("talk") == stores[0].state_of("talk")


def test_a_batch_is_one_turn_of_each(advisors: list[Advisor], stores: list[Store]) -> None:
    batch = [asked("专利质押贷了500万，一年", number, f"c{number % 20}") for number in range(40)]
    answers = advisors[0].reply_all(batch)
    assert all(answer.stored and answer.stored.done() for answer in answers)
    assert len(stores[1].turns("c3")) == 2


def test_messages_of_one_talk_in_one_batch_stand_on_each_other(advisors: list[Advisor], house: House) -> None:
    said = ["专利质押贷了500万，一年，能贴多少", "改成300万呢", "要什么材料", "改回500万"]
    alone = Advisor(house.advisor.live, None)
    batch = [asked(text, number) for number, text in enumerate(said)]
    assert [one.text for one in advisors[1].reply_all(batch)] == [one.text for one in alone.reply_all(batch)]


def test_what_cannot_be_read_is_told_and_what_is_in_mind_goes_on(
    advisors: list[Advisor], stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = advisors
    first.reply(asked("专利质押贷了500万，一年，能贴多少", 1))

    def away(*values: object) -> None:
        raise StoreError("away", "away")

    for store in stores:
        monkeypatch.setattr(store, "_lent", away)
        monkeypatch.setattr(store.talks(), "_lend", away)
    assert "没留住" not in first.reply(asked("改成300万呢", 2)).text
    second_answer = second.reply(asked("改成300万呢", 3))
    assert second_answer.reply.notice == "lost" and second_answer.text


def test_what_waits_to_be_written_is_written_before_what_comes_next(
    advisors: list[Advisor], stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    states = SharedStates(stores[0], stores[0].talks())  # type: ignore[arg-type]
    with postgres.connected(stores[0]._url) as link:  # type: ignore[attr-defined]
        link.execute("BEGIN")
        link.execute("LOCK TABLE turns IN EXCLUSIVE MODE")
        with monkeypatch.context() as patched:
            patched.setattr(stores[0].talks(), "_lend", _away)
            with states.turns(["t"]):
                states.put("t", "1", stores[0].record(_turn(1), "1"))
        with states.turns(["t"]):
            assert states.state_of("t") == "1"
            last = stores[0].record(_turn(2), "2")
            states.put("t", "2", last)
        assert not last.done()
    last.result(30)
    assert stores[1].state_of("t") == "2"


def test_the_store_is_asked_each_time(stores: list[Store]) -> None:
    states = [SharedStates(store, store.talks()) for store in stores]  # type: ignore[arg-type]
    with states[0].turns(["t"]):
        assert states[0].state_of("t") is None
        states[0].put("t", "1", stores[0].record(_turn(1), "1"))
    with states[1].turns(["t"]):
        assert states[1].state_of("t") == "1"
        states[1].put("t", "2", stores[1].record(_turn(2), "2"))
    with states[0].turns(["t"]):
        assert states[0].state_of("t") == "2"
    states[0].restore("t", "")
    assert states[0].state_of("t") == "" and states[1].state_of("t") == "2"
    states[0].restore("t", None)
    assert states[0].state_of("t") == "2"
    stores[1].close()
    assert states[1].state_of("other") == LOST


def _turn(number: int):
    from knowledge.store import Turn

    return Turn("t", "web", "2025-11-22", "t", "x", "answer", None, None, False, None, 1, "r", "{}", str(number))


def _away() -> None:
    raise StoreError("away", "away")
