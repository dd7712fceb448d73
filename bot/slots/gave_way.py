"""「650万批不下来，还是380万」: what stands came to nothing, and what it is instead is told right behind."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.slots.reading import Reading
from bot.slots.roles import Placed

INSTEAD = re.compile("(?:还是|仍|就|只|也就|才|改|换|变|降|按|那)[^，。；！？0-9]{0,6}$")
ADDS = re.compile("[又再加另]|以外|之外|外还|还有")
CAME_TO_NOTHING = re.compile(
    "(?:那[笔份张个])?(?:的)?[^，。；！？0-9]{0,4}?(?:批|谈|办|贷|融|募|担|投|签|放|拿|做|通|搞)?"
    "(?:不(?:下来|了|到|成|动|来|行|够|过|给)|没(?:批|成|过|谈|贷|融|到|办|下来|通过|放|给)"
    "|黄(?:掉|了)|泡汤|太[多高大]|取消|作废|算了)"
)


def without_what_gave_way(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Without the sum that stands where it is said to have come to nothing, and the one behind it is the same input."""
    sums = [one for one in spoken if one.is_input and one.figure.kind == "money"]
    for before, now in pairwise(sums):
        stands = reading.stands.get(before.key)
        if before.key != now.key or stands is None or before.figure.value != stands.value:
            continue
        between = reading.text[before.figure.end : now.figure.start]
        if now.figure.value == stands.value or ADDS.search(between):
            continue
        if CAME_TO_NOTHING.match(between) and INSTEAD.search(between):
            return [one for one in spoken if one is not before]
    return list(spoken)
