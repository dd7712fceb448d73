"""The only sum or span of a message, by what is said of it: made exact, one more, come back, paid for so many years."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.figures import Figure
from bot.slots.model import Slot
from bot.slots.reading import Reading
from bot.slots.roles import IDLE, Placed
from knowledge.records.model import Measure

ONE_YEAR, SEVERAL_YEARS = 12, 24  # months
FOR_YEARS = re.compile(
    "[的，, ]*(?:(?:一起|一共|总共|合计|拢共|统共|一次|一把|打包)[^，。；0-9]{0,5}"
    "|[收交缴付][了的是给他她我们俺咱人家]{0,5}"
    "|[^，。；0-9]{0,12}[，,]?(?:趸[交缴]|一次性?[交缴付]清?|总保费|保费总[额计])[^，。；0-9]{0,5})"
)
ASKED_OF = re.compile(
    "(?:都|也|大概|大约|最多|一共|到底|分别|市里?|能|可以?|会|该|应该?|给|得)*"
    "[补贴奖领拿给报有](?:我们?|咱们?|企业)?[多几啥]"
)
MORE = re.compile("(?:再|又|还|另外?)[^，。；0-9]{0,5}[一1][笔份张户单]$")  # 「年底打算再做一笔300的」
# 「扣回去30万」, 「又回了6万」, 「法院执行走50万」; 「20万又划回来了」
CAME_BACK = re.compile(
    "(?:(?<![没未该要得能])还(?:进|上|过)[去来]|回(?!头|复|答|话|单|函|执|款单)(?:来|去|到|款)?|执行(?:走|到|来)?)了?(?:[^，。；0-9]{0,4})$"
)
GOES_BACK = re.compile(
    "[元块]?(?:的?本金)?(?:又|也|已经?|都|让|给|被|从[^，。；0-9]{1,4})*[^，。；0-9]{0,2}回(?:来|去|了)"
)
NOT_BACK = re.compile("[没未不][^，。；]{0,3}回|回不|退回|驳回|[还剩]有[^，。；]{0,4}没")


def paid_for(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the years for which a fee was paid, said beside it (「担保费两年一起收了3.2万」), where no other term is but
    the one year of which is asked."""
    fee_key, years = _fee_and_years(reading.measure)
    if not years:
        return list(spoken)
    if any(one.key == years and one.figure.value != ONE_YEAR for one in spoken):
        return [one for one in spoken if one.key != years or not _is_year_asked_of(reading.text, one.figure)]
    fee = next((one.figure for one in spoken if one.key == fee_key), None)
    beside = [one for one in reading.figures if fee and _is_paid_for(reading.text, one, fee)]
    if len(beside) != 1:
        return list(spoken)
    return [*(one for one in spoken if one.key != years), Placed(beside[0], years, True, 1.0, True)]


def _is_year_asked_of(text: str, span: Figure) -> bool:
    """Whether it is only asked what one year brings: 「三年期，…，一年补多少」."""
    return span.value == ONE_YEAR and ASKED_OF.match(text[span.end :]) is not None


def _is_paid_for(text: str, span: Figure, fee: Figure) -> bool:
    if span.kind != "duration" or span.unit != "months" or not isinstance(span.value, Decimal):
        return False
    return span.value >= SEVERAL_YEARS and FOR_YEARS.fullmatch(text[span.end : fee.start]) is not None


def _fee_and_years(measure: Measure) -> tuple[str, str]:
    """The fee of which the measure takes that of one year, and the input that says for how many it is; "" for none."""
    rows = measure.derivations
    of_a_rate = ((row.sources[0], row.sources[2]) for row in rows if row.op == "yearly_rate")
    of_a_sum = ((row.target, row.sources[0]) for row in rows if row.op == "per_years")
    return next(of_a_rate, None) or next(of_a_sum, ("", ""))


def made_exact(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """The only sum of which nothing is known, where what stood was only about as much: 480万 for 大概500万."""
    known, setting = reading.stands.get(reading.main), reading.setting
    if known is None or not known.approx or setting.asks or setting.asked in setting.stands:
        return []
    sums = [one for one in reading.figures if one.kind == "money" and not one.unit_missing and one.unit == "yuan"]
    only = _only(sums)
    if only is None or _is_taken(only, spoken) or not _is_about(only, known):
        return []
    return [Placed(only, reading.main, True, 1.0, True)]


def one_more(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """The only sum, said as that of one more (「年底再做一笔300的」), of which nothing else is known."""
    if reading.setting.asks or reading.main not in reading.setting.stands:
        return []
    only = _only([one for one in reading.figures if one.kind == "money" or _is_bare_number(one)])
    if only is None or not MORE.search(reading.text[: only.start]) or _is_taken(only, spoken):
        return []
    return [Placed(only, reading.main, True, 1.0, True)]


def without_the_rest(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Without what is said to be left, where the whole and what came back of it are said too and make it (「本金400万，
    收回90万，还剩310万」)."""
    back = {row.sources[-1] for row in reading.measure.derivations if row.op in ("recovered", "difference")}
    came = [one.figure.value for one in spoken if one.key in back]
    mains = [one for one in spoken if one.key == reading.main]
    if len(mains) != 2 or len(came) != 1:
        return list(spoken)
    whole, rest = (one.figure.value for one in mains)
    if not (isinstance(whole, Decimal) and isinstance(rest, Decimal) and isinstance(came[0], Decimal)):
        return list(spoken)
    return [one for one in spoken if one is not mains[1] or whole != rest + came[0]]


def with_what_came_back(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the only sum as what came back, by the verbs of coming back (「又从账上扣回去30万本金」), where more than
    that has gone bad."""
    keys = [row.sources[0] for row in reading.measure.derivations if row.op == "recovered"]
    only = _only([one for one in reading.figures if one.kind == "money" and not one.unit_missing]) if keys else None
    if only is None or not isinstance(reading.whole, Decimal) or not isinstance(only.value, Decimal):
        return list(spoken)
    if only.value >= reading.whole or not came_back(reading.text, only.start, only.end):
        return list(spoken)
    rest = [one for one in spoken if one.figure is not only]
    return [*rest, Placed(only, keys[0], False, 1.0, True)]


def came_back(text: str, start: int, end: int) -> bool:
    """Whether the sum said there came back, by the verbs of coming back right beside it."""
    beside = CAME_BACK.search(text[:start]) or GOES_BACK.match(text[end:])
    return beside is not None and NOT_BACK.search(text) is None


def _only(figures: Sequence[Figure]) -> Figure | None:
    return figures[0] if len(figures) == 1 else None


def _is_bare_number(figure: Figure) -> bool:
    return figure.kind == "number" and figure.unit_missing


def _is_taken(figure: Figure, spoken: Sequence[Placed]) -> bool:
    """Whether it is known to be something."""
    return any(one.figure is figure and one.key not in IDLE for one in spoken)


def _is_about(figure: Figure, known: Slot) -> bool:
    """Whether it is at most twice what is known, and at least half of it."""
    low = figure.value[0] if isinstance(figure.value, tuple) else figure.value
    if not isinstance(low, Decimal) or not isinstance(known.value, Decimal):
        return False
    return known.value <= 2 * low and low <= 2 * known.value
