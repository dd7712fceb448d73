"""Days said without a year that are still to come: 「下周五放款」, 「准备12月5日放款」, 「银行3月8号再给放一笔」."""

import re
from collections.abc import Sequence
from datetime import date

from bot.copies import replace
from bot.figures import Figure

CLAUSE_ENDS = "，。；！？!?;,\n"
THESE_DAYS, SOON = 14, 183  # days ahead
OVER = re.compile("[的了过完]|已|清")
OVER_BEFORE = re.compile("已经?(?:还|结|到|放)|还[清完了]|结清|到期了|去年|上个?月")
PLANNED = re.compile("准备|打算|计划|预计|预备|要|拟|将|快|等|约好|定在|定于|定的|排在|才(?:能|放|到|批)|能放|可以放")
# 再 and a verb that is not over are of what is to come, where 又 is of what is past
SURELY = re.compile(
    "准备|打算|计划|预计|预备|要(?!是|不|求|点|紧|么)|拟|约好|定在|定于|排在|才能|能放|可以放|再[^，。；0-9]{0,5}[放贷借批做]"
)
GIVEN_BACK = re.compile("到期|结清|付清|还(?!要|能|得|会|想|打算|准备|可以|再|有|是|给|放|贷)")
COMING = "coming"  # of a day without a year: it is said to be to come


def of_their_years(figures: Sequence[Figure], day: date, text: str) -> tuple[Figure, ...]:
    """The figures, each day in its year; one that has its year from a day before it (「2月10号放、9月10号还」) goes
    with that one."""
    found = tuple(of_its_year(figure, day, text) for figure in figures)
    back = {
        str(was.value)[:4] for was, now in zip(figures, found, strict=True) if now is not was and now.assumed == "year"
    }
    return tuple(_with_them(one, back, day) for one in found) if back else found


def _with_them(figure: Figure, back: set[str], day: date) -> Figure:
    """A day to come in one of the years that others were put ``back`` from, one year before."""
    value = figure.value
    if figure.assumed != "neighbour" or not isinstance(value, str) or value[:4] not in back:
        return figure
    if value[:10] <= day.isoformat()[: len(value)] or len(value) < len("2025-01"):
        return figure
    return replace(figure, value=f"{int(value[:4]) - 1}{value[4:]}")


def of_its_year(figure: Figure, day: date, text: str) -> Figure:
    """「2月28日放的款」 without a year was the last one: people tell what has happened, unless they speak of what is to
    come, within days when nothing says that it is over, later when it is planned."""
    value = figure.value
    if figure.assumed not in ("year", "neighbour") or not isinstance(value, str) or len(value) < len("2025-01"):
        return figure
    over, clause = _is_over(text, figure), _clause(text, figure)
    surely = not over and SURELY.search(clause) is not None and not GIVEN_BACK.search(clause)
    if surely and (coming := _next(value, day)):
        return replace(figure, value=coming, assumed=COMING)
    if figure.assumed != "year" or value[:10] <= day.isoformat()[: len(value)]:
        return figure
    ahead = (date.fromisoformat(value) - day).days if len(value) == len("2025-01-01") else SOON + 1
    soon = not over and (ahead <= THESE_DAYS or (ahead <= SOON and PLANNED.search(clause) is not None))
    return figure if soon else replace(figure, value=f"{int(value[:4]) - 1}{value[4:]}")


def _clause(text: str, figure: Figure) -> str:
    begin = max((text.rfind(mark, 0, figure.start) for mark in CLAUSE_ENDS), default=-1) + 1
    return text[begin : _end(text, figure)]


def _is_over(text: str, figure: Figure) -> bool:
    return OVER.search(text[figure.end : _end(text, figure)]) is not None or OVER_BEFORE.search(text) is not None


def _end(text: str, figure: Figure) -> int:
    """Where the clause of the figure ends."""
    return min((at for mark in CLAUSE_ENDS if (at := text.find(mark, figure.end)) >= 0), default=len(text))


def _next(value: str, day: date) -> str:
    """The first such day or month to come, where it comes within half a year; else ""."""
    for year in (day.year, day.year + 1):
        try:
            found = date.fromisoformat(f"{year}{value[4:]}-01"[: len("2025-01-01")])
        except ValueError:
            continue
        if found > day:
            return found.isoformat()[: len(value)] if (found - day).days <= SOON else ""
    return ""
