"""「要是今年一分没领过呢」: what was had already this year, where it is now said that there was nothing."""

import re
from collections.abc import Mapping
from decimal import Decimal

from bot.nlu.clauses import IF, clauses
from bot.slots.model import Slot
from knowledge.records.model import Measure

GOT = "(?:领取?|拿|得|享受|收|贴|补|兑现|给)"
# 「没领过」, 「一分钱也没拿到」, 「还没享受过贴息」; not 「没领到证」
NONE_HAD = re.compile(
    f"(?:没有?|未|不曾|从来没有?){GOT}(?:过|到|着|成)(?:了)?(?:[一任]?[何分点笔次]?(?:钱|款|贴息|补贴|补助|奖励?|政策))?"
    "(?=$|[，。；！？!?呢吧的啊呀了])"
    f"|一(?:分|毛|块)钱?[都也]?(?:没有?|未|不曾){GOT}(?=$|[，。；！？!?呢吧的啊呀])"
)
# 「今年领的是0」, 「已领金额为零」
NOUGHT = re.compile(
    f"{GOT}(?:的|到|过|了|金额|贴息|补贴|[^，。；0-9]{{0,2}})*(?:是|为|按)?(?:0|零)(?=$|[元块万，。；！？!?呢吧的啊呀])"
)
ASKS = re.compile("[吗么?？]|是不是|有没有|没有$")


def none_had(text: str, measure: Measure, stands: Mapping[str, Slot], inputs: Mapping[str, Slot]) -> dict[str, Slot]:
    """With nothing had this year, where something stands as that and the message says that there was nothing, were that
    said again as something else: 「那6万是稳岗的钱，这项今年没拿过」."""
    prior = measure.input(measure.key_of("prior"))
    if prior is None or prior.key not in stands:
        return dict(inputs)
    if prior.key in inputs and inputs[prior.key].value != stands[prior.key].value:
        return dict(inputs)
    for clause in clauses(text):
        said = text[clause.start : clause.end]
        found = NONE_HAD.search(said) or NOUGHT.search(said)
        if found is None or any(word in said for word in prior.never):
            continue
        if IF.search(said) or not ASKS.search(text[clause.start : clause.end + 1]):
            return {**inputs, prior.key: Slot(Decimal(0), found[0])}
    return dict(inputs)
