"""Somebody wants a person: whom to call, and a question left for staff with consent, masked and listed."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()


@pytest.fixture
def talk(house):
    """Says lines in a talk of its own that is stored; the texts of the replies."""

    def say(*lines: str, channel: str = "web") -> list[str]:
        advisor, name = Advisor(house.advisor.live, house.store), f"staff-{next(names)}"
        answers = [advisor.reply(Message(name, line, DAY, channel)) for line in lines]
        assert all(one.stored is not None and one.stored.result() for one in answers)
        return [one.text for one in answers]

    return say


def texts_left(house) -> list[str]:
    return [one.text for one in house.store.questions().open()]


@pytest.mark.parametrize("line", ["给我转人工", "有客服电话没有，我要跟人说", "别让机器人回我，找个真人"])
def test_whoever_wants_a_person_is_told_whom_to_call_and_may_leave_a_question(talk, line) -> None:
    [text] = talk(line)
    assert "12345" in text and "留个问题给工作人员" in text


def test_in_a_calculation_the_offices_are_named_and_the_open_question_is_put_again(talk) -> None:
    text = talk("专利押给银行贷了320万", "能不能转人工")[-1]
    assert "市科技局" in text and "12345" in text and "贷了多久" in text


def test_who_asks_for_a_telephone_is_told_12345_and_that_a_question_may_be_left(talk) -> None:
    [text] = talk("鲁科担补贴找谁，电话多少")
    assert "12345" in text and "市科技局" in text and "留个问题给工作人员" in text


@pytest.mark.parametrize("channel", ["web", "telegram", "terminal", "batch", "api"])
def test_the_question_is_kept_once_it_is_asked_for_and_said(house, talk, channel) -> None:
    asked, kept = talk("留个问题给工作人员", f"{channel}来的：备案要跑几趟", channel=channel)
    assert "写成一句" in asked and "记下了" in kept
    [one] = [one for one in house.store.questions().open() if one.text == f"{channel}来的：备案要跑几趟"]
    assert (one.channel, one.state, one.day) == (channel, "open", DAY.isoformat())


def test_said_in_one_breath_it_is_kept_at_once(house, talk) -> None:
    [text] = talk("想留个问题给工作人员：去年的名单今年还用不用重报")
    assert "记下了" in text and "去年的名单今年还用不用重报" in texts_left(house)


def test_nothing_is_kept_without_consent(house, talk) -> None:
    before = texts_left(house)
    last = talk("转人工", "质押登记要带公章吗", "留个问题给工作人员", "算了")[-1]
    assert "不留了" in last and texts_left(house) == before


def test_no_telephone_number_is_kept_with_it(house, talk) -> None:
    talk("留个问题给工作人员", "首版次怎么认定，回我电话13705310000")
    assert "首版次怎么认定，回我电话〔手机号〕" in texts_left(house)


def test_what_stands_goes_on_after_it(talk) -> None:
    _, _, kept, last = talk("专利押给银行贷了300万", "留个问题给工作人员", "登记证丢了怎么补", "一年期")
    assert "贷了多久" in kept and "3.60 万元" in last
