"""「我们不是科技型企业」 where a 科技型中小微企业 is asked for: who is not even the wider of two is not the narrower,
and who is the wider after all may be the narrower again. 「没有高企证」 denies one kind of the wider only."""

from collections.abc import Mapping

from bot.nlu.utterance import Utterance
from knowledge.records.model import Measure
from knowledge.text.tokens import fold


def wider(measure: Measure, utterance: Utterance) -> dict[str, str]:
    """Facts that the measure does not ask for, that one of its conditions implies, and of which the message names no
    single kind: fact → condition."""
    known = utterance.knowledge.facts
    keys = [one.key for one in measure.conditions if one.key in known and known[one.key].implies]
    pairs = {wide: key for key in keys for wide in known[key].implies if wide in known}
    return {
        wide: key
        for wide, key in pairs.items()
        if measure.condition(wide) is None and not any(fold(one) in utterance.folded for one in known[wide].kinds)
    }


def with_the_wider(
    facts: dict[str, str], measure: Measure, utterance: Utterance, stood: Mapping[str, str]
) -> dict[str, str]:
    """With what the wider of two says of the narrower. ``stood``: what was known before the message."""
    found = {wide: key for wide, key in wider(measure, utterance).items() if wide in facts}
    if not found:
        return facts
    told = dict(facts)
    for wide, key in found.items():
        if told[wide] == "no":
            told.setdefault(key, "no")
        elif stood.get(wide) == "no":
            told.setdefault(key, "unknown")
        else:
            del told[wide]
    return told
