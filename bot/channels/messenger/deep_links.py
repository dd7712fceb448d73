"""A link or a QR code into the chat: to a clause or a measure, from an event."""

import re
from dataclasses import dataclass

from knowledge.records.model import Knowledge

# Telegram allows A–Z a–z 0–9 _ - and 64 characters after ?start=, so clause 1.1 is c1_1; an event code follows a "-".
LINK = re.compile(
    r"(?:c(?P<clause>\d+_\d+|art\d+)|m_(?P<measure>[a-z0-9_]+))?(?:(?:^|-)(?P<event>[A-Za-z0-9_-]{1,64}))?"
)
OF = "__of_"  # of several documents with a measure of one name: m_patent__of_linyi_2026


@dataclass(frozen=True, slots=True)
class Link:
    """Where a deep link leads: a clause "1.1", a measure, and the event it was handed out at; "" when not said."""

    clause: str = ""
    measure: str = ""
    event: str = ""


def read_link(payload: str) -> Link:
    """What was scanned or followed; what cannot be read is an event code as far as its letters go."""
    found = LINK.fullmatch(payload)
    if found is None:
        return Link()
    return Link((found["clause"] or "").replace("_", "."), found["measure"] or "", found["event"] or "")


def target_of(link: Link, knowledge: Knowledge) -> tuple[str, str] | None:
    """Label and target of what a link is about; None when there is no such thing (any more)."""
    main = knowledge.site.main  # where several documents have one of that name, its own is meant
    name, _, policy = link.measure.partition(OF)
    measures = [m for m in knowledge.measures if m.id == name and policy in ("", plain(m.policy))]
    for measure in sorted(measures, key=lambda one: one.policy != main):
        return measure.name, f"measure:{measure.key}"
    clauses = [clause for policy in knowledge.policies for clause in policy.clauses if clause.id == link.clause]
    for clause in sorted(clauses, key=lambda one: one.policy != main):
        return clause.title, f"clause:{clause.key}"
    return None


def plain(policy: str) -> str:
    """The id of a document in the characters a measure's name has."""
    return re.sub("[^a-z0-9]", "_", policy.lower())
