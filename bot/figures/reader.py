"""One pass over a message: candidates are located once, each is read by one finder, then settled."""

import re
from collections.abc import Callable
from datetime import date

from bot.figures import currency as signs
from bot.figures import (
    dates,
    durations,
    festivals,
    headings,
    lexicon,
    marks,
    money,
    numbers,
    per_hundred,
    rates,
    relative,
)
from bot.figures import digitless as openers
from bot.figures import not_figures as labels
from bot.figures.dates import Moment
from bot.figures.draft import Draft
from bot.figures.joined import drop_tentative, settle
from bot.figures.lexicon import Unit
from bot.figures.model import Figure
from bot.figures.modifiers import mood
from bot.figures.normalise import Page, normalise
from bot.figures.numerals import Numeral, parse
from bot.figures.spelled import DIGITS, SIGNS

_START = re.compile(rf"[0-9{SIGNS}半俩仨数对.{''.join(relative.RELATIVE.table)}{''.join(festivals.SIGNS)}]")
_RUN = re.compile(rf"[{SIGNS}]++")
_PLACES = re.compile(r"([十百千万亿兆])\1{2,}+")
_BARE_PLACES = frozenset("十百千万亿兆")
_EASY = re.compile(r"(?!0\d)\d{1,8}+(?:\.\d{1,6}+)?[万亿元%个天人]")  # no date, label or document number
_OVER = re.compile("[多余]")  # 一百多万, 100余万
_COINED, _COINED_REACH = re.compile("[百千万0][块元]"), 12  # the round sum of a rate told in coins
_COMPACT = re.compile(r"\d{8}(?!\d)")
_SINGLE = frozenset("一二三四五六七八九两")
_OPENERS = frozenset("半俩仨数对")
_THEN = re.compile("一年(?:期|的话|呢|半)")
_MARK = re.compile("[A-HＡ-Ｈa-h](?=[一-鿿：:、，,是]|[0-9]{1,6}(?:\\.[0-9]+)?[万亿])")
_TOGETHER = re.compile("(?<=[加合凑放搁归拢])一块儿?(?!钱|[零一二三四五六七八九0-9]+[毛分角])")  # 两样加一块一共多少
_JOINED = frozenset("每某逐任那哪另唯统")  # 每一年, 那一笔: no quantity follows
_MORE = frozenset("多余来几把")
_GOES_ON = (
    frozenset(lexicon.UNITS.table) | frozenset(SIGNS) | _MORE
    | frozenset("0123456789.点半") | frozenset(sign[0] for sign in lexicon.CONNECTORS)
)  # fmt: skip
_EDGES = " \t\r\n，。！？!?、；;：:,.~～…“”\"'（）()"
_FINDERS: dict[str, Callable[[str, Numeral, Unit], Draft | None]] = {
    "money": money.read,
    "foreign": money.read,
    "percent": rates.read,
    "months": durations.read,
    "days": durations.read,
    "counter": numbers.read,
}
_LATIN_ENDS = frozenset("wWkKpPsSbByY")
_MARGINS = 12  # punctuation and blanks around a numeral that is the whole message
Read = tuple[Draft | None, int]


def read_figures(text: str, today: date) -> tuple[Figure, ...]:
    """Every figure of the message, in order; `today` is what 去年 and 上个月 count from."""
    page = normalise(text)
    return tuple([_figure(text, page, draft) for draft in _scan(page.text, Moment(today))])


def _figure(message: str, page: Page, found: Draft) -> Figure:
    start, end = (found.start, found.end) if page.origins is None else page.span(found.start, found.end)
    return Figure(
        message[start:end], start, end, found.kind, found.value, found.unit, found.approx,
        found.bound, found.negative, found.several, found.unit_missing, found.counted, found.per,
        found.basis_points, found.explicit_percent, found.invalid, found.assumed, found.side, found.span,
    )  # fmt: skip


def _scan(text: str, moment: Moment) -> list[Draft]:
    """Read from each sign that can begin a figure, left to right."""
    found: list[Draft] = []
    hit = _START.search(text)
    while hit is not None:
        draft, past = _look(text, hit.start(), moment)
        if draft is not None:
            moment = _finish(text, draft, moment)
            settle(text, found, draft)
        hit = _START.search(text, past)
    drop_tentative(found)
    headings.apply(text, found)
    dates.lean(text, found, moment.today)
    return [one for i, one in enumerate(found) if not i or one.start >= found[i - 1].end]  # no sign is read twice


def _finish(text: str, draft: Draft, moment: Moment) -> Moment:
    """Set what the words around the figure say; a date is remembered for the ones behind it."""
    if draft.kind == "date":
        return dates.remember(draft, moment)
    said = mood(text, draft.start, draft.end)
    draft.approx |= said.approx
    draft.bound, draft.several = said.bound, said.several
    draft.side = said.side or ("above" if _OVER.search(text, draft.start, draft.end) else "")
    return moment


