"""Figures changed in the form of a card: which they are, and the words that say so."""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import parse_qs

from multidict import MultiDict

from bot.channels.web.guard import said
from bot.measures.inputs import LONGEST, read_value
from bot.messages import Change
from bot.replies.render import say
from bot.slots.model import Slot
from knowledge.records.model import InputRecord, Knowledge, Measure

NAMES = ("measure", "key", "value")


def change_of(given: object) -> Change | None:
    """The change the page's script sends; a 400 for what cannot be one."""
    if given is None:
        return None
    if not isinstance(given, dict) or not all(isinstance(given.get(name), str) for name in NAMES):
        raise said("没有收到要改的数，请再改一次。")
    part = given.get("part")
    of_part = part if isinstance(part, int) and part > 0 else 0
    return Change(given["measure"], given["key"], given["value"][:LONGEST], of_part)


def changes(knowledge: Knowledge, form: Mapping[str, str], day: date) -> Iterator[tuple[str, Change]]:
    """The fields that do not hold what they did (``from``), each with the words that tell of it."""
    policy, _, name = form.get("measure", "").partition("/")
    try:
        measure = knowledge.measure(name, policy)
    except KeyError:
        return
    fields, before = MultiDict(form), parse_qs(form.get("from", ""))
    for record in measure.inputs:
        if record.unit != "choice":
            yield from _changed(measure, record, fields.getall(record.key, []), before.get(record.key, []), day)


def _changed(
    measure: Measure, record: InputRecord, now: list[str], before: list[str], day: date
) -> Iterator[tuple[str, Change]]:
    for place, value in enumerate(now):
        old = before[place] if place < len(before) else ""
        if not value.strip() or _same(record, value, old, day):
            continue
        part = place + 1 if len(now) > 1 else 0
        words = say().changed(record.label, value.strip(), part)
        yield words, Change(measure.key, record.key, value.strip(), part)


def _same(record: InputRecord, value: str, before: str, day: date) -> bool:
    new, old = read_value(record, value, day), read_value(record, before, day) if before else None
    return isinstance(new, Slot) and isinstance(old, Slot) and new.value == old.value
