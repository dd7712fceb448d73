"""A question what counts as something: 「什么样的企业才算规上」. What is named behind the verb is asked for."""

import re

from bot.memo import per_text

WHAT_COUNTS = re.compile(
    "(?:[什啥]么?样?|哪[种类些样个]?|怎样|[怎咋]么?样|[怎咋如]何?么?(?=[^，。；]{0,4}才)|多[大长久高少])的?"
    "[^，。；,;？?！!都也]{0,8}?(?:才|就|方|能|可以|可)*(?:[算叫](?!下|出|了|起)|属于|称得上|够得上|才是)"
)
CUT = re.compile("[，。；！？,;!?\\s]")


@per_text
def what_counts(text: str) -> tuple[tuple[int, int], ...]:
    """Where each such question asks and where it goes on with what is asked for, in a folded text."""
    return tuple(found.span() for found in WHAT_COUNTS.finditer(text))


def is_asked_for(text: str, start: int) -> bool:
    """Whether what begins at ``start`` stands behind such a question, in the same clause; its verb may be its own
    (算按期)."""
    return any(
        begin < start and end <= start + 1 and not CUT.search(text, end, start) for begin, end in what_counts(text)
    )


def asks_only_what_counts(text: str) -> bool:
    """Whether the message is nothing but such a question."""
    return len(what_counts(text)) == 1 and not CUT.search(text.strip(" ，。,.?？啊呀呢"))
