"""The answer to one question about a clause or measure, by what staff wrote and by what the records give."""

import re
from collections.abc import Sequence

from bot.copies import replace
from bot.dialogue.asked import Asked
from bot.dialogue.claims import UNITS, broken_by, checked, claimed_figures, denied, left_out, narrowed
from bot.dialogue.subject import NEED_SHOWN
from bot.dialogue.turn import Turn
from bot.measures.assess import Broken
from bot.replies.build import passage
from bot.replies.told import written
from bot.replies.views import Claim, Told
from knowledge.records.model import Answer, Clause, Measure

SUMS = ("amount", "total", "inverse", "compare")  # kinds of questions that want a sum
MONEY = re.compile("[补奖贴]|给钱|多少钱")
ENTERPRISE, SEVERAL = "enterprise", 2  # who is paid, and measures that are more than one
NEED_SHARE = 0.4  # share of the first clause's score that another must have to be named as well
LITTLE = 0.05  # the same where staff wrote for just such words


def parts_of(turn: Turn, questions: Sequence[Asked], clause: Clause, measure: Measure | None) -> list[Told]:
    """The answers to the questions in their order, each said once."""
    told = [part(turn, one, clause, measure, alone=len(questions) == 1) for one in questions]
    told = [one for i, one in enumerate(told) if not one.says or one.says not in {other.says for other in told[:i]}]
    if measure and any(one.kind == "eligibility" and not one.says for one in told):
        told = [one for one in told if one.says or one.kind not in (*SUMS, "terms")]  # the rule is told with it
    return told


def part(turn: Turn, question: Asked, clause: Clause, measure: Measure | None, *, alone: bool) -> Told:
    """The answer to one question; ``alone``: the whole message asks it."""
    knowledge, kind = turn.utterance.knowledge, question.kind
    text = turn.utterance.text if alone else question.text
    its_own = measures = [one for one in knowledge.measures if one.home == (clause.policy, clause.id)]
    answer = _for(turn, question, clause, measure, text)
    rivals = [one.measure for one in turn.fresh_choices if one.by_name] if kind == "compare" else []
    if len(rivals) > 1:
        measures = rivals
    told = Told(kind, measure=measure, measures=measures)
    if not (answer and answer.says and kind != "claim"):  # staff's words need no others
        near = passage(clause, turn.utterance.folded, its_own).rstrip("。；")
        told = replace(told, passage=near, facts=turn.utterance.facts)
    if answer and (kind != "claim" or answer.words):
        claims = _right(turn, told, answer) if kind == "claim" else ()
        told = replace(told, says=answer.says, quote=answer.quote, claims=claims)
    elif kind == "claim" and (claim := _claim(turn, told)):
        told = claim
    elif answer:
        told = replace(told, says=answer.says, quote=answer.quote)
    elif kind == "eligibility":
        told = replace(told, broken=broken_by(turn, measure) if measure else none_fits(turn, clause))
    return replace(told, more=_more(turn, clause)) if kind == "need" else told


def _for(turn: Turn, question: Asked, clause: Clause, measure: Measure | None, text: str) -> Answer | None:
    """What staff wrote for it; whether there is money where no measure gives any is asked as 能不能, and answered by
    how much there is."""
    knowledge, kind = turn.utterance.knowledge, question.kind
    answer = written(knowledge, clause, measure, kind, text)
    paid = any(one.home == (clause.policy, clause.id) for one in knowledge.measures)
    if kind != "eligibility" or paid or (answer and answer.words) or not MONEY.search(question.text):
        return answer
    return written(knowledge, clause, measure, "amount", text) or answer


def none_fits(turn: Turn, clause: Clause) -> tuple[Broken, ...]:
    """Why none of several measures that pay firms is to be had, by what is told; none where one may be."""
    measures = turn.utterance.knowledge.measures
    ours = [one for one in measures if one.home == (clause.policy, clause.id) and one.payee == ENTERPRISE]
    found = [broken_by(turn, one) for one in ours]
    if len(ours) < SEVERAL or not all(found):
        return ()
    return tuple({broken.why: broken for one in found for broken in one}.values())


def _claims(turn: Turn, told: Told) -> list[Claim]:
    found = checked(turn.utterance.text, claimed_figures(turn), [told.measure] if told.measure else told.measures)
    tiers = told.measure.figures if told.measure and _has_tiers(told.measure) else ()
    return [
        Claim(one.said, True, (one.right.quote,))
        if one.right
        else Claim(one.said, False, tuple(record.quote for record in tiers or one.against))
        for one in found
        if one.against
    ]


def _has_tiers(measure: Measure) -> bool:
    """Whether what it gives is told apart by a choice, so that a figure of the same unit may be another tier's."""
    return any(one.unit == "choice" for one in measure.inputs)


def _right(turn: Turn, told: Told, answer: Answer) -> list[Claim]:
    """Those of the figures claimed that the document has, but for what the answer itself is about."""
    return [one for one in _claims(turn, told) if one.right and not any(one.said in word for word in answer.words)]


def _claim(turn: Turn, told: Told) -> Told | None:
    """The claim held against the figures and conditions of what it is about; None where it says neither."""
    told = replace(told, measure=told.measure or _of_the_figures(turn, told.measures))
    broken, claims = broken_by(turn, told.measure), _claims(turn, told)
    if not broken and not claims:
        return None
    partly: tuple[str, ...] = ()
    if told.measure and claims and all(one.right for one in claims):
        found = checked(turn.utterance.text, claimed_figures(turn), [told.measure])
        right = [one.right for one in found if one.right]
        own = {one.text for one in turn.utterance.figures if one.kind in UNITS} - {one.said for one in found}
        partly = left_out(turn.utterance.folded, told.measure, right, told=bool(own))
        told = replace(told, within=denied(turn, told.measure), unasked=narrowed(turn, told.measure))
    return replace(told, broken=broken, claims=claims, partly=partly)


def _of_the_figures(turn: Turn, measures: Sequence[Measure]) -> Measure | None:
    """The only measure that has all the figures claimed."""
    claimed = claimed_figures(turn)
    having = [
        one
        for one in measures
        if claimed and all(found.right for found in checked(turn.utterance.text, claimed, [one]))
    ]
    return having[0] if len(having) == 1 else None


def _more(turn: Turn, clause: Clause) -> tuple[tuple[str, Clause], ...]:
    """What other clauses say to the need."""
    knowledge, hits = turn.utterance.knowledge, turn.utterance.match.hits
    found = []
    for hit in hits[:NEED_SHOWN]:
        other = knowledge.policy(hit.policy).clause(hit.clause)
        enough = hit.score >= NEED_SHARE * hits[0].score
        if other == clause or hit.score < LITTLE * hits[0].score:
            continue
        if answer := written(knowledge, other, None, "need", turn.utterance.text, particular=not enough):
            found.append((answer.says, other))
    return tuple(found)
