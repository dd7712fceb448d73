"""What a message does to the parts of a sum: one more, one taken away, one put right, one that counts again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.dialogue.acts import Acts
from bot.dialogue.difference import shown
from bot.dialogue.put_right_of_several import is_the_whole, only_one_counts, part_of_the_whole, whole_told
from bot.dialogue.signs import sign_of
from bot.dialogue.without_figures import RETURNED, without_figures
from bot.figures import Figure
from bot.nlu.alike import with_alike
from bot.nlu.changes import comes_on_top_of_it, comes_to, differs
from bot.nlu.forgotten import one_forgotten
from bot.slots.apart import LOANS, NOT_COUNTED, lent
from bot.slots.barred_before import barred_before
from bot.slots.called import (
    AGAIN_LIKE,
    CONTAINED,
    NUMERALS,
    ONLY,
    another,
    are_named,
    dropped_figure,
    drops,
    each_anew,
    is_looked_at,
    is_next,
    is_none_yet,
    is_numbered,
    is_part,
    keeps,
    left_over,
    next_mark,
    one_gone,
    which_part,
)
from bot.slots.derive import derive
from bot.slots.fill import Filling
from bot.slots.model import Problem, Slot
from bot.slots.not_come_in import part_not_there
from bot.slots.part_less import by_how_much, put_by
from bot.slots.parts import (
    CALLED,
    add,
    broken_of,
    brought_back,
    calls_one_away,
    change,
    change_all,
    conditions_of_a_part,
    divided,
    keep,
    less,
    mended,
    money_keys,
    part_keys,
    parts_of,
    places_of,
    remove,
    restored,
    words_of,
)
from bot.slots.rows import name_of
from bot.slots.standing import Standing
from bot.slots.swapped import swapped
from knowledge.records.model import Measure

WAN = 10_000
ALL_OF_THEM = re.compile("都|均|全部|全是|各|每|一律|统一")
# 「第二笔也报上吧」, 「30万那笔还是算」 of one that was taken away
COUNTS = re.compile(
    "(?:也|还是?|又|再|一起|一并|重新)[^，。；0-9]{0,4}[报算加留要做放办投补]|[报算加补放]上|[算加放]进"
)
TOGETHER = re.compile(
    "(?:合着|合并|合起来|一起|一块儿?|一并|并)[计算]|[合加]起来(?=$|[，。])|[合加]一[块起]儿?(?=$|[，。])|[也都]算[上进]|加[上进](?:去|来)?(?:吧|$|[，。])|并入|并进|并上|算在一起|合计在"
)
IS_NOT_THERE = re.compile("[没未](?:有)?[^，。；0-9]{0,3}(?:到|下来|放|批|成|进|给|贷|投|买)|退|撤|黄|取消|作废")
# 「融的还是95万」, right before what is left
STILL = re.compile("(?:还|仍|只|就|才|光)[^，。；,;0-9]{0,5}$")
AS_MANY_IN_ALL = re.compile("([两二三四五六2-6])[笔张份单个户台](?:全|都|一起|一块|一共|合|总)")
SEVERAL = 2  # parts of a message of which the first may only name what stands
OF_SEVERAL_SUMS = re.compile(
    "(?<![这那该])[份张台单](?!据|位)|[个次](?!月|数)|另[外有一]|还有|第[二三四]|又[投买保上]"
)  # 「一笔」 is no policy
# More of the same, or at the same time: what is not told is as with the one before
ADDED_TO = re.compile("[再又]加|加上|追加|同一[天日]|同[日时期]|当天|一起放|日子")
A_PART = re.compile("[笔份个张台单次]|另外|另有|还有")
OPEN = ("", "unknown", "pending")  # values with which a condition is not settled
SURELY = 0.8  # score from which a part is taken away that is only pointed at
SAID_LAST = re.compile("刚|它|这[笔份个张台单次]|那[笔份个张台单次]|最后|后来|新")
CHANGED_TO = re.compile("(?:改|换|变|调整?|弄)(?:成|为|到)")
ALTOGETHER = re.compile("一共|总共|合计|总额|加起来|总计")


@dataclass(frozen=True, slots=True)
class Said:
    """A message and what it meets. ``lately``: the part that the message before spoke of; ``words``: with which the
    case began."""

    acts: Acts
    old: Standing
    filling: Filling
    facts: Mapping[str, str]
    measure: Measure
    lately: int | None = None
    words: str = ""

    @property
    def own(self) -> dict[str, Slot]:
        """The figures of it that a part can have."""
        keys = part_keys(self.measure)
        return {key: slot for key, slot in self.filling.inputs.items() if key in keys}

    @property
    def conditions(self) -> dict[str, Slot]:
        """The conditions of it that a part can have."""
        facts = {**self.facts, **with_alike(self.acts.utterance.of_parts, self.acts.utterance.knowledge.facts)}
        known = conditions_of_a_part(self.measure) & set(facts)
        return {key: Slot(facts[key], facts[key]) for key in known if facts[key] not in OPEN}

    def wrong(self, part: Mapping[str, Slot]) -> dict[str, Slot]:
        """The conditions that hold of the part alone: those on the wrong side, and those that it has already."""
        broken = {one.key for one in broken_of(self.conditions, self.measure)}
        return {key: slot for key, slot in self.conditions.items() if key in broken or key in part}

    def granted(self, part: Mapping[str, Slot]) -> dict[str, Slot]:
        """The conditions that stand against the part, and no longer do as a sum is told of it."""
        against = {one.key for one in broken_of(part, self.measure)}
        given = (one for one in self.measure.conditions if one.grants in self.own and one.key in against)
        return {one.key: Slot("yes", "yes") for one in given}


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done to the parts: the standing after it, what of the message this ``used``, what cannot be."""

    standing: Standing
    used: frozenset[str] = frozenset()
    refused: tuple[Problem, ...] = ()


