"""How far a long piece of work is: a bar on a terminal, now and then a line elsewhere. Always on standard error, so
that what is printed for other programs stays as it is."""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

import click

Tell = Callable[[float], None]  # hears which share (0..1) is done
LINE_EVERY = 5.0  # seconds between two lines where there is no terminal
PATIENCE = 2.0  # seconds of work that need no progress shown


@contextmanager
def shown(what: str, patience: float = 0.0) -> Iterator[Tell]:
    """Shows ``what`` and how far it is, from the first report after ``patience`` seconds on."""
    with ExitStack() as bar:
        draw = _bar(what, bar) if sys.stderr.isatty() else _lines(what)
        yield _after(patience, draw)


def watched(lines: IO[bytes], what: str) -> Iterable[bytes]:
    """The lines of standard input; where it is a file and standard error alone a terminal, it shows how far it is."""
    size = _size(lines)
    if not size or not sys.stderr.isatty() or sys.stdout.isatty():
        return lines
    return _watched(lines, what, size)


def _watched(lines: IO[bytes], what: str, size: int) -> Iterator[bytes]:
    read = 0
    with shown(what, PATIENCE) as tell:
        for line in lines:
            yield line
            read += len(line)
            tell(read / size)


def _size(stream: IO[bytes]) -> int:
    """Bytes of the file behind ``stream``; 0 when it is no file."""
    try:
        status = os.fstat(stream.fileno())
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _after(patience: float, draw: Tell) -> Tell:
    begun = time.monotonic()

    def tell(share: float) -> None:
        if time.monotonic() - begun >= patience:
            draw(share)

    return tell


def _bar(what: str, stack: ExitStack) -> Tell:
    made: list[Any] = []

    def draw(share: float) -> None:
        if not made:
            made.append(stack.enter_context(click.progressbar(length=100, label=what, file=sys.stderr)))
        made[0].update(max(0, round(share * 100) - made[0].pos))

    return draw


def _lines(what: str) -> Tell:
    last: list[float] = []

    def draw(share: float) -> None:
        now = time.monotonic()
        if not last or now - last[0] >= LINE_EVERY or share >= 1:
            click.echo(f"{what}：{share:.0%}" if last else f"{what}……", err=True)
            last[:] = [now]

    return draw
