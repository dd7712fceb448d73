"""What was refused, or sent back, and is handed in once more is open again: 「退回来让补，补齐又交上去了，还在审」."""

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
