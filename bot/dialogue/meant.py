"""A word whose meaning is asked, and the clause it is a word of: 「啥是反担保」, 「风险补偿指什么」."""

import re
from typing import NamedTuple

from bot.dialogue.turn import Turn
from bot.memo import PerObject, WhileItLives
from bot.nlu.phrases import Lists, compiled
from knowledge.records.model import Clause, Knowledge
from knowledge.text.tokens import fold

MEANING = "meaning"
WHAT = "(?:什么|啥|么子?|嘛)(?:样)?"
KIND = (
    "(?:的?(?:意思|东西|玩意|概念|说法|讲究|来头|机构|组织|平台|网站|保险|险|活动|产品|名堂|身份|词|用|事|库|市场|"
    "贷款|贷))?儿?"
)
OVER = r"(?=[\s，。,.？?！!；;啊呀呢哩嘛吗嘞哦的]|$)"
# 「啥叫反担保」: the words of asking stand right before the word, with no word of another between
BEFORE = re.compile(rf"(?:^|[^为]){WHAT}(?:的[贷企产保]?[款业品险]?)?才?(?:是|叫做?|算)(?:所谓|那|这|[个种“”\"「」])*$")
# 「反担保到底是个啥」: they stand right behind it; a verb between asks for something else (「白名单上要写的是啥」)
BEHIND = re.compile(
    rf"^[”\"」]?(?:[^，。,.？?！!；;、\s交写补给有办在上里报拿填找问去要买卖投押]{{0,4}}?)(?:到底|究竟)?(?:"
    rf"(?:就?是|指的?是?|说的是|算是?|叫|即)(?:[个一种]+)?{WHAT}{KIND}{OVER}"
    rf"|是?(?:用来)?[干做](?:{WHAT}|么)用?的|(?:怎么|咋|如何)(?:理解|界定|划分?|解释|讲|个?说法)|几个意思"
    rf"|(?:是|指)?个?{WHAT}意思|是?指的?是?哪[些几])"
)


class Meant(NamedTuple):
    """A word that is asked about, and its clause."""

    word: str
    clause: Clause


def meant(turn: Turn) -> Meant | None:
    """The longest word of a clause whose meaning the message asks, of two clauses that of the one whose own word it is,
    else of the one it is likelier about; None where it asks for no meaning."""
    return _meant(turn)


class _Words:
    """The words that the clauses and their answers about meanings have."""

    def __init__(self, knowledge: Knowledge) -> None:
        homes = {one.id: (one.policy, one.clause) for one in knowledge.measures}
        own = {(p.id, c.id): tuple(map(fold, c.words)) for p in knowledge.policies for c in p.clauses}
        for one in knowledge.answers:
            if MEANING in one.kinds:
                home = homes.get(one.of, (one.policy, one.of))
                own[home] = (*one.words, *own.get(home, ()))
        self.own = {f"{p.id} {c.id}": frozenset(map(fold, c.words)) for p in knowledge.policies for c in p.clauses}
        self.lists = Lists({f"{policy} {clause}": words for (policy, clause), words in own.items()})


_words: PerObject[Knowledge, _Words] = PerObject(_Words)


def _look(turn: Turn) -> Meant | None:
    utterance = turn.utterance
    possible = _words(utterance.knowledge).lists.possible(utterance.folded)
    found = [(word, name) for _, word, name in possible if _is_asked(utterance.folded, word)]
    if not found:
        return None
    likely = f"{utterance.match.hits[0].policy} {utterance.match.hits[0].clause}" if utterance.match.hits else ""
    own = _words(utterance.knowledge).own
    word, name = max(found, key=lambda one: (len(one[0]), one[0] in own[one[1]], one[1] == likely))
    policy, clause = name.split()
    return Meant(word, utterance.knowledge.policy(policy).clause(clause))


def _is_asked(text: str, word: str) -> bool:
    """Whether the words that ask for a meaning stand beside the word."""
    places = compiled(word).finditer(text)
    return any(BEFORE.search(text[: one.start()]) or BEHIND.match(text[one.end() :]) for one in places)


# No longer than the turn: what was said is kept nowhere else
_meant: WhileItLives[Turn, Meant | None] = WhileItLives(_look)
