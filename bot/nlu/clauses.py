"""A message cut into clauses: which only suppose something, and which speak of somebody else's firm."""

import re
from dataclasses import dataclass

CUT = re.compile(
    r"[，。；：！？;:!?~～\n…]+|,(?![0-9]{3})|\.{2,}|(?<=[一-鿿])\s+(?=\S)|(?<=\S)\s+(?=[一-鿿])"
    r"|(?=但是|不过|可是|只是|后来|结果|其实|而是|现在)|(?<=了)(?=但|可)"
)
IF = re.compile(r"要是|如果|假如|假设|假使|万一|倘若|若是|如若|的话$|哪怕")
# 刚才那个要是 …: what is supposed is meant to be reckoned with; 要是规上就好了 is only wished for
WISH = re.compile(r"就好了|该多好|多好啊?$")
OURS = re.compile(r"我们|咱|俺|我司|我家|本公司|本企业|我厂|我公司|自己家?|这家")
# Whose firm is not the speaker's; 人家 is left out: it is as often the bank or the guarantor
THEIRS = re.compile(
    r"(?:隔壁|对门|邻居|同行|别人|别家|旁边|前院|后院|我?朋友|亲戚|表哥|表弟|同学|老乡|其他企业|别的企业|他们|它们?|他)"
    r"[^是有都也早就拿能说]{0,6}?(?:是|有|都|也|早|就|拿|能|可|在|上|办|评|进|去年|今年|前年|刚)"
)
FOR_THEM = re.compile(r"[0-9一二三四五六七八九十百千万]+万|多少|几个钱|给他|帮他|帮|再算|换")


@dataclass(frozen=True, slots=True)
class Clause:
    """Text from ``start`` to ``end``. ``supposed``: 要是 …; ``theirs``: said of another firm, about which nothing is
    asked."""

    start: int
    end: int
    supposed: bool = False
    theirs: bool = False


def clauses(text: str) -> list[Clause]:
    """The clauses of a folded message, in order, none empty."""
    found: list[Clause] = []
    at = 0
    whose, asks = False, bool(FOR_THEM.search(text))
    supposing = False
    for begin, end in [*((cut.start(), cut.end()) for cut in CUT.finditer(text)), (len(text), len(text))]:
        part = text[at:begin]
        if part.strip():
            supposing = bool(IF.search(part)) or (supposing and text[at - 1 : at] not in "。；！？;!?\n")
            ours, theirs = OURS.search(part), THEIRS.match(part) or THEIRS.search(part)
            whose = bool(theirs) and not (ours and ours.start() > theirs.start()) if theirs or ours else whose
            found.append(Clause(at, begin, supposing, whose and not asks))
        at = end
    return found


def only_wished(text: str) -> bool:
    """要是规上就好了: nothing is to be reckoned with."""
    return bool(WISH.search(text))
