"""「保险补多少」 beside a loan: how much there is of another field, no measure of which is named."""

import re

from bot.copies import replace
from bot.dialogue.calculate import start_measure
from bot.dialogue.choices import offer
from bot.dialogue.measure_choice import is_sibling
from bot.dialogue.measure_policy import calculated
from bot.dialogue.name_pairs import asked_pairs, own_pairs, pairs_in
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.turn import NEW, Turn
from knowledge.records.model import Measure

AS_FOR = re.compile("呢[?？]?$")  # 「那担保的呢」
ASKED = ("amount", "")


def other_field(turn: Turn) -> TurnResult | None:
    """Applies when it is asked how much there is, the matcher is sure of a clause, and a word is said by which measures
    of that clause alone are called, not the one that stands: answered as at the start of a talk. What stands is put
    aside, as people come back to it."""
    now, utterance = turn.current, turn.utterance
    if now is None or turn.moved or utterance.figures or not utterance.is_one_question:
        return None
    if turn.acts.asked not in ASKED or not (turn.acts.asked or AS_FOR.search(utterance.bare)):
        return None
    given = turn.given(now)
    if given.figures or given.taken.facts or not (named := _of_another_field(turn, now)):
        return None
    if any(is_sibling(one, now) for one in named):
        return None  # 「换成研发类信用贷款的口径呢」: the same figures by another rule
    fresh = turn.at(replace(NEW, unit=turn.state.unit, frames=turn.state.on(Topic()).frames))
    return calculated(fresh) or (offer(fresh, named) if len(named) > 1 else start_measure(fresh, named[0]))


def _of_another_field(turn: Turn, now: Measure) -> tuple[Measure, ...]:
    """The measures, of the clause that is surely meant, by whose words none of another clause is called."""
    said = pairs_in([turn.utterance.folded]) - own_pairs(now) - asked_pairs(now)
    every = turn.utterance.knowledge.measures
    if not any(said & own_pairs(measure) for measure in every):
        return ()  # before the clauses are looked up, which most turns of a talk do without
    match = turn.utterance.match
    if match.verdict != "sure":
        return ()
    home = match.hits[0][:2]
    said -= frozenset[str]().union(*(own_pairs(one) for one in every if one.home != home))
    return tuple(measure for measure in every if measure.home == home and said & own_pairs(measure))
