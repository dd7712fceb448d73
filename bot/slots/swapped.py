"""One value of one of several parts put in the place of another: 「150万换成180万」, 「把保费50万的换成30万」,
「150万不够用，贷180万」."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.figures import Figure
from bot.slots.model import Slot, slot_of
from bot.slots.parts import keys_of
from knowledge.records.model import Measure

SWAP = re.compile(
    "[元块]?(?:的?[那这]?[个笔份张户单次台轮家]?(?:贷款|保单|担保|坏[账帐])?)(?:要|得|应该|帮我|给我|请|再)*"
    "(?:替?换|替|改|变|调整?)(?:成|为|作|到|做)?了?(?:是|个)?\\s*"
)
VERB = (
    "(?:得|要|想|就|干脆|改|那|还是|打算|准备|直接|[我俺咱]们?)*"
    "(?:贷|借|押|融|担|投|保|做|办|放|批|弄|来)?(?:个|成|到|了)?"
)
WANTING = re.compile(
    "[元块]?(?:的?[那这]?[笔份张单])?(?:还是?|有点|怕|可能|恐怕|又|是)*"
    f"(?:不够(?:使|用|花|的)?|少了(?:点|些)?|太少)了?[，, ]+{VERB}"
)
IT_IS_NOT = re.compile("(?:不是|并非)$")
BUT = re.compile(f"[，, ]+(?:而|应该?|其实)*是?{VERB}")
FEWEST = 2  # parts, of which one is meant


@dataclass(frozen=True, slots=True)
class Swap:
    """Which part, which of its sums, and the new value."""

    index: int
    key: str
    slot: Slot


def swapped(text: str, figures: Sequence[Figure], parts: Sequence[Mapping[str, Slot]], measure: Measure) -> Swap | None:
    """What is put in the place of what; None where no part, or more than one, has the value that is taken away."""
    if len(parts) < FEWEST:
        return None
    sums = [one for one in figures if one.kind == "money" or (one.kind == "number" and one.unit_missing)]
    for old, new in pairwise(sums):
        if not _gives_way(text, old, new):
            continue
        hits = [(i, key) for i, part in enumerate(parts) for key in keys_of(old, part, measure)]
        record = measure.input(hits[0][1]) if len(hits) == 1 else None
        slot = slot_of(new, record, "万" if new.unit_missing else "", "") if record else None
        if isinstance(slot, Slot):
            return Swap(*hits[0], slot)
    return None


def _gives_way(text: str, old: Figure, new: Figure) -> bool:
    """Whether the second is what the first is to be."""
    between = text[old.end : new.start]
    if SWAP.fullmatch(between) or WANTING.fullmatch(between):
        return True
    return IT_IS_NOT.search(text[: old.start]) is not None and BUT.fullmatch(between) is not None
