"""What somebody has heard of the document, held against its figures and conditions, one by one."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.measures.assess import Broken, Standing, broken_conditions
from knowledge.records.model import FigureRecord, Measure, Policy

# A figure right behind such a word is what is said to be given, not what somebody has; what was given already (给了) is
GIVEN = re.compile(
    r"(?:[给奖补赔贴报]|封顶|最高|最多|上限|顶格|顶天|顶多|撑死|补助|补贴|奖励|贴息|支持|扶持)"
    r"[够满个的是就能到按大概约达可一笔家年了也]*$"
)
CAPPED = re.compile(r"[块元钱]{0,2}(?:封顶|到顶|顶天|为限|上限|撑死)")  # 「10万封顶」
SURELY = re.compile(
    "白[给送拿得领]|只要|凡是|但凡|一律|不管|不论|无条件|统统|全都|直接[给奖补发]|一定[给能会]|肯定[给能会]|就[给奖补发]"
)
FIXED = re.compile("固定|一律|一定是|必定|全都|都是|正好|足额")
CEILING = re.compile("最高|不高于|不超过")
TO_WHOM = {
    "bank": re.compile("给了?(?:放款的?|放贷的?)?银行|(?:打|发|拨|补)到银行|银行拿"),
    "enterprise": re.compile(
        "给了?(?:我们?|俺们?|咱们?)?(?:企业|公司|厂里?|老板|借款人)|(?:打|发|拨|补)到(?:企业|公司)|企业拿"
    ),
}
WHEN = re.compile("什么时候|啥时候|何时|哪[年天一]|几[年月号时]|多久|多长|多少年|多会儿")
HEARD_OF = re.compile("听|传|说|讲|报|记得|印象|以为|觉得|吧|真的|对吗|对不对|是不是|没错|没记错")
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
    )


def _is_a_cap(text: str, figure: Figure) -> bool:
    return CAPPED.match(text, figure.start + len(figure.text)) is not None


def checked(figures: Sequence[Figure], measures: Sequence[Measure]) -> tuple[Checked, ...]:
    """Each figure held against the figures of the same unit that the measures have."""
    found = []
    for figure in figures:
        records = tuple(
            record for measure in measures for record in measure.figures if record.unit == UNITS[figure.kind]
        )
        right = next((record for record in records if record.value == value_of(figure)), None)
        found.append(Checked(figure.text, right, records))
    return tuple(found)


def value_of(figure: Figure) -> Decimal | None:
    """The number of a figure, of a range the first."""
    value = figure.value[0] if isinstance(figure.value, tuple) else figure.value
    return value if isinstance(value, Decimal) else Decimal(str(value)) if isinstance(value, int | float) else None


def left_out(text: str, measure: Measure, right: Sequence[FigureRecord]) -> tuple[str, ...]:
    """What a claim with the right figures has wrong besides: the money is another's, what is given at most is fixed, or
    it is to be had whatever the conditions."""
    others = [words for payee, words in TO_WHOM.items() if payee != measure.payee]
    own = TO_WHOM.get(measure.payee)
    found = []
    if any(words.search(text) for words in others) and not (own and own.search(text)):
        found.append("payee")
    if FIXED.search(text) and any(CEILING.search(record.quote) for record in right):
        found.append("ceiling")
    if SURELY.search(text) and any(not condition.hidden for condition in measure.conditions):
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
