"""One of several parts is asked about or looked at by itself: what it comes to, while all of them stand."""

import re

from bot.copies import replace
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.measures.assess import Standing, compute
from bot.nlu.clauses import clauses
from bot.replies.build import outcome_reply, said_inputs
from bot.replies.views import Extra
from bot.slots.called import called_in, calls, drops, is_looked_at, one_gone, which_part
from bot.slots.parts import is_same, only, restored
from knowledge.records.model import Measure

A_NAME = 4  # characters of a part that is only called
ALONE = re.compile("单独|单看|单算|[光只先]看|[呢哩咧][?？]?$")  # said of one part that is looked at by itself
# All that is said besides the call where only that one's sum is asked for: 「光…的话是多少来着」
ONLY_ASKS = re.compile(
    "(?:[光只单就仅论按算看那呢啊呀嘛吧?？，,。 ]|要是|如果|假如|的话|的|是|有|能|可以|该|贴息?|补贴?|补助|奖励?|拿|"
    "领|给|得|多少|几个?|来着|钱|元|万|又|再|会|出来|到底|大概|一下|自己|一个|咱们?|我们?|俺们?|单独|说|问|想知道|知道)*"
)
SUMS = ("amount", "total")  # kinds of questions that a sum which stands answers


def _part_asked_about(turn: Turn) -> Standing | None:
    """The part that is asked about or looked at by itself, were it one that was taken away, as what stands alone; None
    where none is, or something is told of it: 「乙呢」, 「①单独看是多少」, 「后面那单单列给我」."""
    measure, standing = turn.current, turn.state.topic.standing
    utterance = turn.utterance
    if measure is None or max(len(standing.parts), len(standing.away)) < 2 or drops(utterance.text):
        return None
    looks = is_looked_at(utterance.text)
    if turn.acts.asked not in ("", *SUMS) and not looks:
        return None
    given = turn.given(measure)
    told = given.filling.problems or given.figures or _tells_besides_the_call(turn, measure)
    supposed = not looks and any(clause.supposed for clause in clauses(utterance.folded))
    told = told or (supposed and not _only_asks(turn, measure))
    asks = len(utterance.bare) <= A_NAME or looks or ALONE.search(utterance.text) or turn.acts.asked
    one = utterance.is_one_question or looks
    if told or not asks or not one or len(called_in(utterance.text, standing.parts)) > 1:
        return None
    place = one_gone(utterance.text, utterance.figures, standing, measure) if standing.away else None
    if place is not None:
        return only(restored(standing, measure), place, measure)
    index = which_part(utterance.text, utterance.figures, standing, measure) if len(standing.parts) > 1 else None
    return None if index is None else only(standing, index, measure)


def _without_the_call(turn: Turn, measure: Measure) -> str:
    text, stands = turn.utterance.text, turn.state.topic.standing
    for one in reversed(calls(text, turn.utterance.figures, stands.parts, measure)):
        text = f"{text[: one.start]}{text[one.end :]}"
    return text


def _only_asks(turn: Turn, measure: Measure) -> bool:
    """Whether no more is said than the part that is called, and that its sum is asked for: nothing is supposed of
    it."""
    return turn.acts.asked in SUMS and ONLY_ASKS.fullmatch(_without_the_call(turn, measure)) is not None


def _tells_besides_the_call(turn: Turn, measure: Measure) -> bool:
    """Whether a condition is told in other words than those by which the part is called."""
    utterance = turn.utterance
    if not (turn.given(measure).taken.facts or utterance.of_parts):
        return False
    rest = turn.saying(_without_the_call(turn, measure), turn.state)
    if is_looked_at(utterance.text):  # which answers nothing
        return bool(rest.utterance.facts or rest.utterance.of_parts)
    return bool(rest.given(measure).taken.facts or rest.utterance.of_parts)


def asks_about_a_part(turn: Turn) -> bool:
    return _part_asked_about(turn) is not None


def looks_at_a_part(turn: Turn) -> bool:
    """The same in words that say so, whatever was asked before: 「去年那次单算」."""
    return is_looked_at(turn.utterance.text) and asks_about_a_part(turn)


def part_alone(turn: Turn) -> TurnResult | None:
    """What one part comes to by itself; everything stands as it is."""
    alone, measure, state = _part_asked_about(turn), turn.current, turn.state
    if alone is None or measure is None:
        return None
    main, whole = measure.main, state.topic.standing
    every = whole.away or whole.parts
    own = {key: slot for key, slot in alone.inputs.items() if key in {main, measure.day_key}}
    place = next((i for i, part in enumerate(every, 1) if is_same(part, own)), 0)
    outcome = compute(turn.utterance.knowledge, measure, alone, turn.utterance.day)
    extra = Extra(parts=(f"只看第{place}笔",) if place else (), short=True, said=state.skipped)
    reply = outcome_reply(turn.utterance.knowledge, outcome, alone, (), extra)
    reply = replace(reply, inputs=said_inputs(measure, state.topic.standing))
    return TurnResult(reply, replace(state, last_text=turn.utterance.text))
