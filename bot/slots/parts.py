"""Several loans or policies of one firm: each keeps its own figures and conditions in the order said, and does not
count while one of them is on the wrong side; one is added, taken away, changed, or spoken of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure
from bot.memo import PerObject
from bot.slots.conditions import Broken, broken_conditions
from bot.slots.derive import derive, derive_parts, without_stale
from bot.slots.model import Slot
from bot.slots.standing import Standing
from bot.slots.stretches import clauses
from calculators.wording import money
from knowledge.records.model import Measure

Part = Mapping[str, Slot]
CALLED = "called"  # of a part: the mark or the word it is called by
Which = int | Decimal  # index (-1 = the last), or the amount of the part
NOUN = "[笔份个张台单次期轮户项](?:贷款|保单|保险|担保)?"
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# 「第二笔」, 「二次那个」
ORDINAL = re.compile(
    f"(?:第|(?<![0-9一二两三四五六七八九十第])(?=[二三四五六]次[那的]))([一二两三四五六七八九十]|[0-9]{{1,2}}){NOUN}"
)
FIRST = re.compile(f"(?:头|最前面?|最早|最先|最开始|先)(?:的|那|这|一)*{NOUN}|首{NOUN}")
LAST = re.compile(
    f"(?:最后面?|末尾?|最近|新加|后来加|后加)(?:的|那|这|一)*{NOUN}|刚(?:刚|才)?[加添补提说报](?:的|上)"
    "|(?:追加|新增|增加|后加|加)的(?:那[笔份张个])?(?:应该)?是|(?:刚|才|后)(?:才|来)?加上?的"
)
MARKED = re.compile(
    "([①-⑩])|(?<![A-Za-z])([A-H])(?![A-Za-z公企])|([甲乙丙丁戊])(?![方公企厂])|[户笔单]([一二三四五六1-6])(?![0-9.])"
)
NUMBERS = "123456789"
MARKS = ("①②③④⑤⑥⑦⑧⑨⑩", "ABCDEFGH", "甲乙丙丁戊", "一二三四五六")
DROPPED = re.compile(
    "(?<![成为])不要|别管|甭管|不算|不报|不做|不办|不贷|没(?:有)?[^，。；]{0,2}(?:做|发|办成|投|贷|放|批成|批下|搞成|成交)|减[掉去](?![0-9一二两三四五六七八九十百])|不(?:并|计|合)[进入在]|撤了|撤掉|撤销|撤资|撤回|退[了掉保给还回]|作废|剔|去掉|删|划掉|扣掉|拿掉|取消|除外|刨"
)
OF_IT = re.compile(f"(?:{ORDINAL.pattern}|[①-⑩])的(?!那|这|就|都|也|先|{DROPPED.pattern})[^，。；]{{1,8}}")
CONTAINED = re.compile(
    "(?:就|都|已经?)?(?:包?含|包括?|算|就)在[^，。；]{0,12}?(?:里|内|中)"
)  # 「1.2万就含在36400里面」
# 「把别的都去掉，光算七月那笔」: what goes is not what is spoken of
ALL_ELSE = re.compile(f"(?:别的|其[他它余]的?|旁的|剩下的|另外的|余下的)[^，。；0-9]{{0,4}}(?:{DROPPED.pattern})")
CLOSE = 8  # characters between a figure and the word that drops it
AGAIN_LIKE = re.compile("一模一样|一样的|同样的|相同的|都一样|完全一样|跟[^，。]{0,4}一样")
FORMER = re.compile(f"(?:前面?|前头|上面?|先前|之前)(?:的|那|这|一)*{NOUN}")
LATTER = re.compile(f"(?:后面?|后头|下面?|另外?|后来|之后)(?:的|那|这|一)*{NOUN}")
COUNTED = re.compile(f"([两二三四五六]){NOUN}[^，。；0-9]{{0,2}}(?:都|全|一起|一块|合|加|总)")
LARGEST = re.compile(f"(?:最?大|最?多|金额高)(?:的|那|一)+{NOUN}")
SMALLEST = re.compile(f"(?:最?小|最?少|金额低)(?:的|那|一)+{NOUN}")
POINTED = re.compile("(?:[那这]|刚(?:刚|才)?[加添补提说报]的)(?:个|笔|份|张|单)?$")  # 「那5万」
ONLY = re.compile("[只光单就](?:留|剩|算|看|要|报|按|认)")
NAMES = re.compile(f"(?:的|期|放的?|贷的?|借的?|到期|投的?|买的?|那|这|元|块)*?(?:那|这|的){NOUN}")  # 「200万那笔」
OF_WHICH = re.compile("(?:块钱?|元)?(?:里|当中|中|内)")  # 「这96万里」 only names the whole, 「12万里面」 the part
OTHER_FIRMS = re.compile("隔壁|邻居|对门|朋友|同行|别家|兄弟|子公司|母公司|分公司|姐妹|关联|亲戚|同学|他家|她家")
OTHERS = re.compile(f"{OTHER_FIRMS.pattern}|别人|人家|他们|她们")


@dataclass(frozen=True, slots=True)
class Named:
    """The part a message speaks of (0-based), and the begins of the figures that only name it."""

    index: int
    figures: frozenset[int] = frozenset()


def main_key(measure: Measure) -> str:
    """The sum that tells one part from another."""
    return next((i.key for i in measure.inputs if i.required and i.unit == "yuan"), "")


def part_keys(measure: Measure) -> frozenset[str]:
    """What a part may have of its own: its sums, its days and term, and the odd days of it; a rate that is bounded,
    with what it is worked out of; conditions; what it is called by."""
    return _part_keys(measure)


def bounded(measure: Measure) -> frozenset[str]:
    """Inputs that a condition sets a bound to, which each part keeps by itself (the rate of a fee)."""
    return _bounded(measure)


def _bounded_of(measure: Measure) -> frozenset[str]:
    keys = {condition.key for condition in measure.conditions if condition.limit}
    return frozenset(record.key for record in measure.inputs if record.key in keys and record.unit != "yuan")


def conditions_of_a_part(measure: Measure) -> frozenset[str]:
    """The conditions that one part can meet and another not."""
    return frozenset(condition.key for condition in measure.conditions if not condition.limit)


def fees(measure: Measure) -> set[str]:
    """What a bounded input is worked out of, where it is not the sum itself: a fee that was paid."""
    rows = (row for row in measure.derivations if row.op == "yearly_rate" and row.target in bounded(measure))
    return {row.sources[0] for row in rows}


def _keys_of_a_part(measure: Measure) -> frozenset[str]:
    keys = {record.key for record in measure.inputs if record.unit == "yuan" and record.required} | measure.of_a_part
    return frozenset(
        keys
        | {row.also for row in measure.derivations if row.also and row.target in keys}
        | {row.target for row in measure.derivations if row.op == "days_apart" and row.sources[0] in keys}
        | _years(measure)
        | bounded(measure)
        | fees(measure)
        | conditions_of_a_part(measure)
        | {CALLED}
    )


def _years(measure: Measure) -> set[str]:
    """The years for which a sum was paid: of that sum alone."""
    return {row.sources[0] for row in measure.derivations if row.op == "per_years"}


_part_keys: PerObject[Measure, frozenset[str]] = PerObject(_keys_of_a_part)
_bounded: PerObject[Measure, frozenset[str]] = PerObject(_bounded_of)


def parts_of(standing: Standing, measure: Measure) -> tuple[Part, ...]:
    """The parts, those that do not count among them; the one loan or policy as the only part; none when its sum is
    not known."""
    if standing.items:
        return standing.parts
    own = {key: slot for key, slot in standing.inputs.items() if key in part_keys(measure)}
    return (own,) if main_key(measure) in own else ()


def broken_of(part: Part, measure: Measure) -> tuple[Broken, ...]:
    """The conditions a part breaks by what is known of it alone."""
    figures = {key: part[key] for key in bounded(measure) if key in part}
    facts = {key: str(part[key].value) for key in conditions_of_a_part(measure) if key in part}
    return broken_conditions(measure, Standing(figures, (), facts)) if figures or facts else ()


def figures_of(part: Part, measure: Measure) -> dict[str, Slot]:
    """The part without what it is called by and its conditions: what goes into a sum."""
    words = conditions_of_a_part(measure) - {record.key for record in measure.inputs}
    return {key: slot for key, slot in part.items() if key != CALLED and key not in words}


def add(standing: Standing, slots: Part, measure: Measure) -> Standing:
    """One part more, told with its number: from here on the numbers are those. What it does not say of days and terms
    is as with the others, when they agree; a sum of its own that it does not say is missing."""
    parts = parts_of(standing, measure)
    sums = _sums(measure) | _years(measure) | conditions_of_a_part(measure) | {CALLED}
    last = {key: slot for key, slot in (parts[-1] if parts else {}).items() if key not in sums and _agree(parts, key)}
    own = {key: slot for key, slot in slots.items() if key in part_keys(measure)}
    if (mark := _next_mark(parts)) and CALLED not in own:
        own[CALLED] = Slot(mark, mark)
    return replace(with_parts(standing, (*parts, _updated(last, own, measure)), measure), away=())


def is_next_mark(name: str, parts: Sequence[Part]) -> bool:
    """Whether one more of these parts would be called so."""
    return bool(name) and name == _next_mark(parts)


def _next_mark(parts: Sequence[Part]) -> str:
    """What one more is called, where the others are called by marks in their order; else ""."""
    last = str(parts[-1][CALLED].value) if parts and CALLED in parts[-1] else ""
    order = next((marks for marks in (*MARKS, NUMBERS) if last and last in marks), ())
    return next((two for one, two in pairwise(order) if one == last), "")


def remove(standing: Standing, which: Which, measure: Measure) -> Standing:
    """Without that part; the same standing when there is none of this index or amount. Of two parts the one that is
    left becomes the inputs themselves."""
    parts = parts_of(standing, measure)
    index = _index(parts, which, measure)
    if index is None:
        return standing
    left = with_parts(standing, (*parts[:index], *parts[index + 1 :]), measure)
    return replace(left, away=tuple(parts))


def only(standing: Standing, index: int, measure: Measure) -> Standing:
    """With that part alone."""
    return replace(with_parts(standing, (parts_of(standing, measure)[index],), measure), away=())


def keep(standing: Standing, left: Iterable[int], measure: Measure) -> Standing:
    """With these parts and no others."""
    parts = parts_of(standing, measure)
    return replace(with_parts(standing, [parts[index] for index in sorted(left)], measure), away=tuple(parts))


def less(standing: Standing, amount: Decimal, measure: Measure) -> Standing:
    """With so much taken off the whole, where the parts differ in nothing but their sums and none is left out; the
    same standing where they do, or so much is not there."""
    main, parts = main_key(measure), standing.parts
    whole = standing.inputs.get(main)
    alike = all(_agree(parts, key) for key in {key for part in parts for key in part} - _sums(measure) - {CALLED})
    if not whole or not isinstance(whole.value, Decimal) or not alike or standing.out or not 0 < amount < whole.value:
        return standing
    step = f"{whole.step or money(whole.value)} － {money(amount)}"
    left = replace(whole, value=whole.value - amount, text=f"{whole.text}－{money(amount)}", step=step)
    return replace(with_parts(standing, ({**parts[0], main: left},), measure), away=parts)


def mended(standing: Standing, slots: Part, measure: Measure) -> Standing:
    """With these slots in each of the parts that does not count for want of them; the same standing where none is."""
    parts = parts_of(standing, measure)
    lacking = [{one.key for one in broken_of(part, measure)} & set(slots) for part in parts]
    if len(parts) < 2 or not any(lacking):
        return standing
    renewed = [
        _updated(part, {key: slots[key] for key in keys}, measure) for part, keys in zip(parts, lacking, strict=True)
    ]
    return with_parts(standing, renewed, measure)


def restored(standing: Standing, measure: Measure) -> Standing:
    """With the part that was taken away; the same standing when none was."""
    return replace(with_parts(standing, standing.away, measure), away=()) if standing.away else standing


def all_again(text: str, standing: Standing, measure: Measure) -> Standing:
    """The same where the message counts as many as there were: 「两笔还是合一起算」."""
    said = COUNTED.search(text)
    as_many = said is not None and NUMERALS.get(said[1]) == len(standing.away) > len(parts_of(standing, measure))
    return restored(standing, measure) if as_many else standing


def each_anew(text: str, items: Sequence[Part], standing: Standing, measure: Measure) -> Standing:
    """With what is said of each of the parts by its number, with one among them that was taken away; the same standing
    when it is not so."""
    count = len(items)
    if count < 2 or {_number(one) for one in ORDINAL.finditer(text)} != {*range(1, count + 1)}:
        return standing
    whole = standing if len(standing.parts) == count else restored(standing, measure)
    if len(whole.parts) != count:
        return standing
    for index, item in enumerate(items):
        whole = change(whole, index, item, measure)
    return whole


def divided(standing: Standing, items: Sequence[Part], measure: Measure) -> Standing:
    """With the one loan or policy as those that make it up; the same standing where they do not, or another sum of it
    would be lost."""
    parts, main, sums = parts_of(standing, measure), main_key(measure), _sums(measure)
    if len(parts) != 1 or sum(_amounts(items, measure), Decimal(0)) != parts[0][main].value:
        return standing
    if any((sums & set(parts[0])) - set(item) for item in items):
        return standing
    shared = {key: slot for key, slot in parts[0].items() if key not in sums}
    return with_parts(standing, [{**shared, **item} for item in items], measure)


def turned_round(standing: Standing, measure: Measure) -> Standing:
    """With the part added last taken off instead (「不是加，是减」); the same standing when too little is there."""
    parts, main = parts_of(standing, measure), main_key(measure)
    if len(parts) < 2:
        return standing
    before = with_parts(standing, tuple(parts[:-1]), measure)
    whole, taken = before.inputs[main], parts[-1][main]
    if not isinstance(whole.value, Decimal) or not isinstance(taken.value, Decimal) or taken.value > whole.value:
        return standing
    step = f"{money(whole.value)} － {money(taken.value)}"
    less = replace(whole, value=whole.value - taken.value, text=f"{whole.text}－{taken.text}", step=step)
    inputs = derive("", {**without_stale(before.inputs, {main: less}, measure), main: less}, before.others, measure)
    return replace(before, inputs=inputs, items=())


def change(standing: Standing, which: Which, slots: Part, measure: Measure) -> Standing:
    """That part with new slots, and without what they put out of date; the same standing when there is none."""
    parts = parts_of(standing, measure)
    index = _index(parts, which, measure)
    if index is None:
        return standing
    own = {key: slot for key, slot in slots.items() if key in part_keys(measure)}
    return with_parts(standing, (*parts[:index], _updated(parts[index], own, measure), *parts[index + 1 :]), measure)


def change_all(standing: Standing, slots: Part, measure: Measure) -> Standing:
    """Every part with these slots (「都是一年的」)."""
    own = {key: slot for key, slot in slots.items() if key in part_keys(measure)}
    return with_parts(standing, tuple(_updated(part, own, measure) for part in parts_of(standing, measure)), measure)


def which_part(text: str, figures: Sequence[Figure], standing: Standing, measure: Measure) -> int | None:
    """The part spoken of: 「第二笔」, 「最后这笔」, 「200万那笔」, 「去年那笔」; None when none of one's own is."""
    found = named(text, figures, parts_of(standing, measure), measure, standing.away)
    return found.index if found else None


