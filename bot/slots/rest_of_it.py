"""A loan of which a part was repaid and the rest went bad, told as loan and part: 「贷款260万，偿还60万之后剩余本金全额
列为不良」, 「总共350万，只收回来50万，其他的打水漂了」."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from bot.copies import replace
from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import Placed

CAME_BACK = re.compile(
    "(?:偿还|归还|还[了上回掉过]?|已还|收回|追回|回收|要回|讨回|清收|处置|回款|拿回)(?:了|来|过|到|上|上来|本金|现金|资金|共|一共|的)*$"
)
THE_REST = re.compile(
    "[元块]?(?:钱)?(?:本金)?(?:之?后|以后)?[，,、 ]*(?:[^，。；0-9]{0,6}[，, ])?"
    "(?:余下|剩余|剩下?|其余|其[他它]|余额|余款|余者|没还|没收回|未还|未收回|没回来|差的|尾款)(?:[^，。；0-9]{0,12}[，,])?[^，。；0-9]{0,12}?"
    "(?:[不欠]良|核[销掉]|坏|损失|打水[漂飘]|呆[账帐]|没了|收不[回来]|还不[上起]|黄[了掉]|烂|逾期|违[约背])"
)

INTEREST = "interest_paid_yuan"
IS_INTEREST = re.compile(
    "[元块]?(?:钱)?[，,]?(?:其实|全部?|都|只|就|那|这|也)*(?:是|算|冲)(?:的|了)?(?:欠|罚|逾期)?(?:利息|息)(?!后)"
)
# 「利息还了5万」, 「欠息又交了2万」
INTEREST_PAID = re.compile(
    "(?<!本)(?:利息|罚息|欠息|利钱|息)[^，。；0-9本]{0,6}(?:还|交|付|结|收|回)[^，。；0-9本]{0,4}$"
)
SOON_BEHIND = re.compile(
    "[元块]?(?:的)?(?:本金|钱|款)?(?:快|马上|很快|眼看|估计|预计|有望|准备|打算|可能|争取)(?:就|要|能|会|可以|都|再)*[^，。；0-9]{0,4}(?:收|追|还|执行|要|回)"
)
SOON = re.compile(
    "(?:快要?|马上|眼看|(?:预计|有望|准备|打算|可能|争取|估计|计划)[^，。；0-9]{0,6}?)(?:就|要|能|会|可以|再)*"
    "(?:收回?|追回?|还|执行回?|要回)[^，。；0-9]{0,4}$"
)


def rest_went_bad(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the loan and what came back of it, so that what is left follows."""
    row = next(
        (one for one in reading.measure.derivations if one.op == "difference" and one.target == reading.main), None
    )
    if row is None or reading.stands or len(row.sources) != 2:
        return list(spoken)
    sums = [one for one in reading.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    for lent, back in pairwise(sums):
        if _is_rest(reading.text, lent, back):
            rest = [one for one in spoken if one.figure not in (lent, back)]
            told = [Placed(one, key, False, 1.0, True) for one, key in zip((lent, back), row.sources, strict=True)]
            return sorted([*rest, *told], key=lambda one: one.figure.start)
    return list(spoken)


def _is_rest(text: str, lent: Figure, back: Figure) -> bool:
    said = CAME_BACK.search(text[lent.end : back.start]) and THE_REST.match(text[back.end :])
    larger = isinstance(lent.value, Decimal) and isinstance(back.value, Decimal) and lent.value > back.value
    return bool(said) and larger


def without_interest(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With what came back as interest alone, which takes nothing off the principal: 「收回的30万是利息」."""
    back = {key for row in reading.measure.derivations if row.op in ("recovered", "difference") for key in row.sources}
    found = [
        Placed(one.figure, INTEREST, False, 1.0, True)
        if one.key in back and _is_interest(reading.text, one.figure)
        else one
        for one in spoken
    ]
    return [
        replace(one, key="other") if one.key in back and _is_to_come(reading.text, one.figure) else one for one in found
    ]


def _is_to_come(text: str, figure: Figure) -> bool:
    """Whether it has not come back yet: 「里面有100万快收回来了」."""
    return bool(SOON_BEHIND.match(text[figure.end :]) or SOON.search(text[: figure.start]))


def _is_interest(text: str, figure: Figure) -> bool:
    return bool(IS_INTEREST.match(text[figure.end :]) or INTEREST_PAID.search(text[: figure.start]))
