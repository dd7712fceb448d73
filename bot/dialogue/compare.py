"""Two variants side by side: 「贷500万和800万分别多少」."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.result import TurnResult
from bot.dialogue.set_aside import set_aside
from bot.dialogue.turn import Turn
from bot.measures.assess import Standing, amount_of, compute
from bot.replies.build import compare_reply, next_question
from bot.replies.views import Extra
from bot.slots.model import Slot, slot_of
from bot.slots.roles import place
from knowledge.records.model import Measure


def variants(turn: Turn, measure: Measure) -> dict[str, Slot]:
    """「贷500万和800万分别多少」: the slots to compare under "key#0", "key#1"; also those of the question before, when
    this message only answers what was missing for them."""
    utterance, state = turn.utterance, turn.state
    if not utterance.wants("compare"):
        return dict(state.pending) if state.pending and state.asked else {}
    found: dict[str, list[Slot]] = {}
    for one in place(utterance.text, utterance.figures, measure, utterance.knowledge.distractors):
        record = measure.input(one.key)
        slot = slot_of(one.figure, record, state.unit, "") if record and one.is_input else None
        if isinstance(slot, Slot) and record and record.unit in ("yuan", "months"):
            found.setdefault(one.key, []).append(slot)
    rivals = next(((key, slots) for key, slots in found.items() if len(slots) > 1), None)
    return {f"{rivals[0]}#{i}": slot for i, slot in enumerate(rivals[1])} if rivals else {}


def compare(turn: Turn, measure: Measure, rivals: Mapping[str, Slot]) -> TurnResult:
    """Each variant computed with everything else as it stands, side by side; the first one is what is kept."""
    key = next(iter(rivals)).partition("#")[0]
    utterance, state, given = turn.utterance, turn.state, turn.given(measure).taken
    inputs = {**state.topic.standing.inputs, **{k: s for k, s in given.filling.inputs.items() if k != key}}
    base = Standing(inputs, (), {**state.topic.standing.facts, **given.facts})
    rows = []
    for slot in rivals.values():
        standing = replace(base, inputs={**inputs, key: slot})
        rows.append((slot, compute(utterance.knowledge, measure, standing, utterance.day)))
    standing = replace(base, inputs={**inputs, key: rows[0][0]})
    asked = next_question(measure, rows[0][1], state.skipped)
    aside = set_aside(utterance, measure, given.filling, standing, used=rivals)
    reply = compare_reply(utterance.knowledge, rows, standing, key, Extra(aside=aside))
    after = replace(state, topic=replace(state.topic, standing=standing), asked=asked, choices=(), failures=0)
    pending = dict(rivals) if rows[0][1].missing else {}
    return TurnResult(
        reply,
        replace(after, pending=pending, said=(*state.said, key), last_text=utterance.text, shown=amount_of(rows[0][1])),
    )
