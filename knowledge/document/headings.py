"""Where the heading of a clause ends and its text begins."""

import re
from typing import NamedTuple

LONGEST = 40
LONGEST_PART = 20  # of a heading with commas
NOT_A_HEADING = re.compile(
    r"^(?:对(?![标接外口等])|凡|经(?!济|营|费|贸)|按(?!需)|根据|依据|除|如|若|上述|以上|以下|本(?!地|土|级|市)|自\d)"
    r"|[万亿]元|\d ?%|百分之|应当|应该|必须|不得|不予|是指|的,|[依按]照|自(?:印发|发布|公布)|按规定|均可|可以"
    r"|可(?:享受|申请|按|免|给)|须"
    r"|应(?=认真|在|优先|积极|按|将|及时)|\d{4}年\d|[:\t]"
)
BRACKETED = re.compile(r"\s*(?:[\[【](?P<one>[^\]】]{2,30})[\]】]|[(](?P<two>[^()\d一二三四五六七八九十]{2,25})[)])\s*")
SENTENCE_END = re.compile("[。;!?]")
SPACED = re.compile(r"(?P<heading>[^\s,。;:]{2,30})\s{2,}(?=\S{2,})")


class Heading(NamedTuple):
    """The words of a heading from ``start`` to ``end``; ``body``: where the text behind it begins."""

    start: int
    end: int
    body: int


def heading_in(fold: str, start: int, *, alone: bool) -> Heading | None:
    """The heading of a paragraph whose words begin at ``start``, behind the number; ``alone``: nothing follows the
    paragraph in its clause."""
    start += len(fold[start:]) - len(fold[start:].lstrip())
    text = fold[start:]
    first = SENTENCE_END.search(text)
    if first is None:
        return _of_a_line(text, start, alone)
    if first[0] == "。":
        single = alone and first.end() == len(text.rstrip())
        if is_heading(text[: first.start()], single=single):
            return Heading(start, start + first.start(), start + first.end())
    return _before_a_colon(text, start) or _before_blanks(text, start)


def _of_a_line(text: str, start: int, alone: bool) -> Heading | None:
    """A paragraph without any full stop: all of it, or what stands before a colon."""
    if before := _before_a_colon(text, start):
        return before
    whole = text.rstrip(" :")
    if len(whole) <= LONGEST + 15 and is_heading(whole, single=alone and "," in whole):
        return Heading(start, start + len(whole), start + len(text))
    return _before_blanks(text, start)


def _before_a_colon(text: str, start: int) -> Heading | None:
    colon = text.find(":")
    if 2 <= colon <= 25 and "," not in text[:colon] and text[colon + 1 :].strip() and is_heading(text[:colon]):
        return Heading(start, start + colon, start + colon + 1)
    return None


def _before_blanks(text: str, start: int) -> Heading | None:
    found = SPACED.match(text)
    if found and is_heading(found["heading"]):
        return Heading(start, start + found.end("heading"), start + found.end())
    return None


def set_apart(fold: str, start: int, *, alone: bool) -> Heading | None:
    """The heading of an article: in brackets behind its number, or a line of its own."""
    if found := BRACKETED.match(fold, start):
        group = "one" if found["one"] else "two"
        return Heading(found.start(group), found.end(group), found.end())
    text = fold[start:].strip()
    if alone or SENTENCE_END.search(text) or text.endswith(":") or len(text) > 30 or not is_heading(text):
        return None
    begin = fold.index(text, start) if text else start
    return Heading(begin, begin + len(text), len(fold)) if text else None


def is_heading(text: str, *, single: bool = False) -> bool:
    """Whether words read as a heading, not as a sentence. ``single``: there is nothing but them."""
    text = text.strip()
    parts = text.split(",")
    if not 2 <= len(text) <= LONGEST or NOT_A_HEADING.search(text) or (single and len(parts) > 1):
        return False
    return len(parts) == 1 or (len(parts) <= 4 and max(map(len, parts)) <= LONGEST_PART)
