"""Figures + a measure's declared inputs → filled inputs, what is wrong with others, what was corrected."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from types import MappingProxyType

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.changes import is_reckoned
from bot.nlu.hearing import Scores, Setting
from bot.nlu.phrases import mentions
from bot.records import record
from bot.slots.adds_up import (
    is_by_how_much,
    that_add_up,
    what_is_left,
    with_what_a_rate_makes,
    with_what_does_not_count,
)
from bot.slots.apart import LOANS, NOT_COUNTED, not_counted, only_lent, raised_besides
from bot.slots.booked import as_booked
from bot.slots.called import Named, named
from bot.slots.came_back import of_another_loan, of_principal_and_interest, principal_alone, taken_in, told_back
from bot.slots.days import with_years
from bot.slots.derive import derive, derive_parts
from bot.slots.factor import with_the_other_factor
from bot.slots.gave_way import without_what_gave_way
from bot.slots.given_twice import given_twice
from bot.slots.guaranteed_part import only_the_guaranteed, told_of_the_rest
from bot.slots.had import already_had, less_of_before
from bot.slots.his_working import without_his_working
from bot.slots.in_full import in_full
from bot.slots.in_place import in_place, of_the_part, standing_for
from bot.slots.items import Settled, of_the_series, settle
from bot.slots.known_already import without_the_known
from bot.slots.left_over import left_over, words_used
from bot.slots.lent_raise import without_the_lent
from bot.slots.model import Problem, Slot
from bot.slots.named_ahead import named_ahead
from bot.slots.names_behind import named_behind
from bot.slots.none_had import none_had
from bot.slots.odd_days import with_odd_days
from bot.slots.one_row import of_several_ways, with_the_joined
from bot.slots.only_sum import made_exact, one_more, paid_for, with_what_came_back, without_the_rest
from bot.slots.overwritten import without_doubtful
from bot.slots.paired import paired
from bot.slots.parts import totals
from bot.slots.rate_alone import rate_alone
from bot.slots.rate_of_a_year import of_the_rate
from bot.slots.reading import Reading
from bot.slots.reconcile import Aside, Reconciled, SpokenOf, reconcile
from bot.slots.repaid_early import repaid_early
from bot.slots.rest_of_it import rest_went_bad, without_interest
from bot.slots.retold import pointed_at, said_to_be, without_echoes, without_shares
from bot.slots.roles import IDLE, Placed, answers, of_another_kind, place, ruled_out
from bot.slots.securities import of_one_loan
from bot.slots.series import series_of
from bot.slots.shares import with_the_shares
from bot.slots.spanned import by_its_days, from_day_to_day, the_same_days
from bot.slots.taken import YEAR_ONLY, others, taken, unit_said, worth_saying
from bot.slots.whole import OfTheWhole, of_the_whole, one_by_one, put_net
from bot.slots.whose import kept_scores, without_others
from bot.slots.written_off import WrittenOff, written_off
from knowledge.records.model import Distractor, Measure
from knowledge.text.tokens import fold

NOWHERE = Setting()
# 「第一笔其实是25万」, but not 「第一笔还差25万」: between the part and the sum that it is to have
PUT_TO = re.compile(
    "(?:[笔份个张台单次期轮户项](?:贷款|保单|保险|担保)?|(?<=[0-9万])的)[，, ]*"
    "(?:[我刚才]*(?:[说记搞写弄看报填]错|[多少漏][说记写报填])了?|不对)?[，, ]*"
    "(?:(?<=[错多少漏]了[，,])|(?<=[多少][说记写报填]了[，,])|(?:其实|实际上?|应?该|应当|原来|得|要|就|干脆|给我|帮我)*(?:只|都)?(?:改|换|变|调整?|弄|写|算)?(?:成|为|到|是|作)了?"
    "|(?!里|中|内)[^，。；0-9还差欠]{0,6}(?:只|才|就|最[后终]|实际)[^，。；0-9还收追退欠差]{0,2}[核批补放给贷担融投募领认审][定准减]?(?:了|到|给|下来|成|为)+)$"
)
BY_A_BANK = re.compile("银行")  # in words that say that nothing was raised, where that is all there was
# 「直接融资含不含银行贷款」: whether it counts is asked, or told of the rule
COUNTED_IN = re.compile(
    "(?:含|包括?|算不算|算|属于)(?:进|上|了)?(?:银行贷款?|银行借款?|从银行[贷借])(?![^，。；]*[0-9])"
)
# 「别的还没融」: besides what was told; of the sum itself that says nothing
NOTHING_ELSE = re.compile(
    "(?:别的|其[他它余]的?|另外的?|旁的)[^，。；没未一]{0,4}(?:一分钱?|都|也|还|暂时)*(?:没|未)有?[^，。；]{0,4}"
)
NOT_ALL_YET = re.compile("(?:还)?(?:没|未)[^，。；没未]{1,3}(?:完|齐|够|满|到位)")  # 「还没融完」: some of it is there


Spans = Mapping[int, tuple[int, int]]  # begin of a figure → begin and end of what is said of it


@record(frozen=True, slots=True)
class Filling:
    """What one message gave for one measure.

    ``inputs``: input → slot; ``items``: the parts when several loans or policies were said; ``problems``: figures
    that could not be taken; ``others``: distractor → slot (注册资本 …), kept to explain and to derive from;
    ``aside``: figures that went into nothing, and why; ``part``: which of the parts known so far is spoken of;
    ``apart``: begin and end of what is said of a part of a sum that does not count; ``net``: what is left of the sum
    that stands is said beside what was taken off; ``out``: parts that do not count, with their places; ``divided``: the
    parts make up the one sum that stands; ``written``: it was written into one field, beside which the others stand.
    """

    inputs: Mapping[str, Slot] = field(default_factory=dict)
    items: tuple[Mapping[str, Slot], ...] = ()
    problems: tuple[Problem, ...] = ()
    others: Mapping[str, Slot] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    part: int | None = None
    apart: tuple[tuple[int, int], ...] = ()
    net: bool = False
    out: tuple[tuple[int, Mapping[str, Slot]], ...] = ()
    divided: bool = False
    written: bool = False


def fill(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    distractors: tuple[Distractor, ...],
    *,
    asked: str = "",
    unit_in_use: str = "",
    last_wins: bool = False,
    before: Mapping[str, Slot] | None = None,
    year: int = 0,
    heard: Sequence[Scores] = (),
    setting: Setting = NOWHERE,
    stands: Mapping[str, Slot] = MappingProxyType({}),
    items: Sequence[Mapping[str, Slot]] = (),
    away: Sequence[Mapping[str, Slot]] = (),
    by_words: Sequence[Placed] | None = None,
) -> Filling:
    """Reads one message for one measure.

    ``last_wins``: 「不是500万，是800万」, the later figure counts. ``before``: what was lent or paid back according to
    earlier messages. ``year``: of the answer; what was received in another one is not this year's. ``heard``: what
    the listener says of each figure in this ``setting``. ``stands``: the inputs known so far; ``items``:
    the parts, which a figure may only name (「200万那笔」); ``away``: as they were before one was taken away;
    ``by_words``: what ``place`` says, where it was asked.
    """
    called = named(text, figures, items, measure, away) if items else None
    if not figures and not before:
        return _without_figures(text, measure, called, stands)
    main = measure.main
    spoken_of = None if setting.asks else _spoken_of(text, figures, called, items, measure)
    reading = Reading(
        text,
        figures,
        measure,
        distractors,
        place(text, figures, measure, distractors, asked, year) if by_words is None else by_words,
        replace(setting, changes=True) if spoken_of else setting,
        stands,
        before or {},
        items,
        called,
        series_of(text, figures),
        asked,
        unit_in_use or unit_said(figures),
        main,
        stands[main].value if main in stands else None,
    )
    return _of_ours(reading, heard, spoken_of, last_wins)


def _of_ours(reading: Reading, heard: Sequence[Scores], spoken_of: SpokenOf | None, last_wins: bool) -> Filling:
    """What the figures fill that are not somebody else's; those are set aside."""
    sorted_out = without_others(reading)
    left = sorted_out.left
    found = _filling(left, _heard(left, kept_scores(reading, heard, left), spoken_of), last_wins)
    aside = sorted((*found.aside, *sorted_out.aside), key=lambda one: one.figure.start)
    return replace(found, aside=tuple(aside), apart=tuple(sorted((*found.apart, *sorted_out.spans))))


