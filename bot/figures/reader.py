"""One pass over a message: candidates are located once, each is read by one finder, then settled."""

import re
from datetime import date
from decimal import Decimal

from bot.figures import dates, durations, lexicon, money, numbers, numerals, rates
from bot.figures.build import Draft
from bot.figures.context import mood
from bot.figures.dates import Moment
from bot.figures.lexicon import Unit
from bot.figures.model import Figure
from bot.figures.normalise import Page, normalise
from bot.figures.numerals import DIGITS, SIGNS, Numeral, parse
from bot.figures.settle import settle

_FIRST = "".join(sorted(dates.RELATIVE.table))
_START = re.compile(rf"[0-9{SIGNS}半俩仨数对.{_FIRST}]")
_LABEL = re.compile(
    r"\d{3,4}-\d{7,8}(?!\d)|\d{3,4}-\d{3,4}-\d{4}(?!\d)|\d{1,3}(?:\.\d{1,3}){3,}|\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{9,}(?=[A-Za-z])|\d++[Xx]\b|\d+[xX×*]\d+"
)
_TOKEN = re.compile(r"[0-9A-Za-z_./-]*+")
_ID = re.compile(r"[0-9]{11,}+(?![万亿千百元块wWkK%])")
_DOCUMENT = re.compile(r"[〔\[(【]\s?(?:19|20)\d{2}\s?[〕\])】]\s?第?\d{1,5}\s?号")
_MALFORMED = re.compile(r"\d++(?:[,.]\d*+){2,}+|\d++(?:\.\d++)?[eE][+-]?\d++")
_EDGES = " \t\r\n，。！？!?、；;：:,.~～…“”\"'（）()"
_RUN = re.compile(rf"[{SIGNS}]++")
_PLACES = re.compile(r"[万亿兆百千]{3,}+")
_JOINED = frozenset("第每某逐任那哪另唯统")
_ENTRY = frozenset("LPRlprRMBCNYcnyUSDusdHKDEURGBPJPY")
_UNIT_FIRST = frozenset(lexicon.UNITS.table) | frozenset(SIGNS) | frozenset("0123456789.点半多余来")
_MORE = frozenset("多余来几")
_FINDERS = {
    "money": money.read,
    "foreign": money.read,
    "percent": rates.read,
    "months": durations.read,
    "days": durations.read,
    "counter": numbers.read,
}
Reading = tuple[Draft | None, int]


def read_figures(text: str, today: date) -> tuple[Figure, ...]:
    """Every figure of the message, in order; `today` is what 去年 and 上个月 count from."""
    if _START.search(text) is None and text.isascii():
        return ()
    page = normalise(text)
    found = _scan(page, Moment(today))
    return tuple([_figure(text, page, draft) for draft in found])


def _figure(message: str, page: Page, found: Draft) -> Figure:
    start, end = page.span(found.start, found.end)
    return Figure(
        message[start:end], start, end, found.kind, found.value, found.unit, found.approx,
        found.bound, found.negative, found.several, found.unit_missing, found.counted, found.per,
        found.basis_points, found.explicit_percent, found.invalid, found.assumed,
    )  # fmt: skip


def _scan(page: Page, moment: Moment) -> list[Draft]:
    text, found, past = page.text, list[Draft](), 0
    for hit in _START.finditer(text):
        start = hit.start()
        if start < past:
            continue
        draft, past = _look(text, start, moment)
        if draft is None:
            continue
        _surround(text, draft, past)
        moment = _remember(moment, draft)
        settle(text, found, draft)
        past = draft.end if draft.end > past else past
    return found


def _remember(moment: Moment, draft: Draft) -> Moment:
    if draft.kind != "date" or draft.invalid:
        return moment
    value = draft.value[-1] if isinstance(draft.value, tuple) else draft.value
    return moment._replace(named=dates.end_of(value)) if isinstance(value, str) else moment


