"""A list of several firms that are reckoned one by one: each row is the case of a firm of its own."""

import re

from bot.copies import replace
from bot.dialogue.calculate import noting, start_measure
from bot.dialogue.firms_told import Case, asks_for_all, firms_told
from bot.dialogue.result import TurnResult
from bot.dialogue.total import added_up
from bot.dialogue.turn import Turn
from bot.nlu.firm_names import firms_named
from bot.slots.rows import Listed, listed
from knowledge.records.model import Measure

# 「各报各的」, 「分开算」, 「先说甲」
SEPARATELY = re.compile(
    "各[报算管拿领]各|分开[算报看]|[一1]家[一1]家|逐[家户]|先(?:说|算|看|讲|报|来)(?=[a-h甲乙丙丁戊])"
)
COMES_FIRST = re.compile("先(?:说|算|看|讲|报)(?:一下)?第([一二三四五])[家个户]")
FIRST = re.compile("先(?:说|算|看|讲|报|来)([a-h甲乙丙丁戊])")
# 「- 老赵：专利质押」, a line for each
ROW = re.compile(r"^[ \t]*[-—–·•*]?[ \t]*([一-鿿]{1,3}|[A-Za-z])[ \t]*[：:][ \t]*(\S.*)$", re.MULTILINE)


def firm_by_firm(turn: Turn) -> TurnResult | None:
    """Every firm of the list has its own case from now on; the reply is about the one that is to come first."""
    if turn.current is None and (cases := _of_several_measures(turn) or firms_told(turn)):
        result = _each_of_its_own(turn, cases)
        return (asks_for_all(turn) and added_up(turn.at(result.state))) or result
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


def _of_several_measures(turn: Turn) -> list[Case]:
    """The cases of firms told line by line, not all about the same measure; none where it is not so."""
    rows = [(one[1], one[2]) for one in ROW.finditer(turn.utterance.text) if _name(one[1])]
    if len(rows) < 2 or len({name for name, _ in rows}) < len(rows):
        return []
    cases = []
    for name, told in rows:
        own = turn.saying(f"{_name(name)}：{told}", turn.state)
        measure = next((one.measure for one in own.fresh_choices if one.by_name), None)
        cases += [Case(name, own.utterance.text, measure)] if measure else []
    several = len({case.measure.key for case in cases}) > 1
    return cases if several and len(cases) == len(rows) else []


def _each_of_its_own(turn: Turn, cases: list[Case]) -> TurnResult:
    first = next((one for one in cases if re.search(f"先.{{1,2}}{one.name}", turn.utterance.text)), cases[0])
    if (place := COMES_FIRST.search(turn.utterance.text)) and (number := "一二三四五".index(place[1])) < len(cases):
        first = cases[number]
    others = [case for case in cases if case is not first]
    state = replace(turn.state, firms=tuple(case.name for case in cases))  # in the order said
    for case in others:
        state = start_measure(turn.saying(case.told, state), case.measure).state
    result = start_measure(turn.saying(first.told, state), first.measure)
    return replace(result, reply=noting(result.reply, [case.told for case in others]))


def _told(found: Listed, place: int, head: str) -> str:
    """The case of one firm, with what is said of all."""
    return f"{_name(found.marks[place])}：{found.row(place)}。{head}"


def _name(mark: str) -> str:
    """The row's mark as a firm is called by it; "" for a mark that is none's name."""
    called = f"{mark}公司" if mark.isascii() else mark
    return called if mark and firms_named(f"{called.lower()}：") else ""
