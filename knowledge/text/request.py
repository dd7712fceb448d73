"""Which part of a message asks: long stories put the request last, and people say what they do not mean."""

import re
from collections.abc import Iterable

from knowledge.text.phrase_search import Sayings, without

SHORT = 30  # characters: up to here the whole message is the question
ENOUGH = 14  # characters of the end of a story that hold its request
LEAST_LEFT = 6

SENTENCE = re.compile(r"(?:[。！？!?；;，\n ]|(?<!\d),|,(?!\d))+")  # the comma of 1,000万 parts nothing
# 「不是问设网点，是问…」「别管聊城，…」: what stands before the comma is what is not asked
DISOWNED = re.compile(
    r"(?:我?不是(?!不是|说|讲|听说|都说)|不问|不想问|别管|先别管|不要|不打算|咱?不说|跟(?![我俺咱]))[^，。,；;？?！!]{1,24}[，,。；;？！?!]"
)
# 「引导基金投不投无所谓，…」「再贴现是另一回事，…」: set aside at the end of a stretch instead
PUT_ASIDE = re.compile(
    r"[^，。,.；;？?！! ]{2,24}"
    r"(?:无所谓|(?:我|俺|咱)?(?:先|都|也|就|早)?(?:不问|不打听|不关心|(?<!管)不管|不谈|不提|不说|(?<!算)不算|不考虑|不用讲)"
    r"|(?:我|俺|咱)?(?:都|也|早)?(?:知道|清楚|明白|看过|弄明白)了|(?:是|算)(?:另一?回事|一码事|另一码事)"
    r"|[跟和](?:我|俺|咱|我们)没(?:啥|什么)?关系|(?:先)?放一[边放]|搁一[边旁]|(?:回头|以后|改天|下次)再(?:说|问|聊|讲)"
    r"|另说|免谈)(?:了|吧|啊|哈)?(?:[，。,；;！!]|$)"
)
# What PUT_ASIDE cannot do without: looking for a stretch before it at every character took a tenth of a match
ASIDE = re.compile(
    r"无所谓|不[问打关管谈提说算考用]|[道楚白过]了|回事|一?码事|没.{0,2}关系|[放搁]一|再[说问聊讲]|另说|免谈"
)
# 「客户经理跟我讲…」「卖保险的说…」: who said it is not what it is about
REPORTED = re.compile(
    r"(?:^|(?<=[，。,；;！!？? ]))[^，。,；;！!？? ]{1,10}?"
    r"(?:(?<!我)(?:跟|给|和|对|向)(?:我|俺|咱)们?(?:说|讲|嚷嚷|念叨|提|打包票)"
    r"|(?:经理|行长|信贷员|柜员|业务员|卖[^，。,]{1,4}的|银行的人|支行的人|公司的人)(?:他|她)?(?:说|讲|告诉(?:我|俺|咱)们?))"
    r"(?:了|过|的是|是)?[:：]?"
)
# 「没有专利」: the word is said and denied
NOT = r"(?:没有|没|无|不是|不算|不做|不搞|不想)(?:任何|什么|啥|一件|一项|申请过?)?"
NOTHING_DENIED = re.compile(r"(?!)")


def denying(words: Iterable[str]) -> re.Pattern[str]:
    """What says of one of these words that it is not so."""
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(f"{NOT}(?:{'|'.join(longest_first)})") if longest_first else NOTHING_DENIED


def asked(text: str, denied: re.Pattern[str] = NOTHING_DENIED) -> str:
    """``text`` (folded) without what the speaker sets aside or denies; the whole when too little would be left."""
    left = PUT_ASIDE.sub("", text) if ASIDE.search(text) else text
    left = denied.sub("", DISOWNED.sub("", REPORTED.sub("", left)))
    return left if len(left) >= LEAST_LEFT else text


def request(text: str) -> str:
    """The end of a long text, from the part that makes up a question; a short text whole."""
    if len(text) <= SHORT:
        return text
    begins = [0, *(gap.end() for gap in SENTENCE.finditer(text))]
    ends = [*(gap.start() for gap in SENTENCE.finditer(text)), len(text)]
    held = 0
    for begin, end in zip(reversed(begins), reversed(ends), strict=True):
        held += end - begin
        if held >= ENOUGH:
            return text[begin:]
        held += held > 0
    return text


def is_vague(folded: str, general: Sayings) -> bool:
    """Whether a short text wants something (补贴, 找谁) and says nothing but words that go with any question."""
    if len(folded) > SHORT:
        return False
    found = general.find(folded)
    wants = any("want" in said.means for said in found)
    return wants and not any(character.isalnum() for character in without(folded, found))