def _without_figures(text: str, measure: Measure, called: Named | None, stands: Mapping[str, Slot]) -> Filling:
    """「没融资」 is all that a message without a figure can say, or of which part it speaks; 「没有银行贷款」 takes
    nothing off what stands."""
    none = _nothing(text, measure, {}, ())
    none = {key: slot for key, slot in none.items() if not (key in stands and BY_A_BANK.search(slot.text))}
    none = none_had(text, measure, stands, in_full(text, measure, stands, none))
    return Filling(derive(text, none, {}, measure) if none else none, part=called.index if called else None)


@record(frozen=True, slots=True)
class Heard:
    """The figures with what they are by words and by ear: ``more``: those in one row with others; ``aside``: begin of a
    figure that fits nothing → why."""

    reconciled: Reconciled
    more: Sequence[Placed]

    @property
    def placed(self) -> list[Placed]:
        return [*self.reconciled.placed, *self.more]


def _heard(reading: Reading, heard: Sequence[Scores], spoken_of: SpokenOf | None) -> Heard:
    """What words announce and what the listener heard, made one; where it hears, a row of sums too."""
    text, figures, measure = reading.text, reading.figures, reading.measure
    barred = ruled_out(text, figures, measure) if heard else {}
    scores = _with_reckoned(reading, heard)
    found = reconcile(figures, reading.by_words, scores, reading.setting, measure, barred, spoken_of)
    found = with_the_other_factor(reading, without_doubtful(reading, found))
    placed = as_booked(reading, of_several_ways(reading, with_the_joined(reading, found.placed)))
    found = replace(found, placed=tuple(placed))
    if not heard:
        return Heard(found, ())
    return Heard(found, of_the_series(text, figures, found.placed, measure, reading.distractors, reading.series))


