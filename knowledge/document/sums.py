"""The sums a clause promises: each sentence that gives money, its figures, and what kind of promise it looks like."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.document.clauses import Passage
from knowledge.document.folding import folded
from knowledge.document.limits import without
from knowledge.document.rates import Rate, rate_in

FIGURE = re.compile(
    r"\d+(?:[.,]\d+)*\s*(?:%|‰|(?:[万亿千百]+)?(?:元|美元|港元|欧元)(?:\s*/\s*[一-鿿㎡]{1,4}|[·•]\S{1,3})?)|百分之[一二三四五六七八九十]+"
)
GIVES = re.compile(
    "给予|奖励|奖补|补助|补贴|资助|贴息|补偿|扶持|返还|支持|减免|发放|奖|抵用|配套|抵扣|拨付|兑现|补足|垫付|承担"
)
PERCENT, WHOLE = re.compile(r"(\d+(?:\.\d+)?)%"), 100
SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
MONEY = r"\d+(?:\.\d+)?\s*[万亿]?元"
TIMED, MEASURED, COUNTED = "a price a month or a year", "a price by size or head", "a price for each"
AMOUNT = r"\d+(?:\.\d+)?\s*[万亿]?元?"  # of a list only the last has its unit
KINDS: tuple[tuple[str, str, str], ...] = (
    ("interest_subsidy", "按 LPR 算的贴息", r"LPR|市场报价利率"),
    ("interest_at_rate", "按指定的利率贴息", r"基准利率|年利率\s*\d|[年月]息\s*\d"),
    (
        "share_of_increment",
        "按增加的部分给",
        r"(?:增长|超出|超过|新增|增量|同比)[^，。；]{0,12}(?:部分|额)[^。；]{0,20}\d+(?:\.\d+)?%",
    ),
    ("unit_price", "单价 × 数量 × 时间", TIMED),
    (
        "instalments",
        "分几年或几次给",
        r"分[二两三四五六七八九十\d]+[年次期][^。；]{0,24}(?:拨付|兑现|给予|发放|支付)|第[一二三四五]年|前[一二两三四五\d]年|连续[一二两三四五\d]+年",
    ),
    (
        "by_stage",
        "分阶段给",
        r"(?:受理|备案|辅导|成功上市|立项|验收|完成[^，。]{1,8})后?[^。；]{0,20}(?:元|%)[^。]{0,60}(?:受理|备案|辅导|成功上市|立项|验收)后?",
    ),
    (
        "least_of",
        "几个数里取最小的",
        r"(?:不高于|不超过|不得超过)[^。；]{0,20}(?:投入|实际|支出|费用|缴纳|成本|投资)[^。；]{0,10}(?:的\d|总额|资金)[^。；]*"
        + MONEY
        + r"|"
        + MONEY
        + r"[^。；]{0,12}(?:不高于|不超过)其[^。；]*\d+%",
    ),
    ("per_item", "每亩（平方米、人、吨）多少钱", MEASURED),
    (
        "tiered",
        "按金额分档",
        rf"(?:达到?|突破|超过)\s*{AMOUNT}(?:[、,，和及]{AMOUNT})*[、,，和及]{MONEY}[^。；]{{0,20}}分别",
    ),
    (
        "tiered",
        "按金额分档",
        rf"{MONEY}(?:[(（]?(?:含|不含)[)）]?)?(?:[、,，]{MONEY})*(?:及)?以上[^。；]{{0,8}}分别|{MONEY}[^。；]{{0,6}}(?:至|-|—|～|~){MONEY}[^。；]*{MONEY}(?:及)?以上",
    ),
    (
        "by_level",
        "按级别或类别定额",
        r"分别(?:给予|奖励|补助|资助|按)|国家级[^。；]{0,40}省级|一等奖|特等奖|(?:依次|各)(?:给予|奖励)",
    ),
    (
        "tiered",
        "按金额分档",
        r"(?:含\)|含）|以上|至|-|—)[^。；]{0,30}(?:以下|以上)[^。；]{0,60}(?:给予|奖励|补助|按)[^。]*(?:以上|以下|至)[^。；]{0,40}(?:给予|奖励|补助|按|元|%)",
    ),
    (
        "per_step",
        "每满多少给多少",
        r"每(?:实现|增加|新增|满|达到|增长)\s*\d+(?:\.\d+)?\s*[万亿]*(?:美元|元|[个人亩吨])[^。；]{0,16}" + MONEY,
    ),
    (
        "per_item",
        "每个（件、家、项）多少钱",
        r"每(?:新增|成功|完成|引进|培育|推荐)?[^，。；]{0,10}?(?:[个件家项台套次例份场名]|户)[^。；]{0,16}" + MONEY,
    ),
    ("per_item", "每个（件、家、项）多少钱", COUNTED),
    ("range_only", "只写了范围", MONEY.replace("元", "元?") + r"\s*[-—~－至]\s*" + MONEY),
    ("range_only", "只写了范围", r"\d%?\s*[-—–~～－至]+\s*\d+(?:\.\d+)?%"),
    (
        "share_of_amount",
        "按比例给，有封顶",
        r"(?:\d+(?:\.\d+)?%|百分之)[^。]*(?:最高|不超过|上限|封顶|限额)[^。]{0,20}"
        + MONEY
        + r"|(?:最高|不超过|上限)[^。]{0,20}"
        + MONEY
        + r"[^。]*\d%",
    ),
    ("share_at_most", "最多按这个比例给", r"(?:不高于|不超过|最高|至多)[^。；]{0,16}\d+(?:\.\d+)?%"),
    ("share_of_amount", "按比例给", r"\d+(?:\.\d+)?%|百分之"),
    (
        "fixed_award",
        "达到门槛就定额给",
        r"(?:达到|超过|不低于)?" + MONEY + r"(?:[(（]含[)）])?(?:及)?以上[^。；]*" + MONEY,
    ),
    ("ceiling_only", "只写了最高多少", r"(?:最高|不超过|不高于|上限)[^。；]{0,20}" + MONEY),
    ("fixed_award", "定额", MONEY),
)


OF_RATES = (TIMED, MEASURED, COUNTED)
CHANGING = "第[一二三四五]年|前[一二两三四五\\d]年|分[二两三四五六七八九十\\d]+[年次期]"


@dataclass(frozen=True, slots=True)
class Sum:
    """One promise: the sentence as the document has it, its figures, the ``formula`` it looks like and in words."""

    clause: str
    quote: str
    figures: tuple[str, ...]
    formula: str
    kind: str


def sums(clauses: Sequence[Passage]) -> Iterator[Sum]:
    """Every sentence of the clauses that gives a sum or a share, in order."""
    for clause in clauses:
        yield from promises(clause.id, clause.text, max(clause.text.find(clause.body), 0))


def promises(clause: str, text: str, begin: int = 0) -> Iterator[Sum]:
    """The same of one clause's text, from ``begin`` on."""
    for sentence in SENTENCE.finditer(text, begin):
        quote = sentence[0].strip()
        fold = folded(quote)
        figures = tuple(dict.fromkeys(quote[one.start() : one.end()] for one in FIGURE.finditer(fold)))
        if figures and GIVES.search(fold):
            formula, kind = _kind(fold)
            yield Sum(clause, quote, figures, formula, kind)


def _kind(fold: str) -> tuple[str, str]:
    rate, given = rate_in(fold), without(fold)
    for formula, kind, pattern in KINDS:
        if formula == "instalments" and not _adds_up(fold):
            continue
        text = given if formula == "per_item" else fold  # the most there is for each is no price
        if (rate and _is_of(rate, pattern, fold)) if pattern in OF_RATES else re.search(pattern, text):
            return formula, kind
    return "", "看不出来"


def _adds_up(fold: str) -> bool:
    """Whether parts written in percent make up a whole: 前2年80%、后3年50% are no parts of one sum."""
    parts = [float(one) for one in PERCENT.findall(fold)]
    return len(parts) < 2 or any(round(sum(parts[n:]), 6) == WHOLE for n in range(len(parts)))


def _is_of(rate: Rate, pattern: str, fold: str) -> bool:
    """Whether a price for each is of the kind: one that changes from year to year is none a month or a year."""
    if pattern == TIMED:
        return rate.time in ("month", "year") and not re.search(CHANGING, fold)
    return pattern == COUNTED or rate.is_measured
