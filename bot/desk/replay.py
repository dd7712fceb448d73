"""Before anything is published: golden sentences and what people really asked, answered as it is and as it would be."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.advisor import Advisor, Live
from bot.desk.golden import Golden, golden_of
from bot.messages import Message
from bot.operations.privacy import mask
from knowledge.audit import cut
from knowledge.people import Hand
from knowledge.publish import Files
from knowledge.records.files import digest
from knowledge.records.model import KnowledgeError
from knowledge.store import Store, Turn, Wanted

REPLAY, FLOOR = "replay", "floor"  # kinds of entries in the ledger
REAL = 500  # of the questions people really asked, the newest
USUAL = 100  # percent of the golden sentences that must hold, until somebody sets another
SHOWN = 300  # lines that are kept of a run
REFUSED = ("refused", "out_of_scope")
SEPARATOR = " / "  # between the messages of a talk
GIST = 120  # characters of a first sentence


@dataclass(frozen=True, slots=True)
class Compared:
    """One question as it is answered now and as the draft would. ``wanted``: what is expected of it, "" of a real one;
    ``worse``: why it is worse, "" where it is not."""

    say: str
    wanted: str
    before: str
    after: str
    worse: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a run. ``golden`` sentences, of which ``held`` hold in the draft and ``held_now`` as it is now;
    ``real`` questions; ``lines``: what is answered in another way, what got worse first; ``changed``: how many are."""

    at: str
    by: str
    golden: int
    held: int
    held_now: int
    real: int
    changed: int
    worse: int
    lines: tuple[Compared, ...]

    @property
    def percent(self) -> float:
        """Of the golden sentences those that hold; all of none."""
        return 100 * self.held / self.golden if self.golden else 100.0


def replay(store: Store, now: Live, new: Live, files: Files, hand: Hand, real: int = REAL) -> Replay:
    """Runs everything against both, keeps what came of it with the files' digest, and gives it. Seconds."""
    golden = golden_of(files)
    turns = _asked(store, real)
    pairs = [*_golden_pairs(now, new, golden), *_real_pairs(now, new, turns)]
    held = [pair for pair in pairs if pair.golden]
    lines = [one for pair in pairs if (one := pair.compared())]
    lines.sort(key=lambda one: not one.worse)
    found = Replay(
        hand.at,
        hand.who,
        len(golden),
        sum(pair.golden.holds(pair.after) for pair in held if pair.golden),
        sum(pair.golden.holds(pair.before) for pair in held if pair.golden),
        len(turns),
        len(lines),
        sum(bool(one.worse) for one in lines),
        tuple(lines[:SHOWN]),
    )
    told = f"{found.held}/{found.golden} 句要答对的，{found.worse} 句变差"
    note = hand.note("replay", digest(files)[:12], after=told)
    data = json.dumps(asdict(found), ensure_ascii=False)
    store.ledger().put(REPLAY, digest(files), data, at=hand.at, author=hand.who, note=note).result()
    return found


def result_of(store: Store, files: Files) -> Replay | None:
    """What came of the last run with exactly these files; None when there was none."""
    kept = store.ledger().history(REPLAY, digest(files))
    return _replay(json.loads(kept[-1].data)) if kept else None


def floor_of(store: Store) -> int:
    """Percent of the golden sentences that must hold."""
    kept = store.ledger().history(FLOOR, FLOOR)
    return int(json.loads(kept[-1].data)["percent"]) if kept else USUAL


def set_floor(store: Store, percent: int, hand: Hand) -> None:
    """Raises KnowledgeError for what is no percentage."""
    if not 0 <= percent <= 100:
        raise KnowledgeError("下限写 0 到 100 之间的整数，例如 99。")
    note = hand.note("floor", "要答对的话", f"{floor_of(store)}%", f"{percent}%")
    data = json.dumps({"percent": percent})
    store.ledger().put(FLOOR, FLOOR, data, at=hand.at, author=hand.who, note=note).result()


def objection(found: Replay, floor: int) -> str:
    """Why what came of a run keeps a draft from being published; "" when it does not."""
    if found.percent >= floor:
        return ""
    lost = found.golden - found.held
    worst = next((one for one in found.lines if one.worse and one.wanted), None)
    example = f"例如“{cut(worst.say)}”，应当是{worst.wanted}。" if worst else ""
    return (
        f"不能发布：{found.golden} 句要答对的话答错了 {lost} 句，对了 {found.percent:.1f}%，下限是 {floor}%。{example}"
        "请看红色的几行，改好再送审。"
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both replies to one question, as the machine's answers."""

    say: str
    golden: Golden | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def compared(self) -> Compared | None:
        """None where nothing changed that anybody would see, and where a golden sentence holds as before."""
        before, after = _told(self.before), _told(self.after)
        golden = self.golden
        lost = golden is not None and golden.holds(self.before) and not golden.holds(self.after)
        if before == after and not lost:
            return None
        wanted = self.golden.wanted if self.golden else ""
        return Compared(mask(self.say), wanted, mask(before), mask(after), self._worse(lost=lost))

    def _worse(self, *, lost: bool) -> str:
        if lost:
            return "答错了"
        if self.golden:
            return ""
        before, after = self.before, self.after
        if after["kind"] in REFUSED and before["kind"] not in REFUSED:
            return "原来答得上，现在不答了"
        if before["amount_yuan"] and not after["amount_yuan"]:
            return "原来算得出，现在算不出了"
        return ""


def _told(payload: Mapping[str, Any]) -> str:
    """What is compared of a reply: clause, sum, first sentence."""
    first = payload["clauses"][0]["clause"] if payload["clauses"] else "无"
    amount = f"{payload['amount_yuan']} 元 · " if payload["amount_yuan"] else ""
    return f"{first} · {amount}{payload['text'].partition(chr(10))[0][:GIST]}"


def _golden_pairs(now: Live, new: Live, golden: Sequence[Golden]) -> Iterable[_Pair]:
    before, after = Advisor(now, None), Advisor(new, None)
    for number, one in enumerate(golden):
        talk = [(say, one.day) for say in one.say]
        name = f"golden {number}"
        yield _Pair(SEPARATOR.join(one.say), one, _last(before, name, talk), _last(after, name, talk))


def _real_pairs(now: Live, new: Live, turns: Sequence[Turn]) -> Iterable[_Pair]:
    """Each talk from its beginning, as far as it is kept: what a message means depends on what was said before it."""
    before, after = Advisor(now, None), Advisor(new, None)
    for turn in turns:
        talk = [(turn.text, date.fromisoformat(turn.day))]
        yield _Pair(turn.text, None, _last(before, turn.conversation, talk), _last(after, turn.conversation, talk))


def _last(advisor: Advisor, name: str, talk: Sequence[tuple[str, date]]) -> Mapping[str, Any]:
    """The last reply of a talk."""
    payload: Mapping[str, Any] = {}
    for say, day in talk:
        payload = advisor.reply(Message(name, say, day, "replay")).payload
    return payload


def _asked(store: Store, most: int) -> list[Turn]:
    """The newest questions that are still kept, oldest first."""
    listed = store.counts().listed(Wanted("0000-01-01", "9999-12-31", limit=most))
    return [one.turn for one in reversed(listed) if one.turn.text]


def _replay(data: Mapping[str, Any]) -> Replay:
    return Replay(**{**data, "lines": tuple(Compared(**one) for one in data["lines"])})
