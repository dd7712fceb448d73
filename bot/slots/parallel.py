"""Loans or policies told one after the other in the same way, with no mark between them: 「建行200万一年
工行300万一年」, 「200万(2024.9.10-2025.9.10) 300万(2025.3.10-2026.3.10)」, 「先用100万后用200万」."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.figures import Figure

TOLD = ("date", "duration", "percent")
MARKS = "()（）【】\\[\\]，,、；;：:。+＋/／\\s"
# What says no more of a sum than that it was lent, and till when
PLAIN = (
    f"(?:[{MARKS}元块-]|贷款|放款|借款|担保|保险|融资|费率|利率|期限"
    "|和|跟|与|及|外加|加上|还有|[放贷借用融担保投定募增期起到至止的为是了—~－])*"
)
LENDER = (
    "[一-鿿]{0,4}?(?:[工农建中交商信招浦兴民光华]行|银行|农商行?|农信社?|信用社|邮储|[支分]行"
    "|人保|太保|平安|国寿|大地|财险|阳光|中华)(?:那?[边笔份张])?"
)
# A sum that is only the bound of another, or is changed into it
NOT_ALIKE = re.compile("额度|授信|合同|评估|上限|限额|计划|原来|本来|应该|总[额共]|改|变|降|减|调|换|还(?!有)")
FIRST, THEN = (
    re.compile("(?:^|[，,、；;。\\s])先[^，。；,;\\s]{0,3}$"),
    re.compile("(?:[，,、\\s]|(?<![0-9]))(?:后|再|又)来?[^，。；,;\\s]{0,3}$"),
)
NAMED = re.compile(f"(?:^|[{MARKS}款险保良])([^{MARKS}]{{0,4}}[户厂店社家])[一-鿿]{{0,2}}$")
# 「A笔200万B笔100万」, 「甲500万，乙300万」: each by a mark of its own, in order
MARKED = re.compile(
    f"(?:^|[{MARKS}款险保良押了])[^{MARKS}]*?(?<![A-Za-z])([A-Za-z甲乙丙丁戊])"
    f"(?:[笔份单张项轮批][^{MARKS}]{{0,4}}|(?:贷款?|借款?|担保?|是|有|：|:)?)$"
)
ORDERS = ("ABCDEFGH", "甲乙丙丁戊")


def in_parallel(text: str, figures: Sequence[Figure], sums: Sequence[Figure]) -> bool:
    """Whether the sums are told in the same way, each of its own loan or policy."""
    if len(sums) < 2:
        return False
    before, behind = _labels(text, figures, sums), _told(figures, sums)
    if any(one.kind not in (*TOLD, "money", "number") for one in figures):
        return False
    if any(map(NOT_ALIKE.search, before)):
        return False
    alike = all(kinds == behind[0] for kinds in behind[1:])
    if all(re.fullmatch(PLAIN, label) for label in before[1:]):
        return alike and bool(behind[0]) and len(sums) == len({one.start for one in sums})
    if all(re.search(f"(?:{LENDER}){PLAIN}$", label) for label in before):
        return all(re.fullmatch(f"{PLAIN}(?:{LENDER}){PLAIN}", label) for label in before[1:])
    if _are_marked(before):
        return True
    if FIRST.search(before[0]) and all(THEN.search(label) for label in before[1:]):
        return True
    named = [NAMED.search(label) for label in before]
    names = {one[1] for one in named if one}
    return all(named) and len(names) == len(sums) and len({name[-1] for name in names}) == 1


def _are_marked(before: Sequence[str]) -> bool:
    marks = [found[1].upper() if (found := MARKED.search(label)) else " " for label in before]
    return any("".join(marks) == order[: len(marks)] for order in ORDERS)


def _labels(text: str, figures: Sequence[Figure], sums: Sequence[Figure]) -> list[str]:
    """What stands before each sum, from the last figure told of the one before it on."""
    ends = [0]
    for sum_, after in pairwise(sums):
        told = [one.end for one in figures if sum_.start <= one.start < after.start]
        ends.append(max(told))
    return [text[end : one.start] for end, one in zip(ends, sums, strict=True)]


def _told(figures: Sequence[Figure], sums: Sequence[Figure]) -> list[list[str]]:
    """The kinds of the figures behind each sum, up to the next."""
    ends = [*(one.start for one in sums[1:]), 10**6]
    return [
        [two.kind for two in figures if one.end <= two.start < end and two.kind in TOLD]
        for one, end in zip(sums, ends, strict=True)
    ]
