"""The sentences that must be answered rightly before anything is published: read from the data, each with what is
expected of the last reply."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.advisor import Advisor, Live
from bot.messages import Message
from knowledge.publish import Files
from knowledge.records.model import KnowledgeError

NAME = "golden.jsonl"
WRITE = '请写成 {"day": "2025-11-22", "say": ["……"], "clause": "1.1", "amount": "67000.00", "kind": "calculation"}'


@dataclass(frozen=True, slots=True)
class Golden:
    """``say``: the messages of one talk on ``day``; of what is None nothing is expected; ``clause``: "" for none."""

    say: tuple[str, ...]
    day: date
    clause: str | None = None
    amount: str | None = None
    kind: str | None = None

    @property
    def wanted(self) -> str:
        """What is expected, in words."""
        parts = [f"第 {self.clause} 条" if self.clause else "不归我们管" if self.clause == "" else ""]
        parts.append(f"{self.amount} 元" if self.amount else "没有数" if self.amount == "" else "")
        return "，".join(part for part in parts if part)

    def holds(self, payload: Mapping[str, Any]) -> bool:
        """Whether a reply is as expected."""
        first = payload["clauses"][0]["clause"] if payload["clauses"] else ""
        return (
            self.clause in (None, first)
            and self.amount in (None, payload["amount_yuan"] or "")
            and self.kind in (None, payload["kind"])
        )


def golden_of(files: Files) -> tuple[Golden, ...]:
    """Those of every document. Raises KnowledgeError with the line that cannot be read."""
    return tuple(one for path in sorted(files) if path.endswith(f"/{NAME}") for one in _read(path, files[path]))


def taken_over(files: Files, say: tuple[str, ...], payload: Mapping[str, Any]) -> dict[str, str | None]:
    """The files in which what is expected of these messages is what the reply gives: the change was meant.

    Raises KnowledgeError where nothing is expected of them.
    """
    for path in sorted(files):
        if path.endswith(f"/{NAME}"):
            lines = files[path].split("\n")
            for place, line in enumerate(lines):
                if line.startswith("{") and tuple((told := json.loads(line)).get("say", ())) == say:
                    lines[place] = json.dumps({**told, **_given(told, payload)}, ensure_ascii=False)
                    return {path: "\n".join(lines)}
    raise KnowledgeError("要答对的话里已经没有这一句。请刷新再看。")


def by_its_answer(live: Live, files: Files, say: tuple[str, ...]) -> dict[str, str | None]:
    """The files in which what is expected of these messages is what ``live``, which knows the files, answers. Raises
    KnowledgeError."""
    asked = next((one for one in golden_of(files) if one.say == say), None)
    if asked is None:
        raise KnowledgeError("要答对的话里没有这一句。请刷新再看。")
    advisor, payload = Advisor(live, None), dict[str, Any]()
    for text in asked.say:
        payload = advisor.reply(Message("golden", text, asked.day, "replay")).payload
    return taken_over(files, say, payload)


def _given(told: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, str]:
    """What the reply gives of the things that are expected."""
    first = payload["clauses"][0]["clause"] if payload["clauses"] else ""
    given = {"clause": first, "amount": payload["amount_yuan"] or "", "kind": payload["kind"]}
    return {key: value for key, value in given.items() if key in told}


def _read(path: str, text: str) -> Iterator[Golden]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield _one(path, number, line)


def _one(path: str, number: int, line: str) -> Golden:
    try:
        told = json.loads(line)
        say = tuple(told["say"])
        if not say or not all(isinstance(one, str) for one in say):
            raise ValueError("say")
        day = date.fromisoformat(told["day"])
        return Golden(say, day, told.get("clause"), told.get("amount"), told.get("kind"))
    except (ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{path}：第 {number} 行读不懂（{error}）。{WRITE}") from None
