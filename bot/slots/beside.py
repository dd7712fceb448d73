"""A sum told of only to say that it does not count, or has nothing to do with the one that stands: 「他还有一笔纯抵押的
300万，别算」 takes nothing off what was never counted."""

import re
from collections.abc import Sequence

from bot.figures import Figure
from bot.slots.reading import Reading

BESIDE = "(?:另有|另外|此外|还有|还(?=[跟向从找在借贷欠做投买办担])|(?<![一-鿿0-9])(?<!其中)有一?[笔张份单](?!子))"
LET_BE = "(?:不用|不能|不该|不要|先不|都不|不|别|甭)(?:计?算|加|计|管|含|包括|列)"
# From the word that puts it beside what stands to the one that lets it be
TOLD_BESIDE = re.compile(
    f"{BESIDE}(?:(?!{BESIDE})[^。；！？\\n]){{0,40}}?{LET_BE}[^，。；！？\\n0-9]{{0,5}}(?=[。；，,！？\\s]|$)"
)
# 「房子抵给了别的银行，那边借了45万，跟这一笔不相干」: all that is told up to it is of something else
UNRELATED = re.compile(
    "[^。；！？\\n]*?(?:跟|和|与|同)[我俺咱]?们?[这本][一1]?[笔份张户家单台](?:贷款|保单|企业|业务)?"
    "[^，。；0-9]{0,3}(?:没|无|不)有?(?:任何|啥|什么|半点)?(?:关系|关联|瓜葛|相干|沾边|搭界)"
)
# A part of what stands, or one that is yet to come or came to nothing, is no sum beside it
OF_IT = re.compile("其中|[里内](?:头|面|边)(?:还?有|的|[0-9])|[没未](?:到|放|批|收|付|交|落|拿|给|还|下)")


def told_beside(reading: Reading) -> list[tuple[int, int]]:
    """Begin and end of what is said of each such sum."""
    if reading.main not in reading.stands:
        return []
    spans = [(one.start(), one.end()) for said in (TOLD_BESIDE, UNRELATED) for one in said.finditer(reading.text)]
    return [span for span in spans if _is_beside(reading, *span)]


def _is_beside(reading: Reading, begin: int, end: int) -> bool:
    """Whether one sum is told there, that neither stands nor is a part of what stands."""
    clause = reading.text[max(reading.text.rfind(mark, 0, begin) for mark in "，。；") + 1 : end]
    sums = _sums_in(reading.figures, begin, end)
    if len(sums) != 1 or OF_IT.search(clause):
        return False
    known = [slot.value for slot in reading.stands.values()]
    known += [slot.value for part in reading.items for slot in part.values()]
    return sums[0].value not in known


def _sums_in(figures: Sequence[Figure], begin: int, end: int) -> list[Figure]:
    return [one for one in figures if one.kind == "money" and begin <= one.start < end]
