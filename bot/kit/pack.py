"""The offline pack: one HTML file with clauses, calculators and sheets, for halls without a network."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from bot.kit.counselor import Counselor
from bot.kit.handout import Handout, every_handout
from bot.kit.sheets import STYLE, code_of
from bot.measures.case import FORMULAS, labels_of
from bot.measures.dated import Gap, on_the_day
from bot.replies.phrasebook import Question, phrasebook_of
from bot.replies.render import TEMPLATES, environment
from bot.slots.model import HIGHEST_PUBLISHED, LARGEST, LONGEST_MONTHS
from bot.slots.standing import Standing
from calculators.wording import plain
from knowledge.records.model import ConditionRecord, InputRecord, Knowledge, Measure

STALE_DAYS = 30


class Roles(NamedTuple):
    """The roles of figures that pack.js computes with: those it cannot do without, and those it can."""

    needs: frozenset[str]
    may: frozenset[str] = frozenset()


OFFLINE: Mapping[str, Roles] = {
    "share_of_amount": Roles(frozenset({"share"})),
    "share_at_most": Roles(frozenset({"share"})),
    "interest_subsidy": Roles(frozenset({"share"}), frozenset({"cap", "most_months"})),
    "guarantee_ceiling": Roles(frozenset({"share", "fee_limit"})),
    "capped_premium": Roles(frozenset({"share", "rate_cap", "cap"})),
    "listing_award": Roles(frozenset({"share", "bonus"})),
    "fixed_award": Roles(frozenset({"award", "threshold"})),
    "ceiling_only": Roles(frozenset({"ceiling"})),
}
FOLLOWS = frozenset({"product", "yearly_rate", "guaranteed", "part", "per_years", "between"})


def pack(knowledge: Knowledge, day: date, home: str, *, version: str = "") -> str:
    """The file. ``home``: the site's root, "" for sheets without codes; ``version``: of the program."""
    handouts = every_handout(knowledge, day)
    return (
        environment()
        .get_template("print/pack.j2")
        .render(
            knowledge=knowledge,
            measures=[_Calculator(knowledge, one, day) for one in knowledge.measures if _is_offered(one)],
            online=[one for one in knowledge.measures if not one.paused and not computes_offline(one)],
            handouts=[_coded(one, home) for one in handouts],
            counselor=Counselor(),
            day=day,
            version=version,
            style=Markup(STYLE.read_text(encoding="utf-8") + _file("pack.css")),
            script=Markup(_file("pack.js")),
            data=Markup(_json(pack_data(knowledge, day))),
        )
    )


def pack_data(knowledge: Knowledge, day: date) -> dict[str, Any]:
    """What the pack's calculators compute with: the records, the figures of ``day`` among them."""
    return {
        "day": day.isoformat(),
        "version": knowledge.version,
        "stale": STALE_DAYS,
        "lpr": [
            {"since": r.since.isoformat(), "one": str(r.one_year), "five": str(r.five_year)} for r in knowledge.lpr
        ],
        "words": {"expired": "不在文件的有效期里，不能按它申请（0 元）"},
        "measures": [_measure(knowledge, one, day) for one in knowledge.measures if _is_offered(one)],
    }


def computes_offline(measure: Measure) -> bool:
    """Whether pack.js computes the measure to the last of its figures: what it would leave out would be a wrong sum."""
    known, formula = OFFLINE.get(measure.formula), FORMULAS[measure.formula]
    roles = {one.whole_role for one in measure.figures if one.role in formula.figures}
    return known is not None and not measure.written and known.needs <= roles <= known.needs | known.may


def _is_offered(measure: Measure) -> bool:
    return not measure.paused and computes_offline(measure)


class _Calculator:
    """A measure as its form in the pack shows it."""

    def __init__(self, knowledge: Knowledge, measure: Measure, day: date) -> None:
        self.record, self.fields = measure, offered(measure)
        self.clause = knowledge.policy(measure.policy).clause(measure.clause)
        book = phrasebook_of(knowledge)
        asked = [one for one in book.questions(measure, Standing()) if one.chips]
        facts = [knowledge.facts[key] for key in measure.stated if key in knowledge.facts]
        named = {one.key for one in measure.inputs}
        also = [Question(f.key, f.label, "", book.choices(f, "")) for f in facts if f.key not in named]
        self.questions: tuple[Question, ...] = (*asked, *also)


def offered(measure: Measure) -> tuple[InputRecord, ...]:
    """The inputs the pack asks for: those the formula looks at, none that another would follow from."""
    fields = [one for one in measure.inputs if one.role]
    limited = {one.key for one in measure.conditions if one.limit}
    for row in measure.derivations:
        keys = [one.key for one in fields]
        if row.op in FOLLOWS and set(row.sources) <= set(keys):
            spare = [o for o in fields if o.key in row.sources and not _is_wanted(o, limited)]
            fields = [one for one in fields if one not in spare[-1:]]
    return tuple(fields)


def _is_wanted(record: InputRecord, limited: set[str]) -> bool:
    return record.required or record.key in limited or record.unit == "months"


def _measure(knowledge: Knowledge, measure: Measure, day: date) -> dict[str, Any]:
    policy, dated = knowledge.policy(measure.policy), on_the_day(measure, {}, (), day)
    one = measure if isinstance(dated, Gap) else dated
    fields = offered(measure)
    stated = dict(measure.roles)
    return {
        "key": one.key,
        "formula": one.formula,
        "lead": one.lead_in,
        "unmet": one.unmet_lead_in,
        "tag": one.payee_tag,
        "from": policy.valid_from.isoformat(),
        "to": policy.valid_to.isoformat(),
        "figures": {figure.role: str(figure.value) for figure in one.figures},
        "labels": labels_of(one),
        "texts": dict(one.texts),
        "fields": [_field(record) for record in fields],
        "facts": [[key, stated[key]] for key in one.stated if key in stated],
        "conditions": [_condition(one, condition) for condition in one.conditions],
    }


def _field(record: InputRecord) -> dict[str, Any]:
    return {
        "key": record.key,
        "role": record.role,
        "label": record.label,
        "unit": record.unit,
        "required": record.required,
        "zero": record.zero,
        "most": plain(_most(record)),
        "options": [{"value": option.value, "role": option.role} for option in record.options],
    }


def _most(record: InputRecord) -> Decimal:
    if record.series:
        return HIGHEST_PUBLISHED
    return {"yuan": LARGEST, "months": LONGEST_MONTHS}.get(record.unit, Decimal(1))


def _condition(measure: Measure, one: ConditionRecord) -> dict[str, Any]:
    limit = next((plain(figure.value) for figure in measure.figures if figure.key == one.limit), "")
    return {
        "key": one.key,
        "hidden": one.hidden,
        "limit": limit,
        "test": one.test,
        "accepts": list(one.accepts),
        "grants": one.grants,
        "unmet": one.unmet,
    }


def _coded(handout: Handout, home: str) -> tuple[Handout, Markup, str]:
    address = f"{home}{handout.path}" if home else ""
    return handout, code_of(address), address


def _json(data: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


@cache
def _file(name: str) -> str:
    return (TEMPLATES / "print" / name).read_text(encoding="utf-8")