def named(
    text: str, figures: Sequence[Figure], parts: Sequence[Part], measure: Measure, away: Sequence[Part] = ()
) -> Named | None:
    """The same of these parts, with the figures that only name the part. ``away``: the parts as they were before one
    was taken away, by whose numbers the others may still be called."""
    if not parts:
        return None
    text = _which_is_dropped(text)
    if _are_called(parts) and (called := called_in(text, parts)):
        together = len({one.index for one in called}) > 1 and not figures  # 「A和B都没认定」
        return None if together else Named(called[0].index)  # 「丙是子公司的」
    if OTHER_FIRMS.search(text):
        return None
    for figure in figures:
        named_by = NAMES.match(text[figure.end :]) or POINTED.search(text[: figure.start])
        named_by = named_by or (OF_WHICH.match(text[figure.end :]) if len(parts) > 1 else None)
        if named_by and (index := _of_value(figure, parts, measure)) is not None:
            return Named(index, frozenset((figure.start,)))
    index = None if OTHERS.search(text) else _by_place(text, parts, measure, away)
    return None if index is None else Named(index)


def _which_is_dropped(text: str) -> str:
    """The clause that drops a part by its number, without the reason told after it (「第一笔不算，那是母公司的」)."""
    begin, end = clauses(text)[0]
    first = text[begin:end]
    dropped = ORDINAL.search(first) is not None and drops(first) and not OTHERS.search(first)
    return first if dropped else text


