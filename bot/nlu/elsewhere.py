"""What another place pays, told beside one's own case: 「青岛那边听说按利息的70%给，我们这边多少」. It is no part of
what is asked, and its figures are nobody's here."""

import re
from collections.abc import Sequence

from bot.nlu.clauses import OURS, clauses
from bot.nlu.firm_place import named_elsewhere
from knowledge.records.model import Knowledge
from knowledge.text.tokens import fold

PAYS = re.compile("给|贴|补|奖|返|发|拿")
OWN = re.compile(f"{OURS.pattern}|[我俺咱本]|贷|担保|保费|融|押|募|挂牌|省里")
FIGURE = re.compile("[0-9一二两三四五六七八九十百]")
ASKS = re.compile("多少|几|吗|呢|[？?]|咋|怎么|什么|能")
GOES_ON = re.compile("^(?:不过|但|可|当然|反正|只是)?(?:那|这)?(?:是|只是|就是|可是)?")


def told_of_elsewhere(text: str, knowledge: Knowledge) -> tuple[str, str]:
    """The message without the clauses that tell what another place pays, and these; all of it and "" where it tells no
    case of its own besides."""
    names = named_elsewhere(fold(text), knowledge)
    if not names:
        return text, ""
    cut = [(text[one.start : one.end], one.start, one.end) for one in clauses(text)]
    gone = [i for i, (said, _, _) in enumerate(cut) if _is_rule(said, names)]
    gone += [i for i, (said, _, _) in enumerate(cut) if i - 1 in gone and _only_names(said, names)]
    rest = "".join(said for i, (said, _, _) in enumerate(cut) if i not in gone)
    if not gone or not FIGURE.search(rest) or not OWN.search(rest) or any(name in fold(rest) for name in names):
        return text, ""
    kept = text
    left: list[str] = []
    for i in sorted(gone, reverse=True):
        said, begin, end = cut[i]
        kept = kept[:begin].rstrip("，,、 ") + "，" + kept[end:].lstrip("，,、 ")
        left.insert(0, said)
    return kept.strip("，, "), "，".join(left)


def _is_rule(said: str, names: Sequence[str]) -> bool:
    """Whether a clause says what a place elsewhere pays, and asks nothing."""
    folded = fold(said)
    at = [folded.find(name) for name in names if name in folded]
    if not at or (ASKS.search(said.replace("听说", "")) and not FIGURE.search(said)):
        return False
    before = said[: min(at)]
    return bool(PAYS.search(said) and FIGURE.search(said)) and not (FIGURE.search(before) or _is_own(said))


def _is_own(said: str) -> bool:
    return (
        re.search(
            "[抵质]押|贷了|担保[了费]|投保|挂牌|融了|我们?(?!记得|听|那|朋友|[一-鿿]{0,3}(?:朋友|同学|亲戚|客户))[贷担投融押买]",
            said,
        )
        is not None
    )


def _only_names(said: str, names: Sequence[str]) -> bool:
    """「不过那是深圳」."""
    folded = fold(said)
    rest = GOES_ON.sub("", folded)
    return any(rest.startswith(name) and len(rest) - len(name) <= 4 for name in names) and not FIGURE.search(said)
