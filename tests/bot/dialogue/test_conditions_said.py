"""Talks in which a condition is put right, refused, supposed, asked about, or settled by another security.

Each file of ``conditions`` holds talks, one message a line and a blank line between them: 「text | sum」, where ``-``
is no sum, ``a/b`` either of them and ``?`` whatever it is.
"""

import itertools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.messages import Message

FOLDER = Path(__file__).parent / "conditions"
numbers = itertools.count()


def talks() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for file in sorted(FOLDER.glob("*.txt")):
        for place, block in enumerate(file.read_text("utf-8").strip().split("\n\n"), 1):
            lines = [line.rpartition(" | ") for line in block.splitlines()]
            yield f"{file.stem}-{place}", [(said, sums) for said, _, sums in lines]


TALKS = dict(talks())


def is_one_of(sums: str, amount: str | None) -> bool:
    wanted = [None if one == "-" else Decimal(one) for one in sums.split("/")]
    return (None if amount is None else Decimal(amount)) in wanted


@pytest.mark.parametrize("name", TALKS)
def test_no_sum_of_a_talk_is_wrong(house, name: str) -> None:
    advisor, conversation = Advisor(house.advisor.live, house.store), f"conditions-{next(numbers)}"
    for said, sums in TALKS[name]:
        amount = advisor.reply(Message(conversation, said, date(2025, 11, 22))).payload["amount_yuan"]
        assert sums == "?" or is_one_of(sums, amount), f"{said}: {amount}"
