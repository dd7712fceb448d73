"""The figures of a message that count for nothing, whatever they sound like, each with its reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure
from bot.nlu.repeats import TEN_THOUSAND, is_shown
from bot.slots.authority import by_source
from bot.slots.called import POINTED
from bot.slots.drawn import really_had
from bot.slots.found_wanting import found_wanting
from bot.slots.reading import Reading
from bot.slots.spanned import the_same_days
from bot.slots.voided import (
    TAKEN_BACK,
    denied,
    each_year,
    of_several_years,
    one_of_so_many,
    rounded,
    said_twice,
    taken_back,
)

IS_NOT = re.compile("[元块]?(?:其实|原来|根本|可|并)?不[是算]")
# 「本息合计215万，其中本金200万」: of what both come to only the principal counts
BOTH = re.compile("(?:本息|本金加利息|连本带[利息]|本利)[^，。；0-9]{0,6}$")
PRINCIPAL = re.compile("[^0-9。；]{0,8}?本金[^，。；0-9]{0,4}$")
# 「连欠息14.4万一起报150万」: what is no part of a principal, right before how much of it there is
BESIDES_IT = re.compile("(?:利息|罚息|欠息|复利|息|滞纳金|诉讼费|律师费)(?:的|还有|有|共|是)*$")
SO_MUCH = re.compile(
    "[^，。；0-9]{0,4}[，,、 ]*(?:那|这|可)?(?:不就|岂不|不也|应该就|就)(?:是|得|有|该有?)?(?:差不多|大概|约)?"
)
TIMES, EQUALS = re.compile(r"\s*(?:[×xX*÷/]|乘以?|除以?)\s*"), re.compile(r"\s*(?:[=＝]|等于|就是|是)\s*")

# 「究竟几万」, 「能领几万」, 「报给局里，是几万来着」: how much it comes to is asked, and no figure said
ASKS_HOW_MUCH = re.compile(
    "(?:到底|究竟|能|该|拿|贴|补|领|奖)(?:是|到|有|能|给|贴|补|拿|领|得|下来|回来)*$"
    "|(?:^|[，。；,; ])(?:那|这|又|应该|大概|最后|刚才|一共)*是$"
)
SO_MANY = re.compile("几[十百千]?[万元块]?$")
ENDS = re.compile("(?:元|块钱?)?(?:钱)?(?:来着|来的)?(?:呢|啊|呀|嘛|哦)?(?:$|[，。；！？,;!?])")

# 「拆成两家各贷350万，各领10万」: what each of several is reckoned to get
EACH_GETS = re.compile("(?:各|每家|一家|分别)(?:自|能|可以?|就|也|都|再)*[领拿得](?:到|个|够|满)?$")

IS_HALF, STOPS = re.compile("[，, ]{0,2}(?:就|也就|那)?(?:是|为|得)?"), re.compile("[，,。；;！？!?\n]")

NAMES_ONE = re.compile("(?:^|[，。；：:,; 把那这])(?:户|客户|借款人|序号|编号|行号)$")

# 「升到创新层是不是再加50」: right before a sum that the document itself gives
GIVES_MORE = re.compile(
    "(?:再|又|另外?|还|多|额外)*(?:能|会|可以|要|就|得|有)*(?:加|给|奖|补|发|拿|领|得)(?:个|上|了)?$"
)
IS_IT_SO = re.compile("[吗么?？]|是不是|是否|会不会|能不能|吧[。？?！!]?$")

DENIED, ASKS = re.compile("(?<!是)(?:不是|并非)$"), re.compile("[吗么?？]|是不是")
BESIDE_ANOTHER = 2  # figures of a message in which one is denied and another is so


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """``back``: begin of what is taken back → begin of what stands in its place; ``of_years``: the same of what is said
    of several years and of one; ``reasons``: begin of a figure → why it counts for nothing."""

    back: Mapping[int, int]
    of_years: Mapping[int, int]
    reasons: Mapping[int, str]


def written_off(reading: Reading) -> WrittenOff:
    """A later reason goes before an earlier one: 「三年一共18万，每年6万」 takes nothing back."""
    text, figures = reading.text, reading.figures
    back, of_years = _taken_back(reading), _each_year(reading)
    reasons = dict.fromkeys((*denied(text, figures), *back, *said_twice(figures)), "old")
    reasons |= dict.fromkeys(_said_to_be_else(reading), "old")
    reasons |= dict.fromkeys(_only_to_be_had(reading), "not_final")
    reasons |= dict.fromkeys(_asked_how_much(text, figures), "other")
    reasons |= dict.fromkeys(_names_one(text, figures), "other")
    reasons |= dict.fromkeys((one.start for one in reading.series.labels), "old")
    reasons |= dict.fromkeys(_with_interest(text, figures), "other")
    if (more := with_what_is_no_part(reading)) is not None:
        both = dict.fromkeys((one.start for one in figures if one.value == more[1].value), "guess")
        reasons |= {more[0].start: "other", **both}
    reasons |= dict.fromkeys(rounded(text, figures), "rounded")
    reasons |= dict.fromkeys(one_of_so_many(text, figures), "a_part_of_it")
    reasons |= dict.fromkeys(of_years, "of_years")
    reasons |= dict.fromkeys(_reckoning(text, figures) if reading.stands else (), "guess")
    reasons |= dict.fromkeys(reading.called.figures if reading.called else (), "part")
    reasons |= dict.fromkeys(_given_by_the_document(reading), "policy")
    reasons |= dict.fromkeys((*the_same_days(reading), *_his_share(reading)), "guess")
    reasons |= dict.fromkeys(_denied_again(reading), "old")
    reasons |= dict.fromkeys(found_wanting(reading), "old")
    return WrittenOff(back, of_years, reasons)


def _asked_how_much(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the words that ask how much it comes to, though they read like a figure."""
    return {
        one.start
        for one in figures
        if SO_MANY.match(one.text) and ASKS_HOW_MUCH.search(text[: one.start]) and ENDS.match(text[one.end :])
    }


