"""Figures + a measure's declared inputs → filled inputs, what is wrong with others, what was corrected."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from bot.figures import Figure
from bot.nlu.changes import is_reckoned
from bot.nlu.hearing import Scores, Setting
from bot.nlu.phrases import mentions
from bot.nlu.repeats import comes_to, makes_up, repeated
from bot.slots.apart import NOT_COUNTED, left_of, not_counted
from bot.slots.days import PART_OF_A_YEAR, is_payout, with_years
from bot.slots.derive import derive, derive_parts
from bot.slots.items import Settled, is_one_of_several, main_of, of_the_series, settle
from bot.slots.leaning import leaning
from bot.slots.model import MONEY_UNITS, Problem, Slot, slot_of
from bot.slots.parts import OF_WHICH, Named, keys_of, named, totals
from bot.slots.reconcile import IDLE, Aside, SpokenOf, reconcile
from bot.slots.roles import POLICY_KEY, Placed, answers, of_another_kind, place, ruled_out
from bot.slots.series import series_of
from bot.slots.stretches import matter_of
from bot.slots.voided import TAKEN_BACK, denied, each_year, instead, of_several_years, rounded, said_twice, taken_back
from knowledge.records.model import Distractor, InputRecord, Measure
from knowledge.text.tokens import fold

YEAR_ONLY = "start_year"  # among the figures that are no input: the year of a day of which no more was said
WAN = Decimal(10_000)
FEWEST_YUAN, LIKE = 1000, 10  # a bare number from here on may be in 元; how many times another sum it may then be
NOWHERE = Setting()
SEVERAL_YEARS = 24  # months
FOR_YEARS = re.compile(
    "[的，, ]*(?:(?:一起|一共|总共|合计|拢共|统共|一次|一把|打包)[^，。；0-9]{0,5}"
    "|[收交缴付][了的是给他她我们俺咱人家]{0,5})"
)
POINTS = re.compile("[这那](?:笔|个|块)?$")
IS_RATHER = re.compile("(?:那|这)?(?:其实|原来|应该|只)?是(?![0-9一二两三四五六七八九十半])")
# 「第一笔其实是25万」, but not 「第一笔还差25万」: between the part and the sum that it is to have
PUT_TO = re.compile(
    "[笔份个张台单次期轮户项](?:贷款|保单|保险|担保)?[，, ]*(?:[我刚才]*[说记搞写弄看]错了?|不对)?[，, ]*"
    "(?:其实|实际上?|应该|应当|原来|得|要|就|干脆|给我|帮我)*(?:只|都)?(?:改|换|变|调整?|弄|写|算)?(?:成|为|到|是|作)了?$"
)
MORE = re.compile("(?:再|又|还|另外?)[^，。；0-9]{0,5}[一1][笔份张户单]$")  # 「年底打算再做一笔300的」
PAID = re.compile("(?:来|地)?[给补贴赔发奖]")
YEARLY = re.compile("(?:全年|整年|一年|年度)[^，。；0-9]{0,6}$")
CHANGED_TO = re.compile(
    "(?:改成|改为|改到|调成|调整为|变成|换成|变为|核定为|减为|降为|(?:减|降|压|谈|涨|升|提|调)(?:到|成))[^，。；0-9]{0,2}$"
)
SETTLED = re.compile("(?:就|还是|仍旧?|仍然)(?:[按用以取算走]|原来的?)*$")  # 「不换了，还是2.8%」
BY_THIS = re.compile("[，,]?(?:那|就)?[按照用](?:这个|它)")  # 「那边报价3.4%，按这个呢」
NO_MORE = re.compile("只(?:肯|给|让|准|能|同意|答应|愿意?|敢)[^，。；0-9]{0,4}$")  # 「银行只肯做五年」
# 「扣回去30万」, 「又回了6万」, 「法院执行走50万」; 「20万又划回来了」
CAME_BACK = re.compile("(?:回(?!头|复|答|话|单|函|执|款单)(?:来|去|到|款)?|执行(?:走|到|来)?)了?(?:[^，。；0-9]{0,4})$")
GOES_BACK = re.compile(
    "[元块]?(?:的?本金)?(?:又|也|已经?|都|让|给|被|从[^，。；0-9]{1,4})*[^，。；0-9]{0,2}回(?:来|去|了)"
)
NOT_BACK = re.compile("[没未不][^，。；]{0,3}回|回不|退回|驳回|[还剩]有[^，。；]{0,4}没")
BEYOND = 1000  # times as large as another sum of the same kind: not meant
TIMES, EQUALS = re.compile(r"\s*(?:[×xX*÷/]|乘以?|除以?)\s*"), re.compile(r"\s*(?:[=＝]|等于|就是|是)\s*")
NOT_ALL_YET = re.compile("(?:还)?(?:没|未)[^，。；没未]{1,3}(?:完|齐|够|满|到位)")  # 「还没融完」: some of it is there
WORKING = re.compile("[＋－×÷]|到(?=[0-9一二])")


@dataclass(frozen=True, slots=True)
class Filling:
    """What one message gave for one measure.

    ``inputs``: input → slot; ``items``: the parts when several loans or policies were said; ``problems``: figures
    that could not be taken; ``others``: distractor → slot (注册资本 …), kept to explain and to derive from;
    ``aside``: figures that went into nothing, and why; ``part``: which of the parts known so far is spoken of;
    ``apart``: begin and end of what is said of a part of a sum that does not count; ``net``: what is left of the sum
    that stands is said beside what was taken off; ``out``: parts that do not count, with their places; ``divided``: the
    parts make up the one sum that stands.
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


