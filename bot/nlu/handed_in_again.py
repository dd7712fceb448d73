"""What was refused, or sent back, and is handed in once more is open again: 「退回来让补，补齐又交上去了，还在审」;
so is what was not refused after all: 「不是驳回，还在走流程」."""

import re

from bot.nlu.clauses import clauses

HANDED_IN = re.compile(
    "(?:重新|再次?|又|补[完齐好正过][^，。；]{0,4}?(?=再|又|重新))(?:重新|再|又|给|往上)*(?:交|报|递|送|提交|上报|申报|申请|提)"
    "(?:了|上去?|过去?|的|$)(?![^，。；]{0,2}[费钱款万元])"
)
LOOKED_AT = re.compile(
    "(?:还在|正在?|又在|在)(?:审|走|等|排|看|评|办)|审着|等(?:着|结果|批|消息|通知|信|公示|回)|没(?:出)?结果"
)
DECIDED = re.compile("(?:批|过|下来|通过|驳|否|拒|黄)了|又(?:被|给)?(?:退|驳|拒|打回)|没(?:批|过|通过)")
# The same as all that a clause says of it
IS_LOOKED_AT = re.compile(
    "(?:是|其实|原来|现在|目前|说是|应该是|人家|[省他]里?们?|那边|材料|申请|报告)*(?:"
    "(?:还|仍|正|都)*(?:在(?:审|走|等|排|看|评|办|批|核|复[核审]|公示|流程)|审着|等(?:着|结果|批|消息|通知|公示))|公示(?:期|中|着)"
    "|(?:还|尚|暂)[没未](?:有)?(?:审|批|走|评|办|出|下)(?:完|下来|好|到|结果|来|出来))"
)


def is_waited_for(text: str) -> bool:
    """Whether the last clause says that what was asked for is still being looked at, and nothing is supposed."""
    cut = clauses(text)
    if not cut or any(one.supposed or one.asks for one in cut):
        return False
    last = text[cut[-1].start : cut[-1].end].strip()
    return IS_LOOKED_AT.match(last) is not None and DECIDED.search(last) is None


def is_open_again(text: str) -> bool:
    """Whether the last that a message (folded) tells of what was asked for is that it was handed in once more, or that
    it is being looked at after that."""
    handed = None
    for one in HANDED_IN.finditer(text):
        handed = one
    if handed is None or any(one.supposed for one in clauses(text)):
        return False
    behind = text[handed.end() :]
    return DECIDED.search(behind) is None and (LOOKED_AT.search(behind) is not None or len(behind) <= 3)
