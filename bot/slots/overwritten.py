"""What stands is put in the place of another value by a message that changes nothing only where every word beside the
figure speaks of that value: 「保费交了50万」 does, 「融资款账上还有700万」 and 「本金500万已经还了」 do not."""

import re
from collections.abc import Iterable, Sequence

from bot.copies import replace
from bot.memo import PerObject
from bot.nlu.clauses import IF, clauses
from bot.slots.apart import not_counted
from bot.slots.reading import Reading
from bot.slots.reconcile import Aside, Reconciled
from bot.slots.roles import Placed
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

MOST_UNKNOWN = 1  # characters that no word of the measure and of getting money explains
MOVES = 0.4  # score of an act that puts a value in the place of one, from which it is not doubted
PUTS_RIGHT = re.compile(
    "不对|不是|错|其实|才是|应该|应当|更正|更新|[改换变调]|实际|最[后终]|核[定实]|确[认切]|准确|精确|具体|[到成]了?$|就是|写的是|按"
)
# What is spent, paid back or kept, or is but one of several payments, is not what was got
NOT_GOT = re.compile("还(?:了|掉|贷|清|给|款)|[用花](?:了|掉|去|完)|账[上户面]|剩|分[两三四几]次|每[次期]")
ORIGINALLY = re.compile("(?:原来|原先|当初|当时|起初|最早|最初|本来)(?!的?[那这])[^，。；0-9]{0,6}$")
HAD_IT_BEEN = re.compile("(?:当时|当初|那会儿?|起初)[^，。；0-9]{0,4}要[^，。；]*(?:呢|的话)$")  # 「当时要贷200万呢」
# The closed class of words that say whose, when, how much, and that it was got
WITHOUT_MEANING = re.compile(
    "[我俺咱你您他她它们这那此该的地得了着过是为有个笔份张台户家项也都就才只又还再已经共总约正刚好大概差不多左右上下整足"
    "到底一二两三四五六七八九十几第前后先来去在从向跟和与及或被把让由给对于里中间啊呀呢吧嘛哦哈哩嘞呗哎唉嗯元块钱万亿]"
    "|今年|现在|目前|这回|这次|后来|昨天|今天|刚才|上个?月|合同|协议|凭证|发票|单子|系统|年化?|期|数|金?额|金额|口径|余下"
    "|银行|支行|农商行|[工建农中]行|保险公司|公司|企业|厂|老板|会计|财务"
    "|贷|借|放|批|拿|用|下来|做|办|签|交|付|收|担|保|投|融|募|补|贴|报|算|说|讲|写|填|查|看|记|要|能|会|打|账|发|定|谈"
)
COUNTED = re.compile("[一-鿿㎡]{1,3}")  # what is counted, with which the clause ends: 200平米
PUNCTUATION = re.compile("[^一-鿿]")


def _words(measure: Measure) -> re.Pattern[str]:
    """What the measure and its sums are called by."""
    inputs = (word for record in measure.inputs for word in (*record.announces, record.label, record.named))
    words = {fold(part) for word in (*measure.words, *measure.needs, measure.name, *inputs) for part in word.split("_")}
    return re.compile("|".join(re.escape(word) for word in sorted(words - {""}, key=len, reverse=True)))


_words_of: PerObject[Measure, re.Pattern[str]] = PerObject(_words)


def without_doubtful(reading: Reading, found: Reconciled) -> Reconciled:
    """Without what would take the place of a value that stands, where words beside it speak of something else."""
    doubtful = [one for one in found.placed if _would_replace(reading, one) and _speaks_of_more(reading, one)]
    if doubtful:
        apart = not_counted(
            reading.text, reading.figures, reading.measure, reading.by_words, reading.distractors, reading.whole
        )
        doubtful = [one for one in doubtful if one.figure.start not in apart]
    if not doubtful:
        return found
    kept = tuple(one for one in found.placed if one not in doubtful)
    return replace(found, placed=kept, aside=(*found.aside, *(Aside(one.figure, "unclear") for one in doubtful)))


def _would_replace(reading: Reading, one: Placed) -> bool:
    stands, figure = reading.stands.get(one.key), one.figure
    if not one.is_input or stands is None or figure.kind not in ("money", "percent", "number"):
        return False
    if figure.negative:
        return False  # it replaces nothing: what is said to be less than nothing is asked about
    setting = reading.setting
    if reading.items or setting.adds or setting.asked == one.key or setting.restores:
        return False
    if figure.value in (*setting.stood.values(), *(slot.value for slot in reading.stands.values())):
        return False
    if ORIGINALLY.search(reading.text[: figure.start]):
        return True
    return not setting.changes and setting.moves < MOVES


def _speaks_of_more(reading: Reading, one: Placed) -> bool:
    """Whether more words than those of the value and of getting it stand beside the figure in its clause."""
    clause = next(c for c in clauses(reading.text) if c.start <= one.figure.start < c.end)
    said = reading.text[clause.start : clause.end]
    if (
        PUTS_RIGHT.search(reading.text[: one.figure.start])
        or IF.search(said)
        or HAD_IT_BEEN.search(said.rstrip("？?。"))
    ):
        return False
    if NOT_GOT.search(said) or ORIGINALLY.search(said[: one.figure.start - clause.start]):
        return True
    inside = [figure for figure in reading.figures if clause.start <= figure.start < clause.end]
    spans = [(figure.start - clause.start, figure.end - clause.start) for figure in inside]
    if one.figure.kind == "number" and COUNTED.fullmatch(said[one.figure.end - clause.start :]):
        spans.append((one.figure.end - clause.start, len(said)))
    rest = _without(said, spans)
    rest = WITHOUT_MEANING.sub("", PUNCTUATION.sub("", _words_of(reading.measure).sub("", fold(rest))))
    return len(rest) > MOST_UNKNOWN


def _without(text: str, spans: Sequence[tuple[int, int]] | Iterable[tuple[int, int]]) -> str:
    for begin, end in sorted(spans, reverse=True):
        text = f"{text[:begin]} {text[end:]}"
    return text
