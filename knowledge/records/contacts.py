"""contacts.toml → how the offices of a policy are reached: what the staff looked up, never what the document says."""

import re
from collections.abc import Mapping
from dataclasses import replace

from knowledge.records.model import Clause, Contact, Policy
from knowledge.records.schema import Entry, Faults, read_toml

PHONE = re.compile(r"\+?[0-9(][0-9() -]{3,22}[0-9]")


def with_contacts(files: Mapping[str, str], policy: Policy, faults: Faults | None = None) -> Policy:
    """The policy and its clauses with the contacts of their offices; without the file there are none."""
    path = f"policies/{policy.id}/contacts.toml"
    found = _read(read_toml(files, path, faults), _offices(policy), policy.districts) if path in files else {}
    contacts = {name: one for (name, county), one in found.items() if not county}
    clauses = tuple(replace(clause, contacts=_of(clause, contacts)) for clause in policy.clauses)
    counties = tuple(one for one in found.values() if one.county)
    return replace(policy, clauses=clauses, contacts=tuple(contacts.values()), county_contacts=counties)


def _of(clause: Clause, contacts: Mapping[str, Contact]) -> tuple[Contact, ...]:
    return tuple(contacts[name] for name in clause.offices if name in contacts)


def _offices(policy: Policy) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for c in policy.clauses for name in c.offices))


def _read(file: Entry, offices: tuple[str, ...], counties: tuple[str, ...]) -> dict[tuple[str, str], Contact]:
    """By office and county."""
    found: dict[tuple[str, str], Contact] = {}
    for entry in file.tables("contact"):
        contact = _contact(entry, offices, counties)
        if (contact.department, contact.county) in found:
            entry.fault("department", f"「{contact.county}{contact.department}」写了两遍", "请合并成一段")
        found[contact.department, contact.county] = contact
    file.done()
    return found


def _contact(entry: Entry, offices: tuple[str, ...], counties: tuple[str, ...]) -> Contact:
    contact = Contact(
        department=entry.choice("department", offices),
        phone=entry.text("phone", ""),
        address=entry.text("address", ""),
        note=entry.text("note", ""),
        source=entry.text("source"),
        checked_on=entry.day("checked_on"),
        county=entry.choice("county", ("", *counties), ""),
        hours=entry.text("hours", ""),
        window=entry.text("window", ""),
        online=entry.text("online", ""),
    )
    entry.done()
    if entry.sound and not (contact.phone or contact.address):
        entry.fault("phone", "电话和地址都没有写", "至少写一样；都还没查到就先不写这一段")
    if contact.phone and not PHONE.fullmatch(contact.phone):
        entry.fault("phone", f"「{contact.phone}」不像一个电话", "请只写一个号码，例如区号-号码；别的说明写进 note")
    if entry.sound and not contact.source.strip():
        entry.fault("source", "没有写从哪里查到的", "请写来源，例如 source = “单位网站的联系我们”")
    return contact
