"""Talks that are played and compared with what their replies are to hold."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

_numbers = count()


def lacks(house: House, talk: str, wanted: str) -> list[str]:
    """What the last reply of a talk (its messages apart by " / ") does not hold of ``wanted``, words like "m=measure
    amt=5000|- miss=term_months c=1.1 kind=ask": - for no sum, | between such as will do."""
    advisor, name = Advisor(house.advisor.live, None), f"played-{next(_numbers)}"
    replies = [advisor.reply(Message(name, line, DAY)).payload for line in talk.split(" / ")]
    return [one for one in wanted.split() if not _holds(*one.split("=", 1), replies[-1])]


def _holds(key: str, wanted: str, got: Mapping[str, Any]) -> bool:
    if key == "miss":
        return set(wanted.split(",")) <= set(got["missing"])
    if key == "amt":
        sums = [None if one == "-" else f"{float(one):.2f}" for one in wanted.split("|")]
        return got["amount_yuan"] in sums
    if key == "c":
        return [one["clause"] for one in got["clauses"][:1]] == [wanted]
    return str(got["measure" if key == "m" else "kind"]) in wanted.split("|")


def goes_otherwise(house: House, talk: Sequence[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """The messages of a talk after which another sum is shown than the one beside them ("": none, or that of before),
    and what is shown."""
    advisor, name, before = Advisor(house.advisor.live, house.store), f"played-{next(_numbers)}", None
    found = []
    for said, amount in talk:
        got = advisor.reply(Message(name, said, DAY)).payload["amount_yuan"]
        if got != amount if amount else got not in (None, before):
            found.append((said, got))
        before = got or before
    return found
