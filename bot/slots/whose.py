"""Whose a figure is, and of which year: what is said of others, of a whole bank or trade, of earlier years, or by
others of the result is no input of the case that stands, whatever word announces it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.copies import replace
from bot.figures import Figure
from bot.memo import PerObject
from bot.nlu.clauses import IF, OURS, clauses
from bot.nlu.hearing import Scores
from bot.nlu.repeats import is_of_the_size_of_the_sum
from bot.slots.apart import LOANS
from bot.slots.beside import told_beside
from bot.slots.in_place import BY_THIS
from bot.slots.model import Slot
from bot.slots.reading import Reading
from bot.slots.reconcile import Aside
from bot.slots.roles import POLICY_KEY
from knowledge.records.model import InputRecord, Measure

OF_OTHERS, OF_BEFORE, TOLD_SUM, ANOTHERS_MONEY, DENIED = "of_others", "of_before", "guess", "anothers_money", "denied"
OF_OTHER_LOAN = "other"
TOLD_BESIDE = "beside"
SPEAKS_OF_ANOTHER = (OF_OTHERS, ANOTHERS_MONEY, DENIED, OF_OTHER_LOAN, TOLD_BESIDE)
NOBODYS = (OF_OTHERS, OF_BEFORE, ANOTHERS_MONEY, DENIED, TOLD_BESIDE)
KINDS = ("money", "percent", "duration", "number")
MANY_TIMES = Decimal(10)  # as large as what stands: no single case of it
IS_SO_MUCH = re.compile("的(?:就|才|也)?(?:是|有)(?:了)?$")  # 「去年省里补的是」, which puts nothing right
# Who is spoken of: another of the same kind, or one near by; not the source from which one's own came
ANOTHER_ONE = re.compile(
    "(?<![从在向跟找去到和与同像比换给])"
    "(?:别的?(?:[家人厂户行处地]|企业|公司|银行|担保|保险|单位|机构)|其[他它](?:[一-鿿]{0,3}(?:家|企业|公司|厂|单位|银行|担保|保险|机构))"
    "|隔壁|对门|邻居|邻[市县区村]|同行(?!业)|民营|商业性?担保)"
)
# 「冠县那家借了600万，我们…」: a firm pointed at, where the speaker's own is told of behind it
THAT_FIRM = re.compile(
    "(?<![从在向跟找去到和与同像比换给为])(?<![我俺咱])(?<![我俺咱]们)那一?[家户](?!银行|担保|保险|行)"
)
TELLS_OF_OURS = re.compile(
    "(?<=[，。；,; ])(?:那|而|可|但)?[我俺咱]们?(?:[^，。；0-9]{0,4}这[家户]|家|[是只才也厂贷借融买投担押交]|自己|公司)"
)
# The whole of which the firm is one, or what is usual among many
THE_WHOLE = re.compile(
    "全(?:行|市|县|省|国|区|镇)(?!统一)|整个?(?:行|市|县|行业)|行业(?:里|内|的)?|业内|市面上?|(?<![一-鿿])市场(?:上|里|价)?(?!部)|普遍|通常|大多数?|户均"
    "|(?:平均|一般)(?=的?(?:每[家户]|企业|公司|厂|人家|都|也|要|是|保费|担保|费率|融|贷|收))"
    "|(?<![每各])一般(?=[^，。；0-9]{0,4}$)|(?:每|各)[家户](?:企业|公司)?(?:平均|一般)?(?=[^，。；0-9]{0,6}$)"
)
# Who pays out to many, and that all of it is spoken of
PROVIDER = (
    "(?:[^我俺咱们，。；]{2}(?:公司|机构)|银行|支行|分行|总行|[我本]们?[支分]?行|行里|农商行|信用社"
    "|省里|省厅|市里|县里|财政|中心|券商)"
)
ALL_OF_IT = "(?:一共|总共|合计|累计|全部|所有|在保|余额|总额|全年|今年)"
ITS_TOTAL = re.compile(f"{PROVIDER}[^，。；]{{0,8}}?{ALL_OF_IT}[^，。；]{{0,10}}$")
ITS_OWN = re.compile(
    f"{PROVIDER}[^，。；]{{0,8}}?(?:预算|规模|注册|股东|资本|限额|规定|单户|最高(?!(?:也|就|只|能|可以?)*(?:给|批|放|贷|担|保|做))|上限|总盘子|额度池)[^，。；]{{0,10}}$"
)
FOR_US = re.compile("(?:给|为|替|帮|对)(?:[我俺咱]|企业)|这一?[家户笔]")
THIS_ONE = re.compile("这一?[户家笔]")
EARLIER = re.compile(
    "(?:去年|前年|大前年|上个?年度?|上一年度?|往年|以前|原先|过去|早先|早年|早几年|头几年|上一?[次期回轮](?!说))"
    "(?![0-9一二三四五六七八九十]{1,3}月|[年下上]?[底初半]|到|至)"
)
NOW = re.compile("今年|现在|这[回次]|如今|目前|本期|改|变|调|[涨升降]到")
PUTS_RIGHT = re.compile("不对|不是|错了?|其实|才是|应该|更正|改[成为]|实际")
# What somebody says or reckons that one gets: 「担保公司的人说我们能拿1.5万」, 「会计算的是7万2」
SAYS = "(?:说|讲|告诉[我俺咱]们?|答复|回复|放话|拍胸脯|透露|承诺|答应)"
IS_SAID = re.compile(SAYS)
MAY = "(?:能|可以?|会|该|应该|差不多|大概|至少|最多|顶多|才|只|有)"
TOLD_TO_GET = re.compile(
    f"{SAYS}(?:的?是|过|了|着)?[^，。；0-9]{{0,8}}?{MAY}[^，。；0-9批放贷担投融]{{0,4}}(?<!省)[补贴奖返退拿领得给有到](?:上|个|到|回)?$"
)
RECKONED = re.compile(
    "[^，。；0-9，]{1,8}?(?:(?<![打推计结预核])算|测算?|估算?|报)(?:的?是|出来|下来|过|了|着|得|的)+[^，。；0-9]{0,4}$"
)
TOLD = re.compile(f"[^，。；0-9]{{1,8}}?{SAYS}(?:的?是|过|了|着)?(?:{MAY}|约|也就|批|下来|办)*$")
ITS_GRANT = re.compile(
    f"(?:补贴|贴息|补助|补偿|奖励?)(?:的?钱)?(?:[^，。；0-9]{{0,4}}?{SAYS}|说是)[^，。；0-9]{{0,4}}$"
)
# Whose money it is beside the one that the measure asks for
GIVES = (
    "(?:也|又|还|另外?|再|单独|已经?|早就?|都|头|给|帮|替|[我俺咱企业公司]们?)*"
    "(?:补贴?|贴|奖|出|给|垫|拨|发|承担)(?:过|了|的|给|补|贴)*(?:[我俺咱]们?)?[^，。；0-9]{0,3}$"
)
LEVEL = (
    "(?:县|区县?|开发区|高新区|园区|管委会|乡|镇|街道|市|工信局|科技局|财政局|商务局|人社局"
    "|总公司|母公司|集团|合作方|对方|客户|股东|协会|商会)"
)
GIVER = re.compile(f"(?:^|[^省一-鿿]|[一-鿿](?<!省)){LEVEL}(?:里|上|级|财政|头|那边|政府)*{GIVES}")
GIVEN_BY = re.compile(f"^[元块]?(?:钱)?的?(?:是|由|归){LEVEL}[^，。；]{{0,3}}?(?:出|给|补|垫|贴|拨|承担)")
# 「还有100万是老板个人借的」: whose another loan or payment is said to be
LENT_BY = re.compile(
    "^[元块]?(?:钱)?(?:是|由|走的?|从|靠|找|跟|向)[^，。；]{0,3}?(?:个人|自己|老板|股东|法人|供应商|客户|亲戚|朋友|员工|家里|母公司|总公司)"
    "[^，。；]{0,8}?(?:借|垫|凑|出|贷|掏|付)"
)
# 「不是两年的」, 「没有贷800万」: only said not to be so; 「不是说800万吗」 and 「没收回200万」 deny no value
NOT_SO = re.compile(
    "(?<!是)(?:(?:不是|并非)(?!应该?|说|讲|有|能|要|得|只|才|就|不)|(?:没有|没|未)(?:贷|借|融|募|投|补|交|担|保|达|收)?(?:到|了|过|够)?)"
    "(?:个|这么多|那么多)?$"
)
PROVINCE = re.compile("省")
BY_CITY = re.compile("市")
YEAR_ALONE = 4  # digits of a day of which only the year is said


# 「另有一笔300万是非鲁科担的，费率1%，不算」: told with all that is said of it, and left out
LEFT_OUT = re.compile(
    "(?:另有|另外|此外|还有|对了)[^。；！？\\n0-9]{0,8}一[笔份张个台单]"
    "(?:(?!另有|另外|此外|还有|对了)[^。；！？\\n]){0,40}?(?:不算|不计|不用算|别算|不含|不用管)(?:在内|进[来去]|它|的|了)*(?=[。；，,！？\\s]|$)"
)
PROGRAMME = re.compile(
    "(?:[领拿得收补给发]|享受|兑现)(?:了|过|到|取)+(?P<got>[^，。；0-9]{0,12}?)(?:补贴|补助|奖补|奖励?|贴息|资金|补偿)[款金]?(?:了|有|共)*$"
    "|(?:^|今年|已经?|还)(?P<of>[^，。；0-9]{2,10}?)(?:补贴|补助|奖补|奖励?|贴息|补偿)(?:也|都|已经?|先)*[领拿得](?:了|过|到)+$"
)
TURNS_TO_ITS_OWN = re.compile(
    "(?<=[，。；,; ])(?:那|而|可|但)?[我俺咱](?:们|家|厂|公司|这边|这个|的|这)*(?:客户|企业)?"
    "(?:也|同样|一样)(?:是|用|拿|把|押|做|买|贷)"
)
ASKS = re.compile("[吗么?？]|是不是|有没有")
TAKEN_OF = re.compile("(?:这个|那个|到底|究竟|的|[，, ])*是(?:拿|按|用|以|乘|从|对|跟|指|照)[^。；！？?0-9]{1,20}?还是")
PLUS = re.compile("[，, ]*(?:再|又|另外?|外|还)*(?:加上?|＋|\\+|有|给)[，, ]*")  # 「1%再加50万」
SAYS_NOTHING = re.compile(
    "今年|本年度?|[上下]半年|年[初内]|[之以]?前面?|已经?|一?[个笔项次]|[这那该]|同一?|[市的里级]|有|也|还|[我俺咱]们?|企业|公司"
)


@dataclass(frozen=True, slots=True)
class SetApart:
    """A message without what is nobody's here: ``left``: the rest of it; ``aside``: the figures, with the reason why;
    ``spans``: begin and end of the clauses that speak of nothing else."""

    left: Reading
    aside: tuple[Aside, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def without_others(reading: Reading) -> SetApart:
    """The message without the figures that are nobody's here."""
    apart = _apart(reading)
    if not apart:
        return SetApart(reading)
    figures = [one for one in reading.figures if one.start not in apart]
    by_words = [one for one in reading.by_words if one.figure.start not in apart]
    told = tuple(Aside(one, apart[one.start]) for one in reading.figures if apart.get(one.start))
    gone = {one.figure.start for one in told if one.why in SPEAKS_OF_ANOTHER}
    spans, text = [], reading.text
    for clause in clauses(text):
        inside = {one.start for one in reading.figures if clause.start <= one.start < clause.end}
        if inside & gone and inside <= apart.keys():
            spans.append((clause.start, clause.end))
    spans = _joined([*spans, *told_beside(reading)])
    for begin, end in spans:
        text = text[:begin] + "，" * (end - begin) + text[end:]
    return SetApart(replace(reading, text=text, figures=figures, by_words=by_words), told, tuple(spans))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that meet or overlap made one."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def has_what_is_nobodys(aside: Iterable[Aside], slots: Iterable[Slot]) -> bool:
    """Whether one of the values is a figure that was set aside as nobody's here."""
    texts = {one.figure.text for one in aside if one.why in (*NOBODYS, TOLD_SUM)}
    return any(slot.text in texts for slot in slots)