def moved_by(said: Said) -> Moved:
    """A part taken away, spoken of, added, or to be asked about."""
    parts = parts_of(said.old, said.measure)
    return _as_a_whole(said, parts) or _one_of_them(said, parts)


def _as_a_whole(said: Said, parts: Sequence[Mapping[str, Slot]]) -> Moved | None:
    """What is done to all of them at once: looked at, exchanged, told anew, divided, or back as they were."""
    acts, old, filling, measure = said.acts, said.old, said.filling, said.measure
    text, figures, own = acts.utterance.text, acts.utterance.figures, said.own
    if len(parts) > 1 and is_looked_at(text) and not own:
        return Moved(old)
    if (swap := swapped(text, figures, parts, measure)) is not None:
        return Moved(change(old, swap.index, {swap.key: swap.slot}, measure), frozenset(own))
    if calls_one_away(own, old, measure) and (left := left_over(text, figures, old, measure)):
        return Moved(keep(old, left, measure), frozenset(own))  # 「还是只报第一笔」 after another alone was
    if (back := _brought_back(said)) is not None:
        return back
    if (turned := without_figures(acts, old, filling, measure)) is not old:
        left_out = (old.others.keys() - turned.others.keys()) | (old.inputs.keys() - turned.inputs.keys())
        return Moved(turned, frozenset({*own, *left_out}))
    if filling.items and (anew := each_anew(text, filling.items, old, measure)) is not old:
        return Moved(anew, frozenset(own))
    whole = None if filling.items else whole_told(text, figures, own.get(measure.main))
    if (part := part_of_the_whole(figures, whole, parts, measure.main)) is not None:
        return Moved(change(old, part[0], {measure.main: part[1]}, measure), frozenset(own))
    if filling.divided:
        return Moved(divided(old, filling.items, measure), frozenset(own))
    return _part_less(said)


