"""Closing the books: every figure of a message went into the sum, or stands here with the reason why not."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.measures.assess import Standing
from bot.nlu.several import is_numbered
from bot.nlu.utterance import Utterance
from bot.replies.views import Aside
from bot.slots.fill import Filling
from bot.slots.left_over import is_per_year
from bot.slots.model import Slot
from bot.slots.roles import of_another_kind
from knowledge.records.model import Measure

JOINT = re.compile("[×÷－＋到、]")  # what holds the user's words together in a figure that follows from others
NOTHING_SAID = Filling()
OWN = ("policy_figure", "policy")  # reasons that say it is the document's own number
UNNAMED = ("", "other", "unclear")  # reasons that do not say what it is


def set_aside(
    utterance: Utterance,
    measure: Measure,
    filling: Filling,
    standing: Standing,
    shown: Decimal | None = None,
    used: Mapping[str, Slot] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> tuple[Aside, ...]:
    """The figures of the message that are in nothing that stands.

    ``shown``: the sum said last; ``used``: slots that count as well, variants side by side; ``reasons``: the user's
    words of a figure → why it is set aside (see ``Aside``), where that is known better. Terms are named only where the
    measure has one, days never.
    """
    slots = [*standing.inputs.values(), *(slot for item in standing.parts for slot in item.values())]
    slots += (used or {}).values()
    known = {piece for slot in slots for piece in (slot.text, *JOINT.split(slot.text))}
    known |= {piece for problem in filling.problems for piece in (problem.said, *JOINT.split(problem.said))}
    known |= set(filling.foreign)
    worked = {piece for slot in slots if JOINT.search(slot.text) for piece in JOINT.split(slot.text)}
    taken_off = worked & {slot.text for slot in filling.others.values()}  # no input itself, but one follows from it
    known -= set(reasons or ()) - taken_off
    found = dict.fromkeys(_left(utterance, measure, filling, known, shown, reasons or {}))
    return tuple(found)


def of_no_use(turn: Turn, measure: Measure) -> tuple[Aside, ...]:
    """The figures of a message that changes nothing: none of them goes into anything."""
    state = turn.state
    reasons = {one.figure.text: one.why for one in turn.given(measure).filling.aside}
    return set_aside(turn.utterance, measure, NOTHING_SAID, state.topic.standing, state.shown, reasons=reasons)


def _left(
    utterance: Utterance,
    measure: Measure,
    filling: Filling,
    known: set[str],
    shown: Decimal | None,
    reasons: Mapping[str, str],
) -> Iterator[Aside]:
    others = {slot.text: key for key, slot in filling.others.items()}
    others |= of_another_kind(utterance.text, utterance.figures, measure, utterance.knowledge.distractors)
    terms = any(record.unit == "months" for record in measure.inputs)
    for figure in utterance.figures:
        if figure.text in known or not _counts(figure, terms, {**others, **reasons}):
            continue
        if is_per_year(figure, utterance.figures) or (figure.kind == "number" and is_numbered(utterance.bare)):
            continue
        why, named = reasons.get(figure.text, ""), others.get(figure.text, "")
        why = named if named and why in UNNAMED else why
        if why in OWN or (not why and _is_of_document(figure, measure)):
            continue
        if not why and shown is not None and figure.value == shown:
            why = "result"
        if figure.kind == "duration" and why not in ("", "unclear"):
            continue  # years in business and the like decide nothing
        yield Aside(figure.text, why or "unclear")


def _counts(figure: Figure, terms: bool, others: Mapping[str, str]) -> bool:
    """Whether people would look for it in the sum: not a day passing by, a list's number or how many there are."""
    if figure.kind == "duration":
        return terms
    return figure.kind in ("money", "percent") or (
        figure.kind == "number" and figure.text in others and not figure.counted
    )


def _is_of_document(figure: Figure, measure: Measure) -> bool:
    return any(figure.value == record.value for record in measure.figures)
