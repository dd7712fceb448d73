"""A rate that is said of several years together is that of one: 「三年总共收1.2%」 is 0.4% a year."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.model import Slot
from calculators.wording import percent, years
from knowledge.records.model import InputRecord, Measure

YEAR = Decimal(12)
NEARLY_WHOLE = Decimal("0.03")
# 「三年一共交了6万」, right before a fee
IN_ALL = re.compile("(?:一共|总共|合计|总计|拢共|统共|加起来|累计|前后|趸)[^，。；0-9]{0,8}$")
# Between the years and the rate: 「三年总共收1.2%」, 「两年的费率一共0.8%」
TOGETHER = re.compile(
    "[^，。；0-9]{0,8}(?:总共|一共|合计|总计|拢共|统共|加起来|加一块儿?|共|下来|全部|打包|一次性|趸)[^，。；0-9]{0,8}"
)
# Behind it: 「1.2%是三年总共的」
BEHIND = re.compile("[^，。；0-9%]{0,4}(?:是|为|[（(])[^，。；0-9]{0,2}$")
OF_THEM = re.compile("[^，。；0-9]{0,4}(?:总共|一共|合计|总计|加起来|的总|下来)")
A_YEAR = re.compile("(?:每年?|一年|年化|/年|(?<![一二两三四五六七八九十0-9])年费率)[^，。；0-9]{0,4}$")


def of_one_year(text: str, figure: Figure, figures: Sequence[Figure], record: InputRecord) -> Slot | None:
    """The rate of one year, where the words tell that of several; None where they do not."""
    value = figure.value
    if not record.yearly or record.unit != "ratio" or figure.kind != "percent" or not isinstance(value, Decimal):
        return None
    if figure.per or A_YEAR.search(text[: figure.start]):
        return None
    spans = [one for one in figures if one.kind == "duration" and one.unit == "months"]
    told = [one for one in spans if _is_of_all(text, one, figure)]
    months = told[-1].value if told else None
    if not isinstance(months, Decimal) or months <= YEAR:
        return None
    return _spread(figure.text, value, months)


def _is_of_all(text: str, span: Figure, figure: Figure) -> bool:
    """Whether the rate is said of all of the span together."""
    if span.end <= figure.start:
        return TOGETHER.fullmatch(text[span.end : figure.start]) is not None
    return bool(BEHIND.fullmatch(text[figure.end : span.start]) and OF_THEM.match(text[span.end :]))


def of_them_all(text: str, fee: Slot, paid: Decimal, rate: Slot, term: Slot) -> bool:
    """「三年一共交了6万，费率1.2%」: whether a rate is the fee of several years together, ``paid`` of each yuan, though
    no word says so of the rate itself."""
    many = isinstance(term.value, Decimal) and term.value > YEAR
    at = text.find(fee.text) if many and not rate.step and rate.value == paid else -1
    told = text.find(rate.text)
    return at >= 0 and IN_ALL.search(text[:at]) is not None and not (told >= 0 and A_YEAR.search(text[:told]))


def fee_is_newer(text: str, fee: Slot, paid: Decimal, rate: Slot) -> bool:
    """Whether a fee, ``paid`` of each yuan, is told after the rate was; one that is about the rate for some whole years
    agrees with it."""
    if fee.text not in text or rate.text in text:
        return False
    times = paid / rate.value if isinstance(rate.value, Decimal) and rate.value else Decimal(0)
    return abs(times - round(times)) > NEARLY_WHOLE or not round(times)


def _spread(said: str, value: Decimal, months: Decimal) -> Slot:
    return Slot(value / (months / YEAR), said, step=f"{percent(value)} ÷ {years(months)}")


def respread(stands: Mapping[str, Slot], new: Mapping[str, Slot], measure: Measure) -> dict[str, Slot]:
    """The rates that were said of several years, where it is now another number of them."""
    term, was = new.get(measure.key_of("term")), stands.get(measure.key_of("term"))
    if term is None or was is None or not isinstance(term.value, Decimal) or not isinstance(was.value, Decimal):
        return {}
    found: dict[str, Slot] = {}
    for record in measure.inputs:
        slot = stands.get(record.key)
        if not record.yearly or slot is None or record.key in new or not isinstance(slot.value, Decimal):
            continue
        whole = slot.value * was.value / YEAR
        if slot.step == f"{percent(whole)} ÷ {years(was.value)}" and term.value > YEAR:
            found[record.key] = replace(_spread(slot.text, whole, term.value), yearly=slot.yearly)
    return found
