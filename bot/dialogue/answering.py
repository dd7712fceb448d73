"""A message that begins a talk is answered as what it asks: sums by the calculators, everything else by the records."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.asked import HEARD, NO_QUESTION, Asked, asked, put
from bot.dialogue.calculate import start_measure
from bot.dialogue.choices import offer
from bot.dialogue.claims import UNITS, claimed_figures, value_of
from bot.dialogue.fallbacks import names_document
from bot.dialogue.meant import meant
from bot.dialogue.measure_choice import undecided
from bot.dialogue.overview import overview
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import OF_ACT, follow_up, leftover
from bot.dialogue.several_asked import several
from bot.dialogue.state import Topic
from bot.dialogue.subject import subject
from bot.dialogue.told_part import SUMS, none_fits, parts_of
from bot.dialogue.turn import Turn
from bot.messages import ReplyKind
from bot.nlu.phrases import mentions
from bot.replies.build import hits_of
from bot.replies.told import told_reply, written
from bot.replies.views import Extra, ToldView
from knowledge.records.model import Clause, Measure
from knowledge.text.tokens import fold

OF_ONE_CASE = ("amount", "eligibility", "terms", "list")  # that are answered by what stands in the way of it
GIVE_AND_ASK = ("eligibility", "claim", "need", "why", "list", "other")  # beside which figures given are worked out
OUTSIDE = ("meta", "none", "smalltalk")
BARELY = 2  # characters besides the words of asking in a question that names no matter
DERIVED = ("who", "when", "materials", "how", "frequency", "stacking", "payer", "tax", "split")  # without staff's words
# A loan that is hoped for, or was refused, is none to work out
HOPED = re.compile("(?:想|打算|准备|申请|还要)(?:再|去|找银行)?[贷借]|[没不]批|[没不]肯?给?[贷放]款?|被?拒|没[贷借]到")
OF_THE_DOCUMENT = ("document", "when", "claim")  # kinds that ask for the document's days as well
SURELY_ASKED = 0.5  # score from which a kind counts against a document that may be meant
AMONG_MANY = 0.35  # score of a clause below which no single one is meant
TO_BE_HAD = re.compile("[给补奖拿领享][^，。]{0,6}(?:啥|什么|哪些|多少样|几样)|(?:啥|什么|哪些)[^，。]{0,6}[补奖贴]")
# A share is asked for, which the rule itself tells: 「财政替银行担几成」
SHARE_ASKED = re.compile(
    "[补贴担扛给兜赔出掏报奖]几(?:成|个点)|百分之几|千分之几|(?:多大|什么|啥)(?:的)?比例|比例(?:是)?多少|多少(?:个)?(?:点|比例)"
)
PLAINLY = 0.6  # score from which a kind of question is surely heard
CLOSE = 0.06  # scores nearer than this are truly close


def answered(turn: Turn) -> TurnResult | None:
    """None where a sum is to be worked out, where the talk goes on about a measure, and where nothing is ours."""
    if turn.current is not None or turn.state.stray:
        return None
    match, questions = turn.utterance.match, asked(turn)
    if not _offers_figures(turn) and (result := several(turn)):
        return result
    goes_on = turn.state.topic.clause and turn.utterance.is_one_question and not turn.choices
    if goes_on and not _is_of_another_matter(turn, questions) and (result := _goes_on(turn, questions)):
        return result
    if match.verdict == "meta" and _is_of_everything(turn, questions) and (result := overview(turn)):
        return result
    asks_of_ours = (meant(turn) and not _names_what_is_not_ours(turn)) or _asks_of_a_measure(turn, questions)
    if (match.verdict in OUTSIDE or not match.hits) and not asks_of_ours:
        return None
    if _is_of_everything(turn, questions) and (result := overview(turn)):
        return result
    clause, measure = subject(turn)
    if len(questions) == 1 and _is_settled(turn, questions, clause, measure):
        return _told(turn, questions, clause, measure, None)
    if measure and not _is_named(turn, measure) and _is_of_the_clause(turn, questions[0], clause, measure):
        measure = None  # what is asked about is none of the measures
    known = measure is not None and _is_of_its_kind(turn, measure)
    if questions[0].kind == "eligibility" and not known and not _offers_figures(turn) and none_fits(turn, clause):
        return _told(turn, questions, clause, None, None)
    if alike := _alike(turn, questions, clause, measure):
        return offer(turn, alike)
    began = _began(turn, measure)
    if questions[0].kind == "need" and _is_a_story(turn, questions[0], began):
        return _told(turn, questions, clause, measure, None)
    if began and questions[0].kind in SUMS and began.reply.amount and not turn.choices:
        return began
    if began and began.reply.eligible is False and _are_all_denied(turn, measure) and none_fits(turn, clause):
        return _told(turn, [questions[0]._replace(kind="eligibility")], clause, None, None)
    if began and began.reply.eligible is False and questions[0].kind in OF_ONE_CASE:
        return replace(began, reply=replace(began.reply, focus=questions[0].kind))  # nothing, with its reason
    if not _is_told(turn, questions, clause, measure, began):
        worked_out = began is not None and began.reply.amount is not None and not undecided(turn.choices)
        if not (worked_out and began and len(questions) == 1 and questions[0].kind == "eligibility"):
            return None
        return replace(began, reply=replace(began.reply, focus="eligibility"))  # whether it is to be had, and how much
    return _told(turn, questions, clause, measure, began)


def _are_all_denied(turn: Turn, measure: Measure | None) -> bool:
    """「没有专利，也不是成果转化贷」: whether of every measure of the clause that pays the same it is said, in a word
    for its own kind, that it is not that."""
    if measure is None:
        return False
    alike = [one for one in turn.utterance.knowledge.measures if (one.home, one.payee) == (measure.home, measure.payee)]
    text, denied = turn.utterance.folded, _denied(turn, measure)
    shared = "，".join(word for one in alike if one.key != measure.key for word in (one.name, *one.words))  # 「贴息」
    said = [fold(word) for word in measure.words if word not in shared and len(word) > 1 and fold(word) in text]
    only = bool(said) and all(any(word in kind for kind in denied) for word in said)
    return only and all(any(kind in text for kind in _denied(turn, one)) for one in alike)


def _denied(turn: Turn, measure: Measure) -> list[str]:
    """The words for what the measure is for, of those of its conditions that are denied."""
    facts = turn.utterance.knowledge.facts
    denied = [facts[one.key] for one in measure.conditions if turn.utterance.facts.get(one.key) == "no"]
    return [word for fact in denied for said in (fact.values, fact.beside) for word in said.get("yes", ())]


def _is_of_another_matter(turn: Turn, questions: Sequence[Asked]) -> bool:
    """Whether a question in the middle of a talk leaves it: by a word of another clause, or of what is not ours, or by
    saying more than what it asks (「孩子上学找谁」; 「啥时候兑现」 names no matter at all)."""
    match, utterance, topic = turn.utterance.match, turn.utterance, turn.state.topic
    if _names_another_clause(turn):
        return True
    if match.verdict not in OUTSIDE and match.hits:
        return False
    about_document = match.verdict == "meta" and names_document(utterance)
    if about_document or _names_what_is_not_ours(turn):
        return True
    clause = utterance.knowledge.policy(topic.policy).clause(topic.clause)
    texts = (utterance.knowledge, clause, None)
    if any(written(*texts, one.kind, utterance.text, particular=True) for one in questions):
        return False
    return questions[0].score < PLAINLY or leftover(utterance, OF_ACT.get(questions[0].kind, "")) > BARELY


def _names_another_clause(turn: Turn) -> bool:
    """Whether the clause it is likeliest about is another than the talk's, and a word of that one is said and none of
    the talk's."""
    match, utterance, topic = turn.utterance.match, turn.utterance, turn.state.topic
    if not match.hits or match.hits[0][:2] == topic.home:
        return False
    own, other = (
        utterance.knowledge.policy(policy).clause(clause).words for policy, clause in (topic.home, match.hits[0][:2])
    )
    folded = utterance.folded
    return mentions(folded, map(fold, other)) and not mentions(folded, map(fold, own))