def _one_of_them(said: Said, parts: Sequence[Mapping[str, Slot]]) -> Moved:
    """What is done to one: taken away, told otherwise, added; what is said of none of them may be said of all."""
    acts, old, filling, measure = said.acts, said.old, said.filling, said.measure
    text, figures, own = acts.utterance.text, acts.utterance.figures, said.own
    index = which_part(text, figures, old, measure)
    if not filling.items and (away := part_not_there(text, figures, parts, measure, index)) is not None:
        return Moved(remove(old, away, measure), frozenset(own))
    if index is not None and _comes_to_the_others(said, index, parts):
        return Moved(remove(old, index, measure), frozenset(own))
    came_off = _came_off(said, parts[index]) if index is not None and len(parts) > 1 else {}
    one_more = is_next(text, parts, old.away, said.words)
    if is_none_yet(text, parts, old.away) and measure.main not in own and not filling.items:
        return Moved(old, frozenset(own))  # what is told of is none yet
    goes = len(parts) > 1 and (not came_off or drops(text)) and not one_more
    if goes and (gone := _parts_taken_away(said, index)):
        return gone
    adds = sign_of(acts) > 0 and acts.score("add") >= acts.score("address") and not is_numbered(text, figures)
    adds = adds or one_more
    if index is not None and not filling.items and not adds:
        told = {**own, **(said.wrong(parts[index]) if len(parts) > 1 else {}), **came_off, **said.granted(parts[index])}
        if told:
            with_it = filling.others if came_off or (len(parts) > 1 and measure.main in own) else ()
            return Moved(change(old, index, told, measure), frozenset({*told, *with_it}))
    if (added := _one_more(said, parts)) is not None:
        return added
    if not old.items or filling.items:
        return Moved(old)
    if index is not None and len(parts) > 1 and not own and said.conditions:
        return Moved(old, frozenset(said.conditions))  # what holds of that part already, and of no other
    lacking = [i for i, part in enumerate(parts) if measure.main not in part]
    if measure.main in own and len(lacking) == 1:
        return Moved(change(old, lacking[0], own, measure), frozenset(own))
    if measure.main in own:
        return _sum_corrected(said)
    return _said_of_parts(said)


def _brought_back(said: Said) -> Moved | None:
    """A part that was taken away counts again, where something is told of it, or that it does (「第三笔批下来了」)."""
    text, old, measure = said.acts.utterance.text, said.old, said.measure
    place = one_gone(text, said.acts.utterance.figures, old, measure) if old.away else None
    if place is None or drops(text) or said.filling.items:
        return None
    told = {**said.own, **said.wrong(old.away[place]), **said.granted(old.away[place])}
    counts = measure.main in told or RETURNED.search(text) or counts_again(text)
    return Moved(brought_back(old, place, told, measure), frozenset(told)) if counts else None


def counts_again(text: str) -> bool:
    return COUNTS.search(text) is not None and not ONLY.search(text) and not drops(text)


def _part_less(said: Said) -> Moved | None:
    """A part of which so much does not count, by the words for that or by a condition, or is no more."""
    text, old, measure = said.acts.utterance.text, said.old, said.measure
    less = by_how_much(text, said.acts.utterance.figures, old, measure)
    if less is None or not (less.told or drops(text) or said.wrong({}) or _is_of_another_matter(less.figure, said)):
        return None
    slot = put_by(old.parts[less.index], less, measure.main)
    used = {*said.own, *said.wrong({}), *_named_by(less.figure, said.filling.others)}
    return Moved(change(old, less.index, {measure.main: slot}, measure), frozenset(used))


def _named_by(figure: Figure, others: Mapping[str, Slot]) -> set[str]:
    return {key for key, slot in others.items() if slot.text == figure.text}


def _is_of_another_matter(figure: Figure, said: Said) -> bool:
    """Whether what the sum is said to be is taken off the one the measure goes by."""
    less = {key for row in said.measure.derivations if row.op == "less" for key in row.sources}
    return bool(_named_by(figure, said.filling.others) & {*less, *LOANS, NOT_COUNTED})


