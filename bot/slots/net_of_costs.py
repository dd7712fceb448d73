"""What is left of a sum that stands after its costs, where it is to be reckoned by: 「净额2900万，按净额算」."""

import re
from decimal import Decimal

from bot.figures import Figure
from bot.slots.reading import Reading

NET = "(?:净额|净[融募到收得]|到手|实[收到得]|净|余额|剩)"
BEFORE = re.compile(f"{NET}[^，。；,;0-9]{{0,6}}$")
BEHIND = re.compile("[元块]?的?(?:净额|净的|到手)")
BY_IT = re.compile(
    "按(?:照)?(?:[这那]个?)?(?:扣[完除掉去]?[^，。；0-9]{0,6}[后的])?(?:净|到手|实[收到得])(?![^，。；]{0,12}(?:还是|总额))"
)
ASKS_WHICH = re.compile("是不是|对不对|该不该|应该按|还是按|能不能按|可不可以按")
AT_LEAST = Decimal("0.5")  # of the whole


def net_of_costs(reading: Reading) -> tuple[Figure, frozenset[int]] | None:
    """The only sum, where it is less than the whole, said to be net, and the message goes by it."""
    if not isinstance(reading.whole, Decimal) or "按" not in reading.text or not BY_IT.search(reading.text):
        return None
    sums = [one for one in reading.figures if one.kind == "money" and one.value != reading.whole]
    if len(sums) != 1 or sums[0].unit_missing or ASKS_WHICH.search(reading.text):
        return None
    net = sums[0]
    said = BEFORE.search(reading.text[: net.start]) or BEHIND.match(reading.text[net.end :])
    if not said or not isinstance(net.value, Decimal) or not reading.whole * AT_LEAST <= net.value < reading.whole:
        return None
    return net, frozenset(one.start for one in reading.figures if one.value == reading.whole)
