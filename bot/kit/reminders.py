"""「贷款明年8月15号到期，提前一个月提醒我」: of what a message wants to remind its sender, and on which day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.dialogue.not_due import due_day
from bot.dialogue.state import State, Topic
from bot.figures import Figure, in_full, read_figures
from bot.kit.follow_ups import AHEAD
from bot.operations.privacy import mask
from calculators.spans import add_months
from knowledge.records.model import Knowledge, Measure
from knowledge.text.tokens import clean, fold

LONGEST = 60  # characters: a long message is about something else
LONGEST_WORDS = 40
OWN = "own"  # what is no day of the record, in the person's own words
# Words → the day of a visit that is followed up in the same way
KINDS = (
    ("insurance_ends", re.compile("续保|保单|保险[^，。；]{0,8}(?:到期|截止)")),
    ("filing_by", re.compile("备案")),
    ("registration_by", re.compile("登记")),
    ("loan_due", re.compile("贷款|还款|还本|本金|还钱|还贷|借款|放款|[贷借]的")),
)
WISH = re.compile(
    "提醒(?:一下|下|一声)?(?:我|咱|俺|一下|下|一声)"
    "|(?:设|定|加|建|来|给我|帮我|请)(?:个|一个|条|一条|上)?提醒"
    "|到(?:期|时候?)[前后]?(?:再|就)?(?:提醒|叫一?声|叫我|喊我|通知我|告诉我一声)"
    "|(?:前|天|号|日|周|月)(?:上午|早上|再|就|来)?提醒(?=$|吧|啊|哈|我|行|可以|好)"
)
# Somebody else reminds, or did
OTHERS = re.compile(
    "(?:行|经理|同事|朋友|会计|局里?|[他她它]们?|人家|有人|别人|旁人|旁边(?:的|有个)?人|领导|主任|财务|出纳|家属|爱人|没人|没有人|个人|之前|上次|刚才|昨天|老板|客户|专员|公司)"
    "[^，。；]{0,6}提醒|提醒(?:了|过|得)|提醒(?:一下|下|一声)?我们?(?:[，,：:](?=[这那他她它我])|说|了|过|的是|才|要注意)|(?:谢谢|多谢|感谢)[^，。；]{0,4}提醒"
)
LIST = re.compile(
    "(?:有哪些|有什么|有啥|哪些|几个|有没有|看看|看一下|看下|查一?下|我的|列出?|设了(?:哪些|什么|啥))[^，。；]{0,6}提醒"
    "|提醒(?:有哪些|有什么|列表|有啥|都有啥|还有(?:哪些|几个))|^提醒$"
)
CANCEL = re.compile(
    "(?:取消|删掉?|去掉|关掉?|撤掉?|不要|不用|不必|别|停掉?)[^，。；]{0,8}提醒"
    "|提醒[^，。；]{0,6}(?:取消|不要|不用|删|去掉|关|撤)"
)
SHORT = 20  # characters of a message that lists or cancels
WHICH = re.compile("第([0-9]{1,2}|[一二三四五六七八九十])[个条项]")
EVERY = re.compile("全|都|所有")
HAN = "一二三四五六七八九十"
ENDS = "，。；！？!?;,\n"
SUM = re.compile("[0-9零〇一二两三四五六七八九十百千]\\s*(?:[万亿元块wW]|个点|%|％)")
ASKS = re.compile("多少|几(?!天|号|个月)|吗|呢|怎么|什么|哪|能不能|可不可以|[？?]")
POLITE = re.compile("(?:可以|行|好|能)(?:吗|么|不|嘛|吧)?[？?。！!]*$|能(?:不能)?|可以|麻烦|请|帮忙")
EARLIER = re.compile("(?:提?前|早|提早)$")
SAME_DAY, DAY_BEFORE = re.compile("当[天日]|那[天日]"), re.compile("(?:前|头|早)(?:一天|一日|天)")
ENDING = re.compile("[^，。；]{0,4}(?:到期|截止|之?前|还|续|为止|结束)")
BEFORE_IT = re.compile("到期|截止|之?前|以前|期限")
BEGUN = re.compile("[^，。；]{0,4}(?:放款|放的|贷的|借的|贷|借|起|开始)")
LATER = re.compile("(?:以|之)?后")
ASKING = re.compile(
    "(?:请|麻烦|帮我|到时候?|记得|提?前)*(?:再|就)?提醒(?:一下|下|一声)?(?:我们?|咱们?|俺)?(?:一下|下)?|(?:设|定|加)个|到期"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message wants: ``kind`` and ``words`` of the thing; ``due``: its day, None where it is not known; ``day``:
    that on which it is told; ``measure``: what it is about, "" for none; ``read``: how a day that was not said whole
    was read, "" for as it was said."""

    kind: str
    words: str
    due: date | None
    day: date | None
    measure: str = ""
    read: str = ""


