"""Outcome → Reply: every field of the contract, and the view from which templates speak."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bot.measures.assess import Outcome, Standing, alternatives, amount_of
from bot.memo import PerObject
from bot.messages import Alternative, ClauseHit, Reply, ReplyKind, View
from bot.replies.views import NOTHING, ChooseView, ClauseView, CompareView, Extra, KeptView, MeasureView, MetaView
from bot.slots.model import Slot
from calculators.wording import plain
from knowledge.classifier.match import Hit
from knowledge.records.model import Clause, Knowledge, Measure, Policy

SHARED = 3  # character pairs a passage must share with the question to be shown instead of the editors' quote
BOOLEAN = {"yes": True, "no": False}


def hit_of(knowledge: Knowledge, policy: str, clause_id: str, score: float = 1.0) -> ClauseHit:
    return ClauseHit(policy, clause_id, knowledge.policy(policy).clause(clause_id).title, score)


def hits_of(first: ClauseHit | None, hits: Iterable[Hit]) -> tuple[ClauseHit, ...]:
    """The clause the reply stands on, then the matcher's others; at most five, none twice."""
    named = {(first.policy, first.clause): first} if first else {}
    for policy, clause, title, score, _ in hits:
        named.setdefault((policy, clause), ClauseHit(policy, clause, title, score))
    return tuple(named.values())[:5]


def said_inputs(measure: Measure, standing: Standing) -> dict[str, Any]:
    """The ``inputs`` of the contract: decimal and ISO strings, booleans, choices; parts under ``items``."""
    said: dict[str, Any] = {key: _plain(slot) for key, slot in standing.inputs.items()}
    for key, value in standing.facts.items():
        said[key] = BOOLEAN.get(value, value) if value not in ("unknown", "pending") else None
    if standing.items:
        said["items"] = [{key: _plain(slot) for key, slot in item.items()} for item in standing.items]
    return {key: value for key, value in said.items() if value is not None}


def _plain(slot: Slot) -> str:
    if isinstance(slot.value, Decimal):
        return plain(slot.value)
    return slot.value.isoformat() if isinstance(slot.value, date) else slot.value


def outcome_reply(
    knowledge: Knowledge, outcome: Outcome, standing: Standing, hits: Sequence[Hit] = (), extra: Extra = NOTHING
) -> Reply:
    """The reply for one measure: a sum, a question for the missing figure, a 0 with its reason, or expired."""
    measure = outcome.measure
    policy, clause = _home(knowledge, measure)
    view = MeasureView(
        measure=measure,
        policy=policy,
        clause=clause,
        outcome=outcome,
        standing=standing,
        alternatives=alternatives(outcome),
        ask=_question(measure, outcome, extra),
        open=[c for c in measure.conditions if c.key in outcome.unconfirmed],
        extra=extra,
    )
    return Reply(
        kind=_kind(outcome),
        view=view,
        clauses=hits_of(hit_of(knowledge, policy.id, clause.id), hits),
        measure=measure.id,
        inputs=said_inputs(measure, standing),
        missing=() if outcome.eligible is False else outcome.missing,
        unconfirmed=outcome.unconfirmed,
        eligible=outcome.eligible,
        amount=amount_of(outcome),
        bound=outcome.result.bound if outcome.result and not outcome.broken else None,
        alternatives=tuple(Alternative(a.amount, a.reading) for a in view.alternatives),
        assumptions=outcome.result.assumptions if outcome.result and not outcome.broken else (),
        lead=clause.lead,
        cooperate=clause.cooperate,
        next_steps=measure.next_steps,
    )


def compare_reply(knowledge: Knowledge, rows: Sequence[tuple[Slot, Outcome]], standing: Standing, key: str) -> Reply:
    """Variants side by side; the contract's sum is that of the first, the others are alternatives."""
    first = outcome_reply(knowledge, rows[0][1], standing)
    if rows[0][1].missing or rows[0][1].expired:
        return first
    sums = [(slot.text, amount_of(outcome)) for slot, outcome in rows]
    others = tuple(Alternative(amount, text) for text, amount in sums[1:] if amount is not None)
    record = rows[0][1].measure.input(key)
    of_first = first.view
    assert isinstance(of_first, MeasureView)
    view = CompareView(
        measure=of_first.measure,
        clause=of_first.clause,
        outcome=of_first.outcome,
        standing=of_first.standing,
        ask=of_first.ask,
        open=of_first.open,
        extra=of_first.extra,
        rows=rows,
        key=key,
        name=record.label if record else key,
    )
    return replace(first, view=view, alternatives=others)


def kept_reply(knowledge: Knowledge, view: KeptView, inputs: Mapping[str, Any]) -> Reply:
    """Nothing was taken: no sum is shown, since nobody knows whether what was meant would change it."""
    clause = _home(knowledge, view.measure)[1]
    return Reply(
        kind=ReplyKind.ANSWER if view.understood else ReplyKind.ASK,
        view=view,
        clauses=(hit_of(knowledge, view.measure.policy, view.measure.clause),),
        sure=view.understood,
        measure=view.measure.id,
        inputs=inputs,
        lead=clause.lead,
        cooperate=clause.cooperate,
    )


def _home(knowledge: Knowledge, measure: Measure) -> tuple[Policy, Clause]:
    policy = knowledge.policy(measure.policy)
    return policy, policy.clause(measure.clause)


def _kind(outcome: Outcome) -> ReplyKind:
    if outcome.expired:
        return ReplyKind.EXPIRED
    if outcome.broken or outcome.result:
        return ReplyKind.CALCULATION
    return ReplyKind.ASK


