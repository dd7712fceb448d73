"""Log lines: one an event on stderr, without personal data, without a word of a question, and never a flood.

2026-11-26T08:15:03+08:00 ERROR 5f0c21ab fudaoyuan request failed: POST /chat
time in Beijing, level, request, logger, message; after an exception where it was raised, the first time only.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import datetime
from hashlib import sha256
from typing import TextIO

from bot.clock import BEIJING
from bot.operations.repeats import MINUTE, Repeats
from knowledge.records.model import KnowledgeError

OURS = "fudaoyuan"
ACCESS = f"{OURS}.access"
OFF = logging.CRITICAL + 1
LONGEST = 2_000  # characters of a message
FRAMES = 12  # of a traceback, the innermost
CHAIN = 4  # exceptions that led to one another
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\d{4,}")
CHANGING = re.compile(r"0x[0-9a-fA-F]+|\d+")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

log = logging.getLogger(OURS)
request_id: ContextVar[str] = ContextVar("request_id", default="")  # of the request or update being answered


def configure(level: str, *, access: bool, mask: Callable[[str], str], stream: TextIO | None = None) -> None:
    """Sends all log lines of the process to ``stream`` (stderr).

    ``level``: debug, info, warning or error; ``access``: a line a request as well; ``mask`` takes personal data out.
    """
    chosen = logging.getLevelNamesMapping()[level.upper()]
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(Journal(stream or sys.stderr, mask))
    root.setLevel(chosen if chosen == logging.DEBUG else max(chosen, logging.WARNING))
    log.setLevel(chosen)
    logging.getLogger(ACCESS).setLevel(logging.INFO if access else OFF)
    threading.excepthook = _thread_broke


def short(conversation: str) -> str:
    """A conversation's name in a log line: the same for the same conversation, and nobody's name."""
    return sha256(conversation.encode("utf-8", "replace")).hexdigest()[:8]


class Journal(logging.StreamHandler[TextIO]):
    """Writes the lines. Equal ones of a minute are counted: same logger, level, template, kind and place of error."""

    def __init__(self, stream: TextIO, mask: Callable[[str], str], repeats: Repeats | None = None) -> None:
        super().__init__(stream)
        self._mask, self._repeats = mask, repeats or Repeats()
        self._later: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._tell()
            line = self._mask(line_of(record))
            if record.name == ACCESS:
                self._write(f"{_now()} {line}")
            elif self._repeats.is_first(kind_of(record), line):
                self._write("\n".join([f"{_now()} {line}", *map(self._mask, trace_of(record))]))
            else:
                self._look_again()
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Tells what was counted so far."""
        self.acquire()
        try:
            if self._later:
                self._later.cancel()
            self._tell(everything=True)
        finally:
            self.release()
        super().close()

    def _tell(self, *, everything: bool = False) -> None:
        for line, more in self._repeats.over(everything=everything):
            words = f"{line} … 又出现 {more} 次" if line else f"WARNING - {OURS} 另有 {more} 行没有写出"
            self._write(f"{_now()} {words}")

    def _look_again(self) -> None:
        """What is counted is told after the minute also when nothing else happens then."""
        if self._later is None:
            self._later = threading.Timer(MINUTE, self._tell_later)
            self._later.daemon = True
            self._later.start()

    def _tell_later(self) -> None:
        self.acquire()
        try:
            self._later = None
            self._tell()
            if self._repeats.waiting:
                self._look_again()
        finally:
            self.release()

    def _write(self, line: str) -> None:
        self.stream.write(line + self.terminator)
        self.flush()


def line_of(record: logging.LogRecord) -> str:
    """The line without its time. What libraries say is cut to its first line and to what nobody typed."""
    words = record.getMessage()
    if not _is_ours(record):
        words = hidden(words.partition("\n")[0])
    request = getattr(record, "request", "") or request_id.get() or "-"
    return f"{record.levelname} {request} {record.name} {CONTROLS.sub('…', words[:LONGEST])}"


def kind_of(record: logging.LogRecord) -> tuple[object, ...]:
    """What makes lines equal; a library's template may hold numbers and addresses that change."""
    error = record.exc_info[1] if record.exc_info else None
    template = CHANGING.sub("#", str(record.msg)[:LONGEST])
    return record.name, record.levelno, template, type(error), _place(error)


def trace_of(record: logging.LogRecord) -> Iterator[str]:
    """Where the exception of a record was raised, and those that led to it, the first of them first."""
    error = record.exc_info[1] if record.exc_info else None
    chain: list[BaseException] = []
    while error is not None and len(chain) < CHAIN:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for one in reversed(chain):
        yield from _raised(one)


def hidden(words: str) -> str:
    """The words of a program without what may have been typed by a person: quotations, longer numbers, Chinese."""
    bare = QUOTED.sub("…", words[:LONGEST])
    return " ".join(["…" if not word.isascii() else word for word in bare.split(" ")])


def _raised(error: BaseException) -> Iterator[str]:
    for frame in traceback.format_tb(error.__traceback__, -FRAMES):
        yield from ("  " + line for line in frame.rstrip().splitlines())
    yield f"  {type(error).__qualname__}: {_words(error)}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions[:CHAIN]:
            yield from _raised(one)


def _words(error: BaseException) -> str:
    """What an exception says: ours and the system's name files and settings, others may quote what they were given."""
    words = str(error)[:LONGEST]
    return CONTROLS.sub("…", words if isinstance(error, KnowledgeError | OSError) else hidden(words))


def _place(error: BaseException | None) -> tuple[str, int]:
    """File and line where it was raised."""
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ("", 0)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name == OURS or record.name.startswith(f"{OURS}.")


def _now() -> str:
    return datetime.now(BEIJING).isoformat(timespec="seconds")


def _thread_broke(broken: threading.ExceptHookArgs) -> None:
    name = broken.thread.name if broken.thread else ""
    if broken.exc_value is not None:
        log.critical("thread %s broke", name, exc_info=broken.exc_value)
