"""Outcome → Reply: every field of the contract, and the view from which templates speak."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bot.copies import replace
from bot.measures.assess import Outcome, Standing, after_the_end, alternatives, amount_of
from bot.measures.derived import derived
from bot.memo import PerObject
from bot.messages import Alternative, ClauseHit, Reply, ReplyKind, View
from bot.replies.contract import focus_of, unused
from bot.replies.views import (
    NOTHING,
    Aside,
    ChooseView,
    ClauseView,
    CompareView,
    Extra,
    KeptView,
    MeasureView,
    MetaView,
    Variant,
)
from bot.slots.model import Slot
from bot.slots.parts import figures_of
from calculators.core import Step
from calculators.wording import plain
from knowledge.classifier.match import Hit
from knowledge.records.model import Clause, ConditionRecord, Knowledge, Measure, Policy

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
        said["items"] = [
            {key: _plain(slot) for key, slot in figures_of(item, measure).items()} for item in standing.items
        ]
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
    ask = _question(measure, outcome, extra, standing)
    if late := after_the_end(policy, measure, standing):
        lines = (f"第{place + 1}笔在{policy.valid_to.year}年文件到期以后，不算" for place in late)
        extra = replace(extra, parts=(*extra.parts, *lines))
    view = MeasureView(
        measure=measure,
        policy=policy,
        clause=clause,
        outcome=outcome,
        standing=standing,
        alternatives=alternatives(outcome),
        ask=ask,
        open=_open(measure, outcome, ask["key"]),
        extra=extra,
        derived=_derived(measure, outcome, standing),
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
        focus="amount",
        unused=unused(knowledge, extra, compared=amount_of(outcome) is not None and extra.guess is not None),
        lead=clause.lead,
        cooperate=clause.cooperate,
        next_steps=measure.next_steps,
    )


def _open(measure: Measure, outcome: Outcome, asked: str) -> list[ConditionRecord]:
    """The conditions not stated yet, the one that is asked about first: a bare 没有 answers that one."""
    keys = sorted(outcome.unconfirmed, key=lambda key: key != asked)
    return [condition for key in keys if (condition := measure.condition(key))]


def _derived(measure: Measure, outcome: Outcome, standing: Standing) -> tuple[Step, ...]:
    """The steps before those of the formula; none while there is no sum."""
    return derived(measure, standing, outcome.result.steps) if outcome.result else ()


def compare_reply(knowledge: Knowledge, rows: Sequence[Variant], extra: Extra = NOTHING, reminder: str = "") -> Reply:
    """Variants side by side; the contract's sum is that of the first, the others are alternatives."""
    outcome, standing = rows[0].outcome, rows[0].standing
    first = outcome_reply(knowledge, outcome, standing, (), extra)
    if outcome.missing or outcome.expired or outcome.gap:
        return first
    of_first = first.view
    assert isinstance(of_first, MeasureView)
    others = [(row.label, amount_of(row.outcome)) for row in rows[1:]]
    ranked = sorted(
        (amount, -place, row) for place, row in enumerate(rows) if (amount := amount_of(row.outcome)) is not None
    )
    view = CompareView(
        measure=of_first.measure,
        clause=of_first.clause,
        outcome=of_first.outcome,
        standing=of_first.standing,
        ask=of_first.ask,
        open=of_first.open,
        extra=of_first.extra,
        rows=rows,
        best=ranked[-1][2] if len(ranked) > 1 else None,
        worst=ranked[0][2] if len(ranked) > 1 else None,
        difference=ranked[-1][0] - ranked[0][0] if len(ranked) > 1 else None,
        across=len({row.outcome.measure.key for row in rows}) > 1,
        reminder=reminder,
    )
    sums = tuple(Alternative(amount, label) for label, amount in others if amount is not None)
    return replace(first, view=view, alternatives=sums, focus="compare")


def kept_reply(
    knowledge: Knowledge, view: KeptView, outcome: Outcome, inputs: Mapping[str, Any], aside: tuple[Aside, ...]
) -> Reply:
    """Nothing was taken: no sum is shown, since nobody knows whether what was meant would change it. ``outcome``: of
    what stands, which says what is still open; ``aside``: the figures of the message."""
    clause = _home(knowledge, view.measure)[1]
    return Reply(
        kind=ReplyKind.ANSWER if view.understood else ReplyKind.ASK,
        view=view,
        clauses=(hit_of(knowledge, view.measure.policy, view.measure.clause),),
        sure=view.understood,
        measure=view.measure.id,
        inputs=inputs,
        missing=() if outcome.eligible is False else outcome.missing,
        unconfirmed=outcome.unconfirmed,
        lead=clause.lead,
        cooperate=clause.cooperate,
        unused=unused(knowledge, Extra(aside=aside)),
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


def _question(measure: Measure, outcome: Outcome, extra: Extra, standing: Standing) -> Mapping[str, str]:
    key = next_question(measure, outcome, extra.said)
    record, condition = measure.input(key), measure.condition(key)
    if record and record.ask:
        lacking = [number for number, part in enumerate(standing.rows, 1) if key not in part]
        of_one = f"第{lacking[0]}笔：" if len(lacking) == 1 else ""
        return {"key": key, "text": f"{of_one}{record.ask}", "label": record.label}
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
    focus: str = "",
    about: str = "",
    outcome: Outcome | None = None,
    standing: Standing | None = None,
    **view: Any,
) -> Reply:
    """An answer from a clause without a sum. ``text``: the question, to quote the sentence that meets it; ``view``:
    further fields of ``ClauseView`` (extra, reminder …)."""
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
            focus=focus,
            outcome=outcome,
            standing=standing,
            derived=_derived(measure, outcome, standing) if measure and outcome and standing else (),
            about=about or condition_named(measure, text),
            **view,
        ),
        clauses=tuple(hits[:5]),
        sure=sure,
        measure=measure.id if measure else None,
        focus=focus_of(focus) if sure else None,
        unused=unused(knowledge, view.get("extra", NOTHING)),
        lead=clause.lead,
        cooperate=clause.cooperate,
        next_steps=measure.next_steps if measure else clause.next_steps,
    )


def condition_named(measure: Measure | None, question: str) -> str:
    """The quote of the condition whose question shares most with what was asked; "" when none shares much."""
    asked = _pairs(question)
    scored = [
        (len(asked & _pairs(c.question)), c.quote) for c in (measure.conditions if measure else ()) if not c.hidden
    ]
    shared, quote = max(scored, key=lambda one: one[0], default=(0, ""))
    return quote if shared >= 2 else ""


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
        focus="amount",
        unused=unused(knowledge, extra),
        lead=clause.lead,
        cooperate=clause.cooperate,
    )


def meta_reply(view: MetaView, focus: str = "document") -> Reply:
    return Reply(ReplyKind.META, view, focus=focus)


def plain_reply(kind: ReplyKind, view: View) -> Reply:
    """A reply without clause or sum: small talk, refusal, cancellation, out of scope. None of them is a sure answer."""
    sure = kind in (ReplyKind.CANCELLED, ReplyKind.ASK)
    return Reply(kind, view, sure=sure, focus="amount" if kind is ReplyKind.ASK else None)


def of_document(knowledge: Knowledge, reply: Reply, policy: str) -> Reply:
    """The reply with its document named, where several are known."""
    known = knowledge.whole or knowledge
    if len(known.policies) < 2:
        return reply
    document = known.policy(policy)
    return replace(reply, document=document, level=known.level(document))
