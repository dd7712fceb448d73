"""Which value all that a message says of one fact comes to. 「押的是实用新型，不是发明」: of several kinds, each of
which is enough, one is told and another denied, which denies nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.nlu.clauses import CUT
from bot.nlu.fact_words import NEGATION, Hit, inside
from knowledge.records.model import Fact

UNCLEAR = "?"  # said of one part among several
PLAIN_NAME = 4  # 「鲁科保」, 「基础层」: so short a phrase only names the thing
CHANGED = re.compile(
    "换成|改成|改为|后来|不是|[说记搞弄看]错|(?:^|[，,。哎啊哦])错了|其实|只有|才是|解押|不对|而是|退给|还回来"
)
# 「专利质押加厂房抵押」: the two are given together
JOINED = re.compile(
    "[的权]*(?:[抵质]押|担保)?(?:和|跟|与|及|以及|、|[+]|[外另再又]?加上?|搭配?|配上?|带上?|连同|外带)"
    "(?:了|一?[块套台处个]|[一-鿿]的)*"
)
# 「专利质押，厂房也抵押了」; 「设备是另外一笔押的」 is of another loan
BESIDES = re.compile("也|还(?![款清本了是没未])|另外?(?!外?[一两那][笔家户])|同时|一并|一起|外加|捎带")
# 「押的是外观设计，不是」: what it is, told right before what it is not
INSTEAD = re.compile(
    "(?:的是|就是|都是|只是|属于|(?<![不还要只可于但就])是)(?!不)[^，。；！？,;!?]{2,12}[,，、 ]*"
    "(?:并|而|可|又)?(?:不是|并非|非|不属于|不算)[^，。；！？,;!?]{0,4}$"
)

IN_A_ROW = re.compile("[、和或跟与及/]*(?:或者|以及)?")


class Meant(NamedTuple):
    """What a hit says. ``weak``: it is only named, in a question."""

    hit: Hit
    value: str
    weak: bool


def settled(text: str, meant: Mapping[str, list[Meant]], fact: Fact) -> str:
    """The value meant by all that is said of one fact; what is only named in a question gives way to the rest."""
    around = [one.hit for one in meant.get(fact.inside, ())]
    said = [one for one in meant[fact.key] if one.value == fact.wins or not any(inside(one.hit, o) for o in around)]
    said = [one for one in said if not one.weak] or said
    if not said:
        return ""
    if fact.kinds and (told := _of_kinds(text, said, fact)) is not None:
        return told
    last = max(said, key=lambda one: (one.hit.end, one.hit.end - one.hit.start))
    if last.value == fact.yields:
        other = [one for one in said if one.value not in (fact.yields, UNCLEAR)]
        if other and not CHANGED.search(text[other[-1].hit.end : last.hit.end]):
            return other[-1].value
    if fact.wins and last.value != fact.wins:
        plain = len(last.hit.phrase) <= PLAIN_NAME or last.hit.entry.beside
        winning = [one.hit for one in said if one.value == fact.wins]
        if winning and _is_given_besides(text, winning[-1], last.hit):
            return fact.wins
        if winning and _is_what_it_lacks(text, winning[-1], last.hit):
            return last.value
        if winning and plain and not CHANGED.search(text[winning[-1].end : last.hit.end]):
            return fact.wins
    return last.value


def _of_kinds(text: str, said: Sequence[Meant], fact: Fact) -> str | None:
    """The value where all that is denied are kinds, beside one that is told (met), or one that nobody knows (open);
    None for anything else."""
    denied = [one.hit for one in said if one.value == fact.bare_no]
    if not denied or not all(any(kind in hit.phrase for kind in fact.kinds) for hit in denied):
        return None
    met = [one.hit for one in said if one.value == fact.bare_yes and one.hit.key == fact.key]
    if met and all(_in_a_row(text, one, denied) for one in met):
        return fact.bare_no
    if any(_is_another_kind(one, denied, fact) and not _in_a_row(text, one, denied) for one in met):
        return fact.bare_yes
    if met or fact.of == "firm" or any(hit.entry.value == fact.bare_no for hit in denied):
        return None
    return "unknown" if all(_is_contrasted(text, hit) for hit in denied) else None


def _in_a_row(text: str, told: Hit, denied: Sequence[Hit]) -> bool:
    """Whether it is one of a row that is denied: 「不是首批次、首版次」."""
    return any(hit.end <= told.start and IN_A_ROW.fullmatch(text[hit.end : told.start]) for hit in denied)


def _is_another_kind(told: Hit, denied: Sequence[Hit], fact: Fact) -> bool:
    """Whether what is told is none of the kinds denied, which may come later (「是高企，后来高企被撤了」)."""
    kinds = [kind for kind in fact.kinds for hit in denied if kind in hit.phrase]
    return not any(kind in told.phrase for kind in kinds)


def _is_contrasted(text: str, denied: Hit) -> bool:
    """「押的是外观设计，不是发明」: what it is instead is told right before."""
    return INSTEAD.search(text[: denied.start]) is not None


def _is_what_it_lacks(text: str, named: Hit, last: Hit) -> bool:
    """Whether the last says of what is only named before it that it is not there yet: 「专利还没授权」."""
    return (
        named.entry.beside
        and NEGATION.search(last.phrase) is not None
        and CUT.search(text, named.end, last.start) is None
    )


def _is_given_besides(text: str, first: Hit, last: Hit) -> bool:
    """Whether the last is given together with what was said before it, not in its place."""
    between = text[first.end : last.end]
    if CUT.search(text, first.start, last.start) is None and first.end > last.start:
        return True  # 「专利质押加厂房抵押的」
    if JOINED.fullmatch(text[first.end : last.start]):
        return True
    return BESIDES.search(between) is not None and CHANGED.search(between) is None
