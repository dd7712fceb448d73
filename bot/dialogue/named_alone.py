"""A message that names a measure and says nothing else (「新三板奖励」, 「挂四板有什么奖励」): its rule is told, and
the figure asked for that it needs."""

import re
from collections.abc import Iterator

from bot.copies import replace
from bot.dialogue.asked import asked, put
from bot.dialogue.calculate import start_measure
from bot.dialogue.choices import offer
from bot.dialogue.measure_choice import undecided
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.nlu.phrases import find
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

LIST = "list"
A_NAME = 3  # characters of words that name a measure by themselves: 专利 is only what a firm has
LEFT = 1  # characters besides
MONEY = "补助|补贴|奖励|奖补|奖金|补偿|贴息|资金|扶持|支持|优惠|好处|补|奖|钱|费用?|款|政策|措施|项目|规定|办法"
ASKING = "(?:能|都|会)?(?:有|给|享受|领|拿)?(?:些|点)?(?:[啥]|什么|哪些|哪几[种样])(?:样|种)?(?:的)?"
FILLERS = (
    "我们?|俺们?|咱们?|您好|你好|请问|想|要|问(?:一?下|问)?|咨询(?:一?下)?|了解(?:一?下)?|打听(?:一?下)?|看看|查(?:一?下|查)?"
    "|[说讲](?:一?下|说|讲)|介绍(?:一?下)?|关于|有关|那个?|这个?|一下|市里?|本市|方面|情况|[这那]块|事儿?|给|拿|去|做|买|办|走|用|挂|上|投|向|找|银行"
    '|[的了吧啊呢哈呀嘛、，。？?！!“”"「」（）() ]'
)
SAYS_NOTHING = re.compile(f"{ASKING}|{MONEY}|{FILLERS}")


def named_alone(turn: Turn) -> TurnResult | None:
    """None where more is said than the name, where something is asked of the measure, or where several are named. Where
    several are called so, they are offered."""
    utterance = turn.utterance
    if turn.current is not None or turn.state.stray or utterance.figures or not utterance.is_one_question:
        return None
    choices, match = turn.choices, utterance.match
    if match.verdict == "none" or not choices or not choices[0].by_name or undecided(choices):
        return None
    measure = choices[0].measure
    if match.hits and match.hits[0][:2] != measure.home:
        return None  # another clause is meant, or offered
    surely = match.verdict == "sure" and match.section == measure.id
    if not says_only(utterance.folded, measure, 1 if surely else A_NAME):
        return None
    question = asked(turn)[0].kind
    if put(turn) and question != LIST:
        return None
    alike = called_alike(turn, measure)
    if len(alike) > 1:
        return offer(turn, alike)
    result = start_measure(turn, measure)
    return replace(result, reply=replace(result.reply, focus=LIST)) if put(turn) else result


def called_alike(turn: Turn, measure: Measure) -> tuple[Measure, ...]:
    """The measures called by every word that the message calls this one by: of 「保费补贴」 there are three."""
    said = {found.phrase for found in find(turn.utterance.folded, measure.words) if not found.negated}
    return tuple(one for one in turn.utterance.knowledge.measures if said and said <= set(one.words))


def says_only(text: str, measure: Measure, least: int) -> bool:
    """Whether the measure's own words, at ``least`` so many characters of them, and what says nothing beside them are
    all of the text."""
    said = [found for found in find(text, (*measure.words, *measure.needs, fold(measure.name))) if not found.negated]
    if sum(len(one.phrase) for one in said) < least:
        return False
    held = {at for begin, end in _spans(text, measure) for at in range(begin, end)}
    held |= {at for one in said for at in range(one.start, one.end)}
    rest = "".join(" " if at in held else char for at, char in enumerate(text))
    return len(SAYS_NOTHING.sub("", rest)) <= LEFT


def _spans(text: str, measure: Measure) -> Iterator[tuple[int, int]]:
    """Two characters side by side that its name has too."""
    name = fold(measure.name)
    return ((at, at + 2) for at in range(len(text) - 1) if text[at : at + 2] in name)
