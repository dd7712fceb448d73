"""What every channel speaks: a Message in, a Reply out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import orjson

from bot.operations.logs import request_id
from bot.records import record
from knowledge.records.model import Contact, Guide, Policy, Ruling

if TYPE_CHECKING:
    from knowledge.store import Reminding  # a whole database, which a command that reads figures need not load

_any_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_of(value: Any) -> str:
    """``value`` as JSON, not escaped; also with halves of surrogate pairs and numbers of any size."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return _any_json(value)


class ReplyKind(StrEnum):
    """The closed list of what a reply can be; templates, statistics and tests iterate over it."""

    ANSWER = "answer"
    CALCULATION = "calculation"
    ASK = "ask"
    META = "meta"
    OVERVIEW = "overview"
    OUT_OF_SCOPE = "out_of_scope"
    SMALLTALK = "smalltalk"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUSED = "refused"


class Change(NamedTuple):
    """A figure that is put into a field of what stands: the key of its measure, the input, what was written into it;
    ``part``: of several loans or policies which one, counted from 1."""

    measure: str
    key: str
    value: str
    part: int = 0


@record(frozen=True, slots=True)
class Message:
    """What somebody typed: the dialogue it belongs to, the words, today's date, where it came from.

    ``request``: under which number it stands in the log, that of the request it came with; ``change``: the field into
    which a figure was written, where the words only say so.
    """

    conversation: str
    text: str
    day: date
    channel: str = "terminal"
    client_id: str | None = None
    request: str = field(default_factory=request_id.get, compare=False)
    change: Change | None = None


class ClauseHit(NamedTuple):
    """A clause a reply stands on; ``score`` 0 … 1."""

    policy: str
    clause: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another sum in yuan and the reading that leads to it."""

    amount: Decimal
    reading: str


@dataclass(frozen=True, slots=True)
class Unused:
    """A figure of the message that went into no sum, in the user's words, and why; ``compared``: the reply holds it
    against the sum and need not name it again."""

    text: str
    why: str
    compared: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What a template needs to say a reply. ``template``: its name, "" when it is that of the reply's kind."""

    template: ClassVar[str] = ""


@record(frozen=True, slots=True, weakref_slot=True)
class Reply:
    """One answer: the machine contract's fields, and ``view``, what its template needs to say it.

    ``focus``: the kind of question it answers (amount, who, when …), None for small talk and what is not ours;
    ``unused``: figures of the message that went into nothing; ``early``: the day asked for, when it is before the
    document's first; ``notice``: "idle" after a long silence, "lost" when what was remembered could not be read,
    "remind" when a wish to be reminded is still to be said by itself, else ""; ``left``: the question that is left for
    staff, "" for none; ``document``: what it is from, named where there are several, and its ``level`` among these
    ("依据", "配套" or ""); ``over``: the document it is from that holds no longer; ``beside``: documents of other
    places that give what this one does not; ``lacking``: that of the service's own place, which does not give what is
    answered from another's while nobody said where the firm is; ``paused``: of measures it is about that staff have
    stopped, name and sentence; ``rulings``, ``guide``, ``nearby``: what staff added about it: rulings, how it is
    applied for, whom to ask in the county that was named; ``reminding``: what it changes of the reminders of the talk,
    None for nothing.
    """

    kind: ReplyKind
    view: View
    notice: str = ""
    early: date | None = None
    clauses: tuple[ClauseHit, ...] = ()
    sure: bool = True
    measure: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    eligible: bool | None = None
    amount: Decimal | None = None
    bound: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    assumptions: tuple[str, ...] = ()
    focus: str | None = None
    unused: tuple[Unused, ...] = ()
    lead: tuple[str, ...] = ()
    cooperate: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    version: int = 0
    left: str = ""
    document: Policy | None = None
    level: str = ""
    over: Policy | None = None
    beside: tuple[Policy, ...] = ()
    lacking: Policy | None = None
    paused: tuple[tuple[str, str], ...] = ()
    rulings: tuple[Ruling, ...] = ()
    guide: Guide | None = None
    nearby: tuple[Contact, ...] = ()
    reminding: "Reminding | None" = None

    def to_json(self, conversation: str, text: str) -> dict[str, Any]:
        """The object of the machine contract; every key is always present."""
        return {
            "conversation": conversation,
            "kind": self.kind.value,
            "clauses": [
                {"policy": c.policy, "clause": c.clause, "title": c.title, "score": round(c.score, 4)}
                for c in self.clauses
            ],
            "sure": self.sure,
            "measure": self.measure,
            "inputs": dict(self.inputs),
            "missing": list(self.missing),
            "unconfirmed": list(self.unconfirmed),
            "eligible": self.eligible,
            "amount_yuan": None if self.amount is None else f"{self.amount:.2f}",
            "bound": self.bound,
            "alternatives": [{"amount_yuan": f"{a.amount:.2f}", "reading": a.reading} for a in self.alternatives],
            "assumptions": list(self.assumptions),
            "focus": self.focus,
            "unused": [{"text": one.text, "why": one.why} for one in self.unused],
            "lead": list(self.lead),
            "cooperate": list(self.cooperate),
            "next_steps": list(self.next_steps),
            "text": text,
        }
