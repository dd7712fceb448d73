"""One value for each input: parts are added when the message says so, of rivals words decide, else one asks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.apiece import makes_the_whole, said_of_each
from bot.slots.model import Problem, Slot, slot_of
from bot.slots.one_row import are_of_several_ways, are_of_several_years
from bot.slots.parts import words_of
from bot.slots.roles import NEAR, POLICY_KEY, Placed
from bot.slots.series import ALTOGETHER, Series
from bot.slots.stretches import (
    OF_ALL,
    Stretch,
    clauses,
    inside,
    joined_by_and,
    matter_of,
    other_matters,
    says_own,
    stretches,
)
from calculators.wording import money
from knowledge.records.model import Distractor, InputRecord, Measure

COUNTED = re.compile(r"笔|份|单|张|台|套|个|家|户|项|次|轮|批|样|回|件")
EACH = re.compile(r"每[笔份单张台套个家项批次]|单[台套份笔张]|各|均为?|都是|都为")
RESPECTIVELY = re.compile("分别|依次|各是|先后|各自")
A_PART = re.compile(
    r"(?:一|第[一二三四五六]|另|又|前|后|头|[去今前]年[那这])(?:有|外)?一?[笔份次单张台户家轮回批样](?:是|的|为|有|贷了?|借了?|放了?|补了?|贴了?|给了?|批了?)*$"
)
SECOND = re.compile("第二[笔份次单张台户轮回批][^，。；0-9]{0,6}$")  # before the second of several sums
ONE = re.compile("(?<![另第])一[个笔份样张户家单台]")  # before each of several: 「一个补了七千，一个补了五千」
PART_BEHIND = re.compile("的?一[笔份次单张台户轮回样](?=[，、,；;。和跟与及 ]|$)")  # 「1200万一次，800万一次」
ON_TOP = re.compile(
    "(?:又|再|追加|另外?|外加)(?:追加|融|募|贷|借|放|担保?|投|增资?|批|发|做|办|加|押|保|补|进|到)*(?:了|过|来|账)?$"
)
PLUS = re.compile("[+＋]")
AGAIN = re.compile("又|再|追加|后来|接着|随后")
ONE_MORE = re.compile("还|另|外加")
A_PIECE = "a_part_of_it"  # a piece of the one sum, which has no day or term of its own
CLAUSE_ENDS = re.compile("[，。；,;]")
ONE_MORE_OF_THEM = re.compile(f"(?:再|还|又|另|加)[^，。；0-9]{{0,4}}[一1](?:{COUNTED.pattern})")
LIKEWISE = re.compile("也是|也|同样|一样")
ACTUAL = re.compile("(?:实际|实放|实收|实缴|现在|最后|最终|到手|落到|谈下来|谈成|敲定|成交|净)[^，。；]{0,4}$")
FINALLY = re.compile("(?:最后|最终|末了)[^，。；]{0,4}$")
BECAME = re.compile(r"(?:降|减|调|改|涨|升|谈|变|提)[^，。]{0,3}[到成为至]|→|变成|调整为|改为|降为|换[成为到做]?$")
CORRECTING = re.compile("不对|错|更正|纠正|改|应该是|其实|口误|而是|不是|是")
APPLIED_BEFORE = re.compile("(?:按照?|照着?|依|文件|规定|条文|政策)[^，。；]{0,7}$")
DOCUMENT = re.compile("文件|规定|条文|政策|原文")
APPLIED = re.compile("(?:的话)?(?:来|去)?(?:给|补|贴|奖|报|封顶)")
CLOSE = 3.0
UNITS = ("yuan", "ratio", "months")  # of which an input has one value, unless parts have their own
PlacedSlot = tuple[Placed, Slot]
Said = Mapping[str, list[PlacedSlot]]
FEWEST_PARTS = 2
NO_SERIES = Series()
ALL_ARE = re.compile(
    "[，,、\\s]*(?:这[两三几些][笔个样次]?)?(?:都|均|全)(?:是|算|属于?|为)"
)  # 「60万，45万，都是直接融资」


@dataclass(frozen=True, slots=True)
class Settled:
    """One slot per input, the parts when several loans or policies were said, and what must be asked about.
    ``aside``: begin of a figure that counts for nothing → why."""

    inputs: Mapping[str, Slot]
    items: tuple[Mapping[str, Slot], ...] = ()
    doubts: tuple[Problem, ...] = ()
    aside: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """What all steps look at."""

    text: str
    figures: Sequence[Figure]
    measure: Measure
    distractors: tuple[Distractor, ...]
    series: Series = NO_SERIES
    whole: Decimal | None = None

    @property
    def main(self) -> str:
        """The sum that tells one part from another."""
        return self.measure.main


def settle(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    said: Said,
    last_wins: bool,
    distractors: tuple[Distractor, ...] = (),
    series: Series = NO_SERIES,
    whole: Decimal | None = None,
) -> Settled:
    """``last_wins``: a correction, the later of two figures counts; ``series``: the sums that stand in one row;
    ``whole``: the sum that stands."""
    message = Message(text, figures, measure, distractors, series, whole)
    everything = said
    said = _one_for_each(message, {key: _standing(text, found) for key, found in said.items()}, everything)
    last_wins = last_wins and any(_corrects(text, found) for found in said.values())
    aside = {} if last_wins else _aside(message, said)
    said = {
        key: kept for key, found in said.items() if (kept := [one for one in found if one[0].figure.start not in aside])
    }
    parts = [] if last_wins else _parts(message, said, "total" in aside.values())
    inputs: dict[str, Slot] = {}
    doubts: list[Problem] = []
    for key, found in said.items():
        if any(key in part for part in parts):
            if (total := _whole([part[key] for part in parts if key in part], len(parts), measure, key)) is not None:
                inputs[key] = total
        elif not last_wins and _rivals(text, found, measure, key):
            doubts.append(Problem(key, "、".join(slot.text for _, slot in found), "two_candidates"))
        else:
            inputs[key] = _best(text, found, last_wins)
    return Settled(inputs, tuple(parts), tuple(doubts), _reasons(message, everything, said) | aside)


def _standing(text: str, found: list[PlacedSlot]) -> list[PlacedSlot]:
    """Without the old value of 「从1%降到0.5%」, and without default readings where a word announced another, unless
    one is said to be what it came to (「想担800万，最后批下来350万」)."""
    kept = [
        one
        for i, one in enumerate(found)
        if not (i + 1 < len(found) and BECAME.search(text[one[0].figure.end : found[i + 1][0].figure.start]))
    ]
    announced = [
        one
        for one in kept
        if one[0].announced or is_one_of_several(text, one[0].figure) or _came_to(text, one[0].figure)
    ]
    return announced or kept


def _one_for_each(message: Message, said: Said, everything: Said) -> Said:
    """With all terms and rates of which each of several sums has one behind it, whether a word announces it or not:
    「200万一年期，还有150万，半年的」."""
    begins = [placed.figure.start for placed, _ in said.get(message.main, ())]
    if len(begins) < FEWEST_PARTS:
        return said

    def is_one_for_each(found: list[PlacedSlot]) -> bool:
        ends = [*begins[1:], len(message.text)]
        starts = [placed.figure.start for placed, _ in found]
        return len(starts) == len(begins) and all(
            begin < start < end for begin, start, end in zip(begins, starts, ends, strict=True)
        )

    return {
        key: everything[key] if key != message.main and is_one_for_each(everything[key]) else found
        for key, found in said.items()
    }


def _came_to(text: str, figure: Figure) -> bool:
    """「最后批下来350万」."""
    return FINALLY.search(text[max(0, figure.start - 10) : figure.start]) is not None


def _corrects(text: str, found: list[PlacedSlot]) -> bool:
    """Whether the message takes one figure back for another: a word of correction stands before the later one."""
    figures = [placed.figure for placed, _ in found]
    return len(figures) > 1 and CORRECTING.search(text[figures[0].end : figures[-1].start]) is not None


def is_one_of_several(text: str, figure: Figure) -> bool:
    """「…，一笔300万」: said to be one of several, though no word names what it is."""
    before = text[max(0, figure.start - 8) : figure.start]
    return bool(A_PART.search(before) or ON_TOP.search(before) or PART_BEHIND.match(text[figure.end :]))


def of_the_series(
    text: str,
    figures: Sequence[Figure],
    placed: Sequence[Placed],
    measure: Measure,
    distractors: tuple[Distractor, ...],
    series: Series = NO_SERIES,
) -> list[Placed]:
    """Figures nobody knew the role of that are said to be one more of what another figure is (「头一回3万，第二回2万」,
    「担了240万，又追加60万」), or stand in a row of which one is known, or of which nothing else is."""
    done = {one.figure.start for one in placed if not one.is_input or measure.input(one.key)}
    summed = _summed(text, figures)
    if any(one.figure.start in summed and one.announced and not one.is_input for one in placed):
        summed = set()  # 「股权融60万，又从银行贷了80万，合计140万」: not all of it is of one kind
    base = next((one for one in placed if one.is_input and one.key == measure.main), None)
    known = {one.key for one in placed if one.figure.start in series.starts}
    if series.figures and known <= {measure.main} and (known or base is None):
        row = series.starts | summed
        return [Placed(figure, measure.main, True, NEAR, True) for figure in figures if figure.start in row]
    return [
        replace(base, figure=figure, announced=True)
        for figure in figures
        if base is not None
        and (figure.start not in done or figure.start in summed)
        and (figure.start > base.figure.start or figure.start in summed)
        and figure.kind == base.figure.kind
        and figure.unit == base.figure.unit
        and (
            figure.start in summed
            or (is_one_of_several(text, figure) and not matter_of(text, figures, figure, measure, distractors))
        )
    ]


def _summed(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of sums that stand with their total (「3月1200万，9月800万，合计2000万」), the total included."""
    sums = [one for one in figures if one.kind == "money" and isinstance(one.value, Decimal)]
    for i, one in enumerate(sums):
        parts = [part.value for part in sums[:i] if isinstance(part.value, Decimal)]
        if len(parts) > 1 and one.value == sum(parts) and ALTOGETHER.search(text[max(0, one.start - 6) : one.start]):
            return {part.start for part in sums[: i + 1]}
    return set()


