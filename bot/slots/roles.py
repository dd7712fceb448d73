"""Which input a figure fills, from the words around it: declared per input in measures.toml, not here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import Protocol

from bot.copies import replace
from bot.figures import ALIKE, Figure
from bot.memo import PerObject, WhileItLives, per_text
from bot.nlu.phrases import holds
from bot.records import record
from bot.slots.reckoned import MADE
from bot.slots.voided import alike
from bot.slots.words_behind import (
    is_day_of_something_else,
    is_payout_behind,
    is_the_sum_itself,
    is_worked_out_of_a_spread,
    not_paid_back,
)
from knowledge.records.model import Distractor, InputRecord, Measure
from knowledge.text.phrase_search import Phrases
from knowledge.text.tokens import fold

BEFORE, AFTER = 14, 8
STOP_BEFORE = re.compile(r"[。！？；;!?\n]")
STOP_AFTER = re.compile(r"[，。！？；、,;!?\n]")
COMMA = re.compile(r"[，、,]")
POLICY_TALK = re.compile(r"(?:能给|能拿|给|奖|补|拿满|那|最高|封顶|上限|顶格|满)\S{0,2}$")
KINDS = {
    "yuan": ("money", "number"),
    "ratio": ("percent", "number"),
    "months": ("duration",),
    "date": ("date",),
    "count": ("number",),
    "usd": ("money",),
}
ANY_COUNTER = "个"
RECEIVED = re.compile("已|领[了过到满]|拿满|用完|用光|拿了|拿过|今年")
YEAR = re.compile("(20[0-9][0-9])年")
NEARBY = 6  # characters in which it is said that a sum was received
A_NAME = 4  # characters of a name of a sum
HIGHEST_YEARLY = Decimal("0.36")  # no rate of a year is higher; what is said to be is the part of a whole
DAYS_OF_A_YEAR = (360, 365, 366)
DIVIDED_BY, DIVIDES = (
    re.compile("(?:除以?|÷|/|分母[是用为]?)$"),
    re.compile("[^，。；0-9]{0,4}(?:[0-9]+天)?[^，。；0-9]{0,2}(?:除|分母)"),
)
BY_IT, RECKONED = re.compile("[按照以用]$"), re.compile("[^，。；0-9]{0,2}(?:算|计|折|来|还是)")
HIGHEST_BARE_RATE = 30  # percent; a bare 80 is no rate
FEWEST_BARE = Decimal(99)  # above it a bare number can be what a sum beside it is (2,100 和 980)
DEFAULT_SCORE = 1.0
TOUCHING = 11.0
NEAR = 9.0  # score of a word right beside a figure
PART_OF_A_WHOLE, LESS_LIKELY = Decimal("0.1"), 3.0  # from here on a rate is rather the part of a whole than a fee
LINKING = (
    r"(?:款|了|的|是|为|：|:|(?:可能|估计|恐怕|也许|怕)(?:是|得|要|会)?|约|大约|大概|差不多|正好|刚好|恰好|整整|足足|一共|总共|共|就|只有|只|先|也|都|各|均|整|一笔|[一两二三四五六几0-9]*[笔份张台户家]|期限|期|定|暂定|分别|到|做|给"
    r"|、|和|跟|或|（|\(|\"|“|\s)*"
)
BESIDE = re.compile(LINKING)  # between a term and what it is the term of
# 「还有三个月」, 「等了两个月」, 「前两个月」, 「已经还了半年」, 「同一天」: what remains, was waited, or went by
ALTOGETHER = re.compile("的?(?:一共|总共|共|合计|加起来|总计)(?:是|要|交了?|花了?|付了?|收了?)?")
# 「一年下来利息付了26万」: the time for which a sum is paid parts no word from it
PAID_OVER = re.compile(
    "(?:一共|总共|共|合计|就|要|得|大概|差不多)*(?:支付|缴纳|[付交缴花扣])(?:给|了|过|掉|出去|银行)*(?:有|是|约)?"
)
NO_TERM_BEFORE = re.compile(
    "(?:还有|还剩|剩下?|还差|差|再有|再过|再等|过了|过去|最近|近|前|头|后|上|早|等了?|花了?|拖了?|晚了?|提前了?|推迟了?|逾期了?"
    "|还了|还款|超了?|每|隔|挪了?|(?:往|向)(?:前|后)(?:挪|推|移|提)?|(?<!合)同|某|哪|(?<![就是])这)(?:才|大约|大概|差不多|整整|足足|不到)?$"
)
ALREADY = re.compile("已经?|都快|(?<!刚)才刚?")
# 「30天内」, 「两个月才」, 「三年前」, 「半年没还」, 「三个月的利息」, 「两年宽限期」
NO_TERM_AFTER = re.compile(
    "(?:多|来)?(?:(?:还|付|交|扣)(?:一?[点些次回期笔]|[0-9])|之?内|以内|之?前|以前|里|间|才|没|未|不到|老|了才|宽限|缓|的?利息|[^，。]{0,4}(?:护|限|保|修|效|示|核|待|冲|用|察)期)"
    "|后(?!还|到期|结清|归还|[头面边]|来)|以?来|一[算次交付结回审报批评缴]"
)
IT_IS = re.compile("^[，, ]*是")  # 「共8万，是两年的担保费」
THIS_YEAR = re.compile("^是今年[0-9一二三四五六七八九十]{1,3}月(?:份|[0-9一二三四五六七八九十]{1,3}[号日])?")
COPULA = re.compile(
    "(?:总额|金额|额度?|规模)?(?:大概|大约|一共|总共|差不多|正好|就|也|总的|呢|嘛|[，, ])*(?:是|为|有|：|:)$"
)
COMPOUND = re.compile("[一-鿿]期$")  # 保护期, 宽限期, 到期: another span than 期 by itself
TERM_SAID = re.compile("期$")  # 一年期
# Roles of figures that fill nothing: the sum just shown, the document's own number, the user's guess at the sum, the
# value that is denied, the name of a part, another matter, how many parts
IDLE = frozenset({"result", "policy", "guess", "old", "part", "other", "count"})
SPREAD_KEY = "spread"
POLICY_KEY = "policy_figure"
CALLED_POLICY = re.compile("[^，。]{0,3}(?:上限|封顶)")
CALLED_BY_IT = re.compile("的?那(?:个|一?[项条]|奖)")  # 「拿10万那个」
GUESS_KEY = "guess"
OTHER_FIRM_KEY = "other_firm"
GUESS_BEFORE = re.compile(
    "(?:能|可以|该|应该|应当|大概能|是不是)(?:再|也|都)?(?:补|给|贴|奖|拿|领|有|报|是)(?:给)?[我咱们到]{0,2}$"
)
GIVES = re.compile("[补给贴奖拿领]给?[我咱们到]{0,2}$")
# 「…的保费补贴，500万」: what is asked for, named at the head; it announces no figure
TOPIC = re.compile("^[^，,省给批领拿到收]*(?:补贴|贴息|补助|奖励|补偿)(?:金|款|资金|政策)?的?[，,]")
REFLECTS = re.compile("(?:.*[，,；; ])?不就(?:是|有|得)?")  # 「一年十万，三年不就三十万」
WHY_NOT = re.compile(
    "(?:怎么|为什么|为啥|咋|凭啥|凭什么)(?:就|又|会)?(?:不是|没有|不给|不到|才|只有)$"
)  # 「怎么不是4万」
GUESS_AFTER = re.compile("[^，。；]{0,5}(?:吗|吧|么|嘛|对不对|是不是|没错)")
GIVEN_TO_US = re.compile("(?<!省里)(?<!省)[给补贴][我俺咱]们?$")
# 「直接给我批10万贴息」: what is demanded, where 省里 is not the giver
# What stands right before the sum is another thing than what the input is called by: 「贷款手续费2万」, 「贷款买了台
# 120万的机器」, 「每月还本金40万」
ANOTHER_THING = re.compile(
    "(?:费用?|月供|款用|成本|保证金|押金|订金|定金|罚款|税款?|房租|租金|工资|用途|投向|计划|预算|利润|营收|产值|收入)"
    "(?:就|也|还|都|大概|约|差不多)*(?:是|为|有|要|花了?|交了?|付了?|存了?|收了?)?(?:个)?$"
    "|(?:用途是?|投向是?|拿[去来]|用[来于]|买了|买[台套辆]|建了|建[厂房楼仓]|装修|发工资|款用了)[^，。；0-9]{0,3}$"
    "|(?:每|一个?|逐)(?:个?月|季度?|期)[^，。；0-9年]{0,8}$"
)
# What all, many or the whole of a bank or trade have is nobody's own: 「市场上费率一般2%」, 「全行不良1.2亿」
OF_MANY = re.compile(
    "(?:市场(?:[上里价]|[费利]率)|市面上?|行业|业内|同行|平均|全(?:行|市|县|省|国|区)|普遍|大多数?|人家一般|一般(?:企业|厂|公司|的?都|要|是)?)"
    "[^，。；我咱俺]{0,12}$"
)
# 「费率比以前降了1%」, 「以前费率是1.5%」, 「多出0.5个点」
BEFORE_NOW = re.compile(
    "(?:多出|超出|高出|多了|高了)来?的?$|比[^，。；]{0,6}[降涨高低多少]了?$|(?:以前|原先|过去|往年|早先|头几年)[^，。；0-9]{0,8}$"
)
YEAR_IN_MONTHS = 12
LONGEST_NAME = 6  # characters of what stands before 费 and the like
GRANT_REACH = 30  # characters before a figure within which a grant received is spoken of
DEMANDED = re.compile("(?<!省里)(?<!省)给[我俺咱]们?(?:直接)?[批发打贴补拨]$")
GRANT_BEHIND = re.compile("[元块]?(?:的)?(?:贴息|补贴|补助|补偿|奖)")
# 「按360天还是365天」, 「为啥不按365天算」: how many days make a year
ONE_OR_OTHER = re.compile("36[056]天?(?:算|计|来)*(?:还是|或者?|、)(?:按|算|以|除)*36[056]|[不是]按36[056]天?")
# 「去年12月报的，今年1月到的账」: the days of what was granted
OF_A_GRANT = re.compile("(?:申?报|批|领)(?:上去)?的[，,、 ]*[^，。；放贷借]{0,8}到的?[账帐]")
# 「就按12万的50%给我6万」: what is demanded at a share of something
BY_A_SHARE = re.compile(
    "^[^省批]*(?:就|直接|干脆|那)*按[^，。；省]{0,10}[%％成半][，,]?(?:就|该|得|直接)*[给补贴][我俺咱]们?$"
)
TAKEN_OFF = re.compile("(?:去掉|减[去掉]|扣[掉除去]|刨[去掉除]|少算|划掉|拿掉|剔[除掉])了?$")  # 「去掉50万」: so much
A_PIECE = re.compile("[元块]?的?[那这]?[笔份单张个家户]")
# 「今年领过一回专利质押贴息，六万二」, 「已收到贴息62,000元」: what this year brought already
GRANT_HAD = re.compile(
    "(?:领|收|拿|得|享受|兑现)(?:取|到|得|过|了)+[^，。；,;]{0,14}(?:贴息|补贴|补助|奖励|奖补)[，,]?(?:款|资金|一共|总共|共|是)*$"
    "|今年[^，。；,;]{0,8}(?:贴息|补贴|补助|奖励|奖补)(?:已经?|都|先|也)*[领收拿得](?:取|到|过|了)+$"
    "|(?:同一?年度?|本年度?|今年)[^，。；,;省县区0-9]{0,6}(?:另|别的?|其他|上)[^，。；,;省县区0-9]{0,6}(?:[补贴][过了]|[领拿][过了到])+(?:有|是|共)*$"
    "|今年[^，。；,;省]{0,14}[补贴]过了?$|今年(?:才|刚|已经)?[给领补贴发]的$"
)
PROVINCE = "省"
# 「省财政补贴了我们的保费」 right before the sum
GAVE_FOR = re.compile(
    "省[^，。；、0-9]{0,10}(?:补贴|补助|贴补|资助|报销|补|贴)(?:给)?(?:了|过|(?=[我俺咱企]))"
    "[^，。；、0-9]{0,9}[费息款金额](?:一?共|共计|合计)?$"
)
NOT_THEN = re.compile("不是[^，。；]{1,4}[，, ]")  # 「不是去年，是今年给的8万」
# What others had is nothing of the user's: 「同行拿了200万呢」
OTHERS_GOT = re.compile(
    "(?:同行|隔壁|邻居|朋友|亲戚|同学|别家|别人|对门)[^，。；省]{0,6}?(?:[拿领得](?:了|过|到)|到手)(?:了|有)?$"
)
A_CAP = re.compile("[块元钱]{0,2}(?:就)?(?:封顶|到顶|顶天|为限|上限|撑死)")
STILL_TO_HAVE = re.compile("(?:还|都|也)(?:能|可以|能不能)(?:再|全)?[领拿得](?:不(?!到)|吗|么|吧)")  # 18万还能领不
WITHIN = re.compile("(?<![省市县国境海年话信])(?:里(?:头|面|边)?|其中)(?:有|的|还有)?$")
HEADING = 8.0
CLAIMED = re.compile(
    "(?:的话)?(?:算下来|算起来|合着|那|也|就)*(?:是不是|岂不是|不就是|不得有?|不就得有?)"
)  # 1%是不是9万
OBJECT = re.compile(
    "(?:[了过的给是掉走去他她它我俺咱您们]|人家|企业|客户|(?:[^，。；0-9]{2})?公司|一共|总共|拢共|统共|才|就|只|大概|差不多|大约|约)*"
)
CITY_PAYS = re.compile("市(?:里|级|财政|上)[^，。；省收]{0,8}?(?:补|贴|给|奖|按)[^，。；省收]{0,6}$")
IS_THE_SUBSIDY = re.compile(
    "(?<!省)(?:补贴|补助|贴息|补偿|奖励)(?:金额|额度|标准|比例)?(?:就?是|为|按)[^，。；省0-9]{0,8}$"
)
TOLD_OF_THE_RULE = re.compile("(?:说|讲|听说)(?:是|的是|就是|都)?按[^，。；省收0-9]{0,6}$")
# 「会计说是利息的一半」, where nobody says 省: what somebody takes the rule to be
HELD_TO_BE = re.compile(
    "(?:说|讲|听说|以为|觉得|认为|算的)[^，。；省0-9]{0,8}(?:利息|(?<!担)保费|本金)(?:的|总额的?)?$"
)
APART = re.compile("[元块]?(?:钱)?(?:是|都|要|得)?另(?:算|计|说|付|交|外[算计付])")  # 「佣金1.2万另算」
ASKED_OF_IT = re.compile("(?:这个?(?:数|比例)?)?(?:到底|究竟|是(?:按|不是|指|对)|怎么|咋|凭|为[什啥])")
ITS_NAME = re.compile("[^，。；、,;0-9 ]{1,4}?(?:加上?|和|跟|与|及|外加|还有|另加|带)")
ROW_OF_SERIES = re.compile("^(?:的)?lpr|lpr(?![^，。；]{0,12}(?:贷款?|期限|借款?)[^，。；]{0,2}$)[^，。；]{0,12}$")
# 「1年期还是5年期LPR」: so too the first of two rows
OTHER_ROW = re.compile("(?:以上)?(?:还是|或者?|和|跟|、|/)[0-9一二两三五十]+年期?(?:以上)?的?[Ll][Pp][Rr]")
TENTHS = re.compile("成")
BEHIND_A_DAY = re.compile(r"[^\s，,]{1,6}\s+")
COMES_TO = re.compile("那?(?:不?就)是")
THRESHOLD = re.compile("[元块]?(?:[（(]?含[)）]?)?(?:及?以上)?(?:的|就|才|能|，)*[给补奖]$")  # 一百万以上给10万
SAID_OF_POLICY = re.compile("(?:不超过|不高于|不得超过|最高|上限|封顶)$")
# 「2025-01-08 放 2025-07-08 收」
PAID_OUT = re.compile(r"\s*(?:发?放|下|到|拿)(?:款|贷|出|账|到)?[了的]?[\s，,、；]*")
BACK_IN = re.compile(
    r"\s*(?:就|已经?|都|也|才|按[期时]|准时|如期|提前|一次性?|全部?|当天|本息)*(?:收(?!到|据|益)|回|到期|结清|付清|还)"
)
# 「做了个84个月的项目贷」: how long it runs
MADE_FOR = re.compile("[做办批放签搞弄整申贷借](?:了|过|下来)?(?:一?[个笔])?$")
IS_A_LOAN = re.compile("期?的[^，。；0-9的]{0,5}(?:贷(?!后)|借款|担保|流贷)")
COLUMNS = re.compile(r"[\s，,|｜]+")
CONNECTED = re.compile("[，、和跟与及加又再另 ]*(?:还有|另有)?(?:另?一|第[二三四五六])?[笔份次单张台户家轮]?的?")
DATED = re.compile(
    "月|[./-]|[0-9]{8}|季|[qQ][1-4]|半年"
)  # 今天, 去年: a day passing by is no day of payment unless a word says so


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a figure can be: an input of the measure, or a distractor (``is_input`` false)."""

    key: str
    unit: str
    announces: tuple[str, ...]
    forbids: tuple[str, ...] = ()
    default: bool = False
    strong: bool = False
    never: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    is_input: bool = True
    yearly: bool = False
    rivals_share: bool = False  # a rate beside which the measure has the part of a whole
    is_share: bool = False  # the part of a whole itself
    counted: tuple[str, ...] = ()
    through: re.Pattern[str] | None = None  # the name of what it is taken off, between its own word and the figure

    @property
    def is_term(self) -> bool:
        return self.is_input and self.unit == "months"


