"""A loan or policy that is another firm's: it leaves the case under way and is of that firm, with a cap of its own."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.calculate import NOTHING, Since, as_it_stands, noting_parts, take_in
from bot.dialogue.extract import Extraction
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.nlu.clauses import clauses
from bot.nlu.fact_words import catalogue_of
from bot.nlu.given_over import A_THING, GivenOver, given_over, is_told_of_ours, turns_to_it
from bot.slots.apart import INNER
from bot.slots.called import which_part
from bot.slots.model import Slot
from bot.slots.parts import Part, add, only, parts_of, remove, with_parts
from bot.slots.standing import Standing
from calculators.wording import money
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

HERE = re.compile("[这那](?:一|个)*[笔份张单轮次台]|[这那]个(?=是|$)|它|刚[加说报]")
A_LOAN = re.compile("[笔份张单轮]|[0-9一二两三四五六七八九十百千]+[万亿]")
SEVERAL = 2


def passed_on(turn: Turn) -> TurnResult | None:
    """Applies when one of several parts, or the whole case, is said to be another firm's, or is put under its name. The
    reply is about what the own firm has left, or about the other where the whole goes or it is asked of that one."""
    measure, state = turn.current, turn.state
    if measure is None or not state.topic.standing.inputs:
        return None
    firms = [frame.firm for frame in state.frames if frame.firm]
    said = given_over(turn.utterance.folded, firms)
    if said is None or said.name == state.topic.firm or _is_a_thing_given(turn, said, measure):
        return None
    parts = parts_of(state.topic.standing, measure)
    place = _which(turn, said, measure, parts)
    if len(parts) >= SEVERAL and place is not None:
        return _part(turn, measure, said, place)
    if piece := _piece(turn, said, measure, parts):
        return _split(turn, measure, said, piece)
    return _whole(turn, measure, said) if _goes_whole(turn, said, parts) else None


def _is_a_thing_given(turn: Turn, said: GivenOver, measure: Measure) -> bool:
    """「押的是车床，软著那个是别家的」: what is another's is a thing that was given, no loan or policy."""
    text = turn.utterance.folded[said.start : said.end]
    if A_LOAN.search(text):
        return False
    facts = turn.utterance.knowledge.facts
    things = [one.key for one in measure.conditions if one.key in facts and not facts[one.key].is_boolean]
    hits = (one for key in things for one in catalogue_of(facts).hits(text, asked=key) if one.key == key)
    return any(one.entry.beside for one in hits)


def _which(turn: Turn, said: GivenOver, measure: Measure, parts: Sequence[Part]) -> int | None:
    """The part that is spoken of, were it only pointed at right after it was told."""
    text, (begin, end) = turn.utterance.text[: said.end], said.said
    text = f"{text[:begin]}{'某' * (end - begin)}{text[end:]}"
    figures, standing = [one for one in turn.utterance.figures if one.end <= said.end], turn.state.topic.standing
    before = "，" * said.start  # first what is said in its own clause: 「第一笔是我们的，第二笔是分公司的」
    inside = [one for one in figures if one.start >= said.start]
    place = which_part(before + text[said.start :], inside, standing, measure)
    if place is None:
        place = which_part(text, figures, standing, measure)
    if place is not None or len(parts) < SEVERAL or not HERE.search(text[said.start :]):
        return place
    last = parts[-1].get(measure.main)
    return len(parts) - 1 if last and last.text in turn.state.last_text else None


def _piece(turn: Turn, said: GivenOver, measure: Measure, parts: Sequence[Part]) -> Figure | None:
    """「其中300万改由子公司贷」: the piece of the one loan that goes, where nothing else of it is a sum."""
    whole = parts[0][measure.main].value if len(parts) == 1 else None
    inside = [one for one in turn.utterance.figures if one.kind == "money" and said.start <= one.start < said.end]
    sums = [one for one in inside if one.value != whole]
    if len(sums) != 1 or not isinstance(whole, Decimal) or not isinstance(sums[0].value, Decimal):
        return None
    known = {record.key for record in measure.inputs if record.unit == "yuan" and record.key in parts[0]}
    inner = INNER.search(turn.utterance.text[: sums[0].start])
    return sums[0] if inner and known == {measure.main} and 0 < sums[0].value < whole else None


def _split(turn: Turn, measure: Measure, said: GivenOver, piece: Figure) -> TurnResult:
    assert isinstance(piece.value, Decimal)
    standing = turn.state.topic.standing
    whole, main = parts_of(standing, measure)[0], measure.main
    amount = whole[main].value
    assert isinstance(amount, Decimal)
    part = {**whole, main: Slot(piece.value, piece.text)}
    step = f"{money(amount)} － {money(piece.value)}"
    rest = {**whole, main: Slot(amount - piece.value, f"{whole[main].text}－{piece.text}", step=step)}
    alone, left = (with_parts(standing, (one,), measure) for one in (part, rest))
    return _apart(turn, measure, said, (alone, part), left)


