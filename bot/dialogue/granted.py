"""What another office gave, where its sum and what is said of its decision do not go together."""

import re
from collections.abc import Mapping

from bot.copies import replace
from bot.nlu.facts import Reading
from bot.nlu.utterance import Utterance
from bot.slots.fill import Filling
from bot.slots.model import Slot
from knowledge.records.model import Fact, Measure

CLAUSE = re.compile("[，,。；;！？!?\\n]")
SENTENCE = re.compile("[。！？!?\\n]")
# 「省贴息申报了22万」, 「我们申请的是18万」: what was asked for, not what was given
ASKED_FOR = re.compile(
    "(?:申[报请领]|(?<![银汇回填上])报(?!销|[价表])|递|送审)[上去了过的]*(?:是|为|额度|金额|数)*[^，。；0-9]{0,3}$"
)
WAITING = re.compile(
    "公示|在审|审着|待[批审]|等(?:着|批|结果|通知|消息|省|下文|批文)|(?:[没未]|尚未|还没)[^，。；]{0,3}(?:批|下|出|定|到|回音|动静|消息|结果|过)|"
    "(?:明年|下个?月|年底)[^，。；]{0,3}(?:才|下|批|出)|下文[^，。；]{0,4}(?:明年|下个?月|年底)"
)
NOTICE = re.compile("公示[^，。；0-9]{0,8}$")  # 「公示表里是6万」: where the sum is read, not what it waits for
EARLIER = re.compile("去年|前年|上一?年度?|往年|以前|早先|早几年")
AFFIRMS = re.compile("(?:贴|补|批|拨|给|发)(?:下来|下|到)?[了过的]|到账|下达|拿到|收到")
DENIED = re.compile("[没未不驳拒否退毙撤]|取消|作废|收回")
GIVEN = re.compile("(?:贴|补|批|拨|给|到账|下达|发|拿到|收到)(?:下来|下|到)?[了过]?(?:的|是|共)?$")


def with_the_decision(
    facts: Mapping[str, str],
    utterance: Utterance,
    filling: Filling,
    measure: Measure,
    stands: Mapping[str, str],
) -> dict[str, str]:
    """``facts`` with a decision put right by the sum that it is about: what was only asked for is not given yet where
    they still wait, a sum that was given was not refused by words that speak of something else, and one that is said
    to be given after all no longer stands (``stands``: the facts known before) refused."""
    found = dict(facts)
    for condition in measure.conditions:
        if condition.grants and found.get(condition.key) == "no" and _is_of_another_year(utterance.text):
            del found[condition.key]
        slot = filling.inputs.get(condition.grants) or _rate_of(condition.grants, filling, measure)
        if not condition.grants or slot is None or not slot.value:
            continue
        value = found.get(condition.key)
        if value == "pending" and _is_in_the_notice(utterance.text, slot):
            del found[condition.key]
        elif value != "no" and _is_only_asked_for(utterance.text, slot):
            found[condition.key] = "pending"
        elif value == "no" and (
            filling.net  # 「4万里有1万省里要收回去，剩3万」
            or _is_of_a_part(filling, condition.grants)
            or _is_given_after(utterance.text, slot)
            or _is_of_something_else(utterance, condition.key, slot)
        ):
            del found[condition.key]
        elif value is None and stands.get(condition.key) == "no" and _is_given(utterance.text, slot):
            found[condition.key] = "yes"
    return found


def _is_given_after(text: str, slot: Slot) -> bool:
    """「去年没给，今年这14万是批了的」: the sum is said to be given in a clause behind the last that denies."""
    at = text.find(slot.text)
    if at < 0:
        return False
    begin = at - len(CLAUSE.split(text[:at])[-1])
    clause = text[begin:at] + CLAUSE.split(text[at:])[0]
    said = AFFIRMS.search(clause) is not None and DENIED.search(clause) is None
    return said and DENIED.search(text[:begin]) is not None and DENIED.search(text[at:]) is None


def _is_of_another_year(text: str) -> bool:
    """「去年省里没给，今年批了」: all that is denied is told of an earlier year."""
    denying = [clause for clause in CLAUSE.split(text) if DENIED.search(clause)]
    return bool(denying) and all(EARLIER.search(clause) for clause in denying)


def _rate_of(key: str, filling: Filling, measure: Measure) -> Slot | None:
    """The rate of which a sum is made, where it is told alone (「批文上就是40%」)."""
    made = [one for row in measure.derivations if row.op == "product" and row.target == key for one in row.sources]
    rates = (one for one in made if (record := measure.input(one)) is not None and record.unit == "ratio")
    return next((filling.inputs[one] for one in rates if one in filling.inputs), None)


def _is_given(text: str, slot: Slot) -> bool:
    """「看错文了，省里照给16万」: nothing is denied in the clause in which the sum is said."""
    at = text.find(slot.text)
    clause = CLAUSE.split(text[:at])[-1] + CLAUSE.split(text[at:])[0]
    return at >= 0 and DENIED.search(clause) is None and not ASKED_FOR.search(clause)


def _is_in_the_notice(text: str, slot: Slot) -> bool:
    """Whether the sum is read off the public notice, and nothing else is said to be waited for."""
    at = text.find(slot.text)
    if at < 0 or not NOTICE.search(text[:at]) or ASKED_FOR.search(CLAUSE.split(text[:at])[-1]):
        return False
    return WAITING.search(NOTICE.sub("", text[:at])) is None and WAITING.search(text[at + len(slot.text) :]) is None


def _is_of_a_part(filling: Filling, key: str) -> bool:
    """「一笔2万，一笔4万，还有一笔没批是0」: what was refused stands as nothing among the parts."""
    values = [item[key].value for item in filling.items if key in item]
    return any(value == 0 for value in values) and any(values)


def _is_only_asked_for(text: str, slot: Slot) -> bool:
    at = text.find(slot.text)
    if at < 0:
        return False
    head = CLAUSE.split(text[:at])[-1]
    return ASKED_FOR.search(head) is not None and WAITING.search(text[at + len(slot.text) :]) is not None


def _is_of_something_else(utterance: Utterance, key: str, slot: Slot) -> bool:
    """「省里贴了8万。上回报的表被退回来一次」: the sum is said to be given, and what was sent back is told in a
    sentence that does not name who decides."""
    fact = utterance.knowledge.facts.get(key)
    at = utterance.text.find(slot.text)
    if fact is None or at < 0 or not GIVEN.search(CLAUSE.split(utterance.text[:at])[-1]):
        return False
    rest = [one for one in SENTENCE.split(utterance.text) if any(near in one for near in fact.near)]
    return Reading("。".join(rest), _strict(fact)).stated.get(key) != "no"


def _strict(fact: Fact) -> dict[str, Fact]:
    return {fact.key: replace(fact, implies=())}