def kept_scores(reading: Reading, scores: Sequence[Scores], left: Reading) -> Sequence[Scores]:
    """What is heard of the figures that are left."""
    if len(scores) != len(reading.figures):
        return scores
    starts = {one.start for one in left.figures}
    return [score for one, score in zip(reading.figures, scores, strict=True) if one.start in starts]


def _apart(reading: Reading) -> dict[int, str]:
    """Begin of a figure → why it is nobody's here; "" for the bare year that goes with one."""
    found: dict[int, str] = {}
    carried = ""
    for clause in clauses(reading.text):
        inside = [one for one in reading.figures if clause.start <= one.start < clause.end]
        if IF.search(reading.text[clause.start : clause.end]) or BY_THIS.search(reading.text):
            inside = []  # what is supposed is to be reckoned with, whosesoever it is
        for one in inside:
            left, right = reading.text[clause.start : one.start], reading.text[one.end : clause.end]
            why = carried if not left.strip() else _why(reading, one, left, right)
            if why:
                found[one.start] = why
        last = found.get(inside[-1].start, "") if inside else ""
        carried = last if last == OF_OTHERS else ""
    told = any(why != "" for why in found.values())
    kept = _with_years(reading, found) if told and (reading.stands or _tells_its_own(reading, found)) else {}
    return {**kept, **_left_out(reading), **_of_the_rule(reading), **_asked_of_the_rule(reading)}


