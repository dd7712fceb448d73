"""One turn: what was heard and what is remembered → a reply and what to remember. Each step answers or passes on."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.calculate import continue_measure, start_measure
from bot.dialogue.choices import picked
from bot.dialogue.departments import duties_asked
from bot.dialogue.extract import (
    breaks_something,
    doubted,
    fits_question,
    gives_figures,
    replace_text,
    take_facts,
    usable,
)
from bot.dialogue.fallbacks import (
    about_document,
    after_the_end,
    cancelled,
    current,
    names_document,
    not_ours,
    refused,
    unknown,
)
from bot.dialogue.measure_choice import apart, choose, undecided
from bot.dialogue.overview import overview
from bot.dialogue.result import Turned
from bot.dialogue.rules import about_rule, focus_of, follow_up
from bot.dialogue.state import State, Topic, on_topic
from bot.measures.assess import Standing
from bot.messages import ReplyKind
from bot.nlu.phrases import mentions, says
from bot.nlu.utterance import Heard
from bot.replies.build import Extra, choice_reply, clause_reply, hits_of, plain_reply
from bot.replies.build import hit_of as clause_hit
from knowledge.records.model import Measure
from knowledge.records.series import row_on
from knowledge.text.tokens import fold

SHORT = 25
WEAK = 1.0
NAMED = 4.0  # a measure named by a word or two of its own, against a clause the matcher is sure of
POLITE = frozenset(("greeting", "thanks", "goodbye", "identity"))  # small talk that is no failed answer
Step = Callable[[Heard, State], Turned | None]


def respond(heard: Heard, state: State) -> Turned:
    """The reply of the first step that has one."""
    for step in STEPS:
        if turned := step(heard, state):
            return dated(heard, turned)
    return unknown(heard, state)


def dated(heard: Heard, turned: Turned) -> Turned:
    """Every reply from a document knows when it is asked for a day before the document's first (``early``)."""
    policy = turned.reply.view.get("policy")
    if policy is None or heard.day >= policy.valid_from:
        return turned
    return replace(turned, reply=replace(turned.reply, view={**turned.reply.view, "early": heard.day}))


def returned(heard: Heard, state: State) -> Turned | None:
    """「回到刚才那个」: the topic before this one, as it stood."""
    if not (heard.wants("back") and state.previous and state.previous.clause):
        return None
    topic, restored = state.previous, on_topic(state, state.previous)
    if topic.measure:
        measure = heard.knowledge.measure(topic.measure, topic.policy)
        return continue_measure(heard, restored, measure, resumed=not gives_figures(heard, measure, restored))
    hit = clause_hit(heard.knowledge, topic.policy, topic.clause)
    return Turned(clause_reply(heard.knowledge, (hit,)), replace(restored, asked=""))


def waiting(heard: Heard, state: State) -> Turned | None:
    """「我得问问会计」: nothing is filled, the question stays open; of a condition it is an answer: 不清楚. With a
    condition named (「不清楚质押登记办没办」) it is the answer to that one, whichever was asked."""
    measure = current(heard, state)
    if measure is None or heard.figures:
        return None
    if doubted(heard, measure):
        return continue_measure(heard, state, measure)
    if state.asked and heard.wants("unsure", "skip"):
        return continue_measure(heard, state, measure, unsure=True)
    return None