def _aside(message: Message, said: Said) -> dict[int, str]:
    """Of several figures for one input those that are another matter, with the terms and days said of them."""
    aside: dict[int, str] = {}
    for key, found in said.items():
        record = message.measure.input(key)
        if record is None or len(found) < 2 or record.unit not in UNITS:
            continue
        figures = [placed.figure for placed, _ in found]
        joined = key == message.main and (_closes(message, found) or bool(_totals(message.text, found)))
        others = other_matters(message.text, figures, message.measure, message.distractors, record.unit, joined)
        if key == message.main and message.series.total:
            others = {start: why for start, why in others.items() if start not in message.series.starts}
        others |= _totals(message.text, [one for one in found if one[0].figure.start not in others])
        left = [figure for figure in figures if figure.start not in others]
        others |= _own_numbers(message.text, message.measure, record, left)
        if key == message.main and others:
            others |= _said_of(message, figures, others)
        aside |= others
    return aside


def _reasons(message: Message, everything: Said, said: Said) -> dict[int, str]:
    """Why figures that no word announced gave way to one that was announced, where their own words tell."""
    found: dict[int, str] = {}
    for key, every in everything.items():
        record = message.measure.input(key)
        left = {placed.figure.start for placed, _ in said.get(key, ())}
        if record is None or len(every) < 2 or len(left) == len(every):
            continue
        figures = [placed.figure for placed, _ in every]
        others = other_matters(message.text, figures, message.measure, message.distractors, record.unit, False)
        found |= {start: why for start, why in others.items() if start not in left}
    return found


