"""A formula as the record that a measure of it is: of its example, or of a clause for staff to go over."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from bot.measures.blocks import (
    ASKED,
    Home,
    asked_block,
    condition_block,
    figure_block,
    listed,
    meaning,
    row,
    settled_blocks,
)
from bot.measures.gone_by import AND, LEADS, USUAL, banded, free_of
from bot.measures.priced import kept_to
from bot.measures.promised import BAR, FOR_WHOM, levels_in, promised_in, stages
from bot.measures.promised import whom as whom_of
from calculators.core import Case, Figure, Formula, Result, Value, role_of
from calculators.declared import Example, Given, Said
from calculators.wording import plain
from knowledge.records.model import Clause
from knowledge.records.quoted import limits, stands_in, without_limits, written

UNITS = ("yuan", "ratio", "months", "count", "usd")
MOST_PARTS = 8
NAMES = {
    "base": USUAL,
    "counted": USUAL,
    "count": "数量",
    "quantity": "数量",
    "now": "今年的金额",
    "before": "去年的金额",
    "term": "时间",
    "level": "级别",
    "stage": "阶段",
}
OF_WHAT = re.compile("(?:按照?|给予|不高于|不超过|^|[，,的])(?!的)([^，,。；;按的]{2,12}?)的?[0-9]+(?:[.][0-9]+)?[%％]")
EACH_OF = re.compile("[每/](?:成功|新增|推荐|引进|培育|完成|获得)*[0-9一]?([件家个人名台项套户份场辆亩吨]|平方米|人次)")
SHARES = re.compile(r"\d[%％]?\s*[-—–~～－至]+\s*\d+(?:\.\d+)?[%％]")  # 5%—20%
BEHIND = re.compile("(?:给予|给|的)+$")
UP_TO, LONGEST_NAME = re.compile("[^0-9，,]+"), 14
ENDING = re.compile("[。；;]$")
A_SHARE_OF = Said("base", NAMES["base"], "yuan", "1")
ANY_DAY = date(2026, 1, 1)  # no example depends on it


def example_record(formula: Formula) -> str:
    """The record of the formula's example, as it stands in measures.toml."""
    return record(formula, formula.example, Home("an_example", "1.1", formula.title.partition("：")[0]))


def example_result(formula: Formula) -> Result:
    """What the example comes to."""
    example = formula.example
    figures = {
        role_of(one.role, one.of): Figure(one.role, Decimal(one.value), one.unit, one.quote) for one in example.figures
    }
    labels = {role_of(one.role, one.of): one.label for one in example.figures if one.label}
    labels |= {role_of(one.role, one.of): one.label for one in example.inputs}
    labels |= {value: label for one in example.inputs for value, label in one.options}
    inputs: dict[str, Value] = {
        role_of(one.role, one.of): one.value if one.options else Decimal(one.value) for one in example.inputs
    }
    units = {role_of(one.role, one.of): one.unit for one in example.inputs}
    return formula(Case(figures, inputs, ANY_DAY, labels=labels, ways=example.ways, units=units))


def new_record(
    formula: Formula,
    clause: Clause,
    name: str,
    taken: Sequence[Sequence[str]] = (),
    *,
    sentence: str = "",
    alone: bool = True,
) -> str:
    """A record for a clause: its figures as they are found in the ``sentence`` that is meant, else in the first that
    looks like one of the formula and that no measure goes by yet (``taken``: the quotes of each). ``alone``: it is the
    clause's only measure, and is called as the clause is; else as those whom its sentence is for."""
    example = _of_sentence(formula, ENDING.sub("", sentence) or _sentence(formula, clause, taken))
    whom = whom_of(example.sentence)
    home = Home(name, clause.id, clause.title if alone or not whom else whom)
    return record(formula, example, home) + _condition(example.sentence, home)


def _condition(sentence: str, home: Home) -> str:
    """Whom the sentence is for, as a condition; "" where it does not begin with that."""
    found = FOR_WHOM.match(sentence)
    if found is None:
        return ""
    whom = re.sub(r"\s", "", found[1]).removesuffix("的")
    return "\n" + condition_block(f"{home.id}_fits", f"是{whom}吗？", found[0], whom) + "\n"


def record(formula: Formula, example: Example, home: Home) -> str:
    """TOML of one [[measure]]: every line that a record of the formula needs, each role with what it means."""
    blocks = [_head(formula, example, home)]
    blocks += [figure_block(formula, one) for one in example.figures]
    blocks += [asked_block(formula, home, one) for one in example.inputs]
    blocks += settled_blocks(formula, example.figures)
    return "\n\n".join(blocks) + "\n"


