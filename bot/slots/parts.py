"""Several loans or policies of one firm: each keeps its own figures and conditions in the order said, and does not
count while one of them is on the wrong side; one is added, taken away, changed, or spoken of."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.copies import replace
from bot.figures import Figure
from bot.memo import PerObject
from bot.slots.conditions import Broken, broken_conditions
from bot.slots.days import without_the_term
from bot.slots.derive import derive, derive_parts, renewed, without_stale
from bot.slots.model import Slot
from bot.slots.standing import Standing
from calculators.wording import money
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

Part = Mapping[str, Slot]
CALLED = "called"  # of a part: the mark or the word it is called by
SAID = "said"  # of a part: the words with which it was told
IN_WORDS = frozenset({CALLED, SAID})
MOST = 80  # characters that are kept of what was said of a part
MARKS = ("①②③④⑤⑥⑦⑧⑨⑩", "ABCDEFGH", "甲乙丙丁戊", "一二三四五六")
NUMBERS = "123456789"
Which = int | Decimal  # index (-1 = the last), or the amount of the part


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
    return _conditions(measure)


_conditions: PerObject[Measure, frozenset[str]] = PerObject(
    lambda measure: frozenset(condition.key for condition in measure.conditions if not condition.limit)
)


def fees(measure: Measure) -> set[str]:
    """What a bounded input is worked out of, where it is not the sum itself: a fee that was paid."""
    rows = (row for row in measure.derivations if row.op == "yearly_rate" and row.target in bounded(measure))
    return {row.sources[0] for row in rows}


def _keys_of_a_part(measure: Measure) -> frozenset[str]:
    keys = {record.key for record in measure.inputs if record.unit == "yuan" and record.required} | measure.of_a_part
    keys |= {record.key for record in measure.inputs if record.key == measure.key_of("part")}
    return frozenset(
        keys
        | {row.also for row in measure.derivations if row.also and row.target in keys}
        | {row.target for row in measure.derivations if row.op == "days_apart" and row.sources[0] in keys}
        | _years(measure)
        | _rates(measure, keys)
        | bounded(measure)
        | fees(measure)
        | conditions_of_a_part(measure)
        | IN_WORDS
    )


def _rates(measure: Measure, sums: Set[str]) -> set[str]:
    """The rates by which a sum of a part is worked out of another."""
    rates = {record.key for record in measure.inputs if record.unit == "ratio"}
    rows = (row for row in measure.derivations if row.op == "product" and row.target in sums)
    return {key for row in rows for key in row.sources if key in rates and not set(row.sources) - rates - sums}


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
    return (own,) if measure.main in own else ()


def broken_of(part: Part, measure: Measure) -> tuple[Broken, ...]:
    """The conditions a part breaks by what is known of it alone."""
    figures = {key: part[key] for key in bounded(measure) if key in part}
    facts = {key: str(part[key].value) for key in conditions_of_a_part(measure) if key in part}
    return broken_conditions(measure, Standing(figures, (), facts)) if figures or facts else ()


def figures_of(part: Part, measure: Measure) -> dict[str, Slot]:
    """The part without what it is called by and its conditions: what goes into a sum."""
    words = conditions_of_a_part(measure) - {record.key for record in measure.inputs}
    return {key: slot for key, slot in part.items() if key not in IN_WORDS and key not in words}


def words_of(text: str) -> dict[str, Slot]:
    """The words with which a part was told, by which it may be called later."""
    said = fold(text)[:MOST]
    return {SAID: Slot(said, said)} if said else {}


def add(
    standing: Standing,
    slots: Part,
    measure: Measure,
    first: str = "",
    *,
    apart: bool = False,
    barred: Part | None = None,
) -> Standing:
    """One part more, told with its number: from here on the numbers are those. What it does not say of days and
    terms is as with the others, when they agree; a sum of its own that it does not say is missing. ``first``: the
    words with which the only one before it was told; ``apart``: it is told of as one by itself, whose term and days
    are its own where there is no sum without them; ``barred``: what bars the only one before it and not this one."""
    parts = parts_of(standing, measure)
    if len(parts) == 1:
        parts = ({**parts[0], **words_of(fold(first)[-MOST:]), **_mark_before(slots, parts[0]), **(barred or {})},)
    sums = _sums(measure) | _years(measure) | conditions_of_a_part(measure) | IN_WORDS
    sums |= _terms(measure) if apart else set()
    last = {key: slot for key, slot in (parts[-1] if parts else {}).items() if key not in sums and _agree(parts, key)}
    own = {key: slot for key, slot in slots.items() if key in part_keys(measure)}
    if (mark := _next_mark(parts)) and CALLED not in own:
        own[CALLED] = Slot(mark, mark)
    return replace(with_parts(standing, (*parts, _updated(last, own, measure)), measure), away=())


def _terms(measure: Measure) -> set[str]:
    """The term, the days and the odd days, where a term must be known."""
    terms = {record.key for record in measure.inputs if record.required and record.unit == "months"}
    if not terms:
        return set()
    apart = {row.target for row in measure.derivations if row.op == "days_apart"}
    also = {row.also for row in measure.derivations if row.also and row.target in terms}
    return terms | apart | also | {record.key for record in measure.inputs if record.unit == "date"}


def _mark_before(slots: Part, part: Part) -> dict[str, Slot]:
    """The first mark of all for the only part, where the one that is added is called by the second."""
    mark = str(slots[CALLED].value) if CALLED in slots and CALLED not in part else ""
    first = next((order[0] for order in MARKS if mark and order[1] == mark), "")
    return {CALLED: Slot(first, first)} if first else {}


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
    return replace(left, away=each_in_full(standing, parts, measure))


def each_in_full(standing: Standing, parts: Sequence[Part], measure: Measure) -> tuple[Part, ...]:
    """The parts with the term and the days that they share, which they would lose with the whole."""
    shared = part_keys(measure) - _sums(measure) - conditions_of_a_part(measure) - IN_WORDS
    own = {key: slot for key, slot in standing.inputs.items() if key in shared and not any(key in one for one in parts)}
    return tuple({**own, **part} for part in parts)


def only(standing: Standing, index: int, measure: Measure) -> Standing:
    """With that part alone."""
    return replace(with_parts(standing, (parts_of(standing, measure)[index],), measure), away=())


def keep(standing: Standing, left: Iterable[int], measure: Measure) -> Standing:
    """With these parts and no others; ``left``: places among all as they were before the first was taken away."""
    here = each_in_full(standing, parts_of(standing, measure), measure)
    every = [next((now for now in here if is_same(now, one)), one) for one in standing.away] or here
    return replace(with_parts(standing, [every[place] for place in sorted(left)], measure), away=tuple(every))


def places_of(standing: Standing, indices: Iterable[int], measure: Measure) -> frozenset[int]:
    """The same of parts that are left, by their places among these."""
    parts = parts_of(standing, measure)
    every = standing.away or parts
    found = (next((i for i, one in enumerate(every) if is_same(parts[index], one)), None) for index in indices)
    return frozenset(place for place in found if place is not None)


def less(standing: Standing, amount: Decimal, measure: Measure) -> Standing:
    """With so much taken off the whole, where the parts differ in nothing but their sums and none is left out; the
    same standing where they do, or so much is not there."""
    main, parts = measure.main, standing.parts
    whole = standing.inputs.get(main)
    alike = all(_agree(parts, key) for key in {key for part in parts for key in part} - _sums(measure) - IN_WORDS)
    if not whole or not isinstance(whole.value, Decimal) or not alike or standing.out or not 0 < amount < whole.value:
        return standing
    step = f"{whole.step or money(whole.value)} － {money(amount)}"
    left = replace(whole, value=whole.value - amount, text=f"{whole.text}－{money(amount)}", step=step)
    return replace(
        with_parts(standing, ({**parts[0], main: left},), measure), away=each_in_full(standing, parts, measure)
    )


def mended(standing: Standing, slots: Part, measure: Measure) -> Standing:
    """With these slots in each of the parts that does not count for want of them; the same standing where none is."""
    parts = parts_of(standing, measure)
    lacking = [{one.key for one in broken_of(part, measure)} & set(slots) for part in parts]
    if len(parts) < 2 or not any(lacking):
        return standing
    anew = [
        _updated(part, {key: slots[key] for key in keys}, measure) for part, keys in zip(parts, lacking, strict=True)
    ]
    return with_parts(standing, anew, measure)


def restored(standing: Standing, measure: Measure) -> Standing:
    """With the part that was taken away; the same standing when none was."""
    return replace(with_parts(standing, standing.away, measure), away=()) if standing.away else standing


def is_same(part: Part, other: Part) -> bool:
    """Whether both are one part, of which one may be told with fewer words."""
    shared = (set(part) & set(other)) - IN_WORDS
    return bool(shared) and all(part[key].value == other[key].value for key in shared)


def calls_one_away(own: Part, standing: Standing, measure: Measure) -> bool:
    """Whether one part alone is left of several, and no more is said (``own``) than what one of them has."""
    alone = bool(standing.away) and len(parts_of(standing, measure)) == 1
    return alone and (not own or any(is_same(own, part) for part in standing.away))


def brought_back(standing: Standing, place: int, slots: Part, measure: Measure) -> Standing:
    """With the part that was taken away of that place among all that were, and what is now told of it."""
    parts, away = parts_of(standing, measure), standing.away
    own = {key: slot for key, slot in slots.items() if key in part_keys(measure)}
    every = [_updated(one, own, measure) if i == place else one for i, one in enumerate(away)]
    counts = [any(is_same(part, one) for part in parts) or i == place for i, one in enumerate(away)]
    left = [one for one, here in zip(every, counts, strict=True) if here]
    return replace(with_parts(standing, left, measure), away=() if all(counts) else tuple(every))


def _renewed(away: Sequence[Part], old: Part, new: Part) -> tuple[Part, ...]:
    """The parts as they were before one was taken away, with what is now told of one of those that are left."""
    places = [i for i, one in enumerate(away) if is_same(old, one)]
    if len(places) != 1:
        return tuple(away)
    words = {key: slot for key, slot in away[places[0]].items() if key in IN_WORDS}
    return tuple({**words, **new} if i == places[0] else one for i, one in enumerate(away))


def with_the_rest_in_mind(standing: Standing, before: Standing, measure: Measure) -> Standing:
    """With what is now told of the parts that are left (a rate of them all) also among the parts as they were."""
    old, new, away = parts_of(before, measure), parts_of(standing, measure), standing.away
    if not away or away != before.away or len(old) != len(new):
        return standing
    for was, now in zip(old, new, strict=True):
        if not any(is_same(now, one) for one in away):  # neither another alone nor the same as before
            away = _renewed(away, was, now)
    return standing if away == standing.away else replace(standing, away=tuple(away))


def divided(standing: Standing, items: Sequence[Part], measure: Measure) -> Standing:
    """With the one loan or policy as those that make it up; the same standing where they do not, or another sum of it
    would be lost."""
    parts, main, sums = parts_of(standing, measure), measure.main, _sums(measure)
    if len(parts) != 1 or sum(amounts_of(items, measure), Decimal(0)) != parts[0][main].value:
        return standing
    if any((sums & set(parts[0])) - set(item) for item in items):
        return standing
    shared = {key: slot for key, slot in parts[0].items() if key not in sums}
    return with_parts(standing, [{**shared, **item} for item in items], measure)


def turned_round(standing: Standing, measure: Measure) -> Standing:
    """With the part added last taken off instead (「不是加，是减」); the same standing when too little is there."""
    parts, main = parts_of(standing, measure), measure.main
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
    new = _updated(parts[index], own, measure)
    away = _renewed(standing.away, parts[index], new)
    return replace(with_parts(standing, (*parts[:index], new, *parts[index + 1 :]), measure), away=away)


def change_all(standing: Standing, slots: Part, measure: Measure) -> Standing:
    """Every part with these slots (「都是一年的」)."""
    own = {key: slot for key, slot in slots.items() if key in part_keys(measure)}
    return with_parts(standing, tuple(_updated(part, own, measure) for part in parts_of(standing, measure)), measure)


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
        return record.key == measure.day_key and figure.kind == "date" and _is_of(slot.value, figure)
    if not isinstance(figure.value, Decimal):
        return False
    if record.unit == "months":
        return figure.kind == "duration" and figure.unit == "months" and slot.value == figure.value
    said = {figure.value} if not figure.unit_missing else {figure.value, figure.value * 10_000}
    return record.unit == "yuan" and figure.kind in ("money", "number") and slot.value in said


def _is_of(day: date, figure: Figure) -> bool:
    """Whether the day is that one, or in that month or year; of a day said without its year whatever year it was."""
    said, known = str(figure.value), str(day)
    return known.startswith(said) or (figure.assumed == "year" and known[4:].startswith(said[4:]))


def _index(parts: Sequence[Part], which: Which, measure: Measure) -> int | None:
    if isinstance(which, int):
        return which % len(parts) if parts and -len(parts) <= which < len(parts) else None
    hits = [i for i, amount in enumerate(amounts_of(parts, measure)) if amount == which]
    return hits[0] if len(hits) == 1 else None


def amounts_of(parts: Iterable[Part], measure: Measure) -> list[Decimal]:
    """The sums the measure goes by, of each part."""
    values = [part[measure.main].value if measure.main in part else None for part in parts]
    return [value if isinstance(value, Decimal) else Decimal(0) for value in values]


def money_keys(measure: Measure) -> set[str]:
    """The sums without which there is no result."""
    return {record.key for record in measure.inputs if record.unit == "yuan" and record.required}


def _sums(measure: Measure) -> set[str]:
    return {record.key for record in measure.inputs if record.unit == "yuan"}


def _agree(parts: Sequence[Part], key: str) -> bool:
    return all(key in part and part[key].value == parts[0][key].value for part in parts)


def _updated(part: Part, own: Part, measure: Measure) -> dict[str, Slot]:
    part = without_the_term(part, own, measure)
    return {**without_stale(part, own, measure), **renewed(part, part, own, measure), **own}


def with_parts(standing: Standing, parts: Sequence[Part], measure: Measure) -> Standing:
    """The standing with these parts: those that count as items, their sums and what they share among the inputs; the
    others beside them. Where none counts, what they break is said of the whole."""
    keys = part_keys(measure)
    before = parts_of(standing, measure)
    own = {key for key in keys if before and all(key in part for part in before)}
    common = {key: slot for key, slot in standing.inputs.items() if key not in own}
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
