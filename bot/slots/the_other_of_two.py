"""「后一笔是45万」 after 「两笔，前一笔80万」: the other of two of which only the first was told."""

import re

KIND = "[笔张份单次批轮回户]"
FIRST = re.compile(f"[前头首先]一({KIND})")
OTHER = re.compile(f"[后另](?:外)?一({KIND})")


def is_the_other(text: str, words: str) -> bool:
    """Whether the message tells of it; ``words``: with which the first was told."""
    other = OTHER.search(text)
    return other is not None and other[1] in FIRST.findall(words)
