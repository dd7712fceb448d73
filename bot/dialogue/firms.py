"""Whose case is spoken of: the own firm's, or another's that is called by a letter (A公司, 甲厂) or a word (子公司)."""

import re

from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.nlu.persons import relative_of
from bot.nlu.phrases import find
from bot.nlu.utterance import Utterance
from knowledge.records.model import Measure

ANOTHER = "?"  # another firm that is not called by any name
SURELY = 0.9  # score of the act from which another firm is meant without a sum of its own
KIND = "公司|企业|厂|店|家|户"
LETTERED = re.compile(rf"(?<![a-z])([a-z])(?={KIND})|([甲乙丙丁戊])(?={KIND}|[：:，,、])")
MARKS = frozenset("甲乙丙丁戊")


def firm_called(utterance: Utterance) -> str:
    """The one firm that is called by a letter in the message (甲, A); "" when none or several are."""
    found = {(a or b).upper() for a, b in LETTERED.findall(utterance.folded)}
    return found.pop() if len(found) == 1 else ""


def other_firm(turn: Turn, measure: Measure) -> str:
    """What another firm is called whose case the message begins; "" when it speaks of none."""
    if called := firm_called(turn.utterance):
        return called
    acts = turn.acts
    if not acts.does("other_firm") or max(acts.score("correct"), acts.score("own_firm")) > acts.score("other_firm"):
        return ""
    given = turn.given(measure).filling.inputs
    sums = {record.key for record in measure.inputs if record.unit == "yuan"}
    told = bool(sums & set(given)) or turn.utterance.wants("same_terms")
    named = find(turn.utterance.folded, turn.utterance.knowledge.intents.get("another_firm", ()))
    known = {frame.firm for frame in (turn.state.topic, *turn.state.frames)}
    if not told and acts.score("other_firm") < SURELY and not known & {one.phrase for one in named}:
        return ""
    return next((one.phrase for one in named), relative_of(turn.utterance.text) or turn.state.topic.firm or ANOTHER)


def frame_of_firm(turn: Turn) -> Topic | None:
    """What stands of the one firm that the message calls, when it is another's than the present one's: that of the
    measure under way before others."""
    state = turn.state
    if not any(frame.firm and frame.measure for frame in state.frames):
        return None
    called = firm_called(turn.utterance) or _named(turn)
    if not called or called == state.topic.firm:
        return None
    frames = [frame for frame in state.frames if frame.firm == called and frame.measure]
    return next(iter(sorted(frames, key=lambda frame: frame.measure != state.topic.measure)), None)


def _named(turn: Turn) -> str:
    """The firm of an earlier topic whose word is said, unless that of the present one is said too, or several are."""
    said = {frame.firm for frame in turn.state.frames if frame.firm and _is_said(frame.firm, turn.utterance)}
    if _is_said(turn.state.topic.firm, turn.utterance) or turn.acts.does("own_firm", "ask:total", "ask:compare"):
        return ""
    return said.pop() if len(said) == 1 else ""


def _is_said(firm: str, utterance: Utterance) -> bool:
    """Whether a firm is called so in the message: by its word, or by 甲 or 乙 alone."""
    if firm in MARKS:
        return re.search(f"{firm}(?!方)", utterance.text) is not None
    return len(firm) > 1 and firm in utterance.folded


def own_frame(state: State) -> Topic | None:
    """The own firm's topic: that of no name, else the first of the talk."""
    own = [frame for frame in state.frames if not frame.firm and frame.measure]
    same = [frame for frame in own if frame.measure == state.topic.measure]
    first = [frame for frame in state.frames[-1:] if frame.measure]
    return next(iter([*same, *own, *first]), None)
