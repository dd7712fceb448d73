"""A figure written into a field of the page is a turn: what stands, what is asked next and the sum agree with it."""

from datetime import date
from decimal import Decimal
from secrets import token_hex

import pytest
from multidict import MultiDict

from bot.bootstrap import House
from bot.measures.inputs import pairs_of
from bot.messages import Change, Message, Reply
from bot.replies.form import reply_to_form
from bot.replies.lines import Role
from bot.replies.render import lines
from bot.replies.views import MeasureView
from tests.bot.channels.web.test_chips import BEGIN

DAY = date(2025, 11, 22)
WRITTEN = {"yuan": "350万", "months": "6个月", "ratio": "0.4%", "date": "2025年3月"}


def say(house: House, talk: str, text: str, change: Change | None = None) -> Reply:
    return house.advisor.reply(Message(talk, text, DAY, "web", change=change)).reply


def standing_of(reply: Reply):
    assert isinstance(reply.view, MeasureView)
    return reply.view.standing


def every_field(house: House):
    for measure in house.advisor.live.knowledge.measures:
        for record in measure.inputs:
            if record.unit != "choice":
                yield measure, record


def test_every_field_of_every_measure_takes_what_is_written(house: House) -> None:
    for measure, record in every_field(house):
        talk, value = token_hex(8), WRITTEN[record.unit]
        begun = say(house, talk, BEGIN[measure.id])
        changed = say(house, talk, f"{record.label}改成{value}", Change(measure.key, record.key, value))
        assert changed.measure == measure.id, (measure.id, record.key)
        slot = standing_of(changed).inputs[record.key]
        assert slot.text == value, (measure.id, record.key)
        assert not [line for line in lines(changed) if line.role is Role.UNUSED], (measure.id, record.key)
        kept = {key: s.value for key, s in standing_of(begun).inputs.items() if key != record.key}
        now = {key: s.value for key, s in standing_of(changed).inputs.items()}
        follows = measure.key_of("term") if record.key == measure.key_of("end") else ""  # from day to day
        stated = [i.key for i in measure.inputs if i.required and i.key in kept and i.key != follows]
        assert all(now.get(key) == kept[key] for key in stated), (measure.id, record.key)


def test_the_turn_gives_the_sum_of_the_form(house: House) -> None:
    for measure, record in every_field(house):
        talk, value = token_hex(8), WRITTEN[record.unit]
        say(house, talk, BEGIN[measure.id])
        changed = say(house, talk, f"{record.label}改成{value}", Change(measure.key, record.key, value))
        pairs = MultiDict(pairs_of(measure, standing_of(changed)))
        again, _ = reply_to_form(house.advisor.live.knowledge, measure, pairs, DAY)
        assert again.amount == changed.amount, (measure.id, record.key)


def test_the_next_question_computes_with_the_changed_figure(house: House) -> None:
    talk = token_hex(8)
    say(house, talk, BEGIN["patent_pledge_interest"])
    key = house.advisor.live.knowledge.measure("patent_pledge_interest").key
    assert say(house, talk, "本金改成350万", Change(key, "principal_yuan", "350万")).amount == Decimal("46900.00")
    assert say(house, talk, "要是两年呢").amount == Decimal("93800.00")


def test_one_of_two_loans_is_changed_and_the_other_stays(house: House) -> None:
    talk = token_hex(8)
    say(house, talk, "专利质押贷100万和200万两笔，一年，2024年8月放的")
    key = house.advisor.live.knowledge.measure("patent_pledge_interest").key
    changed = say(house, talk, "第2笔的本金改成150万", Change(key, "principal_yuan", "150万", 2))
    assert [item["principal_yuan"].value for item in standing_of(changed).items] == [1_000_000, 1_500_000]
    assert changed.amount == Decimal("33500.00")


@pytest.mark.parametrize("value", ["很多", "-5", "300万和500万"])
def test_what_cannot_be_meant_changes_nothing_and_is_said(house: House, value: str) -> None:
    talk = token_hex(8)
    say(house, talk, BEGIN["patent_pledge_interest"])
    key = house.advisor.live.knowledge.measure("patent_pledge_interest").key
    reply = say(house, talk, f"本金改成{value}", Change(key, "principal_yuan", value))
    assert [line for line in lines(reply) if line.role is Role.PROBLEM]
    assert say(house, talk, "那找哪个部门").measure == "patent_pledge_interest"
    assert say(house, talk, "按一年算").amount == Decimal("67000.00")


def test_a_field_of_another_measure_is_left_to_the_words(house: House) -> None:
    talk = token_hex(8)
    say(house, talk, BEGIN["patent_pledge_interest"])
    other = house.advisor.live.knowledge.measure("neeq_award").key
    assert say(house, talk, "本金改成350万", Change(other, "raise_yuan", "350万")).amount == Decimal("46900.00")
