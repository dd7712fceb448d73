"""What may be pressed or tapped under a reply instead of typing: each chip, and the words it says while it still means
them. How a chip looks is the messenger's."""

import hashlib
import json
from typing import NamedTuple

from bot.dialogue.state import State
from bot.messages import Reply, ReplyKind
from bot.replies.phrasebook import SHORT, Phrasebook
from bot.replies.views import ClauseView, extra_of
from knowledge.records.model import Knowledge

FOLLOW_UPS = {"office": "找哪个部门", "conditions": "需要什么条件", "materials": "怎么申报"}
UNITS = {"yuan": ("元", "万元"), "ratio": ("百分之", "千分之")}
CHECKUP = ("都没有", "跳过", "出结果")


class Chip(NamedTuple):
    """``kind``: "n" a number of a choice, "f" a fact's value, "w" a unit, "u" a question that may follow, "k" how to go
    on with a check-up without an answer; ``key`` and ``value``: which."""

    label: str
    kind: str
    key: str
    value: str = ""


def mark_of(state: State) -> str:
    """What chips of this moment are good for: the topic, the question put last and the choices offered."""
    topic = state.topic
    where: list[object] = [topic.policy, topic.clause, topic.measure, state.asked, state.choices]
    if state.checkup and state.checkup.open:
        where.append(state.checkup.open)
    return hashlib.sha256(json.dumps(where, ensure_ascii=False).encode()).hexdigest()[:8]


def chips(reply: Reply, state: State, knowledge: Knowledge, book: Phrasebook) -> list[Chip]:
    """The chips of a reply after which the conversation stands at ``state``."""
    said = [*_choices(state), *_answers(reply, state, knowledge, book)]
    more = _follow_ups(reply) if not state.choices else []
    first: dict[tuple[str, str, str], Chip] = {}
    for chip in [*said, *more, *_of_checkup(state)]:
        first.setdefault((chip.kind, chip.key, chip.value), chip)  # 「不清楚」 may have words of its own already
    return [*first.values()]


def words_of(mark: str, kind: str, key: str, value: str, state: State, book: Phrasebook) -> str:
    """What a chip made at ``mark`` says; "" when it is stale or was never ours."""
    if mark != mark_of(state):
        return ""
    if kind == "n":
        known = key.isdecimal() and 0 < int(key) <= len(state.choices)
        return key if known else ""
    if kind == "u":
        return FOLLOW_UPS.get(key, "")
    if kind == "k":
        return key if key in CHECKUP and state.checkup and state.checkup.open else ""
    if kind == "w":
        return key if any(key in words for words in UNITS.values()) else ""
    if kind != "f" or key != state.asked:
        return ""
    try:
        return SHORT["unknown"] if value == "unknown" else book.phrase(key, value)
    except KeyError:
        return ""


def _choices(state: State) -> list[Chip]:
    return [Chip(label, "n", str(number)) for number, (label, _) in enumerate(state.choices, start=1)]


def _answers(reply: Reply, state: State, knowledge: Knowledge, book: Phrasebook) -> list[Chip]:
    """What may be answered to the question put last."""
    if any(problem.reason == "unit" for problem in extra_of(reply.view).problems):
        return _units(state, knowledge)
    fact = knowledge.facts.get(state.asked)
    if fact is None:
        return []
    values = [(chip.label, chip.value) for chip in book.choices(fact, "")]
    return [Chip(label, "f", state.asked, value) for label, value in [*values, (SHORT["unknown"], "unknown")]]


def _units(state: State, knowledge: Knowledge) -> list[Chip]:
    measure = knowledge.measure(state.topic.measure, state.topic.policy) if state.topic.measure else None
    record = measure.input(state.asked) if measure else None
    return [Chip(word, "w", word) for word in (UNITS.get(record.unit, ()) if record else ())]


def _follow_ups(reply: Reply) -> list[Chip]:
    if reply.kind not in (ReplyKind.CALCULATION, ReplyKind.ANSWER) or not reply.sure:
        return []
    asked = reply.view.focus if isinstance(reply.view, ClauseView) else ""
    return [Chip(words, "u", focus) for focus, words in FOLLOW_UPS.items() if focus != asked]


def _of_checkup(state: State) -> list[Chip]:
    """How to go on without an answer."""
    if not (state.checkup and state.checkup.open):
        return []
    return [Chip(word, "k", word) for word in (CHECKUP if state.choices else CHECKUP[1:])]