def calculated(heard: Heard, state: State) -> Turned | None:
    """A measure is meant, by name or because the talk is about one, and there is something to compute or to ask."""
    now = current(heard, state)
    if now and answers(heard, state, now):
        return continue_measure(heard, state, now)
    if now and about_rule(heard) and not gives_figures(heard, now, state) and not breaks_something(heard, now):
        return followed_up(heard, state)
    choices = choose(heard.knowledge, heard.understood, heard.match, now)
    if now and (not choices or choices[0].measure.key == now.key):
        return _carry_on(heard, state, now)
    if not choices:
        return None
    if now and choices[0].score <= WEAK and usable(heard, now, state):
        return continue_measure(heard, state, now)
    top = choices[0].measure
    figures = gives_figures(heard, top)
    if heard.match.verdict in ("meta", "none", "smalltalk") and not (
        figures and choices[0].by_name and not _ruled_out(heard)
    ):
        return None
    elsewhere = heard.match.verdict == "sure" and heard.match.hits[0][:2] != top.home
    if elsewhere and not (figures and choices[0].score > NAMED):
        return None
    if about_rule(heard) and not figures and not breaks_something(heard, top):
        return rule_answer(heard, state, top)
    if not (usable(heard, top) or heard.wants("amount") or breaks_something(heard, top)):
        return None
    if tied := undecided(choices):
        with_figures = tuple(measure for measure in tied if gives_figures(heard, measure))
        if len(with_figures) != 1:
            return offer(heard, state, tied)
        top = with_figures[0]
    if heard.match.verdict == "unsure" and heard.match.hits[0][:2] != top.home and not usable(heard, top):
        return None
    return start_measure(heard, state, top)


def _ruled_out(heard: Heard) -> bool:
    """Whether a word of a foreign topic is said (青岛, 首套房): against that no figure helps."""
    topic = heard.knowledge.topics.get(heard.match.section)
    return heard.match.verdict == "none" and topic is not None and mentions(heard.folded, map(fold, topic.words))


def rule_answer(heard: Heard, state: State, measure: Measure) -> Turned:
    """What a measure says about offices, conditions, materials …, asked for by name; the talk then stands on it."""
    knowledge, hit = heard.knowledge, clause_hit(heard.knowledge, measure.policy, measure.clause)
    hits = hits_of(hit, heard.match.hits)
    view = {"lpr": row_on(knowledge.lpr, heard.day)}
    extra = Extra(repaired=heard.match.repaired)
    reply = clause_reply(
        knowledge, hits, focus=focus_of(heard), measure=measure, view=view, extra=extra, text=heard.folded
    )
    topic = Topic(measure.policy, measure.clause, measure.id, Standing(facts=dict(heard.facts)))
    return Turned(reply, on_topic(state, topic, choices=(), asked="", said=(), last_text=heard.text))


def _carry_on(heard: Heard, state: State, now: Measure) -> Turned | None:
    told = usable(heard, now, state) or bool(take_facts(heard, state, now) or _told_of_the_matter(heard))
    if told and not (_about_another(heard, state) and not _announced(heard, now)):
        return continue_measure(heard, state, now)
    return None


def _told_of_the_matter(heard: Heard) -> bool:
    """Whether a fact is stated that says more than who asks (我行)."""
    return any(heard.knowledge.facts[key].of != "asker" for key in heard.facts)


def _announced(heard: Heard, measure: Measure) -> bool:
    return any(word in heard.folded for record in measure.inputs for word in record.announces)


def _about_another(heard: Heard, state: State) -> bool:
    """The matcher is sure of another clause, and there are enough words for that to mean something."""
    match = heard.match
    return match.verdict == "sure" and len(heard.bare) > 12 and match.hits[0][:2] != state.topic.home


def answers(heard: Heard, state: State, measure: Measure) -> bool:
    """A short reply that fits the question just asked, however much it sounds like something else (「专利」)."""
    return bool(state.asked) and len(heard.bare) <= 14 and fits_question(heard, state, measure)


def offer(heard: Heard, state: State, measures: tuple[Measure, ...]) -> Turned:
    reply = choice_reply(heard.knowledge, measures, heard.match.hits, Extra(repaired=heard.match.repaired))
    choices = tuple(
        (name, f"measure:{m.key}") for m, name in zip(measures, apart(heard.knowledge, measures), strict=True)
    )
    topic = Topic(measures[0].policy, measures[0].clause)
    return Turned(reply, on_topic(state, topic, choices=choices, asked="", last_text=heard.text))


