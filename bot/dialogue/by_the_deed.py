"""「审不过呢」, 「昨天批下来了」: the deed of a condition, done or not, that the talk left open, has
broken, or is supposed to break; the condition itself is not named."""

from bot.dialogue.state import State
from bot.nlu.clauses import clauses
from bot.nlu.deeds import is_of_a_deed, said_by_its_deed
from bot.nlu.utterance import Utterance
from knowledge.records.model import Measure

OPEN = ("unknown", "pending")


def told_by_its_deed(utterance: Utterance, state: State, measure: Measure) -> dict[str, str]:
    """The condition that stands open or broken and was said last, as the message says it came out; one that is only
    supposed not to come out may stand as met, or not have been spoken of, where it is the only one with that deed."""
    told_more = utterance.mentioned or any(one.kind != "date" for one in utterance.figures)
    if told_more or not is_of_a_deed(utterance.folded):
        return {}
    known, stands = utterance.knowledge.facts, state.topic.standing.facts
    keys = [one.key for one in measure.conditions if one.key in known and known[one.key].is_boolean]
    told = {key: value for key in keys if (value := said_by_its_deed(utterance.folded, known[key]))}
    for key in (one for one in reversed(state.said) if one in told):
        now, condition = stands.get(key, ""), measure.condition(key)
        broken = now not in ("", *OPEN) and condition is not None and not condition.affirms(now)
        if now in OPEN or (broken and told[key] == "yes"):
            return {key: known[key].bare_yes if told[key] == "yes" else known[key].bare_no}
    if "no" not in told.values() or not _supposes(utterance):
        return {}
    said = next((key for key in reversed(state.said) if key in told), "")
    key = said or _not_spoken_of(utterance, state, told)
    return {key: known[key].bare_no} if key else {}


def _not_spoken_of(utterance: Utterance, state: State, told: dict[str, str]) -> str:
    """The condition just asked about, or the only one with that deed; none where the last message told of that deed,
    which then was another matter's."""
    key = state.asked if state.asked in told else next(iter(told)) if len(told) == 1 else ""
    deeds = utterance.knowledge.facts[key].deeds if key else ()
    return "" if any(one in utterance.folded and one in state.last_text for one in deeds) else key


def _supposes(utterance: Utterance) -> bool:
    return utterance.bare.endswith("呢") or any(one.supposed for one in clauses(utterance.folded))
