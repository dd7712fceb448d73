"""「聊城呢」 after a question about a place that is not ours: the same is asked of here."""

import re

from bot.dialogue.figures_told import saying
from bot.dialogue.state import State
from bot.nlu.firm_place import is_elsewhere, named_elsewhere, places_here
from bot.nlu.utterance import Utterance
from knowledge.text.tokens import fold

BEGINS = re.compile("^(?:那么?|哦|噢|要是|如果|换成|改成|我们?|俺们?|咱们?|厂子?|公司|企业|在|，|,)*$")
ENDS = re.compile(
    "^(?:这边|那边|这里|市里?|本地|的)*"
    "(?:呢|怎么样|咋样|行不行|能行吗?|行吗|可以吗|有没有|有吗|呀|啊|的话|\\?|？)*[。，. ]*$"
)


def as_of_here(utterance: Utterance, state: State) -> Utterance:
    """The message as it is meant where it hardly says more than the name of a place of ours after one that was not
    answered for being about another; else as it is."""
    knowledge, text = utterance.knowledge, utterance.folded
    found = places_here(text, knowledge) if utterance.is_brief and not utterance.figures else []
    if len(found) != 1 or not BEGINS.match(text[: found[0].start]) or not ENDS.match(text[found[0].end :]):
        return utterance
    name = text[found[0].start : found[0].end]
    if state.topic.measure:
        away = is_elsewhere(state.topic.standing.facts, knowledge)
        return saying(utterance, f"我们公司在{name}" if away else f"公司在{name}，能拿多少")
    last = fold(state.last_text)
    for other in named_elsewhere(last, knowledge, of_the_firm=True):
        last = last.replace(other, name)
    return utterance if last == fold(state.last_text) else saying(utterance, last)