def wishes(text: str) -> bool:
    """Whether somebody wants to be reminded of something, and says little else."""
    return len(text) <= LONGEST and may_be(text) and bool(_wish_in(text)) and not _says_more(_rest_of(text))


def may_be(text: str) -> bool:
    """Whether it could be about reminders at all: asked of every message."""
    return "提醒" in text or "到期" in text or "到时" in text


def lists(text: str) -> bool:
    """Whether somebody wants to know of what he is going to be reminded."""
    words = _bare(text)
    return len(words) <= SHORT and LIST.search(words) is not None


def cancels(text: str) -> bool:
    words = _bare(text)
    return len(words) <= SHORT and CANCEL.search(words) is not None and not OTHERS.search(words)


def which(text: str, count: int) -> tuple[int, ...]:
    """The places, from 0, of the reminders that are cancelled among so many; none when it is not said which."""
    words = _bare(text)
    if found := WHICH.search(words):
        place = int(found[1]) if found[1].isdecimal() else HAN.index(found[1]) + 1
        return (place - 1,) if 0 < place <= count else ()
    return tuple(range(count)) if EVERY.search(words) or count == 1 else ()


def without_wish(text: str) -> str:
    """A message that says more than a wish to be reminded, without that wish: what it tells besides is heard alone,
    and 「提前一个月」 is no term of a loan. Any other message as it is."""
    if not may_be(text):
        return text
    rest = _rest_of(text)
    return rest if _wish_in(text) and _says_more(rest) else text


def asked_of(text: str, today: date, state: State, knowledge: Knowledge) -> Asked:
    """What a message that wishes for a reminder wants, by its own words, else by what was calculated before."""
    words = clean(text)
    figures = in_full(words, read_figures(words, today))
    measure, known = _calculated(state, knowledge)
    due, read = _due_said(words, figures, today)
    kind = next((name for name, sign in KINDS if sign.search(words)), OWN)
    about = ""
    if due is None and not any(one.kind == "date" for one in figures):
        due = known
        kind = "loan_due" if known and kind == OWN else kind
    if measure and due and due == known and kind == "loan_due":
        about = measure.key
    own = mask(_thing(words, figures)) if kind == OWN else ""
    return Asked(kind, own, due, _day_to_tell(words, figures, due, today, known=due == known), about, read)


def _calculated(state: State, knowledge: Knowledge) -> tuple[Measure | None, date | None]:
    """The measure talked of, and the day its loan ends as far as it was told."""
    for topic in (state.topic, *state.frames[:1]):
        measure = _measure_of(topic, knowledge)
        if measure and not topic.standing.items and (due := due_day(topic.standing.inputs, measure)):
            return measure, due
    return None, None


def _measure_of(topic: Topic, knowledge: Knowledge) -> Measure | None:
    try:
        return knowledge.measure(topic.measure, topic.policy) if topic.measure else None
    except KeyError:
        return None


