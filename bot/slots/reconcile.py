"""What announcing words say of a figure and what the listener heard, made one: its role, or why it is set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from bot.figures import Figure
from bot.memo import PerObject
from bot.nlu.hearing import Scores, Setting, Value
from bot.nlu.repeats import TEN_THOUSAND, is_of_the_size_of_the_sum, is_shown, repeated
from bot.slots.derive import SMALLEST_PART
from bot.slots.roles import DATED, HIGHEST_YEARLY, NEAR, TENTHS, TOUCHING, Placed, answers, fits
from knowledge.records.model import InputRecord, Measure

# Roles of figures that fill nothing: the sum just shown, the document's own number, the user's guess at the sum, the
# value that is denied, the name of a part, another matter, how many parts
IDLE = frozenset({"result", "policy", "guess", "old", "part", "other", "count"})
SHARE = "share_rate"  # a share of a sum; of which one depends on the measure
HALF_SURE = 0.25  # the same of a figure that is of quite another size than what it would replace
SURE = 0.3  # a role that no word announces is taken from here on
OUTVOTED = 0.0  # by how much the listener must be surer of another role than of the announced one
ELSEWHERE = 0.8  # what an input that this measure does not have counts as another matter
OPENING = 0.55  # the same in a message with which a talk begins: people then say what each figure is
MENDED = 0.4  # the same of a day passing by, where the day that stands is corrected and this one has its word
CLEAR = 0.6  # the same of another matter, in an opening message with the word for an input right beside the figure
UNHEARD = 0.6  # the same where the listener does not know the announced role at all
NOUGHTS = 20  # how many times as large what was meant may be
HEARSAY = 0.4  # from here on the listener is believed of an input that nobody taught it
PLAIN = 0.6  # a role so plain that it changes what stands without an act of changing
ADDED = 0.6  # by how much another matter must be surer than the input to which something is added
NEARLY = 0.15  # how much less sure a second role may be where another figure has the first
LIKELY = 0.15  # score from which the one sum left can be what the measure goes by
LIKELIER = 0.4  # the same of a sum that is only said by a word for it
FAR_LIKELIER = 0.3  # by how much another matter must be surer for a sum left over to be no base
SURER = 0.25  # by how much one of two figures must be surer of a role for the other to be none, sounding like no other
BY_WORD = 7.0  # score of a word from which a figure that stands as one input is said to be another
ASKED = 0.05  # added for the input whose question is open
ALMOST = 0.1  # by how much another matter must be surer where a part or a value is spoken of


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure that went into nothing; ``why``: an idle role, the key of a distractor, or "unclear"."""

    figure: Figure
    why: str


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """One of several parts: the begins of the figures that only say which, and the sums of its own, in yuan."""

    figures: frozenset[int]
    sums: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
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
        raw = heard[i] if i < len(heard) else {}
        scores = _possible(figure, raw, measure) if raw else {}
        scores = {role: score for role, score in scores.items() if role not in barred.get(figure.start, ())}
        here = setting
        if _is_louder_elsewhere(raw, scores, setting):
            here = replace(setting, answers=False)
        elif setting.asked in scores:
            scores = {**scores, setting.asked: scores[setting.asked] + ASKED}
        words = by_words.get(figure.start)
        fitting = _of_its_size(figure, scores, words, setting)
        words = None if words and words.key in scores and words.key not in fitting else words
        scores = told[figure.start] = fitting
        if words and not words.is_input and _is_heard_otherwise(words, raw, scores, setting):
            words = None
        found = _judged(figure, figures, words, scores, here)
        if isinstance(found, Placed):
            kept.append(found)
        elif found:
            aside.append(Aside(figure, found))
    kept, doubles = _one_of_each(kept, told, by_words, measure)
    kept, aside = _in_its_place(kept, [*aside, *doubles], setting, measure)
    if spoken_of:
        kept, aside = _of_the_part(kept, aside, measure, spoken_of)
    if _base(measure) not in setting.stands and not setting.asked and not (setting.stands and setting.asks):
        return _with_the_base(kept, aside, measure, told)
    return Reconciled(tuple(kept), tuple(aside))


