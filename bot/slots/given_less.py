"""What was taken off a grant after it was given: 「省里后来收回了3万」, 「又追回去2万」, 「核减了1万」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.model import Slot
from calculators.wording import money
from knowledge.records.model import Measure

TAKEN = re.compile(
    "(?:收回|追回|追缴|要回|扣回|核减|核掉|扣减|扣了|调减|退回|退还|退给|退了|缴回|抽回|砍掉?)(?:去|了|走|给省里?|来)*(?:其中的?|里面的?)?(?:有|是|共)*$"
)
NOT_TAKEN = re.compile("[没未不]|如果|要是|会不会|担保|贷款|本金|银行|保险公司")
GIVES = re.compile("省[^，。；,;0-9]{0,4}退了$")  # 「省里退了8000」 is what it gives
GIVEN_AGAIN = re.compile("到|成|剩|只有")


def given_less(
    text: str, figures: Sequence[Figure], stands: Mapping[str, Slot], main: str, measure: Measure
) -> Slot | None:
    """What is left of a grant of the province that stands, where one sum is said to have been taken off it."""
    record, whole = measure.input(main), stands.get(main)
    sums = [one for one in figures if one.kind == "money" and isinstance(one.value, Decimal)]
    if record is None or whole is None or len(sums) != 1 or not any("省" in word for word in record.announces):
        return None
    before, off = text[: sums[0].start], sums[0].value
    if not TAKEN.search(before) or NOT_TAKEN.search(before) or GIVES.search(before):
        return None
    if GIVEN_AGAIN.search(text[sums[0].end : sums[0].end + 2]):
        return None
    if not isinstance(whole.value, Decimal) or not isinstance(off, Decimal) or not 0 < off < whole.value:
        return None
    step = f"{whole.step or money(whole.value)} － {money(off)}"
    return replace(whole, value=whole.value - off, text=f"{whole.text}－{sums[0].text}", step=step)
