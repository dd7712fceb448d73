"""What is told while a choice of measures is open, or after a question about a clause that has several: it is read with
the question before it."""

from collections.abc import Sequence

from bot.copies import replace
from bot.dialogue.by_noun import best_called
from bot.dialogue.calculate import start_measure
from bot.dialogue.choices import offer
from bot.dialogue.frames import frame_of, resume
from bot.dialogue.measure_choice import choose, undecided
from bot.dialogue.measure_policy import each_with_figures
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from knowledge.records.model import Measure


def figure_before_choice(turn: Turn) -> TurnResult | None:
    """A figure or fact while a choice of measures is open: read together with the question that led to the choice."""
    utterance, state = turn.utterance, turn.state
    measures = [target for _, target in state.choices if target.startswith("measure:")]
    if not measures or not (utterance.figures or utterance.facts) or not utterance.is_one_question:
        return None
    if (named := _named_of(turn, measures)) and (stands := frame_of(state, named.key)) and stands.standing.inputs:
        return resume(turn, stands)  # 「那就专利质押，定了贷600万」 of two that were compared with their sums
    own = each_with_figures(turn.beginning(state.last_text))
    best = (best_called(turn, [measure for measure, _ in own]) or _called_by_its_sum(turn, own)) if own else None
    if best is not None:
        said = next(text for measure, text in own if measure is best)
        rest = _without_what_was_said(turn, said)
        return start_measure(turn.saying(f"{said}，{rest}", replace(state, choices=())), best)
    rest = _without_what_was_said(turn, state.last_text)
    together = turn.saying(f"{state.last_text}，{rest}", replace(state, choices=()))
    if named:
        return start_measure(together, named)
    choices = choose(together.utterance, together.utterance.folded, None)
    if tied := undecided(choices):
        return offer(together, tied)
    return start_measure(together, choices[0].measure) if choices else None


def figure_after_clause(turn: Turn) -> TurnResult | None:
    """Figures where the talk stands on a clause and on none of its measures, and only the question before named one:
    「买首台套的保险有什么补贴」, then 「保费50万，保额2000万」."""
    utterance, state = turn.utterance, turn.state
    stands = state.topic.clause and not state.topic.measure and state.last_text and not turn.current
    if not stands or not utterance.figures or not utterance.is_one_question:
        return None
    if undecided(turn.choices) == () and any(choice.by_name for choice in turn.choices):
        return None
    together = turn.saying(f"{state.last_text}，{utterance.text}", replace(state, choices=()))
    choices = choose(together.utterance, together.utterance.folded, None)
    if not choices or not choices[0].by_name or undecided(choices) or choices[0].measure.home != state.topic.home:
        return None
    measure = choices[0].measure
    return start_measure(together, measure) if turn.alone(measure).figures else None


def _named_of(turn: Turn, offered: Sequence[str]) -> Measure | None:
    """The one that the message names of those offered; None where it names none of them, or another one rather."""
    named = [choice for choice in turn.fresh_choices if choice.by_name]
    first = named[0] if named else None
    rivals = {choice.measure.key for choice in named if first and choice.score == first.score}
    return first.measure if first and len(rivals) == 1 and f"measure:{first.measure.key}" in offered else None


def _called_by_its_sum(turn: Turn, own: Sequence[tuple[Measure, str]]) -> Measure | None:
    """「先看200万那个」: of the measures that were each given figures the only one with that sum."""
    sums = {figure.value for figure in turn.utterance.figures if figure.kind == "money"}
    found = [one for one, said in own if sums & {figure.value for figure in turn.beginning(said).utterance.figures}]
    return found[0] if len(found) == 1 else None


def _without_what_was_said(turn: Turn, said: str) -> str:
    """The message without the sums by which it only calls what was ``said``: 「先算300万那个」."""
    known = {figure.value for figure in turn.beginning(said).utterance.figures}
    text = turn.utterance.text
    for figure in reversed(turn.utterance.figures):
        if figure.kind == "money" and figure.value in known:
            text = f"{text[: figure.start]}{text[figure.end :]}"
    return text