def _filling(reading: Reading, heard: Heard, last_wins: bool) -> Filling:
    """The steps in their order: what counts for nothing, what each figure is, what it fills, what follows from that,
    and what is left over."""
    text, figures, measure = reading.text, reading.figures, reading.measure
    off, whole = written_off(reading), of_the_whole(reading)
    apart = _apart(reading, whole)
    spoken = _by_itself(reading, heard.placed, off, whole)
    again = pointed_at(reading, spoken)
    talked = without_interest(reading, _in_the_talk(reading, without_echoes(spoken, again), whole))
    placed = _dated(reading, _not_counted(reading, _not_the_rate_again(reading, talked), apart))

    slots, problems = taken(reading, [one for one in placed if one.is_input])
    whole_sum = reading.whole if isinstance(reading.whole, Decimal) else None
    settled = settle(text, figures, measure, slots, last_wins, reading.distractors, reading.series, whole_sum)
    inputs = in_full(text, measure, reading.stands, _with_nothing(reading, placed, settled, problems))
    inputs = with_the_shares(reading, inputs)
    had = less_of_before(reading, none_had(text, measure, reading.stands, inputs))
    problems = [one for one in problems if all(one.said not in had[key].text for key in had.keys() - inputs.keys())]
    inputs = had
    told_before = {key: slot for key, slot in reading.before.items() if key != NOT_COUNTED}  # it has come off already
    told_now = others(reading, placed, problems)
    known = {**told_before, **told_now}
    problems = worth_saying(reading, problems, inputs)
    items = derive_parts(text, settled.items, inputs, measure)
    told = _with_totals(reading, inputs, items, settled)
    derived = without_the_known(derive(text, told, known, measure, reading.stands), told, told_now, reading)
    problems += [doubt for doubt in settled.doubts if doubt.key not in _yearly_anyway(text, measure)]

    reasons = {**_unfit(heard, placed), **off.reasons, **dict.fromkeys((*whole.names, *again), "part")}
    reasons |= {**dict.fromkeys(whole.is_made_of, "a_part_of_it"), **settled.aside}
    return Filling(
        derived,
        items,
        tuple(problems),
        known,
        _foreign(reading),
        left_over(reading, reasons, placed, words_used(reading, settled, derived, problems)),
        reading.called.index if reading.called else None,
        (*apart.values(), *told_of_the_rest(reading)),
        whole.net is not None or what_is_left(reading),
        divided=bool(whole.ones) and len(items) == len(whole.ones),
    )


def _by_itself(reading: Reading, spoken: Sequence[Placed], off: WrittenOff, whole: OfTheWhole) -> list[Placed]:
    """What the figures are by what the message itself says of them, without those that count for nothing."""
    spoken = named_behind(reading, paired(reading, _not_told_before(reading, spoken)))
    spoken = in_place(reading, of_principal_and_interest(reading, spoken), {**off.back, **off.of_years})
    spoken = one_by_one(reading, spoken, whole)
    spoken = [one for one in spoken if one.figure.start not in off.reasons and one.figure.start not in whole.names]
    spoken = rest_went_bad(reading, without_the_lent(reading, said_to_be(reading, spoken)))
    spoken = of_the_rate(reading, named_ahead(reading, already_had(reading, spoken)))
    spoken = only_the_guaranteed(reading, given_twice(reading, with_odd_days(reading, spoken)))
    return repaid_early(reading, rate_alone(reading, spoken))