def _said_of(message: Message, figures: Sequence[Figure], others: Mapping[int, str]) -> dict[int, str]:
    """The term, the day and the rate of another loan go with it, but for what is said of all."""
    found: dict[int, str] = {}
    heads = [message.text[begin:end] for begin, end in clauses(message.text)]
    of_all = [
        (begin, end)
        for (begin, end), head in zip(clauses(message.text), heads, strict=True)
        if OF_ALL.match(head.strip())
    ]
    for figure, stretch in zip(figures, stretches(message.text, figures), strict=True):
        if figure.start in others:
            piece = others[figure.start] == A_PIECE and not is_one_of_several(message.text, figure)
            for one in inside(message.figures, stretch):
                if piece and CLAUSE_ENDS.search(message.text[figure.end : one.start]):
                    continue  # 「300万，里头专利押了100万，3月放的」: of the one loan
                if one.start > figure.start and any(begin <= one.start < end for begin, end in of_all):
                    continue
                if one not in figures and one.kind in ("duration", "date", "percent"):
                    found[one.start] = others[figure.start]
    return found


def _totals(text: str, found: list[PlacedSlot]) -> dict[int, str]:
    """「200万和300万，一共500万」: the total says the parts again."""
    for placed, slot in found:
        others = [one[1].value for one in found if one[0] is not placed and isinstance(one[1].value, Decimal)]
        before = text[max(0, placed.figure.start - 6) : placed.figure.start]
        if len(others) > 1 and slot.value == sum(others, Decimal(0)) and ALTOGETHER.search(before):
            return {placed.figure.start: "total"}
    return {}


