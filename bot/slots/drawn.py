"""Of two sums in one message the one that was only to be had, and what was really had: 「额度1000万，实际用了600万」,
「拟定增5000万，实际3000万」."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.figures import Figure

BOUND = re.compile(
    "(?:额度|授信|合同|批复|批了|批的|批准|核准|申请|申报|申贷|拟|计划|打算|预案|方案|原定|预计|报价|[说讲谈约]好|签约|签[了的]|想[贷借融担募]|最高可?[贷借]|框架|(?:[先原]来?|起初|一开始|本来|当初)[^，。；！？0-9]{0,3}(?:说|讲|答应|承诺|许))"
    "[^，。；！？0-9]{0,8}$"
)
BOUND_BEHIND = re.compile("[元块]?的?(?:额度|授信|合同|批复|计划|预案|报价)")
REALLY = re.compile(
    "(?:实际|实[放缴付收贷募]|最[后终]|真正|其实|只|才|就|俺就)[^，。；！？0-9]{0,8}$"
    "|(?:用了?|提了?款?|提用|支用|动用|到[账位帐]|放款|放了|在保|发行了?|募到|融到|下来|落地|成交|批(?:了|下来?|复|准)|核(?:定|准)|打来|拨来|下达)[^，。；！？0-9]{0,4}$"
)
MORE = re.compile("另外?|还有|再|又|加上|以及|其中|费|补|贴|奖|息|(?<!实)收|能|稳|是不是")


def really_had(text: str, figures: Sequence[Figure]) -> Mapping[int, int]:
    """Begin of the sum that was only to be had → begin of the one that was had."""
    sums = [one for one in figures if one.kind == "money" and isinstance(one.value, Decimal)]
    found = {}
    for bound, real in pairwise(sums):
        before, between = text[max(0, bound.start - 14) : bound.start], text[bound.end : real.start]
        offered = BOUND.search(before) or BOUND_BEHIND.match(between)
        if offered and REALLY.search(between) and not MORE.search(between):
            found[bound.start] = real.start
    return found
