"""A loan of which one part is guaranteed and the rest is not: 「贷款1000万，担保责任额700万，其余300万银行自担」. Only
what is guaranteed counts."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import NEAR, Placed
from bot.slots.stretches import clauses

WHOLE, OTHER = "lent_yuan", "other_loan"
THE_REST = re.compile("(?:剩下|剩余|余下|其余|其[他它]|剩|另外|另)(?:的|那)*[^，。；0-9]{0,2}$")
NOT_GUARANTEED = re.compile(
    "[元块]?(?:的|是|都|由|用|拿|走|靠|钱)*[^，。；0-9]{0,8}?(?:自担|自己担|自行承担|抵押|信用|房[产子]|土地|设备|[质抵]押给|自筹|没担|不担|没保)"
)
OTHERWISE = re.compile("[没不]担|自己?担|没保")  # in which the word for a guarantee says that there is none
GUARANTEED = re.compile("担保?|保")


def only_the_guaranteed(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the guaranteed part as the sum, where it and the rest make up a loan that is told besides."""
    split = _split(reading)
    if split is None:
        return list(spoken)
    roles = ((WHOLE, False), (reading.main, True), (OTHER, False))
    told = [Placed(one, key, is_input, NEAR, True) for one, (key, is_input) in zip(split, roles, strict=True)]
    return sorted([*(one for one in spoken if one.figure not in split), *told], key=lambda one: one.figure.start)


def told_of_the_rest(reading: Reading) -> tuple[tuple[int, int], ...]:
    """Begin and end of the clause that tells what secures the rest: that is no security of what is guaranteed."""
    split = _split(reading)
    return tuple(one for one in clauses(reading.text) if split and one[0] <= split[2].start < one[1])


def _split(reading: Reading) -> tuple[Figure, Figure, Figure] | None:
    """The loan, the guaranteed part and the rest, where all three are told and come out."""
    if reading.stands or not any(
        row.op == "part" and row.target == reading.main for row in reading.measure.derivations
    ):
        return None
    sums = [one for one in reading.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    for whole, part, rest in permutations(sums, 3):
        if _makes(whole, part, rest) and _is_rest(reading.text, rest) and not _is_rest(reading.text, part):
            return whole, part, rest
    return None


def _makes(whole: Figure, part: Figure, rest: Figure) -> bool:
    values = [one.value for one in (whole, part, rest) if isinstance(one.value, Decimal)]
    return len(values) == 3 and values[0] == values[1] + values[2] and values[1] > 0 and values[2] > 0


def _is_rest(text: str, figure: Figure) -> bool:
    """Whether a sum is told as what is left, or as nothing that was guaranteed."""
    behind = NOT_GUARANTEED.match(text[figure.end :])
    if behind and not GUARANTEED.search(OTHERWISE.sub("", behind[0])):
        return True
    return bool(THE_REST.search(text[: figure.start])) and not GUARANTEED.match(text[figure.end :].lstrip("是由的"))
