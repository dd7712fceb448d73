"""「更正，是全额担保」: what was a share of a whole is all of it."""

import re
from collections.abc import Mapping
from decimal import Decimal

from bot.slots.model import Slot
from knowledge.records.model import Measure

ALL_OF_IT = re.compile(
    "(?<!不是)(?<!并非)(?<!没有)(?<!没)(?:全额|足额|全数|全部?|整笔|百分之?百)(?=[^，。；]{0,8}担)|担(?:保)?[^，。；0-9]{0,6}?(?:全额|足额|百分之?百)"
)
ASKS = re.compile("[吗么?？]|是不是|还是")


def in_full(text: str, measure: Measure, stands: Mapping[str, Slot], inputs: Mapping[str, Slot]) -> dict[str, Slot]:
    """With the share as the whole, where one stands and the message says that there is none."""
    shares = [row.sources[0] for row in measure.derivations if row.op == "part"]
    key = next((one for one in shares if one in stands), "")
    said = ALL_OF_IT.search(text) if key else None
    if said is None or ASKS.search(text):
        return dict(inputs)
    return {**inputs, key: Slot(Decimal(1), said[0])}