HOW_MANY = re.compile("(?:是|有|能|得|[补给贴拿奖])几[十百千]?万?(?:块钱?|元|个)?[啊呢呀吧]*(?:[？?。]|$)")
SHARE_ASKED = re.compile("[补贴给奖赔报](?:给|我们?|咱们?|俺们?|企业|到)*几个点")


def _is_asked(text: str, problem: Problem, inputs: Mapping[str, Slot]) -> bool:
    """「补几个点」, 「能拿几万」: what sounds like a vague figure is the question."""
    return SHARE_ASKED.search(text) is not None or (problem.key in inputs and HOW_MANY.search(text) is not None)


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
    part = called.index if called else None
    if not figures and not before:
        none = _nothing(text, measure, {}, ())
        return Filling(derive(text, none, {}, measure) if none else none, part=part)
    known_by_words = place(text, figures, measure, distractors, asked, year) if by_words is None else by_words
    barred = ruled_out(text, figures, measure) if heard else {}
    heard = _with_reckoned(text, figures, heard, setting, measure)
    names = called.figures if called else frozenset()
    spoken_of = None if setting.asks else _spoken_of(text, figures, called, items, measure)
    if spoken_of:
        setting = replace(setting, changes=True)
    reconciled = reconcile(figures, known_by_words, heard, setting, measure, barred, spoken_of)
    back, of_years = _taken_back(text, figures, known_by_words, measure), _each_year(text, figures, measure)
    roundings = rounded(text, figures)
    named_whole = {one.start for one in figures if repeated(one, setting) and OF_WHICH.match(text[one.end :])}
    series = series_of(text, figures)
    void = (
        (_reckoning(text, figures) if stands else set())
        | roundings
        | denied(text, figures)
        | set(back)
        | set(of_years)
        | names
        | said_twice(figures)
        | {one.start for one in series.labels}
    )
    whole = stands[main_of(measure)].value if main_of(measure) in stands else None
    net = left_of(text, figures, whole) or comes_to(figures, whole)
    if net and any(one.figure is net[0] and one.announced and not one.is_input for one in known_by_words):
        net = None  # 「剩下10万是利息」
    apart = not_counted(text, figures, measure, known_by_words, distractors)
    apart = {start: span for start, span in apart.items() if net is None or start not in net[1]}
    more = of_the_series(text, figures, reconciled.placed, measure, distractors, series) if heard else []
    spoken = _in_place(figures, [*reconciled.placed, *more], known_by_words, {**back, **of_years})
    of_it = frozenset[int]() if net else makes_up(figures, whole)
    of_it = frozenset() if _are_of_two_kinds(of_it, known_by_words, measure) else of_it
    ones = () if items else _one_by_one(text, figures, of_it)
    of_it -= {one.start for one in ones}
    named_whole |= {one.start for one in figures if ones and one.value == whole}
    spoken = _with_ones(spoken, ones, measure)
    spoken = [one for one in spoken if one.figure.start not in void | named_whole]
    spoken = [one for one in spoken if one.figure.start not in of_it or one.key != main_of(measure)]
    spoken = _said_to_be(text, figures, spoken, known_by_words)
    again = {one.start for one in figures if _is_that(text, one, spoken)}
    spoken = [one for one in spoken if one.figure.start not in again and not _is_said_before(one, spoken)]
    spoken = [*_without_shares(text, figures, spoken, measure), *_paid_for(text, figures, spoken, measure)]
    spoken = _standing_for(text, figures, spoken, known_by_words, setting, before or {}, measure)
    spoken = _of_the_part(text, figures, spoken, items[part] if part is not None else {}, measure)
    spoken = [*spoken, *_made_exact(figures, spoken, setting, stands, measure)]
    spoken = [*spoken, *_one_more(text, figures, spoken, setting, measure)]
    if not setting.asks and not net:
        spoken = _come_back(text, figures, spoken, whole, measure)
    if net:
        spoken = [one for one in spoken if one.figure.start not in net[1] and one.figure is not net[0]]
        spoken.append(Placed(net[0], main_of(measure), True, 1.0, True))
    spoken = [
        replace(one, key=NOT_COUNTED, is_input=False, announced=True) if one.figure.start in apart else one
        for one in _with_apart(figures, spoken, apart)
    ]
    said_year = (before or {}).get(YEAR_ONLY)
    placed = with_years(text, spoken, figures, stands, measure, int(str(said_year.value)) if said_year else 0)
    slots, problems = _taken(
        text, [one for one in placed if one.is_input], measure, asked, unit_in_use or _unit_said(figures), stands
    )
    others = _set_aside(placed, measure, unit_in_use or _unit_said(figures))
    settled = settle(text, figures, measure, slots, last_wins, distractors, series)
    inputs = dict(settled.inputs)
    if not _taken_off(measure) & {one.key for one in placed}:
        inputs |= _nothing(text, measure, inputs, problems)
    for problem in problems:
        if problem.reason == "vague_day" and (said := re.search("20[0-9]{2}", problem.said)):
            others[YEAR_ONLY] = Slot(Decimal(said[0]), problem.said)
    day = measure.day_key
    problems = [p for p in problems if p.reason != "vague_day" or (p.key == day and day not in inputs)]
    problems = [p for p in problems if p.reason != "vague" or not _is_asked(text, p, inputs)]
    beside = of_another_kind(text, figures, measure, distractors)
    foreign = tuple(f.text for f in figures if f.kind == "money" and f.unit != "yuan" and f.text not in beside)
    known = {**(before or {}), **others}
    items = derive_parts(text, settled.items, inputs, measure)
    if items != settled.items:
        inputs |= {
            key: slot for key, slot in totals(items, measure).items() if key in inputs or key not in settled.inputs
        }
    derived = derive(text, inputs, known, measure, stands)
    problems += [doubt for doubt in settled.doubts if doubt.key not in _yearly_anyway(text, measure)]
    aside = _left_over(
        text,
        figures,
        measure,
        distractors,
        {
            one.figure.start: one.why
            for one in reconciled.aside
            if one.figure.start not in {m.figure.start for m in [*more, *placed] if m.is_input}
        }
        | dict.fromkeys(void, "old")
        | dict.fromkeys(roundings, "rounded")
        | dict.fromkeys(of_years, "of_years")
        | dict.fromkeys(_reckoning(text, figures) if stands else (), "guess")
        | dict.fromkeys(names | named_whole | again, "part")
        | dict.fromkeys(net[1] if net else of_it, "a_part_of_it")
        | dict(settled.aside),
        {one.figure.start: one for one in placed},
        _used(settled, derived, problems),
    )
    parted = bool(ones) and len(items) == len(ones)
    return Filling(
        derived,
        items,
        tuple(problems),
        known,
        foreign,
        aside,
        part,
        tuple(apart.values()),
        net is not None,
        divided=parted,
    )


