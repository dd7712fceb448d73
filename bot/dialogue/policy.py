"""The dialogue policy, readable as a list: the first step that has a reply answers the turn."""

from collections.abc import Callable

from bot.copies import replace
from bot.dialogue.acts import ASKS, HEARD, MEANING
from bot.dialogue.answering import answered
from bot.dialogue.arithmetic import repeated
from bot.dialogue.asked import asked
from bot.dialogue.before_choice import figure_after_clause, figure_before_choice
from bot.dialogue.by_its_number import without_its_number
from bot.dialogue.by_staff import answered_by_staff, with_staff
from bot.dialogue.calculate import continue_measure
from bot.dialogue.checkup import checkup
from bot.dialogue.choices import each_given, picked
from bot.dialogue.denied_choice import another_than_denied
from bot.dialogue.departments import duties_asked
from bot.dialogue.distance import distance, left_of_cap
from bot.dialogue.document import documents
from bot.dialogue.fallbacks import (
    about_document,
    after_the_end,
    cancelled,
    firm_elsewhere,
    names_document,
    not_ours,
    open_question,
    refused,
    unknown,
)
from bot.dialogue.firm_left_out import firm_left_out
from bot.dialogue.firm_rows import firm_by_firm
from bot.dialogue.firms_compared import compared_by_firm, one_compared
from bot.dialogue.frames import came_back, relocated, restarted
from bot.dialogue.given_back import given_back
from bot.dialogue.inverse import inverse
from bot.dialogue.let_go import let_go
from bot.dialogue.measure_policy import calculated, each_with_figures
from bot.dialogue.most_allowed import most_allowed
from bot.dialogue.named_alone import named_alone
from bot.dialogue.not_looked_at import as_it_stood_for, asks_if_it_matters
from bot.dialogue.of_both import with_the_other
from bot.dialogue.of_here import as_of_here
from bot.dialogue.other_field import other_field
from bot.dialogue.overview import overview
from bot.dialogue.own_part import own_part
from bot.dialogue.passed_on import passed_on
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import focus_of, follow_up, rule_answer
from bot.dialogue.running import is_elsewhere, later, running
from bot.dialogue.same_unit import in_the_same_unit
from bot.dialogue.several_asked import several_apart
from bot.dialogue.side_question import about_another
from bot.dialogue.split_firms import split_firms
from bot.dialogue.staff import left_for_staff, person
from bot.dialogue.state import State, Topic
from bot.dialogue.told_of_firms import total_of_told
from bot.dialogue.total import total
from bot.dialogue.turn import Turn
from bot.dialogue.uncapped import uncapped
from bot.dialogue.whose_figure import whose_figure
from bot.dialogue.written import written_into
from bot.measures.assess import Standing
from bot.measures.case import goes_by
from bot.messages import Change, Reply, ReplyKind
from bot.nlu.phrases import says
from bot.nlu.puts_off import puts_off
from bot.nlu.utterance import Utterance
from bot.nlu.what_counts import asks_only_what_counts
from bot.replies.build import clause_reply, hit_of, hits_of, plain_reply, told_apart
from bot.replies.views import ClauseView, Extra, MetaView, StrayView
from knowledge.records.model import Measure, Policy
from knowledge.records.series import row_on

POLITE = frozenset(("greeting", "thanks", "goodbye", "identity"))  # small talk that is no failed answer
OF_ONE_MEASURE = ("eligibility", "terms")  # kinds of questions that are about the measure that is named
FILLING_WORDS = 3  # characters beside a figure that say nothing of their own (就是200万)
Step = Callable[[Turn], TurnResult | None]


def respond(utterance: Utterance, state: State, change: Change | None = None) -> TurnResult:
    """The reply of the first step that has one; a ``change`` made in a field is taken as it stands there."""
    if change and (result := written_into(Turn(utterance, state), change)):
        return _dated(Turn(utterance, state), result)
    utterance = in_the_same_unit(as_of_here(utterance, state), state)
    said = Turn(utterance.in_talk() if state.topic.measure else utterance, state)
    if result := given_back(said) or whose_figure(said) or passed_on(said) or firm_left_out(said):
        return _dated(said, result)
    turn = without_its_number(relocated(said))
    for step in STEPS:
        if result := step(turn):
            return _dated(turn, firm_elsewhere(turn, result) or with_the_other(turn, result))
    return unknown(turn)


