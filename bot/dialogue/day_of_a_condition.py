"""「今天拿到了登记证」, 「下来了，昨天拿到的」: the day on which a condition came out is not the day a loan began
that was told before."""

import re
from collections.abc import Mapping

from bot.copies import replace
from bot.dialogue.by_the_deed import OPEN
from bot.nlu.clauses import clauses
from bot.nlu.deeds import said_by_its_deed
from bot.nlu.facts import mentioned
from bot.nlu.utterance import Utterance
from bot.slots.fill import Filling
from bot.slots.model import Slot
from knowledge.records.model import Measure

OF_THE_LOAN = re.compile("[放贷借款钱息账帐]|起保|投保|担保|到期|日期|日子")


def without_the_day_of_a_condition(
    utterance: Utterance, measure: Measure, filling: Filling, stands: Mapping[str, Slot], known: Mapping[str, str]
) -> Filling:
    """Without a start that is said in a clause of a condition, or beside one by whose deed a condition that was open
    (``known``) is settled, where another start stands."""
    key = measure.key_of("start")
    slot = filling.inputs.get(key)
    if slot is None or key not in stands or utterance.wants("correct"):
        return filling
    day = next((one for one in utterance.figures if one.kind == "date" and one.text == slot.text), None)
    if day is None:
        return filling
    text, facts = utterance.folded, utterance.knowledge.facts
    cut = [text[one.start : one.end] for one in clauses(text)]
    own = next((clause for clause in cut if day.text in clause), "")
    if OF_THE_LOAN.search(own):
        return filling
    open_yet = [facts[one] for one, value in known.items() if value in OPEN and one in facts]
    settled = any(said_by_its_deed(clause, fact) for clause in cut if clause != own for fact in open_yet)
    if not (settled or mentioned(own, facts)):
        return filling
    return replace(filling, inputs={name: one for name, one in filling.inputs.items() if name != key})