def _look(text: str, start: int, moment: Moment) -> Read:
    """The figure that begins at `start`, and where reading goes on."""
    sign = text[start]
    change = _of_a_round_sum(text, start)
    if change is not None:
        return change, change.end
    if sign.isascii():
        return _arabic(text, start, moment)
    if sign in festivals.SIGNS:
        found = festivals.read(text, start, moment.today, moment.year)
        if found is not None:
            return found, found.end
        if sign not in DIGITS and sign not in relative.RELATIVE.table and sign not in _BARE_PLACES:
            return None, start + 1
    if sign in relative.RELATIVE.table:
        found = relative.read(text, start, moment)
        if found is not None:
            return found, found.end
        if sign not in DIGITS:
            return None, start + 1
    return _chinese(text, start, moment)


def _of_a_round_sum(text: str, start: int) -> Draft | None:
    """「百元四毛」「四毛每百元」: a rate, told in coins."""
    if _COINED.search(text, start, start + _COINED_REACH) is None:
        return None
    return per_hundred.front(text, start) or per_hundred.behind(text, start)


def _arabic(text: str, start: int, moment: Moment) -> Read:
    if start:
        if labels.in_word(text, start):
            return None, labels.token(text, start)
        if text[start] == "." and (text[start - 1].isalnum() or not text[start + 1 : start + 2].isdigit()):
            return None, start + 1
    elif "/" in text[:10]:
        fraction = numbers.fraction(text)
        if fraction is not None:
            return fraction, fraction.end
    entry = marks.entry(text, start)
    if entry:
        return None, entry
    if _EASY.match(text, start) is not None:
        return _quantity(text, start, moment)
    skipped = labels.idiom(text, start) or labels.label(text, start) or labels.bye(text, start)
    if skipped:
        return None, skipped
    return _numeral(text, start, moment)


def _chinese(text: str, start: int, moment: Moment) -> Read:
    skipped = labels.idiom(text, start)
    if skipped:
        return None, skipped
    sign, following = text[start], text[start + 1 : start + 2]
    if sign in _SINGLE:
        if following == "半":
            found = openers.halved(text, start)
            return (found, found.end) if found else _numeral(text, start, moment)
        if following not in _GOES_ON and following.strip(_EDGES):
            return None, start + 1
    elif sign in _OPENERS:
        return _opened(text, start, moment)
    elif sign in _BARE_PLACES:
        return _placed(text, start, moment)
    return _numeral(text, start, moment)


def _placed(text: str, start: int, moment: Moment) -> Read:
    """十, 百, 千, 万 or 亿 without a digit in front."""
    run = _PLACES.match(text, start)
    if run is not None:
        return None, run.end()
    found = openers.places(text, start) if text[start] != "十" else None
    if found is not None:
        return found, found.end
    return (None, start + 1) if text[start] in "万亿兆" else _numeral(text, start, moment)


def _opened(text: str, start: int, moment: Moment) -> Read:
    """半, 对, 数, 俩 and 仨."""
    sign = text[start]
    if sign == "数":
        numeral = openers.several(text, start)
        return _classify(text, numeral, moment) if numeral else (None, start + 1)
    if sign in "俩仨":
        pair = openers.couple(text, start)
        return _couple(text, start, *pair, moment) if pair else (None, start + 1)
    found = openers.halved(text, start) if sign == "对" else openers.half_of(text, start, moment)
    return found, found.end if found else start + 1


def _couple(text: str, start: int, numeral: Numeral, unit: Unit, moment: Moment) -> Read:
    if unit.kind in ("counter", "label"):
        return openers.counted_couple(numeral), start + 1
    return _with_unit(text, numeral, unit, moment)


def _numeral(text: str, start: int, moment: Moment) -> Read:
    """A date, or a numeral with whatever unit follows."""
    if not _is_joined(text, start) and not _is_priced(text, start):
        found = dates.absolute(text, start, moment)
        if found is not None:
            return found, found.end
    malformed = labels.malformed(text, start) if text[start].isascii() else None
    return malformed or _quantity(text, start, moment)


def _is_priced(text: str, start: int) -> bool:
    """Eight digits behind ¥ or RMB are an amount, not a day."""
    return _COMPACT.match(text, start) is not None and money.currency_before(text, start)[0] != ""


def _is_joined(text: str, start: int) -> bool:
    """「第三条」 is a rank, 「每一年」 no count; 「那800呢」 and 「那一年期的」 are some."""
    before = text[start - 1] if start else ""
    if before == "那" and _THEN.match(text, start):
        return False
    return before == "第" or (before in _JOINED and text[start] == "一")


def _quantity(text: str, start: int, moment: Moment) -> Read:
    numeral = parse(text, start)
    if numeral is None:
        run = _RUN.match(text, start)
        return None, run.end() if run and run.end() - start > 8 else start + 1
    if _is_joined(text, start):
        return None, labels.past_ordinal(text, numeral)
    if together := _TOGETHER.match(text, start):
        return None, together.end()
    return _classify(text, numeral, moment)


