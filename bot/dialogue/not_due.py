"""What is not yet due is not broken by not being done: 「没还清呢，到明年5月才到期」 leaves open whether the loan will
be repaid on time; nor is it done by what was paid so far: 「利息按期付，本金12月才到期」."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.nlu.facts import Reading
from bot.nlu.utterance import Utterance
from bot.slots.model import Slot
from calculators.spans import add_months
from knowledge.records.model import Fact, Measure
from knowledge.text.tokens import fold

LATER = "(?:[0-9一二三四五六七八九十]{1,3}月(?:份|初|底|中旬?)?|[年月]底|下个?月|下半年|春节后|年后)"
NEXT_YEAR = "(?:明|后)年[^，。；]{0,5}?"
# 「本金还没到期」, 「本金12月才到期」, 「到期日明年3月」, 「年底一次还本」
AHEAD = re.compile(
    f"(?:本金|贷款|整笔|尾款)(?:还|都|也|目前|现在)*(?:没|未)(?:到(?:期|日子|还款)|还(?:呢|$|[，。；]))"
    f"|(?:本金|贷款|到期日?|这笔|整笔)[^，。；]{{0,4}}(?:{NEXT_YEAR}|{LATER})(?:的时候)?(?:一次性?|一把)?[才再](?:到期|还|到|结)"
    f"|到期日?(?:是|在|为|：|:)?{NEXT_YEAR}"
    f"|(?:{NEXT_YEAR}|{LATER})(?:一次性?|一把|再|才)+(?:还本|归还|还清|还)"
    f"|本金[^，。；]{{0,4}}{NEXT_YEAR}(?:{LATER})?(?:再|才)?还"
)
REST_TOO = re.compile("剩|余|其[余他]|都|全|结清|还清")  # what of the rest is told besides
DONE = re.compile("还清了|结清了|还完了|都还了|全还|提前|还上了|已(?:经|按期|按时|到期)?(?:还清|结清|归还|还完)")


def without_what_is_ahead(facts: Mapping[str, str], utterance: Utterance) -> dict[str, str]:
    """``facts`` with those open that can only be known on the day they are due, where that is said to be still to
    come, though all is told to have gone well so far."""
    known = utterance.knowledge.facts
    met = [key for key, value in facts.items() if key in known and known[key].undue and value == "yes"]
    if not met or not AHEAD.search(utterance.text) or DONE.search(utterance.text):
        return dict(facts)
    return {**facts, **dict.fromkeys(met, "unknown")}


def without_undue(
    facts: Mapping[str, str], utterance: Utterance, inputs: Mapping[str, Slot], measure: Measure
) -> dict[str, str]:
    """``facts`` with those open that are denied only in words that say no more than that it is not done yet, where the
    day on which it is due, by ``inputs``, is still to come."""
    known = utterance.knowledge.facts
    denied = [known[key] for key, value in facts.items() if key in known and known[key].undue and value == "no"]
    due = due_day(inputs, measure) if denied else None
    if due is None or due <= utterance.day:
        return dict(facts)
    undue = [fact.key for fact in denied if not _is_broken_anyway(utterance.folded, fact)]
    return {**facts, **dict.fromkeys(undue, "unknown")}


PAID_BACK = re.compile("(?:提前|先|已经?)?(?:还|归还|偿还)(?:了|掉|过)*(?:本金)?$")
PAID_BEHIND = re.compile("[元块]?(?:本金)?(?:已经?|都|在|于|[0-9]{1,2}月份?|提前|先)*[^，。；0-9]{0,4}还[了掉过]")


def without_a_part_repaid(
    facts: Mapping[str, str], utterance: Utterance, inputs: Mapping[str, Slot], measure: Measure
) -> dict[str, str]:
    """``facts`` with those open that are only met by what was repaid of a part: 「其中200万5月份提前还了」."""
    known = utterance.knowledge.facts
    met = [key for key, value in facts.items() if key in known and known[key].undue and value == "yes"]
    base = inputs.get(measure.key_of("base")) if met else None
    whole = base.value if base else None
    for figure in utterance.figures if isinstance(whole, Decimal) else ():
        part = figure.value
        less = figure.kind == "money" and isinstance(part, Decimal) and isinstance(whole, Decimal) and part < whole
        before, behind = utterance.text[: figure.start], utterance.text[figure.end :]
        if less and (PAID_BACK.search(before) or PAID_BEHIND.match(behind)) and not REST_TOO.search(behind):
            return {**facts, **dict.fromkeys(met, "unknown")}
    return dict(facts)


def due_day(inputs: Mapping[str, Slot], measure: Measure) -> date | None:
    """The day on which the loan is due, as far as it is known."""
    end, start, term = (inputs.get(measure.key_of(role)) for role in ("end", "start", "term"))
    if end is not None and isinstance(end.value, date):
        return end.value
    if start is None or term is None or not isinstance(start.value, date) or not isinstance(term.value, Decimal):
        return None
    return add_months(start.value, int(term.value))


def _is_broken_anyway(text: str, fact: Fact) -> bool:
    """Whether it is denied also without those words: 「没还清，逾期了」, 「他家也是」."""
    if not any(fold(word) in text for word in fact.undue):
        return True
    for word in fact.undue:
        text = text.replace(fold(word), "，")
    return Reading(text, {fact.key: fact}).stated.get(fact.key) == "no"