def _dated(turn: Turn, result: TurnResult) -> TurnResult:
    """Every reply from a document knows when it is asked for a day before the document's first (``early``), or after
    its last (``over``), unless it says that already."""
    if (asked := _asked_again(turn, result.reply)) != ():
        result = replace(result, reply=replace(result.reply, missing=asked))
    if result.reply.measure is None and _stays(turn, result):
        result = replace(result, reply=replace(result.reply, measure=result.state.topic.measure))
    if paused := _paused(turn, result.reply):
        result = replace(result, reply=replace(result.reply, paused=paused))
    if added := with_staff(turn.utterance, result.reply):
        result = replace(result, reply=added)
    reply, day = result.reply, turn.utterance.day
    policy = getattr(reply.view, "policy", None)
    if isinstance(policy, Policy) and day < policy.valid_from:
        return replace(result, reply=replace(reply, early=day))
    home = policy if isinstance(policy, Policy) else _home(turn, reply)
    of_validity = isinstance(reply.view, MetaView) and "validity" in reply.view.sections
    if home is None or day <= home.valid_to or of_validity or reply.kind is ReplyKind.EXPIRED:
        return result
    return replace(result, reply=replace(reply, over=home))


def _stays(turn: Turn, result: TurnResult) -> bool:
    """Whether the talk stands on its measure all the same: small talk, a question about the document itself, or one
    that the measure's clause answers."""
    reply, topic = result.reply, result.state.topic
    if turn.current is None or not topic.measure:
        return False
    home = [(one.policy, one.clause) for one in reply.clauses[:1]]
    beside = reply.kind in (ReplyKind.SMALLTALK, ReplyKind.META)
    return beside or (reply.kind is ReplyKind.ANSWER and home == [topic.home])


def _asked_again(turn: Turn, reply: Reply) -> tuple[str, ...]:
    """The figure that an answer given beside a calculation asks for again at its end."""
    asked = turn.state.asked
    figure = turn.current is not None and turn.current.input(asked) is not None
    reminds = reply.kind is ReplyKind.ANSWER and not reply.missing and bool(getattr(reply.view, "reminder", ""))
    return (asked,) if figure and reminds else ()


def _paused(turn: Turn, reply: Reply) -> tuple[tuple[str, str], ...]:
    """The measures a reply is about that staff have stopped; none where it says so already."""
    stopped = [one for one in turn.utterance.knowledge.measures if one.paused]
    if not stopped or reply.kind is ReplyKind.EXPIRED or not reply.clauses:
        return ()
    first = reply.clauses[0]
    own = [one for one in stopped if one.policy == first.policy]
    about = [one for one in own if reply.measure == one.id or (not reply.measure and one.clause == first.clause)]
    return tuple((one.name, one.paused) for one in about)


def _home(turn: Turn, reply: Reply) -> Policy | None:
    """The document whose clauses a reply stands on."""
    return turn.utterance.knowledge.policy(reply.clauses[0].policy) if reply.clauses else None


def waiting(turn: Turn) -> TurnResult | None:
    """「我得问问会计」: nothing is filled, the question stays open; if it was about a condition, that is
    answered with 不清楚. A condition the message names (「不清楚质押登记办没办」) is answered instead of the one asked
    about."""
    measure = turn.current
    if measure is None or turn.utterance.figures:
        return None
    if puts_off(turn.utterance.text):
        return later(turn)
    if turn.given(measure).taken.doubts:
        return continue_measure(turn, measure)
    if turn.acts.asked and turn.acts.score(f"{ASKS}{turn.acts.asked}") >= HEARD:
        return None  # 「这事归哪个部门，我去问问备没备案」
    acts, facts = turn.acts, turn.given(measure).taken.facts
    told = set(facts.values())
    elsewhere = any(key != turn.state.asked and value != "unknown" for key, value in facts.items())
    if turn.utterance.wants("unsure", "skip") and turn.state.asked and not elsewhere and not acts.does("smalltalk"):
        return continue_measure(turn, measure, unsure=True)
    if not acts.does("wait") or acts.score("wait") <= acts.score("smalltalk"):
        return None
    if told and turn.utterance.match.section == "goodbye":
        told -= {"unknown"}  # 「得嘞，回头聊」 takes leave
    return None if told else later(turn)


