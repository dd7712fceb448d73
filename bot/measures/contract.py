"""Where data and formulas meet: every measure gives its formula the roles it declares, no more and no less."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz, process

from bot.measures.case import FORMULAS, as_written
from bot.measures.settled import settled_by
from bot.slots.derive import OPERATIONS, SOURCES
from calculators.core import APART, Formula
from calculators.declared import Part
from knowledge.records.build import read
from knowledge.records.faults import DataError, Faults
from knowledge.records.model import FigureRecord, Knowledge, Measure, Policy
from knowledge.records.quoted import limits, plain, sentences

ALIKE = 60  # of 100, from which a name is offered in place of one that does not exist
UNIT_NAMES = {
    "yuan": "yuan（元）",
    "ratio": "ratio（比例）",
    "months": "months（月）",
    "date": "date（日期）",
    "choice": "choice（选项）",
    "usd": "usd（美元）",
    "count": "count（个数；input 直接写量词，例如 件）",
}
EACH_NAMES = {"option": "哪个选项", "band": "第几档", "kind": "哪一种"}
EACH_EXAMPLES = {"option": "national", "band": "1", "kind": "invention"}
PLACE = re.compile(r"\{(\w+)\}")
Wrong = tuple[str, str, str]  # key, what is wrong, what to write


def checked(files: Mapping[str, str], version: int = 0, today: date | None = None) -> Knowledge:
    """The knowledge of these files. Raises one DataError with a line for everything that is wrong: with the files by
    themselves, and with what the formulas want of them. ``today``: what is dated later is refused."""
    if today is None and (known := _last.of(files)):
        return replace(known, version=version)
    faults = Faults()
    knowledge = read(files, faults, version, today)
    for error in contract_faults(knowledge):
        faults.note(error)
    faults.done()
    if today is None:
        _last.keep(files, knowledge)
    return knowledge


class _Last:
    """The files that were last found to be in order, and their knowledge: a first start, or one with newer files,
    publishes them and then answers from them."""

    def __init__(self) -> None:
        self._found: tuple[Mapping[str, str], Knowledge] | None = None

    def of(self, files: Mapping[str, str]) -> Knowledge | None:
        found = self._found
        return found[1] if found and found[0] == files else None

    def keep(self, files: Mapping[str, str], knowledge: Knowledge) -> None:
        self._found = {**files}, knowledge


_last = _Last()


def contract_faults(knowledge: Knowledge) -> Iterator[DataError]:
    """Everything in which a measure and its formula do not fit."""
    others = {distractor.key for distractor in knowledge.distractors}
    for measure in knowledge.measures:
        dropped = _dropped(measure, knowledge.policy(measure.policy), knowledge.measures)
        for key, wrong, write in (*_faults(measure), *_derivations(measure, others), *dropped):
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
    """Each figure has a role of the formula and a unit the role can have, or is the limit of a condition."""
    limits = {condition.limit for condition in measure.conditions}
    given = {figure.role for figure in measure.figures}
    for role, part in formula.figures.items():
        if part.required and role not in given and not given.intersection(part.either):
            other = "".join(f"（或「{one}」）" for one in part.either)
            yield (
                "figure",
                f"公式 {formula.name} 需要角色「{role}」{other}，没有 figure 担任",
                _give("figure", role, part),
            )
    for figure in dict.fromkeys(measure.figures):
        known = formula.figures.get(figure.role)
        where = f"figure（{figure.key}）"
        if known is not None:
            yield from _fits(where, figure.role, figure.of, figure.unit, known)
        elif figure.role != figure.key or figure.key not in limits:
            wrong = f"公式 {formula.name} 没有角色「{figure.role}」"
            yield f"{where}role", wrong, _instead(figure.role, formula.figures)
    yield from _doubled("figure", [(figure.key, figure.whole_role) for figure in measure.figures])


def _fits(where: str, role: str, of: str, unit: str, part: Part) -> Iterator[Wrong]:
    """Whether a unit is one the role can have, and whether it may be one of several."""
    if unit and unit not in part.units:
        kinds = "、".join(UNIT_NAMES[one] for one in part.units)
        yield f"{where}unit", f"角色「{role}」（{part.means}）不能是 {unit}", f"可以写的有：{kinds}"
    if of and not part.each:
        yield f"{where}of", f"角色「{role}」只有一个，不用写 of", "请删掉 of"
    if not of and part.each and not part.alone:
        write = f'请写上是{EACH_NAMES[part.each]}的，例如 of = "{EACH_EXAMPLES[part.each]}"'
        yield f"{where}of", f"角色「{role}」（{part.means}）要写 of", write


def _inputs(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """Each input the formula needs is there, each role is one of the formula's, and nobody else has it."""
    given = {record.role for record in measure.inputs}
    played = {role.partition(APART)[0] for _, role in measure.played}
    figures = {figure.role for figure in measure.figures}
    for role, part in formula.inputs.items():
        wanted = part.required and (not part.beside or figures.intersection(part.beside))
        if wanted and role not in given and not given.intersection(part.either):
            yield "input", f"公式 {formula.name} 需要角色「{role}」，没有 input 担任", _give("input", role, part)
        elif role in played and part.beside and not figures.intersection(part.beside):
            beside = "、".join(part.beside)
            wrong = f"角色「{role}」（{part.means}）要有角色「{beside}」的 figure 才用得上"
            yield f"input（{measure.key_of(role)}）role", wrong, "请补上那个 figure，或者删掉这个 input"
    for key, role in measure.played:
        record, (name, _, of) = measure.input(key), role.partition(APART)
        known = formula.inputs.get(name)
        where = f"input（{key}）" if record else f"roles {key}"
        if known is None:
            write = _instead(name, formula.roles)
            yield f"{where}role" if record else where, f"公式 {formula.name} 没有角色「{name}」", write
        elif record and "choice" not in (record.unit, *known.units):
            yield from _fits(where, name, of, record.unit, known)
    yield from _doubled("input", measure.played)
    for key, count in Counter(record.key for record in measure.inputs).items():
        if count > 1:
            yield f"input（{key}）", "写了两遍", "请合并成一段，或换一个 key"
    yield from _of_no_use(measure, formula)