@record(frozen=True, slots=True)
class Placed:
    """A figure with the role it was given; ``announced`` when a word said so rather than the default."""

    figure: Figure
    key: str
    is_input: bool
    score: float
    announced: bool


class Candidates:
    """All that a figure of a message for one measure can be, filed under the words that speak for it: of more than a
    hundred a figure has the words of one or two beside it."""

    def __init__(self, roles: Sequence[Candidate]) -> None:
        self._roles, self._keys = roles, frozenset(role.key for role in roles)
        filed: dict[str, set[int]] = {}
        for place, role in enumerate(roles):
            for word in role.announces:
                filed.setdefault(max(word.split("_"), key=len), set()).add(place)
        self._anyway = frozenset(i for i, role in enumerate(roles) if role.default or role.is_term or role.verbs)
        self._anyway |= filed.pop("", frozenset())
        self._words, self._filed = Phrases(filed), tuple(filed.values())

    def has(self, key: str) -> bool:
        """Whether one of them goes by this key."""
        return key in self._keys

    def words(self, key: str) -> tuple[str, ...]:
        """The words that announce the one of this key."""
        return next((role.announces for role in self._roles if role.key == key), ())

    def beside(self, around: "_Around", asked: str) -> list[Candidate]:
        """Those one of whose words is near, the one ``asked`` for, and those that need no word, in order."""
        found = self._anyway.union(
            *(self._filed[w] for w, _, _ in self._words.find(f"{around.before}\n{around.after}"))
        )
        return [role for place, role in enumerate(self._roles) if place in found or role.key == asked]


