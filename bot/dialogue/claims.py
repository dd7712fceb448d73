"""What somebody has heard of the document, held against its figures and conditions, one by one."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.measures.assess import Broken, Standing, broken_conditions
from bot.nlu.clauses import clauses
from bot.nlu.phrases import says
from knowledge.records.model import FigureRecord, Measure, Policy

# A figure right behind such a word is what is said to be given, not what somebody has; what was given already (给了) is
GIVEN = re.compile(
    r"(?:[给奖补赔贴报发]|白[拿得领送]|封顶|最高|最多|上限|顶格|顶天|顶多|撑死|补助|补贴|奖励|贴息|支持|扶持)"
    r"[够满个的是就能到按大概约达可一笔家年了也]*$"
)
# A sum or rate right behind such a word is the money itself, not a limit to something else
GIFT = re.compile(
    "(?:[给奖补赔贴]|补助|补贴|奖励|贴息)(?:企业|公司|我们?|俺们?|咱们?)?[了够满个的是就能到按大概约达可一笔家年补贴]*$"
)
DENIES = re.compile("(?:[没无]有?|不)[再就能会]?[给补贴奖拿]|拿不到|没[份门戏有]了?$|泡汤|作废")
BEYOND = re.compile("(?:超过?|高[于过]|大于|多于|不到|没到|不足|少于|低于|不满)了?$")
ONLY = re.compile("只有|只[给认补限发奖]|[仅光][给认补限有]|专[给门]给?|非得?是")
HAD = re.compile("已经?[给补贴奖发拨批]了?$")  # it was had, nobody says that the document gives it
DONE = re.compile("[给补贴奖发拨批交收付掏]了(?:我们?|俺们?|咱们?)?(?:公司|企业|厂里?|家)?$")  # 「省里给补了6万8」
CAPPED = re.compile(r"[块元钱]{0,2}(?:封顶|到顶|顶天|为限|上限|撑死)")  # 「10万封顶」
SURELY = re.compile(
    "白[给送拿得领]|每一?[个家]|家家|人人|只要|凡是|但凡|一律|不管|不论|无条件|统统|全都|直接[给奖补发]|一定[给能会]|肯定[给能会]|就[给奖补发]"
)
FIXED = re.compile("固定|一律|一定是|必定|全都|都是|正好|足额")
CEILING = re.compile("最高|不高于|不超过")
TO_WHOM = {
    "bank": re.compile("给了?(?:放款的?|放贷的?)?银行|(?:打|发|拨|补)到银行|银行拿"),
    "enterprise": re.compile(
        "给了?(?:我们?|俺们?|咱们?)?(?:企业|公司|厂里?|老板|借款人)|(?:打|发|拨|补)到(?:企业|公司)|企业拿"
    ),
}
BY_LEVEL = re.compile(
    "(?P<before>(?:全部?都?|都)[是由靠])?(?P<level>省|市|县|区)[里级]?(?:财政)?(?P<alone>一家|单独|独自|自己|全额?|都|包)?[都来去要全]*(?P<pays>出|掏|承担|兜|负担|拿|不用|不管|没份)"
)
SPARED = ("不用", "不管", "没份")
LEVEL = {"区": "县"}  # what a level is called in the records
WHEN = re.compile("什么时候|啥时候|何时|哪[年天一]|几[年月号时]|多久|多长|多少年|多会儿")
HEARD_OF = re.compile("听|传|说|讲|报|记得|印象|以为|觉得|吧|真的|对吗|对不对|是不是|没错|没记错")
SPEAKS_OF = re.compile("(?:先|再|接着|回头|然后|另外)[说讲报](?:一?下|说)?")  # of what is told next
ASKED = re.compile("[吗么？?]")
UNITS = {"money": "yuan", "percent": "ratio"}


class Checked(NamedTuple):
    """A figure that is claimed, and the records it was held against: ``right`` is the one it equals."""

    said: str
    right: FigureRecord | None
    against: tuple[FigureRecord, ...]


def claimed_figures(turn: Turn) -> tuple[Figure, ...]:
    """The figures of the message that are said to be the document's: rates, and sums said to be given."""
    utterance = turn.utterance
    return tuple(
        one
        for one in utterance.figures
        if one.kind in UNITS
        and (one.kind == "percent" or GIVEN.search(utterance.text[: one.start]) or _is_a_cap(utterance.text, one))
        and not HAD.search(utterance.text[: one.start])
        and not (one.kind == "money" and _is_told_of(utterance.text, one))
    )


def _is_told_of(text: str, figure: Figure) -> bool:
    """Whether a sum is what was paid in the case told, where nobody has heard of it, nor asks in its clause:
    「先说鲁科保，省里补了3.2万元，市里能补多少？」."""
    inside = next((one for one in clauses(text) if one.start <= figure.start < one.end), None)
    said = text[inside.start : inside.end + 1] if inside else text
    heard = HEARD_OF.search(SPEAKS_OF.sub("", text)) is not None
    return DONE.search(text[: figure.start]) is not None and not heard and not ASKED.search(said)