def _names_what_is_not_ours(turn: Turn) -> bool:
    """Whether a word of the matter that it was taken for is said, where that is none of ours."""
    foreign = turn.utterance.knowledge.topics.get(turn.utterance.match.section)
    return foreign is not None and mentions(turn.utterance.folded, map(fold, foreign.words))


def _is_of_everything(turn: Turn, questions: Sequence[Asked]) -> bool:
    """「市里能给我们什么」: what there is to be had is asked for, and nothing of it is named."""
    match, first = turn.utterance.match, questions[0]
    named = turn.choices or len(questions) > 1 or match.verdict not in ("meta", "unsure")
    plain = not match.hits or match.hits[0].score < AMONG_MANY
    return (
        first.kind == "list"
        and first.score >= HEARD
        and not named
        and plain
        and TO_BE_HAD.search(first.text) is not None
    )


def _asks_of_a_measure(turn: Turn, questions: Sequence[Asked]) -> bool:
    """A measure is named, though the words that ask are small talk (「…贴利息的一半，我咋觉得不对」) or also fit the
    document (「专利贷贴息是一回还是年年有」)."""
    verdict, first = turn.utterance.match.verdict, questions[0]
    if not (turn.choices and turn.choices[0].by_name):
        return False
    if verdict == "meta":
        of_document = turn.utterance.kinds.get("document", 0.0)
        return first.kind not in (*OF_THE_DOCUMENT, *NO_QUESTION) and first.score >= max(SURELY_ASKED, 2 * of_document)
    return first.kind == "claim" and first.score >= PLAINLY and verdict == "smalltalk"


