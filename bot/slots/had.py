"""What was had of the money already this year, by its grammar: 「今年已经拿过40万」, 「拿的是25万」, 「今年市里补了我们
100万」; and of what was said to be had the part that was another year's: 「7万里有2万是去年的」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.clauses import clauses
from bot.slots.model import Slot
from bot.slots.reading import Reading
from bot.slots.roles import NEAR, Placed
from calculators.wording import money

GETS = "(?:拿|领取?|享受|贴|补|得|兑|发|给|批|报)"
PAST = re.compile(
    f"(?P<may>[能会该想要再]|可以|最多|打算|准备)?(?:[市财政府里]|已经?|就|只|才|也|还|实际|一共|总共)*{GETS}(?:过|了|到了?|走了?|满了?)"
    "(?:[我俺咱他它她]们?|企业|公司|客户)?(?:的|贴息|补贴|补助|奖励|钱|款)*(?:也|就|一共|总共|共|有|才|只|不过|实际|大概|约|是)*$"
    "|已经?(?:获得?|领取?|享受|取得|收到)(?:(?:[本该此同]项|同类|市级?|市财政)(?:的)?)*(?:贴息|补贴|补助|奖励|奖补)(?:资金|款)?(?:共计?|合计|计|约)?$"
    f"|(?:{GETS}(?:过|了|到)?的|已{GETS}(?:的|额|金额)?)(?:其实|实际|应该|只|才|就|也|不是[^，。；]{{1,8}}[，,]?)*是?$"
)
THIS_YEAR = re.compile("今年|本年|年初|年内|上半年|下半年|上个?月|已经?|前面|之前|早先|先前|过")
ANOTHERS = re.compile("省|去年|前年|上年|往年|上一年|[贷借融押赔募]|县|区里|保险公司|银行|垫")
OF_BEFORE = re.compile("(?:[元块])?(?:钱)?(?:里头?|里面|当中|中|中间)(?:面)?(?:有|含|包括)?(?:了)?$")
WAS_BEFORE = re.compile("(?:[元块])?(?:钱)?(?:其实|都)?(?:是|属于?|算)(?:去年|前年|上年|上一年|往年|前两年)")


def already_had(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the sum that is said to be had this year as that, whatever it sounds like; what is said to be had in place
    of it is no other."""
    prior = reading.measure.input(reading.measure.key_of("prior"))
    if prior is None:
        return list(spoken)
    had = _had(reading, prior.key in reading.stands)
    if not had:
        return list(spoken)
    stands = reading.stands.get(prior.key)
    kept = [
        one
        for one in spoken
        if one.figure is not had and not (one.key == prior.key and stands and one.figure.value == stands.value)
    ]
    return sorted([*kept, Placed(had, prior.key, True, NEAR, True)], key=lambda one: one.figure.start)


def _had(reading: Reading, stands: bool) -> Figure | None:
    """The last sum that is said so; None for none."""
    found = None
    for clause in clauses(reading.text):
        for one in reading.figures:
            if not clause.start <= one.start < clause.end or one.kind != "money" or one.unit_missing:
                continue
            before = reading.text[clause.start : one.start]
            said = PAST.search(before)
            if said is None or said["may"] or ANOTHERS.search(before) or WAS_BEFORE.match(reading.text, one.end):
                continue
            if stands or THIS_YEAR.search(before):
                found = one
    return found


def less_of_before(reading: Reading, inputs: Mapping[str, Slot]) -> dict[str, Slot]:
    """With what was had less what is said to be of a year before: 「7万里有2万是去年的」."""
    key = reading.measure.key_of("prior")
    sums = [one for one in reading.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    if not key or len(sums) != len(("all", "part")):
        return dict(inputs)
    whole, part = sums
    told = (one for one in (inputs.get(key), reading.stands.get(key)) if one is not None)
    known = next((one for one in told if one.value == whole.value), None)
    if known is None or not isinstance(known.value, Decimal):
        return dict(inputs)
    inside = OF_BEFORE.search(reading.text[whole.end : part.start])
    if not inside or not WAS_BEFORE.match(reading.text, part.end):
        return dict(inputs)
    if not isinstance(part.value, Decimal) or part.value > known.value:
        return dict(inputs)
    step = f"{money(known.value)} － {money(part.value)}"
    left = replace(known, value=known.value - part.value, text=f"{whole.text}－{part.text}", step=step)
    return {**inputs, key: left}