def is_next(text: str, parts: Sequence[Part]) -> bool:
    """「第二笔也批了」 where there is but one: one more."""
    ordinal = ORDINAL.search(text)
    return bool(parts and ordinal) and _number(ordinal) == len(parts) + 1


def _number(ordinal: re.Match[str] | None) -> int:
    return (NUMERALS.get(ordinal[1]) or int(ordinal[1])) if ordinal else 0


def dropped_figure(text: str, figures: Sequence[Figure]) -> Figure | None:
    """The figure that a word of dropping follows: 「三百万的先不算了，光看六百万那个」."""
    said = CONTAINED.search(text) or DROPPED.search(text)
    before = [
        figure for figure in figures if said and figure.end <= said.start() and said.start() - figure.end <= CLOSE
    ]
    return before[-1] if before else None


def drops(text: str) -> bool:
    """Whether what is spoken of is said to be no more, or not to have been; not what it has (「第一笔的厂房撤了」)."""
    text = ALL_ELSE.sub("", OF_IT.sub("", text))
    return DROPPED.search(text) is not None or CONTAINED.search(text) is not None


def is_part(figure: Figure, parts: Sequence[Part], measure: Measure) -> bool:
    """Whether the figure is that of one of several parts."""
    return len(parts) > 1 and _of_value(figure, parts, measure) is not None


