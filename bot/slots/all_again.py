"""All of several parts are counted together again, after one of them was looked at or taken away: 「两笔还是合一起算」,
「还是按两份来」, 「三笔全算」."""

import re

from bot.slots.called import NOUN, NUMERALS
from bot.slots.parts import parts_of, restored
from bot.slots.standing import Standing
from knowledge.records.model import Measure

COUNTED = re.compile(f"(?<!第)([两二三四五六]){NOUN}[^，。；0-9]{{0,2}}(?:都|全|一起|一块|一共|合|加|总)")
EVERY = re.compile("[那就还是行好嗯，, ]*(?:全部?|都|全都)(?:给我)?[算报加要留](?:上|进去|在内|回来)?[吧了啊呢。！ ]*")
LEAD = (
    "(?:那么?|[就还仍先再我俺咱要]|还是|算了|行|好的?|嗯|哦|不对|不了|改?回到?|恢复成?"
    "|按照?|照着?|依|以|用|把|拿|是|成|，|,| )*"
)
TOGETHER = "都|全部?|一起|一块儿?|一并|合着|合并|合起来|合在一起|合到一块|加起来|加一块|并一块|总的"
WHAT = "算上?|报上?|计|要|留着?|来|看|办|做|算进去|算在内|是多少|多少钱?|多少来着"
END = "(?:给我|吧|了|啊|呢|的|呗|好了|，|,| )*"
# 「那还是照两笔算」: nothing else is said than that there are so many
AS_MANY = re.compile(
    f"{LEAD}(?<!第)([两二三四五六2-6]){NOUN}?(?:次|批|回|件)?(?:的|，|,| )*"
    f"(?:(?:{TOGETHER})+的?(?:{WHAT})*|(?:{WHAT})+){END}"
)


def as_many(text: str) -> int:
    """How many parts a message, which says nothing else, counts together; 0 of any other."""
    said = AS_MANY.fullmatch(text)
    return (NUMERALS.get(said[1]) or int(said[1])) if said else 0


def all_again(text: str, standing: Standing, measure: Measure) -> Standing:
    """With the parts that were taken away, where the message counts as many as there were; the same standing where it
    does not."""
    if standing.away and EVERY.fullmatch(text):
        return restored(standing, measure)
    said = COUNTED.search(text)
    count = NUMERALS[said[1]] if said else as_many(text)
    again = count and count == len(standing.away) > len(parts_of(standing, measure))
    return restored(standing, measure) if again else standing