def _surround(text: str, draft: Draft, past: int) -> None:
    """Set what the words around the figure say: sign, about, bounds, each."""
    if draft.kind == "date":
        return
    approx, bound, several = mood(text, draft.start, draft.end)
    draft.approx |= approx
    draft.bound = draft.bound or bound
    draft.several |= several


def _look(text: str, start: int, moment: Moment) -> Reading:
    """The figure that begins at `start`, and where reading goes on."""
    sign = text[start]
    if sign in dates.RELATIVE.table:
        found = dates.relative(text, start, moment)
        if found is not None:
            return found, found.end
        if sign not in DIGITS:
            return None, start + 1
    if sign.isascii():
        return _arabic(text, start, moment)
    return _chinese(text, start, moment)


def _arabic(text: str, start: int, moment: Moment) -> Reading:
    before = text[start - 1 : start] if start else ""
    if text[start] == "." and (before.isalnum() or not text[start + 1 : start + 2].isdigit()):
        return None, start + 1
    if before.isascii() and before.isalpha() and before not in _ENTRY:
        return None, _TOKEN.match(text, start).end()  # type: ignore[union-attr]
    skipped = _idiom(text, start) or _label(text, start, before)
    if skipped:
        return None, skipped
    return _numeral(text, start, moment)


def _label(text: str, start: int, before: str) -> int:
    """Where a phone number, an identity number, a clock time or a document number ends, or 0."""
    if before and before in "〔[(【":
        match = _DOCUMENT.match(text, start - 1)
        if match is not None:
            return match.end()
    match = _LABEL.match(text, start) or _ID.match(text, start)
    return match.end() if match is not None else 0


def _chinese(text: str, start: int, moment: Moment) -> Reading:
    sign = text[start]
    following = text[start + 1 : start + 2]
    if sign in "半对俩仨数" or (following == "半" and sign == "一"):
        return _half(text, start, moment)
    if sign in "一二三四五六七八九两" and following not in _UNIT_FIRST and len(text) > 3:
        return None, start + 1
    skipped = _idiom(text, start)
    if skipped:
        return None, skipped
    places = _PLACES.match(text, start)
    if places is not None:
        return None, places.end()
    return _numeral(text, start, moment)


def _idiom(text: str, start: int) -> int:
    """Where the idiom around `start` ends, or 0."""
    for key in (text[start : start + 2], text[start - 1 : start + 1] if start else ""):
        for word, at in lexicon.IDIOMS.get(key, ()):
            if text.startswith(word, start - at) and start >= at:
                return start - at + len(word)
    return 0


_HALF_MONEY = {"个亿": 50_000_000, "亿": 50_000_000, "个小目标": 50_000_000}


def _half(text: str, start: int, moment: Moment) -> Reading:
    """半年, 半成, 一半, 对折, 俩, 数百."""
    sign = text[start]
    if sign == "数":
        return _several(text, start, moment)
    if sign in "俩仨":
        return _couple(text, start)
    if sign == "对":
        found = rates.half(text, start, start + 2) if text.startswith(("对折", "对半"), start) else None
        return found, start + (2 if found else 1)
    if sign == "一":
        return (
            (rates.half(text, start, start + 2), start + 2)
            if text[start + 2 : start + 3] not in _AFTER_HALF
            else _numeral(text, start, moment)
        )
    return _half_of(text, start, moment)


_AFTER_HALF = frozenset("天年月夜路")
_NOT_FIFTY = frozenset("分货度")


def _half_of(text: str, start: int, moment: Moment) -> Reading:
    skipped = _idiom(text, start)
    if skipped:
        return None, skipped
    found = durations.half(text, start)
    if found is not None:
        found = dates.ago(text, found, moment.today)
        return found, found.end
    unit = lexicon.UNITS.find(text, start + 1)
    half = Numeral(start, start + 1, Decimal("0.5"))
    if text.startswith("百", start + 1) and text[start + 2 : start + 3] not in _NOT_FIFTY:
        return Draft("number", start, start + 2, Decimal(50), "count"), start + 2
    if (
        unit is None
        or unit[1].kind not in ("money", "percent")
        or unit[0] in ("点", "分", "厘", "折", "毛", "角", "块", "元", "分之")
    ):
        for word, value in _HALF_MONEY.items():
            if text.startswith(word, start + 1):
                return Draft("money", start, start + 1 + len(word), Decimal(value), "yuan"), start + 1 + len(word)
        return None, start + 1
    return _with_unit(text, half, unit[1], moment)


