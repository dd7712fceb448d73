"""Rates told as small change of a round sum: 一百块收八毛, 每百元四毛, 四毛每百元, 一千块五块."""

import re
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.draft import Draft
from bot.figures.numerals import parse
from bot.figures.spelled import MYRIADS, PLACES

SIGNS = frozenset("一百千万1每")
_LARGEST = Decimal("0.2")  # of the round sum: what is more is no rate but another amount
_COIN = "(?P<coin>毛钱?|角钱?|块钱?|元钱?|分钱?|厘)"
_NUMBER = "(?P<number>[二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|[0-9]{1,2}(?:\\.[0-9]{1,3})?)"
_TENTH = f"(?P<tenth>[一二三四五六七八九1-9](?![0-9{''.join(PLACES)}年个天月]))?"
_SUM = "(?P<base>[百千万]|1(?:00|000|0000))(?P<yuan>块钱|元钱|块|元)"
_PAID = (
    "(?P<paid>(?:贷款|本金|担保|保额|里头?|的|每年|一年|按年|要|也|就|只|才|得"
    "|[收交付抽扣给出摊掏是]|[了他我您你它个]){0,5})"
)
_FRONT = re.compile(f"(?:每一?|一|(?=1))?{_SUM}{_PAID}{_NUMBER}{_COIN}{_TENTH}")
_BEHIND = re.compile(
    f"{_NUMBER}{_COIN}{_TENTH}(?:钱)?(?:每一?|/)(?P<base>[百千万]|1(?:00|000|0000))(?:块钱|元钱|块|元)"
)
_COINS = {
    "毛": Decimal("0.1"),
    "角": Decimal("0.1"),
    "块": Decimal(1),
    "元": Decimal(1),
    "分": Decimal("0.01"),
    "厘": Decimal("0.001"),
}
_NUMERAL = frozenset("0123456789.,零一二两三四五六七八九十百千万亿")


def front(text: str, start: int) -> Draft | None:
    """「一百块收八毛」 at `start`: its first sign is the round sum."""
    match = _FRONT.match(text, start)
    return _rate(text, match) if match is not None else None


def behind(text: str, start: int) -> Draft | None:
    """「四毛每百元」 at `start`."""
    match = _BEHIND.match(text, start)
    return _rate(text, match) if match is not None else None


def _rate(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    if start and text[start - 1] in _NUMERAL:
        return None
    if text[end : end + 1] in _NUMERAL and text[end : end + 1]:
        following = lexicon.PERIODS_AFTER.find(text, end)
        if following is None or not following[1]:
            return None
    number = parse(match["number"], 0)
    if number is None:
        return None
    coin = _COINS[match["coin"][0]]
    tenth = parse(match["tenth"], 0) if match["tenth"] else None
    paid = (number.low + (tenth.low / 10 if tenth else 0)) * coin
    base = match["base"]
    whole = Decimal(base) if base.isdecimal() else Decimal((PLACES | MYRIADS)[base])
    said_so = "每" in text[max(0, start - 1) : end] or match["coin"][0] in "毛角分厘" or match.groupdict().get("paid")
    if not said_so or not 0 < paid / whole <= _LARGEST:
        return None
    found = Draft("percent", start, end, paid / whole, "ratio")
    found.explicit_percent = True
    after = lexicon.PERIODS_AFTER.find(text, end)
    said = "年" in match.group() or (after is not None and after[1] == "year")
    found.per = "year" if said else after[1] if after is not None else ""
    if after is not None and after[1]:
        found.end += len(after[0])
    return found
