"""The verb of what was said last, said again and turned round: 「划了」 after 「还没划」, 「没漏」 after 「漏报了」."""

import re

from bot.nlu.clauses import clauses

FIRST = 3  # clauses of a message in which it stands
SUPPOSING = re.compile("^(?:那|所以)?(?:要是|如果|假如|假设|假使|假定|万一|若是|若|倘若)|(?:的话|呢)$")
SURELY = (
    "(?:是的?|那|都|也|全|早就?|已经?|当然|肯定|确实|的确|真的?|实际上?|其实|倒是|后来|又|刚刚?"
    "|[我俺咱]们?|这[笔个份家]|(?:到了?)?(?:年底|明年|今年|下个?月|以后|将来|到时候?|最后|最终)(?:能|再)?)*"
)
NO = "(?:没有?|未|不)(?:去|有|能|再|会|办|给|打算|被)?"
HOW = "(?:了|过|着|上|好|完|成|清|定|掉|下来|进去|出来)"
END = "(?:的|呀|啊|呢|嘛|哩|哈|啦)*"
DONE = re.compile(f"{SURELY}(?P<verb>[一-鿿]{{1,2}}?){HOW}+{END}")
NOT_DONE = re.compile(f"{SURELY}{NO}(?P<verb>[一-鿿]{{1,2}}?){HOW}*{END}")
NO_VERB = frozenset("是有的对行好中错事")
SAID = "(?<![没未不有能去])"
DENIED = "(?:没有?|未|不)(?:能|去|给|被|再|来得及|有)*"


def unsupposed(text: str) -> str:
    """A clause without the words by which it is only supposed."""
    return SUPPOSING.sub("", SUPPOSING.sub("", text.strip()))


def turns_round(text: str, last: str) -> bool:
    """Whether a clause of the message says no more than a verb of the ``last`` one, turned round (both folded)."""
    for clause in clauses(text)[:FIRST]:
        said = unsupposed(text[clause.start : clause.end])
        denies, says = NOT_DONE.fullmatch(said), DONE.fullmatch(said)
        found, before = (denies, SAID) if denies else (says, DENIED)
        if found and found["verb"][0] not in NO_VERB and re.search(f"{before}{re.escape(found['verb'])}", last):
            return True
    return False
