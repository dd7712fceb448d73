"""What came back of a loan, told with what of it was principal and what interest: 「归还合计72.5万（本金65万，
利息7.5万）」."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import Placed

BACK = re.compile("(?:还(?!剩|有|没|欠|差|未|是|在)|收回|收到|追回|回收|回款|清收|偿付?|执行|扣划)[^，。；0-9]{0,8}$")
PRINCIPAL = re.compile("(?:本金|本)(?:部分|是|为|有|占|还了|：|:)*$")
INTEREST = re.compile("(?:利息|罚息|息|利钱|息费)(?:部分|是|为|有|占|：|:)*$")
STOP = re.compile("[。！？!?\\n]")
SCORE = 20.0


def of_principal_and_interest(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the principal alone as what came back, where the measure takes that off a loan and the three come out."""
    rows = [row for row in reading.measure.derivations if row.op in ("difference", "recovered")]
    keys = {row.sources[-1] for row in rows}
    told = told_back(reading.text, reading.figures) if len(keys) == 1 else ()
    if not told:
        return list(spoken)
    total, principal, interest = told
    found = {one.figure.start: one for one in spoken}
    found[total.start] = Placed(total, "other", False, SCORE, True)
    found[interest.start] = Placed(interest, "other", False, SCORE, True)
    found[principal.start] = Placed(principal, keys.pop(), False, SCORE, True)
    return [found[start] for start in sorted(found)]


def told_back(text: str, figures: Sequence[Figure]) -> tuple[()] | tuple[Figure, Figure, Figure]:
    """All of it, its principal and its interest; nothing where that is not told."""
    sums = [one for one in figures if one.kind == "money" and isinstance(one.value, Decimal)]
    for total, first, second in zip(sums, sums[1:], sums[2:], strict=False):
        if not _adds_up(total, first, second) or STOP.search(text[total.end : second.start]):
            continue
        names = (text[total.end : first.start], text[first.end : second.start])
        if not BACK.search(text[: total.start]):
            continue
        if PRINCIPAL.search(names[0]) and INTEREST.search(names[1]):
            return total, first, second
        if INTEREST.search(names[0]) and PRINCIPAL.search(names[1]):
            return total, second, first
    return ()


def _adds_up(total: Figure, first: Figure, second: Figure) -> bool:
    values = [one.value for one in (first, second) if isinstance(one.value, Decimal)]
    return sum(values, Decimal(0)) == total.value
