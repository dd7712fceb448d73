"""The dialogue policy, readable as a list: the first step that has a reply answers the turn."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from bot.dialogue.calculate import continue_measure, start_measure
from bot.dialogue.choices import picked
from bot.dialogue.departments import duties_asked
from bot.dialogue.document import documents
from bot.dialogue.fallbacks import about_document, after_the_end, cancelled, names_document, not_ours, refused, unknown
from bot.dialogue.measure_choice import choose, undecided
from bot.dialogue.overview import overview
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import about_rule, focus_of, follow_up, rule_answer
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.measures.case import goes_by
from bot.messages import ReplyKind
from bot.nlu.phrases import mentions, says
from bot.nlu.utterance import Utterance
from bot.replies.build import apart, choice_reply, clause_reply, hit_of, hits_of, plain_reply, told_apart
from bot.replies.views import Extra, StrayView
from knowledge.records.model import Measure, Policy
from knowledge.records.series import row_on
from knowledge.text.tokens import fold

WEAK = 1.0
NAMED = 4.0  # a measure named by a word or two of its own, against a clause the matcher is sure of
POLITE = frozenset(("greeting", "thanks", "goodbye", "identity"))  # small talk that is no failed answer
FILLING_WORDS = 3  # characters beside a figure that say nothing of their own (就是200万)
Step = Callable[[Turn], TurnResult | None]


def respond(utterance: Utterance, state: State) -> TurnResult:
    """The reply of the first step that has one."""
    turn = Turn(utterance, state)
    for step in STEPS:
        if result := step(turn):
            return _dated(turn, result)
    return unknown(turn)


def _dated(turn: Turn, result: TurnResult) -> TurnResult:
    """Every reply from a document knows when it is asked for a day before the document's first (``early``)."""
    policy = getattr(result.reply.view, "policy", None)
    if not isinstance(policy, Policy) or turn.utterance.day >= policy.valid_from:
        return result
    return replace(result, reply=replace(result.reply, early=turn.utterance.day))


def returned(turn: Turn) -> TurnResult | None:
    """「回到刚才那个」: the topic before this one, as it stood."""
    utterance, topic = turn.utterance, turn.state.previous
    if not (utterance.wants("back") and topic and topic.clause):
        return None
    restored = turn.at(turn.state.on(topic))
    if measure := restored.current:
        return continue_measure(restored, measure, resumed=not restored.given(measure).figures)
    hit = hit_of(utterance.knowledge, topic.policy, topic.clause)
    return TurnResult(clause_reply(utterance.knowledge, (hit,)), replace(restored.state, asked=""))


def waiting(turn: Turn) -> TurnResult | None:
    """「我得问问会计」: nothing is filled, the question stays open; of a condition it is an answer: 不清楚. A condition
    that is named (「不清楚质押登记办没办」) is the one answered, whichever was asked."""
    measure = turn.current
    if measure is None or turn.utterance.figures:
        return None
    if turn.given(measure).doubts:
        return continue_measure(turn, measure)
    if turn.state.asked and turn.utterance.wants("unsure", "skip"):
        return continue_measure(turn, measure, unsure=True)
    return None


def choosing_still(turn: Turn) -> TurnResult | None:
    """A figure or fact while a choice is open: taken together with the question that led to the choice."""
    utterance, state = turn.utterance, turn.state
    measures = [target for _, target in state.choices if target.startswith("measure:")]
    if not measures or not (utterance.figures or utterance.facts) or not utterance.is_one_question:
        return None
    together = turn.saying(f"{state.last_text}，{utterance.text}", replace(state, choices=()))
    choices = choose(utterance.knowledge, together.utterance.folded, together.utterance.match, None)
    if tied := undecided(choices):
        return offer(together, tied)
    return start_measure(together, choices[0].measure) if choices else None


def stray_figure(turn: Turn) -> TurnResult | None:
    """A sum without any topic: 「200万」 after a cancel is asked about, never computed with."""
    utterance, rest = turn.utterance, turn.utterance.bare
    for figure in utterance.figures:
        rest = rest.replace(figure.text.lower(), "")
    if turn.current or not utterance.figures or len(rest.strip()) > FILLING_WORDS:
        return None
    said = "、".join(figure.text for figure in utterance.figures)
    reply = plain_reply(ReplyKind.ASK, StrayView(said))
    return TurnResult(reply, replace(turn.state, last_text=utterance.text))


def lpr_asked(turn: Turn) -> TurnResult | None:
    """「现在LPR是多少」: answered by the measure that computes with it; with a sum in the message it is computed."""
    utterance = turn.utterance
    if not utterance.wants("lpr") or any(f.kind in ("money", "percent") for f in utterance.figures):
        return None
    if turn.current and goes_by(turn.current, "lpr"):
        return follow_up(turn)
    measures = [measure for measure in utterance.knowledge.measures if goes_by(measure, "lpr")]
    order = [policy.id for policy in documents(turn)]
    ours = sorted((m for m in measures if m.policy in order), key=lambda m: order.index(m.policy))
    return rule_answer(turn, ours[0]) if ours else None


