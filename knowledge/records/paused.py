"""paused.toml → measures that staff have stopped for a while, each with the sentence that is said instead of a sum."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.records.model import Measure
from knowledge.records.schema import Faults, read_toml

MOST = 200  # characters


def with_paused(
    files: Mapping[str, str], policy: str, measures: Sequence[Measure], faults: Faults | None = None
) -> tuple[Measure, ...]:
    """The measures of a policy, those that are stopped with their sentence."""
    path = f"policies/{policy}/paused.toml"
    if path not in files:
        return tuple(measures)
    file = read_toml(files, path, faults)
    said: dict[str, str] = {}
    for entry in file.tables("paused"):
        name, says = entry.choice("measure", tuple(one.id for one in measures)), entry.text("says")
        entry.done()
        if entry.sound and not 0 < len(says.strip()) <= MOST:
            entry.fault("says", "没有写给企业看的话，或者太长", f"请写一句，最多 {MOST} 个字")
        said[name] = says.strip()
    file.done()
    return tuple(replace(one, paused=said.get(one.id, "")) for one in measures)
