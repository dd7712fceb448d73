"""A part more of a measure, and one taken away: a figure in a role its formula knows, with what must be asked beside
it; a condition. Everything else of the file stays as it is."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from bot.desk.fault_words import means_of
from bot.desk.measure_form import figure_of, path_of
from bot.measures.blocks import Home, asked_block, condition_block, figure_block
from bot.measures.case import FORMULAS
from calculators.core import Formula
from calculators.declared import Given, Part, Said
from knowledge.document.folding import folded
from knowledge.document.sums import FIGURE
from knowledge.publish import Files
from knowledge.records.model import Clause, KnowledgeError, Measure
from knowledge.records.quoted import sentences, written
from knowledge.writing import TomlFile

Kind = Literal["figure", "input", "condition"]
HEAD = re.compile(r"^\[\[measure\]\]", re.MULTILINE)
KINDS: tuple[Kind, ...] = ("figure", "input", "condition")
NEW = "new"
ROLE_LABELS = {"base": "金额", "count": "数量", "quantity": "数量"}


def roles_open(formula: str, record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The roles in which a figure more can stand, each with what it means: those nobody has, and those there may be
    several of."""
    return [(role, means_of(part)) for role, part in _formula(formula).figures.items() if _is_open(role, part, record)]


def kinds_of(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The options, bands or kinds of a record, by which a figure is of one: each with what it is called."""
    called = {str(o["value"]): str(o["label"]) for one in record.get("input", ()) for o in one.get("options", ())}
    ofs = dict.fromkeys(str(one["of"]) for one in record.get("figure", ()) if one.get("of"))
    return [(of, called.get(of, f"第{of}档" if of.isdecimal() else of)) for of in {**ofs, **dict.fromkeys(called)}]


def _is_open(role: str, part: Part, record: Mapping[str, Any]) -> bool:
    taken = [one for one in record.get("figure", ()) if (one.get("role") or one.get("key")) == role]
    return not taken or bool(part.each and any(one.get("of") for one in taken))


def unused(clause: Clause, measure: Measure, measures: Iterable[Measure]) -> list[str]:
    """Numbers of the sentences a measure goes by that no figure of the clause has: a threshold, another band or a limit
    that would be lost without a word; as the document writes them."""
    held = {figure.value for one in measures if one.home == measure.home for figure in one.figures}
    spoken = dict.fromkeys(s for figure in measure.figures for s in sentences(clause.text, figure.quote))
    found = [number[0] for sentence in spoken for number in FIGURE.finditer(folded(sentence))]
    values = {text: {*written(text, "yuan"), *written(text, "ratio")} for text in map("".join, map(str.split, found))}
    return [text for text, said in values.items() if said and not said & held]


def with_figure(files: Files, policy: str, name: str, typed: Mapping[str, str]) -> dict[str, str | None]:
    """A figure more; ``typed``: role, of (an option that is there, or NEW), label, value and quote. With what its
    role wants asked beside it, and the option it is of. Raises KnowledgeError."""
    record, formula = record_of(files, policy, name), _formula_of(files, policy, name)
    role, quote, text = typed.get("role", ""), typed.get("quote", "").strip(), typed.get("value", "").strip()
    part = formula.figures.get(role)
    if part is None or not _is_open(role, part, record):
        raise KnowledgeError("请选这个数是什么。")
    if not quote or not text:
        raise KnowledgeError("请写上这个数，和文件里写它的原话。")
    unit = next((one for one in part.units if written(text, one)), part.units[0])
    of = _of(record, part, typed)
    label = typed.get("label", "").strip()
    home = Home(name, str(record.get("clause", "")), str(record.get("name", name)))
    blocks = [figure_block(formula, Given(role, figure_of(text, unit), unit, quote, of, label))]
    blocks += _asked_beside(formula, record, role, unit, home)
    changed = _put_in(files.get(path_of(policy), ""), name, blocks)
    if of and typed.get("of") == NEW and part.each == "option":
        changed = _with_option(changed, policy, name, of, label)
    return {path_of(policy): changed}


def inputs_open(formula: str, record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The roles in which something more can be asked, each with what it means."""
    asked = {str(one.get("role")) for one in record.get("input", ())}
    plain = {role: part for role, part in _formula(formula).inputs.items() if "choice" not in part.units}
    return [(role, means_of(part)) for role, part in plain.items() if role not in asked]


def with_input(files: Files, policy: str, name: str, typed: Mapping[str, str]) -> dict[str, str | None]:
    """Something more that is asked; ``typed``: role, label, and the word it is counted in, where it is counted. Raises
    KnowledgeError."""
    record, formula = record_of(files, policy, name), _formula_of(files, policy, name)
    role, label, word = (typed.get(key, "").strip() for key in ("role", "label", "unit"))
    if role not in dict(inputs_open(formula.name, record)):
        raise KnowledgeError("请选问的是什么。")
    part = formula.inputs[role]
    counted = part.units == ("count",) or (word and "count" in part.units)
    if counted and not word:
        raise KnowledgeError("数个数的，请写上用什么词数，例如 件、亩、人。")
    unit = word if counted else next(one for one in part.units if one != "count")
    home = Home(name, str(record.get("clause", "")), str(record.get("name", name)))
    said = Said(role, label or ROLE_LABELS.get(role, part.means.partition("（")[0]), unit, "1")
    return {path_of(policy): _put_in(files.get(path_of(policy), ""), name, [asked_block(formula, home, said)])}


def with_condition(files: Files, policy: str, name: str, typed: Mapping[str, str]) -> dict[str, str | None]:
    """A condition more, by its question and the words of the document. Raises KnowledgeError."""
    record = record_of(files, policy, name)
    question, quote = typed.get("question", "").strip(), typed.get("quote", "").strip()
    if not question or not quote:
        raise KnowledgeError("请写上怎么问，和文件里写这个条件的原话。")
    taken = {str(one.get("key")) for one in record.get("condition", ())}
    key = next(one for one in (f"{name}_fits", *(f"{name}_fits_{n}" for n in range(2, 99))) if one not in taken)
    return {path_of(policy): _put_in(files.get(path_of(policy), ""), name, [condition_block(key, question, quote)])}


def without_part(files: Files, policy: str, name: str, part: str) -> dict[str, str | None]:
    """The file without a figure, an input or a condition (``part``: condition.0). Raises KnowledgeError."""
    kind, _, place = part.partition(".")
    file = TomlFile(files.get(path_of(policy), ""), path_of(policy))
    record = file.find("measure", id=name)
    rows: Any = record.get(kind) if record is not None and kind in KINDS else None
    if record is None or rows is None or not place.isdecimal() or int(place) >= len(rows):
        raise KnowledgeError("这一个已经去掉了。")
    del rows[int(place)]
    if not rows:
        del record[kind]
    return {path_of(policy): file.text()}


def _of(record: Mapping[str, Any], part: Part, typed: Mapping[str, str]) -> str:
    """Which option, band or kind a figure is of; a new one gets a number nobody has."""
    chosen, known = typed.get("of", ""), [of for of, _ in kinds_of(record)]
    if not part.each or (part.alone and not chosen):
        return ""
    if chosen in known:
        return chosen
    if part.each == "option" and not typed.get("label", "").strip():
        raise KnowledgeError("新的一种，请写上它叫什么。")
    return next(str(n) for n in range(1, 99) if str(n) not in known)


def _asked_beside(formula: Formula, record: Mapping[str, Any], role: str, unit: str, home: Home) -> Iterator[str]:
    """What must be asked once there is such a figure: what is held against a threshold."""
    asked = {str(one.get("role")) for one in record.get("input", ())}
    for other, part in formula.inputs.items():
        if part.required and role in part.beside and other not in asked:
            measured = unit if unit in part.units and unit != "count" else "个" if unit == "count" else part.units[0]
            yield asked_block(formula, home, Said(other, ROLE_LABELS.get(other, part.means), measured, "1"))


def _with_option(text: str, policy: str, name: str, of: str, label: str) -> str:
    file = TomlFile(text, path_of(policy))
    record = file.find("measure", id=name)
    rows: Any = record.get("input", []) if record is not None else []
    row = next((one for one in rows if one.get("options")), None)
    if row is None:
        raise KnowledgeError("这个政策点没有可选的几种，请先选公式添一个分级的政策点。")
    row["options"].append({"value": of, "role": of, "label": label, "words": [label]})
    return file.text()


def _put_in(text: str, name: str, blocks: list[str]) -> str:
    """The file with blocks more at the end of a measure. Raises KnowledgeError."""
    heads = [*(found.start() for found in HEAD.finditer(text)), len(text)]
    records = tomllib.loads(text).get("measure", [])
    place = next((n for n, one in enumerate(records) if one.get("id") == name), None)
    if place is None or len(records) != len(heads) - 1:
        raise KnowledgeError("这个政策点已经去掉了。")
    end = heads[place + 1]
    own, rest = text[:end].rstrip("\n"), text[end:]
    made = "\n\n".join([own, *blocks]) + "\n" + (f"\n{rest}" if rest else "")
    try:
        tomllib.loads(made)
    except tomllib.TOMLDecodeError:
        raise KnowledgeError("这样添不进去。请把这句话告诉维护人员。") from None
    return made


def record_of(files: Files, policy: str, name: str) -> Mapping[str, Any]:
    """The record as the file has it. Raises KnowledgeError."""
    records = tomllib.loads(files.get(path_of(policy), "")).get("measure", ())
    found: Mapping[str, Any] | None = next((one for one in records if one.get("id") == name), None)
    if found is None:
        raise KnowledgeError("这个政策点已经去掉了。")
    return found


def _formula_of(files: Files, policy: str, name: str) -> Formula:
    return _formula(str(record_of(files, policy, name).get("formula", "")))


def _formula(name: str) -> Formula:
    if name not in FORMULAS:
        raise KnowledgeError(f"没有「{name}」这个公式。")
    return FORMULAS[name]