def _head(formula: Formula, example: Example, home: Home) -> str:
    rows = [
        *(("id", home.id, "英文字母、数字和下划线，一份文件里不能重复"), ("clause", home.clause, "第几条")),
        *(("name", home.name, "大家怎么叫它"), ("formula", formula.name, formula.title)),
        *(("payee", "enterprise", "给谁：enterprise 或 bank"), ("payer", "", "谁出钱，原文没写就空着")),
        *(("payer_quote", "", "写谁出钱的那句原话"), ("lead_in", _lead_in(formula), "金额前面的话")),
        ("unmet_lead_in", "按这个情况拿不到", "拿不到时说的话"),
    ]
    lines = [f"[[measure]]  # {example.sentence}", *(row(*one) for one in rows)]
    lines += [
        f"words = {listed([home.name])}  # 说到哪些词是在问它",
        f"needs = {listed([home.name])}  # 至少说到其中一个才算问它",
        'next_steps = ["向牵头单位申报"]',
    ]
    ways = {name: example.ways.get(name, next(iter(known))) for name, known in formula.ways.items()}
    if ways:
        lines += ["", "[measure.ways]"]
        lines += [row(name, value, meaning(formula.ways[name])) for name, value in ways.items()]
    return "\n".join(lines)


def _lead_in(formula: Formula) -> str:
    result = example_result(formula)
    if result.amount is not None:
        return "预计可得"
    return "最高" if result.least is None else "文件写的是"


def _takes_bar(formula: Formula) -> bool:
    """Whether the formula may have a threshold that its example does not show."""
    example = formula.example
    shown = {one.role for one in example.figures} | {one.role for one in example.inputs}
    return "threshold" in formula.figures and "base" in formula.inputs and not shown & {"threshold", "base"}


class _Numbers:
    """The numbers of a sentence by unit, each handed out once; what is the most there is apart, and with ``bars`` what
    is to be reached. ``rising``: they are the bounds of bands."""

    def __init__(self, sentence: str, *, bars: bool, rising: bool) -> None:
        self.most = [value for _, value in limits(sentence)]
        rest = without_limits(sentence)
        rest = BAR.sub("……", rest) if bars else rest
        self._by_unit = {unit: list(written(rest, unit)) for unit in UNITS}
        if rising:  # where one band ends the next begins
            self._by_unit = {unit: [one for one, _ in groupby(found)] for unit, found in self._by_unit.items()}

    def left(self, unit: str) -> int:
        return len(self._by_unit[unit])

    def next(self, role: str, unit: str) -> str:
        """The next one, "" when there is none left."""
        numbers = self.most if "cap" in role or role == "ceiling" else self._by_unit[unit]
        return plain(numbers.pop(0)) if numbers else ""


def _of_sentence(formula: Formula, found: str) -> Example:
    """The example's roles with the numbers of the sentence, as far as they are found in it; with a threshold where it
    sets one and the formula knows it."""
    figures = tuple(_given(formula, found, _Numbers(found, bars=_takes_bar(formula), rising="from" in formula.figures)))
    inputs = tuple(_asked(formula.example, figures, found))
    if not inputs and _takes_share(formula, figures):
        inputs = tuple(_asked(replace(formula.example, inputs=(A_SHARE_OF,)), figures, found))
    if "free" in formula.figures and not any("over" in one.role for one in figures):
        free = free_of(found)
        figures += (_figure_of("free", free, "yuan", found),) if free else ()
    if "from" in formula.figures:
        inputs = tuple(banded(inputs, found))
    if _takes_bar(formula) and (bar := BAR.search(without_limits(found))):
        least = written(bar["sum"] or bar["sum_2"], "yuan")[0]
        figures += (_figure_of("threshold", least, "yuan", found),)
        name = LEADS.sub("", AND.split(bar["name"] or bar["name_2"] or "")[-1])
        inputs += (Said("base", name or NAMES["base"], "yuan", plain(least)),)
    return kept_to(formula, replace(formula.example, sentence=found, figures=figures, inputs=inputs), found)


def _takes_share(formula: Formula, figures: Sequence[Given]) -> bool:
    """Whether a share stands among the figures of which somebody must say what it is a share of."""
    base = formula.inputs.get("base")
    shares = {one.role for one in figures if one.unit == "ratio"}
    return base is not None and bool(shares.intersection(base.beside) if base.beside else shares)


def _figure_of(role: str, value: Decimal, unit: str, sentence: str) -> Given:
    return Given(role, plain(value), unit, _part_with(sentence, plain(value), unit, ()))