def _several(text: str, start: int, moment: Moment) -> Reading:
    """「数百万」: as vague as 「几百万」."""
    numeral = parse("几" + text[start + 1 : start + 8], 0)
    if numeral is None:
        return None, start + 1
    numeral = numeral._replace(start=start, end=start + numeral.end)
    return _classify(text, numeral, moment)


def _couple(text: str, start: int) -> Reading:
    """俩 is 两个, 仨 is 三个."""
    value = Decimal(2 if text[start] == "俩" else 3)
    before = text[start - 1 : start]
    if before and before in "咱我你他她们哥姐妹这那夫母父":
        return None, start + 1
    unit = lexicon.UNITS.find("个" + text[start + 1 : start + 6], 0)
    numeral = Numeral(start, start + 1, value)
    if unit is not None and unit[0] != "个":
        shorter = unit[1]._replace(word=unit[1].word[1:])
        found = _FINDERS[shorter.kind](text, numeral, shorter) if shorter.kind in _FINDERS else None
        return found, found.end if found else start + 1
    found = Draft("number", start, start + 1, value, "count")
    found.counted = "个"
    return found, start + 1


def _numeral(text: str, start: int, moment: Moment) -> Reading:
    """A date or a numeral with whatever unit follows."""
    before = text[start - 1 : start]
    joined = before != "" and before in _JOINED
    if not joined:
        found = dates.absolute(text, start, moment)
        if found is not None:
            return found, found.end
    malformed = _MALFORMED.match(text, start) if text[start].isascii() else None
    if malformed is not None:
        quick = numerals._ARABIC.match(text, start)
        if quick is None or quick.end() < malformed.end():
            return _malformed(text, malformed)
    numeral = parse(text, start)
    if numeral is None:
        run = _RUN.match(text, start)
        return None, (run.end() if run and run.end() - start > 40 else start + 1)
    if joined:
        return None, _past_ordinal(text, numeral)
    return _classify(text, numeral, moment)


def _past_ordinal(text: str, numeral: Numeral) -> int:
    unit = lexicon.UNITS.find(text, numeral.end)
    return numeral.end + (len(unit[0]) if unit else 0)


def _malformed(text: str, match: re.Match[str]) -> Reading:
    """「1,2,3,4万元」 and 「1e9元」 are named, not guessed; without a unit they are no figure."""
    end = match.end()
    scale = _RUN.match(text, end)
    unit = lexicon.UNITS.find(text, scale.end() if scale else end)
    if scale is None and (unit is None or unit[1].kind not in ("money", "percent")):
        return None, end
    end = (scale.end() if scale else end) + (len(unit[0]) if unit and unit[1].kind in ("money", "percent") else 0)
    found = Draft("money", match.start(), end, Decimal(0), "yuan")
    found.invalid = "malformed"
    return found, end


def _classify(text: str, numeral: Numeral, moment: Moment) -> Reading:
    """Choose the finder by the unit behind the numeral."""
    at = numeral.end
    unit = lexicon.UNITS.find(text, at)
    if unit is None and text[at : at + 1] in _MORE and at < len(text):
        unit = lexicon.UNITS.find(text, at + 1)
        if unit is not None and not (text[at] == "余" and unit[0] == "额"):
            more = numeral._replace(fuzzy=True, end=at + 1)
            return _with_unit(text, more, unit[1], moment)
        unit = None
    if unit is None:
        return _without(text, numeral, moment)
    if numeral.cut is not None and unit[1].kind not in ("money", "foreign", "percent"):
        numeral = numeral.shortened()
        return _without(text, numeral, moment)
    return _with_unit(text, numeral, unit[1], moment)