def _of_its_size(figure: Figure, scores: Scores, words: Placed | None, setting: Setting) -> Scores:
    """Without the inputs that stand at quite another size, where it may well be another: a fee of 2万 for a guarantee
    of 500万."""
    value = figure.value
    if figure.kind != "money" or figure.unit_missing or not isinstance(value, Decimal) or value <= 0:
        return scores
    stands = {key: one for key, one in setting.stands.items() if key in scores and isinstance(one, Decimal) and one}
    named = words.key if words and words.announced and words.score >= NEAR else ""
    unlike = {key for key, one in stands.items() if key != named and not 1 <= NOUGHTS * one / value <= NOUGHTS**2}
    rest = {role: score for role, score in scores.items() if role not in unlike}
    can = {role: score for role, score in rest.items() if role not in IDLE}
    open_ = max((score for role, score in can.items() if role not in stands), default=0.0)
    nearly = max((scores[role] for role in unlike), default=0.0) - ALMOST
    return rest if unlike and (open_ >= SURE or max(can.values(), default=0.0) >= max(nearly, HALF_SURE)) else scores


def _is_heard_otherwise(words: Placed, raw: Scores, scores: Scores, setting: Setting) -> bool:
    """Whether a word says another matter that this measure does not know, and the listener, who does, hears an input
    that stands: 「要是当初贷700万」 beside the principal."""
    if words.key not in raw or words.key in scores or not setting.changes:
        return False
    best = max((score for role, score in scores.items() if role in setting.stands), default=0.0)
    return best - raw[words.key] >= ALMOST and best >= SURE


def _one_of_each(
    kept: Sequence[Placed], told: Mapping[int, Scores], by_words: Mapping[int, Placed], measure: Measure
) -> tuple[list[Placed], list[Aside]]:
    """Of two figures with the same role the one that is rather heard as something else, or has a word of its own for
    another matter, is no second candidate: 「只担八成，另两成银行自己扛」, 「保费40万，顾问费2万」."""
    left, aside = list(kept), list[Aside]()
    for one in kept:
        record, scores = measure.input(one.key), told[one.figure.start]
        if record is None or record.unit not in ("ratio", "yuan") or not scores:
            continue
        rivals = [told[other.figure.start].get(one.key, 0.0) for other in left if other.key == one.key]
        best, words = max(scores, key=lambda role: scores[role]), by_words.get(one.figure.start)
        other = words.key if words and not words.is_input and words.announced else best if best in IDLE else ""
        if len(rivals) < 2 or max(rivals) - scores.get(one.key, 0.0) < ALMOST:
            continue
        if other:
            left.remove(one)
            aside.append(Aside(one.figure, other))
        elif nearly := _nearly(one, scores, {placed.key for placed in left}):
            left[left.index(one)] = replace(one, key=nearly, is_input=True, announced=True)
        elif _is_surer_later(one, left, told):
            left.remove(one)
            aside.append(Aside(one.figure, "other"))
    return left, aside


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
    named = [one for one in aside if one.why in ("part", "old")]
    left = [one for one in aside if one.why in ("guess", "other", "unclear") and one.figure.kind == "money"]
    fresh = len(named) == len(left) == 1 and not any(one.figure.kind == "money" for one in kept)
    if not fresh or not setting.changes or setting.asks or named[0].figure.kind not in ("money", "number"):
        return kept, aside
    standing = repeated(named[0].figure, setting) or ([base] if (base := _base(measure)) in setting.stands else [])
    if len(standing) != 1 or not _can_be(left[0].figure, measure.input(standing[0])):
        return kept, aside
    placed = Placed(left[0].figure, standing[0], True, NEAR, True)
    return [*kept, placed], [one for one in aside if one is not left[0]]


