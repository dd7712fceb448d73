"""「其中备案的只有350万，没备案的150万不算」: of the one sum that stands a part is on the wrong side of a condition,
or is said not to count; the rest of it counts, and what is said of the part holds for it alone. 「其中200万是厂房抵押
的」: where the value that counts may stand beside the other, all of it counts, and how much each has is known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.state import State
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.clauses import Clause, clauses
from bot.nlu.utterance import Utterance
from bot.slots.apart import LOANS, NOT_COUNTED
from bot.slots.called import OTHER_FIRMS, drops
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.reconcile import Aside
from bot.slots.roles import place_once
from calculators.wording import money
from knowledge.records.model import Measure

OLD_SHARES = "old_shares_yuan"  # what was paid for them is nobody's raise
BOTH = 2  # sums that make up the whole
ONLY = re.compile("[只仅才就光]有?(?:是)?[^，。；0-9]{0,6}$")  # 「只有350万备了案」
# What the part is said to be one of, which says nothing of whose it is
THE_REST = re.compile("^(?:那|这|其中|里[头面边]|当中|另外?的?|剩下?的?|其[余他]的?|余下的?|还有)+")
# 「150万没备案」, 「有150万没备上」: the sum begins its clause
BEGINS = re.compile(
    "^(?:那|要是|如果|假如|假设|万一|其中|[0-9.]+[万亿][元块]?[里内中][头面边]?|里[头面边]|当中|这里[头面]?|那里[头面]?|[^，。；0-9]{0,3}[里内中]|可|但|不过)*(?:有)?$"
)
BESIDES = re.compile("另[有一外]|还[有押贷投担]|又|再|此外|除了|加上|追加|新增")
GOES_ON = re.compile(
    "(?:是|属于|走的|用的|押的|抵的|因为|还没|没|未|(?:就|都|先|也|得|要)*(?:不算|不计|[别甭]算|去掉|剔|扣|刨))"
)
# 「里面有一户没备案，占不良里的10万」
ONE_OF_THEM = re.compile(
    "^[，,、 ]*(?:那|要是|如果|假如|万一|但|可)*"
    "(?:其中|里[头面边]|当中|这里[头面]?|那里[头面]?|[^，。；0-9]{0,3}[里内中])?(?:有|的)*[一二两三四五六七八九十几1-9](?:户|笔|家|个|单|张|份)"
)
ITS_SUM = re.compile(
    "(?:[那这][一几]?[户笔家个单张份些]|它们?|一共|总共|大概|金额)*(?:占|是|有|涉及|金额|欠|本金|合计)[^，。；0-9]{0,8}(?=[0-9一二两三四五六七八九十])"
)
ASKS = re.compile("[吗么嘛?？]|是不是|行不行|怎么|咋|多少")


@dataclass(frozen=True, slots=True)
class Part:
    """A sum less than the whole, with begin and end of its clause; ``out``: it does not count; ``beside``: it has the
    other value of a condition for which one of both is enough."""

    figure: Figure
    begin: int
    end: int
    out: bool
    beside: bool


def with_what_counts(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> Filling:
    """The sum that stands without the part that does not count; the same where the message tells of none."""
    main, standing = measure.main, state.topic.standing
    whole = standing.inputs.get(main)
    if state.topic.measure != measure.id or whole is None or len(standing.parts) > 1:
        return filling
    if filling.items or filling.net:  # told part by part, or what is left of it is told already
        return filling
    if not isinstance(whole.value, Decimal) or OTHER_FIRMS.search(utterance.text) or filling.problems:
        return filling
    parts = _parts(utterance, measure, whole.value)
    left, key = _left(utterance, parts, whole, measure), main
    if left is None and (share := measure.key_of("part")):
        left, key = _left(utterance, [replace(one, out=one.beside) for one in parts], whole, measure), share
    if left is None:
        asked = len(parts) == 1 and parts[0].out and ASKS.search(utterance.text) and _begins(utterance, parts[0])
        return replace(filling, apart=_apart(filling, parts)) if asked else filling
    told = {one.figure.text for one in parts}
    taken_off = [filling.others[key].text for key in (NOT_COUNTED, *LOANS) if key in filling.others]
    if len(parts) == 1 and told.issuperset(taken_off) and taken_off:
        return filling  # taken off as a step of its own, and put back as one
    others = {key: one for key, one in filling.others.items() if one.text not in told}
    aside = tuple(one for one in filling.aside if all(one.figure is not part.figure for part in parts))
    aside += tuple(Aside(one.figure, "a_part_of_it") for one in parts if one.out and len(parts) == BOTH)
    return replace(filling, inputs={key: left}, others=others, aside=aside, apart=_apart(filling, parts), net=True)


def _apart(filling: Filling, parts: list[Part]) -> tuple[tuple[int, int], ...]:
    """Begin and end of what is said of a part alone."""
    return tuple(sorted({*filling.apart, *((one.begin, one.end) for one in parts if one.out or one.beside)}))


def _begins(utterance: Utterance, part: Part) -> bool:
    """Whether the sum begins its clause: 「150万没备案」; or the clause before it tells which of several it is."""
    before = utterance.text[part.begin : part.figure.start]
    own = re.split("[，,]", before)[-1]
    told = ONE_OF_THEM.match(before) is not None and own != before and ITS_SUM.match(f"{own}{part.figure.text}")
    return BEGINS.fullmatch(before) is not None or bool(told)


def _left(utterance: Utterance, parts: list[Part], whole: Slot, measure: Measure) -> Slot | None:
    """What of the whole counts."""
    text, out, kept = utterance.text, [one for one in parts if one.out], [one for one in parts if not one.out]
    values = [one.figure.value for one in parts if isinstance(one.figure.value, Decimal)]
    if len(parts) == BOTH and sum(values, Decimal(0)) == whole.value:
        left = less(whole, out[0].figure) if len(out) == 1 and kept else None
        return replace(left, text=kept[0].figure.text) if left else None
    if len(parts) != 1 or ASKS.search(text) or BESIDES.search(text):
        return None
    if parts[0].out:
        return less(whole, parts[0].figure) if _begins(utterance, parts[0]) else None
    return _alone(utterance, parts[0], measure)


def _alone(utterance: Utterance, part: Part, measure: Measure) -> Slot | None:
    """The part that is said to be all that is on the right side: 「只有350万备了案」."""
    before, value = utterance.text[part.begin : part.figure.start], part.figure.value
    only = ONLY.search(before) is not None and BEGINS.fullmatch(ONLY.sub("", before)) is not None
    if not only or not isinstance(value, Decimal) or not _affirms(utterance, part, measure):
        return None
    return Slot(value, part.figure.text)


def less(whole: Slot, part: Figure) -> Slot | None:
    """What is left of the whole without the part, with the step; None where they are no sums."""
    if not isinstance(whole.value, Decimal) or not isinstance(part.value, Decimal):
        return None
    step = f"{whole.step or money(whole.value)} － {money(part.value)}"
    return Slot(whole.value - part.value, f"{whole.text}－{part.text}", step=step)


def _parts(utterance: Utterance, measure: Measure, whole: Decimal) -> list[Part]:
    """The sums that are less than the whole, each alone in its clause; none where one is of another matter, unless the
    two of them make up the whole."""
    text = utterance.text
    sums = [one for one in utterance.figures if one.kind == "money" and one.value != whole]
    placed = place_once(utterance, measure, utterance.knowledge.distractors)
    named = {one.figure.start: one.key for one in placed if one.announced and one.key != measure.main}
    values = [one.value for one in sums if isinstance(one.value, Decimal)]
    taken_off = {key for row in measure.derivations if row.op == "less" for key in row.sources}
    loans = taken_off & {*LOANS, OLD_SHARES}
    others = [one for one in sums if named.get(one.start, "") not in {"", *loans}]
    if others and not (len(sums) == BOTH and sum(values, Decimal(0)) == whole):
        return []
    found = []
    for clause in _with_what_goes_on(text, utterance.figures):
        inside = [one for one in sums if clause.start <= one.start < clause.end]
        if not inside:
            continue
        value = inside[0].value
        less = isinstance(value, Decimal) and 0 < value < whole and inside[0].unit == "yuan"
        if len(inside) > 1 or not less or inside[0].unit_missing:
            return []
        said = THE_REST.sub("", text[clause.start : clause.end])
        breaks = _breaks(utterance, said, measure)
        if breaks is None:
            return []
        out = named.get(inside[0].start) in loans or drops(said) or False in breaks
        found.append(Part(inside[0], clause.start, clause.end, out, not out and True in breaks))
    return found


def _with_what_goes_on(text: str, figures: Sequence[Figure]) -> list[Clause]:
    """The clauses, each with the one behind it that tells more of the same: 「有60万不是信用贷，是抵押的」, 「有一户没
    备案，占20万」."""
    found: list[Clause] = []
    for clause in clauses(text):
        said = text[clause.start : clause.end].lstrip("，,、 ")
        bare = not any(clause.start <= one.start < clause.end for one in figures)
        told = _tells_of_one(text, found, figures) if ITS_SUM.match(said) else 0
        if found and bare and GOES_ON.match(said):
            found[-1] = replace(found[-1], end=clause.end)
        elif told:
            found[-told:] = [replace(found[-told], end=clause.end)]
        else:
            found.append(clause)
    return found


def _tells_of_one(text: str, found: Sequence[Clause], figures: Sequence[Figure]) -> int:
    """How many of the last clauses, without a sum, tell of one of several."""
    for many in range(1, min(BOTH, len(found)) + 1):
        first = found[-many]
        if any(first.start <= one.start < first.end for one in figures if one.kind == "money"):
            return 0
        if ONE_OF_THEM.match(text[first.start : first.end]):
            return many
    return 0


def _breaks(utterance: Utterance, said: str, measure: Measure) -> set[bool] | None:
    """Whether what is said of it breaks conditions, of each whether one of both values is enough; None where it breaks
    one that holds of the whole alone (a loan is repaid in time or not)."""
    one = Utterance(said, utterance.day, utterance.knowledge, utterance.matcher)
    broken = broken_conditions(measure, Standing(facts=_facts(one)))
    if any(one.knowledge.facts[condition.key].undue for condition in broken if condition.key in one.knowledge.facts):
        return None
    return {_of_both(one, condition.key, measure) for condition in broken}


def _affirms(utterance: Utterance, part: Part, measure: Measure) -> bool:
    """Whether it is said to be on the right side of a condition."""
    said = THE_REST.sub("", utterance.text[part.begin : part.end])
    one = Utterance(said, utterance.day, utterance.knowledge, utterance.matcher)
    told = ((measure.condition(key), key, value) for key, value in _facts(one).items())
    return any(
        condition.affirms(value) and not _of_both(one, key, measure) for condition, key, value in told if condition
    )


def _facts(one: Utterance) -> dict[str, str]:
    """What is said, of a part or of all, with what other facts say that are alike."""
    said = {**one.supposed, **one.of_parts, **one.facts}
    alike = {key: said[fact.like] for key, fact in one.knowledge.facts.items() if fact.like in said}
    return {**alike, **said}


def _of_both(one: Utterance, key: str, measure: Measure) -> bool:
    """Whether the value that counts may be said beside another (专利 beside 厂房)."""
    fact, condition = one.knowledge.facts.get(key), measure.condition(key)
    return fact is not None and condition is not None and bool(fact.wins) and condition.affirms(fact.wins)
