"""A list of several firms that are reckoned one by one: each row is the case of a firm of its own."""

import re
from dataclasses import replace

from bot.dialogue.calculate import noting, start_measure
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.nlu.firm_names import firms_named
from bot.slots.rows import Listed, listed
from knowledge.records.model import Measure

# 「各报各的」, 「分开算」, 「先说甲」
SEPARATELY = re.compile(
    "各[报算管拿领]各|分开[算报看]|[一1]家[一1]家|逐[家户]|先(?:说|算|看|讲|报|来)(?=[a-h甲乙丙丁戊])"
)
FIRST = re.compile("先(?:说|算|看|讲|报|来)([a-h甲乙丙丁戊])")


def firm_by_firm(turn: Turn) -> TurnResult | None:
    """Every firm of the list has its own case from now on; the reply is about the one that is to come first."""
    found = listed(turn.utterance.text, turn.utterance.figures)
    if turn.current or found is None or not SEPARATELY.search(turn.utterance.folded):
        return None
    measure = next((one.measure for one in turn.fresh_choices if one.by_name), None)
    if measure is None or not all(_name(mark) for mark in found.marks):
        return None
    return _one_by_one(turn, found, measure)


def _one_by_one(turn: Turn, found: Listed, measure: Measure) -> TurnResult:
    asked = FIRST.search(turn.utterance.folded)
    first = next((i for i, mark in enumerate(found.marks) if asked and mark.lower() == asked[1]), 0)
    head = turn.utterance.text[: found.rows[0][0]].rsplit(found.marks[0], 1)[0]
    others = [place for place in range(len(found.rows)) if place != first]
    state = turn.state
    for place in others:
        state = start_measure(turn.saying(_told(found, place, head), state), measure).state
    result = start_measure(turn.saying(_told(found, first, head), state), measure)
    kept = [f"{found.marks[place]} {found.row(place)}" for place in others]
    return replace(result, reply=noting(result.reply, kept))


def _told(found: Listed, place: int, head: str) -> str:
    """The case of one firm, with what is said of all."""
    return f"{_name(found.marks[place])}：{found.row(place)}。{head}"


def _name(mark: str) -> str:
    """The row's mark as a firm is called by it; "" for a mark that is none's name."""
    called = f"{mark}公司" if mark.isascii() else mark
    return called if mark and firms_named(f"{called.lower()}：") else ""
