"""The machine contract: one JSON line in, one JSON line out, whatever the input holds."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bot.messages import Message
from bot.replies.checkup import check_line
from bot.wire import JsonObject, day_of, read_line

if TYPE_CHECKING:
    from bot.advisor import Advisor
    from knowledge.records.model import Knowledge

LONGEST = 5.0  # seconds until what waits is stored; closing the store tries as long again


def run_batch(advisor: Advisor, lines: Iterable[bytes], out: IO[bytes]) -> None:
    """Answers every line in order; all turns are stored when it returns, unless nothing can be written.

    A run is a world of its own: running the same file twice must not continue yesterday's conversations.
    """
    run = secrets.token_hex(6)
    waiting: list[Future[int]] = []

    def answer(line: JsonObject) -> JsonObject:
        done = ask(advisor, line, run)
        if done[1]:
            waiting.append(done[1])
        return done[0]

    _each_line(lines, out, answer)
    wait(waiting, LONGEST)


def ask(advisor: Advisor, line: JsonObject, run: str) -> tuple[JsonObject, Future[int] | None]:
    """One object of the contract → its answer, and the promise that it is stored. Raises ValueError in Chinese.

    ``run``: what keeps the conversations of this run apart from those of others.
    """
    text, conversation = line.get("text"), line.get("conversation", "")
    if not isinstance(text, str):
        raise ValueError('缺少 text：请写上要问的话，例如 {"text": "要问的话"}')
    if not isinstance(conversation, str):
        raise ValueError("conversation 应当是文字")
    try:
        day = day_of(line.get("day"))
    except ValueError:
        raise ValueError(f"day 不是日期：{line.get('day')!r}，请写成 2025-11-22") from None
    client_id = line.get("client_id")
    message = Message(
        f"batch:{run}:{conversation}",
        text,
        day,
        "batch",
        client_id if isinstance(client_id, str) else None,
    )
    answer = advisor.reply(message)
    return {**answer.payload, "conversation": conversation}, answer.stored


def run_checkup(knowledge: Knowledge, lines: Iterable[bytes], out: IO[bytes]) -> None:
    """Checks what fits each enterprise; every line is its profile."""
    _each_line(lines, out, lambda line: check_line(knowledge, line))


def run_figures(lines: Iterable[bytes], out: IO[bytes]) -> None:
    """Reads the figures of every line."""
    _each_line(lines, out, read_line)


def run_rank(path: str, lines: Iterable[bytes], out: IO[bytes]) -> None:
    """Ranks the passages of the file for every question. Raises ValueError naming the line that is no passage."""
    from knowledge.search.rank import Passage, Ranker

    passages = []
    for number, raw in enumerate(Path(path).read_bytes().splitlines(), 1):
        if raw.strip():
            passages.append(Passage(*_passage(raw, number)))
    ranker = Ranker(passages)

    def answer(line: JsonObject) -> JsonObject:
        question = line.get("q")
        if not isinstance(question, str):
            raise ValueError('缺少 q：请写上问题，例如 {"q": "谁能申请"}')
        return {"ranked": [{"id": found, "score": round(score, 6)} for found, score in ranker.rank(question, 10)]}

    _each_line(lines, out, answer)


def _passage(raw: bytes, number: int) -> tuple[str, str, str]:
    try:
        line = json.loads(raw)
        return str(line["id"]), str(line.get("title") or ""), str(line["text"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(f'第 {number} 行不是一段文本，应写成 {{"id": "1", "title": "题目", "text": "正文"}}') from None


def _each_line(lines: Iterable[bytes], out: IO[bytes], answer: Callable[[JsonObject], JsonObject]) -> None:
    for raw in lines:
        if raw.strip():
            out.write(_dump(_one(raw, answer)) + b"\n")
            out.flush()


def _one(raw: bytes, answer: Callable[[JsonObject], JsonObject]) -> JsonObject:
    try:
        line = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return {"error": f"不是一行完整的 JSON：{error}"}
    if not isinstance(line, dict):
        return {"error": '应当是一个 JSON 对象，例如 {"text": "要问的话"}'}
    try:
        return answer(line)
    except ValueError as error:
        return {"error": str(error)}


def _dump(line: JsonObject) -> bytes:
    """UTF-8; a lone surrogate that came in within a conversation's name goes out as a question mark."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace")
