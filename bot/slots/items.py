"""One value for each input: parts are added, of rivals the better announced counts, equals are asked about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.figures import Figure
from bot.slots.model import Problem, Slot
from bot.slots.roles import Placed
from calculators.wording import money
from knowledge.records.model import Measure

JOINED = re.compile(
    r"一[笔份次单张台户家]|一共|合计|总共|和|跟|、|加|与|及|还有|又|另|先后|两[笔次份单张台家]|几[笔次份]|[二三四2-9][笔次份单张]|第二|后来|再"
)
COUNTED = re.compile(r"笔|份|单|张|台|套|个|家|项|次")
EACH = re.compile(r"每[笔份单张台套个家项批次]|单[台套份笔张]|各|均为?|都是|都为")
A_PART = re.compile(r"(?:一|第[一二三四])[笔份次单张台户家]$")
ACTUAL = re.compile("实际|现在|最后|最终")
BECAME = re.compile(r"(?:降|减|调|改|涨|升|谈|变|提)[^，。]{0,3}[到成为至]|→|变成|调整为|改为|降为")
CLOSE = 3.0
PlacedSlot = tuple[Placed, Slot]


@dataclass(frozen=True, slots=True)
class Settled:
    """One slot per input, the parts when several loans or policies were said, and what must be asked about."""

    inputs: Mapping[str, Slot]
    items: tuple[Mapping[str, Slot], ...] = ()
    doubts: tuple[Problem, ...] = ()


def settle(
    text: str, figures: Sequence[Figure], measure: Measure, said: Mapping[str, list[PlacedSlot]], last_wins: bool
) -> Settled:
    """``last_wins``: a correction, the later of two figures counts."""
    said = {key: _standing(text, found) for key, found in said.items()}
    parts = {} if last_wins else _parts(text, figures, measure, said)
    inputs: dict[str, Slot] = {}
    doubts: list[Problem] = []
    for key, found in said.items():
        if key in parts:
            if (whole := _whole(parts[key], measure, key)) is not None:
                inputs[key] = whole
        elif not last_wins and _rivals(found, measure, key):
            doubts.append(Problem(key, "、".join(slot.text for _, slot in found), "two_candidates"))
        else:
            inputs[key] = _best(text, found, last_wins)
    count = max((len(part) for part in parts.values()), default=0)
    items = tuple({key: part[i] for key, part in parts.items() if len(part) == count} for i in range(count))
    return Settled(inputs, items, tuple(doubts))


def _standing(text: str, found: list[PlacedSlot]) -> list[PlacedSlot]:
    """Without the old value of 「从1%降到0.5%」, and without default readings where a word announced another."""
    kept = [
        one
        for i, one in enumerate(found)
        if not (i + 1 < len(found) and BECAME.search(text[one[0].figure.end : found[i + 1][0].figure.start]))
    ]
    announced = [one for one in kept if one[0].announced or _a_part(text, one[0].figure)]
    return announced or kept


def _a_part(text: str, figure: Figure) -> bool:
    """「…，一笔300万」: said to be one of several, though no word names what it is."""
    return bool(A_PART.search(text[max(0, figure.start - 5) : figure.start]))


def _best(text: str, found: list[PlacedSlot], last_wins: bool) -> Slot:
    if last_wins:
        return found[-1][1]
    for placed, slot in found:
        if ACTUAL.search(text[max(0, placed.figure.start - 5) : placed.figure.start]):
            return slot
    return max(found, key=lambda one: one[0].score)[1]


def _rivals(found: list[PlacedSlot], measure: Measure, key: str) -> bool:
    """Two figures of one yuan input that differ and are about equally well announced."""
    record = measure.input(key)
    if len(found) < 2 or record is None or record.unit != "yuan":
        return False
    first, second = sorted(found, key=lambda one: -one[0].score)[:2]
    return first[1].value != second[1].value and first[0].score - second[0].score < CLOSE


def _parts(
    text: str, figures: Sequence[Figure], measure: Measure, said: Mapping[str, list[PlacedSlot]]
) -> dict[str, list[Slot]]:
    """Input → its parts: 「分别300万和500万」, 「两笔各300万」, 「保费20万保额800万，保费10万保额500万」."""
    main = next((i.key for i in measure.inputs if i.required and i.unit == "yuan"), "")
    found = said.get(main, [])
    if len(found) == 1:
        return _repeated(text, figures, main, said)
    if not found or not (_joined(text, found) or _in_pairs(main, said, measure)):
        return {}
    parts = {key: [slot for _, slot in other] for key, other in said.items() if len(other) == len(found)}
    for key, other in said.items():
        if len(other) == 1 and _each(text, other[0][0].figure):
            parts[key] = [other[0][1]] * len(found)
    return parts


def _joined(text: str, found: list[PlacedSlot]) -> bool:
    first, last = found[0][0].figure, found[-1][0].figure
    several = any(placed.figure.several for placed, _ in found)
    return several or bool(JOINED.search(text[max(0, first.start - 8) : last.start]))


def _in_pairs(main: str, said: Mapping[str, list[PlacedSlot]], measure: Measure) -> bool:
    """Two complete sets of figures (保费 and 保额 twice) are two policies, not two versions of one."""
    count = len(said[main])
    return any(
        key != main and len(found) == count and (record := measure.input(key)) is not None and record.unit == "yuan"
        for key, found in said.items()
    )


def _repeated(
    text: str, figures: Sequence[Figure], main: str, said: Mapping[str, list[PlacedSlot]]
) -> dict[str, list[Slot]]:
    """「三台，每台保费10万」: what is said per piece, as often as there are pieces."""
    count = _how_many(figures)
    each = {
        key: [found[0][1]] * count
        for key, found in said.items()
        if len(found) == 1 and (found[0][0].figure.several or _each(text, found[0][0].figure))
    }
    return each if count > 1 and main in each else {}


def _each(text: str, figure: Figure) -> bool:
    return bool(EACH.search(text[max(0, figure.start - 7) : figure.start]))


def _how_many(figures: Sequence[Figure]) -> int:
    """两笔 in 「两笔各300万」."""
    for figure in figures:
        counted = figure.kind == "number" and COUNTED.search(figure.counted or figure.text)
        if counted and isinstance(figure.value, Decimal) and 1 < figure.value <= 50:
            return int(figure.value)
    return 0


def _whole(slots: Sequence[Slot], measure: Measure, key: str) -> Slot | None:
    """Money adds up; a term or day that all parts share stands for all; differing ones stay with the parts."""
    record = measure.input(key)
    if record is None or record.unit != "yuan":
        return slots[0] if all(slot.value == slots[0].value for slot in slots) else None
    total = sum((slot.value for slot in slots if isinstance(slot.value, Decimal)), Decimal(0))
    step = " ＋ ".join(money(slot.value) for slot in slots if isinstance(slot.value, Decimal))
    return replace(slots[0], value=total, text="＋".join(slot.text for slot in slots), high=None, step=step)
