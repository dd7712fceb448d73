"""What counts as something, asked by grammar: 「什么样的企业才算科技型企业」 tells nothing of the firm."""

import re
from collections.abc import Iterable, Sequence

from bot.nlu.clauses import Clause

WHAT = (
    "(?:(?:什么|啥)(?:样|情况|条件|资质|程度|标准|类型|规模|性质)?|怎么?样|怎么|咋样?|如何|哪一?(?:种|样|类|些|个|家|几[种类个样])"
    "|何种|多[大少高久长]|(?:几|多少)(?:年|个?月|天|人|岁))"
)
LINK = "(?:算(?:是|得上|作|成)?|叫做?|称(?:作|得上|为)|属于|够得?上|够格|[进入]了?|达到|满足|符合|认定(?:为|成)?)"
MAY = "(?:才|就|能|可以?|会|也|又|应该?|要|得|叫|被|给)"
ALL = "(?!(?:什么|啥|怎么|咋|哪[^，。；]?)(?:都|也))"
# The words of asking, and behind them that it counts as what follows
ASKED = re.compile(
    f'{ALL}{WHAT}[^，。；！？,;!?]{{0,10}}?{MAY}*(?:{LINK}|(?<=[的才])是)(?:所谓的?|那[种个]|一?[个种]|备[了过]?案的)*[“"「『]*$'
)
# 「科技型企业怎么才算」
ASKED_BEHIND = re.compile(
    "^[^，。；！？,;!?]{0,6}?(?:到底|究竟|具体)?(?:(?:怎么?样|怎么|咋样?|如何)(?:才(?:能|会)?(?:算|够|叫)|界定|认定|划分|定义|判定)|(?:怎么?样|咋样)算)"
    "(?:是|数|上|得上|的|了|呢|啊|呀|哩|咧)*$"
    "|^[^，。；！？,;!?没未不]{0,3}?(?:是|得|要|需要?|必须|该|应该?)+(?:满足|达到|符合|具备|有|是)?个?(?:什么样?|啥样?|哪些|多少|多大|几)"
    "(?![^，。；！？,;!?]*(?:材料|手续|时候|流程|资料|钱))[^，。；！？,;!?]*$"
)
LINKS = ("算", "是")  # with which a word of a fact may begin (「算按期」)
# A sum is asked for, whatever it is reckoned by: 「按多少算鲁科担的补贴」
OF_A_SUM = re.compile("[补贴奖领拿给]|多少钱|几个钱")
# 「厂房抵押和专利质押是一回事吗」: two things that are named are set beside each other
COMPARED = re.compile(
    "(?:是(?:不是)?|算)(?:一回事|一样|同一)|一样(?:吗|么|不|嘛)|(?:啥|什么|哪些|多大)(?:区别|不同|差别|两样|不一样|关系)|"
    "(?:区别|不同|差别)(?:在哪|是啥|是什么|大不?|多大)"
)
# 「听财务说只给基础层的，是吗」: what was heard of the rule
HEARD = re.compile("听[^，。]{0,8}?[说讲]|据说|都说|人家说|网上说")
TAG = re.compile(
    "(?:是(?:这样|真的?)?的?[吗么]|是不是(?:这样|真的?)?的?|对(?:吗|么|不对|不)|真的[吗么]?|有这回事[吗么没]|属实[吗么]|准不准|靠谱[吗么])[?？啊呀]*"
)
# 「商标押的也给」, told of the rule by somebody (「隔壁会计说」)
ALSO_GIVEN = re.compile("(?:也|都|就|才|照样|一样|还)?(?:能|可以|会)?[给补贴奖领拿享](?!了|过|我|俺|咱)")
SOMEBODY_SAYS = re.compile("(?![我俺咱你您])[^，。；！？,;!?说讲]{2,10}?(?:说|讲|称)")
# 「八百多人算不算中小微」, 「六百人还是中小企业吗」: whether so many are still that
WHETHER_IT_IS = re.compile(
    "(?:(算|是|属于?|够|叫|符合)[不没](?:是)?\\1|能不能[算叫]|是否)(?:于|得上)?(?P<one>[^，。；！？,;!?]{2,14})"
    "|(?:算|属于|够得上|符合|是|叫)(?P<other>[^，。；！？,;!?]{2,14}?)(?:了|的|啊|呀)?(?:[吗么嘛不]|不是|没有)"
    "(?=$|[，。；！？,;!? ])"
)


def asks_if_it_is(text: str, words: Iterable[str]) -> bool:
    """Whether it is asked if something is that which one of the words names."""
    asked = [found["one"] or found["other"] for found in WHETHER_IT_IS.finditer(text)]
    return any(word in one for one in asked for word in words)


def asks_of_the_rule(text: str, cut: Sequence[Clause], at: int) -> bool:
    """Whether a clause sets what is named beside something else and asks how they differ, or tells what was heard of
    the rule and it is asked if that is so."""
    clause = cut[at]
    said = text[clause.start : clause.end]
    if clause.asks and COMPARED.search(said):
        return True
    rest = cut[at + 1 :]
    tag = text[rest[-1].start : rest[-1].end].strip() if rest else ""
    if not tag or TAG.fullmatch(tag) is None:
        return False
    if len(rest) == 1 and HEARD.search(said) is not None:
        return True
    return ALSO_GIVEN.search(said) is not None and any(
        HEARD.search(text, one.start, one.end) or SOMEBODY_SAYS.match(text, one.start, one.end) for one in cut[: at + 1]
    )


def asks_what_counts(clause: str, begin: int, end: int) -> bool:
    """Whether the clause asks what counts as that which its words from ``begin`` to ``end`` name."""
    behind = clause[end:]
    if OF_A_SUM.search(behind):
        return False
    before = clause[: begin + clause.startswith(LINKS, begin)]
    return ASKED.search(before) is not None or ASKED_BEHIND.match(behind) is not None
