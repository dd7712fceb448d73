"""Forms made from measure records: what is written into a field, links that give the same again."""

from datetime import date
from decimal import Decimal

import pytest
from multidict import MultiDict

from bot.bootstrap import House
from bot.measures.inputs import pairs_of, read_form, read_value
from bot.replies.form import reply_to_form
from bot.slots.model import Problem, Slot

DAY = date(2025, 11, 22)


def measure(house: House, name: str):
    return house.advisor.live.knowledge.measure(name)


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [
        ("principal_yuan", "5000000", Decimal(5_000_000)),
        ("principal_yuan", "500万", Decimal(5_000_000)),
        ("principal_yuan", "５００万元", Decimal(5_000_000)),
        ("principal_yuan", "5,000,000", Decimal(5_000_000)),
        ("principal_yuan", "五百万", Decimal(5_000_000)),
        ("term_months", "12", Decimal(12)),
        ("term_months", "一年", Decimal(12)),
        ("start", "2024-08-10", date(2024, 8, 10)),
        ("start", "2024年8月", date(2024, 8, 1)),
        ("start", "2024-08", date(2024, 8, 1)),
        ("lpr", "3.1%", Decimal("0.031")),
    ],
)
def test_a_field_reads(house: House, key: str, said: str, value: object) -> None:
    record = measure(house, "patent_pledge_interest").input(key)
    got = read_value(record, said, DAY)
    assert isinstance(got, Slot) and got.value == value


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("principal_yuan", "-5"),
        ("principal_yuan", "0"),
        ("principal_yuan", "很多"),
        ("principal_yuan", "300万和500万"),
        ("principal_yuan", "9" * 15),
        ("principal_yuan", "<script>"),
        ("lpr", "3.1"),
        ("start", "2024"),
        ("start", "2024-02-31"),
        ("term_months", "9999"),
    ],
)
def test_a_field_that_cannot_be_meant_is_a_problem(house: House, key: str, said: str) -> None:
    assert isinstance(read_value(measure(house, "patent_pledge_interest").input(key), said, DAY), Problem)


LINKS = {
    "patent_pledge_interest": [("principal_yuan", "5000000"), ("term_months", "12"), ("start", "2024-08")],
    "guarantee_fee": [("guarantee_yuan", "5000000"), ("fee_rate", "0.5%"), ("counter_guarantee", "none")],
    "first_set_insurance": [("premium_yuan", "800000"), ("insured_yuan", "20000000")],
    "regional_equity_award": [("direct_financing_yuan", "3000000"), ("above_scale", "yes")],
    "neeq_award": [("tier", "base"), ("raise_yuan", "20000000")],
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_gives_itself_again(house: House, name: str) -> None:
    one = measure(house, name)
    standing, problems = read_form(house.advisor.live.knowledge, one, MultiDict(LINKS[name]), DAY)
    assert problems == () and sorted(pairs_of(one, standing)) == sorted(LINKS[name])
    reply, _ = reply_to_form(house.advisor.live.knowledge, one, MultiDict(LINKS[name]), DAY)
    assert reply.amount is not None


def test_a_name_said_twice_is_two_loans_under_one_cap(house: House) -> None:
    one = measure(house, "patent_pledge_interest")
    link = MultiDict(
        [("principal_yuan", "3000000"), ("principal_yuan", "2000000"), ("term_months", "12"), ("start", "2024-08")]
    )
    reply, standing = reply_to_form(house.advisor.live.knowledge, one, link, DAY)
    assert len(standing.items) == 2 and standing.inputs["principal_yuan"].value == 5_000_000
    assert reply.amount == Decimal("67000.00")


def test_chat_and_form_give_the_same_sum(house: House) -> None:
    from bot.messages import Message

    said = house.advisor.reply(Message("same-1", "专利质押贷了500万，18个月，2024年11月5日放的款，贴多少", DAY)).reply
    standing = said.view.standing
    one = measure(house, "patent_pledge_interest")
    again, _ = reply_to_form(house.advisor.live.knowledge, one, MultiDict(pairs_of(one, standing)), DAY)
    assert (again.amount, again.alternatives, again.inputs) == (said.amount, said.alternatives, said.inputs)
