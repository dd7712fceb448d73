"""What a user states about himself: fact key → value name, read from phrases; asking is not stating."""

import re
from collections.abc import Mapping
from itertools import chain

from bot.memo import PerObject
from bot.nlu.phrases import FoundPhrase, Lists, find, mentions
from knowledge.records.model import Fact
from knowledge.text.pinyin import sound

PARTS = re.compile("[，。；！？,;!?\n]")
# 是不是, 有没有, 办没办, 算不算: whether something is so; 能不能 and 要不要 ask what may or must be done
WHETHER = re.compile(r"是否|(\w)没\1|(?![能要可会该用需行给补贴报])(\w)不\2")
ABOUT = 6  # characters before 办没办 in which its matter is named
NO_DOUBT = re.compile("怎么|咋|如何|哪|啥|什么|多少|多久|几|补贴|补助|政策|奖|能")  # asks for the way or the money
OPPOSITE = {"yes": "no", "no": "yes"}
FEW = 4
PLAIN_NAME = 4  # 「鲁科保」, 「基础层」: so short a phrase only names the thing
PLAIN_YES = (
    "是",
    "是的",
    "对",
    "对的",
    "有",
    "办了",
    "都办了",
    "嗯是",
    "没错",
    "可以",
    "符合",
    "都符合",
    "满足",
    "都有",
    "算",
    "属于",
    "好的是",
    "是啊",
    "对啊",
    "有的",
    "都是",
    "都办好了",
    "办好了",
)
PLAIN_NO = (
    "不是",
    "没有",
    "没",
    "不",
    "否",
    "不符合",
    "没办",
    "还没",
    "不算",
    "不属于",
    "无",
    "木有",
    "没呢",
    "还没有",
    "不是的",
    "没有的",
)
UNSURE = (
    "不清楚",
    "不知道",
    "不确定",
    "说不准",
    "不好说",
    "不太清楚",
    "没问过",
    "搞不清",
    "不懂",
    "拿不准",
    "没查",
    "得问",
    "不晓得",
    "弄不清",
)

_unsure = re.compile("|".join(map(re.escape, UNSURE)))


def read_facts(text: str, facts: Mapping[str, Fact]) -> dict[str, str]:
    """Every fact stated in ``text`` (folded): {"tech_sme": "yes", "counter_guarantee": "none"}.

    Where two values of one fact are said the one said last counts: people correct themselves forwards.
    """
    mentioned = _lists(facts).mentioned(text)
    stated = {}
    for key, fact in facts.items():
        if key in mentioned and (value := _value(text, fact, facts.get(fact.inside))):
            stated[key] = value
    return _implied(stated, facts)


def read_doubts(text: str, facts: Mapping[str, Fact]) -> frozenset[str]:
    """Keys of the facts of which somebody says he does not know whether they are so: 「不清楚质押登记办没办」.

    Only what is named beside 是不是 or 办没办 is meant: 「我们是科技型中小微企业，不知道能不能补」 doubts nothing.
    """
    found: set[str] = set()
    for part in PARTS.split(text) if mentions(text, UNSURE) else ():
        if (doubt := _unsure.search(part)) is None:
            continue
        said, behind = part[: doubt.start()], part[doubt.end() :]
        said = behind if WHETHER.search(behind) else said
        if (whether := WHETHER.search(said)) and not NO_DOUBT.search(said):
            said = said[max(0, whether.start() - ABOUT) :]
            found |= _lists(facts).mentioned(said) | {key for key, fact in facts.items() if fact.label in said}
    return frozenset(found)


def _filed(facts: Mapping[str, Fact]) -> Lists:
    return Lists({key: tuple(chain.from_iterable(fact.values.values())) for key, fact in facts.items()})


_lists: PerObject[Mapping[str, Fact], Lists] = PerObject(_filed)


def _value(text: str, fact: Fact, around: Fact | None = None) -> str:
    said = _said(text, fact)
    elsewhere = _said(text, around) if around else []
    said = [one for one in said if not any(_inside(one[0], other[0]) for other in said)]
    said = [one for one in said if one[1] == fact.wins or not any(_inside(one[0], o[0]) for o in elsewhere)]
    if not said:
        return ""
    meant = [(found, _meant(found, value, fact)) for found, value in said]
    last, value = max(meant, key=lambda one: (one[0].end, one[0].end - one[0].start))
    wins = any(effective == fact.wins for _, effective in meant) and len(last.phrase) <= PLAIN_NAME
    return fact.wins if wins else value


def _said(text: str, fact: Fact) -> list[tuple[FoundPhrase, str]]:
    return [
        (found, value) for value, phrases in fact.values.items() for found in find(text, phrases) if not found.asked
    ]


def _meant(found: FoundPhrase, value: str, fact: Fact) -> str:
    return OPPOSITE.get(value, "") if found.negated and fact.is_boolean else value


def _inside(inner: FoundPhrase, outer: FoundPhrase) -> bool:
    return (
        outer.start <= inner.start and inner.end <= outer.end and (outer.end - outer.start) > (inner.end - inner.start)
    )


def _implied(stated: dict[str, str], facts: Mapping[str, Fact]) -> dict[str, str]:
    """A 科技型中小企业 is a 科技型企业 too; a large one may still be."""
    implied = [other for key, value in stated.items() if value == "yes" for other in facts[key].implies]
    return {**dict.fromkeys(implied, "yes"), **stated}


def read_answer(text: str, fact: Fact) -> str:
    """The value a reply to the question about ``fact`` gives, "" when it gives none, "unknown" for 不清楚."""
    bare = text.strip(" ，。,.！!？?的了啊呀吧呢哈")
    if mentions(text, UNSURE):
        return "unknown"
    if bare in PLAIN_NO or text in PLAIN_NO:
        return fact.bare_no
    for value, phrases in fact.answers.items():
        hits = [hit for hit in find(text, phrases) if not hit.asked]
        if hits:
            return OPPOSITE.get(value, "") if hits[-1].negated and fact.is_boolean else value
    if value := _sounds_like(bare, fact):
        return value
    if bare in PLAIN_YES or text in PLAIN_YES or bare.startswith(("是的", "对，", "对,")):
        return fact.bare_yes
    return ""


def _sounds_like(bare: str, fact: Fact) -> str:
    """「专力」 for 「专利」: a few characters that sound like one of the answers from end to end."""
    heard = sound(bare) if 2 <= len(bare) <= FEW else ()
    return next((v for v, phrases in fact.answers.items() for p in phrases if heard and sound(p) == heard), "")
