"""amendments.toml → the later notices that changed figures of a document, each with its own words."""

from collections.abc import Mapping

from knowledge.records.model import Amendment
from knowledge.records.schema import Entry, Faults, read_toml


def read_amendments(files: Mapping[str, str], policy: str, faults: Faults | None = None) -> tuple[Amendment, ...]:
    """Those of one policy; without the file there are none."""
    path = f"policies/{policy}/amendments.toml"
    if path not in files:
        return ()
    file = read_toml(files, path, faults)
    found: dict[str, Amendment] = {}
    for entry in file.tables("amendment"):
        one = _amendment(entry)
        if one.id in found:
            entry.fault("id", f"「{one.id}」写了两遍", "每份通知一个名字")
        found[one.id] = one
    file.done()
    return tuple(found.values())


def _amendment(entry: Entry) -> Amendment:
    one = Amendment(
        id=entry.text("id"),
        title=entry.text("title"),
        number=entry.text("number", ""),
        issuer=entry.text("issuer", ""),
        issued_on=entry.day("issued_on"),
        text=entry.text("text"),
    )
    entry.done()
    if entry.sound and not (one.id and one.title and one.text.strip()):
        entry.fault("text", "名字、标题、原话都要写", "请补上通知的标题和写到这个数的那段原话")
    return one