def _not_the_rate_again(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Without a bare number taken for a sum that says a rate of the message again: 「LPR是3.0，改成3.0重算」."""
    rates = {one.text for one in reading.figures if one.kind == "percent"}
    sums = {record.key for record in reading.measure.inputs if record.unit == "yuan"}
    return [one for one in spoken if one.figure.kind != "number" or one.key not in sums or one.figure.text not in rates]


def _not_told_before(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Without what was told before as another matter and is only said again: 「凭什么不能按35万给一半」 where 35万 was
    the interest."""
    if reading.setting.answers or reading.setting.changes or reading.main in reading.stands:
        return list(spoken)
    known = {slot.value for slot in reading.before.values()}
    words = {one.figure.start for one in reading.by_words if one.announced and one.is_input}
    again = {one.start for one in reading.figures if one.kind == "money" and one.value in known} - words
    return [one for one in spoken if one.figure.start not in again or not one.is_input]


def _in_the_talk(reading: Reading, spoken: Sequence[Placed], whole: OfTheWhole) -> list[Placed]:
    """The same with what they are by what stands: put in the place of a value, made exact, come back, left of it."""
    spoken = of_one_loan(reading, without_what_gave_way(reading, without_his_working(reading, spoken)))
    spoken = paid_for(reading, without_shares(reading, without_the_rest(reading, spoken)))
    spoken = of_another_loan(reading, principal_alone(reading, taken_in(reading, standing_for(reading, spoken))))
    spoken = with_what_does_not_count(reading, with_what_a_rate_makes(reading, of_the_part(reading, spoken)))
    spoken = without_his_working(reading, that_add_up(reading, spoken))  # whatever its rate was taken for
    spoken += made_exact(reading, spoken)
    spoken += one_more(reading, spoken)
    if whole.net:
        return put_net(reading, spoken, whole)
    return spoken if reading.setting.asks else with_what_came_back(reading, spoken)


def _apart(reading: Reading, whole: OfTheWhole) -> Spans:
    """The figures of a part that does not count (「其中3000万不是鲁科担」), but not what is taken off to say what is
    left."""
    found = not_counted(
        reading.text, reading.figures, reading.measure, reading.by_words, reading.distractors, reading.whole
    )
    back = {one.start for one in told_back(reading.text, reading.figures)}
    return {
        start: span
        for start, span in found.items()
        if start not in back and (whole.net is None or start not in whole.net[1])
    }


def _not_counted(reading: Reading, spoken: Sequence[Placed], apart: Spans) -> list[Placed]:
    """With the figures that do not count as such, also those of which no more than that is known."""
    found = {one.start: Placed(one, NOT_COUNTED, False, 1.0, True) for one in reading.figures if one.start in apart}
    for one in spoken:
        start = one.figure.start
        found[start] = replace(one, key=NOT_COUNTED, is_input=False, announced=True) if start in apart else one
    return [found[start] for start in sorted(found)]


def _dated(reading: Reading, spoken: Sequence[Placed]) -> tuple[Placed, ...]:
    """With the years of days said without one; a year may have been said before, without a day."""
    year = reading.before.get(YEAR_ONLY)
    said = int(str(year.value)) if year else 0
    same = the_same_days(reading)
    spoken = from_day_to_day(reading, by_its_days(reading, [one for one in spoken if one.figure.start not in same]))
    return with_years(reading.text, spoken, reading.figures, reading.stands, reading.measure, said)


def _with_nothing(
    reading: Reading, placed: Sequence[Placed], settled: Settled, problems: Sequence[Problem]
) -> dict[str, Slot]:
    """「没融资」 is 0; but 「从银行贷了120万」 beside a raise, which is taken off it, says no such thing."""
    taken_off = {key for row in reading.measure.derivations if row.op == "less" for key in row.sources}
    inputs = dict(settled.inputs)
    away = {*LOANS, NOT_COUNTED}
    lent = not (taken_off & away).isdisjoint(one.key for one in placed)
    if lent and reading.main not in inputs and all(one.key in LOANS for one in placed if one.figure.kind == "money"):
        none = _nothing(reading.text, reading.measure, inputs, problems)  # 「一分钱没融，光有银行贷款2000万」
        inputs |= {key: slot for key, slot in none.items() if not BY_A_BANK.search(slot.text)}
    elif not lent and (none := _nothing(reading.text, reading.measure, inputs, problems)):
        lends = raised_besides(reading.text, reading.measure) if taken_off & LOANS else False
        lends = lends or (reading.main in reading.stands and all(one.value != reading.whole for one in reading.figures))
        inputs |= {key: slot for key, slot in none.items() if not (lends and BY_A_BANK.search(slot.text))}
    return _nothing_but_lent(reading, inputs)


def _nothing_but_lent(reading: Reading, inputs: dict[str, Slot]) -> dict[str, Slot]:
    """「融资方式是银行贷款，300万」 is nothing raised, where a bound is set to the sum."""
    main, measure = reading.main, reading.measure
    has_bound = any(condition.key == main and condition.limit for condition in measure.conditions)
    if main in inputs or main in reading.stands or not has_bound:
        return inputs
    loan = only_lent(reading.text, reading.figures, measure)
    return {**inputs, main: Slot(Decimal(0), loan.text)} if loan else inputs


def _with_totals(
    reading: Reading, inputs: Mapping[str, Slot], items: Sequence[Mapping[str, Slot]], settled: Settled
) -> Mapping[str, Slot]:
    """With the sums of the parts anew, where something followed for one of them: a fee from a rate."""
    if items == settled.items:
        return inputs
    whole = totals(items, reading.measure)
    return {**inputs, **{key: one for key, one in whole.items() if key in inputs or key not in settled.inputs}}


def _unfit(heard: Heard, placed: Sequence[Placed]) -> dict[int, str]:
    """What words and ear set aside, but for what became an input after all."""
    taken_in = {one.figure.start for one in (*heard.more, *placed) if one.is_input}
    known = taken_in | {one.figure.start for one in placed if one.key not in IDLE}
    left = [one for one in heard.reconciled.aside if one.figure.start not in taken_in]
    return {one.figure.start: one.why for one in left if one.why != "unclear" or one.figure.start not in known}


def _foreign(reading: Reading) -> tuple[str, ...]:
    """The words of sums in foreign money, but for those of another matter."""
    foreign = [one.text for one in reading.figures if one.kind == "money" and one.unit != "yuan"]
    if not foreign:
        return ()
    beside = of_another_kind(reading.text, reading.figures, reading.measure, reading.distractors)
    return tuple(text for text in foreign if text not in beside)


def _with_reckoned(reading: Reading, heard: Sequence[Scores]) -> Sequence[Scores]:
    """A sum that is only reckoned, after one was shown, is what the result is thought to be, unless it can be what was
    asked for."""
    setting = reading.setting
    if setting.shown is None or len(heard) != len(reading.figures):
        return heard
    record = reading.measure.input(setting.asked)
    return [
        {**scores, "guess": 1.0}
        if (is_reckoned(reading.text, one) or _is_a_difference(reading, one))
        and not (record and answers(one, record.unit, record.counted))
        else scores
        for one, scores in zip(reading.figures, heard, strict=True)
    ]


def _is_a_difference(reading: Reading, figure: Figure) -> bool:
    """「少交21万，补贴一分没少」: by how much what stands differs from before, where nothing is changed."""
    return not reading.setting.changes and is_by_how_much(reading.text, figure)


def _spoken_of(
    text: str, figures: Sequence[Figure], called: Named | None, items: Sequence[Mapping[str, Slot]], measure: Measure
) -> SpokenOf | None:
    """The part that is called and given a figure, with its sums; None where something else is said of it."""
    if called is None:
        return None
    given = [one for one in figures if one.start not in called.figures and PUT_TO.search(text[: one.start])]
    slots = {record.key: items[called.index].get(record.key) for record in measure.inputs if record.unit == "yuan"}
    sums = {key: slot.value for key, slot in slots.items() if slot and isinstance(slot.value, Decimal)}
    return SpokenOf(called.figures, sums) if given else None


def _yearly_anyway(text: str, measure: Measure) -> set[str]:
    """The number of years does not matter where the sum is said to be that of one."""
    rows = (row for row in measure.derivations if row.op == "per_years" and row.unless)
    return {row.sources[0] for row in rows if re.search(row.unless, text)}


def _nothing(text: str, measure: Measure, inputs: Mapping[str, Slot], problems: Sequence[Problem]) -> dict[str, Slot]:
    """「没融资」 is 0, when no figure was said for that input."""
    said, named = NOT_ALL_YET.sub("", NOTHING_ELSE.sub("", fold(text))), {problem.key for problem in problems}
    said = COUNTED_IN.sub("", said)
    return {
        record.key: Slot(Decimal(0), next(p for p in record.nothing if mentions(said, [p])))
        for record in measure.inputs
        if record.nothing and record.key not in inputs and record.key not in named and mentions(said, record.nothing)
    }
