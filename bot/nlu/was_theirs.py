"""What was told before is said to have been another firm's, where the speaker's own is told beside it: 「刚说的那是我表
哥厂的，我自己的是90万」, 「就是半年，一年的是别人家的」."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.figures import Figure
from bot.nlu.clauses import clauses
from bot.nlu.given_over import FIRM, WE
from bot.nlu.persons import KIN

NOBODY_NAMED = "人家|别人|[他她]们?|另外?一?家|别的?[家厂]"
THEIRS = re.compile(
    f"(?<!不)(?:是|属于?|算){WE}(?:(?P<firm>{FIRM.pattern}|{KIN})|{NOBODY_NAMED})"
    "(?:[他她]们?|公司|企业|厂子?|单位|店|家|那[边里]|里|自己|名下)*的?"
    "(?:那?[笔份张个单]|数字?|数据|情况|例子|账|事|保单|贷款|期限|金额)*[啊呢呀哈]*$"
)
POINTS = re.compile(
    "(?:刚才?|刚刚|方才|前[面头]|上面|[上前]一?句|先前|之前|早先)[^，。；0-9]{0,5}$"
    "|[这那](?:一?[个些笔张份])?(?:数字?|数据|情况|金额|说的|报的)?(?:其实|原来|都|应该|才|全)*$"
)
# What stands behind its figure, up to 是: 「200万的」, 「一年那个」
BEHIND_FIGURE = re.compile("(?:[元块]钱?|期)?的?(?:那|这)?[个笔张份些单]?(?:其实|原来|都|应该|才)*$")
KINDS = ("money", "percent", "duration")


@dataclass(frozen=True, slots=True)
class WasTheirs:
    """``firm``: whose it was, "" where nobody is named; ``figure``: the one that was theirs, None where all that was
    told is; ``ours``: what is told of the own; ``figures``: those in it."""

    firm: str
    figure: Figure | None
    ours: str
    figures: tuple[Figure, ...]


def was_theirs(folded: str, figures: Sequence[Figure]) -> WasTheirs | None:
    """None where nothing is said to be another's, or no figure of the own is told beside it."""
    cut = clauses(folded)
    told = [one for one in figures if one.kind in KINDS]
    for clause in cut:
        text = folded[clause.start : clause.end]
        found = THEIRS.search(text)
        if found is None:
            continue
        inside = [one for one in told if clause.start <= one.start < clause.end]
        others = tuple(one for one in told if one not in inside)
        if not others or not _is_told_of(text[: found.start()], inside, clause.start):
            continue
        rest = "，".join(folded[one.start : one.end] for one in cut if one is not clause)
        return WasTheirs(_name(found), inside[0] if inside else None, rest, others)
    return None


def _is_told_of(before: str, inside: Sequence[Figure], start: int) -> bool:
    """Whether what stands ``before`` 是 points at what was told, or is the one figure of the clause."""
    if not inside:
        return POINTS.search(before) is not None
    return len(inside) == 1 and BEHIND_FIGURE.fullmatch(before[inside[0].end - start :]) is not None


def _name(found: re.Match[str]) -> str:
    name = found["group"] or found["partner"] or found["kin"] or found["other"] or found["firm"] or ""
    kin = re.match(f"(?:{KIN})", name)
    return kin[0] if kin else name