def stray_figure(turn: Turn) -> TurnResult | None:
    """A sum without any topic: 「200万」 after a cancel is asked about, never computed with."""
    utterance, rest = turn.utterance, turn.utterance.bare
    for figure in utterance.figures:
        rest = rest.replace(figure.text.lower(), "")
    if turn.current or not utterance.figures or len(rest.strip()) > FILLING_WORDS:
        return None
    if all(figure.kind == "date" for figure in utterance.figures) or turn.choices:
        return None
    said = "、".join(figure.text for figure in utterance.figures)
    reply = replace(plain_reply(ReplyKind.ASK, StrayView(said)), missing=("measure",))
    return TurnResult(reply, replace(turn.state, last_text=utterance.text, stray=utterance.text))


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
    if turn.choices and turn.choices[0].by_name and asked(turn)[0].kind in OF_ONE_MEASURE:
        return None  # 「专利质押那笔贴息能享受到吗」
    return overview(turn)


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
    measure = _measure_named(utterance) if sure else None
    told = Standing(facts=turn.alone(measure).taken.facts if measure else {})
    reply = clause_reply(
        utterance.knowledge,
        hits,
        focus=focus_of(utterance),
        measure=measure,
        standing=told,
        sure=sure,
        lpr=row_on(utterance.knowledge.lpr, utterance.day),
        extra=Extra(repaired=match.repaired, short=utterance.repeats(turn.state.last_text)),
        text=utterance.folded,
    )
    offered = () if sure else told_apart(utterance.knowledge, hits[:3])
    choices = tuple((clause.title, f"clause:{clause.key}") for clause in offered)
    topic = Topic(hits[0].policy, hits[0].clause, reply.measure or "", told)
    return TurnResult(reply, turn.state.on(topic, choices=choices, asked="", last_text=utterance.text))


def elsewhere(turn: Turn) -> TurnResult | None:
    """Another clause is surely meant in the middle of a calculation: answered; what stands goes on unless the talk
    turns to that clause."""
    if turn.current is None or not is_elsewhere(turn):
        return None
    if asks_if_it_matters(turn):
        return as_it_stood_for(turn)
    switches = turn.acts.does("switch")
    if not switches and (told := about_another(turn)):
        return _of_its_condition(turn, told)
    result = clause_answer(turn)
    if result is None or switches:
        return result
    view = result.reply.view
    assert isinstance(view, ClauseView)
    reminded = replace(result.reply, view=replace(view, reminder=open_question(turn)))
    return TurnResult(reminded, replace(turn.state, last_text=turn.utterance.text))


def _of_its_condition(turn: Turn, told: TurnResult) -> TurnResult:
    """What counts as one of the conditions of the measure under way, though another clause tells it: the talk stands on
    its own clause."""
    measure, utterance = turn.current, turn.utterance
    if measure is None or not (asks_only_what_counts(utterance.folded) or turn.acts.asked == MEANING):
        return told
    if not any(one.key in utterance.mentioned for one in measure.conditions):
        return told
    own = hit_of(utterance.knowledge, measure.policy, measure.clause)
    others = tuple(one for one in told.reply.clauses if one.clause != own.clause or one.policy != own.policy)
    return replace(told, reply=replace(told.reply, clauses=(own, *others), measure=measure.id))


def _measure_named(utterance: Utterance) -> Measure | None:
    """The measure of the best clause whose own words are said."""
    match = utterance.match
    for measure in utterance.knowledge.measures:
        found = measure.id == match.section and measure.home == match.hits[0][:2]
        if found and says(utterance.folded, measure.needs):
            return measure
    return None


def several_given(turn: Turn) -> TurnResult | None:
    """Several measures are each given figures at the beginning of a talk: each is worked out."""
    if turn.current or turn.utterance.match.verdict in ("none", "smalltalk"):
        return None
    told = each_with_figures(turn)
    return each_given(turn, told) if told else None


STEPS: tuple[Step, ...] = (
    refused,
    left_for_staff,
    answered_by_staff,
    person,
    checkup,
    restarted,
    firm_by_firm,
    several_given,
    one_compared,
    compared_by_firm,
    several_apart,
    uncapped,
    own_part,
    most_allowed,
    split_firms,
    left_of_cap,
    distance,
    inverse,
    total_of_told,
    total,
    repeated,
    let_go,
    cancelled,
    another_than_denied,
    picked,
    waiting,
    figure_before_choice,
    figure_after_clause,
    stray_figure,
    after_the_end,
    lpr_asked,
    duties_asked,
    named_alone,
    overviewed,
    other_field,
    elsewhere,
    running,
    came_back,
    answered,
    calculated,
    followed_up,
    about_document,
    unanswered,
    not_ours,
    clause_answer,
)