def _of_the_part(
    kept: list[Placed], aside: list[Aside], measure: Measure, spoken_of: SpokenOf
) -> tuple[list[Placed], list[Aside]]:
    """The same where a part is called by its number or place: 「最后那笔应该是40万」. Of several sums that it has the
    one that is most like what is said."""
    told = [one for one in kept if one.figure.kind == "money" and one.figure.start not in spoken_of.figures]
    left = [one for one in aside if one.figure.kind == "money" and one.figure.start not in spoken_of.figures]
    left = [one for one in left if one.why in ("guess", "other", "unclear", "result")]
    if len(told) + len(left) != 1 or any(one.announced and one.score > NEAR for one in told):
        return kept, aside
    figure = told[0].figure if told else left[0].figure
    key = _nearest(figure, spoken_of.sums) or _base(measure)
    if not _can_be(figure, measure.input(key)):
        return kept, aside
    rest = [one for one in kept if one not in told]
    return [*rest, Placed(figure, key, True, NEAR, True)], [one for one in aside if one not in left]


def _nearest(figure: Figure, sums: Mapping[str, Decimal]) -> str:
    """The sum of which the figure is the fewest times as large or as small; "" where it is like none."""
    said = figure.value
    if not isinstance(said, Decimal) or said <= 0 or figure.unit_missing:
        return ""
    times = {key: max(one, said) / min(one, said) for key, one in sums.items() if one > 0}
    best = min(times, key=lambda key: times[key], default="")
    return best if best and times[best] <= NOUGHTS else ""


def _base(measure: Measure) -> str:
    """The sum the measure goes by."""
    return next((one.key for one in measure.inputs if one.required and one.unit == "yuan"), "")


def _with_the_base(
    kept: Sequence[Placed], aside: Sequence[Aside], measure: Measure, told: Mapping[int, Scores]
) -> Reconciled:
    """In a message with which a talk begins, the one sum that nothing explains is what the measure goes by."""
    base = _base(measure)
    record = measure.input(base)
    left = [one for one in aside if one.why == "unclear" and one.figure.kind == "money" and not one.figure.unit_missing]
    known = any(one.key == base for one in kept)
    if record is None or known or len(left) != 1 or not fits(left[0].figure, record.unit):
        return Reconciled(tuple(kept), tuple(aside))
    heard = told[left[0].figure.start]
    replaces = any(one.why == "old" for one in aside)  # 「不是90，是110万」
    apart = not replaces and heard.get("other", 0.0) - heard.get(base, 0.0) >= FAR_LIKELIER
    if apart or heard.get(base, 0.0) < (LIKELY if record.default else LIKELIER):
        return Reconciled(tuple(kept), tuple(aside))
    placed = Placed(left[0].figure, base, True, SURE, False)
    return Reconciled((*kept, placed), tuple(one for one in aside if one is not left[0]))


def _possible(figure: Figure, scores: Scores, measure: Measure) -> Scores:
    """The scores of the roles this figure can have here; an input of other measures is, less surely, another matter."""
    if figure.kind == "money" and figure.unit != "yuan":
        return {}  # it enters no sum, whatever it is called
    can = _roles(measure)
    if can.share and SHARE in scores and _is_share(figure):
        scores = {**scores, can.share: max(scores.get(can.share, 0.0), scores[SHARE])}
    if can.years and "years" in scores:
        heard = [scores["years"], scores.get(can.years, 0.0)]
        if scores["years"] >= SURE and can.has_no_term:
            heard += [score for role, score in scores.items() if role not in can.always and role not in can.inputs]
        scores = {**scores, can.years: max(heard)}
    here = {r: score for r, score in scores.items() if r in can.always or _can_be(figure, can.inputs.get(r))}
    elsewhere = max((score for r, score in scores.items() if r not in here and r != can.taken), default=0.0)
    return {**here, "other": max(here.get("other", 0.0), ELSEWHERE * elsewhere)}


def _is_share(figure: Figure) -> bool:
    return figure.kind == "percent" and isinstance(figure.value, Decimal) and SMALLEST_PART <= figure.value <= 1


def _can_be(figure: Figure, record: InputRecord | None) -> bool:
    if record is None or not answers(figure, record.unit):
        return False
    high = figure.kind == "percent" and isinstance(figure.value, Decimal) and figure.value > HIGHEST_YEARLY
    return not (record.yearly and (high or TENTHS.search(figure.text)))