def _goes_whole(turn: Turn, said: GivenOver, parts: Sequence[Part]) -> bool:
    """Whether all that stands is that firm's: where there is but one loan or policy, or nothing says of which of them
    it is told that they are put there."""
    text = turn.utterance.text[said.start : said.end]
    of_it = HERE.search(text) is not None or A_THING.search(text) is not None
    return said.whole or said.moved or (len(parts) == 1 and of_it)


def _part(turn: Turn, measure: Measure, said: GivenOver, place: int) -> TurnResult:
    topic = turn.state.topic
    part = parts_of(topic.standing, measure)[place]
    left = replace(remove(topic.standing, place, measure), away=())
    return _apart(turn, measure, said, (only(topic.standing, place, measure), part), left)


def _apart(turn: Turn, measure: Measure, said: GivenOver, goes: tuple[Standing, Part], left: Standing) -> TurnResult:
    """What ``goes`` is the other firm's, and what is ``left`` stands for the own one."""
    topic, (alone, part) = turn.state.topic, goes
    theirs = _joined(turn, measure, said.name, alone, part)
    own = replace(topic, standing=left, before=None, actual=None)
    state = replace(turn.state, topic=own)
    rest = _rest(turn, said)
    if turns_to_it(turn.utterance.folded[said.start :], said.name):
        return _told(turn, measure, kept_apart(state, theirs), rest, said.name)
    back = kept_apart(kept_apart(state, theirs), own)
    result = _told(turn, measure, back, rest)
    return replace(result, reply=noting_parts(result.reply, f"{part[measure.main].text}那份算{said.name}的，另外单算"))


def _whole(turn: Turn, measure: Measure, said: GivenOver) -> TurnResult:
    topic = turn.state.topic
    theirs, rest = topic_of(turn, measure, said.name, topic.standing), _rest(turn, said)
    there = kept_apart(turn.state, theirs)
    if rest and is_told_of_ours(fold(rest)) and measure.main in turn.saying(rest, there).given(measure).filling.inputs:
        return _told(turn, measure, kept_apart(there, replace(topic, before=None, actual=None)), rest)
    return _told(turn, measure, there, rest, said.name)


def kept_apart(state: State, topic: Topic) -> State:
    """The talk about ``topic``, with what it was about kept beside it, and no question open."""
    return state.on(topic, asked="", choices=(), failures=0, said=(), skipped=(), pending={})


def topic_of(turn: Turn, measure: Measure, firm: str, standing: Standing) -> Topic:
    """The firm's topic with what goes over: not what is known of the firm, nor what that one has had."""
    of_firm = turn.utterance.knowledge.of_the_firm
    facts = {key: value for key, value in standing.facts.items() if key not in of_firm}
    inputs = {key: slot for key, slot in standing.inputs.items() if key != measure.key_of("prior")}
    gone = replace(standing, inputs=inputs, facts=facts, away=())
    return Topic(measure.policy, measure.clause, measure.id, gone, firm, words=turn.utterance.text)


def _joined(turn: Turn, measure: Measure, firm: str, alone: Standing, part: Part) -> Topic:
    """The firm's topic with this part, beside what it has."""
    name = (measure.policy, measure.clause, measure.id, firm)
    theirs = next((frame for frame in turn.state.frames if frame.name == name), None)
    if theirs is None or not parts_of(theirs.standing, measure):
        return topic_of(turn, measure, firm, alone)
    return replace(theirs, standing=add(theirs.standing, part, measure, theirs.words))


def _rest(turn: Turn, said: GivenOver) -> str:
    """What the message tells besides."""
    text = turn.utterance.text
    cut = [text[one.start : one.end] for one in clauses(turn.utterance.folded) if one.start >= said.end]
    return "，".join(cut)


def _told(turn: Turn, measure: Measure, state: State, rest: str, firm: str = "") -> TurnResult:
    """What comes of it, with what else is told."""
    standing = state.topic.standing
    begun = Since(standing, firm=firm) if firm else Since(standing)
    more = turn.saying(rest, state) if rest else turn.at(state)
    given = more.given(measure) if rest else None
    if given is not None and not given.filling.problems and _tells(more, given):
        return _of_this(turn, take_in(more, measure, given.taken, begun))
    return _of_this(turn, as_it_stands(turn.saying(NOTHING, state), measure, begun))


def _tells(turn: Turn, given: Extraction) -> bool:
    """Whether a figure or a condition of its own is told."""
    told = given.taken.facts.keys() & (turn.utterance.facts.keys() | turn.utterance.supposed.keys())
    return bool(told) or bool(given.filling.inputs and (turn.utterance.figures or given.figures))


def _of_this(turn: Turn, result: TurnResult) -> TurnResult:
    return replace(result, state=replace(result.state, last_text=turn.utterance.text))