def followed_up(heard: Heard, state: State) -> Turned | None:
    if not state.topic.clause or len(heard.bare) > SHORT:
        return None
    return follow_up(heard, state)


def choosing_still(heard: Heard, state: State) -> Turned | None:
    """A figure or fact while a choice is open: taken together with the question that led to the choice."""
    measures = [target for _, target in state.choices if target.startswith("measure:")]
    if not measures or not (heard.figures or heard.facts) or len(heard.bare) > SHORT:
        return None
    together = replace_text(heard, f"{state.last_text}，{heard.text}")
    choices = choose(heard.knowledge, together.folded, together.match, None)
    if tied := undecided(choices):
        return offer(together, state, tied)
    return start_measure(together, replace(state, choices=()), choices[0].measure) if choices else None


def stray_figure(heard: Heard, state: State) -> Turned | None:
    """A sum without any topic: 「200万」 after a cancel is asked about, never computed with."""
    rest = heard.bare
    for figure in heard.figures:
        rest = rest.replace(figure.text.lower(), "")
    if state.topic.measure or not heard.figures or len(rest.strip()) > 3:
        return None
    said = "、".join(figure.text for figure in heard.figures)
    return Turned(plain_reply(ReplyKind.ASK, template="stray", said=said), replace(state, last_text=heard.text))


def lpr_asked(heard: Heard, state: State) -> Turned | None:
    """「现在LPR是多少」: answered by the measure that computes with it; with a sum in the message it is computed."""
    measure = next((m for m in heard.knowledge.measures if m.quotes("lpr")), None)
    if measure is None or not heard.wants("lpr") or any(f.kind in ("money", "percent") for f in heard.figures):
        return None
    return (
        follow_up(heard, state)
        if (state.topic.policy, state.topic.measure) == (measure.policy, measure.id)
        else rule_answer(heard, state, measure)
    )


def unanswered(heard: Heard, state: State) -> Turned | None:
    """A question is open and the few words said are no answer to it: it is put again, with an example."""
    measure = current(heard, state)
    few = len(heard.bare) <= 8 or bool(heard.figures)
    if measure is None or not state.asked or not few or not _means_nothing(heard):
        return None
    return continue_measure(heard, state, measure)


def _means_nothing(heard: Heard) -> bool:
    match = heard.match
    if match.verdict == "meta":
        return not names_document(heard)
    return match.verdict in ("none", "unsure") or (match.verdict == "smalltalk" and match.section not in POLITE)


def overviewed(heard: Heard, state: State) -> Turned | None:
    """「我们是高企，想贷款，有啥政策」; a message with a sum in it is a question about that sum."""
    if not heard.wants("overview") or any(figure.kind == "money" for figure in heard.figures):
        return None
    return overview(heard, state)


def clause_answer(heard: Heard, state: State) -> Turned | None:
    match = heard.match
    if not match.hits:
        return None
    sure = match.verdict == "sure"
    hits = hits_of(None, match.hits)
    named = [
        m
        for m in heard.knowledge.measures
        if m.id == match.section and m.home == hits[0][:2] and says(heard.folded, m.needs)
    ]
    measure = named[0] if named and sure else None
    extra = Extra(repaired=match.repaired, short=heard.repeats(state.last_text))
    view = {"lpr": row_on(heard.knowledge.lpr, heard.day)}
    reply = clause_reply(
        heard.knowledge,
        hits,
        focus=focus_of(heard),
        measure=measure,
        sure=sure,
        view=view,
        extra=extra,
        text=heard.folded,
    )
    clauses = [heard.knowledge.policy(h.policy).clause(h.clause) for h in hits[:3]]
    choices = () if sure else tuple((clause.title, f"clause:{clause.policy}/{clause.id}") for clause in clauses)
    topic = Topic(hits[0].policy, hits[0].clause)
    return Turned(reply, on_topic(state, topic, choices=choices, asked="", last_text=heard.text))


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