@dataclass(frozen=True, slots=True)
class Roles:
    """``always``: roles that any figure can have, no inputs. ``share``: the input that says how much of a whole counts
    (担八成, 省里补三成), "" where there is none; ``years``: the one that says for how many years a sum is."""

    always: frozenset[str]
    inputs: Mapping[str, InputRecord]
    share: str
    years: str

    @property
    def has_no_term(self) -> bool:
        """Whether the years that were paid for are the only time it asks for: a term heard is theirs."""
        return not any(record.unit == "months" and key != self.years for key, record in self.inputs.items())

    @property
    def taken(self) -> str:
        """The role heard of a share of whatever it is, where the measure has one."""
        return SHARE if self.share else ""


def _roles_of(measure: Measure) -> Roles:
    inputs = {record.key: record for record in measure.inputs}
    rows = [row for row in measure.derivations if row.op in ("part", "product")]
    shares = [key for row in rows for key in row.sources if key in inputs and inputs[key].unit == "ratio"]
    return Roles(
        IDLE.union(key for row in measure.derivations for key in row.sources if key not in inputs),
        inputs,
        next((key for key in shares if not inputs[key].yearly), ""),
        next((row.sources[0] for row in measure.derivations if row.op == "per_years"), ""),
    )


_roles: PerObject[Measure, Roles] = PerObject(_roles_of)


def _judged(
    figure: Figure, figures: Sequence[Figure], words: Placed | None, scores: Scores, setting: Setting
) -> Placed | str:
    """The figure with its role, or why it is set aside; "" where it says nothing by itself (a day passing by)."""
    announced = words is not None and words.announced
    if not scores:
        return words or ""
    best = max(scores, key=lambda role: scores[role])
    if words and words.is_input and setting.adds and _alone(figure, figures) and _hardly_other(words.key, scores):
        return words  # 「再加100万」 beside 100万 repeats nothing
    if is_shown(figure, setting.shown) and not (announced and words and words.is_input and best not in IDLE):
        return words if words and _is_put_for(figure, figures, words, setting) else "result"
    if words and words.is_input and best != "guess" and _is_slip(figure, figures, words, setting):
        return words
    if back := _as_it_stood(figure, figures, scores, setting):
        return Placed(figure, back, True, NEAR, True)
    beside = announced and words is not None and words.score >= NEAR
    if (
        setting.answers
        and best != "guess"
        and not (announced and words and words.key != setting.asked)
        and setting.asked in scores
        and scores[best] - scores[setting.asked] < NEARLY
    ):
        return Placed(figure, setting.asked, True, NEAR, True)
    if not beside and setting.asked not in scores and _is_percent_of_the_document(figure, setting.measure):
        return "policy"
    begins = not setting.stands and not setting.asked
    stands = repeated(figure, setting)
    by_word = announced and words is not None and words.score >= BY_WORD
    if stands and not (by_word and words and words.is_input and words.key not in stands):
        return best if best in IDLE else _said_again(figure, stands, scores)
    if announced and words and words.is_input and words.key in setting.stands and setting.asks and not setting.changes:
        return best if best in IDLE else "other"  # a question about what stands does not change it
    if announced and words:
        if best == "old" and _alone(figure, figures):
            return words  # it never stood: 「记错了，3万是今年领的」
        mends = figure.kind == "date" and not setting.asks and words.key in setting.stands and _alone(figure, figures)
        mends = mends and DATED.search(figure.text) is not None  # 「昨天拿到证了」 is no day of it
        beside_a_day = figure.kind == "date" and words.is_input and words.score >= NEAR and _is_whole(figure)
        margin = OPENING if begins else MENDED if mends and best == "other" else OUTVOTED
        margin = max(margin, UNHEARD) if beside_a_day and best == "other" else margin
        return _against_words(figure, words, scores, best, margin)
    if not announced and setting.asked not in scores and is_of_the_size_of_the_sum(figure, setting):
        return best if best in IDLE else "guess"
    if not announced and setting.asks and not setting.changes and _is_another_sum(figure, best, setting):
        return "guess"
    passing = figure.kind == "date" and len(str(figure.value)) == len("2025") and len(figures) > 1  # 「3万是今年领的」
    corrects = setting.corrects and _alone(figure, figures) and not passing
    plainly_idle = best in IDLE and scores[best] >= PLAIN + ALMOST  # 「跟你差9000」
    if corrects and not words and scores[best] < SURE and (only := _only_sum_like(figure, setting)):
        return Placed(figure, only, True, NEAR, True)
    if corrects and words and words.is_input and not plainly_idle and _could_be(figure, words, setting):
        return words  # what is corrected without a word for it is what was said last
    if best in ("other", "policy") and setting.changes and not announced and setting.stands:
        told = max((role for role in scores if role not in IDLE), key=lambda role: scores[role], default="")
        if told and scores[told] >= PLAIN - ALMOST and scores[best] - scores[told] <= ALMOST:
            return Placed(figure, told, True, NEAR, True)
    if best in IDLE:
        return "unclear" if begins and words and scores[best] < SURE + OPENING else best
    overwrites = best in setting.stands and best != setting.asked and not setting.changes and scores[best] < PLAIN
    overwrites = overwrites and not (_rather_moves(setting) and scores[best] - scores.get("other", 0.0) >= LIKELY)
    if overwrites and not _is_a_nought_off(figure, setting.stands[best]):
        return "unclear"  # nothing overwrites what stands because it came last
    if words and words.key == best:
        return words
    if scores[best] >= (OPENING if begins and _needs_a_word(best, setting.measure) else SURE):
        return Placed(figure, best, True, NEAR, scores[best] >= PLAIN)
    if words and words.key in setting.stands and words.key != setting.asked and not setting.changes:
        return "unclear"
    return words or "unclear"


