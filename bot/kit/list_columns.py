"""The columns of a list of firms: what the template offers, and what the heading of a given list means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.measures.profile_fields import matches
from knowledge.records.checkup import Part
from knowledge.records.model import Fact, InputRecord, Knowledge, Measure
from knowledge.text.tokens import clean, fold

FIRM, REMARK = "企业名称", "备注"
BETWEEN = "·"
APART = re.compile(r"\s*[·：:/／\-—|]\s*")
UNITS = {"yuan": "万元", "months": "月", "ratio": "%", "date": "日期"}
UNIT = re.compile(r"[（(][^（）()]*[）)]$")
NAMES = re.compile("(?:企业|公司|单位|客户)(?:名称|全称)?|名称|企业名")
IN_WAN = re.compile("万")
OWN = (  # what a firm is, in the words that the records' patterns of fields know
    ("企业类型", "例如 科技型中小企业、高新技术企业"),
    ("规模以上", "规上 或 规下"),
    ("企业规模", "大型、中型、小型、微型"),
    ("注册地", "市、县（市、区）"),
    ("发展阶段", "例如 成长期、成熟期"),
    ("需求", "想办的事，例如 贷款贴息、上市"),
)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """``title``: as the template writes it; ``part``: whose it is, None for the firm itself; ``key``: of the input or
    fact, the heading itself where it is a field of a profile; ``record``, ``fact``: what it is; ``help``: how to fill
    it in."""

    title: str
    key: str
    part: Part | None = None
    record: InputRecord | None = None
    fact: Fact | None = None
    help: str = ""

    @property
    def is_name(self) -> bool:
        return self.key == FIRM


def template_columns(knowledge: Knowledge) -> tuple[ListColumn, ...]:
    """Every column a list may have, in order."""
    own = [ListColumn(title, title, help=words) for title, words in OWN if _is_own(knowledge, title)]
    parts = [column for record in knowledge.checkups for part in record.parts for column in _of_part(knowledge, part)]
    return (ListColumn(FIRM, FIRM), *own, *parts, ListColumn(REMARK, REMARK, help="原样带回结果里"))


def columns_of(knowledge: Knowledge, headings: Sequence[str]) -> tuple[ListColumn | None, ...]:
    """What each heading means, None for one that means nothing here."""
    known = {_bare(one.title): one for one in template_columns(knowledge)}
    return tuple(_column(knowledge, known, heading) for heading in headings)


def _column(knowledge: Knowledge, known: dict[str, ListColumn], heading: str) -> ListColumn | None:
    bare = _bare(heading)
    if bare in known:
        return known[bare]
    if NAMES.fullmatch(bare):
        return known[FIRM]
    if not bare:
        return None
    group, *rest = APART.split(clean(heading), maxsplit=1)
    part = _part(knowledge, group) if rest else None
    if part:
        return ListColumn(heading, rest[0], part=part)
    return ListColumn(heading, heading) if _is_own(knowledge, heading) else None


def _bare(heading: str) -> str:
    """A heading without its unit and without blanks, however its parts are joined."""
    return APART.sub(BETWEEN, UNIT.sub("", "".join(clean(heading).split())))


def _part(knowledge: Knowledge, name: str) -> Part | None:
    parts = (part for record in knowledge.checkups for part in record.parts)
    return next((part for part in parts if part.measures and part.is_named(name)), None)


def _is_own(knowledge: Knowledge, heading: str) -> bool:
    """Whether a profile's field of this name says something of the firm itself."""
    patterns = [p for r in knowledge.checkups for p in (r.needs, r.days, r.kinds, *(t.names for t in r.traits))]
    return any(matches(pattern, heading) for pattern in patterns)


def _of_part(knowledge: Knowledge, part: Part) -> Iterator[ListColumn]:
    measure = _of_firms(knowledge, part)
    if measure is None:
        return
    limited = {one.key for one in measure.conditions if one.limit}
    for record in measure.inputs:
        if record.required or record.role == "start" or record.key in limited:
            words = "、".join(option.label for option in record.options)
            yield _named(part, record.label, UNITS.get(record.unit, words), record.key, record=record)
    for condition in measure.conditions:
        fact = knowledge.facts.get(condition.key)
        if fact is None or fact.of == "firm" or condition.hidden or condition.key in part.given:
            continue
        labels = "是/否" if fact.is_boolean else "、".join(fact.labels.values())
        yield _named(part, fact.label, labels, fact.key, fact=fact, help=condition.question)


def _named(
    part: Part,
    label: str,
    unit: str,
    key: str,
    record: InputRecord | None = None,
    fact: Fact | None = None,
    help: str = "",
) -> ListColumn:
    title = f"{part.label}{BETWEEN}{label}" + (f"（{unit}）" if unit else "")
    return ListColumn(title, key, part, record, fact, help or (record.ask if record else ""))


def _of_firms(knowledge: Knowledge, part: Part) -> Measure | None:
    """The measure of the part whose money is for the firm."""
    policies = [record.policy for record in knowledge.checkups if part in record.parts]
    measures = (knowledge.measure(one, policies[0]) for one in part.measures)
    return next((one for one in measures if not one.payee_note), None)


def in_wan(heading: str) -> bool:
    """Whether bare numbers below this heading are so many 万."""
    return bool(IN_WAN.search(heading))


def same_name(name: str) -> str:
    """The form in which two firms' names are compared."""
    return "".join(fold(clean(name)).split())
