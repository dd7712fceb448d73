"""handouts.toml → for whom each measure and clause is, and the example that is worked out on its page."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.records.handout import HandoutRecord
from knowledge.records.model import Measure, Policy
from knowledge.records.schema import Entry, Faults, read_toml


def read_handouts(
    files: Mapping[str, str], policy: Policy, measures: Sequence[Measure], faults: Faults | None = None
) -> tuple[HandoutRecord, ...]:
    """Nothing for a policy without the file. What it names must be there, and ``who`` must stand in the clause."""
    path = f"policies/{policy.id}/handouts.toml"
    if path not in files:
        return ()
    file, own = read_toml(files, path, faults), {one.id: one for one in measures if one.policy == policy.id}
    texts = {clause.id: clause.text for clause in policy.clauses}
    of_measures = _records(
        file.tables("measure"), policy, {one.id: texts.get(one.clause, "") for one in own.values()}, own
    )
    of_clauses = _records(file.tables("clause"), policy, texts, {})
    found = (*of_measures, *of_clauses)
    file.done()
    return found


def _records(
    entries: Sequence[Entry], policy: Policy, texts: Mapping[str, str], measures: Mapping[str, Measure]
) -> Iterator[HandoutRecord]:
    """``texts``: what there may be, by id, with the words of its clause."""
    seen: set[str] = set()
    for entry in entries:
        one = entry.choice("id", tuple(texts))
        who = entry.texts("who")
        if one in seen:
            entry.fault("id", f"「{one}」写了两遍", "请合并成一段")
        if strange := [words for words in who if one and words not in texts[one]]:
            entry.fault("who", f"「{strange[0]}」不是原文的话", "请从原文一字不差地复制")
        example = _example(entry, measures[one]) if one in measures else {}
        entry.done()
        seen.add(one)
        if one:
            yield HandoutRecord(policy.id, one, who, example)


def _example(entry: Entry, measure: Measure) -> dict[str, str]:
    table = entry.table_of("example")
    keys = {one.key for one in measure.inputs} | {one.key for one in measure.conditions} | set(measure.stated)
    for name in table.table:
        if name not in keys:
            table.fault(name, "这一项没有这个数", f"可以写的有：{'、'.join(sorted(keys))}")
    return {name: table.text(name) for name in table.table}
