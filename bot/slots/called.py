"""How a message calls one of several parts: by its mark, name or number, by where it stands, by its sum, day or age, by
words that were said of it; and which of them stay when it takes some away or keeps only some."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure
from bot.memo import PerObject
from bot.nlu.changes import adds
from bot.slots.model import Slot
from bot.slots.parts import (
    CALLED,
    MARKS,
    NUMBERS,
    SAID,
    Part,
    amounts_of,
    change,
    is_same,
    keys_of,
    parts_of,
    restored,
)
from bot.slots.standing import Standing
from bot.slots.stretches import clauses
from bot.slots.the_other_of_two import is_the_other
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

NOUN = "(?:[笔份张台单次期轮户项]|个(?!月|星期|礼拜|季|年))(?:贷款|保单|保险|担保)?"
THIS = f"(?:的|那|这|一)*{NOUN}"
DEED = "[买贷借放批投保担办签做发融加添补续上入]"
NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# 「2号保单」, but not 「3号放的」, 「6月3号」
NUMBERED = "号(?![0-9到至放发投批签下起以前后还才]|那天|[^，。；]{0,3}[放贷投签]的)"
# 「第二笔」, 「二次那个」, 「2号」
ORDINAL = re.compile(
    "(?:第|(?<![0-9一二两三四五六七八九十第])(?=[二三四五六]次[那的])"
    f"|(?<![0-9一二两三四五六七八九十第月.])(?=[1-9一二三四五六七八九]{NUMBERED}))"
    f"([一二两三四五六七八九十]|[0-9]{{1,2}})(?:{NOUN}|[回批]|{NUMBERED})"
)
FURTHER = re.compile("(?:再|接着|然后|还有)?(?:再|接)?下来?一?[笔份张单台轮](?![^，。；]{0,4}[呢吗])")  # 「下一笔，……」
NUMBER_IS = re.compile(f"{ORDINAL.pattern}[那这]?(?:其实|实际上?|应该|才|只|就)*(?:是|为|有)(?:了)?$")
FIRST = re.compile(
    f"(?:(?<![后前里外年])头里?|最前面?|最早|最先|最开始|先){THIS}|首(?!.套){NOUN}|[先早]{DEED}了?的?[那这]一?{NOUN}"
)
LAST = re.compile(
    f"(?:最后面?|末尾?|最近|新加|后来加|后加){THIS}|刚(?:刚|才)?[加添补提说报](?:的|上)"
    "|(?:追加|新增|增加|后加|加)的(?:那[笔份张个])?(?:应该)?是|(?:刚|才|后)(?:才|来)?加上?的"
    f"|(?:新|后来?){DEED}了?的?[那这]一?{NOUN}"
)
MIDDLE = re.compile(f"(?:中间|当中|居中){THIS}")
OLD = re.compile(
    f"(?:老|旧|早)的(?=$|[，。、；！？那这先就不别也])|(?:老|旧|原来?|早先|原先)的?[那这]一?{NOUN}|[老旧]{NOUN}"
)
NEW = re.compile(f"新的(?=$|[，。、；！？那这先就不别也])|新的?[那这]一?{NOUN}|新{NOUN}")
SEVERAL = re.compile(f"(前|头|后|末|最后)([两二三四五])(?:个)?{NOUN}")
MARKED = re.compile(
    "([①-⑩])|(?<![A-Za-z])([A-H])(?![A-Za-z公企])|([甲乙丙丁戊])(?![方公企厂])"
    "|(?<![0-9一二两三四五六七八九十几多每各那这客商])[户笔单]([一二三四五六1-6])(?![0-9.共起块并个年月百千万十半份张笔家台])"
)
# 「甲设备」, 「B产品」, but no 甲方, A公司
MARKED_KIND = re.compile("(?<![A-Za-z])([A-G甲乙丙丁])((?![方公企厂家客户市县集])[一-鿿]{2})")
MARKED_SO = "(?<!客)[户笔单]({})(?![0-9.共起块并个年月百千万十半份张笔家台])"  # 「保单一」
NOT_DONE = "做|发|批(?=$|[，。；！])|办成|投|买|签|贷|放|批成|批下|搞成|成交|谈[成下拢妥]|融[成到]"
DROPPED = re.compile(
    "(?<![成为要])不要|[别甭](?:再)?[管报提看加计要](?!的)|别算|(?<![算])不算|(?<!能)不(?:用|再|能再|想)?(?:[报做办贷管买投担融签续]|折腾|借(?!壳))|"
    f"没(?:有)?[^，。；]{{0,2}}(?:{NOT_DONE})|减[掉去](?![0-9一二两三四五六七八九百])|不(?:并|计|合)[进入在]|"
    "撤了|撤掉|撤销|撤资|撤回|退[了掉保给还回]|作废|除[了开去](?![^。；]*[还又另也])|剔|去掉|删|划掉|扣掉|[拿踢甩砍抠]掉|取消|除外|刨|黄[了掉]|泡汤|"
    "先不[看管说提]|暂时不[看管算]|[收追要][缴]?回去了?(?![^，。；]{0,2}[率的])|当[它他]?没有?(?=$|[，。；！过这那])|解除|解保|(?<![打预多少漏重错])算了(?=$|[，。；！？吧…])|解约|终止|先?放[着一放](?!款|贷|出)|[搁放](?:在)?(?:一)?[边旁]|搁着"
)
# 「只看第一笔」, 「第二单单列给我」: one is looked at by itself, and all of them stay
LOOKS_AT = re.compile("[只光先]看|只[说讲](?!了|过|是)|单独|单[看算说讲列报拎拿提份张笔](?!的)|分开看")
CONTAINED = re.compile(
    "(?<!不)(?:就|都|已经?)?(?<!不)(?:包?含|包括?|算|就)在[^，。；]{0,12}?(?:里|内|中)"
)  # 「1.2万就含在36400里面」
# What it has, after what it is called by
OF_IT = f"的(?!钱|款|资金|那|这|就|都|也|先|[0-9]|[一二两三四五六七八九十百千]+万|{DROPPED.pattern})[^，。；]{{1,8}}"
OF_A_NUMBER = re.compile(f"(?:{ORDINAL.pattern}|[①-⑩]){OF_IT}")
# 「把别的都去掉，光算七月那笔」: what goes is not what is spoken of
ALL_ELSE = re.compile(f"(?:别的|其[他它余]的?|旁的|剩下的|另外的|余下的)[^，。；0-9]{{0,4}}(?:{DROPPED.pattern})")
SHORT = 3  # characters of a word cut short
CLOSE = 8  # characters between a figure and the word that drops it
AGAIN_LIKE = re.compile(
    "一模一样|(?<!不)一样的|同样|(?<!不)相同|[都也]一样|完全一样|[条件其他余]一样|跟[^，。不]{0,4}一样|同条件"
)
FORMER = re.compile(f"(?:前面?|前头|上面?|先前|之前){THIS}")
LATTER = re.compile(f"(?:(?<![最以然之先])后面?|后头|下面?|另外?|后来|之后){THIS}")
LARGEST = re.compile(f"(?:最?大|最?多|金额高)(?:的|那|一)+{NOUN}")
SMALLEST = re.compile(f"(?:最?小|最?少|金额低)(?:的|那|一)+{NOUN}")
POINTED = re.compile("(?:[那这]|刚(?:刚|才)?[加添补提说报]的)(?:个|笔|份|张|单)?\\s*$")  # 「那5万」
ONLY = re.compile(
    "(?:[只光就](?:留(?!在)|剩|算|要|报|按|认)|单(?:留(?!在)|剩|要|按|认))|[只单]有|只[办做投买](?![了过成到得])|剩下?(?=$|第|[①-⑩])|先[说算报](?![了到过])"
)
KEPT = re.compile(
    f"(?:{ONLY.pattern}|{LOOKS_AT.pattern})([^，。；！？0-9第]{{2,10}}?)[吧了啊呢的]*(?=$|[，。；！？])"
)  # 「就报综合险吧」
CUT = re.compile(f"(?<=…)(?!…)|那?(?:{ONLY.pattern})")
JUST = re.compile("(?:^|[，。；！？])(?:那|哦|行)?就$")  # 「就前面那个」
THE_ONE = f"(?:的|期|放的?|贷的?|借的?|到期|投的?|买的?|担的?|那|这|元|块)*?(?:[那这]一?(?:{NOUN}|[回批])|的{NOUN})"
NAMES = re.compile(THE_ONE)  # 「200万那笔」
# 「光报90的」, 「85万的没有反担保」, 「150的应该是160」
ALONE = re.compile("(?:万|元)?的(?!话|时候|一半|零头|[0-9一二三四五六七八九])")
WITH = re.compile("[和跟与及、]")
TAKEN = re.compile("[把将]$")  # 「把300万换成200万」
ONE_WITH = re.compile("(?:[一另][笔份张台单次轮户项]|又|再|还)(?:是|有|了)?$")  # 「还有一笔120万的」 calls none
THAT = re.compile(f"[那这]一?{NOUN}$")
OF_WHICH = re.compile("(?:块钱?|元)?(?:里|当中|中|内)")  # 「这96万里」 only names the whole, 「12万里面」 the part
OTHER_FIRMS = re.compile("隔壁|邻居|对门|朋友|同行|别家|兄弟|子公司|母公司|分公司|姐妹|关联|亲戚|同学|他家|她家")
OTHERS = re.compile(f"{OTHER_FIRMS.pattern}|别人|人家|他们|她们")
DONE_SO = (
    "[别甭][报算管要]|(?:还是?|也)[报算要做投加]|[又不][投贷做办担融签报要]|[退撤][了掉保]|作废"  # 「机床险又投了」
)
# 「磨床那张」, 「只报城西的」: words of their own by which one is called
BY_A_WORD = re.compile(f"([^，。、；！？\\s0-9]{{2,10}}?)(?:的?[那这]一?{NOUN}|的|(?={LOOKS_AT.pattern}|{DONE_SO}))")
CODE = re.compile(
    "(?<![0-9A-Za-z.])((?:[A-Za-z]{1,6}[-—－]?)?(?:[0-9]{1,6}[-—－])*0*[0-9]{2,6})"
    "(?![0-9A-Za-z万亿元块%％‰年月天日期家笔张份.千百]|[-—－][0-9]|个月|个点|来万|多万)"
)
NOT = "没未无不非"
USUAL = (
    "万元",
    "万块",
    "块钱",
    "贷款",
    "银行",
    "保险",
    "担保",
    "这边",
    "那边",
    "一年",
    "公司",
    "企业",
    "现在",
    "刚才",
    "先算",
    "再算",
    "一笔",
    "一份",
    "一张",
    "一单",
    "一次",
    "一轮",
)


@dataclass(frozen=True, slots=True)
class Named:
    """The part a message speaks of (0-based), and the begins of the figures that only name it."""

    index: int
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Called:
    """The part that is called in the text between ``start`` and ``end``; ``figure``: begin of the figure by which."""

    index: int
    start: int
    end: int
    figure: int = -1


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
    if by_figures := _by_figures(text, figures, parts, measure):
        return Named(by_figures[0].index, frozenset(one.figure for one in by_figures))
    index = None if OTHERS.search(text) else _by_place(text, parts, measure, away)
    others = _by_words(text, figures, parts, measure) if index is None else []
    if len({one.index for one in others}) == 1:
        return Named(others[0].index, frozenset(one.figure for one in others))
    return None if index is None else Named(index)


def calls(text: str, figures: Sequence[Figure], parts: Sequence[Part], measure: Measure) -> list[Called]:
    """All that are called, in whatever way, in the order said; none of one alone, or of another firm."""
    if len(parts) < 2 or OTHER_FIRMS.search(text):
        return []
    found = [
        *called_in(text, parts),
        *_numbered(text, parts),
        *_by_figures(text, figures, parts, measure),
        *_several_by_place(text, len(parts)),
        *_by_words(text, figures, parts, measure),
    ]
    by_figure = [one for one in found if one.figure >= 0]
    # 「九十五万那份」 is the one of 95万, whatever else its words stand in
    found = [one for one in found if one.figure >= 0 or not any(_is_within(one, other) for other in by_figure)]
    taken = [(one.start, one.end) for one in found]
    found += [
        one
        for one in _placed(text, parts, measure)
        if not any(start < one.end and one.start < end for start, end in taken)
    ]
    return sorted(found, key=lambda one: one.start)


def _is_within(one: Called, other: Called) -> bool:
    return other.start <= one.start and one.end <= other.end


def _which_is_dropped(text: str) -> str:
    """The clause that drops a part by its number, without the reason told after it (「第一笔不算，那是母公司的」)."""
    begin, end = clauses(text)[0]
    first = text[begin:end]
    dropped = ORDINAL.search(first) is not None and drops(first) and not OTHERS.search(first)
    return first if dropped else text


def is_next(text: str, parts: Sequence[Part], away: Sequence[Part] = (), words: str = "") -> bool:
    """「第二笔也批了」 where there is but one: one more. ``away``: the parts as they were before one was taken away,
    after which it is numbered; ``words``: with which the only one was told, by whose mark the next may be called
    (「乙设备」 after 甲设备)."""
    numbers = {_number(one) for one in ORDINAL.finditer(text)} if parts else set[int]()
    if parts and FURTHER.match(text):
        return True
    if max(numbers, default=0) > len(away or parts) and not numbers & _of_those_gone(parts, away):
        return True
    return len(parts) == 1 and not away and bool(next_mark(text, words) or is_the_other(text, words))


def next_mark(text: str, words: str) -> str:
    """The mark of what is told of next to what these words began with: 乙 in 「乙设备……」 after 「甲设备……」."""
    for mark, kind in MARKED_KIND.findall(words):
        order = next(marks for marks in MARKS if mark in marks)
        place = order.index(mark) + 1
        if place < len(order) and f"{order[place]}{kind}" in text:
            return order[place]
    first = re.search(MARKED_SO.format("[一1]"), words)
    second = re.search(MARKED_SO.format("[二2]"), text) if first else None
    return second[1] if first and second and first[0][0] == second[0][0] else ""


def is_none_yet(text: str, parts: Sequence[Part], away: Sequence[Part] = ()) -> bool:
    """The same, where the next is called by a word for what it is, and nothing else: 「第三单还在审」."""
    called = ORDINAL.findall(text)
    return len(called) == 1 and is_next(text, parts, away) and "第" in text


def is_numbered(text: str, figures: Sequence[Figure]) -> bool:
    """「第二批是260万」: whether the only sum is said to be that of a number, and nothing to be one more."""
    sums = [one for one in figures if one.kind == "money"]
    said = len(sums) == 1 and NUMBER_IS.search(text[: sums[0].start])
    return bool(said) and not adds(text, figures)


def _number(ordinal: re.Match[str] | None) -> int:
    return (NUMERALS.get(ordinal[1]) or int(ordinal[1])) if ordinal else 0


def dropped_figure(text: str, figures: Sequence[Figure]) -> Figure | None:
    """The figure that a word of dropping follows: 「三百万的先不算了，光看六百万那个」."""
    if not figures:
        return None
    said = CONTAINED.search(text) or DROPPED.search(text)
    before = [
        figure for figure in figures if said and figure.end <= said.start() and said.start() - figure.end <= CLOSE
    ]
    return before[-1] if before else None


def is_looked_at(text: str) -> bool:
    """Whether one part is only to be looked at by itself: 「只看第一笔是多少」 leaves all of them."""
    return LOOKS_AT.search(text) is not None and DROPPED.search(text) is None


def drops(text: str) -> bool:
    """Whether what is spoken of is said to be no more, or not to have been; not what it has (「第一笔的厂房撤了」)."""
    text = ALL_ELSE.sub("", OF_A_NUMBER.sub("", text))
    return DROPPED.search(text) is not None or CONTAINED.search(text) is not None


def another(text: str, figures: Sequence[Figure], parts: Sequence[Part], measure: Measure) -> Figure | None:
    """The sum by which one is called that was not told of before: 「没备案的那笔120万」."""
    sums = [one for one in figures if one.kind == "money" and not one.unit_missing and one.unit == "yuan"]
    if len(sums) != 1 or not parts or OTHER_FIRMS.search(text) or ORDINAL.search(text):
        return None
    called = NAMES.match(text[sums[0].end :]) or THAT.search(text[: sums[0].start])
    return sums[0] if called and not any(keys_of(sums[0], part, measure) for part in parts) else None


def is_part(figure: Figure, parts: Sequence[Part], measure: Measure) -> bool:
    """Whether the figure is that of one of several parts."""
    return len(parts) > 1 and _of_value(figure, parts, measure) is not None


def _by_figures(text: str, figures: Sequence[Figure], parts: Sequence[Part], measure: Measure) -> list[Called]:
    """By a sum, a day or a term that only one of them has."""
    found: list[Called] = []
    for figure in reversed(figures):
        if found and WITH.fullmatch(text[figure.end : found[-1].start]):
            found += _called_by(figure, figure.end, parts, measure)  # 「100万和300万的」
            continue
        behind = NAMES.match(text[figure.end :])
        if behind is None and len(parts) > 1:
            behind = OF_WHICH.match(text[figure.end :]) or _alone(text, figure)
        if not behind and not POINTED.search(text[: figure.start]):
            behind = TAKEN.search(text[: figure.start]) if len(parts) > 1 else None
            if behind is None:
                continue
            found += _called_by(figure, figure.end, parts, measure)
            continue
        found += _called_by(figure, figure.end + (behind.end() if behind else 0), parts, measure)
    return found[::-1]


def _called_by(figure: Figure, end: int, parts: Sequence[Part], measure: Measure) -> list[Called]:
    index = _of_value(figure, parts, measure)
    return [] if index is None else [Called(index, figure.start, end, figure.start)]


def _alone(text: str, figure: Figure) -> re.Match[str] | None:
    """「光报90的」, but not what is said of one: 「后面那笔是90的」, 「一年的」."""
    before = text[: figure.start]
    told = figure.kind == "duration" or before.endswith("是") or ONE_WITH.search(before)
    return None if told else ALONE.match(text[figure.end :])


def _by_place(text: str, parts: Sequence[Part], measure: Measure, away: Sequence[Part]) -> int | None:
    """By its number, or by where it stands among the others."""
    count = len(parts)
    if marked := called_in(text, parts):
        return marked[0].index
    if count > 1 and not _are_called(parts) and (marked_so := MARKED.search(text)):
        return None if _place_of(marked_so) >= count else _place_of(marked_so)
    if ordinal := ORDINAL.search(text):
        return _by_number(_number(ordinal), parts, away)
    if count < 2 or SEVERAL.search(text):
        return None
    return next((one.index for one in _placed(text, parts, measure)), None)


def _placed(text: str, parts: Sequence[Part], measure: Measure) -> Iterator[Called]:
    """The one that is said to be the largest or smallest, the last, the first, the middle one (「后来那笔」), the old
    or the new one."""
    count, amounts, days = len(parts), amounts_of(parts, measure), _days(parts, measure)
    places: list[tuple[re.Pattern[str], int | None]] = [
        (LARGEST, _the_only(amounts, max(amounts))),
        (SMALLEST, _the_only(amounts, min(amounts))),
        (LAST, count - 1),
        (FIRST, 0),
        (MIDDLE, 1 if count == 3 else None),
        (FORMER, 0 if count == 2 else None),
        (LATTER, count - 1),
        (OLD, days.index(min(days)) if days else 0),
        (NEW, days.index(max(days)) if days else count - 1),
    ]
    for pattern, place in places:
        if place is not None and (found := pattern.search(text)):
            yield Called(place, found.start(), found.end())


def _the_only(amounts: Sequence[Decimal], amount: Decimal) -> int | None:
    return amounts.index(amount) if amounts.count(amount) == 1 else None


def _days(parts: Sequence[Part], measure: Measure) -> list[date]:
    """The days of the parts, where each has one and no two have the same."""
    slots = [part.get(measure.day_key) for part in parts]
    days = [slot.value for slot in slots if slot and isinstance(slot.value, date)]
    return days if len(set(days)) == len(parts) else []


def _several_by_place(text: str, count: int) -> list[Called]:
    """「前两笔」, 「后两笔」."""
    found = []
    for said in SEVERAL.finditer(text):
        many = NUMERALS[said[2]]
        first = 0 if said[1] in "前头" else count - many
        if many <= count:
            found += [Called(place, said.start(), said.end()) for place in range(first, first + many)]
    return found


def _by_words(text: str, figures: Sequence[Figure], parts: Sequence[Part], measure: Measure) -> list[Called]:
    """By words or a number that were said of one of them only, and are not those of the measure: 「责任险那张」,
    「尾号33的」, 「017号」."""
    if len(parts) < 2:
        return []
    told = [" ".join(str(part[key].value) for key in (CALLED, SAID) if key in part) for part in parts]
    if not any(told):
        return []
    found = []
    for code in CODE.finditer(text):
        inside = [one for one in figures if one.start < code.end(1) and code.start(1) < one.end]
        if any(one.end > code.end(1) and one.kind in ("money", "percent") for one in inside):
            continue
        hits = [i for i, words in enumerate(told) if _has_code(words, code[1])]
        if len(hits) == 1:
            end = max([code.end(1), *(one.end for one in inside)])
            starts = [one.start for one in inside] or [-1]
            found += [Called(hits[0], code.start(1), end, start) for start in starts]
    spans = [(said.start(1), said.end(1), said.end()) for said in BY_A_WORD.finditer(text)]
    spans += [(*one.span(1), one.end(1)) for one in KEPT.finditer(text)]
    if figures and not adds(text, figures):
        spans += [(begin, end, end) for begin, end in _before_its_inputs(text, measure)]
    for begin, end, last in spans:
        if (index := _of_word(fold(text[begin:end]), told, measure)) is not None:
            found.append(Called(index, begin, last))
    return found


def _before_its_inputs(text: str, measure: Measure) -> Iterator[tuple[int, int]]:
    """Begin and end of what stands in a clause before the name of an input: 「责任险保额改成500万」."""
    named = (record for record in measure.inputs if record.unit in ("yuan", "ratio", "months"))
    names = {name for record in named for name in (record.label, *record.announces)}
    for begin, end in clauses(text):
        at = [place for name in names if len(name) > 1 and (place := text.find(name, begin, end)) >= begin]
        if at and min(at) > begin + 1:  # not the first half of a name, of which the other half is one too
            yield begin, min(at)


def _has_code(words: str, code: str) -> bool:
    """Whether a number that was said of it ends so: 017 of DB-2024-017."""
    tail = code.lstrip("0") or code
    return re.search(f"(?<![0-9.])0*{re.escape(tail)}(?![0-9A-Za-z万亿元%％.千百])", words, re.IGNORECASE) is not None


def _of_word(said: str, told: Sequence[str], measure: Measure) -> int | None:
    """The only part of which the end of these words was said; not what the measure is called by, nor with the contrary
    said (备案 in 「没备案」)."""
    own = () if _each_has_its_own(told, measure) else _own_words(measure)
    for begin in range(len(said) - 1):
        word = said[begin:]
        if any(word in one for one in (*own, *USUAL)):
            return None
        sign = f"(?<![{NOT}])(?<![{NOT}]有)(?<![{NOT}]做){re.escape(word)}"
        hits = [i for i, words in enumerate(told) if word in words and re.search(sign, words)]
        if len(hits) == 1:
            return None if begin and said[begin - 1] in NOT else hits[0]
    return _of_short_word(said, told) if not own else None


def _of_short_word(said: str, told: Sequence[str]) -> int | None:
    """The same by the begin and the end of a word (「机床险」 of 机床财产险)."""
    for begin in range(len(said) - SHORT + 1):
        head, tail = re.escape(said[begin : begin + SHORT - 1]), re.escape(said[-1])
        hits = [i for i, words in enumerate(told) if re.search(f"{head}[^，。；,;0-9 ]{{1,4}}{tail}", words)]
        if len(said) - begin == SHORT:
            return hits[0] if len(hits) == 1 else None
    return None


def _each_has_its_own(told: Sequence[str], measure: Measure) -> bool:
    """Whether each was told with a name of the measure that no other was; a word for its sum tells no kind."""
    names = {measure.name, *measure.words, *measure.needs}.difference(*(one.announces for one in measure.inputs))
    words = [{word for word in names if word in one} for one in told]
    return all(own.difference(*words[:i], *words[i + 1 :]) for i, own in enumerate(words))


_own_words: PerObject[Measure, tuple[str, ...]] = PerObject(
    lambda measure: (
        measure.name,
        *measure.words,
        *measure.needs,
        *(word for record in measure.inputs for word in record.announces),
    )
)


def called_in(text: str, parts: Sequence[Part]) -> list[Called]:
    """The parts that are called by their marks, in the order said; of parts without marks by the marks of their
    places."""
    if len(parts) < 2:
        return []
    if not _are_called(parts):
        found = [Called(_place_of(one), one.start(), one.end()) for one in MARKED.finditer(text)]
        return [one for one in found if one.index < len(parts)]
    found = []
    names = [str(part[CALLED].value) if CALLED in part else "" for part in parts]
    for index, name in enumerate(names):
        if sign := _sign_of(name, [*names[:index], *names[index + 1 :]]):
            found += [Called(index, one.start(), one.end()) for one in re.finditer(sign, text)]
    return sorted(found, key=lambda one: one.start)


def are_named(parts: Sequence[Part]) -> bool:
    """Whether they are called by names, not by marks or places."""
    return any(len(str(part[CALLED].value)) > 1 for part in parts if CALLED in part)


def _are_called(parts: Sequence[Part]) -> bool:
    return any(CALLED in part for part in parts)


def _sign_of(mark: str, others: Iterable[str]) -> str:
    """How a mark is said again, as a pattern; a name also by two of its characters that none of the ``others`` has
    (「机床那张」 of 数控机床), and a number by its end (017 of DB-2024-017)."""
    if len(mark) > 1:
        pairs = (mark[i : i + 2] for i in range(len(mark) - 1))
        own = [pair for pair in pairs if not re.search("[0-9]", pair) and not any(pair in other for other in others)]
        short = f"|(?:{'|'.join(map(re.escape, own))})[^，。；0-9]{{0,3}}[那这][笔份个张单户行]" if own else ""
        return f"{re.escape(mark)}{short}{_ends_of(mark, others)}"
    if mark.isascii() and mark.isalpha() and len(mark) == 1:
        return f"(?<![A-Za-z])[{mark.upper()}{mark.lower()}](?![A-Za-z])"
    if mark in MARKS[2]:
        return f"{mark}(?!方)"
    if mark in MARKS[3]:
        return f"(?:[户笔单行]{mark}|第?{mark}[户笔单号行])"
    return f"(?:第?{mark}[笔户单号行份张])" if mark.isascii() and mark.isdigit() else re.escape(mark)


def _ends_of(mark: str, others: Iterable[str]) -> str:
    """The last number of a mark, with what stands before it or not, where none of the ``others`` ends so."""
    last = re.search("0*([0-9]{1,6})[号]?$", mark)
    if last is None or any(re.search(f"(?<![0-9])0*{last[1]}号?$", other) for other in others):
        return ""
    least = "0*" if len(last[1]) > 1 else "0+"  # a bare 7 is no number of a contract
    return f"|(?<![0-9A-Za-z.])(?:[0-9A-Za-z]+[-—－])*{least}{last[1]}(?![0-9A-Za-z万亿元%％.千百年月天])"


def _place_of(marked: re.Match[str]) -> int:
    sign, marks = next((one, marks) for one, marks in zip(marked.groups(), MARKS, strict=True) if one)
    return int(sign) - 1 if sign in NUMBERS else marks.index(sign)


def left_over(text: str, figures: Sequence[Figure], standing: Standing, measure: Measure) -> frozenset[int] | None:
    """Places of the parts that are left where some are taken away or kept, however they are called (「①剔掉，只算②③」,
    「先别管老的，就今年这笔」), among all as they were before the first was taken away; None where it is not so."""
    parts, every = standing.parts, standing.away or standing.parts
    found = calls(text, figures, every, measure)
    here = {i for i, one in enumerate(every) if any(is_same(part, one) for part in parts)}
    kept, dropped = set[int](), set[int]()
    for begin, end in pieces(text):
        inside = [one for one in found if begin <= one.start < end]
        places = {one.index for one in inside}
        if is_dropped(text[begin:end], begin, inside):
            dropped |= places
        elif is_kept(text[begin:end], begin, inside):
            kept |= places
    left = kept - dropped if kept else here - dropped if dropped else set()
    return frozenset(left) if left and left != here else None


def pieces(text: str) -> list[tuple[int, int]]:
    """Its clauses, cut also where a word begins by which only some are kept (「那笔不要就报85万那笔」)."""
    found = []
    for begin, end in clauses(text):
        cuts = [begin, *(one.start() for one in CUT.finditer(text, begin + 1, end)), end]
        found += [(one, two) for one, two in pairwise(cuts) if two > one]
    return found


def is_dropped(said: str, at: int, inside: Sequence[Called]) -> bool:
    """Whether a piece of a message, which stands ``at``, drops what it calls."""
    for one in reversed(inside):
        of_it = re.match(OF_IT, said[one.end - at :])
        if of_it:
            said = said[: one.end - at] + said[one.end - at + of_it.end() :]
        if one.figure < 0:  # 「没批的那笔」: what only says which
            said = f"{said[: one.start - at]} {said[one.end - at :]}"
    return drops(said)


BEGINS_WITH_ONE = re.compile(
    "(?:[那就而但，, ]|其中|不过)*(?!另)"
    f"(?:{ORDINAL.pattern}|{FORMER.pattern}|{LATTER.pattern}|{LAST.pattern}|{FIRST.pattern})"
)


def begins_with_one(said: str) -> bool:
    """Whether a clause begins with what one of several is called by its place: 「前一笔是8月放的」."""
    return BEGINS_WITH_ONE.match(said) is not None


def is_kept(said: str, at: int, inside: Sequence[Called]) -> bool:
    """Whether a piece of a message keeps only what it calls."""
    only = ONLY.search(said)
    just = inside and JUST.search(said[: inside[0].start - at])
    return bool(just) or (only is not None and any(one.end - at > only.start() for one in inside))


def _numbered(text: str, parts: Sequence[Part]) -> list[Called]:
    found = [Called(_number(one) - 1, one.start(), one.end()) for one in ORDINAL.finditer(text)]
    return [one for one in found if 0 <= one.index < len(parts)]


def _by_number(number: int, parts: Sequence[Part], away: Sequence[Part]) -> int | None:
    """The part of that number; where some were taken away, of that number before that. None where it is gone."""
    if not away:
        return number - 1 if number <= len(parts) else None
    if number > len(away):
        return None
    return next((i for i, part in enumerate(parts) if is_same(part, away[number - 1])), None)


def _of_those_gone(parts: Sequence[Part], away: Sequence[Part]) -> set[int]:
    """The numbers of the parts that were taken away."""
    return {place for place, one in enumerate(away, 1) if not any(is_same(part, one) for part in parts)}


def one_gone(text: str, figures: Sequence[Figure], standing: Standing, measure: Measure) -> int | None:
    """Place among the parts as they were of the one that was taken away and is called again; None where none is."""
    parts, away = parts_of(standing, measure), standing.away
    places = {number - 1 for number in _of_those_gone(parts, away)} if away else set[int]()
    if not places or OTHER_FIRMS.search(text) or (parts and LAST.search(text) and not ORDINAL.search(text)):
        return None  # 「最后那笔」 is the last of those that stand
    called = {one.index for one in calls(text, figures, away, measure)} & places
    return called.pop() if len(called) == 1 else None


def _of_value(figure: Figure, parts: Sequence[Part], measure: Measure) -> int | None:
    """The only part with this amount, of this year, month or day, or with this term."""
    hits = [i for i, part in enumerate(parts) if keys_of(figure, part, measure)]
    return hits[0] if len(hits) == 1 else None


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


def keeps(conditions: Mapping[str, Slot], parts: Sequence[Part]) -> frozenset[int]:
    """The parts of which these conditions hold, where some of the others are told to be otherwise; none where they tell
    no part from another."""
    apart = {
        i
        for i, part in enumerate(parts)
        if any(key in part and part[key].value != slot.value for key, slot in conditions.items())
    }
    return frozenset(range(len(parts))) - apart if apart else frozenset()
