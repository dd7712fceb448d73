"""Everything stays as it is: what was said before is told again, the open question is put again, and no sum is said."""

from collections.abc import Sequence

from bot.copies import replace
from bot.dialogue.acts import LIKELY
from bot.dialogue.difference import shown
from bot.dialogue.fallbacks import open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.set_aside import of_no_use
from bot.dialogue.turn import Turn
from bot.measures.assess import Outcome, Standing, compute
from bot.replies.build import kept_reply, said_inputs
from bot.replies.views import KeptView
from knowledge.records.model import Measure

PATIENCE = 1  # failed answers after which another way is offered
ASIDES = ("remark", "doubt")


def kept(turn: Turn, about: str = "") -> TurnResult:
    """Everything stays as it is, and the open question is put again. A figure whose meaning nobody told is asked about,
    that of ``about`` first, and read together with the answer."""
    assert turn.current is not None
    utterance, state, measure = turn.utterance, turn.state, turn.current
    aside = turn.given(measure).filling.aside
    unclear = [about] if about else [one.figure.text for one in aside if one.why == "unclear"]
    standing, knowledge = state.topic.standing, utterance.knowledge
    outcome = compute(knowledge, measure, standing, utterance.day)
    leaves = turn.acts.score("cancel") >= LIKELY  # 「可以了，不用再算」
    beside = bool(utterance.facts) and not turn.acts.asked  # 「借款人是成长期的」, which the measure does not look at
    understood = (leaves or beside or turn.acts.does(*ASIDES, "wait", "smalltalk")) and not unclear
    if outcome.broken and not (understood or unclear or turn.acts.asked):
        reply = kept_reply(knowledge, barred(outcome, standing), outcome, said_inputs(measure, standing), ())
        reply = replace(reply, unconfirmed=(*open_again(outcome), *reply.unconfirmed))
        return TurnResult(reply, replace(state, last_text=utterance.text, asked=outcome.broken[0].key))
    in_vain = not understood and state.failures + 1 > PATIENCE and measure.input(state.asked) is not None
    view = KeptView(
        measure=measure,
        understood=understood,
        asked="、".join(unclear),
        said=stood(measure, standing),
        reminder=open_question(turn),
        ask_of=knowledge.policy(measure.policy).clause(measure.clause) if in_vain else None,
    )
    reply = kept_reply(knowledge, view, outcome, said_inputs(measure, standing), of_no_use(turn, measure))
    after = replace(
        state, last_text=utterance.text, stray=utterance.text if unclear else "", failures=state.failures + 1
    )
    return TurnResult(reply, after)


def stood(measure: Measure, standing: Standing) -> Sequence[tuple[str, str]]:
    """Label and words of the figures that stand."""
    return [
        (record.label, shown(slot, record))
        for key, slot in standing.inputs.items()
        if (record := measure.input(key)) is not None
    ]


def barred(outcome: Outcome, standing: Standing, *, understood: bool = False) -> KeptView:
    """What stands, what bars the sum, and the question whether it still does."""
    measure = outcome.measure
    condition = measure.condition(outcome.broken[0].key)
    return KeptView(
        measure=measure,
        understood=understood,
        asked="",
        said=stood(measure, standing),
        reminder=condition.question if condition else "",
        bars=[one.distance or one.why for one in outcome.broken],
    )


def open_again(outcome: Outcome) -> tuple[str, ...]:
    """The conditions that bar the sum, each of which may have been misunderstood."""
    return tuple(one.key for one in outcome.broken if one.key not in outcome.unconfirmed)
