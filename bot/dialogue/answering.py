"""A message that begins a talk is answered as what it asks: sums by the calculators, everything else by the records."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.asked import HEARD, Asked, asked, put
from bot.dialogue.calculate import start_measure
from bot.dialogue.claims import UNITS, broken_by, checked, claimed_figures
from bot.dialogue.measure_choice import Choice, spoken_for, undecided
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import follow_up
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.messages import ReplyKind
from bot.replies.build import hit_of, hits_of, passage, plain_reply
from bot.replies.told import told_reply, written
from bot.replies.views import Claim, Extra, PersonView, Told, ToldView
from knowledge.records.model import Answer, Clause, Measure

SUMS = ("amount", "total", "inverse", "compare")
OF_ONE_CASE = ("amount", "eligibility", "terms", "list")  # that are answered by what stands in the way of it
GIVE_AND_ASK = ("eligibility", "claim", "need", "why", "list", "other")  # beside which figures given are worked out
OUTSIDE = ("meta", "none", "smalltalk")
NEED_SHOWN, NEED_SHARE = 3, 0.25  # clauses that help, and the share of the first one's score that they must have
PLAINLY = 0.6  # score from which a person is surely wanted
NOT_OURS = "not_ours"  # the kind of an answer that only names what is not answered
CLOSE = 0.06  # scores nearer than this are truly close
NAMED = 4.0  # a measure named by a word or two of its own, against a clause the matcher is not sure of


def answered(turn: Turn) -> TurnResult | None:
    """None where a sum is to be worked out, where the talk goes on about a measure, and where nothing is ours."""
    if turn.current is not None or turn.state.stray:
        return None
    match, questions = turn.utterance.match, asked(turn)
    if questions[0].kind == "person" and questions[0].score >= PLAINLY:
        return _person(turn)
    if match.verdict in OUTSIDE or not match.hits:
        return None
    goes_on = turn.state.topic.clause and turn.utterance.is_one_question and not turn.choices
    if goes_on and (result := follow_up(turn)):
        return result
    clause, measure = _subject(turn)
    if _is_settled(turn, questions, clause, measure):
        return _told(turn, questions[:1], clause, measure, None)
    if (several := _several(turn)) and not _offers_figures(turn):
        return several
    if measure and not _is_named(turn, measure) and _is_of_the_clause(turn, questions[0], clause, measure):
        measure = None  # what is asked about is none of the measures
    began = _began(turn, measure)
    if began and questions[0].kind in SUMS and began.reply.amount and not turn.choices:
        return began
    if began and began.reply.eligible is False and questions[0].kind in OF_ONE_CASE:
        return replace(began, reply=replace(began.reply, focus=questions[0].kind))  # nothing, with its reason
    if not _is_told(turn, questions, clause, measure, began):
        return None
    return _told(turn, questions, clause, measure, began)


def _began(turn: Turn, measure: Measure | None) -> TurnResult | None:
    """What comes of the measure by what the message gives it; None where it gives nothing."""
    if measure is None or not (turn.alone(measure).usable or turn.alone(measure).breaks):
        return None
    return start_measure(turn, measure)


def _is_settled(turn: Turn, questions: Sequence[Asked], clause: Clause, measure: Measure | None) -> bool:
    """Whether staff wrote that in such a case there is nothing to be had, whatever figures are given; where a condition
    of the measure says so itself, the sum of nothing is shown, with its reason."""
    knowledge, text = turn.utterance.knowledge, turn.utterance.text
    answer = written(knowledge, clause, measure, questions[0].kind, text, particular=True)
    if answer is None or not answer.settles:
        return False
    began = _began(turn, measure or (turn.choices[0].measure if turn.choices and turn.choices[0].by_name else None))
    return began is None or began.reply.eligible is not False


def _several(turn: Turn) -> TurnResult | None:
    """Questions about different clauses, each put by a piece of its own: each is answered from its clause. What is
    asked besides and is not ours is named."""
    if any(one.kind in UNITS for one in turn.utterance.figures):
        return None
    parts: dict[Clause, Told] = {}
    strange: list[Told] = []
    pieces = _clearly_put(turn)
    for place, (piece, besides) in enumerate(pieces):
        if len(parts) + len(strange) + len(pieces) - place < 2:
            return None
        alone = turn.beginning(piece)
        question, verdict = asked(alone)[0], alone.utterance.match.verdict
        if verdict == "none" and besides and (parts or strange):
            strange.append(Told(NOT_OURS, passage=piece))
        if verdict != "sure" or question.score < HEARD:
            continue
        clause, measure = _subject(alone)
        if clause not in parts:
            parts[clause] = replace(_part(alone, question, clause, measure, alone=True), home=clause)
    if len(parts) + len(strange) < 2:
        return None
    first, match = next(iter(parts)), turn.utterance.match
    hits = [hit_of(turn.utterance.knowledge, clause.policy, clause.id) for clause in parts]
    extra = Extra(repaired=match.repaired)
    reply = told_reply(turn.utterance.knowledge, first, (*parts.values(), *strange), hits, extra=extra)
    topic = Topic(first.policy, first.id)
    return TurnResult(reply, turn.state.on(topic, choices=(), asked="", said=(), last_text=turn.utterance.text))


def _clearly_put(turn: Turn) -> list[tuple[str, bool]]:
    """The pieces put as questions, each with whether it is asked besides, that can be answered or named."""
    pieces = put(turn)
    return [one for one in pieces if one[1] or asked(turn.beginning(one[0]))[0].score >= HEARD] if pieces[1:] else []


def _is_named(turn: Turn, measure: Measure) -> bool:
    return any(one.measure.key == measure.key and one.by_name for one in turn.choices)


def _is_of_the_clause(turn: Turn, question: Asked, clause: Clause, measure: Measure) -> bool:
    """Whether what staff wrote for words of the message was written for the clause, not for the measure."""
    knowledge, text = turn.utterance.knowledge, turn.utterance.text
    answer = written(knowledge, clause, measure, question.kind, text, particular=True)
    return answer is not None and answer.of == clause.id


def _person(turn: Turn) -> TurnResult:
    knowledge, match = turn.utterance.knowledge, turn.utterance.match
    named = [one.measure.home for one in turn.fresh_choices if one.by_name]
    home = match.hits[0][:2] if match.verdict == "sure" else named[0] if named else None
    clause = knowledge.policy(home[0]).clause(home[1]) if home else None
    reply = plain_reply(ReplyKind.ANSWER if clause else ReplyKind.SMALLTALK, PersonView(knowledge.site, clause))
    if clause:
        hits = hits_of(hit_of(knowledge, clause.policy, clause.id), match.hits)
        reply = replace(reply, clauses=hits, focus="who", lead=clause.lead, cooperate=clause.cooperate)
    return TurnResult(reply, replace(turn.state, last_text=turn.utterance.text))


def _subject(turn: Turn) -> tuple[Clause, Measure | None]:
    """The clause that is meant, and the measure of it, None where it is not told or several may be."""
    utterance, choices = turn.utterance, turn.choices
    match, knowledge = utterance.match, utterance.knowledge
    home = match.hits[0][:2]
    if choices and choices[0].by_name and match.verdict != "sure" and choices[0].score > NAMED:
        home = choices[0].measure.home
    clause = knowledge.policy(home[0]).clause(home[1])
    if asked(turn)[0].kind == "need" and match.verdict != "sure":
        clause = _helping(turn) or clause
        home = clause.policy, clause.id
    return clause, _measure(turn, home, choices)


def _helping(turn: Turn) -> Clause | None:
    """The best of the clauses that may be meant that says something to the need."""
    knowledge = turn.utterance.knowledge
    for hit in turn.utterance.match.hits[:NEED_SHOWN]:
        clause = knowledge.policy(hit.policy).clause(hit.clause)
        if written(knowledge, clause, None, "need", turn.utterance.text):
            return clause
    return None


def _measure(turn: Turn, home: tuple[str, str], choices: Sequence[Choice]) -> Measure | None:
    ours = [one for one in choices if one.measure.home == home]
    if named := [one for one in ours if one.by_name]:
        return None if undecided(named) else named[0].measure
    match = turn.utterance.match
    found = [m for m in turn.utterance.knowledge.measures if m.home == home and m.id == match.section]
    section = found[0] if found and match.hits[0][:2] == home else None
    if section is None:
        return None
    said = section.key in spoken_for(turn.utterance.knowledge, turn.utterance.understood)
    if said and all(one.measure.key != section.key for one in ours):
        return None  # its words are said and denied
    return section if turn.alone(section).usable else None


def _is_told(
    turn: Turn, questions: Sequence[Asked], clause: Clause, measure: Measure | None, began: TurnResult | None
) -> bool:
    """Whether the records answer it: not where a sum is asked for or figures are offered for one."""
    utterance, first = turn.utterance, questions[0]
    particular = written(utterance.knowledge, clause, measure, first.kind, utterance.text, particular=True)
    broken = began is not None and began.reply.eligible is False
    if particular and (measure is None or broken):
        return True
    if utterance.match.verdict == "unsure" and _is_open(turn, first):
        return False
    offered = _offers_figures(turn)
    if offered and began is not None and began.reply.amount is None and first.kind == "claim":
        offered = False  # a claim beside figures that give no sum
    rule = first.kind == "terms" and not utterance.wants("conditions", "cap")  # 「怎么算」 wants its sum
    vague = offered or first.score < HEARD or rule
    asks_sum = any(one.kind in SUMS for one in questions) or (utterance.wants("amount") and vague)
    if asks_sum and not particular:
        return (not turn.choices or len(questions) > 1) and not offered
    if offered:
        return first.kind not in (*SUMS, *GIVE_AND_ASK) and first.score >= HEARD
    return True


def _is_open(turn: Turn, question: Asked) -> bool:
    """Whether it is better to ask which clause is meant: several documents may be, or two clauses are truly close and
    nobody knows what is wanted."""
    hits = turn.utterance.match.hits
    close = len(hits) > 1 and hits[0].score - hits[1].score < CLOSE
    unclear = question.score < HEARD and question.kind != "need"
    return len({hit.policy for hit in hits[:3]}) > 1 or (close and unclear)


def _offers_figures(turn: Turn) -> bool:
    """Whether a measure is named and given a figure of its own, which is not one said to be the document's."""
    claims = {one.start for one in claimed_figures(turn)}
    own = [one for one in turn.utterance.figures if one.start not in claims]
    for choice in turn.choices[:2] if own else ():
        filling = turn.alone(choice.measure).filling
        money = {i.key for i in choice.measure.inputs if i.required and i.unit != "choice"}
        given = [slot for key, slot in filling.inputs.items() if key in money]
        if any(slot.text in one.text or one.text in slot.text for slot in given for one in own):
            return True
    return False