def _roles(distractors: tuple[Distractor, ...], measure: Measure) -> Candidates:
    shares = {key for row in measure.derivations if row.op == "part" for key in row.sources}
    inputs = [
        Candidate(
            i.key,
            i.unit,
            i.announces,
            i.forbids,
            i.default,
            i.strong,
            i.never,
            i.verbs,
            yearly=i.yearly,
            rivals_share=bool(shares) and i.yearly,
            is_share=i.key in shares,
            counted=i.counted,
        )
        for i in measure.inputs
        if i.unit != "choice"
    ]
    known = {role.key for role in inputs}
    taken_off = {key: row.target for row in measure.derivations if row.op == "recovered" for key in row.sources}
    others = [
        Candidate(d.key, d.unit, d.announces, d.forbids, is_input=False, through=_named(measure, taken_off.get(d.key)))
        for d in distractors
        if d.key not in known and not d.beside and not holds(measure.name, d.is_it_where)
    ]
    return Candidates((*inputs, *others))


def _named(measure: Measure, key: str | None) -> re.Pattern[str] | None:
    """The gap in 「收回来的本金20万」: what came off the input ``key``, called by the input's own name."""
    record = measure.input(key) if key else None
    names = "|".join(re.escape(fold(word)) for word in record.announces if "_" not in word) if record else ""
    return re.compile(f"[来回到过了的]*(?:{names})(?:有|是|了|共)?") if names else None


