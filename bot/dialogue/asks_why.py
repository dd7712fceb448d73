"""A message that asks why what stands comes to what it does: no figure of it takes the place of another."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.dialogue.state import State
from bot.figures import Figure
from bot.nlu.clauses import clauses
from bot.nlu.utterance import Utterance
from bot.slots.fill import Filling
from bot.slots.reconcile import Aside

# 「后一张50万怎么只认30万」, 「凭什么800万才给10万」, but not 「怎么才能拿满10万」
WHY = re.compile(
    "(?:怎么|咋|怎)(?:又|还|反而|倒)?(?:只|光|仅|才(?!能|可|算)|就(?!能|可)|成了|变成|会|不|没|少了|多了|这么|那么|认|剩|扣)"
    "|(?:为什么|为啥|为何|凭什么|凭啥|咋回事|怎么回事)"
)
# 「那12天怎么折算的」, 「21天是按360天除的？」, 「拿360除的还是365除的」: how what was shown was worked out
DEED = "(?:折|除|乘|数|摊|凑|推|换|扣|取|挑|算)"
HOW = re.compile(
    f"(?:怎么|咋|怎|如何|哪儿?|啥)[^，。；0-9]{{0,4}}{DEED}[^，。；0-9话]{{0,4}}的[呢啊呀]?(?=[，。；?？！]|$)"
    f"|[按拿用照][^，。；]{{0,10}}{DEED}的(?:(?=[?？])|[吗吧么]|还是)|[按拿用照][^，。；]{{0,4}}(?:多少|几|哪)[^，。；]{{0,8}}{DEED}的"
)
SUMS = ("money", "percent", "number", "duration")


def only_why(utterance: Utterance, state: State) -> Filling | None:
    """Nothing filled, every figure set aside, where all that is said with a sum asks why; None where it does not."""
    standing = state.topic.standing
    sums = [one for one in utterance.figures if one.kind in SUMS and isinstance(one.value, Decimal | tuple)]
    if not (standing.inputs and sums and state.shown is not None) or not _asks(utterance.text):
        return None
    if not all(_is_asked_why(utterance.text, one) for one in sums):
        return None
    return Filling(others=standing.others, aside=tuple(_aside(utterance.figures, state)))


def _is_asked_why(text: str, figure: Figure) -> bool:
    """Whether the clause the figure stands in, or the one behind it, asks why."""
    cut = clauses(text)
    at = next((i for i, one in enumerate(cut) if figure.start < one.end), len(cut) - 1)
    return any(_asks(text[one.start : one.end + 1]) for one in cut[at : at + 2])


def _asks(text: str) -> bool:
    return WHY.search(text) is not None or HOW.search(text) is not None


def _aside(figures: Sequence[Figure], state: State) -> list[Aside]:
    """What stands only says which part is meant; any other sum is one of the working that was shown."""
    standing = state.topic.standing
    stand = {slot.value for one in (standing.inputs, *standing.parts) for slot in one.values()}
    return [Aside(one, "part" if one.value in stand else "result") for one in figures]