def _told(
    turn: Turn, questions: Sequence[Asked], clause: Clause, measure: Measure | None, began: TurnResult | None
) -> TurnResult:
    """The answers, and the talk standing on what they are about with all that was given."""
    utterance = turn.utterance
    match = utterance.match
    if began is None and measure and any(one.kind in SUMS for one in questions):
        began = start_measure(turn, measure)  # a sum is asked for besides: what it needs is asked for
    parts = [_part(turn, one, clause, measure, alone=len(questions) == 1) for one in questions]
    parts = [part for i, part in enumerate(parts) if not part.says or part.says not in {p.says for p in parts[:i]}]
    if measure and any(part.kind == "eligibility" and not part.says for part in parts):
        parts = [part for part in parts if part.says or part.kind not in (*SUMS, "terms")]  # the rule is told with it
    reply = told_reply(
        utterance.knowledge,
        clause,
        parts,
        hits_of(None, match.hits),
        measure=measure,
        sure=match.verdict == "sure",
        offer=questions[0].kind != "need",
        extra=Extra(repaired=match.repaired),
    )
    if began is None:
        topic = Topic(clause.policy, clause.id, measure.id if measure else "")
        return TurnResult(reply, turn.state.on(topic, choices=(), asked="", said=(), last_text=utterance.text))
    view = reply.view
    assert isinstance(view, ToldView)
    missing = measure.input(began.state.asked) if measure and began.reply.missing else None
    view = replace(view, ask=missing.label if missing else "")
    reply = replace(
        began.reply, kind=ReplyKind.ANSWER, view=view, clauses=reply.clauses, sure=reply.sure, focus=reply.focus
    )
    return TurnResult(reply, began.state)