def _by_place(text: str, parts: Sequence[Part], measure: Measure, away: Sequence[Part]) -> int | None:
    """By its number, or by where it stands among the others."""
    count = len(parts)
    if marked := called_in(text, parts):
        return marked[0].index
    if count > 1 and not _are_called(parts) and (marked_so := MARKED.search(text)):
        return None if _place_of(marked_so) >= count else _place_of(marked_so)
    if ordinal := ORDINAL.search(text):
        return _by_number(_number(ordinal), parts, away)
    if count < 2:
        return None
    for pattern, chosen in ((LARGEST, max), (SMALLEST, min)):
        if pattern.search(text):
            amounts = _amounts(parts, measure)
            best = chosen(amounts)
            return amounts.index(best) if amounts.count(best) == 1 else None
    return next(iter(_by_where_it_stands(text, count)), None)


def _by_where_it_stands(text: str, count: int) -> set[int]:
    """The one that is said to be the last or the first of them (「后来那笔」), if any is."""
    if LAST.search(text):
        return {count - 1}
    if FIRST.search(text) or (count == 2 and FORMER.search(text)):
        return {0}
    return {count - 1} if LATTER.search(text) else set()


@dataclass(frozen=True, slots=True)
class Called:
    """A part that is called by its mark (①, A户, 甲, 第二笔), and where in the text."""

    index: int
    start: int