_roles_among: PerObject[tuple[Distractor, ...], PerObject[Measure, Candidates]] = PerObject(
    lambda distractors: PerObject(partial(_roles, distractors))
)


def place(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    distractors: tuple[Distractor, ...],
    asked: str = "",
    year: int = 0,
) -> tuple[Placed, ...]:
    """The role of every figure of ``text``; figures nothing speaks for are left out. ``asked`` is the input whose
    question was just put: a figure of its unit without other words answers it."""
    roles = _roles_among(distractors)(measure)
    placed: list[Placed] = []
    for i, figure in enumerate(figures):
        begin = figure.start if _names_the_day_before(text, figures, i) else _begin(text, figures, i)
        begin = figures[i - 1].start if i and _is_of_that_year(text, figures[i - 1], figure, measure) else begin
        end = _end(text, figures, i)
        if _is_of_a_cap(text, figures, i) or _is_first_of_two_rows(text, figure):
            continue
        if _is_year_of_a_grant(text, figures, i, measure):
            continue
        around = _Around.of(text, figure, begin, end)
        if i + 1 < len(figures) and _names_the_next(figure, around, figures[i + 1], end):
            around = replace(around, after="")
        found = _had_this_year(text, figure, measure) or _given_by_the_province(text, figure, measure)
        found = found or _role(figure, around, roles, measure, asked, year)
        if found and found.is_input and found.key in _of_nothing_here(figure, around, measure):
            found = None
        found = _said_behind(text, found, measure, asked)
        found = _day_of_the_base(text, figures, i, found, measure) or found
        found = _day_after_the_start(text, figure, found, placed, measure) or found
        found = _same_role_as_before(text, figure, found, placed) or found
        if found:
            placed.append(found)
    return tuple(placed)


def _said_behind(text: str, found: Placed | None, measure: Measure, asked: str) -> Placed | None:
    """With what the words behind a day, a span or a sum say of it."""
    if found is not None and found.figure.kind == "duration" and not found.is_input and measure.key_of("term"):
        made = MADE_FOR.search(text[: found.figure.start]) and IS_A_LOAN.match(text, found.figure.end)
        return replace(found, key=measure.key_of("term"), is_input=True, score=TOUCHING) if made else found
    if found is None or not found.is_input or found.key == asked:
        return found
    start, figure = measure.key_of("start"), found.figure
    if found.key not in ("", start, measure.key_of("end")) and start and _runs_from_day_to_day(figure):
        return replace(found, key=start)  # 「合同是2月18号到11月18号」: no one day
    if found.key == measure.key_of("end") and is_payout_behind(text, figure, measure):
        return replace(found, key=start, score=TOUCHING, announced=True)
    if found.key == start and is_day_of_something_else(text, figure, measure):
        return None
    if (record := measure.input(found.key)) and record.series and is_worked_out_of_a_spread(text, figure):
        return None
    if found.key == measure.key_of("prior") and is_the_sum_itself(text, figure, measure):
        return replace(found, key=measure.main, score=TOUCHING, announced=True)
    return found


def _runs_from_day_to_day(figure: Figure) -> bool:
    """Whether it is a first and a last day, rather than a time in which one day lies."""
    return figure.kind == "date" and isinstance(figure.value, tuple) and not figure.span


class Message(Protocol):
    """A message with its figures, which lives as long as it is answered."""

    @property
    def text(self) -> str: ...

    @property
    def figures(self) -> tuple[Figure, ...]: ...


_known: WhileItLives[Message, dict[tuple[str, str, int], tuple[Placed, ...]]] = WhileItLives(lambda _: {})


def place_once(
    message: Message, measure: Measure, distractors: tuple[Distractor, ...], asked: str = "", year: int = 0
) -> tuple[Placed, ...]:
    """``place`` for the figures of a message, worked out once for each question that makes a difference."""
    known = _known(message)
    said = year if YEAR.search(fold(message.text)) else 0
    seen = (measure.key, asked if _roles_among(distractors)(measure).has(asked) else "", said)
    if seen not in known:
        known[seen] = place(message.text, message.figures, measure, distractors, asked, said)
    return known[seen]


def of_another_kind(
    text: str, figures: Sequence[Figure], measure: Measure, distractors: tuple[Distractor, ...]
) -> dict[str, str]:
    """Foreign money that words say is something else than an input (营收200万美元) → the distractor it is."""
    return {one.figure.text: one.key for one in _foreign(text, figures, measure, distractors) if not one.is_input}


def in_foreign_money(
    text: str, figures: Sequence[Figure], measure: Measure, distractors: tuple[Distractor, ...]
) -> dict[str, str]:
    """Foreign money that words say is an input (保额是100万美元) → that input."""
    placed = _foreign(text, figures, measure, distractors)
    return {one.figure.text: one.key for one in placed if one.is_input and one.announced}


def _foreign(
    text: str, figures: Sequence[Figure], measure: Measure, distractors: tuple[Distractor, ...]
) -> list[Placed]:
    """What words say of the sums of foreign money."""
    foreign = {figure.text for figure in figures if figure.kind == "money" and figure.unit != "yuan"}
    if not foreign:
        return []
    as_yuan = [replace(figure, unit="yuan") if figure.kind == "money" else figure for figure in figures]
    return [one for one in place(text, as_yuan, measure, distractors) if one.figure.text in foreign]


def _day_of_the_base(
    text: str, figures: Sequence[Figure], i: int, found: Placed | None, measure: Measure
) -> Placed | None:
    """「2024年8月10日拿专利贷了300万」: a day at the head of the clause of the base sum is its start."""
    if found is None or found.announced or found.figure.kind != "date" or found.key != measure.key_of("start"):
        return None
    after = next((one for one in figures[i + 1 :] if one.kind != "number" or one.unit_missing), None)
    head = text[found.figure.end : after.start] if after else ""
    if after and after.kind == "money" and not STOP_AFTER.search(head) and _base_said(fold(head), measure):
        return replace(found, announced=True, score=HEADING)
    return None


def _base_said(head: str, measure: Measure) -> bool:
    base = measure.input(measure.key_of("base"))
    return base is not None and any(word in head for word in base.announces if "_" not in word)


def _is_of_that_year(text: str, year: Figure, figure: Figure, measure: Measure) -> bool:
    """「去年1000万」, where an input is what there was last year: the word for the year is the word for the sum."""
    if not _only_a_year(year) or figure.kind == "date" or STOP_AFTER.search(text[year.end : figure.start]):
        return False
    return any(year.text in record.announces for record in measure.inputs)