def overviewed(turn: Turn) -> TurnResult | None:
    """「我们是高企，想贷款，有啥政策」; a message with a sum in it is a question about that sum."""
    utterance = turn.utterance
    if not utterance.wants("overview") or any(figure.kind == "money" for figure in utterance.figures):
        return None
    return overview(turn)


def calculated(turn: Turn) -> TurnResult | None:
    """A measure is meant, by name or because the talk is about one, and there is something to compute or to ask:
    the first rule that applies decides, and may pass the turn on to the next step."""
    return next(rule.act for rule in CALCULATION if rule.applies(turn))(turn)


def followed_up(turn: Turn) -> TurnResult | None:
    """A question about what was just talked of."""
    return follow_up(turn) if turn.state.topic.clause and turn.utterance.is_one_question else None


def unanswered(turn: Turn) -> TurnResult | None:
    """A question is open and the few words said are no answer to it: it is put again, with an example."""
    few = turn.utterance.is_word_or_two or bool(turn.utterance.figures)
    if turn.current is None or not turn.state.asked or not few or not _means_nothing(turn.utterance):
        return None
    return continue_measure(turn, turn.current)


def _means_nothing(utterance: Utterance) -> bool:
    match = utterance.match
    if match.verdict == "meta":
        return not names_document(utterance)
    return match.verdict in ("none", "unsure") or (match.verdict == "smalltalk" and match.section not in POLITE)


def clause_answer(turn: Turn) -> TurnResult | None:
    """What the clause found says; the first three as choices when it is not sure."""
    utterance, match = turn.utterance, turn.utterance.match
    if not match.hits:
        return None
    sure, hits = match.verdict == "sure", hits_of(None, match.hits)
    reply = clause_reply(
        utterance.knowledge,
        hits,
        focus=focus_of(utterance),
        measure=_measure_named(utterance) if sure else None,
        sure=sure,
        lpr=row_on(utterance.knowledge.lpr, utterance.day),
        extra=Extra(repaired=match.repaired, short=utterance.repeats(turn.state.last_text)),
        text=utterance.folded,
    )
    offered = () if sure else told_apart(utterance.knowledge, hits[:3])
    choices = tuple((clause.title, f"clause:{clause.key}") for clause in offered)
    topic = Topic(hits[0].policy, hits[0].clause)
    return TurnResult(reply, turn.state.on(topic, choices=choices, asked="", last_text=utterance.text))


def _measure_named(utterance: Utterance) -> Measure | None:
    """The measure of the best clause whose own words are said."""
    match = utterance.match
    for measure in utterance.knowledge.measures:
        found = measure.id == match.section and measure.home == match.hits[0][:2]
        if found and says(utterance.folded, measure.needs):
            return measure
    return None


def offer(turn: Turn, measures: tuple[Measure, ...]) -> TurnResult:
    """Several measures fit: which one?"""
    utterance = turn.utterance
    reply = choice_reply(utterance.knowledge, measures, utterance.match.hits, Extra(repaired=utterance.match.repaired))
    names = apart(utterance.knowledge, measures)
    choices = tuple((name, f"measure:{m.key}") for m, name in zip(measures, names, strict=True))
    topic = Topic(measures[0].policy, measures[0].clause)
    return TurnResult(reply, turn.state.on(topic, choices=choices, asked="", last_text=utterance.text))


STEPS: tuple[Step, ...] = (
    refused,
    cancelled,
    returned,
    picked,
    waiting,
    choosing_still,
    stray_figure,
    after_the_end,
    lpr_asked,
    duties_asked,
    overviewed,
    calculated,
    followed_up,
    about_document,
    unanswered,
    not_ours,
    clause_answer,
)


# The rules of ``calculated``: whether each applies, and what is done then.


class Rule(NamedTuple):
    """One row of the table; ``name`` says when it applies."""

    name: str
    applies: Callable[[Turn], bool]
    act: Step


def _answers_the_question(turn: Turn) -> bool:
    """A brief reply that fits, however much it sounds like something else (「专利」)."""
    now = turn.current
    return bool(now and turn.state.asked and turn.utterance.is_brief and turn.given(now).answers)


def _asks_about_the_rule(turn: Turn) -> bool:
    now = turn.current
    if now is None or not about_rule(turn.utterance):
        return False
    return not turn.given(now).figures and not turn.given(now).breaks


def _is_about_the_current(turn: Turn) -> bool:
    now = turn.current
    return now is not None and (not turn.choices or turn.choices[0].measure.key == now.key)


def _names_none(turn: Turn) -> bool:
    return not turn.choices


def _gives_the_current_and_hardly_names_another(turn: Turn) -> bool:
    now = turn.current
    return now is not None and turn.choices[0].score <= WEAK and turn.given(now).usable


