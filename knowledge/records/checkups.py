"""checkup.toml → how an enterprise's profile is read for a policy, and the services it gives beside its measures."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.records.checkup import CheckupRecord, Implied, Part, Service, Trait, Wait
from knowledge.records.model import Fact, Measure, Policy
from knowledge.records.schema import Entry, Faults, read_toml

SMALL = "small"  # the fact that is read from the enterprise's size and never asked


def read_checkup(
    files: Mapping[str, str],
    policy: Policy,
    measures: Sequence[Measure],
    facts: Mapping[str, Fact],
    faults: Faults | None = None,
) -> CheckupRecord | None:
    """None for a policy without the file. What it names must be there: clauses, measures, inputs, facts."""
    path = f"policies/{policy.id}/checkup.toml"
    if path not in files:
        return None
    file, own = read_toml(files, path, faults), {one.id: one for one in measures if one.policy == policy.id}
    record = CheckupRecord(
        policy=policy.id,
        needs=file.pattern("needs"),
        days=file.pattern("days"),
        kinds=file.pattern("kinds"),
        traits=tuple(_trait(entry, facts) for entry in file.tables("trait")),
        parts=tuple(_part(entry, own, facts) for entry in file.tables("part")),
        services=tuple(_service(entry, policy, facts) for entry in file.tables("service")),
        implied=tuple(_implied(entry, own, facts) for entry in file.tables("implied")),
    )
    file.done()
    return record


def _trait(entry: Entry, facts: Mapping[str, Fact]) -> Trait:
    trait = Trait(
        names=entry.pattern("names"),
        says=entry.text("says", "{}"),
        facts=_known(entry, "facts", entry.texts("facts"), facts),
        small=entry.pattern("small"),
        large=entry.pattern("large"),
    )
    entry.done()
    return trait


def _part(entry: Entry, measures: Mapping[str, Measure], facts: Mapping[str, Fact]) -> Part:
    ids = _known(entry, "measures", entry.texts("measures"), measures)
    inputs = {record.key for one in ids for record in measures[one].inputs} if entry.sound else None
    part = Part(
        key=entry.text("key"),
        label=entry.text("label"),
        names=entry.pattern("names"),
        words=entry.pattern("words"),
        measures=ids,
        given=_values(entry, "given", facts),
        figures=_patterns(entry, "figures", inputs),
        facts=_patterns(entry, "facts", facts),
        must=_patterns(entry, "must", facts),
        named=_patterns(entry, "named", facts),
        shows=_pairs(entry, "shows", inputs, facts),
        free=_patterns(entry, "free", facts),
        waits=tuple(_wait(one) for one in entry.tables("wait")),
        due=entry.pattern("due"),
        done=entry.pattern("done"),
        on_time=entry.text("on_time", ""),
        wish=entry.flag("wish"),
    )
    entry.done()
    if facts and part.on_time and part.on_time not in facts:
        entry.fault("on_time", f"没有「{part.on_time}」这个事实", f"可以写的有：{'、'.join(facts)}")
    return part


def _wait(entry: Entry) -> Wait:
    wait = Wait(entry.pattern("names"), entry.pattern("says"), entry.text("need"))
    entry.done()
    return wait


def _service(entry: Entry, policy: Policy, facts: Mapping[str, Fact]) -> Service:
    service = Service(
        clause=entry.choice("clause", tuple(clause.id for clause in policy.clauses)),
        says=entry.text("says"),
        facts=_values(entry, "facts", facts),
        words=entry.pattern("words"),
        only=entry.pattern("only"),
        unless=entry.pattern("unless"),
        parties=entry.texts("parties"),
        outside=entry.flag("outside"),
    )
    entry.done()
    return service


def _implied(entry: Entry, measures: Mapping[str, Measure], facts: Mapping[str, Fact]) -> Implied:
    implied = Implied(
        when=_values(entry, "when", facts),
        then=_values(entry, "then", facts),
        measures=_known(entry, "measures", entry.texts("measures"), measures),
    )
    entry.done()
    return implied


def _known(entry: Entry, key: str, names: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    if known and (strange := [name for name in names if name not in known]):
        entry.fault(key, f"没有「{'、'.join(strange)}」", f"可以写的有：{'、'.join(known)}")
        return tuple(name for name in names if name in known)
    return names


def _values(entry: Entry, key: str, facts: Mapping[str, Fact]) -> dict[str, str]:
    """Fact → value, each of them known."""
    table = entry.table_of(key)
    found = {name: table.text(name) for name in table.table}
    for name, value in found.items():
        values = {**facts[name].values, "yes": (), "no": ()} if name in facts else {"yes": (), "no": ()}
        if facts and name not in facts and name != SMALL:
            table.fault(name, "没有这个事实", f"可以写的有：{'、'.join(facts)}")
        elif value not in values:
            table.fault(name, f"「{value}」不是它的值", f"可以写的有：{'、'.join(values)}")
    return found


def _pairs(entry: Entry, key: str, inputs: Collection[str] | None, facts: Collection[str]) -> dict[str, str]:
    """Input → fact, each of them known."""
    table = entry.table_of(key)
    found = {name: table.text(name) for name in table.table}
    for name, fact in found.items():
        if (inputs and name not in inputs) or (facts and fact not in facts):
            table.fault(name, f"没有「{name}」这个数，或者没有「{fact}」这个事实", "请改正名字")
    return found


def _patterns(entry: Entry, key: str, known: Collection[str] | None) -> dict[str, str]:
    """Name → pattern; ``known``: the names there may be, None when that cannot be told."""
    table = entry.table_of(key)
    for name in table.table:
        if known and name not in known:
            table.fault(name, "没有这个名字", f"可以写的有：{'、'.join(sorted(known))}")
    return {name: table.pattern(name) for name in table.table}
