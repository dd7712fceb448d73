"""One of the loans or policies that a message itself leaves out behind them: 「两户180万、265万，后一户没备案就别算
了」. What is said of that one holds for it alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.copies import replace
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.utterance import Utterance
from bot.slots.apart import NOT_COUNTED
from bot.slots.called import DROPPED, NOUN, ONLY, calls, drops
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.parts import CALLED, SAID, keep
from bot.slots.reconcile import Aside
from bot.slots.stretches import clauses
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

LEAST = 2  # sums of a message that tells of several
CALLS = re.compile(
    f"(?:第[一二三四五六七八九1-9]|[前后头首末中间面边最]|[那这甲乙丙丁]|[一-鿿]家?的?那){{1,4}}[一个]?{NOUN}|[①-⑩]|[甲乙丙丁][户家笔]?"
)
GOES_ON = re.compile("[，,、；; ]*(?:就|都|先|得|要|把它|它|这[笔户张单份])*")
LONGEST_NAME, SHORTEST_NAME = 6, 2
USUAL = re.compile(
    "公司|企业|贷款|银行|担保|保险|省里|市里|补贴|贴息|其他|其余|另外"
    "|我们|咱们|他们|没|未|不|都|全|备案|抵押|[质出]押|厂房|商[标号]"
)
TABLE = re.compile("[|｜\t\n]")  # whose rows tell each of its own


@dataclass(frozen=True, slots=True)
class Tail:
    """``head``: the message without what it says of one behind all of them; ``said``: that."""

    head: str
    said: Utterance


def tails(utterance: Utterance, measure: Measure) -> list[Tail]:
    """What may leave out one of several behind them, in a clause or two without a figure of its own."""
    text, figures = utterance.text, utterance.figures
    sums = [one for one in figures if one.kind == "money"]
    if len(sums) < LEAST or TABLE.search(text):
        return []
    cut = [one for one in clauses(text) if one[1] > sums[LEAST - 1].end]
    found = []
    for i, (begin, end) in enumerate(cut):
        said = text[begin:end]
        if begin < sums[LEAST - 1].end or any(begin <= one.start < end and one.kind == "money" for one in figures):
            continue
        if not said.strip() or ONLY.search(said):
            continue
        goes_on = i + 1 < len(cut) and _only_drops(text, cut[i + 1])
        last = cut[i + 1][1] if goes_on else end
        one = Utterance(text[begin:last], utterance.day, utterance.knowledge, utterance.matcher)
        if drops(one.text) or _breaks(one, measure):
            found.append(Tail(text[:begin].rstrip("，,、；; ") + "，" + text[last:].lstrip("，,、；; "), one))
    return found


def _only_drops(text: str, span: tuple[int, int]) -> bool:
    """Whether a clause says no more than that what was spoken of does not count: 「剔掉」, 「就别算了」."""
    said = GOES_ON.sub("", text[span[0] : span[1]], count=1)
    found = DROPPED.match(said)
    return found is not None and len(said) - found.end() <= SHORTEST_NAME


def left_out(tail: Tail, filling: Filling, figures: Sequence[Figure], measure: Measure) -> Filling | None:
    """``filling`` of the head without the one that the tail leaves out; None where it leaves out none, or all."""
    parts = filling.items
    which = _which(tail.said, parts, measure) if len(parts) >= LEAST and not filling.out else None
    if which is None:
        return None
    standing = keep(Standing(filling.inputs, parts, others=filling.others), set(range(len(parts))) - {which}, measure)
    text = parts[which][measure.main].text
    aside = [Aside(one, NOT_COUNTED) for one in figures if one.kind == "money" and one.text == text][:1]
    return replace(filling, inputs=standing.inputs, items=standing.items, aside=(*filling.aside, *aside))


def _which(said: Utterance, parts: Sequence[Mapping[str, Slot]], measure: Measure) -> int | None:
    """The one that is called: by its place, mark, sum or words, or by the name with which it was told."""
    places = {one.index for one in calls(said.text, said.figures, parts, measure)} if CALLS.search(said.text) else set()
    if len(places) == 1:
        return places.pop()
    return None if places else _by_name(said.text, parts)


def _by_name(text: str, parts: Sequence[Mapping[str, Slot]]) -> int | None:
    """The only one with the words of which the clause begins."""
    told = ["".join(str(part[key].value) for key in (CALLED, SAID) if key in part) for part in parts]
    begun = fold(text).strip()
    for length in range(LONGEST_NAME, SHORTEST_NAME - 1, -1):
        name = begun[:length]
        hits = [i for i, words in enumerate(told) if name in words]
        if len(name) == length and len(hits) == 1 and not USUAL.search(name):
            return hits[0]
    return None


def _breaks(said: Utterance, measure: Measure) -> bool:
    """Whether what is said of it is on the wrong side of a condition."""
    facts = {**said.of_parts, **said.facts}
    alike = {key: facts[fact.like] for key, fact in said.knowledge.facts.items() if fact.like in facts}
    return bool(broken_conditions(measure, Standing(facts={**alike, **facts})))