def _part(turn: Turn, question: Asked, clause: Clause, measure: Measure | None, *, alone: bool) -> Told:
    knowledge, kind = turn.utterance.knowledge, question.kind
    text = turn.utterance.text if alone else question.text
    its_own = [one for one in knowledge.measures if one.home == (clause.policy, clause.id)]
    rivals = [one.measure for one in turn.fresh_choices if one.by_name] if kind == "compare" else []
    told = Told(kind, measure=measure, measures=rivals if len(rivals) > 1 else its_own)
    answer = written(knowledge, clause, measure, kind, text)
    if answer and answer.says and kind != "claim":  # staff's words need no others
        told = replace(told, says=answer.says, quote=answer.quote)
    else:
        near = passage(clause, turn.utterance.folded, its_own).rstrip("。；")
        told = _derived(turn, replace(told, passage=near, facts=turn.utterance.facts), answer)
    return replace(told, more=_more(turn, clause)) if kind == "need" else told


def _derived(turn: Turn, told: Told, answer: Answer | None) -> Told:
    """With what is held against the records."""
    if told.kind == "claim" and not (answer and answer.words) and (claim := _claim(turn, told)):
        return claim
    claims = _right(turn, told, answer) if answer and told.kind == "claim" and answer.words else ()
    if answer:
        return replace(told, says=answer.says, quote=answer.quote, claims=claims)
    return replace(told, broken=broken_by(turn, told.measure)) if told.kind == "eligibility" else told


