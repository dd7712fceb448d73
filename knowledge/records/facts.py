"""facts.toml → what people state: the words that state it, and those that buttons say."""

from collections.abc import Mapping

from knowledge.records.model import Fact
from knowledge.records.schema import Entry

KEYS = ("label", "answers", "bare_yes", "bare_no", "wins", "like", "inside", "implies", "of", "says", "labels")


def read_facts(file: Entry) -> dict[str, Fact]:
    """Every fact by its key; one that another implies must be there."""
    facts = {}
    for key, table in file.rest().items():
        entry = Entry(file.file, f"{key} ", table, file.faults)
        answers = entry.table_of("answers")
        known = {"label": entry.text("label"), "yes": entry.text("bare_yes", "yes"), "no": entry.text("bare_no", "no")}
        values = {name: entry.phrases(name) for name in entry.table if name not in KEYS}
        loose = {name: answers.phrases(name) for name in answers.table}
        facts[key] = Fact(
            key,
            known["label"],
            values,
            loose,
            known["yes"],
            known["no"],
            wins=entry.text("wins", ""),
            like=entry.text("like", ""),
            inside=entry.text("inside", ""),
            implies=entry.texts("implies"),
            of=entry.choice("of", ("", "firm", "asker"), ""),
            says=_buttons(entry, "says", values),
            labels=_buttons(entry, "labels", values),
        )
    for key, fact in facts.items():
        for other in fact.implies:
            if other not in facts:
                file.fault(f"{key} implies", f"没有「{other}」这个事实", f"可以写的有：{'、'.join(facts)}")
    return facts


def _buttons(entry: Entry, key: str, values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Value -> words, of the values the fact has and 不清楚."""
    table = entry.table_of(key)
    known = dict.fromkeys([*values, "unknown"])
    for name in table.table:
        if name not in known:
            table.fault(name, f"「{name}」不是这个事实的值", f"可以写的有：{'、'.join(known)}")
    return {name: table.text(name) for name in table.table}