def _is_elsewhere(turn: Turn) -> bool:
    """The message is small talk, about the document or not ours, unless a measure is named and given a figure."""
    utterance, top = turn.utterance, turn.choices[0]
    if utterance.match.verdict not in ("meta", "none", "smalltalk"):
        return False
    return not (turn.alone(top.measure).figures and top.by_name and not _is_ruled_out(utterance))


def _is_ruled_out(utterance: Utterance) -> bool:
    """Whether a word of a foreign topic is said (青岛, 首套房): against that no figure helps."""
    topic = utterance.knowledge.topics.get(utterance.match.section)
    none = utterance.match.verdict == "none"
    return none and topic is not None and mentions(utterance.folded, map(fold, topic.words))


def _is_sure_of_another_clause(turn: Turn) -> bool:
    match, top = turn.utterance.match, turn.choices[0]
    if match.verdict != "sure" or match.hits[0][:2] == top.measure.home:
        return False
    return not (turn.alone(top.measure).figures and top.score > NAMED)


def _asks_about_the_rule_of_the_named(turn: Turn) -> bool:
    alone = turn.alone(turn.choices[0].measure)
    return about_rule(turn.utterance) and not alone.figures and not alone.breaks


def _gives_nothing(turn: Turn) -> bool:
    alone = turn.alone(turn.choices[0].measure)
    return not (alone.usable or alone.breaks or turn.utterance.wants("amount"))


def _names_several(turn: Turn) -> bool:
    return bool(undecided(turn.choices))


def _is_unsure_of_the_clause(turn: Turn) -> bool:
    match, top = turn.utterance.match, turn.choices[0].measure
    other = match.verdict == "unsure" and match.hits[0][:2] != top.home
    return other and not turn.alone(top).usable


def _always(turn: Turn) -> bool:
    return True


def _pass_on(turn: Turn) -> None:
    return None


def _continue(turn: Turn) -> TurnResult | None:
    return continue_measure(turn, turn.current) if turn.current else None


def _carry_on(turn: Turn) -> TurnResult | None:
    """The measure under way takes what it is given, unless the words are about something else."""
    now = turn.current
    if now is None:
        return None
    given = turn.given(now)
    told = given.usable or given.facts or _tells_of_the_matter(turn.utterance)
    if not told or (_is_about_another_clause(turn) and not _announces(turn.utterance, now)):
        return None
    return continue_measure(turn, now)


def _tells_of_the_matter(utterance: Utterance) -> bool:
    """Whether a fact is stated that says more than who asks (我行)."""
    return any(utterance.knowledge.facts[key].of != "asker" for key in utterance.facts)


def _announces(utterance: Utterance, measure: Measure) -> bool:
    return any(word in utterance.folded for record in measure.inputs for word in record.announces)


def _is_about_another_clause(turn: Turn) -> bool:
    """The matcher is sure of another clause, and there are enough words for that to mean something."""
    match = turn.utterance.match
    elsewhere = match.verdict == "sure" and match.hits[0][:2] != turn.state.topic.home
    return elsewhere and not turn.utterance.is_brief


def _answer_the_rule(turn: Turn) -> TurnResult:
    return rule_answer(turn, turn.choices[0].measure)


def _choose_among_several(turn: Turn) -> TurnResult | None:
    """The one that is given figures; which one is asked when that is none or several."""
    tied = undecided(turn.choices)
    given = tuple(measure for measure in tied if turn.alone(measure).figures)
    if len(given) != 1:
        return offer(turn, tied)
    match = turn.utterance.match
    if match.verdict == "unsure" and match.hits[0][:2] != given[0].home and not turn.alone(given[0]).usable:
        return None
    return start_measure(turn, given[0])


def _start(turn: Turn) -> TurnResult:
    return start_measure(turn, turn.choices[0].measure)


CALCULATION: tuple[Rule, ...] = (
    Rule("answers the question that was put", _answers_the_question, _continue),
    Rule("asks about the rule of the measure under way", _asks_about_the_rule, _pass_on),
    Rule("is about the measure under way", _is_about_the_current, _carry_on),
    Rule("names no measure", _names_none, _pass_on),
    Rule("gives the current, hardly names another", _gives_the_current_and_hardly_names_another, _continue),
    Rule("is small talk, about the document, or not ours", _is_elsewhere, _pass_on),
    Rule("is surely about another clause", _is_sure_of_another_clause, _pass_on),
    Rule("asks about the rule of the measure named", _asks_about_the_rule_of_the_named, _answer_the_rule),
    Rule("gives nothing to compute with", _gives_nothing, _pass_on),
    Rule("names several measures", _names_several, _choose_among_several),
    Rule("may be about another clause", _is_unsure_of_the_clause, _pass_on),
    Rule("names a measure and gives it something", _always, _start),
)