def _comes_to_the_others(said: Said, index: int, parts: Sequence[Mapping[str, Slot]]) -> bool:
    """「800万那笔没到账，先按1600万算」, 「后来那5万是借的，融的还是95万」: the part is not there, or was lent, and the
    sum told is that of the others."""
    main, text = said.measure.main, said.acts.utterance.text
    told = said.own.get(main)
    if told is None or said.filling.items:
        return False
    figures = said.acts.utterance.figures
    names = [one for one in figures if main in parts[index] and one.value == parts[index][main].value]
    is_lent = lent(text, figures, said.measure) in names
    still = next((one for one in figures if one.value == told.value and one.text == told.text), None)
    remains = names and still is not None and STILL.search(text[: still.start]) is not None
    if len(parts) < SEVERAL or not (is_lent or remains or IS_NOT_THERE.search(text)):
        return False
    others = [part[main].value for place, part in enumerate(parts) if place != index and main in part]
    return told.value == sum((value for value in others if isinstance(value, Decimal)), Decimal(0))


def _came_off(said: Said, part: Mapping[str, Slot]) -> dict[str, Slot]:
    """The sum of a part after what the message says came off it (「第二笔收回了10万」)."""
    main = said.measure.main
    news = {key: slot for key, slot in said.filling.others.items() if slot is not said.old.others.get(key)}
    if main in said.own or main not in part or not news:
        return {}
    left = derive(said.acts.utterance.text, {main: part[main]}, news, said.measure)
    return {main: left[main]} if left[main] is not part[main] else {}


def _parts_taken_away(said: Said, index: int | None) -> Moved | None:
    """Parts that are said not to count, or all but those that alone do."""
    acts, old, measure = said.acts, said.old, said.measure
    text, figures, parts = acts.utterance.text, acts.utterance.figures, parts_of(old, measure)
    own = frozenset(said.own)
    left = left_over(text, figures, old, measure)
    every = old.away or parts
    if left is None and index is not None and ONLY.search(text) and not drops(text):
        left = places_of(old, (index,), measure)
    of_some = keeps(said.conditions, parts) if left is None and index is None and ONLY.search(text) else None
    if of_some:  # 「只算备案的」 says which, and nothing of the others
        return Moved(keep(old, places_of(old, of_some, measure), measure), frozenset(said.conditions))
    if left is not None and _only_names(said.own, [every[place] for place in left]):
        return Moved(keep(old, left, measure), own | set(said.wrong({})))
    gone, loan = dropped_figure(text, figures), lent(text, figures, measure)
    gone = loan if loan and is_part(loan, parts, measure) else gone
    part_gone = gone is not None and is_part(gone, parts, measure)
    if index is None and last_goes(acts, old):
        index = len(parts) - 1
    if index is not None and not drops(text) and said.wrong(parts[index]).keys() - parts[index].keys():
        return None  # 「第二笔还没备案」: it does not count for now
    if index is not None and not own and not drops(text) and said.conditions and not said.wrong({}):
        return None  # 「300万那笔登记办了」 takes nothing away, whatever it sounds like
    if index is not None and own and not drops(text) and not _only_names(said.own, [parts[index]]):
        return None  # 「第三笔是350万」 takes nothing away, whatever it sounds like
    contained = part_gone and CONTAINED.search(text) is not None
    named = not own or (index is not None and drops(text) and _only_names(said.own, [parts[index]]))
    spoken_of = (index is not None or part_gone) and named and (drops(text) or gone is loan is not None)
    if not (contained or spoken_of or _takes_away(acts, index)):
        return None
    first = [gone] if gone else []
    used = own | set(said.wrong({})) | {one.key for one in measure.conditions if one.grants == measure.main}
    return _taken_away(old, index, [*first, *figures], bool(gone), frozenset(used), measure)


def _only_names(own: Mapping[str, Slot], left: Sequence[Mapping[str, Slot]]) -> bool:
    """Whether the figures say no more than what the parts that are left have (「只看这笔200万」)."""
    return all(any(key in part and part[key].value == slot.value for part in left) for key, slot in own.items())


