"""「650万那次实际只募到570万」, 「第三笔6万没批下来，去掉」: one of the sums of which the whole consists is put
right or goes, though they were never told apart: the whole changes by as much."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.state import State
from bot.figures import Figure
from bot.nlu.utterance import Utterance
from bot.slots.called import NAMES, NOUN, drops
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.roles import place_once
from calculators.wording import money
from knowledge.records.model import Measure

ONE, OF_TWO = 1, 2  # sums of such a message
# 「第三笔」, 「最后那次」 right before the sum
CALLED_BEFORE = re.compile(
    f"(?:第[一二两三四五六七八九十1-9]|最后|末尾?|头|首|中间|其中|[前后那这])[那这一]?一?{NOUN}(?:的|是|那)?[，, ]*$"
)
ENDS_SO = re.compile("[减扣去除](?:去|掉|出|了)|没(?:有)?[^，。；]{0,3}(?:成|下来|批|放|发|到)")
# Between the sum by which the part is called and the one that it has
PUT_RIGHT = re.compile(
    "实际|其实|只|才|最[后终]|应该?|[改变降缩减调]|真正|到[位账]|落[地实]|没.{0,3}[满完足够]|是(?!不是)"
)
# What is told of a part, beside it or in it, puts it to no other value
OTHERWISE = re.compile(
    "[里内中](?:头|面|边|有)|其中|另|还有|又|再|[，,][^，。]{0,6}(?:第|一)[一二两三]?[笔次轮批]|吗|么|[?？]"
)


def with_the_part_anew(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> Filling:
    """What is left of the whole with the new sum in the place of the part's; the same where none is so put right."""
    main, standing = measure.main, state.topic.standing
    whole = standing.inputs.get(main)
    sums = [one for one in utterance.figures if one.kind == "money" and not one.unit_missing and one.unit == "yuan"]
    if state.topic.measure != measure.id or whole is None or len(standing.parts) > 1:
        return filling
    if len(sums) == ONE and _drops_a_part(utterance.text, sums[0], whole.value):
        return _without(filling, whole, sums[0], None, main)
    if len(sums) != OF_TWO or not _calls_a_part(utterance.text, sums[0], sums[1], whole.value):
        return filling
    return filling if _is_another(utterance, sums[1], measure) else _without(filling, whole, sums[0], sums[1], main)


def _without(filling: Filling, whole: Slot, was: Figure, now: Figure | None, main: str) -> Filling:
    """The whole without what the part was, and with what it is ``now``."""
    more = now.value if now else Decimal(0)
    if not (isinstance(whole.value, Decimal) and isinstance(was.value, Decimal) and isinstance(more, Decimal)):
        return filling
    step, said = f"{whole.step or money(whole.value)} － {money(was.value)}", f"{whole.text}－{was.text}"
    if now:
        step, said = f"{step} ＋ {money(more)}", f"{said}＋{now.text}"
    slot, told = Slot(whole.value - was.value + more, said, step=step), (was, now)
    aside = tuple(one for one in filling.aside if one.figure not in told)
    others = {key: one for key, one in filling.others.items() if one.text not in {one.text for one in told if one}}
    return replace(filling, inputs={**filling.inputs, main: slot}, others=others, aside=aside, apart=(), net=True)


def _drops_a_part(text: str, part: Figure, whole: object) -> bool:
    """Whether a sum that is less than the whole is called one of several, and said not to be."""
    called = CALLED_BEFORE.search(text[: part.start]) or NAMES.match(text[part.end :])
    smaller = isinstance(part.value, Decimal) and isinstance(whole, Decimal) and 0 < part.value < whole
    gone = drops(text) or ENDS_SO.search(text[part.end :])
    return called is not None and smaller and bool(gone) and OTHERWISE.search(text) is None


def _calls_a_part(text: str, was: Figure, now: Figure, whole: object) -> bool:
    """Whether the first sum calls one of several, and the second is what that one really is."""
    named, between = NAMES.match(text[was.end :]), text[was.end : now.start]
    smaller = isinstance(was.value, Decimal) and isinstance(whole, Decimal) and 0 < was.value < whole
    put_right = named is not None and PUT_RIGHT.search(between[named.end() :]) is not None
    return smaller and put_right and OTHERWISE.search(text[was.end :]) is None


def _is_another(utterance: Utterance, figure: Figure, measure: Measure) -> bool:
    """Whether a word says that the sum is another input than the one the measure goes by."""
    placed = place_once(utterance, measure, utterance.knowledge.distractors)
    return any(one.figure is figure and one.announced and one.is_input and one.key != measure.main for one in placed)