def _of_the_rule(reading: Reading) -> dict[int, str]:
    """「1%再加50万」, both of them numbers of the document: how somebody reckons by its rule."""
    own = {record.value for record in reading.measure.figures}
    found: dict[int, str] = {}
    for one, two in pairwise(reading.figures):
        both = one.value in own and two.value in own and {one.kind, two.kind} == {"percent", "money"}
        if both and PLUS.fullmatch(reading.text[one.end : two.start]):
            found |= {one.start: POLICY_KEY, two.start: POLICY_KEY}
    return found


def _asked_of_the_rule(reading: Reading) -> dict[int, str]:
    """「50%到底按省补乘，还是按保费乘」: of the document's own rate is asked of what it is taken."""
    own = {record.value for record in reading.measure.figures}
    return {
        one.start: POLICY_KEY
        for one in reading.figures
        if one.kind == "percent" and one.value in own and TAKEN_OF.match(reading.text, one.end)
    }


def _left_out(reading: Reading) -> dict[int, str]:
    """All that is said of another loan that is told not to count; where nothing stands, only beside other figures."""
    spans = [one.span() for one in LEFT_OUT.finditer(reading.text)]
    inside = [one for one in reading.figures if any(begin <= one.start < end for begin, end in spans)]
    counts = any(one.kind == "money" for one in inside) and len(inside) < len(reading.figures)
    beside = told_beside(reading)
    apart = [one for one in reading.figures if any(begin <= one.start < end for begin, end in beside)]
    left_out = {one.start: OF_OTHER_LOAN for one in inside} if counts else {}
    return {**left_out, **{one.start: TOLD_BESIDE for one in apart}}


