"""measures.toml → Measure records, each figure proved by its quote."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from knowledge.records.model import (
    ConditionRecord,
    Derivation,
    Fact,
    FigureRecord,
    InputRecord,
    Measure,
    Option,
    Policy,
    Written,
)
from knowledge.records.quoted import stands_in
from knowledge.records.schema import Entry, Faults, read_toml

ENTERPRISE = "enterprise"
PAYEES = (ENTERPRISE, "bank")
UNITS = ("yuan", "ratio", "months", "date", "choice", "usd")
COUNT = "count"
COUNTER = re.compile("[一-鿿㎡]{1,6}")
FIGURE_UNITS = ("yuan", "ratio", "months", "count", "usd")


def read_measures(
    files: Mapping[str, str], policy: Policy, facts: Mapping[str, Fact], faults: Faults | None = None
) -> tuple[Measure, ...]:
    """The measures of one policy; a quote that is not in its clause, or does not hold its number, is refused.

    With ``faults`` all that is wrong is noted there and faulty measures are returned with the others.
    """
    path = f"policies/{policy.id}/measures.toml"
    if path not in files:
        return ()
    file = read_toml(files, path, faults)
    found: dict[str, Measure] = {}
    for entry in file.tables("measure"):
        measure = _measure(entry, policy, facts)
        if measure.id in found:
            entry.fault("id", f"「{measure.id}」写了两遍", "每个政策点一个名字")
        found[measure.id] = measure
    file.done()
    return tuple(found.values())


def _measure(entry: Entry, policy: Policy, facts: Mapping[str, Fact]) -> Measure:
    clause = entry.choice("clause", tuple(clause.id for clause in policy.clauses))
    home = policy.clause(clause) if clause else None
    text = home.text if home else None
    measure = Measure(
        id=entry.text("id"),
        policy=policy.id,
        clause=clause,
        name=entry.text("name"),
        formula=entry.text("formula"),
        payee=entry.choice("payee", PAYEES),
        payer=entry.text("payer"),
        payer_quote=_quote(entry, "payer_quote", text),
        lead_in=entry.text("lead_in"),
        unmet_lead_in=entry.text("unmet_lead_in"),
        words=entry.phrases("words"),
        needs=entry.phrases("needs"),
        excludes=entry.phrases("excludes"),
        notes=entry.texts("notes"),
        next_steps=entry.texts("next_steps"),
        figures=tuple(_figure(e, text, policy) for e in entry.tables("figure")),
        inputs=tuple(_input(e) for e in entry.tables("input")),
        conditions=tuple(_condition(e, text) for e in entry.tables("condition")),
        dated_by=entry.text("dated_by", ""),
        roles=_pairs(entry, "roles"),
        texts=_pairs(entry, "texts"),
        derivations=tuple(_derivation(e) for e in entry.tables("derive")),
        payee_note=entry.text("payee_note", ""),
        payee_tag=entry.text("payee_tag", ""),
        apply_when=entry.text("apply_when", ""),
        ways=_pairs(entry, "ways"),
        elsewhere=tuple(_quotes(entry, "elsewhere", text)),
        terms=home.terms if home else policy.terms,
        written=tuple(_written(e, policy) for e in entry.tables("written")),
    )
    entry.done()
    if measure.payee not in ("", ENTERPRISE) and not measure.payee_note:
        entry.fault("payee_note", "钱不是给企业的，没有写给谁", '请补上 payee_note = "这笔钱给……"，答复里照着说')
    if measure.payee_note and not measure.payee_tag:
        entry.fault(
            "payee_tag", "钱不是给企业的，金额旁边没有写给谁", '请补上几个字，例如 payee_tag = "给银行，不给企业"'
        )
    if not measure.figures:
        entry.fault("figure", "一个数字也没有", "请至少写一段 [[measure.figure]]；没有数字的不是政策点")
    measure = replace(measure, stated=_stated(measure, facts))
    _check_names(entry, measure, facts)
    _check_rows(entry, measure)
    return measure


def _notice(entry: Entry, policy: Policy) -> tuple[str, str | None]:
    """The notice that set the figure, "" for the document itself, and its words."""
    name = entry.text("by", "")
    found = policy.amendment(name)
    if name and found is None:
        known = "、".join(one.id for one in policy.amendments) or "（还没有）"
        entry.fault("by", f"没有「{name}」这份通知", f"请先写进 amendments.toml。现有：{known}")
    return name, found.text if found else None


def _quote(entry: Entry, key: str, text: str | None, of: str = "这一条") -> str:
    """Words of the clause; ``text`` None: which clause is not known, so that nothing can be said of them. ``of``: whose
    words they must be."""
    quote = entry.text(key)
    if quote and text is not None and quote not in text:
        entry.fault(key, f"「{quote}」不是{of}的原话", "请从原文一字不差地复制")
    return quote


def _quotes(entry: Entry, key: str, text: str | None) -> Iterator[str]:
    for quote in entry.texts(key):
        if text is not None and quote not in text:
            entry.fault(key, f"「{quote}」不是这一条的原话", "请从 document.txt 一字不差地复制")
        yield quote


def _figure(entry: Entry, text: str | None, policy: Policy) -> FigureRecord:
    by, notice = _notice(entry, policy)
    figure = FigureRecord(
        key=entry.text("key"),
        value=entry.decimal("value"),
        unit=entry.choice("unit", FIGURE_UNITS),
        quote=_quote(entry, "quote", notice if by else text, "这份通知" if by else "这一条"),
        since=entry.day("since", date.min),
        until=entry.day("until", date.max),
        label=entry.text("label", ""),
        role=entry.text("role", entry.text("key")),
        of=entry.text("of", ""),
        by=by,
    )
    entry.done()
    if entry.sound and not stands_in(figure.value, figure.unit, figure.quote):
        entry.fault("value", f"{figure.value} 这个数不在引文「{figure.quote}」里", "数字和引文必须对得上")
    if figure.since > figure.until:
        entry.fault("since", f"{figure.since} 晚于 until {figure.until}", "请检查起止日期")
    return figure


def _written(entry: Entry, policy: Policy) -> Written:
    """Words of the whole document: what settles a question often stands in its last articles."""
    row = Written(entry.text("of"), entry.text("value", ""), _quote(entry, "quote", policy.text, "这份文件"))
    entry.done()
    return row


def _input(entry: Entry) -> InputRecord:
    required = entry.flag("required")
    unit, counted = _unit(entry)
    record = InputRecord(
        key=entry.text("key"),
        label=entry.text("label"),
        unit=unit,
        ask=entry.text("ask") if required else entry.text("ask", ""),
        required=required,
        default=entry.flag("default"),
        strong=entry.flag("strong"),
        zero=entry.flag("zero"),
        instead=entry.texts("instead"),
        announces=entry.phrases("announces"),
        forbids=entry.phrases("forbids"),
        nothing=entry.phrases("nothing"),
        never=entry.phrases("never"),
        verbs=entry.phrases("verbs"),
        role=entry.text("role", ""),
        named=entry.text("named", ""),
        options=tuple(_option(e) for e in entry.tables("options")),
        yearly=entry.flag("yearly"),
        percent=entry.flag("percent"),
        series=entry.choice("series", ("", "lpr"), ""),
        of_a_part=entry.flag("of_a_part"),
        yuan_from=entry.decimal("yuan_from", 0),
        counted=counted,
        of=entry.text("of", ""),
    )
    entry.done()
    return record


def _unit(entry: Entry) -> tuple[str, tuple[str, ...]]:
    """The unit, and of a count the words it is counted in: the unit 件 is a count of 件; ``counted`` are more words."""
    said, more = entry.text("unit"), entry.phrases("counted")
    if said in UNITS:
        if more:
            entry.fault("counted", f"单位是 {said} 的数不用写量词", '请删掉 counted，或者把 unit 写成量词，例如 "件"')
        return said, ()
    if not COUNTER.fullmatch(said):
        write = f'请从这些里选：{"、".join(UNITS)}；数个数的直接写量词，例如 "件"、"平方米"'
        entry.fault("unit", f"「{said}」不在可选范围内", write)
        return "", ()
    return COUNT, tuple(dict.fromkeys((said, *more)))


def _option(entry: Entry) -> Option:
    option = Option(entry.text("value"), entry.text("role"), entry.text("label"), entry.phrases("words"))
    entry.done()
    return option


def _derivation(entry: Entry) -> Derivation:
    row = Derivation(
        target=entry.text("target"),
        op=entry.text("op"),
        sources=entry.texts("from"),
        when=entry.pattern("when"),
        unless=entry.pattern("unless"),
        without=entry.texts("without"),
        anew=entry.flag("anew"),
        also=entry.text("also", ""),
    )
    entry.done()
    return row


def _pairs(entry: Entry, key: str) -> tuple[tuple[str, str], ...]:
    """A table of texts, [measure.roles] or [measure.texts]."""
    table = entry.table_of(key)
    return tuple((name, table.text(name)) for name in table.table)


def _stated(measure: Measure, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """The facts the formula uses: choices, and facts that have a role."""
    choices = [record.key for record in measure.inputs if record.unit == "choice"]
    return tuple(dict.fromkeys([*choices, *(key for key, _ in measure.roles if key in facts)]))


def _condition(entry: Entry, text: str | None) -> ConditionRecord:
    record = ConditionRecord(
        key=entry.text("key"),
        question=entry.text("question"),
        quote=_quote(entry, "quote", text),
        unmet=entry.text("unmet"),
        hidden=entry.flag("hidden"),
        limit=entry.text("limit", ""),
        test=entry.choice("test", ("", "at_most", "at_least"), ""),
        accepts=entry.texts("accepts"),
        grants=entry.text("grants", ""),
        yes=entry.phrases("yes"),
        no=entry.phrases("no"),
    )
    entry.done()
    return record


def _check_rows(entry: Entry, measure: Measure) -> None:
    """The rows of one figure follow each other day by day: no day has two of them, none between them has none."""
    by_key: dict[str, list[FigureRecord]] = {}
    for figure in measure.figures:
        by_key.setdefault(figure.key, []).append(figure)
    for key, rows in by_key.items():
        for before, after in pairwise(sorted(rows, key=lambda row: row.since)):
            if before.until >= after.since:
                entry.fault(
                    f"figure {key}",
                    f"{_span(before)} 和 {_span(after)} 两行日期重叠",
                    "一天只能有一行，请写清 since 和 until",
                )
            elif before.until + timedelta(days=1) != after.since:
                entry.fault(
                    f"figure {key}",
                    f"{_span(before)} 和 {_span(after)} 两行之间空着几天",
                    "请让后一行从前一行的第二天开始",
                )
    dated = next((record for record in measure.inputs if record.key == measure.dated_by), None)
    if measure.dated_by and (dated is None or dated.unit != "date"):
        days = "、".join(record.key for record in measure.inputs if record.unit == "date") or "（没有日期类的 input）"
        entry.fault("dated_by", f"「{measure.dated_by}」不是这个政策点的日期 input", f"可以写的有：{days}")


def _span(row: FigureRecord) -> str:
    since = "最早" if row.since == date.min else row.since.isoformat()
    return f"{since}～{'以后' if row.until == date.max else row.until.isoformat()}（{row.value}）"


def _check_options(entry: Entry, record: InputRecord, facts: Mapping[str, Fact]) -> None:
    if not facts:
        return
    if record.key not in facts:
        if not record.options or any(not option.words for option in record.options):
            entry.fault(
                record.key,
                "选项类的数要有说法",
                '请给每个选项补上 words = ["……"]，或者在 vocabulary/facts.toml 里写它',
            )
        return
    values = facts[record.key].values
    if not record.options or any(option.value not in values for option in record.options):
        known = "、".join(values)
        entry.fault(
            record.key,
            "options 没有写全，或写了没有的选项",
            f"选项在 vocabulary/facts.toml 里，可以写的 value 有：{known}",
        )


def _check_names(entry: Entry, measure: Measure, facts: Mapping[str, Fact]) -> None:
    """Names that point at each other must exist: a condition at a fact or an input, a limit at a figure."""
    inputs, figures = {i.key for i in measure.inputs}, {f.key for f in measure.figures}
    for condition in measure.conditions:
        known = inputs if condition.limit else facts
        if known and condition.key not in known and not (condition.yes and not condition.limit):
            where = "input" if condition.limit else "vocabulary/facts.toml"
            write = "请先在那里写上它的说法"
            if not condition.limit:
                write += '，或者在这里写 yes = ["……"] 和 no = ["……"]'
            entry.fault(condition.key, f"条件「{condition.key}」在 {where} 里没有", write)
        if condition.grants and condition.grants not in inputs:
            entry.fault(condition.key, f"grants 里的「{condition.grants}」不是这个政策点的 input", "请改正名字")
        if condition.limit and condition.limit not in figures:
            entry.fault(condition.key, f"没有名为「{condition.limit}」的 figure", f"现有：{'、'.join(sorted(figures))}")
    for record in measure.inputs:
        if record.unit == "choice":
            _check_options(entry, record, facts)
        for other in record.instead:
            if other not in inputs:
                entry.fault(record.key, f"instead 里的「{other}」不是这个政策点的 input", "请改正名字")
