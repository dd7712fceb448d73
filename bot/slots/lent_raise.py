"""Money that is said to have been raised and was lent: 「靠银行贷款融了500万」, 「融的500万其实都是贷款」."""

import re
from collections.abc import Sequence

from bot.copies import replace
from bot.slots.apart import LOANS
from bot.slots.reading import Reading
from bot.slots.roles import Placed

BANK_LOAN = "bank_loan_yuan"
LENT_BEFORE = re.compile(
    "(?:(?:靠|从|向|跟|找|用|拿|走|是|通过|凭)[^，。；0-9]{0,8}?(?:行|信用社)|(?:靠|用|走|通过|凭|是)(?:的)?)"
    "[^，。；0-9没不]{0,4}?(?:贷款?|借款?)(?:的)?(?:方式|渠道|办法|来)?(?:融|筹|拿|弄|搞)?[了到资来的]*(?:是|共|一共)?$"
)
# 「贷款500万」, 「借了300万」: what was done with it is said right before it
LENT = re.compile(
    "(?<![没未不])(?:贷款?|借款?)(?:[了过到来的]|下来|一共|总共|合计|也?[就才只]?有|是|大概|差不多|大约|约|额)*$"
)
LENT_BEHIND = re.compile(
    "[元块]?(?:钱)?[，,]?(?:可|其实|都|全|主要|原来|实际上?|说白了|也|就|基本)*是(?:从|跟|找|向|靠)?[^，。；0-9投股没不]{0,6}?(?:贷款|借款|借的|贷的|贷来|借来|信贷)"
)


def without_the_lent(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """What was lent as that, where it would be no raise."""
    less = {key for row in reading.measure.derivations if row.op == "less" for key in row.sources}
    if BANK_LOAN not in less & LOANS or reading.main in reading.stands:
        return list(spoken)
    return [
        replace(one, key=BANK_LOAN, is_input=False, announced=True)
        if one.is_input and one.key == reading.main and _is_lent(reading.text, one)
        else one
        for one in spoken
    ]


def _is_lent(text: str, one: Placed) -> bool:
    before = text[: one.figure.start]
    return bool(LENT_BEFORE.search(before) or LENT.search(before) or LENT_BEHIND.match(text[one.figure.end :]))