def _goes_on(turn: Turn, questions: Sequence[Asked]) -> TurnResult | None:
    """What is asked about the clause that stands, without a word of another: by what staff wrote for it, two questions
    each by its own answer."""
    utterance, topic = turn.utterance, turn.state.topic
    knowledge, match = utterance.knowledge, utterance.match
    clause = knowledge.policy(topic.policy).clause(topic.clause)
    elsewhere = match.verdict == "sure" and match.hits[0][:2] != topic.home
    heard = questions[0].score >= HEARD and questions[0].kind not in (*SUMS, *NO_QUESTION)
    two = len(questions) > 1
    first = questions[0]
    known = written(knowledge, clause, None, first.kind, utterance.text) or (
        first.kind in DERIVED and first.score >= PLAINLY
    )
    if heard and not elsewhere and (two or known):
        return _told(turn, questions, clause, None, None)
    return follow_up(turn) if len(questions) == 1 else None


def _alike(turn: Turn, questions: Sequence[Asked], clause: Clause, measure: Measure | None) -> tuple[Measure, ...]:
    """Measures of the clause between which one has to be chosen before there is a sum: 「贴息能拿多少」 where two of
    four give 贴息; none where staff wrote for such words, where all are meant, or where one is told apart."""
    knowledge, text = turn.utterance.knowledge, turn.utterance.text
    named = measure is not None or any(one.by_name for one in turn.choices)
    if named or len(questions) > 1 or questions[0].kind != "amount" or questions[0].score < HEARD:
        return ()
    if written(knowledge, clause, None, "amount", text, particular=True):
        return ()
    ours = [one for one in knowledge.measures if one.home == (clause.policy, clause.id)]
    said = _pairs(turn.utterance.folded) - _pairs(clause.title)
    shared = [len(said & _pairs(fold(one.name))) for one in ours]
    alike = tuple(one for one, count in zip(ours, shared, strict=True) if count == max(shared))
    in_order = tuple(sorted(alike, key=lambda one: clause.text.find(one.figures[0].quote)))
    return in_order if 1 < len(alike) < len(ours) else ()


def _pairs(folded: str) -> set[str]:
    """Every two characters that stand side by side."""
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


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


def _is_named(turn: Turn, measure: Measure) -> bool:
    return any(one.measure.key == measure.key and one.by_name for one in turn.choices)


def _is_of_its_kind(turn: Turn, measure: Measure) -> bool:
    """Whether the loan, the guarantee or the insurance told of is said to be of the kind the measure is for."""
    facts, said = turn.utterance.knowledge.facts, turn.utterance.facts
    own = [one for one in measure.conditions if one.key in said and one.key in facts and facts[one.key].of != "firm"]
    return any(one.affirms(said[one.key]) for one in own)