def _reckoning(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the sums in the user's own working of what he thinks it comes to: 「17.25万×40%＝6.9万」."""
    found: set[int] = set()
    for one, two, three in zip(figures, figures[1:], figures[2:], strict=False):
        if TIMES.fullmatch(text[one.end : two.start]) and EQUALS.fullmatch(text[two.end : three.start]):
            found |= {figure.start for figure in (one, three) if figure.kind in ("money", "number")}
    return found


def _each_year(text: str, figures: Sequence[Figure], measure: Measure) -> Mapping[int, int]:
    """What is said of several years → what that is a year, where the measure goes by what is paid a year."""
    yearly = any(row.op in ("per_years", "yearly_rate") for row in measure.derivations)
    return each_year(text, figures) if yearly else {}


def _are_of_two_kinds(of_it: frozenset[int], by_words: Sequence[Placed], measure: Measure) -> bool:
    """Whether words say of the sums that make up a whole that one is the input itself and the rest another matter: 「本
    金只有72万，另外8万是利息」 of 80万."""
    said = [one for one in by_words if one.figure.start in of_it and one.announced]
    own = [one for one in said if one.key == main_of(measure)]
    others = [one for one in said if not one.is_input and one.key not in IDLE]
    return len(own) == 1 and len(own) + len(others) == len(of_it)


def _one_by_one(text: str, figures: Sequence[Figure], of_it: frozenset[int]) -> tuple[Figure, ...]:
    """The sums that make up the one that stands, where each is said to be that of one: 「一张5万，一张3万」."""
    ones = tuple(one for one in figures if one.start in of_it and is_one_of_several(text, one))
    return ones if len(ones) == len(of_it) else ()


def _with_ones(spoken: Sequence[Placed], ones: Sequence[Figure], measure: Measure) -> list[Placed]:
    rest = [one for one in spoken if one.figure not in ones]
    found = [*rest, *(Placed(one, main_of(measure), True, 1.0, True) for one in ones)]
    return sorted(found, key=lambda one: one.figure.start)


def _with_reckoned(
    text: str, figures: Sequence[Figure], heard: Sequence[Scores], setting: Setting, measure: Measure
) -> Sequence[Scores]:
    """A sum that is only reckoned, after one was shown, is what the result is thought to be, unless it can be what was
    asked for."""
    record = measure.input(setting.asked)
    if setting.shown is None or len(heard) != len(figures):
        return heard
    return [
        {**scores, "guess": 1.0} if is_reckoned(text, one) and not (record and answers(one, record.unit)) else scores
        for one, scores in zip(figures, heard, strict=True)
    ]


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


def _used(settled: Settled, derived: Mapping[str, Slot], problems: Sequence[Problem]) -> set[str]:
    """The words of the figures that are in an input, a part, a working or a complaint."""
    slots = [*settled.inputs.values(), *derived.values(), *(slot for item in settled.items for slot in item.values())]
    words = {word for slot in slots for word in (slot.text, *WORKING.split(slot.text))}
    return words | {word for problem in problems for word in (problem.said, *problem.said.split("、"))}


def _yearly_anyway(text: str, measure: Measure) -> set[str]:
    """The number of years does not matter where the sum is said to be that of one."""
    rows = (row for row in measure.derivations if row.op == "per_years" and row.unless)
    return {row.sources[0] for row in rows if re.search(row.unless, text)}


def _left_over(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    distractors: tuple[Distractor, ...],
    why: Mapping[int, str],
    placed: Mapping[int, Placed],
    used: set[str],
) -> tuple[Aside, ...]:
    """Every figure that is in none of these, with the reason; counts and years passing by say nothing."""
    found: list[Aside] = []
    for figure in figures:
        one = placed.get(figure.start)
        again = figure.text in used and figure.kind in ("duration", "percent") and why.get(figure.start) == "unclear"
        if again or is_per_year(figure, figures):
            continue
        if figure.start in why:
            found.append(Aside(figure, why[figure.start]))
        elif figure.text not in used and not _says_nothing(figure):
            reason = _reason(figure, one)
            told = matter_of(text, figures, figure, measure, distractors) if reason in ("unclear", "other") else ""
            found.append(Aside(figure, told or reason))
    return tuple(found)


def _reason(figure: Figure, placed: Placed | None) -> str:
    if placed and placed.key == POLICY_KEY:
        return "policy"
    if placed and not placed.is_input:
        return placed.key
    return "other" if figure.kind in ("duration", "date") and placed is None else "unclear"


def _says_nothing(figure: Figure) -> bool:
    """今年, 两笔, foreign money (told apart by itself)."""
    if figure.kind == "date":
        return isinstance(figure.value, str) and len(figure.value) < 7
    return (figure.kind == "number" and not figure.unit_missing) or (figure.kind == "money" and figure.unit != "yuan")


def is_per_year(figure: Figure, figures: Sequence[Figure]) -> bool:
    """The year right behind a rate: 「千分之四一年」."""
    return figure.text == "一年" and any(one.kind == "percent" and one.end == figure.start for one in figures)


def _taken_off(measure: Measure) -> set[str]:
    """Figures that are taken off an input: 「从银行贷了120万」 beside a raise does not say that it was nothing."""
    return {key for row in measure.derivations if row.op == "less" for key in row.sources}


def _set_aside(placed: Sequence[Placed], measure: Measure, unit: str) -> dict[str, Slot]:
    """Of figures that are no input of the measure, the first of each kind; a bare one in the unit in use."""
    others: dict[str, Slot] = {}
    back = {key for row in measure.derivations if row.op == "recovered" for key in row.sources}
    for one in placed:
        record = measure.input(one.key) if one.is_input else None
        if record is None and one.key in back and one.key in others:
            others[one.key] = _with_more(others[one.key], one.figure)
        elif record is None and one.key not in IDLE and isinstance(one.figure.value, Decimal):
            bare = (
                one.figure.unit_missing
                and not re.search("[千百kK]", one.figure.text)
                and one.figure.kind in ("number", "money")
            )
            factor = MONEY_UNITS.get(unit, Decimal(1)) if bare else Decimal(1)
            others.setdefault(one.key, Slot(one.figure.value * factor, one.figure.text))
    return others


def _with_more(known: Slot, figure: Figure) -> Slot:
    """What came back, with what came back once more; where the sum of it is said, that."""
    more = figure.value
    if (
        not isinstance(known.value, Decimal)
        or not isinstance(more, Decimal)
        or figure.unit_missing
        or more == known.value
    ):
        return known
    return replace(known, value=known.value + more, text=f"{known.text}＋{figure.text}")


def _with_apart(figures: Sequence[Figure], spoken: Sequence[Placed], apart: Mapping[int, object]) -> list[Placed]:
    """Also the figures of which nothing is known but that they do not count."""
    known = {one.figure.start: one for one in spoken}
    more = {one.start: Placed(one, NOT_COUNTED, False, 1.0, True) for one in figures if one.start in apart}
    found = {**more, **known}
    return [found[start] for start in sorted(found)]


def _standing_for(
    text: str,
    figures: Sequence[Figure],
    spoken: Sequence[Placed],
    by_words: Sequence[Placed],
    setting: Setting,
    before: Mapping[str, Slot],
    measure: Measure,
) -> list[Placed]:
    """With the figures that stand in the place of a value of the talk: one given instead of a denied value
    (「是7万不是3.2万」), and the only rate of a correction where but one rate is known."""
    known = {one.figure.start: one for one in spoken}
    by_start = {one.start: one for one in figures}
    for old, new in instead(text, figures).items():
        keys = repeated(by_start[old], setting)
        if len(keys) == 1 and not (new in known and known[new].announced):
            known[new] = Placed(by_start[new], keys[0], True, 1.0, True)
    sums = [one for one in figures if one.kind in ("money", "number") and (one.kind == "money" or one.unit_missing)]
    told = [(one, keys[0]) for one in sums if len(keys := repeated(one, setting)) == 1]
    for one, _ in told:  # 「20万是我们付的利息」: what it is rather
        rather = next((word for word in by_words if word.figure is one and word.announced and not word.is_input), None)
        if rather and rather.key not in IDLE and IS_RATHER.match(text[one.end :]):
            known[one.start] = rather
            rest = [other for other in sums if other is not one]
            taken = known.get(rest[0].start) if len(rest) == 1 else None
            if len(rest) == 1 and (taken is None or not taken.announced or taken.key == rather.key):
                known[rest[0].start] = Placed(rest[0], told[0][1], True, 1.0, True)
    for one in sums:
        announced = one.start in known and known[one.start].announced
        free = not announced and not repeated(one, setting)
        if len(told) == 1 and len(sums) == 2 and one is not told[0][0] and YEARLY.search(text[: one.start]):
            if free:
                known[one.start] = Placed(one, told[0][1], True, 1.0, True)
            for other in figures:  # 「6000是一个季度的」: how long that one was for
                if other.kind == "duration" and text[told[0][0].end : other.start] == "是":
                    known.pop(other.start, None)
        elif (
            not announced
            and setting.corrects
            and CHANGED_TO.search(text[: one.start])
            and main_of(measure) in setting.stands
        ):
            known[one.start] = Placed(one, main_of(measure), True, 1.0, True)
    known |= {one.figure.start: one for one in _changed_to(text, figures, known, setting, measure)}
    known |= {one.figure.start: one for one in _wanted(text, sums, known, measure)}
    rates = [one for one in figures if one.kind == "percent"]
    sources = {key for row in measure.derivations if row.op in ("product", "part") for key in row.sources}
    own = {one.value for one in measure.figures}
    given = setting.corrects or not (setting.asks or any(one.value in own for one in rates))
    if given and len(rates) == 1 and not (rates[0].start in known and known[rates[0].start].is_input):
        stands = {key: Decimal(str(value)) for key, value in setting.stands.items() if isinstance(value, Decimal)}
        stands |= {key: slot.value for key, slot in before.items() if isinstance(slot.value, Decimal)}
        if setting.restores:
            sources |= {record.key for record in measure.inputs if record.unit == "ratio" and not record.series}
        keys = [key for key, value in stands.items() if key in sources and 0 < value <= 1]
        if len(keys) == 1:
            known[rates[0].start] = Placed(rates[0], keys[0], measure.input(keys[0]) is not None, 1.0, True)
    return [known[start] for start in sorted(known)]


def _of_the_part(
    text: str, figures: Sequence[Figure], spoken: Sequence[Placed], part: Mapping[str, Slot], measure: Measure
) -> list[Placed]:
    """With the figures that are given in the place of one of the part that is called: 「第二笔不是90，是190」."""
    by_start, found = {one.start: one for one in figures}, {one.figure.start: one for one in spoken}
    for old, new in instead(text, figures).items() if part else ():
        keys = keys_of(by_start[old], part, measure)
        if len(keys) == 1 and not (new in found and found[new].announced):
            found[new] = Placed(by_start[new], keys[0], True, 1.0, True)
    return [found[start] for start in sorted(found)]


def _changed_to(
    text: str, figures: Sequence[Figure], known: Mapping[int, Placed], setting: Setting, measure: Measure
) -> list[Placed]:
    """The only rate or term of a message that says to what one was changed, where but one stands (「降到百分之零点五」,
    「银行只肯做五年」)."""
    found = []
    for kind, unit in (("percent", "ratio"), ("duration", "months")):
        alike = [one for one in figures if one.kind == kind]
        keys = [key for key in setting.stands if (record := measure.input(key)) and record.unit == unit]
        if len(alike) != 1 or len(keys) != 1 or alike[0].bound or (setting.asks and not setting.changes):
            continue
        one, before = alike[0], text[: alike[0].start]
        announced = one.start in known and known[one.start].announced
        told = any(said.search(before) for said in (CHANGED_TO, NO_MORE, SETTLED)) or BY_THIS.match(text[one.end :])
        if told and not announced:
            found.append(Placed(one, keys[0], True, 1.0, True))
    return found


def _said_to_be(
    text: str, figures: Sequence[Figure], spoken: Sequence[Placed], by_words: Sequence[Placed]
) -> list[Placed]:
    """Without what a sum was taken for before it is said to be another matter: 「融资500万，哦这500万是建行的贷款」."""
    rather = {one.figure.start: one for one in by_words if one.announced and not one.is_input and one.key not in IDLE}
    told = [
        one
        for one in figures
        if one.start in rather and POINTS.search(text[: one.start]) and IS_RATHER.match(text[one.end :])
    ]
    return [
        replace(rather[again.start], figure=one.figure) if again else one
        for one in spoken
        for again in [next((t for t in told if t.value == one.figure.value and t.start > one.figure.start), None)]
    ]


def _is_that(text: str, figure: Figure, spoken: Sequence[Placed]) -> bool:
    """Whether it only points at a sum said before with a word for it: 「从银行贷了500万，…，这500万算融资吧」."""
    pointed = figure.kind == "money" and POINTS.search(text[: figure.start]) is not None
    before = [one.figure.value for one in spoken if one.announced and one.figure.end < figure.start]
    return pointed and figure.value in before


def _paid_for(text: str, figures: Sequence[Figure], spoken: Sequence[Placed], measure: Measure) -> list[Placed]:
    """The years for which a fee was paid, said beside it (「担保费两年一起收了3.2万」), where no other term is."""
    keys = [(row.sources[0], row.sources[2]) for row in measure.derivations if row.op == "yearly_rate"]
    keys += [(row.target, row.sources[0]) for row in measure.derivations if row.op == "per_years"]
    if not keys or any(one.key == keys[0][1] for one in spoken):
        return []
    fee = next((one.figure for one in spoken if one.key == keys[0][0]), None)
    spans = [one for one in figures if one.kind == "duration" and one.unit == "months"]
    if fee is None or len(spans) != 1 or not isinstance(spans[0].value, Decimal) or spans[0].value < SEVERAL_YEARS:
        return []
    beside = FOR_YEARS.fullmatch(text[spans[0].end : fee.start]) is not None
    return [Placed(spans[0], keys[0][1], True, 1.0, True)] if beside else []


def _without_shares(text: str, figures: Sequence[Figure], spoken: Sequence[Placed], measure: Measure) -> list[Placed]:
    """Without the share of a whole of which the part itself is said (「800万的80%即640万」), and that of what is paid
    (「超了是减半给」)."""
    shares = {key for row in measure.derivations if row.op == "part" for key in row.sources}
    sums = [one.value for one in figures if one.kind == "money" and isinstance(one.value, Decimal)]
    parts = {one.figure.value for one in spoken if one.key == main_of(measure)}

    def is_said(ratio: object) -> bool:
        return isinstance(ratio, Decimal) and any(sum_ * ratio in parts and ratio != 1 for sum_ in sums)

    return [
        one
        for one in spoken
        if one.key not in shares or not (is_said(one.figure.value) or PAID.match(text[one.figure.end :]))
    ]


def _is_said_before(one: Placed, spoken: Sequence[Placed]) -> bool:
    """Whether the sum was said before of another input, by a word for it, and is only said again (「那部分对应400万，是
    不是只认400万」)."""
    return (
        not one.announced
        and one.figure.kind == "money"
        and any(
            other.announced
            and other.is_input
            and other.key != one.key
            and other.figure.start < one.figure.start
            and other.figure.value == one.figure.value
            for other in spoken
        )
    )


def _one_more(
    text: str, figures: Sequence[Figure], spoken: Sequence[Placed], setting: Setting, measure: Measure
) -> list[Placed]:
    """The only sum of a message, said as that of one more (「年底再做一笔300的」), of which nothing else is known."""
    sums = [one for one in figures if one.kind == "money" or (one.kind == "number" and one.unit_missing)]
    if (
        len(sums) != 1
        or setting.asks
        or main_of(measure) not in setting.stands
        or not MORE.search(text[: sums[0].start])
    ):
        return []
    taken = any(one.figure is sums[0] and one.key not in IDLE for one in spoken)
    return [] if taken else [Placed(sums[0], main_of(measure), True, 1.0, True)]


def came_back(text: str, start: int, end: int) -> bool:
    """Whether the sum said there came back, by the verbs of coming back right beside it."""
    beside = CAME_BACK.search(text[:start]) or GOES_BACK.match(text[end:])
    return beside is not None and NOT_BACK.search(text) is None


def _come_back(
    text: str, figures: Sequence[Figure], spoken: Sequence[Placed], whole: object, measure: Measure
) -> list[Placed]:
    """With the only sum of a message as what came back, by the verbs of coming back (「又从账上扣回去30万本金」), where
    so much of what has gone bad stands."""
    keys = [row.sources[0] for row in measure.derivations if row.op == "recovered"]
    sums = [one for one in figures if one.kind == "money" and not one.unit_missing]
    if not keys or len(sums) != 1 or not isinstance(whole, Decimal) or not isinstance(sums[0].value, Decimal):
        return list(spoken)
    if sums[0].value >= whole or not came_back(text, sums[0].start, sums[0].end):
        return list(spoken)
    rest = [one for one in spoken if one.figure is not sums[0]]
    return [*rest, Placed(sums[0], keys[0], False, 1.0, True)]


def _made_exact(
    figures: Sequence[Figure], spoken: Sequence[Placed], setting: Setting, stands: Mapping[str, Slot], measure: Measure
) -> list[Placed]:
    """The only sum of a message of which nothing is known, where what stands was only about as much."""
    known, main = stands.get(main_of(measure)), main_of(measure)
    sums = [one for one in figures if one.kind == "money" and not one.unit_missing and one.unit == "yuan"]
    if known is None or not known.approx or len(sums) != 1 or setting.asks:
        return []
    taken = any(one.figure is sums[0] and one.key not in IDLE for one in spoken) or setting.asked in setting.stands
    low = sums[0].value[0] if isinstance(sums[0].value, tuple) else sums[0].value
    if taken or not isinstance(low, Decimal) or not isinstance(known.value, Decimal):
        return []
    return [Placed(sums[0], main, True, 1.0, True)] if known.value <= 2 * low and low <= 2 * known.value else []


def _taken(
    text: str, placed: Sequence[Placed], measure: Measure, asked: str, unit: str, stands: Mapping[str, Slot]
) -> tuple[dict[str, list[tuple[Placed, Slot]]], list[Problem]]:
    """The slots for each input, in the order said, and the figures that fit none."""
    slots: dict[str, list[tuple[Placed, Slot]]] = defaultdict(list)
    problems: list[Problem] = []
    span = (measure.key_of("start"), measure.key_of("end"))
    vague = [one for one in placed if one.key in span and PART_OF_A_YEAR.search(one.figure.text)]
    for one in placed:
        record = measure.input(one.key)
        if record is None:
            continue
        if one in vague and {other.key for other in vague} == {*span}:  # 「年初贷的，年底还」 says no term
            problems.append(Problem(one.key, one.figure.text, "vague_day"))
            continue
        if all(span) and record.key in span and isinstance(one.figure.value, tuple) and not one.figure.span:
            if is_payout(text, one.figure, measure):
                problems.append(Problem(span[0], one.figure.text, "vague_day"))
            else:
                problems += _range_of_days(one, slots, span)
            continue
        got = slot_of(one.figure, record, _unit_for(one, record, placed, unit, stands), asked)
        if isinstance(got, Problem):
            problems.append(got)
            continue
        got = replace(got, **leaning(text, one.figure)._asdict())
        slots[record.key + ("_days" if one.figure.unit == "days" else "")].append((one, got))
    return {key: _of_one_scale(found) for key, found in slots.items()}, problems


def _of_one_scale(found: list[tuple[Placed, Slot]]) -> list[tuple[Placed, Slot]]:
    """「一份1.2万，一份8500」: a bare sum in the thousands beside another is not thousands of times as large."""
    said = [slot.value for _, slot in found if not slot.adopted and isinstance(slot.value, Decimal)]
    largest = max(said, default=Decimal(0)) * BEYOND
    return [
        (one, replace(slot, value=one.figure.value, adopted=False))
        if largest and slot.adopted and isinstance(one.figure.value, Decimal) and _beyond(slot, largest)
        else (one, slot)
        for one, slot in found
    ]


def _beyond(slot: Slot, largest: Decimal) -> bool:
    return isinstance(slot.value, Decimal) and slot.value > largest


def _taken_back(text: str, figures: Sequence[Figure], placed: Sequence[Placed], measure: Measure) -> Mapping[int, int]:
    """What the message takes back; a word for another input before the word that takes back (「…，利息说错了，是10万」)
    says that something else is mended."""
    by_start = {one.start: one for one in figures}
    roles = {one.figure.start: one.key for one in placed}
    found = {}
    for old, new in {**of_several_years(text, figures), **taken_back(text, figures)}.items():
        between = TAKEN_BACK.split(text[by_start[old].end : by_start[new].start])[0]
        others = (record for record in measure.inputs if record.key != roles.get(old, record.key))
        if not any(len(word) > 1 and word in between for record in others for word in record.announces):
            found[old] = new
    return found


def _wanted(text: str, sums: Sequence[Figure], known: Mapping[int, Placed], measure: Measure) -> list[Placed]:
    """The only sum of which nothing is known, where a rate of a whole is said that is not (「放了900万，担保七成」)."""
    said = {one.key for one in known.values()}
    free = [one for one in sums if one.start not in known or known[one.start].key in IDLE]
    for row in measure.derivations:
        if row.op != "product" or len(free) != 1 or row.target in said or (row.when and not re.search(row.when, text)):
            continue
        whole, ratio = row.sources
        if ratio in said and whole not in said and measure.input(ratio) and not measure.input(whole):
            return [Placed(free[0], whole, False, 1.0, True)]
    return []


def _in_place(
    figures: Sequence[Figure], spoken: Sequence[Placed], by_words: Sequence[Placed], back: Mapping[int, int]
) -> list[Placed]:
    """A figure in the place of one that was taken back is what that one was, unless words say otherwise."""
    own = {one.figure.start: one for one in [*by_words, *spoken] if one.is_input}
    announced = {one.figure.start for one in by_words if one.announced and one.is_input}
    found = {one.figure.start: one for one in spoken}
    for figure in figures:
        old = next((before for before, after in back.items() if after == figure.start), None)
        if old in own and figure.start not in announced:
            found[figure.start] = replace(own[old], figure=figure)
    return [found[start] for start in sorted(found)]


def _nothing(text: str, measure: Measure, inputs: Mapping[str, Slot], problems: Sequence[Problem]) -> dict[str, Slot]:
    """「没融资」 is 0, when no figure was said for that input."""
    said, named = NOT_ALL_YET.sub("", fold(text)), {problem.key for problem in problems}
    return {
        record.key: Slot(Decimal(0), next(p for p in record.nothing if mentions(said, [p])))
        for record in measure.inputs
        if record.nothing and record.key not in inputs and record.key not in named and mentions(said, record.nothing)
    }


def _unit_for(one: Placed, record: InputRecord, placed: Sequence[Placed], unit: str, stands: Mapping[str, Slot]) -> str:
    """元 for 8500 beside 1.2万 for the same input, where so many 万 would dwarf it, and for a sum that the input never
    is in 万; none for 九千, which are rather yuan than 万, unless as many 万 are like what stands; else ``unit``."""
    value = one.figure.value
    if not one.figure.unit_missing or not isinstance(value, Decimal):
        return unit
    small = 0 < record.yuan_from <= value
    if not small and (unit != "万" or value < FEWEST_YUAN):
        return unit
    said = [other.figure for other in placed if other.key == one.key and not other.figure.unit_missing]
    known: list[object] = [f.value for f in said if f.kind == "money"]
    known = known or [stands[one.key].value if one.key in stands else None]
    sums = [amount for amount in known if isinstance(amount, Decimal) and amount > 0]
    if sums and all(amount / LIKE <= value <= amount * LIKE for amount in sums):
        return "元"
    in_wan = bool(sums) and all(amount / LIKE <= value * WAN <= amount * LIKE for amount in sums)
    if small and not in_wan:
        return "元"
    return unit if in_wan or "千" not in one.figure.text else ""


def _unit_said(figures: Sequence[Figure]) -> str:
    """万 when another amount of the same message carries it: 「贷了一千万，还剩五百」."""
    said = any(f.kind == "money" and not f.unit_missing and re.search("[万萬wW]", f.text) for f in figures)
    return "万" if said else ""


def _range_of_days(one: Placed, slots: dict[str, list[tuple[Placed, Slot]]], span: tuple[str, str]) -> list[Problem]:
    """2024年6月到2025年6月 is a start and an end (``span``); the other way round it is named, not turned."""
    first, last = (str(part) for part in one.figure.value) if isinstance(one.figure.value, tuple) else ("", "")
    if len(first) < 7 or len(last) < 7:
        return [Problem(span[0], one.figure.text, "vague_day")]
    days = [date.fromisoformat((part + "-01")[:10]) for part in (first, last)]
    if days[0] >= days[1]:
        return [Problem(span[0], one.figure.text, "reversed_range")]
    for key, part, day in zip(span, (first, last), days, strict=True):
        slots[key].append((one, Slot(day, one.figure.text, month_only=len(part) == 7)))
    return []
