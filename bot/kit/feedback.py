"""Whether an answer was of use: one vote for each answer, a reason where it was not, straight to who owns the queue."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from bot.operations.privacy import mask
from knowledge.store import Events, Ledger, Turn
from knowledge.text.tokens import clean

KIND = "feedback"
REASONS = ("答非所问", "数不对", "看不懂", "没说找谁", "其他")
LONGEST = 200


def vote(ledger: Ledger, events: Events, turn: Turn, *, useful: bool, reason: str, words: str, now: datetime) -> bool:
    """Keeps the vote; True for the first on this answer. A later one takes its place and is not counted again; what
    was of no use goes to staff once, with the question. Raises StoreError."""
    name = sha256(f"{turn.conversation} {turn.client_id or turn.at}".encode()).hexdigest()
    before = ledger.history(KIND, name)
    reason = reason if reason in REASONS else ""
    told = mask(" ".join(clean(words).split())[:LONGEST])
    data = {"useful": useful, "reason": reason, "words": told, "clause": turn.clause, "measure": turn.measure}
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    ledger.put(KIND, name, json.dumps(data, ensure_ascii=False), at=at, author="").result()
    if not useful and not any(not json.loads(one.data)["useful"] for one in before):
        why = "，".join(part for part in (reason, told) if part)
        events.queue(KIND, [f"{turn.text}（说没用{'：' + why if why else ''}）"], day=turn.day, at=at).result()
    return not before


def votes(ledger: Ledger) -> tuple[int, int]:
    """How many found an answer of use, and how many did not. Raises StoreError."""
    said = [json.loads(entry.data)["useful"] for entry in ledger.latest(KIND)]
    return said.count(True), said.count(False)