def _is_of_the_clause(turn: Turn, question: Asked, clause: Clause, measure: Measure) -> bool:
    """Whether what staff wrote for words of the message was written for the clause, not for the measure."""
    knowledge, text = turn.utterance.knowledge, turn.utterance.text
    answer = written(knowledge, clause, measure, question.kind, text, particular=True)
    return answer is not None and answer.of == clause.id


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
    if offered and began and began.reply.kind is ReplyKind.ASK and first.kind == "eligibility":
        offered = False  # the conditions decide; the figure that is missing is asked for behind them
    if offered and first.kind == "claim" and (began is None or began.reply.amount in (None, *_claimed_sums(turn))):
        offered = False  # a claim beside figures that give no sum, or the very sum that is claimed
    rule = first.kind == "terms" and utterance.wants("amount")  # 「怎么算」 wants its sum
    rule = rule and not utterance.wants("conditions", "cap")
    vague = offered or first.score < HEARD or rule
    asks_sum = any(one.kind in SUMS for one in questions) or (utterance.wants("amount") and vague)
    if asks_sum and not particular and not offered and SHARE_ASKED.search(utterance.folded):
        return True
    if asks_sum and not particular:
        return (not turn.choices or len(questions) > 1) and not offered
    if offered:
        return first.kind not in (*SUMS, *GIVE_AND_ASK) and first.score >= HEARD and bool(put(turn))
    return True


def _is_a_story(turn: Turn, need: Asked, began: TurnResult | None) -> bool:
    """Whether a need is told for itself: nothing is to be worked out by it, and no form is the answer to it."""
    asks = began is not None and began.reply.kind is ReplyKind.ASK and need.score >= PLAINLY
    return asks or HOPED.search(turn.utterance.folded) is not None


def _claimed_sums(turn: Turn) -> list[Decimal | None]:
    return [value_of(one) for one in claimed_figures(turn) if one.kind == "money"]


def _is_open(turn: Turn, question: Asked) -> bool:
    """Whether it is better to ask which clause is meant: several documents may be, or two clauses are truly close and
    nobody knows what is wanted."""
    hits = turn.utterance.match.hits
    close = len(hits) > 1 and hits[0].score - hits[1].score < CLOSE
    unclear = question.score < HEARD and question.kind != "need"
    return len({hit.policy for hit in hits[:3]}) > 1 or (close and unclear)


def _offers_figures(turn: Turn) -> bool:
    """Whether a measure is named and given a figure of its own, which is not one said to be the document's; where
    nothing is asked, any figure of the case will do."""
    claims = {one.start for one in claimed_figures(turn)}
    own = [one for one in turn.utterance.figures if one.start not in claims]
    if claims and not any(one.kind in UNITS for one in own):
        return False  # a year beside what is heard of (「一年能到20万」) is no term
    asks = bool(put(turn))
    for choice in turn.choices[:2] if own else ():
        filling = turn.alone(choice.measure).filling
        money = {i.key for i in choice.measure.inputs if i.unit != "choice" and (i.required or not asks)}
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
    parts = parts_of(turn, questions, clause, measure)
    reply = told_reply(
        utterance.knowledge,
        clause,
        parts,
        hits_of(None, match.hits),
        measure=measure,
        sure=match.verdict == "sure",
        offer=questions[0].kind != "need",
        extra=Extra(repaired=match.repaired, short=utterance.repeats(turn.state.last_text)),
    )
    if began is None:
        topic = Topic(clause.policy, clause.id, measure.id if measure else "")
        return TurnResult(reply, turn.state.on(topic, choices=(), asked="", said=(), last_text=utterance.text))
    view = reply.view
    assert isinstance(view, ToldView)
    missing = measure.input(began.state.asked) if measure and began.reply.missing else None
    view = replace(view, ask=missing.label if missing else "")
    held = {claim.said for part in parts for claim in part.claims}  # against the records, and so not left out
    reply = replace(
        began.reply,
        kind=ReplyKind.ANSWER,
        view=view,
        clauses=reply.clauses,
        sure=reply.sure,
        focus=reply.focus,
        unused=tuple(one for one in began.reply.unused if one.text not in held),
    )
    return TurnResult(reply, began.state)