def _own_numbers(text: str, measure: Measure, record: InputRecord, figures: Sequence[Figure]) -> dict[int, str]:
    """「100万（含）以上」, 「按0.2%补」 beside the user's own figure repeats the document."""
    own = {one.value for one in measure.figures}
    found = {f.start: POLICY_KEY for f in figures if f.value in own and (f.bound or _is_applied(text, record, f))}
    return found if len(found) < len(figures) else {}


def _is_applied(text: str, record: InputRecord, figure: Figure) -> bool:
    """「市里按0.2%补」, 「文件那个千分之二」: a rate by which one is paid, not called what the input is called."""
    before, after = text[max(0, figure.start - 10) : figure.start], text[figure.end : figure.end + 4]
    before = before[clauses(before)[-1][0] :]
    if figure.kind != "percent" or any(
        word in before for word in record.announces if len(word) > 1 and "_" not in word
    ):
        return False
    return APPLIED_BEFORE.search(before) is not None and (
        DOCUMENT.search(before) is not None or APPLIED.match(after) is not None
    )


def _best(text: str, found: list[PlacedSlot], last_wins: bool) -> Slot:
    if last_wins:
        return found[-1][1]
    for placed, slot in found:
        if _is_actual(text, placed.figure):
            return slot
    return max(found, key=lambda one: one[0].score)[1]


def _is_actual(text: str, figure: Figure) -> bool:
    return ACTUAL.search(text[max(0, figure.start - 10) : figure.start]) is not None


def _rivals(text: str, found: list[PlacedSlot], measure: Measure, key: str) -> bool:
    """Two figures of one input that differ and are about equally well announced, none said to be the actual one."""
    record = measure.input(key)
    if len(found) < 2 or record is None or record.unit not in UNITS:
        return False
    if sum(_is_actual(text, placed.figure) for placed, _ in found) == 1:
        return False
    first, second = sorted(found, key=lambda one: -one[0].score)[:2]
    return first[1].value != second[1].value and first[0].score - second[0].score < CLOSE


