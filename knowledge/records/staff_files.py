"""faq.toml, rulings.toml, guides.toml → what staff add to a document."""

from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.records.faults import Faults
from knowledge.records.schema import Entry, read_toml
from knowledge.records.staff import GUIDE_FIELDS, LONGEST, Faq, Guide, Ruling


def read_faqs(
    files: Mapping[str, str], policy: str, clauses: Sequence[str], faults: Faults | None = None
) -> tuple[Faq, ...]:
    """Those of one policy; without the file there are none. One wording has one answer."""
    found: list[Faq] = []
    taken: set[str] = set()
    for entry in _entries(files, policy, "faq", faults):
        one = Faq(
            policy,
            entry.texts("asks", ...),
            entry.text("says"),
            entry.choice("of", ("", *clauses), ""),
            entry.text("by", ""),
            entry.day("on"),
        )
        entry.done()
        _check_says(entry, one.says)
        if twice := taken & set(one.asks):
            entry.fault("asks", f"「{min(twice)}」已经有答案了", "一句问话只能有一个答案，请改那一条")
        taken |= set(one.asks)
        found.append(one)
    return tuple(found)


def read_rulings(
    files: Mapping[str, str], policy: str, clauses: Sequence[str], faults: Faults | None = None
) -> tuple[Ruling, ...]:
    """Those of one policy, the open ones too."""
    found: dict[str, Ruling] = {}
    for entry in _entries(files, policy, "ruling", faults):
        one = Ruling(
            policy,
            entry.text("id"),
            entry.choice("of", ("", *clauses), ""),
            entry.text("question"),
            entry.text("says", ""),
            entry.texts("asks"),
            entry.phrases("words"),
            entry.text("given_by", ""),
            entry.text("basis", ""),
            entry.day("on", "", unwritten=date.min),
            entry.day("until", "", unwritten=date.max),
        )
        entry.done()
        _check_ruling(entry, one)
        if one.id in found:
            entry.fault("id", f"「{one.id}」写了两遍", "每个口径一个名字")
        found[one.id] = one
    return tuple(found.values())


def _check_ruling(entry: Entry, one: Ruling) -> None:
    if not entry.sound or not one.says:
        return
    _check_says(entry, one.says)
    for key, name in (("given_by", "谁定的（部门和人）"), ("basis", "依据（文件或电话）")):
        if not getattr(one, key).strip():
            entry.fault(key, f"没有写{name}", "口径要说得出是谁定的、凭什么")
    if one.on == date.min:
        entry.fault("on", "没有写哪天定的", '请写成 on = "2026-11-20"')
    if one.until < one.on:
        entry.fault("until", "有效至比定下的日子还早", "请核对两个日期")


def _check_says(entry: Entry, says: str) -> None:
    if entry.sound and not 0 < len(says.strip()) <= LONGEST:
        entry.fault("says", "没有写答案，或者太长", f"请写清楚，最多 {LONGEST} 个字")


def read_guides(
    files: Mapping[str, str], policy: str, measures: Sequence[str], faults: Faults | None = None
) -> tuple[Guide, ...]:
    """Those of one policy, one for a measure."""
    found: dict[str, Guide] = {}
    for entry in _entries(files, policy, "guide", faults):
        measure = entry.choice("measure", tuple(measures))
        told = {key: words for key in GUIDE_FIELDS if (words := entry.text(key, "").strip())}
        one = Guide(policy, measure, told, entry.text("source", ""), entry.day("checked_on"))
        entry.done()
        if one.measure and one.measure in found:
            entry.fault("measure", f"「{measure}」写了两遍", "每个政策点一份指南")
        if entry.sound and told and not one.source.strip():
            entry.fault("source", "没有写从哪里知道的", "请写来源，例如「某某局张科长电话」")
        found[measure] = one
    return tuple(found.values())


def _entries(files: Mapping[str, str], policy: str, name: str, faults: Faults | None) -> list[Entry]:
    path = f"policies/{policy}/{name}s.toml" if name != "faq" else f"policies/{policy}/faq.toml"
    if path not in files:
        return []
    file = read_toml(files, path, faults)
    found = file.tables(name)
    file.done()
    return found