def _as_it_stood(figure: Figure, figures: Sequence[Figure], scores: Scores, setting: Setting) -> str:
    """The input whose value before the last change is said again (「还是维持千分之五」); "" for none."""
    keys = repeated(figure, replace(setting, stands=setting.stood))
    told = not setting.asks and _alone(figure, figures) and scores.get("other", 0.0) < PLAIN + ALMOST
    return keys[0] if told and len(keys) == 1 and not repeated(figure, setting) else ""


def _rather_moves(setting: Setting) -> bool:
    """Whether a value seems to be put in the place of one, and nothing is asked."""
    return setting.moves >= SURE and not setting.asks


def _is_whole(figure: Figure) -> bool:
    """Whether a date is said with its year, month and day."""
    return isinstance(figure.value, str) and len(figure.value) == len("2025-01-01") and not figure.assumed


def _is_louder_elsewhere(raw: Scores, scores: Scores, setting: Setting) -> bool:
    """Whether a sum is asked for that is only said by a word for it, and the figure sounds more like an input of
    another measure (「本金是600万」 where the province's subsidy was asked for)."""
    apart = max((score for role, score in raw.items() if role not in scores), default=0.0)
    return _needs_a_word(setting.asked, setting.measure) and apart > raw.get(setting.asked, 0.0)


def _hardly_other(key: str, scores: Scores) -> bool:
    return scores.get("other", 0.0) - scores.get(key, 0.0) < ADDED


def _only_sum_like(figure: Figure, setting: Setting) -> str:
    """The one sum that stands, where the figure, which sounds like nothing, is of its size; "" for none."""
    records = {one.key: one for one in setting.measure.inputs} if setting.measure else {}
    sums = [key for key in setting.stands if key in records and records[key].unit == "yuan"]
    stands = setting.stands[sums[0]] if len(sums) == 1 else None
    said = figure.value
    if figure.kind != "money" or figure.unit_missing or not isinstance(said, Decimal) or not said:
        return ""
    alike = isinstance(stands, Decimal) and stands > 0 and max(stands, said) / min(stands, said) <= NOUGHTS
    return sums[0] if alike else ""


