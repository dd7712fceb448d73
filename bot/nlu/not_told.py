"""Words of a condition that by the grammar around them tell nothing of it: a question which of two it is
(「备案是我们办还是担保公司办」), and what is needed (「说要备案的业务才行」)."""

import re

from bot.memo import per_text
from bot.nlu.clauses import Clause

# 是, 按 or 拿 at the first of the two; what says after it how it came out is no question (「是高企，后来还是被退了」)
FIRST = "(?:(?<![还可就都也只但于老要不总若凡])是|(?=[按照拿由归用以从找跟]))"
EITHER_OF = re.compile(
    f"{FIRST}(?P<one>[^，。；！？,;!?]{{1,14}}?)(?<![现在今年最后结果目前一直仍都也])[，, ]?"
    "还是(?!被|没|不|老样|原来)(?P<other>[^，。；！？,;!?]{1,14})"
)
TOPIC = re.compile("[^，。；！？,;!?]{0,10}$")  # what is asked about, in the clause before the first of the two
NEEDED = re.compile("(?:要|得|必须|须|需要?|只有)(?:是|有|做|办|走|买|拿|用)?(?:那种|这种)?$")
SUM_IS_NOT = re.compile(
    "(?<!万)[0-9一二两三四五六七八九十百千]万?(?:元|块钱?)?(?:可|都|其实|根本|压根)?(?:不是|并非)[^，。；]{0,12}$"
)
# 「初创期？我们早不算了」: what stands before the yes or no of what was just taken up
ECHOED = re.compile("^(?:那么?|这个?|这)(?=[我俺咱还可都也早就没不])")
ONLY_THEN = re.compile("[^，。；！？,;!?]{0,8}才(?:行|能|可以|算|给|补|有|中|认)")


@per_text
def _choices(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text asks which of two it is, with what it asks of."""
    if "还是" not in text:
        return ()
    found = []
    for one in EITHER_OF.finditer(text):
        if not _is_one_of_two(one["one"], one["other"]):
            continue
        topic = TOPIC.search(text, 0, one.start())
        found.append((topic.start() if topic else one.start(), one.end()))
    return tuple(found)


def _is_one_of_two(one: str, other: str) -> bool:
    """Whether both are put alike: they begin with the same word, or end with the same (「我们办|担保公司办」)."""
    return one[0] == other[0] or one.rstrip("的")[-1:] == other.rstrip("的呢啊呀")[-1:]


def is_not_told(text: str, start: int, end: int, clause: Clause) -> bool:
    """Whether what stands from ``start`` to ``end`` is only asked of by a choice, or is what is needed."""
    if any(begin <= start and end <= close for begin, close in _choices(text)):
        return True
    behind = ONLY_THEN.match(text, end, clause.end)
    return behind is not None and NEEDED.search(text[clause.start : start]) is not None


def is_of_a_sum(clause: str) -> bool:
    """「那6万不是专利的」: what a sum was for, rather than what the firm did."""
    return SUM_IS_NOT.search(clause) is not None


def is_cut_short(text: str, clause: Clause) -> bool:
    """Whether a clause goes on behind its end without a mark (「质押登记|其实没办」): it has no end."""
    return clause.end < len(text) and "一" <= text[clause.end] <= "鿿"


def unechoed(said: str) -> str:
    """What a clause says of what the one before it took up as a question."""
    return ECHOED.sub("", said)