def _one_more(said: Said, parts: Sequence[Mapping[str, Slot]]) -> Moved | None:
    """One part more, or as many as the message tells of."""
    acts, old, measure, own = said.acts, said.old, said.measure, said.own
    breaks = bool(said.wrong({})) and another(acts.utterance.text, acts.utterance.figures, parts, measure) is not None
    sums = {measure.main} | (money_keys(measure) if A_PART.search(acts.utterance.text) else set())
    if not sums & set(own) or not parts or not (breaks or _adds(said, parts)):
        return None
    if piece := _piece_on_top(said):
        return piece
    figures = acts.utterance.figures
    if said.filling.net or _only_came_off(said) or _is_more_of_the_one(said) or says_again(figures, own, old, measure):
        return None
    if len(parts) == 1 and is_refused(old, measure, own):
        return None  # 「省里又批了8万」 after 12万 were refused
    every = AS_MANY_IN_ALL.search(acts.utterance.text)
    if every and old.away and NUMERALS.get(every[1], 0) == len(old.away) + max(1, len(said.filling.items)):
        old = restored(old, measure)  # 「又放了一笔100万，三笔全报呢」, where one of two had been left out
    wrong, standing = said.wrong({}), old
    name = name_of(acts.utterance.text) if not said.filling.items and are_named(parts) else ""
    name = name or (next_mark(acts.utterance.text, said.words) if len(parts) == 1 else "")
    called = {CALLED: Slot(name, name)} if name else {}
    items = _without_what_stands(said, parts)
    text = acts.utterance.text
    apart = A_PART.search(text) is not None and AGAIN_LIKE.search(text) is None and ADDED_TO.search(text) is None
    for part in items or ({**own, **words_of(acts.utterance.text)},):
        barred = barred_before(standing, said.facts, measure, acts.utterance.knowledge.of_the_firm)
        standing = add(standing, {**part, **wrong, **called}, measure, said.words, apart=apart, barred=barred)
    return Moved(standing, frozenset({*own, *wrong}))


def is_refused(old: Standing, measure: Measure, told: Mapping[str, Slot]) -> bool:
    """Whether the sum that stands was refused by another office: what is said to be granted then is all of it."""
    return any(one.grants in told and old.facts.get(one.key) == "no" for one in measure.conditions if one.grants)


def _without_what_stands(said: Said, parts: Sequence[Mapping[str, Slot]]) -> Sequence[Mapping[str, Slot]]:
    """The parts that the message tells of, without the first where it only says again the one that stands, on top of
    which the others come (「2万以外又补了5000」)."""
    items, main = said.filling.items, said.measure.main
    if len(items) < SEVERAL or len(parts) != 1 or any(main not in one for one in (*items, *parts)):
        return items
    text, figures = said.acts.utterance.text, said.acts.utterance.figures
    first, second = ([one for one in figures if one.text in part[main].text] for part in items[:SEVERAL])
    same = items[0][main].value == parts[0][main].value
    if not (same and first and second and comes_on_top_of_it(text, first[0], second[0])):
        return items
    return items[1:]


def _only_came_off(said: Said) -> bool:
    """Whether the sum is only worked out anew of what came off (「后来又追回20」): that is no other part."""
    main, figures = said.measure.main, said.acts.utterance.figures
    known, slot = said.old.others, said.own.get(said.measure.main)
    if slot is None or not slot.step or any(figure.text == slot.text for figure in figures):
        return False
    rows = [row for row in said.measure.derivations if row.target == main and row.op in ("difference", "recovered")]
    told = {key for key, one in said.filling.others.items() if one is not known.get(key)}
    return any(told & set(row.sources) and set(row.sources) & known.keys() - told for row in rows)


def _piece_on_top(said: Said) -> Moved | None:
    """「还有一笔5万的，两笔一块算103万」 where 98万 stand: what is said to be the whole holds one more part."""
    main = said.measure.main
    stands, whole = said.old.inputs.get(main), said.own.get(main)
    if stands is None or whole is None or said.filling.items:
        return None
    if _is_more_of_the_one(said):
        return None  # 「保费漏了一笔15万，一共135万」
    for figure in said.acts.utterance.figures:
        value = figure.value
        if not isinstance(value, Decimal) or not isinstance(stands.value, Decimal):
            continue
        if figure.kind == "money" and value > 0 and stands.value + value == whole.value:
            part = {**said.own, main: Slot(value, figure.text)}
            return Moved(add(said.old, part, said.measure), frozenset(said.own))
    return None


