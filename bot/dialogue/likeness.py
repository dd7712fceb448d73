"""What one firm's case takes over from another's: 「条件跟老赵家一样」, 「费率和反担保都同A」, 「放款日同上」."""

import re

from bot.copies import replace
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.measures.assess import Standing
from bot.nlu.firm_names import firms_named, likened_places
from bot.slots.called import which_part
from bot.slots.model import Slot
from bot.slots.parts import fees, money_keys, with_parts
from knowledge.records.model import Fact, InputRecord, Measure

ALIKE = re.compile("一样|相同|一致|一个样|不变|照旧|同样|同一[天日期]|同[天日]|同上")
CLAUSE = re.compile("[，。；;！？!?\n]|,(?![0-9])")
ALL_ELSE = re.compile("(?:其[他它余]|别的)[^，。；]{0,6}(?:一样|相同|一致|不变|照旧|同上|没变)")
OF_THE_GROUP = re.compile("(?:子|分|母|兄弟|姐妹|关联)公司")
# 「条件跟俺第二笔一样」 speaks of no part, but of what is like it
PART_LIKENED = re.compile(
    "[跟和与同像照按](?:[俺我咱]们?(?:家|厂|公司)?的?)?([^，。；跟和与同像照按]{0,8}[笔份张单台次])[^，。；]{0,3}?(?:一样|相同|一致)"
)
EVERYTHING = re.compile("条件|情况|其[他它余]|别的|剩下|啥的|什么的|等等|一模一样|也(?:都|是)?一样|全都?一样")


def is_likened(turn: Turn) -> bool:
    """Whether something is said to be as with another firm."""
    return turn.utterance.wants("same_terms") or bool(_clauses(turn))


def same_terms(turn: Turn, measure: Measure) -> Standing:
    """What a second firm takes over: everything with 「条件一样」, the terms but no facts of the firm with 「…呢」; the
    sum too where one of the group is to have the same (「那我们子公司去贷呢」)."""
    standing = turn.state.topic.standing
    if is_likened(turn):
        return taken_over(turn, measure)
    if not turn.utterance.bare.endswith("呢"):
        return Standing()
    money = money_keys(measure)
    if OF_THE_GROUP.search(turn.utterance.folded) and not any(one.kind == "money" for one in turn.utterance.figures):
        firms = turn.utterance.knowledge.of_the_firm
        facts = {key: value for key, value in standing.facts.items() if key not in firms}
        return replace(standing, facts=facts)
    return Standing({key: slot for key, slot in standing.inputs.items() if key not in money})


def taken_over(turn: Turn, measure: Measure) -> Standing:
    """What stands of the firm likened to, of the terms that are named, or of all but what the message gives anew and
    what that firm had received."""
    standing, anew = _likened_to(turn).standing, money_keys(measure) & set(turn.alone(measure).filling.inputs)
    standing = _of_the_part(turn, standing, measure)
    if named := _named(turn, measure):
        facts = {key: value for key, value in standing.facts.items() if key in named}
        return Standing({key: slot for key, slot in standing.inputs.items() if key in named}, (), facts)
    gone = anew | {measure.key_of("prior")} | (fees(measure) if anew else set())
    inputs = {key: slot for key, slot in standing.inputs.items() if key not in gone}
    parts = () if anew else standing.parts
    return (
        with_parts(Standing(inputs, (), standing.facts), parts, measure)
        if parts
        else Standing(inputs, (), standing.facts)
    )


def _of_the_part(turn: Turn, standing: Standing, measure: Measure) -> Standing:
    """What stands of the one of several that is called, where that is likened to: 「条件跟俺第二笔一样」."""
    if len(standing.parts) < len(("one", "another")):
        return standing
    said = PART_LIKENED.search(turn.utterance.folded)
    index = which_part(said[1], turn.saying(said[1], turn.state).utterance.figures, standing, measure) if said else None
    return standing if index is None else Standing(dict(standing.parts[index]), (), standing.facts)


def unchanged(turn: Turn, measure: Measure) -> dict[str, Slot]:
    """What stands of the inputs that a question asked anew says to be as they were: 「放款日不变」; with 「其他条件
    相同」 all but sums."""
    if not is_likened(turn):
        return {}
    told, stands = set(turn.alone(measure).filling.inputs), turn.state.topic.standing.inputs
    named = _named(turn, measure)
    if _all_else(turn):
        named = {record.key for record in measure.inputs if record.unit != "yuan"}
    return {key: slot for key, slot in stands.items() if key in named - told and not slot.step}


def unchanged_facts(turn: Turn) -> dict[str, str]:
    """The conditions that stand, where a question asked anew says that all else is as it was."""
    return dict(turn.state.topic.standing.facts) if _all_else(turn) else {}


def _all_else(turn: Turn) -> bool:
    return any(ALL_ELSE.search(said) for said in _clauses(turn))


def _clauses(turn: Turn) -> list[str]:
    """The clauses that say what is alike."""
    return [said for said in CLAUSE.split(turn.utterance.folded) if ALIKE.search(said)]


def _likened_to(turn: Turn) -> Topic:
    """The topic of the firm that another is likened to: the one called so, of those counted that of its number, else
    the one the talk is about."""
    state = turn.state
    topics = [topic for topic in (state.topic, *state.frames) if topic.measure]
    names = [one.name for one in firms_named(turn.utterance.folded) if one.likened]
    names += [state.firms[place] for place in likened_places(turn.utterance.folded) if place < len(state.firms)]
    found = (topic for name in names for topic in topics if topic.firm == name)
    same = [topic for topic in found if topic.measure == state.topic.measure]
    return next(iter(same), state.topic)


def _named(turn: Turn, measure: Measure) -> set[str]:
    """The inputs and conditions that are named as alike; none where all is meant."""
    said = "".join(_clauses(turn))
    return set() if EVERYTHING.search(said) else _words_said(turn, measure, said)


def _words_said(turn: Turn, measure: Measure, said: str) -> set[str]:
    facts = turn.utterance.knowledge.facts
    found = {record.key for record in measure.inputs if _is_said(_of_input(record), said)}
    return found | {c.key for c in measure.conditions if c.key in facts and _is_said(_of_fact(facts[c.key]), said)}


def _is_said(words: tuple[str, ...], said: str) -> bool:
    return any(len(word) > 1 and "_" not in word and word in said for word in words)


def _of_input(record: InputRecord) -> tuple[str, ...]:
    """A sum is another's own unless it is called by its name."""
    names = (record.label, record.spoken)
    return names if record.unit == "yuan" else (*names, *record.announces)


def _of_fact(fact: Fact) -> tuple[str, ...]:
    return (fact.label, *fact.names)
