"""One more loan or policy of which alone is to be told: 「只算这笔」, 「那笔不要了，改问9月放的」."""

import re

from bot.copies import replace
from bot.dialogue.likeness import unchanged
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.measures.assess import Standing, broken_conditions, missing_inputs
from bot.slots.parts import each_in_full, parts_of
from knowledge.records.model import Measure

ONE = "[笔个份张单]"
# 「另一张保费30万，保额1000万，单算」
ANOTHER_APART = (
    f"(?:另外?(?:再|又|还)?|再|又|还|第[二三四五2-5])(?:来|有|贷|投|买|保|做)?了?[一那]?{ONE}[^。；！？]*?"
    "[，,；;。 ](?:也|先|要|得|就|请|给我|帮我|麻烦|这笔|这张|它|我们|[，,])*"
    "(?:单独?|分开|另外?单?独?|独自)(?:来)?(?:列|算|看|测|报)(?:一?下)?(?:吧|呢|看看|。)*$"
)
# 「单算这一笔」, 「这笔单列」, 「按单独一笔300万算」, 「那另外一笔呢，200万……」, 「不管前面那笔」
ALONE = re.compile(
    f"(?:单|只|光|就)(?:独)?(?:算|看|说|报|管|列|问)(?:这|它|新|后)(?:一|的)?{ONE}"
    f"|(?:这|新|后)[一的]*{ONE}(?:就|先|要|得|给我|帮我)*(?:单|单独|另外?单?|独自)(?:列|算|看|报|测|评)"
    f"|单独(?:的)?一{ONE}|^(?:那么?|好|行|嗯|，|,| )*(?:[我俺咱]们?)?(?:的)?另(?:外)?(?:一|那)?{ONE}呢(?=[，,？?])"
    f"|{ANOTHER_APART}"
    f"|(?:不管|别管|不算|撇开|先放下)(?:前面|之前|先前|上面|头一?|第一|刚才)(?:那|的|个)*{ONE}"
)
# 「那笔不要了，改问……」: what stood is dropped, and another one told in its place
IN_ITS_PLACE = re.compile(
    f"(?:那|前面|之前|先前|刚才|头|第)[一那的个]*{ONE}(?:就|先|也|咱们?|我们?)*"
    "(?:不要|不算|不管|不提|不问|不看|不说|不报|作废|撇开|放下|算了|丢开)了?[，,。；; ]+(?:我们?|咱们?|就|来|再|现在)*"
    "(?:[改换转](?:成|为|来|个)?(?:问|算|说|看|测|报)?|问|算|说)"
)


def is_reckoned_alone(turn: Turn, measure: Measure) -> bool:
    """「又放了一笔100万，半年，不管前面那笔，只算这笔」: one more, with all it needs, of which alone is to be told."""
    text, standing = turn.utterance.text, turn.state.topic.standing
    dropped = not standing.parts and IN_ITS_PLACE.search(text) is not None
    if not dropped and ALONE.search(text) is None:
        return False
    alone = turn.alone(measure).filling
    if measure.main not in alone.inputs or alone.items or measure.main not in standing.inputs:
        return False
    return not missing_inputs(measure, Standing({**unchanged(turn, measure), **alone.inputs}), ())


def told_of_it(turn: Turn, measure: Measure) -> dict[str, str]:
    """The conditions told of one in a message that asks of it alone: 「另一台投的是财产险，保费8万……」."""
    return {key: value for key, value in turn.utterance.of_parts.items() if measure.condition(key) is not None}


def with_the_rest_aside(turn: Turn, measure: Measure, found: TurnResult) -> TurnResult:
    """With what stood before beside the one that is told of alone, so that it is found again (「头一笔是多少」, 「两笔
    一共」); not where it was dropped, is only supposed to be otherwise (「按单独一笔300万，其他条件相同」),
    or a condition stands against either."""
    stood, now = turn.state.topic.standing, found.state.topic.standing
    apart = ALONE.search(turn.utterance.text) is not None and is_reckoned_alone(turn, measure)
    if not apart or now.parts or now.away or measure.main not in now.inputs or unchanged(turn, measure):
        return found
    if broken_conditions(measure, stood) or broken_conditions(measure, now):
        return found
    first = stood.away or each_in_full(stood, parts_of(stood, measure), measure)
    every = (*first, *each_in_full(now, parts_of(now, measure), measure))
    topic = replace(found.state.topic, standing=replace(now, away=every))
    return replace(found, state=replace(found.state, topic=topic))
