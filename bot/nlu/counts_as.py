"""What counts as something, asked by grammar: 「什么样的企业才算科技型企业」 tells nothing of the firm."""

import re

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
    "|^[^，。；！？,;!?没未不]{0,3}?(?:是|得|要|需要?|必须|该|应该?)+(?:满足|达到|符合|具备|有|是)?(?:什么样?|啥样?|哪些|多少|多大|几)"
    "(?![^，。；！？,;!?]*(?:材料|手续|时候|流程|资料|钱))[^，。；！？,;!?]*$"
)
LINKS = ("算", "是")  # with which a word of a fact may begin (「算按期」)
# A sum is asked for, whatever it is reckoned by: 「按多少算鲁科担的补贴」
OF_A_SUM = re.compile("[补贴奖领拿给]|多少钱|几个钱")


def asks_what_counts(clause: str, begin: int, end: int) -> bool:
    """Whether the clause asks what counts as that which its words from ``begin`` to ``end`` name."""
    behind = clause[end:]
    if OF_A_SUM.search(behind):
        return False
    before = clause[: begin + clause.startswith(LINKS, begin)]
    return ASKED.search(before) is not None or ASKED_BEHIND.match(behind) is not None
