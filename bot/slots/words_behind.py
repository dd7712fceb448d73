"""What the words right behind a day or a sum say of it, whatever stands before: 「已按期还清 2024年8月10日放款」 tells
the day on which it was paid out, 「拿了480万的专利质押贷款」 the loan and no grant; and of what a vague day is."""

import re
from decimal import Decimal

from bot.figures import Figure
from bot.memo import PerObject
from bot.nlu.clauses import clauses
from bot.nlu.phrases import holds
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

ONE_MORE = re.compile("还(?=(?:另)?有(?:过|别的|另外)?(?:[一两二三几]|另)?[笔张份单户家台])")
NAMED_BEFORE = re.compile(
    "(?:[日期间时]|[于为是在到至：:])$"
)  # 「还清日2024年8月10日」, 「于…」: the word before says what it is


def is_payout_behind(text: str, figure: Figure, measure: Measure) -> bool:
    """Whether a word for the day on which it was paid out stands right behind a day, and none that names it before."""
    record = measure.input(measure.key_of("start"))
    if record is None or figure.kind != "date" or NAMED_BEFORE.search(text[: figure.start].rstrip()):
        return False
    behind = fold(text[figure.end :]).lstrip(" 的就才刚")
    return any(behind.startswith(fold(word)) for word in record.announces if len(word) > 1 and "_" not in word)


def not_paid_back(said: str) -> str:
    """The words with 又 for the 还 of one more: 「6月3号还有一笔」 says nothing of a loan that was paid back."""
    return ONE_MORE.sub("又", said) if "还" in said else said


FROM_A_BANK = re.compile(
    "(?:从|在|找|向|跟)[^，。；0-9]{0,6}(?:行|信用社|农信|邮储)(?:那边|那里|手里)?[^，。；0-9]{0,4}$"
    "|(?:拿|领|收|弄|批|得)(?:到|了|过|来|下来)*[^，。；0-9补贴奖]{0,5}(?:[工农建中交商信招浦兴民光华]行|银行|农商行?|信用社|邮储|[支分]行)(?:那边|给的|放的|的)?$"
)
WORDS_END = re.compile(r"[，。；！？,;!?\s0-9]")
GRANT = re.compile("贴息|补贴|补助|奖|补偿")
SPREAD = re.compile(
    "lpr[^，。；+]{0,6}(?:[+＋]|加|减|上浮|下浮)[^，。；]{0,8}?(?:即|就是|也就是|=|＝|等于|合|是|为|，)$"
)
BEYOND = 5  # times the cap that nobody is granted in a year
REACH = 10  # characters behind a sum in which its noun stands
PART_OF_A_YEAR = re.compile("季|[qQ][1-4]|半年|年[初头底末尾中]")
OF_A_PAPER = re.compile("(?:有效期|保护期|证书|登记|授权|租期?|合作期?|许可|资质|质保期?|保修期?)[^，。；0-9]{0,6}$")
YEAR_ALONE = 4  # digits of a day of which only the year is said


def is_the_sum_itself(text: str, figure: Figure, measure: Measure) -> bool:
    """Whether the noun behind a sum is the one that the measure's own sum is called by, or a bank it was
    that gave it (「从工行拿了230万」)."""
    main = measure.input(measure.main) if figure.kind == "money" else None
    if main is None:
        return False
    if FROM_A_BANK.search(text[: figure.start]) or _is_beyond_the_cap(figure, measure):
        return True
    behind = WORDS_END.split(fold(text[figure.end :]), 1)[0][:REACH]
    return not GRANT.search(behind) and holds(behind, _names(measure))


def _names_of(measure: Measure) -> tuple[str, ...]:
    """What the measure's own sum is called by, and the measure."""
    main = measure.input(measure.main)
    words = (*(main.announces if main else ()), *map(fold, measure.words))
    return tuple(dict.fromkeys(word for word in words if len(word) > 1))


_names: PerObject[Measure, tuple[str, ...]] = PerObject(_names_of)


def _is_beyond_the_cap(figure: Figure, measure: Measure) -> bool:
    """Whether nobody can have had so much of it: 「专利押给建行了，拿了260万」 beside a cap of 10万 a year."""
    caps = [one.value for one in measure.figures if one.unit == "yuan"]
    return bool(caps) and isinstance(figure.value, Decimal) and figure.value > BEYOND * max(caps)


def is_worked_out_of_a_spread(text: str, figure: Figure) -> bool:
    """「LPR+0.5%即3.5%」: the loan's own rate, which no published one is."""
    return figure.kind == "percent" and SPREAD.search(fold(text[: figure.start])) is not None


def is_day_of_something_else(text: str, figure: Figure, measure: Measure) -> bool:
    """Whether a year, or a part of one, is said in a clause that tells of no payout and of none of the measure's sums:
    「去年专利才授权」, 「上半年另一笔已经补了3万」."""
    if isinstance(figure.value, tuple) and OF_A_PAPER.search(text[: figure.start]):
        return True  # 「证书有效期2020年1月1日到2040年1月1日」
    if figure.kind != "date" or not (len(str(figure.value)) == YEAR_ALONE or PART_OF_A_YEAR.search(figure.text)):
        return False
    inside = next((text[c.start : c.end] for c in clauses(text) if c.start <= figure.start < c.end), text)
    start, prior = measure.input(measure.key_of("start")), measure.input(measure.key_of("prior"))
    if prior and any(word in inside for word in prior.announces if "_" not in word):
        return not (start and any(word in inside for word in start.announces if len(word) > 1))
    own = [*(start.announces if start else ()), *(w for one in measure.inputs if one.required for w in one.announces)]
    return not any(word in inside for word in own if "_" not in word)
