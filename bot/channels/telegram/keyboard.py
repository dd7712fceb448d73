"""Buttons under a message: what each stands for within 64 bytes, and whether it still means what it says.

The prefix carries a version: a button of another shape is read by nobody and answered as stale.
"""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData

from bot.channels.messenger.chips import chips, mark_of
from bot.channels.messenger.chips import words_of as chips_words_of
from bot.dialogue.state import State
from bot.messages import Reply, ReplyKind
from bot.replies.phrasebook import Phrasebook
from knowledge.records.model import Knowledge, Measure, Policy

Rows = list[list[dict[str, str]]]
SOURCE = "依据原文"
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


def keyboard(reply: Reply, state: State, knowledge: Knowledge, book: Phrasebook) -> Rows:
    """The buttons of a reply after which the conversation stands at ``state``."""
    mark = mark_of(state)
    said = [
        one
        for chip in chips(reply, state, knowledge, book)
        for one in button(chip.label, Say(mark=mark, kind=chip.kind, key=chip.key, value=chip.value))
    ]
    return rows([*said, *_source(reply)])


def words_of(data: Say, state: State, book: Phrasebook) -> str:
    """What pressing it says; "" when it is stale or was never ours."""
    return chips_words_of(data.mark, data.kind, data.key, data.value, state, book)


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


def _source(reply: Reply) -> list[dict[str, str]]:
    if reply.kind not in QUOTED or not reply.clauses or not reply.sure:
        return []
    first = reply.clauses[0]
    return button(SOURCE, Read(policy=first.policy, clause=first.clause))