def called_in(text: str, parts: Sequence[Part]) -> list[Called]:
    """The parts that are called by their marks, in the order said; of parts without marks by the marks of their
    places."""
    if len(parts) < 2:
        return []
    if not _are_called(parts):
        found = [Called(_place_of(one), one.start()) for one in MARKED.finditer(text)]
        return [one for one in found if one.index < len(parts)]
    found = []
    names = [str(part[CALLED].value) if CALLED in part else "" for part in parts]
    for index, name in enumerate(names):
        if sign := _sign_of(name, [*names[:index], *names[index + 1 :]]):
            found += [Called(index, one.start()) for one in re.finditer(sign, text)]
    return sorted(found, key=lambda one: one.start)


def are_named(parts: Sequence[Part]) -> bool:
    """Whether they are called by names, not by marks or places."""
    return any(len(str(part[CALLED].value)) > 1 for part in parts if CALLED in part)


def _are_called(parts: Sequence[Part]) -> bool:
    return any(CALLED in part for part in parts)


def _sign_of(mark: str, others: Iterable[str]) -> str:
    """How a mark is said again, as a pattern; a name also by two of its characters that none of the ``others`` has
    (「机床那张」 of 数控机床)."""
    if len(mark) > 1:
        pairs = (mark[i : i + 2] for i in range(len(mark) - 1))
        own = [pair for pair in pairs if not any(pair in other for other in others)]
        short = f"|(?:{'|'.join(map(re.escape, own))})[^，。；0-9]{{0,3}}[那这][笔份张个单户行]" if own else ""
        return f"{re.escape(mark)}{short}"
    if mark.isascii() and mark.isalpha() and len(mark) == 1:
        return f"(?<![A-Za-z])[{mark.upper()}{mark.lower()}](?![A-Za-z])"
    if mark in MARKS[2]:
        return f"{mark}(?!方)"
    if mark in MARKS[3]:
        return f"(?:[户笔单行]{mark}|第?{mark}[户笔单号行])"
    return f"(?:第?{mark}[笔户单号行份张])" if mark.isascii() and mark.isdigit() else re.escape(mark)