def _parts(message: Message, said: Said, summed: bool) -> list[dict[str, Slot]]:
    """The parts in the order said: 「分别300万和500万」, 「两笔各300万」, 「保费20万保额800万，保费10万保额500万」
    (``summed``: their total is said too)."""
    found = said.get(message.main, [])
    if len(found) == 1:
        return _repeated(message, said)
    if not found or not (summed or _closes(message, found) or _in_pairs(message, said)):
        return []
    count = len(found)
    where = stretches(message.text, [placed.figure for placed, _ in found])
    parts = [{message.main: slot, **words_of(one.told)} for (_, slot), one in zip(found, where, strict=True)]
    for key, other in said.items():
        if key == message.main or not _of_a_part(message.measure, key):
            continue
        if len(other) == count:
            for part, (_, slot) in zip(parts, other, strict=True):
                part[key] = slot
        elif len(other) == 1 and _each(message.text, other[0][0].figure):
            for part in parts:
                part[key] = other[0][1]
        elif len(other) > 1 or _of_one(message, found, other[0][0].figure):
            for placed, slot in other:
                at = [i for i, one in enumerate(where) if one.begin <= placed.figure.start < one.end]
                parts[at[0] if at else 0].setdefault(key, slot)
    return _with_terms_of_the_row(message, said, parts, where)


def _with_terms_of_the_row(
    message: Message, said: Said, parts: list[dict[str, Slot]], where: Sequence[Stretch]
) -> list[dict[str, Slot]]:
    """Of a row in which each sum has its term, also the terms that are not heard as such: what one of them is, all
    are."""
    figures = [placed.figure for placed, _ in said[message.main]]
    if not message.series.figures or {one.start for one in figures} != message.series.starts:
        return parts
    taken = {placed.figure.start for found in said.values() for placed, _ in found}
    terms = [record for record in message.measure.inputs if record.unit == "months"]
    for record in terms if any(one.key in part for one in terms for part in parts) else ():
        for part, stretch in zip(parts, where, strict=True):
            left = [
                one for one in inside(message.figures, stretch) if one.kind == "duration" and one.start not in taken
            ]
            slot = slot_of(left[0], record, "", "") if len(left) == 1 and record.key not in part else None
            if isinstance(slot, Slot):
                part[record.key] = slot
    return parts


def _of_a_part(measure: Measure, key: str) -> bool:
    record = measure.input(key.removesuffix("_days"))
    return record is None or record.of_a_part or record.unit in ("yuan", "ratio", "date", "months")


def _of_one(message: Message, found: list[PlacedSlot], figure: Figure) -> bool:
    """「一笔200万一年，一笔300万」: the only term stands in the clause of one of them, which stand in several."""
    parts = clauses(message.text)

    def clause(one: Figure) -> int:
        return next(i for i, (_, end) in enumerate(parts) if one.start <= end)

    homes = {clause(placed.figure) for placed, _ in found}
    return len(homes) > 1 and clause(figure) in homes


def _closes(message: Message, found: list[PlacedSlot]) -> bool:
    """Whether the message says that these figures are parts of one sum, as many as it counts."""
    text, figures = message.text, [placed.figure for placed, _ in found]
    if _one_by_one(text, figures) or {one.start for one in figures} == message.series.starts:
        return True
    if ALL_ARE.match(text[figures[-1].end :]) or are_of_several_ways(text, figures):
        return True
    if not message.measure.key_of("term") and are_of_several_years(text, message.figures, figures):
        return True
    said = _how_many(message.figures, figures)
    if said and said != len(figures):
        return False
    first = text[max(0, figures[0].start - 12) : figures[0].start]
    if said or any(figure.several for figure in figures) or RESPECTIVELY.search(first):
        return True
    return all(_adds(message, figures[i - 1], found[i][0], i == 1) for i in range(1, len(figures)))


def _one_by_one(text: str, figures: Sequence[Figure]) -> bool:
    """Whether each of them is said to be of 一个, with the same measure word."""
    begins = [0, *(figure.end for figure in figures)]
    ones = [ONE.findall(text[begin : figure.start]) for begin, figure in zip(begins, figures, strict=False)]
    return all(ones) and len({found[-1] for found in ones}) == 1


