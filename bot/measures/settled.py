"""What the words of a promise settle of the questions its formula leaves open: 单笔达到500万元."""

import re
from collections.abc import Iterable, Iterator

SEVERAL = "several"
WORDS = {
    "single": re.compile("单笔|每笔|每一笔|单次|单个项目|单张|单项"),
    "added": re.compile("累计|合计|总计|加总|合并计算"),
}


def several_in(words: str) -> str:
    """Whether a threshold is for a single sum or for all together, as its words have it; "" where they do not say."""
    found = [value for value, pattern in WORDS.items() if pattern.search(words)]
    return found[0] if len(found) == 1 else ""


def settled_by(figures: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """The question, the value it is settled to and the words that do so: of figures by role, unit and quote."""
    for role, unit, quote in figures:
        if role == "threshold" and unit == "yuan" and (value := several_in(quote)):
            yield SEVERAL, value, quote