def _place_of(marked: re.Match[str]) -> int:
    sign, marks = next((one, marks) for one, marks in zip(marked.groups(), MARKS, strict=True) if one)
    return int(sign) - 1 if sign in NUMBERS else marks.index(sign)


def left_over(text: str, parts: Sequence[Part]) -> frozenset[int] | None:
    """The parts that are left where several are taken away or kept by their marks or places (「①剔掉，只算②③」,
    「第一笔减掉，只看后来那笔」); None where it is not so."""
    named = [*called_in(text, parts), *_numbered(text, parts)]
    kept, gone = set[int](), set[int]()
    for begin, end in clauses(text):
        said = text[begin:end]
        inside = {one.index for one in named if begin <= one.start < end}
        if drops(said):
            gone |= inside
        elif ONLY.search(said):
            kept |= inside or _by_where_it_stands(said, len(parts))
    left = kept - gone if kept else set(range(len(parts))) - gone if gone else set()
    return frozenset(left) if left and len(left) < len(parts) and (kept or len(gone) > 1 or len(named) > 1) else None


def _numbered(text: str, parts: Sequence[Part]) -> list[Called]:
    found = [Called(_number(one) - 1, one.start()) for one in ORDINAL.finditer(text)]
    return [one for one in found if 0 <= one.index < len(parts)]


def _by_number(number: int, parts: Sequence[Part], away: Sequence[Part]) -> int | None:
    """The part of that number, now or before one was taken away; None where these are two."""
    now = number - 1 if number <= len(parts) else None
    before = away[number - 1] if number <= len(away) else None
    then = next((i for i, part in enumerate(parts) if part == before), None)
    if now is None or then is None:
        return then if now is None else now
    return now if now == then else None


def keys_of(figure: Figure, part: Part, measure: Measure) -> list[str]:
    """The inputs that the part has at this value."""
    return [key for key, slot in part.items() if _is(figure, key, slot, measure)]


def _of_value(figure: Figure, parts: Sequence[Part], measure: Measure) -> int | None:
    """The only part with this amount, of this year, month or day, or with this term."""
    hits = [i for i, part in enumerate(parts) if keys_of(figure, part, measure)]
    return hits[0] if len(hits) == 1 else None


def _is(figure: Figure, key: str, slot: Slot, measure: Measure) -> bool:
    record = measure.input(key)
    if record is None:
        return False
    if isinstance(slot.value, date):
        return record.key == measure.day_key and figure.kind == "date" and str(slot.value).startswith(str(figure.value))
    if not isinstance(figure.value, Decimal):
        return False
    if record.unit == "months":
        return figure.kind == "duration" and figure.unit == "months" and slot.value == figure.value
    said = {figure.value} if not figure.unit_missing else {figure.value, figure.value * 10_000}
    return record.unit == "yuan" and figure.kind in ("money", "number") and slot.value in said


def _index(parts: Sequence[Part], which: Which, measure: Measure) -> int | None:
    if isinstance(which, int):
        return which % len(parts) if parts and -len(parts) <= which < len(parts) else None
    hits = [i for i, amount in enumerate(_amounts(parts, measure)) if amount == which]
    return hits[0] if len(hits) == 1 else None


