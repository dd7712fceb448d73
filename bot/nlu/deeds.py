"""What a message that names no condition says of one by its deed alone: 「审不过呢」, 「昨天批下来了」."""

import re

from bot.memo import PerObject, per_text
from bot.nlu.clauses import clauses
from knowledge.records.model import Fact

# What may stand before the deed, and say nothing of which one it is
BEFORE = (
    "(?:那么?|好|嗯|哦|啊|对了|所以|不过|但|可是?|后来|结果|最后|最终|到时候?|要是|如果|假如|假设|万一|倘若|若|真|又"
    "|也|都|全|还是|就|已经?|早就?"
    "|刚刚?|刚才|[今昨前]天|上午|下午|早上|[这上]周[一二三四五六日天末]?|这个月|终于|顺利|以后|将来|明年|后年|下半年|年底|正式|查了|[我俺咱]们?|它|这个|那个|资格|证书?|牌子|手续"
    "|材料|[， ,])*"
)
# The clause beside it that only says how it came to be known
NEWS = re.compile(
    f"{BEFORE}(?:接到|收到|拿到|领到|取到|来|查|看|问|得到|等到|通知|公示)?(?:了|到|过|个)*"
    "(?:的?(?:好?消息|通知|电话|短信|来?信|公告|结果|名单|系统))?(?:出来)?(?:了|的)*"
)
NOT_DONE = "(?:不上|不下来?|不了|不成|不过|不到|不着|不进去?|不来)"
HOW = "(?:上|下来|过去?|成|到|好|完|妥|齐|清|进去?)"
AFTER = (
    "(?:的话|的|了|呢|啊|呀|吧|呗|嘛|哈|哩|怎么[办算弄]|咋[办算弄整]|会?怎么?样|那?[还就]?(?:能|会)?[拿给补贴有]?(?:多少|几个?钱?)"
    "|[还就]?(?:能|会)?[有给补贴拿]吗|就?没有?了?|[， ,])*[?？]?"
)
LONG = 24  # characters of a message that says no more
OPEN_YET = re.compile("还没|尚未|还未|暂未")


def _patterns(fact: Fact) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A clause that says it was done, and one that says it was not."""
    deed = f"(?:{'|'.join(sorted(map(re.escape, fact.deeds), key=len, reverse=True))})"
    begin = f"{BEFORE}(?:{deed}{BEFORE})?"
    done = [f"{deed}(?:{HOW}+了?|了)"]
    undone = [
        f"{deed}(?:{NOT_DONE}|没有?(?:{HOW}|批))",
        f"(?:没有?|未)(?:能|给|被)?{deed}{HOW}?",
        f"不(?:给|让|予)?{deed}",
    ]
    for verb, thing in ((one[0], one[1]) for one in fact.deeds if len(one) == 2):  # 「挂上了牌」, 「备不了案」
        done.append(f"{verb}(?:{HOW}了?|了|过){thing}了?")
        undone += [f"{verb}{NOT_DONE}{thing}", f"没{verb}{HOW}{thing}"]
    return (
        re.compile(f"{begin}(?:{'|'.join(done)}){AFTER}"),
        re.compile(f"{begin}(?:{'|'.join(undone)})了?{AFTER}"),
    )


_done_or_not: PerObject[Fact, tuple[re.Pattern[str], re.Pattern[str]]] = PerObject(_patterns)


def said_by_its_deed(text: str, fact: Fact) -> str:
    """ "yes" or "no" where all that a message (folded) says is that the deed of the condition was done, or was not;
    "" where it says more, or nothing of it."""
    if not fact.deeds or not is_of_a_deed(text):
        return ""
    done, undone = _done_or_not(fact)
    said = ""
    for one in clauses(text):
        clause = text[one.start : one.end].strip()
        if done.fullmatch(clause):
            said = "yes"
        elif undone.fullmatch(clause):
            said = "" if OPEN_YET.search(clause) else "no"
        elif not NEWS.fullmatch(clause):
            return ""
    return said


@per_text
def is_of_a_deed(text: str) -> bool:
    """Whether a message is so short that it may tell of a deed alone."""
    return len(text) <= LONG and any(char in text for char in "上下了成过不没未好进到")
