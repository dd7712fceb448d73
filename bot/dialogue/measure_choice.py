"""Which measure is meant: the words of each measure record, weighed against the clause the matcher found."""

import re
from collections.abc import Sequence

from bot.memo import PerObject
from bot.nlu.phrases import Lists, find, mentions, says
from bot.nlu.utterance import Utterance
from bot.records import record
from bot.slots.voided import TAKEN_BACK
from knowledge.classifier.match import Match
from knowledge.records.model import Knowledge, Measure
from knowledge.text.tokens import fold

EXCLUDED = 20.0
TOP_CLAUSE, OTHER_CLAUSE, SECTION = 4.0, 1.0, 1.5
SIBLING, CURRENT = 3.0, 3.0
FIGURES = re.compile("[0-9万亿%]")
TIE = 1.9
NEAR = 12  # characters before and behind a word that takes a name back, within which names are looked for
IT_IS = re.compile("(?<!不)(?:是|属于|算|走|办)[^，,。；;0-9不]{0,6}$")  # 「那笔是研发的」, not 「钱用在研发上」
IS_NOT = re.compile("(?:不是|不算|不属于|并非|非)[^，。；,;]{0,2}$")


def _needed(measures: tuple[Measure, ...]) -> Lists:
    return Lists({measure.key: measure.needs for measure in measures})


# What a measure is called and what it wants said, kept: phrases are found by what was made of them once
_called: PerObject[Measure, tuple[str, ...]] = PerObject(lambda measure: (*measure.words, *measure.needs))
_labels: PerObject[Measure, tuple[str, ...]] = PerObject(
    lambda measure: tuple(fold(one.label) for one in measure.inputs)
)
_needs: PerObject[tuple[Measure, ...], Lists] = PerObject(_needed)


@record(frozen=True, slots=True)
class Choice:
    """A measure that the words speak for; ``score`` only ranks it among others of the same message."""

    measure: Measure
    score: float
    by_name: bool


def choose(utterance: Utterance, text: str, current: Measure | None) -> list[Choice]:
    """Measures whose needed words are said in ``text`` (not denied), best first; those of clauses the matcher saw count
    more."""
    knowledge = utterance.knowledge
    if current and [fold(one.text) for one in utterance.figures] == [utterance.bare]:
        return []  # a figure alone names no other measure, whoever has it
    text = _as_put_right(knowledge.measures, _without_labels(text, current))
    needed = _needs(knowledge.measures).mentioned(text)
    if current and not needed and not any(_is_put_instead(one, current, utterance) for one in knowledge.measures):
        return []  # none, whatever the clauses are, which need not be looked up
    match = utterance.match
    found = [
        choice
        for measure in knowledge.measures
        if measure.key in needed or (is_sibling(measure, current) if current else measure.id == match.section)
        if (choice := _weigh(measure, utterance, text, current, measure.key in needed))
    ]
    kept = [choice for choice in found if choice.score > 0]
    if current and len(kept) > 1:
        kept = [one for one in kept if not _is_said_within(one, current, kept, text)]
    if not kept and match.verdict == "sure":
        rivals = [one for one in found if one.by_name and _rivalled(one.measure, text, found)]
        kept = [one for one in found if _is_section(one.measure, match)] if len(rivals) < 2 else rivals
    return sorted(kept, key=lambda choice: -choice.score)


def _is_said_within(one: Choice, current: Measure, others: Sequence[Choice], text: str) -> bool:
    """Whether all that is said of a sibling is said of another measure too, with a word of that one's own: the interest
    on a loan is meant by 「成果转化贷款贴息」, though losses of another loan are spoken of."""
    if one.measure is current or not is_sibling(one.measure, current):
        return False
    said = _said_of(one.measure, text)
    return any(
        said < _said_of(other.measure, text) and not is_sibling(other.measure, current)
        for other in others
        if other is not one
    )


def _said_of(measure: Measure, text: str) -> set[str]:
    return {hit.phrase for hit in find(text, measure.words) if len(hit.phrase) > 1 and not hit.negated}


def _without_labels(text: str, current: Measure | None) -> str:
    """Without what the inputs of the measure are called, in which another's words may stand: 「省级保费补贴是60万」."""
    for label in _labels(current) if current else ():
        text = text.replace(label, "")
    return text


def _as_put_right(measures: tuple[Measure, ...], text: str) -> str:
    """Without what is named just before a word that takes it back, where another measure is named just behind that:
    「专利质押的……不对，是成果转化的」."""
    for mark in TAKEN_BACK.finditer(text):
        begin = max(mark.start() - NEAR, 0)
        before = _needs(measures).mentioned(text[begin : mark.start()])
        if before and _needs(measures).mentioned(text[mark.end() :][:NEAR]) - before:
            return text[:begin] + text[mark.end() :]
    return text


def _is_put_instead(measure: Measure, current: Measure, utterance: Utterance) -> bool:
    """Whether a word of another one is said that computes from the same figures."""
    sibling = measure.key != current.key and is_sibling(measure, current)
    return sibling and _told_apart(measure, current, utterance.folded, utterance)