def _of_no_use(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """An input that must be asked for and that nothing looks at: no role, no row, no condition, no day."""
    used = {key for row in measure.derivations for key in (*row.sources, *row.without)} | {measure.dated_by}
    used |= {condition.key for condition in measure.conditions} | {c.grants for c in measure.conditions}
    used |= {key for record in measure.inputs for key in record.instead}
    for record in measure.inputs:
        if record.required and not record.role and record.key not in used:
            write = f"请写上 role（可以写的有：{'、'.join(formula.roles) or '无'}），或者删掉这个 input"
            yield f"input（{record.key}）role", "必填，可是公式和条件都用不到它，问了也白问", write


def _choices(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """A choice has an option for each value the formula tells apart, or for each that has a figure."""
    options_of = tuple(dict.fromkeys(figure.of for figure in measure.figures if _is_of_option(figure, formula)))
    for record in measure.inputs:
        part = formula.inputs.get(record.role)
        choice = part is not None and part.units == ("choice",)
        wanted = (formula.choices.get(record.role) or options_of) if choice else ()
        if part is not None and choice != (record.unit == "choice"):
            right = 'unit = "choice"，并写 options' if choice else "、".join(UNIT_NAMES[one] for one in part.units)
            yield f"input（{record.key}）unit", f"角色「{record.role}」不能是 {record.unit}", f"请写成 {right}"
        roles = {option.role for option in record.options}
        for role in wanted:
            if record.unit == "choice" and role not in roles:
                yield (
                    f"input（{record.key}）options",
                    f"没有角色是「{role}」的选项",
                    f'请在一个选项里写 role = "{role}"',
                )
        for role in sorted(roles - set(wanted)) if part is not None else ():
            write = _instead(role, wanted)
            yield f"input（{record.key}）options", f"公式 {formula.name} 没有选项角色「{role}」", write


def _is_of_option(figure: FigureRecord, formula: Formula) -> bool:
    part = formula.figures.get(figure.role)
    return bool(figure.of) and part is not None and part.each == "option"


def _ways(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """A way of the formula, and a value that it knows."""
    for name, value in measure.ways:
        if name not in formula.ways:
            yield f"ways {name}", f"公式 {formula.name} 没有「{name}」这种算法", _instead(name, formula.ways)
        elif value not in formula.ways[name]:
            means = "；".join(f"{key}（{words}）" for key, words in formula.ways[name].items())
            yield f"ways {name}", f"「{value}」不在可选范围内", f"可以写的有：{means}"


def _written(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """What the document settles is a question the formula leaves open, settled to what it knows; and what the words of
    a figure settle is said so."""
    settled = {one.of for one in measure.written}
    for one in measure.written:
        known = formula.opens.get(one.of)
        if known is None:
            wrong = f"公式 {formula.name} 没有留着「{one.of}」这个问题"
            yield f"written（{one.of}）of", wrong, _instead(one.of, formula.opens)
        elif known.values and one.value not in known.values:
            means = "；".join(f"{key}（{words}）" for key, words in known.values.items())
            yield f"written（{one.of}）value", f"「{one.value}」不在可选范围内", f"可以写的有：{means}"
        elif not known.values and one.value:
            yield f"written（{one.of}）value", f"「{known.means}」只照抄原文，没有几种可选", "请删掉 value"
    if len(settled) < len(measure.written):
        yield "written", "同一个问题写了两遍", "一个问题只写一段"
    for of, value, quote in settled_by((one.role, one.unit, one.quote) for one in measure.figures):
        if of in formula.opens and of not in settled:
            means = formula.opens[of].values[value]
            write = f'请补一段 [[measure.written]]：of = "{of}"，value = "{value}"（{means}），quote = "{quote}"'
            yield "written", f"原文「{quote}」写明了{formula.opens[of].means}，没有记下来，答复会说文件没写", write


def _objections(measure: Measure, formula: Formula) -> Iterator[Wrong]:
    """What the formula itself finds wrong with the record."""
    for words in formula.objects(as_written(measure)) if formula.objects else ():
        yield "figure", words, f"怎么写：fudaoyuan knowledge formulas {formula.name}"


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


def _dropped(measure: Measure, policy: Policy, all_of: Iterable[Measure]) -> Iterator[Wrong]:
    """A limit in yuan beside a figure in the text that no figure of the clause holds: the sum would pass it."""
    own = policy.clause(measure.clause).text
    notices = {one.id: one.text for one in policy.amendments}
    held = {figure.value for one in all_of if one.home == measure.home for figure in one.figures}
    others = [plain(one) for one in measure.elsewhere]
    for figure in measure.figures:
        for sentence in sentences(notices.get(figure.by, own), figure.quote):
            for words, value in limits(sentence):
                if value not in held and not any(words in one or one in words for one in others):
                    write = '请补一个 figure（封顶写 role = "cap"）；是另一件事的封顶，就写进 elsewhere = ["……"]'
                    yield f"figure（{figure.key}）", f"同一句里的「{words}」没有记下来，算的时候会丢", write


CHECKS: tuple[Callable[[Measure, Formula], Iterator[Wrong]], ...] = (
    *(_figures, _inputs, _choices, _texts, _ways, _written),
    _objections,
)


def _doubled(what: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Wrong]:
    for role, count in Counter(role for _, role in dict.fromkeys(pairs)).items():
        if count > 1:
            yield what, f"角色「{role}」有 {count} 个 {what} 担任", "一个角色只能由一个担任，请改掉别的 role"


def _give(what: str, role: str, part: Part) -> str:
    return f'请在一个{what}里写 role = "{role}"（{part.means}）'


def _instead(name: str, known: Iterable[str]) -> str:
    """The name most like it, then all there are."""
    names = list(known)
    if not names:
        return "请删掉这一项"
    best = process.extractOne(name, names, scorer=fuzz.WRatio, score_cutoff=ALIKE)
    meant = f"是不是「{best[0]}」？" if best else ""
    return f"{meant}可以写的有：{'、'.join(names)}"
