"""A bare day of the month that stands: 「具体是21号」 where only the month was told, 「回单上是12号」 in place of
the day that was, 「要是15号放呢」."""

import re
from collections.abc import Mapping
from datetime import date

from bot.figures import Figure, lone_day
from bot.slots.model import Slot
from knowledge.records.model import InputRecord, Measure
from knowledge.text.tokens import fold

# What is done on a day that is not that of paying out
OTHER_DAY = re.compile("到期|还(?![是按])|结清|签|登记|备案|受理|今天|前|(?<!最)后|[一二三四五六两0-9]期")
PAID_OUT = re.compile("[^，。；]{0,2}(?:放(?!弃|心|假)|起息|打款|下款|提款|到账)|[^，。；]{0,2}(?:贷|借)的")
SAID_FOR_PAID_OUT = re.compile("(?:放款?|起息|打款|下款|提款|到账)[^，。；还]{0,6}$")
# 「单子上是20号」, 「改到15号」, 「就是19号」
IS_THAT_DAY = re.compile("(?:是|为|写着?的?|写成|定在|定的?|[改换挪推提]到|[改换]成|按|就)$")
ENDS = re.compile("(?:的|放的?|那天|这天|才对|没错|算)?[呢吧啊呀了]*(?:$|[，,。；;！？!? ])")
# 「22号呢」, 「那要是30号呢」: the day is all that is said
SUPPOSES = re.compile("[那就再又改换成到，, ]*(?:要是|如果|假如|若是?|万一)?[改换成到是]*")
ASKS = re.compile("(?:放的?|的话|放款)?[呢咧嘞]+[？?]?$")
# 「翻到借据了 26号」, 「打电话问了，是10月8号」: what was looked up is put in the place of what stands
LOOKED_UP = re.compile(
    "(?:翻|查|核|找|问|打|拉|调)[了到过出着一下]{0,3}[^，。；0-9]{0,6}(?<=[了到过出一-鿿])[，, ]+"
    "(?:上面|那上面|人家)?(?:是|写的?是?|说是?|就是)?$"
)
NAMES_ONE = re.compile("的?[^，。；]{0,3}[那这第][一二两三四五]?[笔个份家]")  # 「20号那笔」


def day_of_the_month(
    text: str, figures: tuple[Figure, ...], measure: Measure, standing: Mapping[str, Slot], puts_right: bool
) -> Slot | None:
    """The day on which it was paid out, where no more is said than its day of the month; None without it.
    ``puts_right``: the message says that something was told wrong."""
    key = measure.key_of("start")
    known, record = standing.get(key), measure.input(key)
    if known is None or record is None or not isinstance(known.value, date):
        return None
    dates = [figure for figure in figures if figure.kind == "date"]
    if len(dates) > 1:
        return None
    if dates:
        if OTHER_DAY.search(fold(text)):
            return None
        return _looked_up(text, dates[0]) or _in_its_month(dates[0], known)
    lone = lone_day(text)
    if lone is None:
        return None
    said, number = lone
    if not _is_paid_out(text, said, record, puts_right, month_only=known.month_only):
        return None
    day = _on(known.value, number)
    return Slot(day, said) if day else None


def _is_paid_out(text: str, said: str, record: InputRecord, puts_right: bool, *, month_only: bool) -> bool:
    """Whether the day is that of paying out, as the words beside it say, or nothing else can be meant."""
    at = text.find(said)
    before, behind = text[:at], text[at + len(said) :]
    if NAMES_ONE.match(behind):
        return False
    if PAID_OUT.match(behind) or SAID_FOR_PAID_OUT.search(before):
        return not any(word in text for word in record.forbids if word not in ("还", "合同"))
    if OTHER_DAY.search(fold(text)):
        return False
    if SUPPOSES.fullmatch(before) and ASKS.match(behind):
        return True
    if LOOKED_UP.search(before) and ENDS.match(behind):
        return True
    return month_only or puts_right or (IS_THAT_DAY.search(before) is not None and ENDS.match(behind) is not None)


def _looked_up(text: str, figure: Figure) -> Slot | None:
    """A whole day that was looked up."""
    day = figure.value if isinstance(figure.value, str) else ""
    if len(day) != len("2024-07-24") or not LOOKED_UP.search(text[: figure.start]):
        return None
    return Slot(date.fromisoformat(day), figure.text) if ENDS.match(text[figure.end :]) else None


def _in_its_month(figure: Figure, known: Slot) -> Slot | None:
    """「7月24日」 after a start of which only the month is known."""
    if not known.month_only or not isinstance(known.value, date):
        return None
    if not isinstance(figure.value, str) or len(figure.value) != len("2024-07-24"):
        return None
    day = date.fromisoformat(figure.value)
    if day.month != known.value.month or not (figure.assumed or day.year == known.value.year):
        return None
    exact = _on(known.value, day.day)
    return Slot(exact, figure.text) if exact else None


def _on(month: date, day: int) -> date | None:
    try:
        return month.replace(day=day)
    except ValueError:
        return None
