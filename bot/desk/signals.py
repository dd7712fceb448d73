"""Answers that were given and may have missed what was meant, by what happened next in the same talk."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from knowledge.store import Listed, Turn

AT_ONCE = timedelta(minutes=3)
CHOICES, AGAIN, SAME_SUM, EDITED = "让他选了一次", "马上又问了一遍", "换个问法还是同一个数", "马上改了数"
WEAK = (CHOICES, AGAIN, SAME_SUM, EDITED)  # each the beginning of a reason; such an answer may have been right
ASKING = re.compile("[?？吗呢么几]|多少|怎么|怎样|如何|能不能|可不可以|是不是|哪")
FIGURE = re.compile(r"[0-9０-９.．]+|[一二三四五六七八九十百千两]+(?=[万亿年月天个家])")
WRITTEN_OVER = re.compile(r"^(?P<what>.{1,30}? .{1,40}? → .{1,40})$")  # the first line of a reply to a changed figure

Alike = Callable[[str, str], bool]


def signals(turns: Iterable[Listed], alike: Alike) -> dict[int, str]:
    """Number of a turn → why its answer may have missed. ``turns``: oldest first; ``alike``: whether two questions say
    nearly the same."""
    found: dict[int, str] = {}
    for talk in _talks(turns):
        for number, turn in talk:
            if _was_a_choice(turn):
                found[number] = CHOICES
        for (number, turn), (later, after) in pairwise(talk):
            if not turn.text or not after.text:  # somebody had it forgotten
                continue
            if why := _after(turn, after, alike):
                found[later if why == SAME_SUM else number] = why
    return found


def is_weak(why: str) -> bool:
    """Whether a reason is only a sign."""
    return why.startswith(WEAK)


def _talks(turns: Iterable[Listed]) -> Iterator[list[Listed]]:
    talks: dict[str, list[Listed]] = {}
    for one in turns:
        talks.setdefault(one.turn.conversation, []).append(one)
    return iter(talks.values())


def _was_a_choice(turn: Turn) -> bool:
    """Whether several measures were offered instead of an answer."""
    return turn.kind == "ask" and "measure" in json.loads(turn.payload).get("missing", ())


def _after(turn: Turn, after: Turn, alike: Alike) -> str:
    """What the next message tells of the answer before it, "" for nothing."""
    if datetime.fromisoformat(after.at) - datetime.fromisoformat(turn.at) > AT_ONCE:
        return ""
    changed = WRITTEN_OVER.match(after.reply.partition("\n")[0])
    if changed and turn.kind == "calculation" and not ASKING.search(after.text):
        return f"{EDITED}：{changed['what']}"
    if not ASKING.search(after.text):
        return ""
    if alike(turn.text, after.text):
        return AGAIN if _figures(turn.text) == _figures(after.text) else ""
    same = turn.kind == after.kind == "calculation" and turn.amount and turn.amount == after.amount
    return SAME_SUM if same and json.loads(after.payload).get("focus") == "amount" else ""


def _figures(text: str) -> list[str]:
    return FIGURE.findall(text)
