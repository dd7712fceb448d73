"""What is only supposed of a condition, and how it is given up: by its own verb (「进了的」 after 「要是没进规上呢」),
or by going on to other figures after 「万一没备案呢」, with which there was no sum."""

import re

from bot.copies import replace
from bot.dialogue.extract import stands_against
from bot.dialogue.turn import Turn
from bot.nlu.clauses import clauses
from knowledge.records.model import Measure

SURELY = "(?:是的?|那|都|也|全|早就?|已经?|当然|肯定|确实|的确|真的?|实际上?|其实|倒是|[我俺咱]们?|这[笔个份家]|早晚)*"
NO = "(?:没有?|未|不)(?:去|有|能|再|会|办|给|打算)?"
HOW = "(?:了|过|着|上|好|完|成|清|定|掉|下来|进去|出来)"
END = "(?:的|呀|啊|呢|嘛|哩|哈|啦)*"
DONE = re.compile(f"{SURELY}(?P<verb>[一-鿿]){HOW}+{END}")
NOT_DONE = re.compile(f"{SURELY}{NO}(?P<verb>[一-鿿]){HOW}*{END}")
POINTS = re.compile("[那这]$")
NO_VERB = frozenset("是有的对行好中")


def denies_its_verb(text: str, last: str) -> bool:
    """Whether the message (folded) begins with no more than the verb of what was supposed in the ``last``, turned
    round: 「划了」 after 「要是还没划呢」, 「不押」 after 「要是押块地呢」."""
    first = next(iter(clauses(text)), None)
    supposed = "，".join(last[one.start : one.end] for one in clauses(last) if one.supposed) or last
    said = text[first.start : first.end].strip() if first else ""
    if (found := NOT_DONE.fullmatch(said)) and found["verb"] not in NO_VERB:
        return re.search(f"(?<![没未不有能去]){found['verb']}", supposed) is not None
    if (found := DONE.fullmatch(said)) and found["verb"] not in NO_VERB:
        return re.search(f"(?:没有?|未|不)(?:能|去|给|被|再|来得及)*{found['verb']}", supposed) is not None
    return False


def from_what_is_so(turn: Turn, measure: Measure) -> Turn:
    """The turn from what is so, where that alone is spoken of, or goes on."""
    return _of_a_part_that_is_so(turn, measure) or _without_the_break(turn, measure)


def _of_a_part_that_is_so(turn: Turn, measure: Measure) -> Turn | None:
    """「那5万要是算银行贷款呢」 after 「要是融到300万呢」, where 5万 are a part of what is so."""
    topic = turn.state.topic
    sums = [figure.value for figure in turn.utterance.figures if figure.kind in ("money", "number")]
    if topic.actual is None or len(topic.actual.parts) < 2 or topic.standing.parts or len(sums) != 1:
        return None
    known = [part[measure.main].value for part in topic.actual.parts if measure.main in part]
    if known.count(sums[0]) != 1 or not POINTS.search(turn.utterance.text[: turn.utterance.figures[0].start]):
        return None
    so = replace(topic, standing=topic.actual, before=topic.standing, actual=None)
    return turn.at(replace(turn.state, topic=so))


def _without_the_break(turn: Turn, measure: Measure) -> Turn:
    """The turn from what is so, where a condition was only supposed to be broken, with which there is no sum, and the
    message goes on to figures without a word of it."""
    topic = turn.state.topic
    if topic.actual is None:
        return turn
    now, so = topic.standing.facts, topic.actual.facts
    broken = {key for key, value in now.items() if so.get(key) != value and stands_against(measure, key, value)}
    given = turn.given(measure)
    if not broken or broken & {*given.taken.facts, *turn.utterance.mentioned} or not given.filling.inputs:
        return turn
    kept = {key: value for key, value in now.items() if key not in broken}
    facts = {**kept, **{key: so[key] for key in broken if key in so}}
    standing = replace(topic.standing, facts=facts)
    same = (standing.inputs, standing.facts) == (topic.actual.inputs, topic.actual.facts)
    return turn.at(replace(turn.state, topic=replace(topic, standing=standing, actual=None if same else topic.actual)))