def _given(formula: Formula, sentence: str, numbers: _Numbers) -> Iterator[Given]:
    """The roles of the example; of one for each level or band as many as the sentence has numbers of its unit. What the
    sentence has no number for is left out, unless there is no sum without it."""
    examples = (_of_a_band(formula, one, numbers) for one in formula.example.figures)
    shown = {one.role: _in_its_unit(formula, one, numbers, sentence) for one in examples}
    several = {role: one for role, one in shown.items() if one.of}
    alone = [one.unit for role, one in shown.items() if not one.of and "cap" not in role]
    counts = {
        role: min(
            max((numbers.left(one.unit) - alone.count(one.unit)) // _sharing(several.values(), one.unit), 1), MOST_PARTS
        )
        for role, one in several.items()
    }
    for role, one in shown.items():
        if one.unit == "ratio" and not one.of and _is_spare(formula, role, shown, numbers):
            continue
        quotes: list[str] = []
        for place in range(1, counts.get(role, 1) + 1):
            value = numbers.next(role, one.unit)
            if value or formula.figures[role].required:
                quote = _part_with(sentence, value, one.unit, quotes, limit="cap" in role or role == "ceiling")
                quotes.append(quote)
                label = _name_of(role, quote) or (one.label if one.label in quote else "")
                yield Given(role, value or "0", one.unit, quote, str(place) if role in several else "", label)


def _of_a_band(formula: Formula, one: Given, numbers: _Numbers) -> Given:
    """What each band gives: a sum where the sentence has no rate."""
    gives_sum = "award" in formula.figures and one.of and one.role == "share" and not numbers.left("ratio")
    return replace(one, role="award", unit="yuan") if gives_sum else one


def _is_spare(formula: Formula, role: str, shown: Mapping[str, Given], numbers: _Numbers) -> bool:
    """Whether the sentence has only so many rates as the roles need without which there is no sum."""
    needed = [one for one, given in shown.items() if given.unit == "ratio" and formula.figures[one].required]
    return not formula.figures[role].required and numbers.left("ratio") <= len(needed)


def _in_its_unit(formula: Formula, one: Given, numbers: _Numbers, sentence: str) -> Given:
    """The figure in the unit in which the sentence has numbers for it, of those it may have."""
    units = formula.figures[one.role].units
    if units == ("yuan", "ratio") and not one.of and SHARES.search(sentence):
        return replace(one, unit="ratio")
    if not one.of or numbers.left(one.unit):
        return one
    return replace(one, unit=next((unit for unit in units if unit in UNITS and numbers.left(unit) > 1), one.unit))


def _part_with(sentence: str, value: str, unit: str, taken: Sequence[str], *, limit: bool = False) -> str:
    """What stands between two commas and holds the number, the next of those that do; the sentence where none does.
    One that says what is the most there is holds limits, and nothing else where the number stands elsewhere too."""
    parts = [part for part in re.split("[，,]", sentence) if value and stands_in(Decimal(value), unit, part)]
    parts = [part for part in parts if bool(list(limits(part))) == limit] or parts
    return next((part for part in parts if part not in taken), parts[0] if parts else sentence)


def _name_of(role: str, quote: str) -> str:
    """What the words before a cap call it: 每家企业每年最高; "" for other figures."""
    found = UP_TO.match(quote) if "cap" in role else None
    return found[0] if found and len(found[0]) <= LONGEST_NAME else ""


def _sharing(several: Iterable[Given], unit: str) -> int:
    """How many roles of which there are several take numbers of this unit: thresholds and awards, both in yuan."""
    return sum(one.unit == unit for one in several)


def _asked(example: Example, figures: Sequence[Given], sentence: str) -> Iterator[Said]:
    """What the example asks for, by a name that is true of any document or stands in the sentence; of a choice as many
    options as there are levels, of a count the word the sentence counts in."""
    levels = tuple(dict.fromkeys(figure.of for figure in figures if figure.of))
    for one in example.inputs:
        label, unit = NAMES.get(one.role, one.label), one.unit
        if one.options:
            names = levels_in(sentence, len(levels)) or stages([one for one in figures if one.of], levels)
            yield replace(one, label=label, options=tuple(zip(levels, names, strict=True)))
            continue
        if (
            one.role == "base"
            and (found := OF_WHAT.search(re.sub(r"\s", "", sentence)))
            and not found[1].endswith("率")
        ):
            label = BEHIND.sub("", LEADS.sub("", found[1])) or label
        if unit not in ASKED and (found := EACH_OF.search(sentence)):
            unit = found[1]
        yield replace(one, label=label, unit=unit)


def _sentence(formula: Formula, clause: Clause, taken: Sequence[Sequence[str]]) -> str:
    """The first sentence of the clause that promises what the formula computes and that no measure goes by, else the
    first that promises money."""
    promised = promised_in(clause, taken) or promised_in(clause, ())
    fitting = [one for one in promised if one.formula == formula.name] or promised
    return ENDING.sub("", fitting[0].quote) if fitting else clause.body