def _with_unit(text: str, numeral: Numeral, unit: Unit, moment: Moment) -> Reading:
    kind = unit.kind
    if kind == "label":
        return _labelled(text, numeral, unit, moment)
    if kind == "quarters":
        found = dates.quarter(text, numeral, moment)
        return found, numeral.end + len(unit.word)
    found = _FINDERS[kind](text, numeral, unit)
    if found is None:
        return _refused(text, numeral, unit, moment)
    if found.kind == "duration":
        found = dates.ago(text, found, moment.today)
    _sign(text, found)
    return found, found.end


def _refused(text: str, numeral: Numeral, unit: Unit, moment: Moment) -> Reading:
    """The unit's finder saw no figure: a 万 may still make it money."""
    if numeral.scale > 1 and unit.kind == "percent":
        return _without(text, numeral, moment)
    return None, numeral.end + len(unit.word)


def _labelled(text: str, numeral: Numeral, unit: Unit, moment: Moment) -> Reading:
    if unit.word == "日":
        found = durations.days(text, numeral)
        return found, numeral.end + 1
    if numeral.scale > 1:
        return _without(text, numeral, moment)
    return None, numeral.end + len(unit.word)


def _without(text: str, numeral: Numeral, moment: Moment) -> Reading:
    """No unit: a rate word, a currency sign or a 万 in front decides, else it is a bare number."""
    following = text[numeral.end : numeral.end + 1]
    if numeral.arabic and following.isascii() and following.isalpha():
        return None, _TOKEN.match(text, numeral.start).end()  # type: ignore[union-attr]
    code, start = money.currency_before(text, numeral.start)
    alone = not text[: numeral.start].strip(_EDGES) and not text[numeral.end :].strip(_EDGES)
    found = None
    if not code:
        found = rates.bare(text, numeral) or money.bare(text, numeral, alone)
        found = found or _number(text, numeral, moment, alone)
    elif not numeral.string:
        found = money.draft("money", numeral, numeral.end, money.amount(numeral), code)
    if found is None:
        return None, numeral.end
    _sign(text, found)
    return found, numeral.end


def _number(text: str, numeral: Numeral, moment: Moment, alone: bool) -> Draft | None:
    if numeral.arabic and not alone and numeral.end - numeral.start == 4 and _bare_year(numeral.low, moment.today):
        return Draft("date", numeral.start, numeral.end, str(numeral.low), "iso-date")
    return numbers.bare(text, numeral, alone)


def _bare_year(value: Decimal, today: date) -> bool:
    return today.year - 10 <= value <= today.year + 3 and value == value.to_integral_value()


def _sign(text: str, found: Draft) -> None:
    """Currency signs and minus signs in front belong to the figure."""
    if found.kind in ("money", "number"):
        code, start = money.currency_before(text, found.start)
        if code and found.unit in ("yuan", "count"):
            found.kind, found.unit, found.start, found.unit_missing = "money", code, start, False
    before = text[found.start - 1 : found.start]
    if before == "负" or (before == "-" and not _joins(text, found.start - 1)):
        _negate(found)
    if found.kind == "money" and _largest(found) > money.LARGEST:
        found.invalid = "too_large"


def _joins(text: str, at: int) -> bool:
    """Whether a hyphen stands between two figures or words, not in front of one."""
    before = text[at - 1 : at]
    return before != "" and (before.isalnum() or before in "%‰)）")


def _negate(found: Draft) -> None:
    found.start -= 1
    found.negative = True
    if isinstance(found.value, Decimal):
        found.value = -found.value
        found.written = None
    elif isinstance(found.value[0], Decimal) and isinstance(found.value[1], Decimal):
        found.value = (-found.value[1], -found.value[0])


def _largest(found: Draft) -> Decimal:
    value = found.value[-1] if isinstance(found.value, tuple) else found.value
    return abs(value) if isinstance(value, Decimal) else Decimal(0)