def _classify(text: str, numeral: Numeral, moment: Moment) -> Read:
    """Choose the finder by the unit behind the numeral."""
    if numeral.cut is not None and text.startswith(lexicon.BEGUN_BY_ONE, numeral.end - 1):
        return _without(text, numeral.shortened(), moment)  # 两万一共
    found = lexicon.UNITS.find(text, numeral.end)
    if found is None:
        more = _and_more(text, numeral)
        return _with_unit(text, *more, moment) if more else _without(text, numeral, moment)
    unit = found[1]
    if unit.word[-1] in _LATIN_ENDS:
        return _latin(text, numeral, unit, moment)
    if unit.kind == "counter" and numeral.cut is not None and _counts_one(text, numeral, unit):
        return _without(text, numeral.shortened(), moment)  # 一张50万一张30万
    if unit.kind == "counter" and numeral.cut is not None and not numbers.is_counter(text, numeral, unit):
        return _without(text, numeral, moment)  # 6万2对吧
    if numeral.cut is not None and unit.kind not in ("money", "foreign", "percent"):
        return _without(text, numeral.shortened(), moment)
    return _with_unit(text, numeral, unit, moment)


def _counts_one(text: str, numeral: Numeral, unit: Unit) -> bool:
    """Whether the last digit is an article before what it counts; 「三万一对吧」 asks whether it is 31,000."""
    return text[numeral.end - 1] == "一" and unit.word != "对"


def _latin(text: str, numeral: Numeral, unit: Unit, moment: Moment) -> Read:
    """「15k」「3w5」 are amounts, 「100kW」 and 「3wifi」 are not."""
    following = text[numeral.end + len(unit.word) : numeral.end + len(unit.word) + 1]
    if following.isascii() and following.isalpha():
        return None, labels.token(text, numeral.end)
    return _with_unit(text, numeral, unit, moment)


def _and_more(text: str, numeral: Numeral) -> tuple[Numeral, Unit] | None:
    """「500多家」「十来个」: a unit behind 多, 余 or 来."""
    if text[numeral.end : numeral.end + 1] not in _MORE:
        return None
    found = lexicon.UNITS.find(text, numeral.end + 1)
    if found is None:
        return None
    return numeral._replace(fuzzy=True, end=numeral.end + 1), found[1]


def _with_unit(text: str, numeral: Numeral, unit: Unit, moment: Moment) -> Read:
    end = numeral.end + len(unit.word)
    if unit.kind == "label":
        return _labelled(text, numeral, unit, moment)
    if unit.kind == "quarters":
        return relative.quarter(text, numeral, moment), end
    found = _FINDERS[unit.kind](text, numeral, unit)
    if found is None:
        undecided = unit.kind == "counter" and not numbers.is_counter(text, numeral, unit)
        return _without(text, numeral, moment) if undecided or numeral.scale > 1 else (None, end)
    if found.kind == "duration":
        found = relative.ago(text, found, moment.today)
    signs.apply(text, found)
    return found, found.end


def _labelled(text: str, numeral: Numeral, unit: Unit, moment: Moment) -> Read:
    if unit.word == "日":
        return durations.days(text, numeral), numeral.end + 1
    if numeral.scale > 1:
        return _without(text, numeral, moment)
    return None, numeral.end + len(unit.word)


def _without(text: str, numeral: Numeral, moment: Moment) -> Read:
    """No unit: a rate word, a currency sign or a 万 decides, else it is a bare number."""
    following = text[numeral.end : numeral.end + 1]
    if numeral.arabic and following.isascii() and following.isalpha() and not _before_a_mark(text, numeral):
        return None, labels.token(text, numeral.start)
    alone = len(text) - (numeral.end - numeral.start) < _MARGINS and _is_alone(text, numeral)
    found: Draft | None
    if numeral.scale > 1:
        found = money.bare(text, numeral, alone)
    else:
        found = rates.bare(text, numeral) or money.bare(text, numeral, alone) or _number(text, numeral, moment, alone)
    if found is None:
        return None, numeral.end
    signs.apply(text, found)
    return found, numeral.end


def _before_a_mark(text: str, numeral: Numeral) -> bool:
    """「A户100万B户80万」: behind a 万 a letter by itself calls what comes next."""
    return numeral.scale > 1 and _MARK.match(text, numeral.end) is not None and text[numeral.end - 1] in "万亿"


def _is_alone(text: str, numeral: Numeral) -> bool:
    """Whether the message is this numeral and nothing else."""
    return not text[: numeral.start].strip(_EDGES) and not text[numeral.end :].strip(_EDGES)


def _number(text: str, numeral: Numeral, moment: Moment, alone: bool) -> Draft | None:
    taken = alone or numbers.leads_on(text, numeral) or money.currency_before(text, numeral.start)[0] != ""
    if not taken and dates.is_bare_year(numeral, moment.today):
        return Draft("date", numeral.start, numeral.end, str(numeral.low), "iso-date")
    return numbers.bare(text, numeral, alone)