def _due_said(text: str, figures: Sequence[Figure], today: date) -> tuple[date | None, str]:
    """The day that is due, and how it was read."""
    days = [one for one in figures if one.kind == "date" and isinstance(one.value, str)]
    ending = [one for one in days if ENDING.match(text[one.end :])] if len(days) > 1 else days
    if len(ending) == 1:
        due, read = _whole_day(ending[0], today)
        lasts = [one for one in _terms(text, figures) if due and BEGUN.match(text[ending[0].end :])]
        if due and len(lasts) == 1:
            after = _after(due, lasts[0])
            return after, f"按{_shown(due)}起、{lasts[0].text}算"
        return due, read
    later = [one for one in _terms(text, figures) if LATER.match(text[one.end :])]
    if not days and len(later) == 1:
        return _after(today, later[0]), ""
    return None, ""


def _whole_day(figure: Figure, today: date) -> tuple[date | None, str]:
    """A day that was said; of a month alone its first, as one is rather told early."""
    text = str(figure.value)
    if figure.invalid or len(text) < len("2027-08"):
        return None, ""
    read = ""
    if len(text) == len("2027-08"):
        text, read = f"{text}-01", f"只说了{figure.text}，按1日算"
    day = date.fromisoformat(text)
    if figure.assumed == "year" and day <= today:
        day = add_months(day, 12)
    return day, read


def _terms(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """How long something lasts; not how much earlier one wants to be told."""
    return [
        one
        for one in figures
        if one.kind == "duration" and isinstance(one.value, Decimal) and not EARLIER.search(text[: one.start])
    ]


def _after(day: date, term: Figure) -> date:
    assert isinstance(term.value, Decimal)
    if term.unit == "months":
        whole, part = divmod(term.value, 1)
        return add_months(day, int(whole)) + timedelta(days=int(part * 30))
    return day + timedelta(days=int(term.value))


def _day_to_tell(text: str, figures: Sequence[Figure], due: date | None, today: date, *, known: bool) -> date | None:
    """So long before as was said; else thirty days before what ends, and on the day itself of what is only to be
    done. What would be behind us is told tomorrow. ``known``: the day is the end of what was calculated."""
    if due is None:
        return None
    return min(max(_wanted(text, figures, due, known=known), today + timedelta(days=1)), due)


def _wanted(text: str, figures: Sequence[Figure], due: date, *, known: bool) -> date:
    earlier = [one for one in figures if one.kind == "duration" and EARLIER.search(text[: one.start])]
    if len(earlier) == 1 and isinstance(earlier[0].value, Decimal):
        if earlier[0].unit == "months" and not earlier[0].value % 1:
            return add_months(due, -int(earlier[0].value))
        days = earlier[0].value * 30 if earlier[0].unit == "months" else earlier[0].value
        return due - timedelta(days=int(days))
    if DAY_BEFORE.search(text):
        return due - timedelta(days=1)
    if SAME_DAY.search(text) or not (known or BEFORE_IT.search(text)):
        return due
    return due - AHEAD


def _thing(text: str, figures: Sequence[Figure]) -> str:
    """What is to be thought of, without the day and the wish."""
    for one in reversed(figures):
        if one.kind in ("date", "duration"):
            text = text[: one.start] + text[one.end :]
    return re.sub(f"[{ENDS}、 ]+", "，", ASKING.sub("", text)).strip("，吧啊哈呀的前后去要")[:LONGEST_WORDS]


def _wish_in(text: str) -> str:
    """The part of a message, between two marks, that wishes for a reminder; "" for none."""
    parts = re.split(f"[{ENDS}]", fold(text))
    return next((one for one in parts if WISH.search(one) and not OTHERS.search(one)), "")


def _rest_of(text: str) -> str:
    """The message without the part that wishes, with its marks."""
    parts = re.split(f"([{ENDS}])", text)
    kept = [one for one in parts if not (WISH.search(fold(one)) and not OTHERS.search(fold(one)))]
    return "".join(kept).strip(f"{ENDS} ")


def _says_more(rest: str) -> bool:
    """Whether there is a sum or a question in what is left."""
    words = POLITE.sub("", fold(rest))
    return bool(SUM.search(words) or ASKS.search(words))


def _bare(text: str) -> str:
    return fold(text).strip(f"{ENDS} 吧啊哈呀了~～")


def _shown(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
