"""What a card about a sum shows before anything is unfolded: the sum, how sure it is, its line, one question."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.measures.assess import PAUSED, Standing
from bot.measures.inputs import written
from bot.replies.phrasebook import Phrasebook, Question
from bot.replies.render import big
from bot.replies.views import MeasureView
from bot.slots.derive import applied
from bot.slots.model import Slot
from calculators.core import Result, Step
from calculators.wording import measured, money, percent, years
from knowledge.records.model import SUMS, InputRecord, Measure

MOST = 20  # questions that are counted
YES_NO = 3  # chips, with the one for not knowing
EQUALS = "＝"


@dataclass(frozen=True, slots=True)
class Pill:
    """One of the firm's own figures, to be tapped and changed. ``text``: as it stands in the line, "" for a day
    that nobody told; ``named``: after the line, where its label tells what it is."""

    key: str
    part: int
    label: str
    text: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Top:
    """``amount``: number and unit, and those of the upper end of a range; ``capped``: the cap that bites, "" for none;
    ``line``: the sum in words and pills; ``blocked``: what stands in the way, as the firm would say it; ``rest``: the
    figures that do not stand in the line, ``every``: all of them; ``question``: the one that is put, the ``number``-th
    of ``total``."""

    amount: tuple[tuple[str, str], ...]
    line: tuple[str | Pill, ...]
    capped: str
    blocked: str
    rest: tuple[Pill, ...]
    every: tuple[Pill, ...]
    question: Question | None
    number: int
    total: int


def top_of(view: MeasureView, questions: Sequence[Question], book: Phrasebook, total: int) -> Top:
    """``total``: how many conditions were open when the card was first shown, 0 when this is the first time."""
    outcome = view.outcome
    waiting = _waiting(view, questions)
    counted = min(max(total, len(waiting)), MOST)
    own = list(_own(view.measure, view.standing))
    words = _words(view, outcome.result) if outcome.result and not outcome.broken else ""
    line, used = _pieces(words, own)
    capped = outcome.result is not None and outcome.result.bound == "capped" and not outcome.broken
    return Top(
        amount=_amount(view),
        line=line,
        capped=money(outcome.result.amount) if capped and outcome.result and outcome.result.amount else "",
        blocked=_blocked(view, book),
        rest=(*(pill for pill, _ in own if pill not in used), *_undated(view)),
        every=tuple(pill for pill, _ in own),
        question=waiting[0] if waiting else None,
        number=counted - len(waiting) + 1,
        total=counted,
    )


def _undated(view: MeasureView) -> Iterator[Pill]:
    """The day that nobody told and that a published rate goes by: to be filled in where it is told what was taken."""
    measure, known = view.measure, view.standing.inputs
    day = measure.input(measure.key_of("start"))
    if day is None or view.outcome.broken or view.outcome.result is None or view.standing.items:
        return
    if measure.quotes("lpr") and not {day.key, measure.quotes("lpr")} & set(known):
        yield Pill(day.key, 0, day.label, "", named=True)


def _amount(view: MeasureView) -> tuple[tuple[str, str], ...]:
    outcome = view.outcome
    if outcome.expired == PAUSED:
        return ()
    if outcome.broken or outcome.expired:
        return (_number(Decimal(0)),)
    if outcome.result is None:
        return ()
    if outcome.result.amount is None:
        return (_number(outcome.result.ceiling),) if outcome.result.ceiling is not None else ()
    high = () if outcome.high is None else (_number(outcome.high),)
    return (_number(outcome.result.amount), *high)


def _number(amount: Decimal) -> tuple[str, str]:
    number, _, unit = (big(amount) if amount else "0 元").partition(" ")
    return number, unit


def _blocked(view: MeasureView, book: Phrasebook) -> str:
    """Of a condition that is a fact the words for it, of one that is a figure why it is not met."""
    if not view.outcome.broken:
        return ""
    first = view.outcome.broken[0]
    if first.distance:  # said below, in figures
        return ""
    value = view.standing.facts.get(first.key)
    return (value and book.phrase(first.key, value)) or first.why


def _waiting(view: MeasureView, questions: Sequence[Question]) -> list[Question]:
    """The open conditions that were not put off, those answered by yes or no first."""
    if view.outcome.broken or view.outcome.expired:
        return []
    open_ = {condition.key for condition in view.open}
    waiting = [one for one in questions if one.key in open_ and one.key not in view.extra.said]
    return sorted(waiting, key=lambda one: (not one.chips, len(one.chips) > YES_NO, not one.asked))


def _words(view: MeasureView, result: Result) -> str:
    """The step that ends in the sum; of one that is cut by a cap, what was cut."""
    steps = [step for step in (*view.derived, *result.steps) if not step.source]
    if result.amount is None:
        return ""
    at = next((place for place, step in enumerate(steps) if _says(step, result.amount)), 0)
    return steps[at - 1 if at and result.bound == "capped" else at].words if steps else ""


def _says(step: Step, amount: Decimal) -> bool:
    return _standing_alone(money(amount), step.words) is not None


def _own(measure: Measure, standing: Standing) -> Iterator[tuple[Pill, str]]:
    """Every figure of the firm, with the words it has in a line of working."""
    done = applied(standing.inputs, measure)
    for record in measure.inputs:
        if record.unit == "choice" or record.key in done:
            continue
        parts = [(part, item[record.key]) for part, item in enumerate(standing.items, 1) if record.key in item]
        if not parts and record.key in standing.inputs:
            parts = [(0, standing.inputs[record.key])]
        for part, slot in parts:
            yield Pill(record.key, part, record.label, written(slot, record), named=True), _in_a_line(slot, record)


def _in_a_line(slot: Slot, record: InputRecord) -> str:
    if not isinstance(slot.value, Decimal):
        return ""
    if record.unit in SUMS:
        return measured(slot.value, record.measured_in)
    return percent(slot.value) if record.unit == "ratio" else years(slot.value)


def _pieces(words: str, own: Sequence[tuple[Pill, str]]) -> tuple[tuple[str | Pill, ...], set[Pill]]:
    """The line cut where a figure of the firm stands in it, and the pills that found their place."""
    end = words.rfind(EQUALS)
    pieces: list[str | Pill] = [words[:end] if end > 0 else words]
    used: set[Pill] = set()
    for pill, text in own:
        for place, piece in enumerate(pieces):
            found = _standing_alone(text, piece) if text and isinstance(piece, str) else None
            if found and isinstance(piece, str):
                shown = Pill(pill.key, pill.part, pill.label, text)
                pieces[place : place + 1] = [piece[: found.start()], shown, piece[found.end() :]]
                used.add(pill)
                break
    return (*(piece for piece in pieces if piece), *([words[end:]] if end > 0 else [])), used


def _standing_alone(text: str, words: str) -> re.Match[str] | None:
    """Where the figure stands, not as a piece of a longer one."""
    return re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d.])", words)
