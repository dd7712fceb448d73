"""The parts of a measure's record as measures.toml writes them, each line with what it is for."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.measures.settled import settled_by
from calculators.core import Formula
from calculators.declared import Given, Part, Said

ASKED = {
    "yuan": "{label}是多少？（例如“{label}100万”）",
    "usd": "{label}是多少美元？（例如“10万美元”）",
    "ratio": "{label}是多少？（例如“3%”）",
    "months": "{label}是多长？（例如“一年”）",
    "date": "{label}是哪天？（例如“2026年3月1日”）",
    "choice": "{label}是哪一种？",
}
COUNTED = "{label}有多少{unit}？（例如“3{unit}”）"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a record stands: id, clause and name of the measure."""

    id: str
    clause: str
    name: str


def figure_block(formula: Formula, one: Given) -> str:
    """A number of the document."""
    part = formula.figures[one.role]
    key = f"{one.role}_{one.of}" if one.of else one.role
    rows = [("key", key, part.means), ("role", one.role, "")]
    rows += [("of", one.of, "")] if one.of else []
    rows += [("label", one.label, "算式里怎么叫它")] if one.label else []
    rows += [("value", one.value, ""), ("unit", one.unit, _units(part)), ("quote", one.quote, "原文，一字不差")]
    return "\n".join(["[[measure.figure]]", *(row(*each) for each in rows)])


def asked_block(formula: Formula, home: Home, one: Said) -> str:
    """What is asked for."""
    part = formula.inputs[one.role]
    key = f"{home.id}_{one.role}" + (f"_{one.of}" if one.of else "")
    rows = [("key", key, "英文，一份文件里不能重复"), ("role", one.role, part.means)]
    rows += [("of", one.of, "")] if one.of else []
    rows += [("label", one.label, "大家怎么叫它"), ("unit", one.unit, "")]
    ask = ASKED.get(one.unit, COUNTED).format(label=one.label, unit=one.unit)
    rows += [("ask", ask, "")]
    lines = ["[[measure.input]]", *(row(*each) for each in rows), f"required = {str(_is_needed(formula, one)).lower()}"]
    if one.options:
        return "\n".join([*lines, f"options = [{_options(one.options)}]"])
    default = one.role in ("base", "count", "quantity", "term") and not one.of
    lines += ["default = true"] if default else []
    return "\n".join([*lines, f"announces = {listed([one.label, *one.words])}  # 常在这个数旁边的词"])


def condition_block(key: str, question: str, quote: str, whom: str = "") -> str:
    """Something that must be so. ``whom``: whom the promise is for, where that is the condition."""
    unmet = f"文件限{whom}" if whom else "文件要求符合这个条件"
    rows = [
        *(("key", key, "英文，别的政策点里没有的"), ("question", question, "")),
        *(("quote", quote, "原文，一字不差"), ("unmet", unmet, "说了不是，这样告诉他")),
    ]
    lines = ["[[measure.condition]]", *(row(*one) for one in rows)]
    yes, no = ([f"是{whom}"], [f"不是{whom}"]) if whom else ([], [])
    lines += [f"yes = {listed([*yes, '符合条件'])}  # 怎么说就是符合"]
    lines += [f"no = {listed([*no, '不符合条件'])}  # 怎么说就是不符合"]
    return "\n".join(lines)


def settled_blocks(formula: Formula, figures: Iterable[Given]) -> Iterator[str]:
    """What the words of the figures settle of the questions that the formula leaves open."""
    for of, value, quote in settled_by((one.role, one.unit, one.quote) for one in figures):
        if of in formula.opens:
            known = formula.opens[of]
            rows = [
                ("of", of, known.means),
                ("value", value, meaning(known.values)),
                ("quote", quote, "原文，一字不差"),
            ]
            yield "\n".join(["[[measure.written]]", *(row(*each) for each in rows)])


def _is_needed(formula: Formula, one: Said) -> bool:
    part = formula.inputs[one.role]
    return part.required or bool(part.beside)


def _options(options: Iterable[tuple[str, str]]) -> str:
    return ", ".join(
        f"{{ value = {_quoted(value)}, role = {_quoted(value)}, label = {_quoted(label)}, words = {listed([label])} }}"
        for value, label in options
    )


def _units(part: Part) -> str:
    return f"可以写 {'、'.join(part.units)}" if len(part.units) > 1 else ""


def row(key: str, value: str, remark: str) -> str:
    return f"{key} = {_quoted(value)}" + (f"  # {remark}" if remark else "")


def listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def meaning(ways: Mapping[str, str]) -> str:
    return "；".join(f"{value}：{means}" for value, means in ways.items())
