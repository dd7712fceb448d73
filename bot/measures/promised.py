"""What a sentence that promises money tells besides its figures: whom it is for, what must be reached, how levels and
stages are called; and which sentences of a clause no measure goes by yet."""

import re
from collections.abc import Iterable, Sequence

from calculators.declared import Given
from knowledge.document.sums import Sum, promises
from knowledge.records.model import Clause
from knowledge.records.quoted import plain

LONGEST_NAME = 14  # characters of a level
FOR_WHOM = re.compile("对(?:于)?([^，,。；;]{2,40}?)(?=[，,])")
WHEN = re.compile("^(?:年度|当年|首次|初次|新)*(?:被|获批|获得|列入|纳入|认定为?|评为|取得|获)+")
LEVELS = re.compile(
    "国家级|省级|市级|县级|区级|国际级?|国家|省部级|[一二三四五]类|[特一二三四]等奖|[甲乙丙丁]级|[1-5]A级"
)
STAGE = re.compile(r"对?([^，,。；;\d]{2,10}?)(?:之?后|的|企业)*(?:再|各|一次性)*(?:给予|奖励|奖补|补助|补贴|资助)")
JOINED = re.compile("[、和及或与]")
LONGEST_CALLED, SEVERAL = 16, 2
MONEY = r"\d+(?:\.\d+)?[百千万亿]*元"
BAR = re.compile(
    rf"(?P<name>[^，,。；;\d]{{2,12}}?)?(?:在|达到?|超过|不低于|突破)*(?P<sum>{MONEY})(?:[(]不?含税?[)])?(?:及)?以上的?"
    rf"|(?P<name_2>[^，,。；;\d]{{2,12}}?)?(?:达到?|超过|不低于|突破)(?P<sum_2>{MONEY})(?:[(]不?含税?[)])?的?"
)


def promised_in(clause: Clause, taken: Iterable[Sequence[str]]) -> list[Sum]:
    """What the clause promises, without the sentences that measures go by: ``taken`` has the quotes of each."""
    left = list(promises(clause.id, clause.text, max(clause.text.find(clause.body), 0)))
    for quotes in taken:
        said = [plain(one) for one in quotes if one]
        found = next((one for one in left if any(quote in plain(one.quote) for quote in said)), None)
        if found:
            left.remove(found)
    return left


def whom(sentence: str) -> str:
    """Whom the sentence is for, in few words; "" where that cannot be told."""
    found = FOR_WHOM.match(sentence)
    words = plain(found[1] if found else re.split("[，,。；;]", sentence)[0]).removesuffix("的")
    return WHEN.sub("", words)[:LONGEST_CALLED]


def levels_in(sentence: str, count: int) -> list[str]:
    """What so many levels or kinds are called in a sentence that gives each its own: 国家级、省级; [] where that cannot
    be told."""
    head, apart, _ = plain(sentence).partition("分别")
    if not apart:
        return []
    known = list(dict.fromkeys(LEVELS.findall(head)))
    if len(known) == count:
        return known
    listing = max(re.split("[，,]", head), key=lambda one: len(JOINED.findall(one)))
    parts = JOINED.split(listing.removesuffix("的"))[-count:]
    if len(parts) < count or count < SEVERAL:
        return []
    first = parts[0][-len(parts[1]) :]
    names = [first, *parts[1:]]
    return names if all(0 < len(one) <= LONGEST_NAME for one in names) and len(set(names)) == count else []


def stages(figures: Sequence[Given], levels: Sequence[str]) -> list[str]:
    """What each figure is for by its own words: 受理 of 「受理后奖励100万元」; else 第1级."""
    found = [STAGE.match(plain(one.quote)) for one in figures]
    names = [one[1] for one in found if one]
    alike = len(names) == len(set(names)) == len(levels)
    return names if alike else [f"第{level}级" for level in levels]
