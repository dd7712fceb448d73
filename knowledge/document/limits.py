"""How documents write the most there is: 最高50万元, 不超过20万元, 30万元封顶."""

import re

TIMES_SIGN = "百万|千万|万|亿|百|千"
MOST = "最高|最多|不超过|不高于|不得超过|上限|限额|封顶"
LIMIT = re.compile(
    rf"(?:{MOST})[^，。；;0-9元]{{0,12}}?(\d+(?:\.\d+)?)({TIMES_SIGN})?元|(\d+(?:\.\d+)?)({TIMES_SIGN})?元(?:封顶|为限)"
)


def without(text: str) -> str:
    """The text with its limits made blank: everything else stands where it stood."""
    return LIMIT.sub(lambda one: " " * len(one[0]), text)
