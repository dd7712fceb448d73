"""What is heard of a figure, without the roles that it cannot have: its kind and its size say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.figures import Figure
from bot.memo import PerObject
from bot.nlu.hearing import Scores, Setting
from bot.slots.derive import SMALLEST_PART
from bot.slots.roles import HIGHEST_YEARLY, IDLE, NEAR, TENTHS, Placed, answers
from bot.slots.sureness import ALMOST, ELSEWHERE, HALF_SURE, NOUGHTS, SURE
from knowledge.records.model import InputRecord, Measure

SHARE = "share_rate"  # a share of a sum; of which one depends on the measure
YEARS = "years"  # for how many years a sum is


@dataclass(frozen=True, slots=True)
class Roles:
    """``always``: roles that any figure can have, no inputs. ``share``: the input that says how much of a whole counts
    (担八成, 省里补三成), "" where there is none; ``years``: the one that says for how many years a sum is;
    ``has_no_term``: the years that were paid for are the only time it asks for, and a term heard is theirs."""

    always: frozenset[str]
    inputs: Mapping[str, InputRecord]
    share: str
    years: str
    has_no_term: bool

    @property
    def taken(self) -> str:
        """The role heard of a share of whatever it is, where the measure has one."""
        return SHARE if self.share else ""


def _roles_of(measure: Measure) -> Roles:
    inputs = {record.key: record for record in measure.inputs}
    rows = [row for row in measure.derivations if row.op in ("part", "product")]
    shares = [key for row in rows for key in row.sources if key in inputs and inputs[key].unit == "ratio"]
    years = next((row.sources[0] for row in measure.derivations if row.op == "per_years"), "")
    return Roles(
        IDLE.union(key for row in measure.derivations for key in row.sources if key not in inputs),
        inputs,
        next((key for key in shares if not inputs[key].yearly), ""),
        years,
        not any(record.unit == "months" and key != years for key, record in inputs.items()),
    )


_roles: PerObject[Measure, Roles] = PerObject(_roles_of)


def possible(figure: Figure, scores: Scores, measure: Measure) -> Scores:
    """The scores of the roles this figure can have here; an input of other measures is, less surely, another matter."""
    if not scores or (figure.kind == "money" and figure.unit != "yuan"):
        return {}  # foreign money enters no sum, whatever it is called
    can = _roles(measure)
    scores, always, inputs, taken = _by_own_name(figure, scores, can), can.always, can.inputs, can.taken
    fits = {role for role in inputs if role in scores and can_be(figure, inputs[role])}
    here = {role: score for role, score in scores.items() if role in always or role in fits}
    elsewhere = max([score for role, score in scores.items() if role not in here and role != taken], default=0.0)
    return {**here, "other": max(here.get("other", 0.0), ELSEWHERE * elsewhere)}


def _by_own_name(figure: Figure, scores: Scores, can: Roles) -> Scores:
    """A share of a sum (担八成) and a number of years are heard alike in all measures; each calls them otherwise."""
    if can.share and SHARE in scores and _is_share(figure):
        scores = {**scores, can.share: max(scores.get(can.share, 0.0), scores[SHARE])}
    if not can.years or YEARS not in scores:
        return scores
    heard = [scores[YEARS], scores.get(can.years, 0.0)]
    if scores[YEARS] >= SURE and can.has_no_term:
        heard += [score for role, score in scores.items() if role not in can.always and role not in can.inputs]
    return {**scores, can.years: max(heard)}


def _is_share(figure: Figure) -> bool:
    return figure.kind == "percent" and isinstance(figure.value, Decimal) and SMALLEST_PART <= figure.value <= 1


def can_be(figure: Figure, record: InputRecord | None) -> bool:
    """Whether it is of the kind of the input; no rate of a year is so high as a share of a whole (八成)."""
    if record is None or not answers(figure, record.unit, record.counted):
        return False
    high = figure.kind == "percent" and isinstance(figure.value, Decimal) and figure.value > HIGHEST_YEARLY
    return not (record.yearly and (high or TENTHS.search(figure.text)))


def of_its_size(figure: Figure, scores: Scores, words: Placed | None, setting: Setting) -> Scores:
    """Without the inputs that stand at quite another size, where it may well be another: a fee of 2万 for a guarantee
    of 500万."""
    value = figure.value
    if figure.kind != "money" or figure.unit_missing or not isinstance(value, Decimal) or value <= 0:
        return scores
    unlike = _of_another_size(value, scores, words, setting)
    if not unlike:
        return scores
    rest = {role: score for role, score in scores.items() if role not in unlike}
    return rest if _may_well_be_another(rest, max(scores[role] for role in unlike), setting) else scores


def _of_another_size(value: Decimal, scores: Scores, words: Placed | None, setting: Setting) -> set[str]:
    """The inputs that stand at many times as much or as little, but not the one that a word beside the figure names."""
    named = words.key if words and words.announced and words.score >= NEAR else ""
    sums = {key: one for key, one in setting.stands.items() if key in scores and isinstance(one, Decimal) and one}
    return {key for key, one in sums.items() if key != named and not 1 <= NOUGHTS * one / value <= NOUGHTS**2}


def _may_well_be_another(rest: Scores, unlike: float, setting: Setting) -> bool:
    """Whether an input among the rest is heard surely, or nearly as surely as those of another size."""
    best = fresh = 0.0
    for role, score in rest.items():
        if role in IDLE:
            continue
        best = max(best, score)
        if not _has_a_sum(setting, role):
            fresh = max(fresh, score)
    return fresh >= SURE or best >= max(unlike - ALMOST, HALF_SURE)


def _has_a_sum(setting: Setting, key: str) -> bool:
    one = setting.stands.get(key)
    return isinstance(one, Decimal) and one != 0
