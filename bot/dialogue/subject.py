"""Which clause a question is about, and which of its measures."""

from collections.abc import Collection, Sequence

from bot.dialogue.asked import asked
from bot.dialogue.claims import value_of
from bot.dialogue.meant import MEANING, meant
from bot.dialogue.measure_choice import Choice, spoken_for, undecided
from bot.dialogue.turn import Turn
from bot.nlu.phrases import mentions
from bot.replies.told import written
from knowledge.records.model import Clause, Measure
from knowledge.text.tokens import fold

NAMED = 4.0  # a measure named by a word or two of its own, against a clause the matcher is not sure of
OF_A_RULE = ("payer", "split", "frequency", "when", "materials", "how", "who", "stacking")  # asked of a rule, not a sum
SUMS = ("amount", "total")  # kinds of questions that want a sum
IN_PART = 2  # pairs of characters of a measure's name that tell it from the others of its clause
NEED_SHOWN = 3  # clauses that help
HARDLY = 0.5  # score of a clause below which a rate that only one of its rivals has tells more
CLOSE = 0.5  # share of the first clause's score from which another may be meant as well


def subject(turn: Turn) -> tuple[Clause, Measure | None]:
    """The clause that is meant, and the measure of it, None where it is not told or several may be."""
    utterance, choices = turn.utterance, turn.choices
    match, knowledge = utterance.match, utterance.knowledge
    if (word := meant(turn)) and asked(turn)[0].kind == MEANING:
        return word.clause, _measure(turn, (word.clause.policy, word.clause.id), choices)
    home = match.hits[0][:2] if match.hits else choices[0].measure.home
    if match.verdict != "sure":
        if choices and choices[0].by_name and choices[0].score > NAMED:
            home = choices[0].measure.home
        elif measure := _by_its_figure(turn):
            return knowledge.policy(measure.policy).clause(measure.clause), measure
    elif measure := _barely_sure_by_its_figure(turn):
        return knowledge.policy(measure.policy).clause(measure.clause), measure
    elif _is_given_its_figures(turn) or _is_rather_named(turn):
        home = choices[0].measure.home
    clause = knowledge.policy(home[0]).clause(home[1])
    if asked(turn)[0].kind == "need" and match.verdict != "sure":
        clause = _helping(turn) or clause
        home = clause.policy, clause.id
    return clause, _measure(turn, home, choices)


def _is_given_its_figures(turn: Turn) -> bool:
    """「专利质押中长期贷款300万，八年」: a sum is wanted of the only measure that is named, and all it needs is given,
    whatever other clause its words sound like."""
    choices, kind = turn.choices, asked(turn)[0].kind
    if len(choices) != 1 or not choices[0].by_name or choices[0].score <= NAMED or kind not in SUMS:
        return False
    needed = {record.key for record in choices[0].measure.inputs if record.required}
    return bool(needed) and needed <= turn.alone(choices[0].measure).filling.inputs.keys()


def _is_rather_named(turn: Turn) -> bool:
    """Whether the only measure that is named is meant, where the clause is barely sure and no word of it is said."""
    choices, hit = turn.choices, turn.utterance.match.hits[0]
    if hit.score >= HARDLY or len(choices) != 1 or not choices[0].by_name or choices[0].score <= NAMED:
        return False
    words = turn.utterance.knowledge.policy(hit.policy).clause(hit.clause).words
    return not mentions(turn.utterance.folded, map(fold, words))


def _by_its_figure(turn: Turn) -> Measure | None:
    """The only measure of the clauses that may be meant that has a rate of the message as its own (那35%)."""
    return _with_its_rate(turn, {hit[:2] for hit in turn.utterance.match.hits[:NEED_SHOWN]})


def _barely_sure_by_its_figure(turn: Turn) -> Measure | None:
    """The same where the clause is barely sure, unless another measure is named."""
    if turn.utterance.match.hits[0].score >= HARDLY:
        return None
    measure = _by_its_figure(turn)
    others = [one for one in turn.choices if one.by_name and (measure is None or one.measure.key != measure.key)]
    return None if others else measure


def _with_its_rate(turn: Turn, homes: Collection[tuple[str, str]]) -> Measure | None:
    utterance = turn.utterance
    said = {value_of(one) for one in utterance.figures if one.kind == "percent"}
    found = [
        measure
        for measure in utterance.knowledge.measures
        if measure.home in homes and any(record.unit == "ratio" and record.value in said for record in measure.figures)
    ]
    return found[0] if len(found) == 1 else None


def _helping(turn: Turn) -> Clause | None:
    """The best of the clauses that may be meant that says something to the need; of those that are close, one with an
    answer for just such words comes first."""
    knowledge, text, hits = turn.utterance.knowledge, turn.utterance.text, turn.utterance.match.hits[:NEED_SHOWN]
    close = [hit for hit in hits if hit.score >= CLOSE * hits[0].score]
    for among, particular in ((close, True), (hits, False)):
        for hit in among:
            clause = knowledge.policy(hit.policy).clause(hit.clause)
            if written(knowledge, clause, None, "need", text, particular=particular):
                return clause
    return None


def _measure(turn: Turn, home: tuple[str, str], choices: Sequence[Choice]) -> Measure | None:
    found = _told_apart(turn, home, choices)
    return found or (_called_in_part(turn, home) if asked(turn)[0].kind in OF_A_RULE else None)


def _told_apart(turn: Turn, home: tuple[str, str], choices: Sequence[Choice]) -> Measure | None:
    ours = [one for one in choices if one.measure.home == home]
    if named := [one for one in ours if one.by_name]:
        return None if undecided(named) else named[0].measure
    match = turn.utterance.match
    found = [m for m in turn.utterance.knowledge.measures if m.home == home and m.id == match.section]
    section = found[0] if found and match.hits and match.hits[0][:2] == home else None
    if section is None:
        return None
    said = section.key in spoken_for(turn.utterance.knowledge, turn.utterance.understood)
    if said and all(one.measure.key != section.key for one in ours):
        return None  # its words are said and denied
    return section if turn.alone(section).usable else None


def _called_in_part(turn: Turn, home: tuple[str, str]) -> Measure | None:
    """The only measure of the clause with a rate of the message, else the one with most of its name in it
    (「质押贴息」, without the loan between)."""
    if found := _with_its_rate(turn, [home]):
        return found
    ours = [one for one in turn.utterance.knowledge.measures if one.home == home]
    title = turn.utterance.knowledge.policy(home[0]).clause(home[1]).title
    said = _pairs(turn.utterance.folded) - _pairs(fold(title))
    shared = [len(said & _pairs(fold(one.name))) for one in ours]
    best = max(shared, default=0)
    return ours[shared.index(best)] if best >= IN_PART and shared.count(best) == 1 else None


def _pairs(folded: str) -> set[str]:
    """Every two characters that stand side by side."""
    return {folded[i : i + 2] for i in range(len(folded) - 1)}
