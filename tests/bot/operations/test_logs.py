"""Log lines: their shape, what they never hold, and that equal ones are counted."""

import io
import logging
import re
import sys
from collections.abc import Iterator

import pytest

from bot.operations.logs import ACCESS, Journal, request_id, short
from bot.operations.privacy import mask
from bot.operations.repeats import MINUTE, Repeats
from knowledge.store import StoreError

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00 (\w+) (\S+) (\S+) (.*)")
QUESTION = "专利质押贷了500万，电话13800138000"


class Time:
    at = 0.0

    def __call__(self) -> float:
        return self.at


class Written:
    """A journal into memory, and a logger of its own beside the others."""

    def __init__(self) -> None:
        self.stream, self.time = io.StringIO(), Time()
        self.journal = Journal(self.stream, mask, Repeats(self.time))

    def logger(self, name: str) -> logging.Logger:
        logger = logging.Logger(name, logging.DEBUG)
        logger.addHandler(self.journal)
        return logger

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()


@pytest.fixture
def written() -> Iterator[Written]:
    made = Written()
    yield made
    made.journal.close()


def failing(error: Exception) -> None:
    raise error


def test_a_line_has_time_level_request_logger_and_message(written):
    log = written.logger("fudaoyuan.telegram")
    log.info("version %s is in force", 2)
    given = request_id.set("5f0c21ab")
    log.error("broken\nand \x1b[31mred \u202eback")
    request_id.reset(given)
    assert [LINE.fullmatch(line).groups() for line in written.lines] == [
        ("INFO", "-", "fudaoyuan.telegram", "version 2 is in force"),
        ("ERROR", "5f0c21ab", "fudaoyuan.telegram", "broken…and …[31mred …back"),
    ]


def test_of_equal_failures_one_traceback_is_written_and_the_others_are_counted(written):
    log = written.logger("fudaoyuan")
    for number in range(313):
        try:
            failing(ValueError(number))
        except ValueError:
            log.exception("request failed: %s", number)
    assert sum(line.startswith("  ValueError: ") for line in written.lines) == 1
    assert len(written.lines) < 20
    written.time.at += MINUTE
    log.info("something else")
    told = [line for line in written.lines if "又出现" in line]
    assert len(told) == 1 and told[0].endswith("request failed: 0 … 又出现 312 次")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (lambda log: log.error("a"), lambda log: log.error("b")),
        (lambda log: log.error("a"), lambda log: log.warning("a")),
        (lambda log: caught(log, ValueError("x")), lambda log: caught(log, TypeError("x"))),
    ],
)
def test_lines_that_differ_are_both_written(written, first, second):
    log = written.logger("fudaoyuan")
    first(log)
    before = len(written.lines)
    second(log)
    assert len(written.lines) > before


def caught(log: logging.Logger, error: Exception) -> None:
    try:
        failing(error)
    except Exception:
        log.exception("failed")


def test_a_storm_of_lines_that_all_differ_ends(written):
    log = logging.Logger("asyncio")
    log.addHandler(written.journal)
    for number in range(3_000):
        log.error("socket fd=%d of task 0x%x" % (number, number))  # noqa: UP031 - as asyncio does, without arguments
        log.error("word " + "x" * (number % 400) + " said")
    assert len(written.lines) <= 201


def test_counting_is_told_when_the_journal_is_closed(written):
    log = written.logger("fudaoyuan")
    for _ in range(3):
        log.warning("the disk is full")
    written.journal.close()
    assert written.lines[-1].endswith("the disk is full … 又出现 2 次")


def test_what_an_exception_quotes_is_not_written(written):
    log = written.logger("fudaoyuan")
    for error in (KeyError(QUESTION), ValueError(f"invalid literal: '{QUESTION}'"), RuntimeError(f"got {QUESTION}")):
        try:
            try:
                failing(error)
            except Exception as inner:
                raise LookupError(QUESTION) from inner
        except LookupError:
            log.exception("a turn failed, conversation %s", short("tg:77001"))
    whole = "\n".join(written.lines)
    assert "KeyError: …" in whole and "LookupError: …" in whole and "in failing" in whole
    for piece in ("专利", "500万", "13800138000", "tg:77001"):
        assert piece not in whole


def test_what_our_own_errors_say_is_written(written):
    caught(written.logger("fudaoyuan"), StoreError("磁盘满了，写不进数据库：/home/data。请腾出空间。"))
    assert written.lines[-1] == "  StoreError: 磁盘满了，写不进数据库：/home/data。请腾出空间。"


def test_libraries_lines_are_without_what_may_have_been_typed(written):
    log = written.logger("aiohttp.server")
    log.error("Error handling request from %s\n%s", "'1.2.3.4'", QUESTION)
    log.error("Task exception was never retrieved\nfuture: <Task exception=ValueError('%s')>", QUESTION)
    whole = "\n".join(written.lines)
    assert "Error handling request from …" in whole and "Task exception was never retrieved" in whole
    assert "1.2.3.4" not in whole and "专利" not in whole and len(written.lines) == 2


def test_personal_data_are_masked_wherever_they_stand(written):
    written.logger("fudaoyuan").warning("called 13800138000 at once")
    assert "13800138000" not in written.lines[0] and "called" in written.lines[0]


def test_every_request_has_its_access_line(written):
    log = written.logger(ACCESS)
    for _ in range(500):
        log.info("%s %s %s %.0f ms", "POST", "/chat", 200, 4.2)
    assert len(written.lines) == 500 and written.lines[0].endswith("POST /chat 200 4 ms")


def test_half_a_character_and_a_broken_message_cost_no_line(written):
    log = written.logger("fudaoyuan")
    log.error("half \ud800 of one")
    assert "half" in written.lines[0]
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=sys.stderr.errors)
    stream.write(written.lines[0])


def test_a_conversation_is_named_by_a_digest():
    assert short("tg:77001") == short("tg:77001") != short("tg:77002")
    assert re.fullmatch(r"[0-9a-f]{8}", short("半个\ud800字"))
