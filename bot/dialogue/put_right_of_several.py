"""A sum put right where several stand: 「后加的不是25，是45，合计345」 tells the one added last anew, 「不对，是
800万」 after 「再加50万」 is the whole, and where only one of them counts it is that one. One that was said to be lent
and is said to be for shares after all counts again."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.apart import is_raised
from bot.slots.model import Slot
from bot.slots.parts import Part
from bot.slots.standing import Standing
from knowledge.records.model import Measure

IN_ALL = re.compile("(?:一共|总共|合计|总额|加起来|总计|拢共)[是为就有]{0,2}$")
ONE_ONLY = re.compile("(?:就|还是|只|仍是?|其实|[合并]成|改回|变回)(?:按|算|是|有)?[一1](?:整)?[笔张份单]$")
MUCH_NEARER = 3  # times as near to the whole as to the one added last
WAN = 10_000
TEN = 10


def whole_told(text: str, figures: Sequence[Figure], said: Slot | None) -> Slot | None:
    """What all of them are said to come to: the sum that a word for it stands before, whatever was heard (``said``)."""
    for figure in figures:
        if figure.kind == "money" and isinstance(figure.value, Decimal) and IN_ALL.search(text[: figure.start]):
            return said if said and said.value == figure.value else Slot(figure.value, figure.text)
    return None


def part_of_the_whole(
    figures: Sequence[Figure], whole: Slot | None, parts: Sequence[Part], main: str
) -> tuple[int, Slot] | None:
    """The one part that, told anew with one of the figures, makes the whole that is said with it."""
    if whole is None or len(parts) < 2 or any(main not in part for part in parts):
        return None
    values = [part[main].value for part in parts]
    amounts = [value for value in values if isinstance(value, Decimal)]
    total = whole.value
    if not isinstance(total, Decimal) or len(amounts) < len(parts) or total == sum(amounts):
        return None
    found = {
        (place, value): figure.text
        for figure in figures
        if figure.kind in ("money", "number") and isinstance(figure.value, Decimal) and not figure.counted
        for value in _values(figure)
        for place, amount in enumerate(amounts)
        if value not in (amount, total) and value > 0 and sum(amounts) - amount + value == total
    }
    if len(found) != 1:
        return None
    (place, value), text = next(iter(found.items()))
    return place, Slot(value, text)


def _values(figure: Figure) -> tuple[Decimal, ...]:
    assert isinstance(figure.value, Decimal)
    return (figure.value, figure.value * WAN) if figure.unit_missing else (figure.value,)


def is_the_whole(said: Slot, old: Standing, main: str) -> bool:
    """Whether a sum put right is that of all of them: larger than what they come to, much nearer to that than to the
    one added last, and none of them with a nought too few."""
    whole = old.inputs.get(main)
    amounts = [part[main].value for part in old.parts if main in part]
    if whole is None or not isinstance(whole.value, Decimal) or not isinstance(said.value, Decimal):
        return False
    values = [one for one in amounts if isinstance(one, Decimal) and one > 0]
    if len(values) < len(amounts) or not 0 < whole.value < said.value:
        return False
    if any(said.value in (one * TEN, one * TEN * TEN) for one in values):
        return False
    return bool(values) and whole.value > MUCH_NEARER * values[-1]


def only_one_counts(old: Standing) -> int | None:
    """The place of the only part that counts, where others stand beside it; None where several do."""
    left = [place for place in range(len(old.parts)) if place not in {one for one, _ in old.out}]
    return left[0] if old.out and len(left) == 1 else None


def raised_after_all(text: str, figures: Sequence[Figure], old: Standing, measure: Measure) -> tuple[int, Slot] | None:
    """「不是借的，那11万是新股东的投资款」: the part that was called lent, with its sum again."""
    sums = [one for one in figures if one.kind == "money"]
    if len(old.parts) < 2 or len(sums) != 1 or not isinstance(sums[0].value, Decimal):
        return None
    main, figure = measure.main, sums[0]
    nothing = [
        place
        for place, part in enumerate(old.parts)
        if main in part and part[main].value == 0 and figure.text in part[main].text
    ]
    if len(nothing) != 1 or not is_raised(text, figure):
        return None
    return nothing[0], Slot(sums[0].value, figure.text)


def one_again(text: str, figures: Sequence[Figure], old: Standing, main: str) -> Standing:
    """「还是一笔900万」 after it was split into two of 450万: one of the whole; the same standing else."""
    whole = old.inputs.get(main)
    if len(old.items) < 2 or old.out or whole is None:
        return old
    said = [one for one in figures if one.value == whole.value and ONE_ONLY.search(text[: one.start])]
    if len(said) != 1:
        return old
    return replace(old, inputs={**old.inputs, main: Slot(whole.value, said[0].text)}, items=(), away=())
