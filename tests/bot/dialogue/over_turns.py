"""Talks told as lines with the sum each turn shows."""

from collections.abc import Sequence

from tests.bot.dialogue.test_talks import talk

Turns = Sequence[tuple[str, str | tuple[str, ...]]]


def wrong_sums(house, turns: Turns) -> list[tuple[str, str | tuple[str, ...], str]]:
    """The lines after which another sum is shown than may be, with what may be and what is; "" is no sum."""
    got = [answer["amount_yuan"] or "" for answer in talk(house, [line for line, _ in turns])]
    told = [(line, want, sum_) for (line, want), sum_ in zip(turns, got, strict=True)]
    return [one for one in told if one[2] not in (one[1] if isinstance(one[1], tuple) else (one[1],))]