def _names_the_day_before(text: str, figures: Sequence[Figure], i: int) -> bool:
    """Whether the words between two days stand right behind the first: 「2025.3.3放款 2025.11.18还的」."""
    if not i or not figures[i].kind == figures[i - 1].kind == "date":
        return False
    return BEHIND_A_DAY.fullmatch(text[figures[i - 1].end : figures[i].start]) is not None


def _names_the_next(figure: Figure, around: "_Around", following: Figure, end: int) -> bool:
    """Whether the few words up to the next figure are its own: 贷款500万利息22万, each with its word before it."""
    meets = following.kind == figure.kind and following.start == end and end - figure.end == len(around.after)
    return meets and 0 < len(around.after) <= A_NAME and around.before[-1:].isalnum()


def ruled_out(text: str, figures: Sequence[Figure], measure: Measure) -> dict[int, frozenset[str]]:
    """Begin of a figure → the inputs that it cannot be by its grammar, whatever else speaks for them: a time that
    remains or went by is no term, a spread no published rate, the document's own number nothing of the user's, and how
    much is taken off names no part."""
    terms = frozenset(record.key for record in measure.inputs if record.unit == "months")
    rates = frozenset(record.key for record in measure.inputs if record.series)
    found: dict[int, frozenset[str]] = {}
    for i, figure in enumerate(figures):
        around = _Around.of(text, figure, _begin(text, figures, i), _end(text, figures, i))
        others_got = figure.kind == "money" and OTHERS_GOT.search(around.left)
        made = figure.kind == "money" and MADE.search(around.left)
        guess = _is_guess(figure, around) or (figure.kind == "money" and BY_A_SHARE.search(text[: figure.start]))
        if others_got or _quotes_the_policy(figure, around, measure) or guess or made:
            found[figure.start] = frozenset(record.key for record in measure.inputs)
        elif figure.kind == "duration" and (
            _is_of_a_cap(text, figures, i) or _is_first_of_two_rows(text, figure) or _is_days_of_a_year(text, figure)
        ):
            found[figure.start] = terms
        elif had := _had_this_year(text, figure, measure) or _given_by_the_province(text, figure, measure):
            found[figure.start] = frozenset(r.key for r in measure.inputs if r.key != had.key) | {"other"}
        elif figure.kind == "money" and (paid := _taken_by_a_verb(around, measure)):
            found[figure.start] = frozenset(record.key for record in measure.inputs if record.key != paid)
        elif figure.kind == "duration" and not _can_be_term(figure, around):
            placed = (record.key for record in measure.inputs if around.placed(record.announces))
            found[figure.start] = terms - set(placed)
        elif figure.kind == "date" and OF_A_GRANT.search(text):
            found[figure.start] = frozenset({measure.key_of("start"), measure.key_of("end")})
        elif is_payout_behind(text, figure, measure):
            found[figure.start] = frozenset({measure.key_of("end")})
        elif is_day_of_something_else(text, figure, measure):
            found[figure.start] = frozenset({measure.key_of("start")})
        elif is_the_sum_itself(text, figure, measure):
            found[figure.start] = frozenset({measure.key_of("prior")})
        elif figure.kind == "percent":
            barred = [record.key for record in measure.inputs if record.key in rates and _bars(around, record)]
            barred += [record.key for record in measure.inputs if record.unit == "ratio" and _forbids(around, record)]
            worked_out = figure.basis_points or is_worked_out_of_a_spread(text, figure)
            found[figure.start] = frozenset(barred) | (rates if worked_out else frozenset())
        if barred_sums := _called_by_another_word(figure, around, measure):
            found[figure.start] = found.get(figure.start, frozenset()) | barred_sums
        if others := _of_nothing_here(figure, around, measure):
            found[figure.start] = found.get(figure.start, frozenset()) | others
        if TAKEN_OFF.search(around.left) and not A_PIECE.match(around.after):
            found[figure.start] = found.get(figure.start, frozenset()) | {"part"}
        if never := {one.key for one in measure.inputs if holds(around.far, one.never)}:
            found[figure.start] = found.get(figure.start, frozenset()) | never  # 「去年领过3万」 is none of this year's
    return {start: keys for start, keys in found.items() if keys}


def _is_days_of_a_year(text: str, figure: Figure) -> bool:
    """「那18天是拿360除的？」: by how many days of a year it was reckoned."""
    if figure.unit != "days" or figure.value not in DAYS_OF_A_YEAR:
        return False
    before, behind = text[: figure.start], text[figure.end :]
    if DIVIDED_BY.search(before) or DIVIDES.match(behind) or ONE_OR_OTHER.search(text):
        return True
    return BY_IT.search(before) is not None and RECKONED.match(behind) is not None and "年" in before


def _called_by_another_word(figure: Figure, around: "_Around", measure: Measure) -> frozenset[str]:
    """The sums that people name by a word, where a word for another thing is what the figure is said to be: 「贷款是500
    万」 is no answer to what the province paid."""
    if figure.kind != "money":
        return frozenset()
    records = [one for one in measure.inputs if one.unit == "yuan" and not one.default and one.forbids]
    left = around.left or f"{around.before.rstrip(', ').rpartition(',')[2]}是"  # 「是转化贷款，500万，……」
    return frozenset(r.key for r in records if _is_called(left, r.forbids) and not holds(left, r.announces))


