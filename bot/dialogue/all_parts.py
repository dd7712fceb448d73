"""All of the parts are counted together again, in a message that says nothing else: 「还是两笔一起算」."""

from bot.copies import replace
from bot.dialogue.calculate import continue_measure
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.slots.all_again import all_again, as_many
from bot.slots.standing import Standing


def _all_of_them(turn: Turn) -> Standing | None:
    """What stands with as many parts as are counted: as it is, with those that were taken away, as it is so where one
    alone was supposed, or as it was before; None where there were not so many, or more is said."""
    count, measure, topic = as_many(turn.utterance.text.rstrip("。！!？?… ")), turn.current, turn.state.topic
    if not count or measure is None:
        return None
    now = topic.standing
    again = all_again(turn.utterance.text.rstrip("。！!？?… "), now, measure)
    if again is not now or len(now.parts) == count:
        return again
    known = (one for one in (topic.actual, topic.before) if one and len(one.parts) == count)
    return None if now.parts else next(known, None)


def counts_all_parts(turn: Turn) -> bool:
    return _all_of_them(turn) is not None


def all_parts(turn: Turn) -> TurnResult | None:
    """What all of them come to; that is so from now on."""
    standing, measure, topic = _all_of_them(turn), turn.current, turn.state.topic
    if standing is None or measure is None:
        return None
    topic = replace(topic, standing=standing, before=topic.standing, actual=None)
    stood = turn.saying("那", replace(turn.state, topic=topic))
    result = continue_measure(stood, measure, resumed=True)
    return replace(result, state=replace(result.state, last_text=turn.utterance.text))
