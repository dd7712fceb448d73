"""Where data and formulas meet: every measure gives its formula the roles it declares, no more and no less."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from rapidfuzz import fuzz, process

from bot.measures.case import FORMULAS
from bot.slots.derive import OPERATIONS, SOURCES
from calculators.core import Formula
from knowledge.records.build import read
from knowledge.records.faults import DataError, Faults
from knowledge.records.model import Knowledge, Measure

ALIKE = 60  # of 100, from which a name is offered in place of one that does not exist
PLACE = re.compile(r"\{(\w+)\}")
Wrong = tuple[str, str, str]  # key, what is wrong, what to write


def checked(files: Mapping[str, str], version: int = 0, today: date | None = None) -> Knowledge:
    """The knowledge of these files. Raises one DataError with a line for everything that is wrong: with the files by
    themselves, and with what the formulas want of them. ``today``: what is dated later is refused."""
    faults = Faults()
    knowledge = read(files, faults, version, today)
    for error in contract_faults(knowledge):
        faults.note(error)
    faults.done()
    return knowledge


def contract_faults(knowledge: Knowledge) -> Iterator[DataError]:
    """Everything in which a measure and its formula do not fit."""
    others = {distractor.key for distractor in knowledge.distractors}
    for measure in knowledge.measures:
        for key, wrong, write in (*_faults(measure), *_derivations(measure, others)):
            file = f"policies/{measure.policy}/measures.toml"
            yield DataError(file, f"measure（{measure.id}）{key}", wrong, write)


def _faults(measure: Measure) -> Iterator[Wrong]:
    formula = FORMULAS.get(measure.formula)
    if formula is not None:
        for check in CHECKS:
            yield from check(measure, formula)
    elif measure.formula:
        yield "formula", f"没有「{measure.formula}」这个公式", _instead(measure.formula, FORMULAS)


def _figures(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """Each figure has a role of the formula, or is the limit of a condition."""
    roles = {figure.key: figure.role for figure in measure.figures}
    limits = {condition.limit for condition in measure.conditions}
    for role in formula.figures:
        if role not in roles.values():
            yield "figure", f"公式 {formula.name} 需要角色「{role}」，没有 figure 担任", _give("figure", role)
    for key, role in roles.items():
        if role not in formula.figures and (role != key or key not in limits):
            yield f"figure（{key}）role", f"公式 {formula.name} 没有角色「{role}」", _instead(role, formula.figures)
    yield from _doubled("figure", roles.items())


def _inputs(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """Each input the formula needs is there, each role is one of the formula's, and nobody else has it."""
    played = dict(measure.played)
    for role in formula.inputs:
        if role not in {record.role for record in measure.inputs}:
            yield "input", f"公式 {formula.name} 需要角色「{role}」，没有 input 担任", _give("input", role)
    for key, role in played.items():
        if role not in formula.roles:
            where = f"input（{key}）role" if measure.input(key) else f"roles {key}"
            yield where, f"公式 {formula.name} 没有角色「{role}」", _instead(role, formula.roles)
    yield from _doubled("input", measure.played)
    for key, count in Counter(record.key for record in measure.inputs).items():
        if count > 1:
            yield f"input（{key}）", "写了两遍", "请合并成一段，或换一个 key"


def _choices(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """A choice has an option for each value the formula tells apart."""
    for record in measure.inputs:
        wanted = formula.choices.get(record.role, ())
        if record.role and bool(wanted) != (record.unit == "choice"):
            right = 'unit = "choice"，并写 options' if wanted else "yuan、ratio、months 或 date"
            yield f"input（{record.key}）unit", f"角色「{record.role}」不能是 {record.unit}", f"请写成 {right}"
        roles = {option.role for option in record.options}
        for role in wanted:
            if record.unit == "choice" and role not in roles:
                yield f"input（{record.key}）options", f"没有角色是「{role}」的选项", _give("选项", role)
        for role in sorted(roles - set(wanted)):
            write = _instead(role, wanted)
            yield f"input（{record.key}）options", f"公式 {formula.name} 没有选项角色「{role}」", write


def _texts(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """A sentence of the measure's own is one the formula says, with names in braces that it can fill in."""
    for name, text in measure.texts:
        if name not in formula.texts:
            yield f"texts {name}", f"公式 {formula.name} 没有「{name}」这句话", _instead(name, formula.texts)
            continue
        for place in PLACE.findall(text):
            if place not in formula.texts[name]:
                write = _instead(place, formula.texts[name])
                yield f"texts {name}", f"公式填不了 {{{place}}}", write


def _derivations(measure: Measure, others: set[str]) -> Iterator[Wrong]:
    """Each row names an operation, as many sources as it wants, and figures that there are."""
    made = {key for row in measure.derivations for key in (row.target, row.also) if key}
    known = {record.key for record in measure.inputs} | {key for key, _ in measure.played}
    for row in measure.derivations:
        where = f"derive（{row.target}）"
        if row.op not in OPERATIONS:
            yield f"{where}op", f"没有「{row.op}」这种算法", _instead(row.op, OPERATIONS)
        elif len(row.sources) != (count := SOURCES.get(row.op, 1)):
            yield f"{where}from", f"{row.op} 要 {count} 个数，写了 {len(row.sources)} 个", "请写全，按公式里的先后"
        if row.target not in known:
            yield f"{where}target", f"「{row.target}」不是 input，也没有角色", _instead(row.target, sorted(known))
        for key in (*row.sources, *row.without):
            if others and key not in known | made | others:
                write = _instead(key, sorted(known | made | others))
                yield f"{where}from", f"没有「{key}」这个数", f"{write}（别的数写在 vocabulary/distractors.toml）"


CHECKS: tuple[Callable[[Measure, Formula], Iterator[Wrong]], ...] = (_figures, _inputs, _choices, _texts)


def _doubled(what: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Wrong]:
    for role, count in Counter(role for _, role in dict.fromkeys(pairs)).items():
        if count > 1:
            yield what, f"角色「{role}」有 {count} 个 {what} 担任", "一个角色只能由一个担任，请改掉别的 role"


def _give(what: str, role: str) -> str:
    return f'请在一个{what}里写 role = "{role}"'


def _instead(name: str, known: Iterable[str]) -> str:
    """The name most like it, then all there are."""
    names = list(known)
    if not names:
        return "请删掉这一项"
    best = process.extractOne(name, names, scorer=fuzz.WRatio, score_cutoff=ALIKE)
    meant = f"是不是「{best[0]}」？" if best else ""
    return f"{meant}可以写的有：{'、'.join(names)}"
