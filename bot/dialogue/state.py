"""What is remembered between turns: explicit, stored as JSON with a schema number, expiring after 30 idle minutes."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.copies import replace
from bot.measures.assess import Standing
from bot.messages import json_of
from bot.records import record
from bot.slots.model import Slot

SCHEMA, FIRST = 2, 1
LOST = "?"  # a state nobody can read: the next answer says that what was said before is not at hand
KEPT = 8  # topics that one may go back to
IDLE = timedelta(minutes=30)
RECENT = 512  # states that need not be read back: 5 MB


@record(frozen=True, slots=True)
class Topic:
    """What is being talked about: a clause, perhaps a measure, and what is known for it. ``firm``: whose it is, in the
    user's words (隔壁厂); "" for his own. ``before``: what stood before the last change; ``actual``: what is so, where
    something else is only supposed; ``words``: with which it was
    begun, by which it may be called again (「做阀门的那家」)."""

    policy: str = ""
    clause: str = ""
    measure: str = ""
    standing: Standing = field(default_factory=Standing)
    firm: str = ""
    before: Standing | None = None
    words: str = ""
    actual: Standing | None = None

    @property
    def home(self) -> tuple[str, str]:
        """Policy and clause."""
        return self.policy, self.clause

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What tells it from the other topics of a talk."""
        return self.policy, self.clause, self.measure, self.firm


@dataclass(frozen=True, slots=True)
class Going:
    """A check-up under way. ``facts``: what the enterprise is; ``standings``: measure key → what it has of that kind;
    ``lacks``: keys of those it has nothing of; ``put``: targets of the questions put so far, ``open``: of the one that
    waits for its answer; ``wishes``: what it wants."""

    facts: Mapping[str, str] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    open: str = ""
    wishes: str = ""


@record(frozen=True, slots=True)
class State:
    """One conversation. ``frames``: what was talked about before, the latest first; ``asked``: the input or condition
    whose question was put last; ``choices``: what was offered (label → "measure:…" or "clause:…"); ``unit``: the money
    unit in use; ``failures``: answers that did not fit; ``shown``: the sum in yuan shown last; ``stray``: a message
    whose figures belonged to nothing yet; ``listed``: keys of the measures listed last, which 第二个 counts; ``firms``:
    those spoken of, in order; ``columns``: of the table told last; ``leaves``: the next message is a question to be
    left for staff; ``checkup``: that under way; ``placed``: of several documents the one for the firm's place, "" where
    that was not told."""

    topic: Topic = field(default_factory=Topic)
    frames: tuple[Topic, ...] = ()
    asked: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    pending: Mapping[str, Slot] = field(default_factory=dict)
    unit: str = ""
    failures: int = 0
    last_text: str = ""
    said: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    at: str = ""
    shown: Decimal | None = None
    stray: str = ""
    listed: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    leaves: bool = False
    checkup: Going | None = None
    placed: str = ""

    @property
    def previous(self) -> Topic | None:
        """What was talked about just before."""
        return self.frames[0] if self.frames else None

    def on(self, topic: Topic, **changes: Any) -> "State":
        """The conversation with a new topic and other ``changes``; the old topic is kept for 「回到刚才那个」 when it
        was another. A topic come back to is no longer among those kept; what one firm could not tell is asked of
        another."""
        old = self.topic
        if topic.firm != old.firm:
            changes = {"skipped": (), **changes}
        if topic.measure and topic.firm not in self.firms:
            changes = {**changes, "firms": (*self.firms, topic.firm)}
        if not old.clause or old.name == topic.name:
            return replace(self, topic=topic, **changes)
        others = (frame for frame in self.frames if frame.name not in (old.name, topic.name))
        return replace(self, topic=topic, frames=(old, *others)[:KEPT], shown=None, **changes)

    def dump(self, at: str = "") -> str:
        """The state as JSON, standing at the ISO time ``at`` when one is given."""
        data = {
            "schema": SCHEMA,
            "topic": _topic_json(self.topic),
            "frames": [_topic_json(frame) for frame in self.frames],
            "asked": self.asked,
            "choices": self.choices,
            "pending": {key: slot.to_json() for key, slot in self.pending.items()},
            "unit": self.unit,
            "failures": self.failures,
            "last_text": self.last_text,
            "said": self.said,
            "skipped": self.skipped,
            "at": at or self.at,
            "shown": None if self.shown is None else str(self.shown),
            "stray": self.stray,
            "listed": self.listed,
            "firms": self.firms,
            "columns": self.columns,
            "leaves": self.leaves,
            "checkup": _going_json(self.checkup),
            **({"placed": self.placed} if self.placed else {}),
        }
        return json_of(data)


@record(frozen=True, slots=True)
class Recalled:
    """A state read back. ``lost``: there was one, but of another schema or damaged; ``idle``: too old to assume."""

    state: State
    lost: bool = False
    idle: bool = False


def at_of(text: str) -> str:
    """The ISO time of a stored state; "" of one that cannot be read."""
    try:
        return str(json.loads(text)["at"])
    except (ValueError, KeyError, TypeError):
        return ""


