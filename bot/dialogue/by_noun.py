"""An earlier measure that a message comes back to by the noun of its figure: 「贷款改成600万」 where a premium was
talked of last."""

import re
from collections.abc import Iterator, Sequence

from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.slots.parts import money_keys
from bot.slots.roles import fits
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

# What may stand before the noun, and between it and its new value
BEGINS = (
    "(?:那|把|将|哦|噢|嗯|对了|不对|错了|说错了|记错了|我看错了|等等|等下|刚才|前面|还有|的"
    "|我们?|俺们?|咱们?|你|这边|[，, ])*"
)
CHANGED = (
    "(?:[改换变调升][成到为]?|[加涨降减提增][到成至为]|其实|实际|应该|应为|记错|说错|写错|搞错|弄错|算错|有误|不对|只有"
    "|还是|就按|就是|得按|按|是|为|才|不是)"
)
FILLER = "(?:了|的话?|也|都|又|可能|好像|一共|总共|给|要|先|现在|后来|约|大概|[，, ])"
NOUN = "(?P<noun>[一-鿿]{2,6}?)(?:那?[个笔头边块份])?的?(?:金额|数额|总额|数|这?块)?"
SPOKEN = re.compile(f"^{BEGINS}{NOUN}{FILLER}*(?P<change>(?:{CHANGED}{FILLER}*)*)$")
DENIES = re.compile("[元块]?[，, ]*不是")


def of_its_noun(turn: Turn) -> Topic | None:
    """The earlier topic of the same firm among whose inputs the noun of the first figure is called, and better so than
    among those of the measure under way, which has its sums."""
    now, state = turn.current, turn.state
    frames = [one for one in state.frames if one.measure and one.firm == state.topic.firm]
    if now is None or not frames or not money_keys(now) <= set(state.topic.standing.inputs):
        return None
    if turn.acts.does("ask:compare", "ask:total", "switch"):
        return None
    text = turn.utterance.folded
    figure = next((one for one in turn.utterance.figures if one.kind in ("money", "percent", "duration")), None)
    if figure is None or not _noun(text, figure):
        return None
    if _says_what_stands(turn):
        return None  # 「融资额不是4400万，是1900万」, where 4400万 stands
    noun = _noun(text, figure)
    best, found = _called(now, noun, figure), None
    for topic in frames:
        measure = turn.utterance.knowledge.measure(topic.measure, topic.policy)
        called = _called(measure, noun, figure)
        better = called > best and (called[0] > best[0] or found is not None or not best[0])
        if measure.key != now.key and better and money_keys(measure) <= set(topic.standing.inputs):
            best, found = called, topic
    return found


def _says_what_stands(turn: Turn) -> bool:
    """Whether a sum of the message is one of the measure under way."""
    values = [slot.value for slot in turn.state.topic.standing.inputs.values()]
    return any(one.kind == "money" and one.value in values for one in turn.utterance.figures)


def best_called(turn: Turn, measures: Sequence[Measure]) -> Measure | None:
    """The only one of these among whose inputs the noun of the first figure is called best."""
    text = turn.utterance.folded
    figure = next((one for one in turn.utterance.figures if one.kind in ("money", "percent", "duration")), None)
    noun = _noun(text, figure) if figure else ""
    if figure is None or not noun:
        return None
    called = sorted(((_called(one, noun, figure), i) for i, one in enumerate(measures)), reverse=True)
    first, *rest = called
    alone = first[0][0] > 0 and all(one[0] < first[0] for one in rest)
    return measures[first[1]] if alone else None


def _noun(text: str, figure: Figure) -> str:
    """The noun a message begins with, whose new value the figure is said to be; "" for none."""
    found = SPOKEN.match(text[: figure.start])
    if found is None:
        return ""
    return found["noun"] if found["change"] or DENIES.match(text, figure.end) else ""


def _called(measure: Measure, noun: str, figure: Figure) -> tuple[int, bool]:
    """How much of the noun is a word for one of the measure's inputs that the figure can be, and whether the measure's
    name has it."""
    words = [word for word in _words(measure, figure) if word in noun]
    named = any(noun[i : i + 2] in fold(measure.name) for i in range(len(noun) - 1))
    return max(map(len, words), default=0), named


def _words(measure: Measure, figure: Figure) -> Iterator[str]:
    for record in measure.inputs:
        if fits(figure, record.unit):
            yield from (fold(word) for word in record.announces if len(word) > 1 and "_" not in word)
            label = fold(record.label)
            yield from (label[i:] for i in range(len(label) - 1))