def _told_apart(measure: Measure, sibling: Measure, text: str, utterance: Utterance) -> bool:
    """Whether a word is said that is its own and not its sibling's (「那就走成果转化」), or its kind of loan is told
    with a word that the sibling bars: 「那笔是研发的，纯信用」."""
    barred = (found for found in find(text, sibling.excludes) if IT_IS.search(text[: found.start]))
    if any(not found.negated for found in barred) and _is_of_its_kind(measure, sibling, utterance):
        return True
    shared = {*sibling.words, *sibling.needs}
    said = (hit for hit in find(text, _called(measure)) if len(hit.phrase) > 1)  # 「省里那补贴」 names no 贴息
    return any(hit.phrase not in shared and not hit.negated for hit in said)


def _is_of_its_kind(measure: Measure, sibling: Measure, utterance: Utterance) -> bool:
    """Whether the kind of loan that it alone is for is told."""
    facts = utterance.knowledge.facts
    own = (one for one in measure.conditions if one.key in facts and sibling.condition(one.key) is None)
    return any(facts[one.key].ahead and one.affirms(utterance.facts.get(one.key, "")) for one in own)


def _rivalled(measure: Measure, text: str, found: Sequence[Choice]) -> bool:
    """Whether a word that speaks against the measure stands in the name of another: 「研发占比6%」 names none."""
    names = {hit.phrase for one in found if one.measure is not measure for hit in find(text, _called(one.measure))}
    return any(word in name for word in measure.excludes for name in names)


def spoken_for(knowledge: Knowledge, text: str) -> frozenset[str]:
    """Keys of the measures one of whose needed words is in ``text``, denied or not."""
    return _needs(knowledge.measures).mentioned(text)


def _weigh(measure: Measure, utterance: Utterance, text: str, current: Measure | None, needed: bool) -> Choice | None:
    """``needed``: one of the words the measure needs is mentioned, though it may be denied."""
    match = utterance.match
    sibling = current is not None and current.key != measure.key and is_sibling(measure, current)
    pointed_at = current is None and not needed and _pointed_at(measure, text, match)
    said = needed and says(text, measure.needs)
    sure = match.verdict == "sure" and _is_section(measure, match)
    denied = sure and needed and not said and current is None and _is_told_apart(measure, text)
    if not (sibling or pointed_at or said or denied):
        return None
    named = find(text, measure.words)
    words = [found for found in named if denied or not found.negated]  # 「买的不是鲁科保，补多少」 asks about it
    if sibling and current and not _told_apart(measure, current, text, utterance):
        return None
    score = sum(min(len(found.phrase), 6) for found in words) + 1.0
    if fold(measure.name) in text:
        score += len(measure.name)  # called by the whole of its name
    if mentions(text, measure.excludes):
        score -= EXCLUDED * sum(1 for word in measure.excludes if says(text, [word]))
    score += SIBLING if sibling else CURRENT if current is measure else 0
    return Choice(measure, score + _clause_bonus(measure, match), bool(named) or sibling)


def _is_told_apart(measure: Measure, text: str) -> bool:
    """「买的不是鲁科保」: what there is is said to be something else, not that there is nothing (「没专利」)."""
    return any(IS_NOT.search(text[: found.start]) for found in find(text, measure.needs))


def _pointed_at(measure: Measure, text: str, match: Match) -> bool:
    """The matcher is sure of a measure none of whose words is said: good enough to ask, not to compute with."""
    sure = match.verdict == "sure" and _is_section(measure, match)
    return sure and not FIGURES.search(text)


def is_sibling(one: Measure, other: Measure) -> bool:
    """Sibling measures compute from the same required figures (35% and 45% of a bad principal)."""
    return one.required == other.required


def told_apart(utterance: Utterance) -> list[Measure]:
    """Measures of which a word is said that none of their siblings has, where several are: named side by side they do
    not exclude one another."""
    measures = utterance.knowledge.measures
    named = []
    for measure in measures:
        others = {
            word
            for one in measures
            if one is not measure and is_sibling(one, measure)
            for word in (*one.words, *one.needs)
        }
        if says(utterance.folded, [word for word in (*measure.words, *measure.needs) if word not in others]):
            named.append(measure)
    return [one for one in named if any(is_sibling(one, other) for other in named if other is not one)]


def _clause_bonus(measure: Measure, match: Match) -> float:
    clauses = [hit[:2] for hit in match.hits]
    bonus = SECTION if match.verdict == "sure" and _is_section(measure, match) else 0.0
    if match.verdict != "sure" or measure.home not in clauses[:3]:
        return bonus
    return bonus + (TOP_CLAUSE if clauses[0] == measure.home else OTHER_CLAUSE)


def _is_section(measure: Measure, match: Match) -> bool:
    """Whether the matcher means this measure: the section of its first clause, in that clause's policy."""
    return match.section == measure.id and bool(match.hits) and match.hits[0].policy == measure.policy


def undecided(choices: Sequence[Choice]) -> tuple[Measure, ...]:
    """The measures between which the words do not decide: same clause, about the same weight."""
    if len(choices) < 2 or choices[0].score - choices[1].score >= TIE:
        return ()
    close = [c.measure for c in choices if choices[0].score - c.score < TIE]
    return tuple(close)