def _could_be(figure: Figure, words: Placed, setting: Setting) -> bool:
    """Whether a sum may have been meant where another stands: a nought too many, but not 4万 for 500万 where the
    measure has other sums."""
    before, said = setting.stands.get(words.key), figure.value
    if setting.measure and sum(record.unit == "yuan" for record in setting.measure.inputs) == 1:
        return True
    if (
        figure.kind != "money"
        or not isinstance(before, Decimal)
        or not isinstance(said, Decimal)
        or not (before and said)
    ):
        return True
    return figure.unit_missing or max(before, said) / min(before, said) <= NOUGHTS


def _is_put_for(figure: Figure, figures: Sequence[Figure], words: Placed, setting: Setting) -> bool:
    """「那要是260万呢」 after a result of 259万: another value for what was said, only nearly the sum shown."""
    exactly = isinstance(figure.value, Decimal) and setting.shown in (figure.value, figure.value * TEN_THOUSAND)
    fills = words.is_input and setting.corrects and not exactly
    return fills and _alone(figure, figures) and _could_be(figure, words, setting)


def _is_a_nought_off(figure: Figure, stands: Value) -> bool:
    """Whether it is what stands with a nought more or less: a slip that is mended, whatever words do it."""
    if figure.kind != "money" or not isinstance(figure.value, Decimal) or not isinstance(stands, Decimal):
        return False
    return not figure.unit_missing and figure.value in (stands * 10, stands / 10)


def _is_slip(figure: Figure, figures: Sequence[Figure], words: Placed, setting: Setting) -> bool:
    """「少说了个零」 「三千万」: the only sum of a message, with a nought more or less than what it would replace."""
    stands = setting.stands.get(words.key)
    return stands is not None and not setting.asks and _alone(figure, figures) and _is_a_nought_off(figure, stands)


def _is_percent_of_the_document(figure: Figure, measure: Measure | None) -> bool:
    """「确定是35不是30？」: a bare number is one of the document's percentages."""
    if measure is None or figure.kind != "number" or not isinstance(figure.value, Decimal):
        return False
    return any(figure.value == one.value * 100 for one in measure.figures if one.unit == "ratio")


def _needs_a_word(role: str, measure: Measure | None) -> bool:
    """Whether it is a sum that a figure is only by a word for it (a subsidy received, not the loan)."""
    record = measure.input(role) if measure else None
    return record is not None and record.unit == "yuan" and not record.default


def _is_another_sum(figure: Figure, role: str, setting: Setting) -> bool:
    """Whether a sum without a word for it would take the place of one that stands, after a result was shown."""
    return figure.kind == "money" and setting.shown is not None and role in setting.stands


def _said_again(figure: Figure, stands: Sequence[str], scores: Scores) -> Placed:
    """A figure that stands already is spoken of, whatever else it could be."""
    return Placed(figure, max(stands, key=lambda key: scores.get(key, 0.0)), True, NEAR, True)


def _alone(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether it is the only one of its kind."""
    return all(one is figure or one.kind != figure.kind for one in figures)


def _against_words(figure: Figure, words: Placed, scores: Scores, best: str, margin: float) -> Placed | str:
    """An announced role stands unless the listener is much surer of another."""
    if not words.is_input and best in ("other", "part"):
        return words  # no input either way, and the word says what it is
    if (
        words.key not in scores
        and best in IDLE
        and scores[best] >= HEARSAY
        and words.is_input
        and words.score < TOUCHING
    ):
        return best
    if words.key not in scores and words.key not in IDLE and words.score >= NEAR:
        margin = max(margin, UNHEARD)  # nobody taught the listener what the word beside the figure says
    elif words.is_input and best == "other" and margin == OPENING and words.score > NEAR + 1:
        margin = CLEAR
    elif not words.is_input and best not in IDLE and words.score >= NEAR:
        margin = max(margin, UNHEARD)
    if best == words.key or scores[best] - scores.get(words.key, 0.0) < margin:
        return words
    return best if best in IDLE else replace(words, key=best, is_input=True)


def by_key(aside: Sequence[Aside]) -> Mapping[str, list[Figure]]:
    """The figures set aside, by reason."""
    found: dict[str, list[Figure]] = {}
    for one in aside:
        found.setdefault(one.why, []).append(one.figure)
    return found