def _names_one(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the bare numbers by which one of a list is called: 「户5还了8万」."""
    return {
        one.start
        for one in figures
        if one.kind == "number" and one.unit_missing and NAMES_ONE.search(text[: one.start]) and len(figures) > 1
    }


def _said_to_be_else(reading: Reading) -> set[int]:
    """Begins of the sums pointed at that stand as something they are now said not to be: 「那4万不是贴息」."""
    main = reading.measure.main
    beside = {slot.value for key, slot in reading.stands.items() if key != main}
    return {
        one.start
        for one in reading.figures
        if one.value in beside and POINTED.search(reading.text[: one.start]) and IS_NOT.match(reading.text[one.end :])
    }


def _denied_again(reading: Reading) -> list[int]:
    """「不是三万，是按保费的四成给的」 where 3万 stand: begins of the sums that are only denied, beside what is so."""
    text, known = reading.text, [slot.value for slot in reading.stands.values()]
    if len(reading.figures) < BESIDE_ANOTHER or ASKS.search(text):
        return []
    return [one.start for one in reading.figures if one.value in known and DENIED.search(text[: one.start])]


def _given_by_the_document(reading: Reading) -> list[int]:
    """Begins of the sums of which it is asked whether so much is given besides, and the document gives just that; a
    word that makes it an input is believed."""
    if not reading.stands or not IS_IT_SO.search(reading.text):
        return []
    own = {one.value for one in reading.measure.figures if one.unit == "yuan"}
    told = {one.figure.start for one in reading.by_words if one.announced and one.is_input}
    return [
        one.start
        for one in reading.figures
        if one.start not in told
        and one.kind in ("money", "number")
        and isinstance(one.value, Decimal)
        and (one.value * TEN_THOUSAND if one.unit_missing else one.value) in own
        and GIVES_MORE.search(reading.text[: one.start])
    ]


def _taken_back(reading: Reading) -> Mapping[int, int]:
    """What the message takes back; a word for another input before the word that takes back (「…，利息说错了，是10万」)
    says that something else is mended."""
    text, figures = reading.text, reading.figures
    by_start = {one.start: one for one in figures}
    roles = {one.figure.start: one.key for one in reading.by_words}
    found = {**_only_to_be_had(reading), **by_source(text, figures)}
    for old, new in {**of_several_years(text, figures), **taken_back(text, figures)}.items():
        between = TAKEN_BACK.split(text[by_start[old].end : by_start[new].start])[0]
        others = (record for record in reading.measure.inputs if record.key != roles.get(old, record.key))
        same = by_start[old].value == by_start[new].value  # what it was called is taken back
        if same or not any(len(word) > 1 and word in between for record in others for word in record.announces):
            found[old] = new
    return found


def _comes_to(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of a rate and of the sum that somebody makes of it: 「按利息的50%，不就是10.5万」."""
    return {
        start
        for one, two in pairwise(figures)
        if one.kind == "percent" and two.kind == "money" and SO_MUCH.fullmatch(text[one.end : two.start])
        for start in (one.start, two.start)
    }


def _his_share(reading: Reading) -> set[int]:
    """Begins of the sums that somebody makes of another by a rate of the document: 「全年利息35万，一半17.5万，就写
    17.5万」; a word that makes one an input is believed."""
    rates = {one.value for one in reading.measure.figures if one.unit == "ratio"}
    told = {one.figure.start for one in reading.by_words if one.announced and one.is_input}
    known = [slot.value for slot in (*reading.before.values(), *reading.stands.values())]
    for rate, made in pairwise(reading.figures):
        if rate.kind != "percent" or rate.value not in rates or not {rate.start, made.start}.isdisjoint(told):
            continue
        bases = [*known, *(one.value for one in reading.figures if one.start < rate.start and one.kind == "money")]
        right = any(_makes(base, rate.value, made.value) for base in bases)
        if right and IS_HALF.fullmatch(reading.text[rate.end : made.start]):
            same = {one.start for one in reading.figures if one.value == made.value} - told
            return set() if _is_granted(reading, made) else same | {rate.start}
    return set()


def _makes(base: object, rate: object, made: object) -> bool:
    return isinstance(base, Decimal) and isinstance(rate, Decimal) and base * rate == made


def _is_granted(reading: Reading, figure: Figure) -> bool:
    """Whether the clause of a sum has a word for the one gone by: 「一半6万是省里给的」."""
    record = reading.measure.input(reading.main)
    clause = STOPS.split(reading.text[: figure.start])[-1] + STOPS.split(reading.text[figure.end :])[0]
    return record is not None and any(word in clause for word in record.announces if len(word) > 1)


def _with_interest(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the sums of principal and interest together beside which the principal alone is told."""
    sums = [one for one in figures if one.kind == "money"]
    return {
        one.start
        for one, two in pairwise(sums)
        if BOTH.search(text[: one.start]) and PRINCIPAL.fullmatch(text[one.end : two.start])
    }


def with_what_is_no_part(reading: Reading) -> tuple[Figure, Figure] | None:
    """What is said to be no part of the principal that stands, and what somebody makes of both."""
    stands = None if reading.items else reading.whole
    for more, whole in pairwise([one for one in reading.figures if one.kind == "money"]):
        both = isinstance(more.value, Decimal) and isinstance(stands, Decimal) and more.value + stands == whole.value
        if both and BESIDES_IT.search(reading.text[: more.start]):
            return more, whole
    return None


def _only_to_be_had(reading: Reading) -> Mapping[int, int]:
    """What was only to be had → what was had, where no word sets the former aside already."""
    others = {one.figure.start for one in reading.by_words if one.announced and not one.is_input}
    pairs = really_had(reading.text, reading.figures)
    return {bound: real for bound, real in pairs.items() if bound not in others}


def _each_year(reading: Reading) -> Mapping[int, int]:
    """What is said of several years → what that is a year, where the measure goes by what is paid a year; not of what
    the sum shown would come to."""
    yearly = any(row.op in ("per_years", "yearly_rate") for row in reading.measure.derivations)
    found = each_year(reading.text, reading.figures) if yearly else {}
    of_a_year = {one.start: one for one in reading.figures if one.start in found.values()}
    return {old: new for old, new in found.items() if not is_shown(of_a_year[new], reading.setting.shown)}


def _reckoning(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the sums in the user's own working of what he thinks it comes to: 「17.25万×40%＝6.9万」."""
    found = _comes_to(text, figures) | {one.start for one in figures if EACH_GETS.search(text[: one.start])}
    for one, two, three in zip(figures, figures[1:], figures[2:], strict=False):
        if TIMES.fullmatch(text[one.end : two.start]) and EQUALS.fullmatch(text[two.end : three.start]):
            found |= {figure.start for figure in (one, three) if figure.kind in ("money", "number")}
    return found