def _adds(message: Message, before: Figure, placed: Placed, is_second: bool) -> bool:
    """Whether the figure is said to come on top of the one before it."""
    text, figure = message.text, placed.figure
    between = text[before.end : figure.start]
    if joined_by_and(text, before, figure):
        return not re.fullmatch(r"\s*、?\s*", between)
    more = ONE_MORE.search(between)
    if PLUS.search(between) and placed.announced:
        return True
    if is_second and SECOND.search(between):
        return True
    if is_one_of_several(text, figure):
        if is_one_of_several(text, before):
            return True
        return bool(AGAIN.search(between)) or not is_second or (bool(more) and _same_kind(message, before, figure))
    if AGAIN.search(between) and placed.announced:
        return True
    return bool(more) and _same_kind(message, before, figure)


def _same_kind(message: Message, before: Figure, figure: Figure) -> bool:
    """Whether the second is said to be of the measure's own kind, or like the first."""
    told = stretches(message.text, [before, figure])[1].told
    return says_own(told, message.measure) or LIKEWISE.search(told) is not None


def _in_pairs(message: Message, said: Said) -> bool:
    """Two complete sets of figures (保费 and 保额 twice) are two policies, not two versions of one."""
    count = len(said[message.main])
    return any(
        key != message.main
        and len(found) == count
        and (record := message.measure.input(key)) is not None
        and record.unit in ("yuan", "ratio")
        for key, found in said.items()
    )


def _counts_with_the_others(message: Message, figure: Figure) -> bool:
    """「再来一户一样的，30万，两户合计」 beside a sum that stands: it is that of one, and the others stand already."""
    behind = [one for one in message.figures if one.kind == "number" and not one.unit_missing]
    one_told = ONE_MORE_OF_THEM.search(message.text[: figure.start]) is not None
    return message.whole is not None and one_told and all(one.start > figure.end for one in behind)


def _repeated(message: Message, said: Said) -> list[dict[str, Slot]]:
    """「三台，每台保费10万」: what is said per piece, as often as there are pieces."""
    count = _how_many(message.figures, ())
    if _counts_with_the_others(message, said[message.main][0][0].figure):
        return []
    several = [one for one in message.figures if one.several and one.kind in ("money", "number")]
    if len(several) > 1 and RESPECTIVELY.search(message.text):
        return []  # 「分别」 tells each of them apart
    alone = {key: (found[0][0].figure, found[0][1]) for key, found in said.items() if len(found) == 1}
    each = said_of_each(message.text, message.figures, alone)
    if message.main not in each and makes_the_whole(count, alone[message.main][1], message.whole):
        each[message.main] = alone[message.main][1]
    if count < FEWEST_PARTS or message.main not in each:
        return []
    own = {key: found for key, found in said.items() if len(found) == count and _of_a_part(message.measure, key)}
    return [{**each, **{key: found[i][1] for key, found in own.items()}} for i in range(count)]


def _each(text: str, figure: Figure) -> bool:
    return bool(EACH.search(text[max(0, figure.start - 7) : figure.start]))


def _how_many(figures: Sequence[Figure], parts: Sequence[Figure]) -> int:
    """两笔 in 「两笔各300万」; of several counts the one that is the number of ``parts``."""
    counts = [
        int(figure.value)
        for figure in figures
        if figure.kind == "number"
        and COUNTED.search(figure.counted or figure.text)
        and isinstance(figure.value, Decimal)
        and 1 < figure.value <= 50
    ]
    return len(parts) if len(parts) in counts else next(iter(counts), 0)


def _whole(slots: Sequence[Slot], count: int, measure: Measure, key: str) -> Slot | None:
    """Money adds up; a term or day that all parts share stands for all; differing ones stay with the parts."""
    record = measure.input(key)
    if record is None or record.unit != "yuan":
        return slots[0] if len(slots) == count and all(slot.value == slots[0].value for slot in slots) else None
    total = sum((slot.value for slot in slots if isinstance(slot.value, Decimal)), Decimal(0))
    step = " ＋ ".join(money(slot.value) for slot in slots if isinstance(slot.value, Decimal))
    return replace(slots[0], value=total, text="＋".join(slot.text for slot in slots), high=None, step=step)