def _why(reading: Reading, figure: Figure, left: str, right: str) -> str:
    """Why a figure is nobody's here, by the words on both sides of it in its clause; "" where it may be one."""
    if figure.kind not in KINDS or _stands_so(figure, reading):
        return ""
    if _is_of_others(reading, figure, left):
        return OF_OTHERS
    if _is_denied(reading, left):
        return DENIED
    if figure.kind not in ("money", "number"):
        return OF_BEFORE if figure.kind == "percent" and _is_of_before(reading, left) else ""
    if _is_anothers_money(reading, left, right):
        return ANOTHERS_MONEY
    if _is_told_sum(reading, figure, left):
        return TOLD_SUM
    return OF_BEFORE if _is_of_before(reading, left) else ""


def _is_denied(reading: Reading, left: str) -> bool:
    """Whether it is only said that it is not so, where another value stands."""
    said = NOT_SO.search(left)
    return said is not None and bool(reading.whole) and not reading.setting.asks and not ASKS.search(reading.text)


def _stands_so(figure: Figure, reading: Reading) -> bool:
    """Whether it is a value that stands, or one of which such a value was worked out."""
    known = (*reading.stands.values(), *reading.before.values())
    return any(figure.value == slot.value for slot in known)


def _tells_its_own(reading: Reading, found: Mapping[int, str]) -> bool:
    """Whether, where nothing stands, a figure of the same kind is said to be the speaker's own."""
    said = [(one, reading.text[one.start : one.end]) for one in clauses(reading.text)]
    own = [one for one, text in said if OURS.search(text) or THIS_ONE.search(text)]
    kinds = {one.kind for one in reading.figures if one.start in found}
    last = max(found, default=0)
    if all(why == OF_OTHERS for why in found.values() if why) and TURNS_TO_ITS_OWN.search(reading.text, last):
        return True  # 「对门借了200万，我们也押专利，能补多少」: how much its own is, is left open
    return any(
        one.kind in kinds and one.start not in found and any(c.start <= one.start < c.end for c in own)
        for one in reading.figures
    )