def _is_a_cap(text: str, figure: Figure) -> bool:
    return CAPPED.match(text, figure.start + len(figure.text)) is not None


def checked(text: str, figures: Sequence[Figure], measures: Sequence[Measure]) -> tuple[Checked, ...]:
    """Each figure of ``text`` held against the figures of the same unit that the measures have; one that is said to be
    given, against what they give."""
    found = []
    for figure in figures:
        gift = GIFT.search(text[: figure.start]) is not None
        records = tuple(
            record
            for measure in measures
            for record in measure.figures
            if record.unit == UNITS[figure.kind] and not (gift and record.key in _limits(measure))
        )
        right = next((record for record in records if record.value == value_of(figure)), None)
        found.append(Checked(figure.text, right, records))
    return tuple(found)


def value_of(figure: Figure) -> Decimal | None:
    """The number of a figure, of a range the first."""
    value = figure.value[0] if isinstance(figure.value, tuple) else figure.value
    return value if isinstance(value, Decimal) else Decimal(str(value)) if isinstance(value, int | float) else None


def _limits(measure: Measure) -> frozenset[str]:
    """The keys of those of its figures that only limit another (the fee that is asked for at most)."""
    return frozenset(condition.limit for condition in measure.conditions if condition.limit)


def denied(turn: Turn, measure: Measure) -> FigureRecord | None:
    """The limit that is claimed to shut out the very figure that it still lets in (「刚好0.5%就没了」)."""
    text = turn.utterance.text
    for one, found in zip(claimed := claimed_figures(turn), checked(text, claimed, [measure]), strict=True):
        behind, limit = text[one.start + len(one.text) :], found.right
        if limit and limit.key in _limits(measure) and not BEYOND.search(text[: one.start]) and DENIES.search(behind):
            return limit
    return None


def narrowed(turn: Turn, measure: Measure) -> tuple[str, ...]:
    """What a claim says that the measure is for alone, though none of its conditions asks for that."""
    utterance = turn.utterance
    facts, said = utterance.knowledge.facts, ONLY.search(utterance.folded)
    asked_for = {condition.key for condition in measure.conditions}
    asked_for |= {one for key in asked_for if key in facts for one in facts[key].implies}
    behind = utterance.folded[said.end() :] if said else ""
    firms = [fact for key, fact in facts.items() if fact.of == "firm" and not fact.place and key not in asked_for]
    return tuple(fact.label for fact in firms if says(behind, fact.values.get("yes", ())))[:1]


def _paid_otherwise(text: str, measure: Measure) -> bool:
    """Whether a level that is said to pay, alone or not at all, is not as the document has it."""
    levels = set(measure.payer) & set("省市县")
    for said in BY_LEVEL.finditer(text) if levels else ():
        level = LEVEL.get(said["level"], said["level"])
        spared = said["pays"] in SPARED
        alone = said["alone"] or said["before"]
        if spared == (level in levels) or (alone and not spared and len(levels) > 1):
            return True
    return False


def left_out(text: str, measure: Measure, right: Sequence[FigureRecord], *, told: bool = False) -> tuple[str, ...]:
    """What a claim with the right figures has wrong besides: the money is another's, it is paid by others, what is
    given at most is fixed, or it is to be had whatever the conditions. ``told``: the case was told with its figures."""
    others = [words for payee, words in TO_WHOM.items() if payee != measure.payee]
    own = TO_WHOM.get(measure.payee)
    found = []
    if any(words.search(text) for words in others) and not (own and own.search(text)):
        found.append("payee")
    if _paid_otherwise(text, measure):
        found.append("payer")
    if FIXED.search(text) and any(CEILING.search(record.quote) for record in right):
        found.append("ceiling")
    if SURELY.search(text) and not told and any(not condition.hidden for condition in measure.conditions):
        found.append("conditions")
    return tuple(found)


def claimed_day(turn: Turn, policy: Policy) -> bool | None:
    """Whether the day that somebody has heard of is the one the document begins or ends with; None where none is."""
    utterance = turn.utterance
    said = [str(one.value) for one in utterance.figures if one.kind == "date" and not isinstance(one.value, tuple)]
    if not said or WHEN.search(utterance.folded) or not HEARD_OF.search(utterance.folded):
        return None
    own = (policy.valid_from.isoformat(), policy.valid_to.isoformat())
    return all(any(day.startswith(one) for day in own) for one in said)


def broken_by(turn: Turn, measure: Measure | None) -> tuple[Broken, ...]:
    """The conditions that what is claimed does not meet."""
    if measure is None:
        return ()
    told = {**turn.utterance.supposed, **turn.utterance.facts}
    return broken_conditions(measure, Standing(facts=told))