def last_goes(acts: Acts, old: Standing) -> bool:
    """「把刚加那张拿掉」: what was said last is taken away, without a figure."""
    pointed = SAID_LAST.search(acts.utterance.text) is not None
    return len(old.parts) > 1 and not acts.utterance.figures and pointed and acts.score("remove") >= SURELY


def _adds(said: Said, parts: Sequence[Mapping[str, Slot]]) -> bool:
    """Whether a sum of the message comes on top of what stands."""
    acts, text = said.acts, said.acts.utterance.text
    if is_next(text, parts, said.old.away, said.words):
        return True
    if acts.does("correct") and acts.score("correct") > acts.score("add") and not one_forgotten(text):
        return False
    if comes_to(text, acts.utterance.figures) or is_numbered(text, acts.utterance.figures):
        return False
    if differs(text, acts.utterance.figures) and not said.old.items:
        return False  # 「要是多贷50万呢」: more of the same loan
    return sign_of(acts) > 0 or TOGETHER.search(text) is not None or one_forgotten(text)


def says_again(figures: Sequence[Figure], own: Mapping[str, Slot], old: Standing, measure: Measure) -> bool:
    """「这96万里后来又收回20万」, 「补充：96万是三年的保费」: what stands is said again, with what came off it or the
    years it was for."""
    main = old.inputs.get(measure.main)
    if main is None:
        return False
    made = [row for row in measure.derivations if row.op in ("recovered", "per_years")]
    if any(row.op == "recovered" and row.also in own and own[row.also].value == main.value for row in made):
        return True
    years = any(row.op == "per_years" and row.sources[0] in own for row in made)
    return years and any(figure.value == main.value for figure in figures)


def _is_more_of_the_one(said: Said) -> bool:
    """「再加5万」 where a part would need another sum besides, and none is spoken of: more of the same sum."""
    text, old, measure = said.acts.utterance.text, said.old, said.measure
    sums = {record.key for record in measure.inputs if record.unit == "yuan" and record.required}
    one_more = OF_SEVERAL_SUMS.search(text) is not None or is_next(text, parts_of(old, measure), old.away, said.words)
    return not old.items and bool((sums & set(old.inputs)) - set(said.own)) and not one_more


def _takes_away(acts: Acts, index: int | None) -> bool:
    """A part is taken away, rather than given another value; 「第二笔不算了」 cancels no more than that one."""
    away = [act for act in ("remove", *(("cancel",) if index is not None else ())) if acts.does(act)]
    return bool(away) and max(map(acts.score, away)) >= acts.score("correct")


def _taken_away(
    old: Standing, index: int | None, figures: Sequence[Figure], named: bool, used: frozenset[str], measure: Measure
) -> Moved:
    """The part spoken of, or the one whose amount is said; which one it is is asked about when it is neither."""
    sums = [(f.value, f.unit_missing) for f in figures if isinstance(f.value, Decimal)]
    values = [one for value, bare in sums for one in ((value * WAN, value) if bare else (value,))]
    place: list[int | Decimal] = [] if index is None else [index]
    said = [*values, *place] if named else [*place, *values]
    main = measure.main
    if main in old.inputs and old.inputs[main].value in values:
        return Moved(old, used)  # what is taken away never was a part: the whole is said again
    for which in said:
        standing = remove(old, which, measure)
        if standing is not old:
            return Moved(standing, used)
    told = [figure.value for figure in figures if figure.kind == "money" and isinstance(figure.value, Decimal)]
    if len(told) == 1 and index is None and (left := less(old, told[0], measure)) is not old:
        return Moved(left, used)
    return Moved(old, used, (_which(old, measure),))


