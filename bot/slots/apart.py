"""A part of a sum that is said not to count: 「其中3000万不是鲁科担」, 「里头有300是老股转让，不算」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.figures import Figure
from bot.memo import PerObject
from bot.slots.roles import Placed
from knowledge.records.model import Distractor, Measure

NOT_COUNTED = "not_counted_yuan"  # what is taken off because the message itself says so
INNER = re.compile(
    "(?:其中|(?<![省市县国境海年话信])[里内中](?!间)(?:头|面|边)?|包括|包含|含)(?:有|的|还有|混了|混进)*[^，。；,;0-9说讲写]{0,6}$"
)
POINTED = re.compile("(?<!另外)(?<!还有)(?:^|[，。；,; 了过])[那这](?:个|笔|一笔)?$")  # 「那5万是银行贷款」
OUT = re.compile(
    "(?<![算是])不(?:能|该|应)?(?:算|计|属于|作数|在)|(?<!是)不是(?!\\s*[0-9一二两三四五六七八九十百])|扣[掉除了]|剔|去掉|拿掉|划掉|刨|混[进在了]|另一家|"
    "别[的家人个]"
)
# 「里面200万还没到账，先按到了的算」
NOT_THERE = re.compile("[没未](?:有)?(?:到账|到帐|到位|到款|打款|打过来|实缴|缴)")
THIS_OUT = re.compile(
    "[元块]?是[^，。；0-9]{1,10}[，,][这那](?:个|笔|块|部分|些)?(?:得|要|应该|可|就|先)*(?:不(?:能|该)?(?:算|计)|扣|剔|去掉|刨)"
)
RETURNED = re.compile("(?<![没未不])(?:退|返)(?:还|回)?(?:了|给(?:了)?[我俺咱]们?)+$")
SO_WITHOUT = re.compile("[，。；,;][^。；;]*(?:先|只|就|暂|不|别|扣|刨|去掉|剔)")
BY_THE_PROVINCE = re.compile("省[^，。；,;0-9]{0,8}$")  # 「省里退了8000」 gives, and takes nothing off
FOR_SOMETHING = re.compile(
    "[元块]?钱?(?:其实|原来|都|应该)*是(?:补|贴|付|发)(?:给)?([^，。；我俺咱]{2,8})的(?=$|[，。；,;])"
)
HAVING = re.compile("[^，。；;,]*(?:有|的)$")
# 「有2万退回去了」
GIVEN_BACK = re.compile("[元块]?(?:又|被|都|已经?|后来|让|给|要|得)*(?:退|收|扣|砍|核减)(?:回去?|还|掉|走|了)")
OF_ANY_SUM = frozenset("省市县级财政补贴给的额金款已领今年")
STOPS = re.compile("[，。；;！？!?\\n]|,(?![0-9])|(?<=[一-鿿])\\s+(?=[一-鿿])")
LEFT = re.compile("[，。；,;].*(?:实得|实收|实付|实缴|实际|真正|净|到手|剩|余|的是|就是|只有|[只才]?占|应?[为是]$)")
LENT = re.compile("[借贷](?!壳)")  # what is lent is no financing, whoever lent it
# What was counted is said to be a loan: 「50万属于银行贷款」, 「45万走的是借款」; but not 「45万是股款，不是贷款」
IS_LENT = re.compile("(?:[元块]|块钱)?(?:其实|原来|都|说|据说|应该|确实|那)*(?:是|属于?|系|归|走的?是?|来自|算)")
NOT_LENT = re.compile("(?:不是|并非|不属于|不算|没有?|非)[^，。；]{0,4}[贷借][款的来]*")
# 「130万不是入股的钱，是借款」: what it is instead stands in the clause behind
NOT_BUT = re.compile(
    "(?:[元块]|块钱)?(?:其实|原来|都|并|可)*不(?:是|算|属于)[^，。；0-9]{1,10}[，,]\\s*(?:而|其实|原来|都|全)*是[^，。；,;]*"
)
FOR_SHARES = re.compile("股|投|增资|募|增发|定.?增")
BECAME = re.compile("[元块]?(?:后来|已经?|都|早就?|又)*[转变换](?:成|为|了)")
BESIDES = re.compile("另|还[有跟向从找在]|又|再|此外|除了|加上|先前|以前|去年")  # before a sum that was never counted
LOANS = frozenset({"bank_loan_yuan", "shareholder_loan_yuan"})
BY_A_BANK = re.compile("(?:行|信用社)[^，。；0-9]{0,12}[贷借](?!壳)|银行贷款")
# 「跟农商行借了25万」, 「股东借给的40万」, 「工行贷的200万」
BORROWED = re.compile("(?:行|信用社|股东|老板|亲戚|朋友|公司)[^，。；0-9]{0,6}[贷借垫](?!壳)[^，。；0-9]{0,4}$")
# 「融了300万，说白了都是农商行贷款」: what it is stands in a clause of its own
IS_A_LOAN = re.compile("[元块]?[，,]\\s*(?:可|其实|实际上?|说白了|原来|全|都|也|就)*是[^，。；;0-9没不]{0,6}[贷借]款")
NO_OTHER = "(?:没|没有|无|未|不是|除了)[^，。；]{0,10}?"  # before what was not raised besides
ASKED_AS = "(?:算|实现|是不是|叫|属于)了?[^，。；]{0,4}?"  # before what a loan is held to be
AT_ALL = ("融资", "融")  # said of any money that comes in, a loan too
REACH = 16  # characters before a figure that may say of what it is a part


def not_counted(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    placed: Sequence[Placed],
    distractors: Sequence[Distractor],
    whole: object = None,
) -> Mapping[int, tuple[int, int]]:
    """Begin of each figure of such a part → begin and end of what is said of it. One that a step takes off by what
    words say it is, is left to that step. ``whole``: the sum that stands, of which less is a part."""
    known = {key for row in measure.derivations if row.op in ("less", "recovered") for key in row.sources}
    recovered = {key for row in measure.derivations if row.op == "recovered" for key in row.sources}
    named = {one.figure.start for one in placed if one.announced and one.key in known}
    words = [word for one in distractors if one.key in known for word in one.announces if "_" not in word]
    loans = not known.isdisjoint(LOANS)
    found: dict[int, tuple[int, int]] = {}
    for figure in figures:
        if figure.kind not in ("money", "number"):
            continue
        head = text[max(0, figure.start - REACH) : figure.start]
        inner = INNER.search(head)
        end = _end(text, figure)
        tail = text[figure.end : end]
        back = any(word in tail for one in distractors if one.key in recovered for word in one.announces)
        lent = loans and _is_lent(tail)
        said_lent = lent and IS_LENT.match(tail)
        pointed = POINTED.search(head) if said_lent else None
        gone = GIVEN_BACK.match(tail) and _part_of(head, figure, whole) and HAVING.search(head)
        part = _part_of(head, figure, whole) if said_lent else None
        if (
            _is_returned(head, figure, whole) or _is_pointed_out(text, figure, whole)
        ) and figure.start not in _named_otherwise(placed, measure):
            found[figure.start] = (figure.start, figure.end)
            continue
        if figure.start in named and not (part or (inner and lent)):
            continue
        inner = inner or pointed or part or gone
        off = gone or lent or _is_out(tail, measure) or (NOT_THERE.search(tail) and SO_WITHOUT.match(text[end:]))
        if inner and not back and (off or any(word in tail for word in words)):
            found[figure.start] = (figure.start - len(head) + inner.start(), end)
    return found


def _is_out(tail: str, measure: Measure) -> bool:
    """Whether a part is said not to count, or to be for something else than what the measure asks for: 「1.5万是补设备
    款的」."""
    if OUT.search(tail):
        return True
    said, main = FOR_SOMETHING.match(tail), measure.input(measure.main)
    return said is not None and main is not None and not set(said[1]) & (set(main.label) - OF_ANY_SUM)


def _is_returned(head: str, figure: Figure, whole: object) -> bool:
    """「保险公司退了20万保费」: less than the sum that stands was given back of it."""
    value = figure.value
    less = isinstance(value, Decimal) and isinstance(whole, Decimal) and 0 < value < whole
    said = RETURNED.search(head) if less else None
    return said is not None and BY_THE_PROVINCE.search(head[: said.start()]) is None


def _is_pointed_out(text: str, figure: Figure, whole: object) -> bool:
    """「90万是债转股，这个不算」: less than the sum that stands, with which the next clause does not reckon."""
    value = figure.value
    less = isinstance(value, Decimal) and isinstance(whole, Decimal) and 0 < value < whole
    return less and THIS_OUT.match(text[figure.end :]) is not None


def _named_otherwise(placed: Sequence[Placed], measure: Measure) -> set[int]:
    """Begins of the figures that a word says to be another matter than the sum gone by."""
    return {one.figure.start for one in placed if one.announced and one.key != measure.main}


# 「那30万查了，是银行贷款」: between a sum and what it was found to be
FOUND_OUT = re.compile(
    "[元块]?钱?(?:[我俺咱]们?|刚|又|去|后来|会计|财务)*[问查看核翻对][^，。；0-9]{0,3}[，, ]+(?=(?:其实|原来|都)*是)"
)

REALLY = re.compile("其实|实际上?|原来是|查[了出下明]|发现")
ASKS = re.compile("[吗么?？]|是不是|是否|算不算")


def lent(text: str, figures: Sequence[Figure], measure: Measure) -> Figure | None:
    """The sum that is said to have been lent, where a loan does not count: 「那5万是老板借给公司的」."""
    known = {key for row in measure.derivations if row.op == "less" for key in row.sources}
    sums = [one for one in figures if one.kind in ("money", "number")]
    if known.isdisjoint(LOANS):
        return None
    for one in sums:
        denied = NOT_BUT.match(text, one.end)
        behind = denied.end() if denied else _end(text, one)
        until = min([behind, *(other.start for other in sums if other.start > one.start)])
        if _is_lent(text[one.end : until]):
            return one
    return None


def found_lent(text: str, figures: Sequence[Figure], measure: Measure) -> bool:
    """「里面有60万其实是银行贷款，这样还算吗」: that it was lent is told, whatever is asked behind it."""
    figure = lent(text, figures, measure)
    if figure is None or REALLY.search(text) is None:
        return False
    end = _end(text, figure)
    return end < len(text) and ASKS.search(text[figure.end : end]) is None


def borrowed(text: str, figure: Figure) -> bool:
    """Whether a sum is said to be borrowed before it: 「又跟农商行借了25万」."""
    head = text[: figure.start]
    stop = max((one.end() for one in STOPS.finditer(head)), default=0)
    said = head[stop:]
    return BORROWED.search(said) is not None and FOR_SHARES.search(said.replace("股东", "")) is None


def is_raised(text: str, figure: Figure) -> bool:
    """Whether a sum is said to have been put in for shares: 「那50万是新股东投的」."""
    denied = NOT_BUT.match(text, figure.end)
    tail = text[figure.end : denied.end() if denied else _end(text, figure)]
    said = denied or IS_LENT.match(tail) or BECAME.match(tail)
    return said is not None and FOR_SHARES.search(tail) is not None and not _is_lent(tail)


def _is_lent(said: str) -> bool:
    return LENT.search(NOT_LENT.sub("", said)) is not None


def _part_of(head: str, figure: Figure, whole: object) -> re.Match[str] | None:
    """What stands before a sum of which less than the whole is said, and nothing that puts it beside that."""
    if not isinstance(figure.value, Decimal) or not isinstance(whole, Decimal) or not 0 < figure.value < whole:
        return None
    return None if BESIDES.search(head) else re.search("(?:[^，。；;,]*)$", head)


def only_lent(text: str, figures: Sequence[Figure], measure: Measure) -> Figure | None:
    """The one sum that a message gives, where that is a bank's loan and nothing else is said to have been raised:
    「融资方式是银行贷款，300万」."""
    own = {figure.value for figure in measure.figures}
    sums = [one for one in figures if one.kind in ("money", "number") and one.value not in own]
    known = {key for row in measure.derivations if row.op == "less" for key in row.sources}
    if len({one.value for one in sums}) != 1 or sums[0].kind != "money":
        return None
    if known.isdisjoint(LOANS) or raised_besides(text, measure):
        return None
    behind = IS_A_LOAN.match(text, sums[0].end)
    told = [
        *STOPS.split(text[: sums[0].start])[-2:],
        text[sums[0].end : behind.end() if behind else _end(text, sums[0])],
    ]
    return sums[0] if BY_A_BANK.search("，".join(told)) else None


def raised_besides(text: str, measure: Measure) -> bool:
    """Whether something is said to be raised, or about to be, that is no loan (「股权融资还在谈」), where the words are
    not only the market's name, denied, or what the loan is held to be."""
    words, but = _raising(measure)
    return words is not None and words.search(but.sub("", text)) is not None


