"""What somebody has heard of the rule tells nothing of the firm: 「会计讲1%是基础层才有，对不」."""

import re
from collections.abc import Mapping

from bot.dialogue.acts import Acts
from bot.nlu.clauses import OURS, clauses
from bot.nlu.utterance import Utterance
from knowledge.records.model import Measure

OF_THE_RULE = re.compile("[只才仅限]|专[门给]|归|是给|听|[说讲]|据说")
WHETHER = ("claim", "eligibility", "why")  # what is asked of something heard


def without_the_rule(facts: Mapping[str, str], utterance: Utterance, measure: Measure, acts: Acts) -> dict[str, str]:
    """``facts`` without those only said in a clause with a figure of the document's own, where it is asked whether that
    is so."""
    if not facts or not utterance.figures or not (acts.questions_the_sum or acts.asked in WHETHER):
        return dict(facts)
    own = {one.value for one in measure.figures}
    rates = [one for one in utterance.figures if one.kind in ("percent", "money") and one.value in own]
    text = utterance.text
    told = [
        one
        for one in clauses(text)
        if any(one.start <= rate.start < one.end for rate in rates)
        and OF_THE_RULE.search(text[one.start : one.end])
        and not OURS.search(text[one.start : one.end])
    ]
    if not told:
        return dict(facts)
    rest = "，".join(text[one.start : one.end] for one in clauses(text) if one not in told)
    left = Utterance(rest, utterance.day, utterance.knowledge, utterance.matcher)
    known = {**left.supposed, **left.facts}
    said = {**utterance.supposed, **utterance.facts}
    return {key: value for key, value in facts.items() if key not in said or key in known}