class Recent:
    """The states of the last turns by their text: who goes on with a talk need not read back what was just written,
    nor compute again what came of it."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, State] = OrderedDict()
        self.forget = self._states.clear

    def keep(self, text: str, state: State, at: str) -> None:
        """``text``: what ``state.dump(at)`` gave."""
        self._states[text] = replace(state, at=at)
        if len(self._states) > RECENT:
            self._states.popitem(last=False)

    def find(self, text: str) -> State | None:
        return self._states.get(text)


def recall(text: str | None, now: datetime, recent: Recent | None = None) -> Recalled:
    """Reads a stored state, unless it is a ``recent`` one; never raises: what cannot be read is dropped and told."""
    if not text:
        return Recalled(State())
    try:
        state = (recent and recent.find(text)) or _load(json.loads(text))
        old = bool(state.at) and now - datetime.fromisoformat(state.at) > IDLE
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return Recalled(State(), lost=True)
    if not old:
        return Recalled(state)
    left = (state.topic,) if state.topic.clause else ()
    return Recalled(State(frames=(*left, *state.frames)[:KEPT], placed=state.placed), idle=True)


def _load(data: Mapping[str, Any]) -> State:
    if data["schema"] == FIRST:
        data = _from_first(data)
    elif data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']}")
    return State(
        topic=_topic(data["topic"]),
        frames=tuple(_topic(frame) for frame in data["frames"]),
        asked=data["asked"],
        choices=tuple((label, target) for label, target in data["choices"]),
        pending=_slots(data["pending"]),
        unit=data["unit"],
        failures=data["failures"],
        last_text=data["last_text"],
        said=tuple(data["said"]),
        skipped=tuple(data["skipped"]),
        at=data["at"],
        shown=None if data["shown"] is None else Decimal(data["shown"]),
        stray=str(data["stray"]),
        listed=tuple(map(str, data["listed"])),
        firms=tuple(map(str, data.get("firms", ()))),
        columns=tuple(map(str, data.get("columns", ()))),
        leaves=bool(data.get("leaves", False)),
        checkup=_going(data.get("checkup")),
        placed=str(data.get("placed", "")),
    )


def _from_first(data: Mapping[str, Any]) -> dict[str, Any]:
    """A state of the first schema, which kept one topic before the present one and no sums."""
    topics = [{**topic, "firm": "", "before": None} for topic in (data["topic"], data["previous"]) if topic]
    return {**data, "topic": topics[0], "frames": topics[1:], "shown": None, "stray": "", "listed": ()}


def _topic_json(topic: Topic) -> dict[str, Any]:
    return {
        "policy": topic.policy,
        "clause": topic.clause,
        "measure": topic.measure,
        **_standing_json(topic.standing),
        "firm": topic.firm,
        "before": _standing_json(topic.before) if topic.before else None,
        "words": topic.words,
        "actual": _standing_json(topic.actual) if topic.actual else None,
    }


def _going_json(going: Going | None) -> dict[str, Any] | None:
    if going is None:
        return None
    standings = {key: _standing_json(standing) for key, standing in going.standings.items()}
    return {**asdict(replace(going, standings={})), "standings": standings}


def _going(data: Mapping[str, Any] | None) -> Going | None:
    if data is None:
        return None
    return Going(
        facts={str(key): str(value) for key, value in data["facts"].items()},
        standings={str(key): _standing(one) for key, one in data["standings"].items()},
        lacks=tuple(map(str, data["lacks"])),
        put=tuple(map(str, data["put"])),
        open=str(data["open"]),
        wishes=str(data["wishes"]),
    )


def _standing_json(standing: Standing) -> dict[str, Any]:
    return {
        "inputs": {key: slot.to_json() for key, slot in standing.inputs.items()},
        "items": [{key: slot.to_json() for key, slot in item.items()} for item in standing.items],
        "facts": dict(standing.facts),
        "others": {key: slot.to_json() for key, slot in standing.others.items()},
        "away": [{key: slot.to_json() for key, slot in item.items()} for item in standing.away],
        "out": [[place, {key: slot.to_json() for key, slot in item.items()}] for place, item in standing.out],
    }


def _topic(data: Mapping[str, Any]) -> Topic:
    before = _standing(data["before"]) if data["before"] else None
    actual = _standing(data["actual"]) if data.get("actual") else None
    place = data["policy"], data["clause"], data["measure"]
    return Topic(*place, _standing(data), data["firm"], before, str(data.get("words", "")), actual)


def _standing(data: Mapping[str, Any]) -> Standing:
    items = tuple(_slots(item) for item in data["items"])
    facts = {str(key): str(value) for key, value in data["facts"].items()}
    away = tuple(_slots(item) for item in data.get("away", ()))
    out = tuple((int(place), _slots(item)) for place, item in data.get("out", ()))
    return Standing(_slots(data["inputs"]), items, facts, _slots(data["others"]), away, out)


def _slots(data: Mapping[str, Any]) -> dict[str, Slot]:
    return {key: Slot.from_json(slot) for key, slot in data.items()}
