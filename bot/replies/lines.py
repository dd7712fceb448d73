"""A reply line by line, each with its role. The plain templates mark the roles; a channel sets each in its own way.

A mark stands at the beginning of a template's line and holds the role and a label (依据：). Marks are noncharacters,
which no text holds: reading them back does not depend on any wording.
"""

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

ROLE, LABEL, TEXT = "\ufdd0", "\ufdd1", "\ufdd2"
SIGNS = re.compile(f"{ROLE}[a-z]*{LABEL}|{TEXT}")  # all of a mark but its label


class Role(StrEnum):
    """What a line is there for; the closed list that channels and tests iterate over."""

    LEAD = "lead"  # the conclusion
    TEXT = "text"
    NOTICE = "notice"  # the talk was interrupted
    HEARD = "heard"  # what was understood otherwise than typed, and what changed
    PROBLEM = "problem"  # why a figure was not taken
    WORKING = "working"
    QUOTE = "quote"  # the document's words
    ITEM = "item"  # of a list
    QUESTION = "question"  # for what is missing
    CONFIRM = "confirm"  # the conditions: not stated yet, or all met
    OPEN = "open"  # the question that waits during an aside
    SOURCE = "source"
    OFFICES = "offices"
    CONTACT = "contact"
    NEXT = "next"
    HINT = "hint"  # how to answer a question or a choice
    INVITE = "invite"  # what else one may say
    OTHER = "other"  # the sum by another reading
    VARIANT = "variant"  # one of the sums side by side
    KEPT = "kept"  # figures said before that still stand
    REFER = "refer"  # whom to ask what the document does not say
    UNUSED = "unused"  # figures of the message that went into nothing
    CAVEAT = "caveat"  # what a sum does not promise


ASIDES = frozenset((Role.NOTICE, Role.HEARD, Role.PROBLEM))  # may stand before the conclusion


_role = cache(Role)  # a look-up of half the time, and the enumeration's own error


class Line(NamedTuple):
    """``label``: the words before the text (「依据：」), or a list's sign."""

    role: Role
    text: str
    label: str = ""

    @property
    def plain(self) -> str:
        return self.label + self.text

    @property
    def quoted(self) -> str:
        """The text of a quote without its marks."""
        return self.text.removeprefix("「").removesuffix("」")


def mark(role: str) -> str:
    """For templates: the line is of this role."""
    return f"{ROLE}{role}{LABEL}{TEXT}"


def label(role: str, words: str) -> str:
    """For templates: the line is of this role and begins with a label."""
    return f"{ROLE}{role}{LABEL}{words}：{TEXT}"


def bullet(sign: str) -> str:
    """For templates: an item of a list."""
    return f"{ROLE}{Role.ITEM}{LABEL}{sign}{TEXT}"


def read(rendered: str) -> tuple[Line, ...]:
    """The lines of a rendered template; blank ones are left out, and the first that concludes is the lead."""
    lines: list[Line] = []
    begun = False  # a line that is no aside stands already
    for raw in rendered.splitlines():
        if not (line := raw.rstrip()):
            continue
        before, marked, rest = line.partition(ROLE)
        if marked:
            name, _, rest = rest.partition(LABEL)
            words, _, text = rest.partition(TEXT)
            role, words = _role(name), before + words
        else:
            role, words, text = Role.TEXT, "", line
        if not begun and role not in ASIDES:
            begun, role = True, Role.LEAD if role is Role.TEXT else role
        lines.append(Line(role, text, words))
    return tuple(lines)


def words(rendered: str) -> str:
    """The plain words of a rendered template, without its marks: what the lines say, and quicker."""
    plain = SIGNS.sub("", rendered)
    return "\n".join([line for raw in plain.splitlines() if (line := raw.rstrip())])


def of_words(text: str) -> tuple[Line, ...]:
    """Words of which only the text is left: the first line leads."""
    kept = [line for line in text.splitlines() if line]
    return tuple(Line(Role.TEXT if number else Role.LEAD, line) for number, line in enumerate(kept))
