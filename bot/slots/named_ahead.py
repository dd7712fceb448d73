"""What is put right is named in the clause ahead of the figure, which stands all alone: 「还款日记错了，是10月15日」,
「保额报错了，应该是3000万」; or what somebody checked is named ahead of that: 「保额经纪核完是1800万」."""

import re
from collections.abc import Sequence

from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import KINDS, NEAR, Placed
from knowledge.records.model import InputRecord

# The name, that it was wrong, and no more than 是 before the figure
AHEAD = re.compile(
    "(?P<name>[^，。；！？,;!?0-9]{2,12}?)(?:我|刚才|刚刚|前面|上面|之前|那个|这个|也|都|是|给)*"
    "(?:[记说写报看弄搞填输打念抄]|登记)?(?:错|岔|混|反|串|拧|不对|有误|不准)(?:了|啦|的)?[，。；！,;! ]+"
    "(?:那个|我|它|应该?|其实|实际上?|准确说|改成?|要|正确的|对的|真正)*(?:是|为|成|到|在)?$"
)
CHECKING = (
    "(?:核|查|审|验|盘点|对(?=账|完|过|下来|出来))(?:实|对|定|查|账|计|算|过|完|了|下来|出来|一遍|一下|清|好|后|之后)*"
)
# 「保额经纪核完是」, 「经纪核出来的保额是」
CHECKED = re.compile(
    f"(?:^|[，。；！？,;!? ])(?:(?P<name>[^，。；！？,;!?0-9]{{2,8}}?)[^，。；！？,;!?0-9没未不]{{0,6}}?{CHECKING}的?"
    f"|[^，。；！？,;!?0-9没未不]{{0,8}}?{CHECKING}的(?P<behind>[^，。；！？,;!?0-9]{{2,8}}?))"
    "(?:应该?|实际上?|其实|就|确实|只)*(?:是|为|有)$"
)
ENDS = re.compile("[号日]?(?:才|就)?(?:对|的|吧|啊|哈|呢|了|还的|还清的?|放的)*(?:$|[，。；！？,;!?])")


def named_ahead(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the figure behind such a clause as what that clause names."""
    if not reading.stands:
        return list(spoken)
    named = {one.start: key for one in reading.figures if (key := _named(reading, one))}
    if not named:
        return list(spoken)
    left = [one for one in spoken if one.figure.start not in named]
    put = [Placed(one, named[one.start], True, NEAR, True) for one in reading.figures if one.start in named]
    return sorted([*left, *put], key=lambda one: one.figure.start)


def _named(reading: Reading, figure: Figure) -> str:
    """The key of what the clause ahead of the figure names; "" where it names none or could name two."""
    before = reading.text[: figure.start]
    said = AHEAD.search(before) or CHECKED.search(before)
    if said is None or not ENDS.match(reading.text[figure.end :]):
        return ""
    name = said["name"] if said.re is AHEAD else said["name"] or said["behind"]
    fits = [record for record in reading.measure.inputs if figure.kind in KINDS.get(record.unit, ())]
    longest = sorted(((_length(name, record), record.key) for record in fits), reverse=True)
    found = [(length, key) for length, key in longest if length and length == longest[0][0]]
    return found[0][1] if len(found) == 1 else ""


def _length(name: str, record: InputRecord) -> int:
    """Of the longest word of the input in the name."""
    words = (record.label, *(word for word in record.announces if "_" not in word and len(word) > 1))
    if any(word in name for word in record.forbids):
        return 0
    return max((len(word) for word in words if word in name), default=0)
