"""What a sentence says of the sum that a promise goes by: what its bands are of, and how much of a growth is free."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from calculators.declared import Said
from knowledge.records.quoted import plain, written

USUAL = "金额"  # what a base is called that has no name
LEADS = re.compile("^(?:[前后第][0-9一二两三四五]+年|分别|参照其?|并且?|且|给予|不高于|不超过|按照?|其|对|企业)+")
AND = re.compile("并且|[且对的)）]")  # before the name of what must reach so much
SUM_WORD = re.compile("(?:总额|金额|额|资金|收入)$")
OF_BANDS = re.compile(
    r"([^，,。；;：:\d]{2,16}?)(?:首次|在|达到?|超过|不低于|突破)*\d+(?:\.\d+)?[百千万亿]*(?:元|(?=[、,，]))"
)
GROWS_BY = re.compile(r"(?:增长|增加|新增)[^，,。；;\d]{0,6}超过(\d+(?:\.\d+)?[百千万亿]*元)[^。；;]*超[出过]")


def free_of(sentence: str) -> Decimal | None:
    """Yuan of an increase that do not count: 增长超过500万元的，给予超出额1%; None where the sentence says none."""
    found = GROWS_BY.search(plain(sentence))
    return written(found[1], "yuan")[0] if found else None


def banded(inputs: Sequence[Said], sentence: str) -> Iterator[Said]:
    """What the bands are of is named before the first; where the share is of something else, that is asked for too."""
    first = OF_BANDS.search(re.sub(r"\s", "", sentence))
    name = LEADS.sub("", AND.split(first[1])[-1]) if first else ""
    for one in inputs:
        if one.role != "base" or not name:
            yield one
            continue
        yield replace(one, label=name)
        if one.label != USUAL and not _is_same(one.label, name):
            yield replace(one, role="counted")


def _is_same(one: str, other: str) -> bool:
    """设备投资 and 投资额 are one thing."""
    short, long = sorted((SUM_WORD.sub("", one), SUM_WORD.sub("", other)), key=len)
    return short in long
