"""What happens right after an answer tells that it may have missed: each sign is the reason of an item of the queue."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.bootstrap import House, bootstrap
from bot.desk.queue import Item, items
from bot.desk.signals import AGAIN, CHOICES, EDITED, SAME_SUM
from bot.messages import Change, Message
from bot.settings import read_settings
from tests.city import shipped_files

START = datetime(2026, 11, 26, 2, tzinfo=UTC)
LOAN = "专利质押贷了500万，一年，LPR3%，能贴多少"


class Clock:
    """The time of the house, which a talk puts forward."""

    now = START

    def __call__(self) -> datetime:
        return self.now


CLOCK = Clock()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = str(tmp_path_factory.mktemp("signals"))
    built = bootstrap(read_settings({}, home=home), shipped=shipped_files(), now=CLOCK)
    yield built
    built.close()


def talk(house: House, name: str, *texts: str | Change, pause: float = 20) -> None:
    """What one visitor says, a message every ``pause`` seconds."""
    for text in texts:
        CLOCK.now += timedelta(seconds=pause)
        change = text if isinstance(text, Change) else None
        words = f"本金 {text.value}" if isinstance(text, Change) else text
        stored = house.advisor.reply(Message(name, words, START.date(), "web", change=change)).stored
        assert stored is not None
        stored.result()


def whys(house: House, name: str) -> dict[str, str]:
    """Text → reason, of one talk."""
    asked = {turn.text for turn in house.store.turns(name)}
    return {said.text: said.why for one in items(house.store, START.date()) for said in one.said if said.text in asked}


def test_a_choice_that_was_shown_is_looked_at(house: House) -> None:
    talk(house, "choice", "贷款贴多少", "2")
    assert whys(house, "choice") == {"贷款贴多少": CHOICES}


def test_a_question_that_is_put_again_at_once_was_not_answered(house: House) -> None:
    talk(house, "again", "首台套保费补贴找谁办", "首台套保费补贴到底找谁办？")
    assert whys(house, "again") == {"首台套保费补贴找谁办": AGAIN}


def test_put_again_later_or_with_other_figures_it_is_another_question(house: House) -> None:
    talk(house, "later", "新三板挂牌补助找谁办", "新三板挂牌补助找谁办呢", pause=600)
    talk(house, "figures", "专利质押贷了200万，一年，LPR3%，能贴多少", "专利质押贷了300万，一年，LPR3%，能贴多少")
    assert whys(house, "later") == whys(house, "figures") == {}


def test_the_same_sum_for_another_question_is_looked_at(house: House) -> None:
    talk(house, "same", LOAN, "是", "那三年一共贴多少")
    assert whys(house, "same") == {"那三年一共贴多少": SAME_SUM}


@pytest.mark.parametrize(
    ("name", "change"),
    [("said", "贷款改成800万"), ("card", Change("liaocheng-2024/patent_pledge_interest", "principal_yuan", "800万"))],
)
def test_a_figure_that_is_changed_at_once_was_misheard(house: House, name: str, change: str | Change) -> None:
    asked = f"{LOAN}{'' if name == 'said' else '呀'}"
    talk(house, name, asked, change)
    assert whys(house, name) == {asked: f"{EDITED}：本金 500万元 → 800万元"}


def test_what_was_answered_comes_after_what_was_not(house: House) -> None:
    talk(house, "missed", "食堂几点开门")
    found: list[Item] = items(house.store, START.date())
    assert found[0].first.text == "食堂几点开门" and not found[0].is_weak
    assert all(one.is_weak for one in found[1:]) and len(found) > 4
    again = next(one for one in found if AGAIN in one.kinds)
    assert again.reasons == ((AGAIN, 1),)