def _amounts(parts: Iterable[Part], measure: Measure) -> list[Decimal]:
    values = [part[main_key(measure)].value if main_key(measure) in part else None for part in parts]
    return [value if isinstance(value, Decimal) else Decimal(0) for value in values]


def _sums(measure: Measure) -> set[str]:
    return {record.key for record in measure.inputs if record.unit == "yuan"}


def _agree(parts: Sequence[Part], key: str) -> bool:
    return all(key in part and part[key].value == parts[0][key].value for part in parts)


def _updated(part: Part, own: Part, measure: Measure) -> dict[str, Slot]:
    return {**without_stale(part, own, measure), **own}


def with_parts(standing: Standing, parts: Sequence[Part], measure: Measure) -> Standing:
    """The standing with these parts: those that count as items, their sums and what they share among the inputs; the
    others beside them. Where none counts, what they break is said of the whole."""
    keys = part_keys(measure)
    before = parts_of(standing, measure)
    common = {k: s for k, s in standing.inputs.items() if k not in keys or not any(k in part for part in before)}
    parts = derive_parts("", tuple(parts), common, measure)
    counted = tuple(part for part in parts if not broken_of(part, measure))
    out = tuple((place, part) for place, part in enumerate(parts) if part not in counted)
    of_parts = {pair for part in before for pair in _broken_facts(part, measure).items()}
    facts = {key: value for key, value in standing.facts.items() if (key, value) not in of_parts}
    if not counted:
        counted, out = parts, ()
        facts |= {key: value for part in parts for key, value in _broken_facts(part, measure).items()}
    fresh = totals(counted, measure) if len(parts) > 1 else figures_of(parts[0], measure) if parts else {}
    moved = {k: s for k, s in fresh.items() if k not in standing.inputs or standing.inputs[k].value != s.value}
    rest = without_stale(common, moved, measure)
    inputs = derive("", {**rest, **fresh}, standing.others, measure)
    inputs |= {key: fresh[key] for key in bounded(measure) if key in fresh}
    return replace(standing, inputs=inputs, items=counted if len(parts) > 1 else (), out=out, facts=facts)


def _broken_facts(part: Part, measure: Measure) -> dict[str, str]:
    """The conditions it breaks, with their values; a bounded figure is no fact."""
    broken = {one.key for one in broken_of(part, measure)} & conditions_of_a_part(measure)
    return {key: str(part[key].value) for key in broken}


def totals(parts: Sequence[Part], measure: Measure) -> dict[str, Slot]:
    """The sums of the parts, the days and terms they all share, and of a bounded input the value nearest to breaking
    the bound; a sum that one of them lacks is not known."""
    found: dict[str, Slot] = {}
    parts = [figures_of(part, measure) for part in parts]
    for key in dict.fromkeys(key for part in parts for key in part):
        slots = [part[key] for part in parts if key in part]
        if len(slots) < len(parts):
            continue
        if len(parts) == 1 or (_agree(parts, key) and key not in _sums(measure)):
            found[key] = slots[0]
        elif key in _sums(measure):
            values = [slot.value for slot in slots if isinstance(slot.value, Decimal)]
            approx = any(slot.approx for slot in slots)
            text = "＋".join(slot.text for slot in slots)
            step = " ＋ ".join(map(money, values))
            found[key] = Slot(sum(values, Decimal(0)), text, approx, step=step)
        elif key in bounded(measure):
            found[key] = _nearest_to_the_bound(slots, key, measure)
    return found


def bounded_totals(parts: Sequence[Part], measure: Measure) -> dict[str, Slot]:
    """Of the bounded inputs that the parts have of their own, the values that count for the whole."""
    return {key: slot for key, slot in totals(parts, measure).items() if key in bounded(measure)} if parts else {}


def _nearest_to_the_bound(slots: Sequence[Slot], key: str, measure: Measure) -> Slot:
    at_most = any(condition.key == key and condition.test == "at_most" for condition in measure.conditions)
    pick = max if at_most else min
    return pick(slots, key=lambda slot: slot.value if isinstance(slot.value, Decimal) else Decimal(0))
