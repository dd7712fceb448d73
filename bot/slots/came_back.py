"""What came back of a loan, told with what of it was principal and what interest: 「归还合计72.5万（本金65万，
利息7.5万）」."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import Placed

BACK = re.compile("(?:还(?!剩|有|没|欠|差|未|是|在)|收回|收到|追回|回收|回款|清收|偿付?|执行|扣划)[^，。；0-9]{0,8}$")
PRINCIPAL = re.compile("(?:本金|本)(?:部分|是|为|有|占|还了|：|:)*$")
INTEREST = re.compile("(?:利息|罚息|息|利钱|息费)(?:部分|是|为|有|占|：|:)*$")
STOP = re.compile("[。！？!?\\n]")
# 「60万里头本金50万」, 「本金才30万」; 「42万抵了本金」
ITS_PRINCIPAL = re.compile("本金?(?:部分|那块)?(?:[，, ]*(?:只|才|就|仅|也|实际|其实|还|占|是|有|为|算|抵|冲|得))*$")
OF_PRINCIPAL = re.compile("[元块]?(?:钱)?(?:才|是|算|冲|抵|还|属于|归)(?:了|的)?本金?")
# 「90万是另一笔贷款的」: it came back of another loan
OF_ANOTHER = re.compile(
    "[元块]?(?:那一?笔|的|钱)*[^，。；0-9不没]{0,4}(?:是|属于|归|算|还的|收的)(?:我们?|他们?|人家|企业)?的?"
    "(?:另外?|别的?|旁|其[他它])[^，。；0-9]{0,4}(?:贷款|借款|[笔户家])"
)
# 「其中35万前几天要回来了」, 「30万后来追回来了」
TAKEN_IN = re.compile(
    "[元块]?的?(?:贷款|本金|钱|款)*[^，。；！？0-9没未不欠能会要想说算]{0,10}(?:[收追要讨][了]?回|清收|收上)[来到了上]*了?(?![率的比难])"
)
INSIDE_IT = re.compile("[元块]?(?:的?还?款|钱)?[里中](?:头|面|边)?(?:有|的|还有|含|包括)*")
OF_INTEREST = re.compile("[元块]?(?:钱)?(?:其实|都|只|就|那)*(?:是|算|属于)?(?:欠|逾期)?(?:利息|罚息|复利|利钱|息)")
OTHER_LOAN = "other_loan"
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


def principal_alone(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the principal in what came back before as all that came back, where the rest of it is said to be interest:
    「那60万里头本金只有50万」."""
    rows = [row for row in reading.measure.derivations if row.op == "recovered"]
    keys = {row.sources[-1] for row in rows if row.sources[-1] in reading.before}
    sums = [one for one in reading.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    if len(keys) != 1:
        return list(spoken)
    key = keys.pop()
    total = next((one for one in sums if one.value == reading.before[key].value), None)
    if total is not None and (principal := _without_its_interest(reading, total, sums)):
        spoken = [one for one in spoken if one.figure not in sums]
        return [*spoken, Placed(principal, key, False, SCORE, True)]
    said = [one for one in sums if one is not total and _is_its_principal(reading.text, one, total)]
    if total is None or len(said) != 1:
        return list(spoken)
    rest = [one for one in spoken if one.figure not in sums]
    return [*rest, Placed(total, "old", False, SCORE, True), Placed(said[0], key, False, SCORE, True)]


def of_another_loan(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With what came back before as that of another loan, where it is said to be: 「那90万是另一笔贷款的」."""
    keys = {row.sources[-1] for row in reading.measure.derivations if row.op == "recovered"}
    back = {reading.before[key].value for key in keys if key in reading.before}
    theirs = [
        one
        for one in reading.figures
        if one.kind == "money" and one.value in back and OF_ANOTHER.match(reading.text[one.end :])
    ]
    rest = [one for one in spoken if one.figure not in theirs]
    return [*rest, *(Placed(one, OTHER_LOAN, False, SCORE, True) for one in theirs)]


def taken_in(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the one sum of a message as what came back, where that is said of it behind: 「其中30万后来追回来了」."""
    keys = {row.sources[-1] for row in reading.measure.derivations if row.op == "recovered"}
    sums = [one for one in reading.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    if len(keys) != 1 or len(sums) != 1 or not reading.stands or not TAKEN_IN.match(reading.text[sums[0].end :]):
        return list(spoken)
    rest = [one for one in spoken if one.figure is not sums[0]]
    return [*rest, Placed(sums[0], keys.pop(), False, SCORE, True)]


def _without_its_interest(reading: Reading, total: Figure, sums: Sequence[Figure]) -> Figure | None:
    """What came back, less the interest that is said to be in it: 「那20万里有5万是罚息」."""
    rest = [one for one in sums if one is not total and one.start > total.end]
    if (
        len(sums) != 2
        or len(rest) != 1
        or not isinstance(total.value, Decimal)
        or not isinstance(rest[0].value, Decimal)
    ):
        return None
    inside = INSIDE_IT.fullmatch(reading.text[total.end : rest[0].start])
    if not inside or not OF_INTEREST.match(reading.text[rest[0].end :]) or rest[0].value >= total.value:
        return None
    return replace(total, value=total.value - rest[0].value, text=f"{total.text}－{rest[0].text}")


def _is_its_principal(text: str, one: Figure, total: Figure | None) -> bool:
    """Whether less than all of it is said, behind it, to be principal."""
    if total is None or one.start < total.end or not isinstance(total.value, Decimal):
        return False
    beside = ITS_PRINCIPAL.search(text[total.end : one.start]) or OF_PRINCIPAL.match(text[one.end :])
    return beside is not None and isinstance(one.value, Decimal) and 0 < one.value < total.value


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
