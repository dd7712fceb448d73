"""The unit a message says of figures that were given without one: 万啊, 当然是万, 元，不是万, 都是万, ‰."""

import re

from bot.memo import per_text
from bot.slots.model import RATE_UNITS, UNITS_OF_MONEY

UNIT_WORDS = {**UNITS_OF_MONEY, **RATE_UNITS}
LONGEST = 30  # characters of a message that does no more than say the unit
_SPOKEN = "|".join(sorted(map(re.escape, UNIT_WORDS), key=len, reverse=True))
# Words that begin or end with a unit's sign and are none: 万一, 单元, 一块, 百分之百
_NO_UNIT = re.compile(
    "万[一分千幸万岁能事物]|[千百十亿巨]万|[单公纪多状][元]|元[旦月年件素老]|[一这那哪几方地板模整大小土两]块|块[头地状]|百分之百|[亿][达]"
)
# 「还能是300块」, 「谁家贷300块」: the figure of the unit that is denied
_DENIED_FIGURE = re.compile(
    "((?:(?:还能|哪能|哪会|怎么(?:会|能|可能)|难道|总不能|总不会|不会|不可能|不是)是?|(?:谁|哪[个家有])[^，。；？?!0-9]{0,8}?))"
    "[0-9一二两三四五六七八九十百千]+"
)
_UNIT = re.compile(_SPOKEN)
_LATIN_WAN = re.compile("(?<![a-z])w(?![a-z])")  # 「w啊，当然是w」
_CLAUSE = re.compile("[，。；！？!?;,、\n ]+")
_DENIED = re.compile(
    "(?:不是|不按|不用|不以|并非|非|没有?|哪是|哪能|哪会|怎么(?:会|能|可能)|难道|莫非|还能|总不能|总不会|不会|不可能)(?:是|按|以|用|指|说)*[^，。；是按]{0,3}$"
    "|(?:谁|哪[个家有])[^，。；]{0,8}$"
)
_AFFIRMED = re.compile("^[^，。]{0,3}(?:还|那|难道)?(?:能|会)?是(?:啥|什么|嘛|哪)")  # 不是万还能是啥
_ASKS = re.compile("(?:吗|么|还是[^，。]*)[?？]?$")


@per_text
def said_unit(folded: str) -> str:
    """The unit of the one kind that the message says, or "" when it says none, or asks, or says more than that.

    >>> said_unit("元，不是万")
    '元'
    """
    folded = _LATIN_WAN.sub("万", without_denied(folded))
    if not 0 < len(folded) <= LONGEST or re.search("[0-9]", folded):
        return ""
    found: list[str] = []
    for clause in _CLAUSE.split(folded):
        for match in _UNIT.finditer(clause):
            if any(hit.start() < match.end() and match.start() < hit.end() for hit in _NO_UNIT.finditer(clause)):
                continue
            before, after = clause[: match.start()], clause[match.end() :]
            denied = _DENIED.search(before) is not None
            if denied and not _AFFIRMED.match(after):
                continue
            if not denied and _ASKS.search(clause):
                return ""
            found.append(match.group())
    values = {UNIT_WORDS[word] for word in found}
    return found[0] if len(values) == 1 else ""


@per_text
def without_denied(folded: str) -> str:
    """The message without the figure that it repeats in the unit it denies."""
    return _DENIED_FIGURE.sub(r"\1", folded)


def unit_in_use(before: str, folded: str) -> str:
    """The unit of money that bare figures have after a message that says one (万 or "" for none), else ``before``."""
    unit = said_unit(folded)
    if unit not in UNITS_OF_MONEY:
        return before
    return "万" if UNITS_OF_MONEY[unit] == UNITS_OF_MONEY["万"] else ""
