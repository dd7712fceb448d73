"""What announcing words say of a figure and what the listener heard, made one: its role, or why it is set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.hearing import Scores, Setting
from bot.nlu.repeats import repeated
from bot.records import record
from bot.slots.possible import can_be, of_its_size, possible
from bot.slots.roles import IDLE, NEAR, Placed, can_fill
from bot.slots.sureness import (
    ALMOST,
    ASKED,
    FAR_LIKELIER,
    LIKELIER,
    LIKELY,
    NEARLY,
    NOUGHTS,
    PLAIN,
    SURE,
    SURER,
)
from bot.slots.verdict import Case, judged, needs_a_word
from knowledge.records.model import Measure

UNPLACED = ("guess", "other", "unclear")  # reasons that do not say what a sum is instead


@record(frozen=True, slots=True)
class Aside:
    """A figure that went into nothing; ``why``: an idle role, the key of a distractor, or "unclear"."""

    figure: Figure
    why: str


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """One of several parts: the begins of the figures that only say which, and the sums of its own, in yuan."""

    figures: frozenset[int]
    sums: Mapping[str, Decimal]


@record(frozen=True, slots=True)
class Reconciled:
    """The figures with a role in the measure, and those set aside."""

    placed: tuple[Placed, ...]
    aside: tuple[Aside, ...]


def reconcile(
    figures: Sequence[Figure],
    placed: Sequence[Placed],
    heard: Sequence[Scores],
    setting: Setting,
    measure: Measure,
    barred: Mapping[int, frozenset[str]] = MappingProxyType({}),
    spoken_of: SpokenOf | None = None,
) -> Reconciled:
    """``placed``: by announcing words; ``heard``: scores of roles, one for each figure, none where nobody listens;
    ``barred``: begin of a figure → inputs that it cannot be, whoever hears them; ``spoken_of``: the one of several
    parts that is given another value."""
    by_words = {one.figure.start: one for one in placed}
    kept: list[Placed] = []
    aside: list[Aside] = []
    told: dict[int, Scores] = {}
    for i, figure in enumerate(figures):
        raw, never = heard[i] if i < len(heard) else {}, barred.get(figure.start, frozenset())
        case = _case(figure, figures, by_words.get(figure.start), raw, never, setting, measure)
        told[figure.start] = case.scores
        found = judged(case)
        if isinstance(found, Placed):
            kept.append(found)
        elif found:
            aside.append(Aside(figure, found))
    kept, stale = _without_what_is_mended(kept, aside, setting)
    kept, doubles = _one_of_each(kept, told, by_words, measure)
    doubles = [*stale, *doubles]
    kept, aside = _in_its_place(kept, [*aside, *doubles], setting, measure)
    if spoken_of:
        kept, aside = _of_the_part(kept, aside, measure, spoken_of)
    if measure.main not in setting.stands and not setting.asked and not (setting.stands and setting.asks):
        return _with_the_base(kept, aside, measure, told)
    return Reconciled(tuple(kept), tuple(aside))


def _case(
    figure: Figure,
    figures: Sequence[Figure],
    words: Placed | None,
    raw: Scores,
    never: frozenset[str],
    setting: Setting,
    measure: Measure,
) -> Case:
    """What is weighed of the figure: what is heard, where it can be that, and what words say, where that can be
    meant. ``never``: inputs that it is not, whoever hears them."""
    scores = {role: score for role, score in possible(figure, raw, measure).items() if role not in never}
    here = setting
    if _is_louder_elsewhere(raw, scores, setting):
        here = replace(setting, answers=False)
    elif setting.asked in scores:
        scores[setting.asked] += ASKED
    fitting = of_its_size(figure, scores, words, setting)
    if words and words.key in scores and words.key not in fitting:
        words = None
    if words and not words.is_input and _is_heard_otherwise(words, raw, fitting, setting):
        words = None
    best = max(fitting, key=fitting.__getitem__, default="")
    return Case(figure, figures, words, fitting, best, here)


def _is_louder_elsewhere(raw: Scores, scores: Scores, setting: Setting) -> bool:
    """Whether a sum is asked for that is only said by a word for it, and the figure sounds more like an input of
    another measure (「本金是600万」 where the province's subsidy was asked for)."""
    if not needs_a_word(setting.asked, setting.measure):
        return False
    return max((score for role, score in raw.items() if role not in scores), default=0.0) > raw.get(setting.asked, 0.0)


def _is_heard_otherwise(words: Placed, raw: Scores, scores: Scores, setting: Setting) -> bool:
    """Whether a word says another matter that this measure does not know, and the listener, who does, hears an input
    that stands: 「要是当初贷700万」 beside the principal."""
    if words.key not in raw or words.key in scores or not setting.changes:
        return False
    best = max((score for role, score in scores.items() if role in setting.stands), default=0.0)
    return best - raw[words.key] >= ALMOST and best >= SURE


def _without_what_is_mended(
    kept: Sequence[Placed], aside: Sequence[Aside], setting: Setting
) -> tuple[list[Placed], list[Aside]]:
    """「贷款不是500万，500万是授信，用了350万」: what stands is said again, and again as another matter, so that the
    other sum is in its place."""
    if not setting.corrects or setting.adds:
        return list(kept), []
    other = [one.figure.value for one in aside if one.why not in ("old", "part")]
    old = [one for one in kept if one.figure.value == setting.stands.get(one.key) and one.figure.value in other]
    anew = {one.key for one in kept if one.figure.value != setting.stands.get(one.key)}
    gone = [one for one in old if one.key in anew and one.figure.kind == "money"]
    return [one for one in kept if one not in gone], [Aside(one.figure, "old") for one in gone]


def _one_of_each(
    kept: Sequence[Placed], told: Mapping[int, Scores], by_words: Mapping[int, Placed], measure: Measure
) -> tuple[list[Placed], list[Aside]]:
    """Of two figures with the same role the one that is rather heard as something else, or has a word of its own for
    another matter, is no second candidate: 「只担八成，另两成银行自己扛」, 「保费40万，顾问费2万」."""
    left, aside = list(kept), list[Aside]()
    for one in kept:
        scores = told[one.figure.start]
        if not scores or not _has_a_surer_rival(one, left, told, measure):
            continue
        if other := _is_rather(scores, by_words.get(one.figure.start)):
            left.remove(one)
            aside.append(Aside(one.figure, other))
        elif nearly := _nearly(one, scores, {placed.key for placed in left}):
            left[left.index(one)] = replace(one, key=nearly, is_input=True, announced=True)
        elif _is_surer_later(one, left, told):
            left.remove(one)
            aside.append(Aside(one.figure, "other"))
    return left, aside


def _has_a_surer_rival(one: Placed, left: Sequence[Placed], told: Mapping[int, Scores], measure: Measure) -> bool:
    """Whether another figure is the same sum or rate, and more surely so."""
    record = measure.input(one.key)
    if record is None or record.unit not in ("ratio", "yuan"):
        return False
    rivals = [told[other.figure.start].get(one.key, 0.0) for other in left if other.key == one.key]
    return len(rivals) > 1 and max(rivals) - told[one.figure.start].get(one.key, 0.0) >= ALMOST


def _is_rather(scores: Scores, words: Placed | None) -> str:
    """The other matter that a word says it is, or what it sounds most like, where that fills nothing; "" for none."""
    if words and words.announced and not words.is_input:
        return words.key
    best = max(scores, key=lambda role: scores[role])
    return best if best in IDLE else ""


def _is_surer_later(one: Placed, kept: Sequence[Placed], told: Mapping[int, Scores]) -> bool:
    """Whether a figure said later has the same role much more surely: 「贷款2500万，其中担保2300万」, but not what was
    only hoped for before (「想担600万，批下来200万」)."""
    own = told[one.figure.start].get(one.key, 0.0)
    later = [other for other in kept if other.key == one.key and other.figure.start > one.figure.start]
    return own < PLAIN and any(told[other.figure.start].get(one.key, 0.0) - own >= SURER for other in later)


def _nearly(one: Placed, scores: Scores, taken: set[str]) -> str:
    """A role the figure has almost as surely as one that another has more surely (「不良300万，划回60万」)."""
    open_ = {role: score for role, score in scores.items() if role not in taken and role not in IDLE}
    best = max(open_, key=lambda role: open_[role], default="")
    close = best and open_[best] >= SURE and scores.get(one.key, 0.0) - open_[best] <= NEARLY
    return best if close else ""


def _in_its_place(
    kept: list[Placed], aside: list[Aside], setting: Setting, measure: Measure
) -> tuple[list[Placed], list[Aside]]:
    """Where one figure says which value or part is meant and the message changes it, the one sum left over is the new
    value, however it sounds: 「530万那笔应该是260万」, 「不是两万，两万五」."""
    if not setting.changes or setting.asks or any(one.figure.kind == "money" for one in kept):
        return kept, aside
    said = [one for one in aside if one.why in ("part", "old")]
    named = [one.figure for one in said]
    left = [one for one in aside if one.figure.kind == "money" and one.why in UNPLACED]
    if not len(named) == len(left) == 1 or named[0].kind not in ("money", "number"):
        return kept, aside
    base = measure.main
    whole = [base] if base in setting.stands and said[0].why == "part" else []
    standing = repeated(named[0], setting) or whole  # a value denied that does not stand says nothing of the base
    if len(standing) != 1 or not can_be(left[0].figure, measure.input(standing[0])):
        return kept, aside
    placed = Placed(left[0].figure, standing[0], True, NEAR, True)
    return [*kept, placed], [one for one in aside if one is not left[0]]


def _of_the_part(
    kept: list[Placed], aside: list[Aside], measure: Measure, spoken_of: SpokenOf
) -> tuple[list[Placed], list[Aside]]:
    """The same where a part is called by its number or place: 「最后那笔应该是40万」. Of several sums that it has the
    one that is most like what is said."""
    told = [one for one in kept if _is_its_sum(one.figure, spoken_of)]
    left = [
        one for one in aside if _is_its_sum(one.figure, spoken_of) and one.why in (*UNPLACED, "result", "part", "old")
    ]
    if names := _its_own(told, left, spoken_of):  # 「头一笔200万的其实是220万」
        kept = [one for one in kept if one.figure not in names]
        told = [one for one in told if one.figure not in names]
        left = [one for one in left if one.figure not in names]
    if len(told) + len(left) != 1 or any(one.announced and one.score > NEAR for one in told):
        return kept, aside
    figure = told[0].figure if told else left[0].figure
    key = _nearest(figure, spoken_of.sums) or measure.main
    if not can_be(figure, measure.input(key)):
        return kept, aside
    rest = [one for one in kept if one not in told]
    return [*rest, Placed(figure, key, True, NEAR, True)], [one for one in aside if one not in left]


def _its_own(told: Sequence[Placed], left: Sequence[Aside], spoken_of: SpokenOf) -> list[Figure]:
    """Of two sums said of it the one that it has already, and by which it is only called."""
    said = [*(one.figure for one in told), *(one.figure for one in left)]
    names = [one for one in said if one.value in spoken_of.sums.values()]
    return names if len(said) == 2 and len(names) == 1 else []


def _is_its_sum(figure: Figure, spoken_of: SpokenOf) -> bool:
    """Whether it is a sum that is said of the part, and does not only say which is meant."""
    sum_said = figure.kind == "money" or (figure.kind == "number" and figure.unit_missing and bool(spoken_of.figures))
    return sum_said and figure.start not in spoken_of.figures


def _nearest(figure: Figure, sums: Mapping[str, Decimal]) -> str:
    """The sum of which the figure is the fewest times as large or as small; "" where it is like none."""
    said = figure.value
    if not isinstance(said, Decimal) or said <= 0 or figure.unit_missing:
        return ""
    times = {key: max(one, said) / min(one, said) for key, one in sums.items() if one > 0}
    best = min(times, key=lambda key: times[key], default="")
    return best if best and times[best] <= NOUGHTS else ""


def _with_the_base(
    kept: Sequence[Placed], aside: Sequence[Aside], measure: Measure, told: Mapping[int, Scores]
) -> Reconciled:
    """In a message with which a talk begins, the one sum that nothing explains is what the measure goes by."""
    base = measure.main
    record = measure.input(base)
    left = [one for one in aside if one.why == "unclear" and one.figure.kind == "money" and not one.figure.unit_missing]
    found = Reconciled(tuple(kept), tuple(aside))
    if record is None or len(left) != 1 or not can_fill(left[0].figure, record):
        return found
    scores = told[left[0].figure.start]
    heard = scores.get(base, 0.0)
    if any(one.key == base for one in kept) or heard < (LIKELY if record.default else LIKELIER):
        return found
    replaces = any(one.why == "old" for one in aside)  # 「不是90，是110万」
    if not replaces and scores.get("other", 0.0) - heard >= FAR_LIKELIER:
        return found
    placed = Placed(left[0].figure, base, True, SURE, False)
    return Reconciled((*kept, placed), tuple(one for one in aside if one is not left[0]))


def by_key(aside: Sequence[Aside]) -> Mapping[str, list[Figure]]:
    """The figures set aside, by reason."""
    found: dict[str, list[Figure]] = {}
    for one in aside:
        found.setdefault(one.why, []).append(one.figure)
    return found