def _is_called(left: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands before the figure with no more than a copula between."""
    named, things = COPULA.search(left), tuple(word for word in words if len(word) > 1)
    return left.endswith(things) or (named is not None and left[: named.start()].endswith(tuple(words)))


def _of_nothing_here(figure: Figure, around: "_Around", measure: Measure) -> frozenset[str]:
    """The inputs that the figure cannot be since it is said of another thing, or of others than the firm; one that is
    called by the very word that stands before it is not among them."""
    if figure.kind == "percent" and BEFORE_NOW.search(around.left):
        return frozenset(record.key for record in measure.inputs if not record.series)
    if figure.kind in ("money", "percent") and (OF_MANY.search(around.left) or _is_put_apart(around, measure)):
        return frozenset(record.key for record in measure.inputs)
    thing = ANOTHER_THING.search(around.left) if figure.kind == "money" else None
    if thing is None:
        return frozenset()
    said = around.left[max(0, thing.start() - LONGEST_NAME) :]
    own = {record.key for record in measure.inputs if any(word in said for word in record.announces if _is_thing(word))}
    if GAVE_FOR.search(around.left):
        own.add(measure.key_of("base"))
    return frozenset(record.key for record in measure.inputs if record.key not in own)


def _is_put_apart(around: "_Around", measure: Measure) -> bool:
    """「佣金1.2万另算」, but not 「专利贷500万另算」, which is what the measure is about."""
    return APART.match(around.after) is not None and not holds(around.left, measure.needs)


@lru_cache(maxsize=8192)  # words of the data
def _is_thing(word: str) -> bool:
    """Whether a word by which an input is called is one of those things itself: 「担保费」, 「保费」."""
    return word[-1:] in "费" or ANOTHER_THING.search(word) is not None


def _had_this_year(text: str, figure: Figure, measure: Measure) -> Placed | None:
    """The grant that was received this year already, where the measure asks for it."""
    prior = measure.input(measure.key_of("prior")) if figure.kind == "money" else None
    if prior is None:
        return None
    before = NOT_THEN.sub("", text[max(0, figure.start - GRANT_REACH) : figure.start])
    if not GRANT_HAD.search(before):
        return None
    return None if any(word in before for word in prior.never) else Placed(figure, prior.key, True, HEADING, True)


def _given_by_the_province(text: str, figure: Figure, measure: Measure) -> Placed | None:
    """「省里补贴了保费3万」, where the measure goes by what the province gave: so much was given, whatever for."""
    base = measure.input(measure.key_of("base"))
    if base is None or figure.kind != "money" or not any(PROVINCE in word for word in base.announces):
        return None
    given = GAVE_FOR.search(text[max(0, figure.start - GRANT_REACH) : figure.start])
    return Placed(figure, base.key, True, HEADING, True) if given else None


def _is_year_of_a_grant(text: str, figures: Sequence[Figure], i: int, measure: Measure) -> bool:
    """「今年已经拿到贴息4万」: no day on which a loan was paid out."""
    if figures[i].kind != "date" or i + 1 == len(figures) or not _had_this_year(text, figures[i + 1], measure):
        return False
    return STOP_AFTER.search(text[figures[i].end : figures[i + 1].start]) is None


def _is_of_a_cap(text: str, figures: Sequence[Figure], i: int) -> bool:
    """「一年十万封顶」: the year in which no more than that is given is no term."""
    if figures[i].kind != "duration" or i + 1 == len(figures) or figures[i + 1].kind != "money":
        return False
    gap, behind = text[figures[i].end : figures[i + 1].start], text[figures[i + 1].end :]
    return len(gap) <= A_NAME and not STOP_AFTER.search(gap) and A_CAP.match(behind) is not None


def _is_first_of_two_rows(text: str, figure: Figure) -> bool:
    return figure.kind == "duration" and OTHER_ROW.match(text, figure.end) is not None


def _taken_by_a_verb(around: "_Around", measure: Measure) -> str:
    """The input whose verb the figure is the object of; "" for none."""
    return next((record.key for record in measure.inputs if around.is_object(record.verbs)), "")


def _is_guess(figure: Figure, around: "_Around") -> bool:
    """「能再补2万吗」, 「应该是6万吧」, 「给我0也合规」, 「给我批10万贴息」: the user's own idea of the sum."""
    if figure.value == 0 and GIVEN_TO_US.search(around.left):
        return True
    if DEMANDED.search(around.left) and GRANT_BEHIND.match(around.after):
        return True
    bare = figure.kind == "number" and figure.unit_missing and _is_above(figure, FEWEST_BARE)
    bare = bare and GIVES.search(around.before) is not None  # 「应该是2000吧」 may answer what is asked for
    return (figure.kind == "money" or bare) and (
        is_put_as_guess(around.before, around.after)
        or (not around.left.strip() and STILL_TO_HAVE.match(around.after) is not None)
    )


def is_put_as_guess(before: str, after: str) -> bool:
    """Whether the words on both sides of a sum make a guess of it."""
    if REFLECTS.fullmatch(before):
        return True
    return bool(WHY_NOT.search(before) or (GUESS_BEFORE.search(before) and GUESS_AFTER.match(after)))


def _bars(around: "_Around", record: InputRecord) -> bool:
    """Whether a word announces the input, but one that forbids it stands between."""
    return bool(around.nearness(record.announces)) and not around.nearness(record.announces, record.forbids)


def _day_after_the_start(
    text: str, figure: Figure, found: Placed | None, placed: list[Placed], measure: Measure
) -> Placed | None:
    """「2025-02-11 | 2025-08-10」: of two days beside each other, neither called anything, the second is the end; so
    it is where what stands between is said of the first and what stands behind of the second (「2月10号放的9月25号
    到期」)."""
    start, end = measure.key_of("start"), measure.key_of("end")
    if not placed or not found or {found.key, placed[-1].key} != {start} or not end:
        return None
    between = text[placed[-1].figure.end : figure.start]
    beside = COLUMNS.fullmatch(between) if not found.announced else None
    beside = beside or (PAID_OUT.fullmatch(between) and BACK_IN.match(text, figure.end))
    return replace(found, key=end, announced=True, score=HEADING) if beside else None


def _forbids(around: "_Around", record: InputRecord) -> bool:
    """Whether a word that says it is not the input stands right beside the figure."""
    return around.nearness(record.forbids) >= max(HEADING, around.nearness(record.announces))


def _same_role_as_before(text: str, figure: Figure, found: Placed | None, placed: list[Placed]) -> Placed | None:
    """「本金一笔70万一笔45万」: with only a connector between, the second is what the first was."""
    if not placed or (found and found.announced) or not alike(placed[-1].figure, figure):
        return None
    last = placed[-1]
    between = text[last.figure.end : figure.start]
    if figure.kind == "duration" and not last.is_input:
        return None
    if figure.kind != last.figure.kind and not _is_above(figure, FEWEST_BARE):
        return None
    return replace(last, figure=figure) if CONNECTED.fullmatch(between) else None


def _begin(text: str, figures: Sequence[Figure], i: int) -> int:
    """Where the words before a figure begin: after its neighbour, but past a term it touches (「保费一年40万」,
    「保费三年一共40万」)."""
    if not i:
        return 0
    before = figures[i - 1]
    gap = text[before.end : figures[i].start]
    if ITS_NAME.fullmatch(gap) and before.kind == figures[i].kind:
        return figures[i].start  # 「200万本金加17万利息」: what stands between is the name of the first
    told = len(gap) < 2 or ALTOGETHER.fullmatch(gap) or PAID_OVER.fullmatch(gap)
    touches = before.kind == "duration" and figures[i].kind == "money" and told
    counts = before.kind == "number" and not before.unit_missing
    return _begin(text, figures, i - 1) if touches or counts else before.end


def _end(text: str, figures: Sequence[Figure], i: int) -> int:
    """Where the words after a figure end: at its neighbour, but past the months that a year is narrowed to
    (「去年最后两个月放的款」) and the years that a sum is for or of (「3万是两年的担保费」, 「3万是今年领的」)."""
    if i + 1 == len(figures):
        return len(text)
    after = figures[i + 1]
    apart = after.start - figures[i].end
    narrowed = _only_a_year(figures[i]) and apart <= 2
    paid_for = figures[i].kind == "money" and IT_IS.fullmatch(text[figures[i].end : after.start]) is not None
    timed = after.kind == "duration" or (paid_for and after.kind == "date")
    return _end(text, figures, i + 1) if timed and (narrowed or paid_for) else after.start


@record(frozen=True, slots=True)
class _Around:
    """The words just before and after a figure, within its sentence and up to its neighbours, folded."""

    before: str
    after: str
    far: str = ""
    left: str = ""

    @staticmethod
    def of(text: str, figure: Figure, begin: int, end: int) -> "_Around":
        """``begin``, ``end``: where its neighbours are."""
        far = max(0, figure.start - BEFORE)
        return _between(text[begin : figure.start], text[figure.end : end], text[far : figure.start])

    def alone(self, measure: Measure) -> bool:
        """Whether nothing but linking words and the measure's own stands before it, since the figure before it."""
        return BESIDE.fullmatch(_own_words(measure).sub("", self.left)) is not None

    def nearness(
        self,
        words: Iterable[str],
        barred: Sequence[str] = (),
        term: bool = False,
        through: re.Pattern[str] | None = None,
    ) -> float:
        """How strongly one of ``words`` speaks for the figure: 0 not at all, about 10 right before it.

        In a word ``_`` is the figure: 「上浮_」 stands right before it, 「_才」 right after. A ``barred`` word between
        cuts the figure off from the word; a ``term`` must stand right beside its word; what goes ``through`` between
        them belongs to the word.
        """
        best = 0.0
        for word in words:
            if "_" in word:
                best = max(best, self._placed(word))
                continue
            if word in self.before:
                at = self.before.rfind(word)
                gap = self.before[at + len(word) :]
                if through and through.fullmatch(gap):
                    best = max(best, 10 + 0.3 * (len(word) + len(gap)))
                elif not (holds(gap, barred) or (term and not self._of_term(at, word, gap))):
                    best = max(best, 10 - 0.5 * len(gap) - (3 if COMMA.search(gap) else 0) + 0.3 * len(word))
            if word in self.after:
                if self.after.startswith(f"是{word}"):
                    best = max(best, TOUCHING + 0.3 * len(word))  # 「剩下10万是利息」
                    continue
                gap = self.after[: self.after.find(word)]
                if not (holds(gap, barred) or (term and not BESIDE.fullmatch(gap))):
                    best = max(best, 8 - 0.7 * len(gap) + 0.3 * len(word))
        return best

    def is_object(self, verbs: Iterable[str]) -> bool:
        """Whether the figure is what one of the verbs takes: 「三年拢共交了人家7万2」, 「收的是7.8万」."""
        return any(
            OBJECT.fullmatch(self.left[at + len(verb) :]) for verb in verbs if (at := self.left.rfind(verb)) >= 0
        )

    def behind(self, words: Iterable[str]) -> bool:
        """Whether one of the words stands behind the figure."""
        return any("_" not in word and word in self.after for word in words)

    def ends_with_any(self, words: Iterable[str]) -> bool:
        """Whether one of the words, right behind the figure, ends what is said of it: 「22万的利息」."""
        return self.after.removeprefix("的") in words

    def placed(self, words: Iterable[str]) -> bool:
        """Whether one of the words says where it stands itself, and the figure is there."""
        return any("_" in word and self._placed(word) for word in words)

    def _placed(self, word: str) -> float:
        left, _, right = word.partition("_")
        return TOUCHING + 0.3 * len(word) if self.before.endswith(left) and self.after.startswith(right) else 0.0

    def _of_term(self, at: int, word: str, gap: str) -> bool:
        """Whether a word says how long: 「贷了一年」, not 「贷款等了一年」, and 期 not in 保护期."""
        compound = word == "期" and COMPOUND.search(self.before[: at + 1])
        return BESIDE.fullmatch(gap) is not None and not compound


@per_text
def _between(left: str, right: str, far: str) -> _Around:
    """The words around a figure between its neighbours; ``far``: those before it, whatever figures are among them."""
    before = not_paid_back(TOPIC.sub("", STOP_BEFORE.split(left[-BEFORE:])[-1]))
    behind = THIS_YEAR.sub("是今年", IT_IS.sub("是", right, 1), 1)
    after = STOP_AFTER.split(not_paid_back(behind)[:AFTER])[0]
    return _Around(fold(before), fold(after), fold(far), fold(STOP_AFTER.split(left)[-1]))


def _words_of(measure: Measure) -> re.Pattern[str]:
    """What the measure is called, and what announces the sum it is about."""
    base = (word for record in measure.inputs if record.required and record.unit == "yuan" for word in record.announces)
    words = {fold(word) for word in (*measure.words, *measure.needs, *base) if "…" not in word and "_" not in word}
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


_own_words: PerObject[Measure, re.Pattern[str]] = PerObject(_words_of)


def _role(figure: Figure, around: _Around, roles: Candidates, measure: Measure, asked: str, year: int) -> Placed | None:
    if figure.basis_points:
        return Placed(figure, SPREAD_KEY, False, 10, True)
    if _is_guess(figure, around):
        return Placed(figure, GUESS_KEY, False, 10, True)
    if _quotes_the_policy(figure, around, measure):
        return Placed(figure, POLICY_KEY, False, 10, True)
    if figure.kind == "money" and OTHERS_GOT.search(around.left):
        return Placed(figure, OTHER_FIRM_KEY, False, 10, True)
    if figure.kind == "money" and MADE.search(around.left):
        return Placed(figure, GUESS_KEY, False, 10, True)
    options = [
        option
        for role in roles.beside(around, asked)
        if (fits(figure, role.unit, role.counted) or (role.key == asked and answers(figure, role.unit, role.counted)))
        and (option := _option(figure, around, role, measure, asked, year))
    ]
    best = max(options, key=lambda p: (p.score, p.is_input), default=None)
    best = _named_otherwise(best, options, around, measure, roles) or best
    best = _named_behind(best, options, around, roles) or best
    if best is None and figure.kind == "percent" and figure.value in {record.value for record in measure.figures}:
        return Placed(figure, POLICY_KEY, False, DEFAULT_SCORE, False)
    return best


def _named_behind(best: Placed | None, options: Sequence[Placed], around: _Around, roles: Candidates) -> Placed | None:
    """「坏账里200万已经追回来了」: what of a whole is named behind it is that, whatever the whole is called; and so is
    what a name ends the clause of: 「除了本金还欠22万利息」."""
    if best is None or not best.is_input:
        return None
    others = [one for one in options if not one.is_input and one.announced]
    if WITHIN.search(around.left):
        named = [one for one in others if around.behind(roles.words(one.key))]
    elif around.ends_with_any(roles.words(best.key)):
        return None
    else:
        named = [one for one in others if around.ends_with_any(roles.words(one.key))]
    return max(named, key=lambda one: one.score, default=None)


def _named_otherwise(
    best: Placed | None, options: Sequence[Placed], around: _Around, measure: Measure, roles: Candidates
) -> Placed | None:
    """What the object of a verb is called by a name that the verb's input has not: 「评审费另交了3000」."""
    record = measure.input(best.key) if best else None
    if record is None or not around.is_object(record.verbs):
        return None
    own = set(record.announces)
    named = [one for one in options if not one.is_input and one.score >= NEAR and own.isdisjoint(roles.words(one.key))]
    return max(named, key=lambda one: one.score, default=None)


def answers(figure: Figure, unit: str, counted: Sequence[str] = ()) -> bool:
    """Whether a figure can be the answer to a question for this unit: to one for a term or a count also a bare
    number."""
    bare = unit in ("months", "count") and figure.kind == "number" and figure.unit_missing
    return bare or fits(figure, unit, counted)


def can_fill(figure: Figure, record: InputRecord) -> bool:
    """Whether a figure can be of the input's unit; a discount (九折) is no rate of a year."""
    return fits(figure, record.unit, record.counted) and not (record.yearly and figure.text.endswith("折"))


def fits(figure: Figure, unit: str, counted: Sequence[str] = ()) -> bool:
    """Whether a figure can be of this unit: a bare number can be money or a rate, foreign money never yuan; a count is
    one in its own words (``counted``: 件) or in 个."""
    if figure.kind not in KINDS.get(unit, ()):
        return False
    if unit == "count":
        return bool(figure.counted) and (figure.counted == ANY_COUNTER or counts_in(figure.counted, counted))
    if figure.kind == "number":
        return figure.unit_missing and (unit != "ratio" or _small(figure))
    return figure.kind != "money" or figure.unit == ("USD" if unit == "usd" else "yuan")


def counts_in(word: str, counted: Sequence[str]) -> bool:
    """Whether a counter is one of these, or says the same (㎡, 平方米)."""
    return any(word == one or word in ALIKE.get(one, ()) for one in counted)


def _small(figure: Figure) -> bool:
    """A bare number that could be a rate in percent."""
    return isinstance(figure.value, Decimal) and figure.value <= HIGHEST_BARE_RATE


def _option(figure: Figure, around: _Around, role: Candidate, measure: Measure, asked: str, year: int) -> Placed | None:
    if _only_a_year(figure):
        around = _Around(around.before[-3:], around.after)
    score = around.nearness(role.announces, role.forbids, role.is_term, role.through)
    if around.is_object(role.verbs):
        score = max(score, TOUCHING)
    if role.is_term and score < TOUCHING and not _can_be_term(figure, around):
        return None
    if role.is_term and not role.strong and TERM_SAID.search(figure.text):
        score = max(score, TOUCHING)
    if role.never and (holds(around.far, role.never) or _other_year(around.far, year)):
        return None
    if role.forbids and around.nearness(role.forbids, through=role.through) > score:
        return None
    if (
        role.yearly
        and figure.kind == "percent"
        and (TENTHS.search(figure.text) or (score < NEAR and _is_above(figure, HIGHEST_YEARLY)))
    ):
        return None  # no rate of a year is said in tenths
    if role.is_share and figure.kind == "percent" and not _is_above(figure, PART_OF_A_WHOLE):
        return None  # 「5.5‰ 担保420万」: nobody guarantees so small a part
    if role.rivals_share and score and isinstance(figure.value, Decimal) and figure.value >= PART_OF_A_WHOLE:
        score = max(score - LESS_LIKELY, DEFAULT_SCORE)
    if score:
        return Placed(figure, role.key, role.is_input, score, True)
    if figure.kind == "date" and role.key != asked and not DATED.search(figure.text):
        return None
    if role.key == asked:
        return Placed(figure, role.key, True, 2 * DEFAULT_SCORE, False)
    if role.is_term and not around.alone(measure):
        return None
    plain = role.default and not role.strong and (figure.kind != "number" or role.unit == "count")
    return Placed(figure, role.key, True, DEFAULT_SCORE, False) if plain else None


def _is_above(figure: Figure, bound: Decimal) -> bool:
    return isinstance(figure.value, Decimal) and figure.value > bound


def _can_be_term(figure: Figure, around: _Around) -> bool:
    """Whether a duration is no time that remains, went by or was waited for, nor the row of a published series (「LPR
    取一年期还是五年期」)."""
    months = figure.value if isinstance(figure.value, Decimal) else YEAR_IN_MONTHS
    row = not months % YEAR_IN_MONTHS  # rows are of whole years: 「350万9个月LPR按3.1%」
    if ROW_OF_SERIES.search(around.far) or (row and ROW_OF_SERIES.match(around.after)):
        return False
    if TERM_SAID.search(figure.text):
        return True
    passed = NO_TERM_BEFORE.search(around.before) or ALREADY.search(COMMA.split(around.before)[-1])
    return not (passed or NO_TERM_AFTER.match(around.after))


def _other_year(before: str, year: int) -> bool:
    said = YEAR.findall(before)
    return bool(year and said) and int(said[-1]) != year


def _only_a_year(figure: Figure) -> bool:
    """「今年」 passing by is no day of payment; 「去年放的款」 is one that must be asked for more closely."""
    return figure.kind == "date" and len(str(figure.value)) == 4


def _quotes_the_policy(figure: Figure, around: _Around, measure: Measure) -> bool:
    """「能给10万吧」 repeats the document's own number, and 「1%是不是9万」 what somebody makes of it: no input."""
    if figure.kind == "percent":
        tested = {condition.limit for condition in measure.conditions}
        own = {record.value for record in measure.figures if record.unit == "ratio" and record.key not in tested}
        said = SAID_OF_POLICY.search(around.before) or CALLED_POLICY.match(around.after)
        said = said or TOLD_OF_THE_RULE.search(around.before) or ASKED_OF_IT.match(around.after)
        if any(said.search(around.left) for said in (CITY_PAYS, IS_THE_SUBSIDY, HELD_TO_BE)):
            return True  # 「市里贴利息的一半」, 「补贴是担保额的0.5%」: what somebody thinks the rule is
        return figure.value in own and bool(said)
    if figure.kind == "money" and CLAIMED.fullmatch(around.left):
        return True
    if CALLED_BY_IT.match(around.after) and figure.value in {record.value for record in measure.figures}:
        return True
    if figure.kind == "money" and COMES_TO.fullmatch(around.left) and GUESS_AFTER.match(around.after):
        return True  # 「贷了3000万，1%就是30万对吧」
    threshold = figure.bound == "min" and THRESHOLD.match(around.after)
    if figure.kind != "money" or not (POLICY_TALK.search(around.before) or threshold):
        return False
    own = {record.value for record in measure.figures if record.unit == "yuan"}
    return figure.value in own and not RECEIVED.search(around.before[-NEARBY:] + around.after[:NEARBY])