def _said_of_raising(measure: Measure) -> tuple[re.Pattern[str] | None, re.Pattern[str]]:
    """The words for what is raised, None where the measure has none; and those with which they say nothing of it."""
    main = measure.input(measure.main)
    words = "|".join(map(re.escape, (one for one in main.announces if one not in AT_ALL))) if main else ""
    names = "|".join(map(re.escape, (one for one in measure.needs if not any(word in one for word in AT_ALL))))
    return re.compile(words) if words else None, re.compile(f"(?:{NO_OTHER}|{ASKED_AS})(?:{words})|{names}")


_raising: PerObject[Measure, tuple[re.Pattern[str] | None, re.Pattern[str]]] = PerObject(_said_of_raising)


def left_of(text: str, figures: Sequence[Figure], whole: object) -> tuple[Figure, frozenset[int]] | None:
    """What is said to be left of a whole, and the begins of the whole and of what was taken off it, where the three
    come out: 「25万里头1万是顾问费，给保险公司的是24万」. ``whole``: the sum that stands."""
    sums = [one for one in figures if one.kind in ("money", "number") and isinstance(one.value, Decimal)]
    for i, part in enumerate(sums):
        for rest in sums[i + 1 :]:
            said = [one for one in sums if one.value == whole and one.start < part.start]
            if _add_up(part, rest, whole) and rest.value != whole and LEFT.search(text[part.end : rest.start]):
                return rest, frozenset({part.start, *(one.start for one in said)})
    return None


def _add_up(part: Figure, rest: Figure, whole: object) -> bool:
    sums = isinstance(part.value, Decimal) and isinstance(rest.value, Decimal)
    return sums and part.value + rest.value == whole  # type: ignore[operator]


def _end(text: str, figure: Figure) -> int:
    """Where the clause of the figure and the one after it end."""
    found_out = FOUND_OUT.match(text, figure.end)
    first = STOPS.search(text, found_out.end() if found_out else figure.end)
    if first is None:
        return len(text)
    rest = text[first.end() :]
    told = re.match("[^，。；;]{0,4}(?:不是|不算|不计|不能算|扣|剔|混|去掉|刨|另一|别)[^，。；;]*", rest)
    told = told or re.match(
        "[^。；;！？!?\\n0-9]{0,16}[，,](?:[这那]部分|先|得|要|都)*(?:扣|剔|去掉|刨|拿掉)[^，。；;]*", rest
    )
    return first.end() + told.end() if told else first.start()