def _is_of_others(reading: Reading, figure: Figure, left: str) -> bool:
    another = [*ANOTHER_ONE.finditer(left), *THE_WHOLE.finditer(left)]
    if another:
        behind = left[max(one.end() for one in another) :]
        return not (OURS.search(behind) or IS_SAID.search(behind))
    if FOR_US.search(left):
        return False
    if THAT_FIRM.search(left) and not OURS.search(left) and TELLS_OF_OURS.search(reading.text, figure.end):
        return True
    if reading.stands and ITS_OWN.search(left):
        return True
    return ITS_TOTAL.search(left) is not None and _is_far_more(figure, reading.whole)


def _is_far_more(figure: Figure, whole: object) -> bool:
    """Whether it is many times what stands, or counts how many there are; anything is where nothing stands."""
    if not isinstance(whole, Decimal) or (figure.kind == "number" and not figure.unit_missing):
        return True
    return isinstance(figure.value, Decimal) and figure.value >= whole * MANY_TIMES


def _is_of_before(reading: Reading, left: str) -> bool:
    """Whether it is of an earlier year than the case that stands; what is put right, or a loan of its own, may be."""
    earlier = list(EARLIER.finditer(left))
    if not earlier or not reading.whole or reading.setting.restores:
        return False
    if reading.setting.changes and (IS_SO_MUCH.search(left) is None or IF.search(reading.text)):
        return False
    if reading.items or PUTS_RIGHT.search(reading.text) or NOW.search(left[earlier[-1].end() :]):
        return False
    return not (reading.measure.day_key and reading.asked == reading.measure.day_key)


def _is_told_sum(reading: Reading, figure: Figure, left: str) -> bool:
    """Whether somebody says, or reckons, that so much is got; the sum of an input is told by its own word."""
    if reading.main not in reading.stands:
        return False
    if ITS_GRANT.search(left) or TOLD_TO_GET.search(left):
        return True
    if not (RECKONED.fullmatch(left) or TOLD.fullmatch(left)):
        return False
    return is_of_the_size_of_the_sum(figure, reading.setting)


def _is_anothers_money(reading: Reading, left: str, right: str) -> bool:
    """Whether it was given by another than the one whose money the measure asks for, or for another thing."""
    main, prior = reading.measure.input(reading.main), reading.measure.input(reading.measure.key_of("prior"))
    if PROVINCE.search(left):
        return False
    given = GIVER.search(left) is not None or GIVEN_BY.match(right) is not None
    if LENT_BY.match(right) and not _takes_off_loans(reading.measure):
        return True
    if main is not None and _is_of_the_province(main):
        return given
    if prior is None:
        return False
    return (given and not BY_CITY.search(left)) or _is_of_another_programme(reading.measure, left)


_is_of_the_province: PerObject[InputRecord, bool] = PerObject(
    lambda record: any(PROVINCE.search(word) for word in record.announces)
)


def _takes_off_loans(measure: Measure) -> bool:
    """Whether what the firm borrowed is taken off what it raised, and so no other matter."""
    return any(row.op == "less" and not LOANS.isdisjoint(row.sources) for row in measure.derivations)


def _is_of_another_programme(measure: Measure, left: str) -> bool:
    """「今年领过技改补贴50万」: what the grant is for that was received is none of the measure's words."""
    said = PROGRAMME.search(left)
    what = SAYS_NOTHING.sub("", (said["got"] or said["of"] or "")) if said else ""
    own = "".join((measure.name, *measure.words, *measure.needs, *(one.label for one in measure.inputs)))
    return len(what) > 1 and not any(what[i : i + 2] in own for i in range(len(what) - 1))


def _with_years(reading: Reading, found: dict[int, str]) -> dict[int, str]:
    """With the bare years said in the clauses of these figures: 「去年保费是60万」 tells no day."""
    for clause in clauses(reading.text):
        starts = [one.start for one in reading.figures if clause.start <= one.start < clause.end]
        if any(start in found for start in starts):
            years = [one for one in reading.figures if one.start in starts and one.kind == "date"]
            found |= {one.start: "" for one in years if len(str(one.value)) == YEAR_ALONE}
    return found