def next_question(measure: Measure, outcome: Outcome, skipped: Sequence[str] = ()) -> str:
    """The one key to ask for next: a missing figure first, then an unconfirmed condition; "" when nothing is open."""
    if outcome.broken or outcome.expired or (outcome.gap and not outcome.missing):
        return ""
    if outcome.missing:
        return outcome.missing[0]
    return next((key for key in outcome.unconfirmed if key not in skipped), "")


def _question(measure: Measure, outcome: Outcome, extra: Extra) -> Mapping[str, str]:
    key = next_question(measure, outcome, extra.said)
    record, condition = measure.input(key), measure.condition(key)
    if record and record.ask:
        return {"key": key, "text": record.ask, "label": record.label}
    if condition:
        return {"key": key, "text": condition.question, "label": condition.question}
    return {"key": key, "text": "", "label": record.label if record else ""}


def clause_reply(
    knowledge: Knowledge,
    hits: Sequence[ClauseHit],
    *,
    measure: Measure | None = None,
    sure: bool = True,
    text: str = "",
    **view: Any,
) -> Reply:
    """An answer from a clause without a sum. ``text``: the question, to quote the sentence that meets it; ``view``:
    further fields of ``ClauseView`` (focus, outcome, reminder …)."""
    policy = knowledge.policy(hits[0].policy)
    clause = policy.clause(hits[0].clause)
    measures = [m for m in knowledge.measures if (m.policy, m.clause) == (policy.id, clause.id)]
    return Reply(
        kind=ReplyKind.ANSWER,
        view=ClauseView(
            policy=policy,
            clause=clause,
            measure=measure,
            measures=measures,
            passage=passage(clause, text, measures),
            choices=() if sure else told_apart(knowledge, hits[:3]),
            **view,
        ),
        clauses=tuple(hits[:5]),
        sure=sure,
        measure=measure.id if measure else None,
        lead=clause.lead,
        cooperate=clause.cooperate,
        next_steps=measure.next_steps if measure else clause.next_steps,
    )


def passage(clause: Clause, question: str, measures: Sequence[Measure] = ()) -> str:
    """The sentence of the clause that shares most with the question; the editors' choice when none shares much.

    A word that sets a measure apart (「代偿」) shows the sentence it stands in."""
    apart = [word for measure in measures for word in measure.excludes if word in question]
    sentences = _sentences(clause)
    for sentence, _ in sentences if apart else ():
        if any(word in sentence for word in apart):
            return sentence
    asked = _pairs(question)
    scored = [(len(asked & pairs), -i) for i, (_, pairs) in enumerate(sentences)]
    best, at = max(scored, default=(0, 0))
    return sentences[-at][0] if best >= SHARED else clause.quote


def _split(clause: Clause) -> list[tuple[str, frozenset[str]]]:
    """The sentences of a clause without heading and offices, each with its character pairs."""
    sentences = [part.strip() for part in re.findall(r"[^。；]+[。；]?", clause.body)]
    return [(sentence, _pairs(sentence)) for sentence in sentences]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text)))


_sentences: PerObject[Clause, list[tuple[str, frozenset[str]]]] = PerObject(_split)


def apart(knowledge: Knowledge, measures: Sequence[Measure]) -> tuple[str, ...]:
    """The names of measures that are offered together; of those named alike, with their documents."""
    names = [measure.name for measure in measures]
    return tuple(
        f"{name}（{knowledge.policy(measure.policy).short_title}）" if names.count(name) > 1 else name
        for name, measure in zip(names, measures, strict=True)
    )


def told_apart(knowledge: Knowledge, hits: Sequence[ClauseHit]) -> list[Clause]:
    """The clauses of hits that are shown together; where they are of several documents, each titled with its own."""
    found = [(knowledge.policy(hit.policy), knowledge.policy(hit.policy).clause(hit.clause)) for hit in hits]
    if len({policy.id for policy, _ in found}) < 2:
        return [clause for _, clause in found]
    return [replace(clause, title=f"{clause.title}（{policy.short_title}）") for policy, clause in found]


def choice_reply(knowledge: Knowledge, measures: Sequence[Measure], hits: Sequence[Hit], extra: Extra) -> Reply:
    """Two measures fit: both offered, nothing computed; of two named alike each with its document."""
    measures = [replace(m, name=name) for m, name in zip(measures, apart(knowledge, measures), strict=True)]
    first = hit_of(knowledge, measures[0].policy, measures[0].clause)
    all_hits = [hit_of(knowledge, m.policy, m.clause) for m in measures]
    policy = knowledge.policy(measures[0].policy)
    clause = policy.clause(measures[0].clause)
    found = hits_of(first, [Hit(h.policy, h.clause, h.title, h.score, ()) for h in all_hits[1:]] + list(hits))
    return Reply(
        kind=ReplyKind.ASK,
        view=ChooseView(measures, policy, clause, extra),
        clauses=found,
        missing=("measure",),
        lead=clause.lead,
        cooperate=clause.cooperate,
    )


def meta_reply(policy: Policy, section: str, day: date) -> Reply:
    return Reply(ReplyKind.META, MetaView(policy, section, day))


def plain_reply(kind: ReplyKind, view: View) -> Reply:
    """A reply without clause or sum: small talk, refusal, cancellation, out of scope. None of them is a sure answer."""
    return Reply(kind, view, sure=kind in (ReplyKind.CANCELLED, ReplyKind.ASK))
