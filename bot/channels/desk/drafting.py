"""What pages that edit have in common: the draft somebody works in, begun with the first change, and its files."""

from collections.abc import Mapping

from bot.channels.desk.asking import Ask
from knowledge.publish import Files
from knowledge.store import Draft


def files_now(ask: Ask) -> dict[str, str]:
    """The files as who is logged in works on them: those of his draft, else those in force."""
    draft = ask.draft()
    office = ask.desk.office
    return office.files(draft) if draft else ask.desk.store.files_of(office.published())


def keep(ask: Ask, files: Mapping[str, str | None], on: str, seen: Files | None = None) -> Draft:
    """Puts changed files into the draft of who is logged in, which begins with the first. ``seen``: the files the
    change was made to: where somebody was quicker it is a StoreError of kind "changed"."""
    office, hand = ask.desk.office, ask.hand()
    draft = ask.draft() or office.begin(ask.person, hand, on)
    was = None if seen is None else {path: seen[path] for path in files if path in seen}
    return office.write(draft, ask.person, hand, files, on=on, was=was)