def _claims(turn: Turn, told: Told) -> list[Claim]:
    found = checked(claimed_figures(turn), [told.measure] if told.measure else told.measures)
    return [
        Claim(one.said, one.right is not None, tuple(r.quote for r in ((one.right,) if one.right else one.against)))
        for one in found
        if one.against
    ]


def _right(turn: Turn, told: Told, answer: Answer) -> list[Claim]:
    """Those of the figures claimed that the document has, but for what the answer itself is about."""
    return [one for one in _claims(turn, told) if one.right and not any(one.said in word for word in answer.words)]


def _claim(turn: Turn, told: Told) -> Told | None:
    """The claim held against the figures and conditions of what it is about; None where it says neither."""
    broken, claims = broken_by(turn, told.measure), _claims(turn, told)
    return replace(told, broken=broken, claims=claims) if broken or claims else None


def _more(turn: Turn, clause: Clause) -> tuple[tuple[str, Clause], ...]:
    """What other clauses say to the need."""
    knowledge, hits = turn.utterance.knowledge, turn.utterance.match.hits
    found = []
    for hit in hits[:NEED_SHOWN]:
        other = knowledge.policy(hit.policy).clause(hit.clause)
        if other == clause or hit.score < NEED_SHARE * hits[0].score:
            continue
        if answer := written(knowledge, other, None, "need", turn.utterance.text):
            found.append((answer.says, other))
    return tuple(found)