def _sum_corrected(said: Said) -> Moved:
    """A correction of what is a sum of parts: of the part whose amount is denied, or that was spoken of just before;
    else it is asked about."""
    acts, old, measure, own, main = said.acts, said.old, said.measure, said.own, said.measure.main
    if main not in old.inputs:
        return Moved(old)
    if own[main].value == old.inputs[main].value:
        return Moved(old, frozenset(own))
    gone = [place for place in range(len(old.parts)) if _comes_to_the_others(said, place, old.parts)]
    if len(gone) == 1:
        return Moved(remove(old, gone[0], measure), frozenset(own))
    if CHANGED_TO.search(acts.utterance.text) and _is_nearest_to_the_whole(own[main], old, main):
        return Moved(old)
    if ALTOGETHER.search(acts.utterance.text):
        return Moved(old)
    nothing = [i for i, part in enumerate(old.parts) if main in part and part[main].value == 0]
    if len(nothing) == 1 and CHANGED_TO.search(acts.utterance.text):  # another in the place of the one that counts not
        return Moved(change(old, nothing[0], own, measure), frozenset(own))
    if said.lately is not None and (acts.utterance.is_brief or CHANGED_TO.search(acts.utterance.text)):
        return Moved(change(old, said.lately, own, measure), frozenset(own))
    if not acts.does("correct") or acts.does("what_if"):
        return Moved(old)
    if (alone := only_one_counts(old)) is not None:
        return Moved(change(old, alone, own, measure), frozenset(own))
    if len(acts.utterance.figures) == 1 and is_the_whole(own[main], old, main):
        return Moved(old)
    for figure in acts.utterance.figures:
        if isinstance(figure.value, Decimal) and figure.value != own[main].value:
            standing = change(old, figure.value, own, measure)
            if standing is not old:
                return Moved(standing, frozenset(own))
    return Moved(old, frozenset(own), (_which(old, measure),))


def _is_nearest_to_the_whole(said: Slot, old: Standing, main: str) -> bool:
    """Whether what something is changed to is more like the whole than like any of its parts."""
    slots = [old.inputs[main], *(part[main] for part in old.items if main in part)]
    values = [slot.value for slot in slots if isinstance(slot.value, Decimal) and slot.value > 0]
    if len(values) < len(slots) or not isinstance(said.value, Decimal) or said.value <= 0:
        return False
    times = [max(value, said.value) / min(value, said.value) for value in values]
    return times[0] < min(times[1:])


def _said_of_parts(said: Said) -> Moved:
    """A term, a day, a rate or a condition said when there are several parts: of those that do not count for want of
    it; of all when they agree or the message says so; of the one that lacks it, or was spoken of just before; else of
    which is asked."""
    measure, text = said.measure, said.acts.utterance.text
    told = {**said.own, **said.conditions}
    standing = mended(said.old, told, measure)
    used = {key for key in told if standing is not said.old and key not in said.own}
    refused = []
    for key, slot in said.own.items():
        having = [i for i, part in enumerate(standing.parts) if key in part]
        lacking = [i for i in range(len(standing.parts)) if i not in having]
        agree = len({str(standing.parts[i][key].value) for i in having}) < 2
        if not having and key not in measure.of_a_part:
            continue
        used.add(key)
        if standing is not said.old and any(standing.parts[i][key] is slot for i in having):
            continue
        if not having or ALL_OF_THEM.search(text) or (agree and not lacking):
            standing = change_all(standing, {key: slot}, measure)
        elif len(lacking) == 1 or said.lately is not None:
            place = lacking[0] if len(lacking) == 1 else said.lately
            standing = change(standing, place or 0, {key: slot}, measure)
        else:
            refused.append(Problem(key, _amounts(said.old, measure), "two_candidates"))
    return Moved(standing, frozenset(used), tuple(refused))


def _which(old: Standing, measure: Measure) -> Problem:
    """Which of the parts is meant."""
    return Problem(measure.main, _amounts(old, measure), "two_candidates")


def _amounts(old: Standing, measure: Measure) -> str:
    """The amounts of the parts, as a person reads them."""
    main = measure.main
    record = measure.input(main)
    return "、".join(shown(part[main], record) for part in old.parts if record and main in part)
