"""Buttons under a message: what each stands for within 64 bytes, and whether it still means what it says.

The prefix carries a version: a button of another shape is read by nobody and answered as stale.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData

from bot.dialogue.state import State
from bot.messages import Reply, ReplyKind
from bot.replies.phrasebook import SHORT, Phrasebook
from bot.replies.views import ClauseView, extra_of
from knowledge.records.model import Knowledge, Measure, Policy

Rows = list[list[dict[str, str]]]
FOLLOW_UPS = {"office": "找哪个部门", "conditions": "需要什么条件", "materials": "怎么申报"}
UNITS = {"yuan": ("元", "万元"), "ratio": ("百分之", "千分之")}
SOURCE = "依据原文"
CHECKUP = ("都没有", "跳过", "出结果")
WIDE = 8  # characters of a label that may share a row
QUOTED = (ReplyKind.ANSWER, ReplyKind.CALCULATION, ReplyKind.ASK, ReplyKind.EXPIRED)


class Say(CallbackData, prefix="s1"):
    """Says something in the conversation that stands at ``mark``: a fact's value, a number of a choice, a unit …"""

    mark: str
    kind: str
    key: str
    value: str


class Read(CallbackData, prefix="c1"):
    """Shows a clause's own words."""

    policy: str
    clause: str


class Begin(CallbackData, prefix="m1"):
    """Begins to work out a measure."""

    measure: str


class Erase(CallbackData, prefix="d1"):
    """Deletes what was said; only the user who asked for it may."""

    user: int


def mark_of(state: State) -> str:
    """What buttons of this moment are good for: the topic, the question put last and the choices offered."""
    topic = state.topic
    where: list[object] = [topic.policy, topic.clause, topic.measure, state.asked, state.choices]
    if state.checkup and state.checkup.open:
        where.append(state.checkup.open)
    return hashlib.sha256(json.dumps(where, ensure_ascii=False).encode()).hexdigest()[:8]


def keyboard(reply: Reply, state: State, knowledge: Knowledge, book: Phrasebook) -> Rows:
    """The buttons of a reply after which the conversation stands at ``state``."""
    mark = mark_of(state)
    said = [*_choices(state, mark), *_answers(reply, state, knowledge, book, mark)]
    more = _follow_ups(reply, mark) if not state.choices else []
    return rows([*said, *more, *_of_checkup(state, mark), *_source(reply)])


def words_of(data: Say, state: State, book: Phrasebook) -> str:
    """What pressing it says; "" when it is stale or was never ours."""
    if data.mark != mark_of(state):
        return ""
    if data.kind == "n":
        known = data.key.isdecimal() and 0 < int(data.key) <= len(state.choices)
        return data.key if known else ""
    if data.kind == "u":
        return FOLLOW_UPS.get(data.key, "")
    if data.kind == "k":
        return data.key if data.key in CHECKUP and state.checkup and state.checkup.open else ""
    if data.kind == "w":
        return data.key if any(data.key in words for words in UNITS.values()) else ""
    if data.kind != "f" or data.key != state.asked:
        return ""
    try:
        return SHORT["unknown"] if data.value == "unknown" else book.phrase(data.key, data.value)
    except KeyError:
        return ""


def button(label: str, data: CallbackData) -> list[dict[str, str]]:
    """One button; none when what it stands for does not fit into 64 bytes."""
    try:
        return [{"text": label, "callback_data": data.pack()}]
    except ValueError:
        return []


def rows(buttons: Iterable[dict[str, str]], across: int = 3) -> Rows:
    """Short labels side by side, long ones each on a row of their own."""
    found: Rows = []
    for one in buttons:
        short = len(one["text"]) <= WIDE
        if found and short and len(found[-1]) < across and len(found[-1][0]["text"]) <= WIDE:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def measures_of(knowledge: Knowledge) -> Rows:
    """Every measure that can be worked out."""
    names = zip(knowledge.measures, placed(knowledge, knowledge.measures), strict=True)
    return rows(one for m, name in names for one in button(name, Begin(measure=m.link)))


def placed(knowledge: Knowledge, measures: Sequence[Measure]) -> list[str]:
    """What measures are called; where several documents are known, with the place of each."""
    several = len(knowledge.policies) > 1
    return [f"{knowledge.policy(m.policy).place}：{m.name}" if several else m.name for m in measures]


def clauses_of(policy: Policy, place: str = "") -> Rows:
    """Every clause of a document, by its number; ``place``: said before it."""
    said = ((f"{place} {c.id}".strip(), c) for c in policy.clauses)
    return rows((one for name, c in said for one in button(name, Read(policy=c.policy, clause=c.id))), across=5)


def _choices(state: State, mark: str) -> list[dict[str, str]]:
    numbered = enumerate(state.choices, start=1)
    return [one for n, (label, _) in numbered for one in button(label, Say(mark=mark, kind="n", key=str(n), value=""))]


def _answers(reply: Reply, state: State, knowledge: Knowledge, book: Phrasebook, mark: str) -> list[dict[str, str]]:
    """What may be answered to the question put last."""
    if any(problem.reason == "unit" for problem in extra_of(reply.view).problems):
        return _units(state, knowledge, mark)
    fact = knowledge.facts.get(state.asked)
    if fact is None:
        return []
    chips = [(chip.label, chip.value) for chip in book.choices(fact, "")]
    return [
        one
        for label, value in [*chips, (SHORT["unknown"], "unknown")]
        for one in button(label, Say(mark=mark, kind="f", key=state.asked, value=value))
    ]


def _units(state: State, knowledge: Knowledge, mark: str) -> list[dict[str, str]]:
    measure = knowledge.measure(state.topic.measure, state.topic.policy) if state.topic.measure else None
    record = measure.input(state.asked) if measure else None
    words = UNITS.get(record.unit, ()) if record else ()
    return [one for word in words for one in button(word, Say(mark=mark, kind="w", key=word, value=""))]


def _follow_ups(reply: Reply, mark: str) -> list[dict[str, str]]:
    if reply.kind not in (ReplyKind.CALCULATION, ReplyKind.ANSWER) or not reply.sure:
        return []
    asked = reply.view.focus if isinstance(reply.view, ClauseView) else ""
    return [
        one
        for focus, words in FOLLOW_UPS.items()
        if focus != asked
        for one in button(words, Say(mark=mark, kind="u", key=focus, value=""))
    ]


def _of_checkup(state: State, mark: str) -> list[dict[str, str]]:
    """How to go on without an answer."""
    if not (state.checkup and state.checkup.open):
        return []
    words = CHECKUP if state.choices else CHECKUP[1:]
    return [one for word in words for one in button(word, Say(mark=mark, kind="k", key=word, value=""))]


def _source(reply: Reply) -> list[dict[str, str]]:
    if reply.kind not in QUOTED or not reply.clauses or not reply.sure:
        return []
    first = reply.clauses[0]
    return button(SOURCE, Read(policy=first.policy, clause=first.clause))
