"""Processes of ours that begin as copies of one which has loaded the program already: loading it is most of a start.

Each is a process of its own with its own arguments, settings, files, signals and exit code; only the modules are loaded
once for all. ``make torture`` begins every process anew, and so do the tests of the start itself.
"""

import asyncio
import contextlib
import gc
import importlib
import json
import os
import resource
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOADED = ("bot.cli", "bot.channels.terminal", "bot.channels.web.app", "bot.channels.desk.mount", "bot.bootstrap")
LARGEST = 1 << 20  # bytes of a wish: arguments and settings
suite = False  # within the suite ``tests.torture.processes`` begins copies too


class Copy:
    """A process that was begun. ``code``: as ``subprocess`` tells it, once ``wait`` has come back."""

    def __init__(
        self,
        words: Sequence[str],
        environ: Mapping[str, str],
        files: tuple[int, int, int],
        *,
        module: str = "bot",
        also: Sequence[str] = (),
        umask: int = 0o022,
    ) -> None:
        """``python -m module WORDS``; ``files``: standard input, output and error; ``also``: modules that are loaded
        as well, if they are not yet, for it and all that come later. It has the limits that are set here."""
        self.code: int | None = None
        self.told, told = os.pipe()
        limits = [(kind, resource.getrlimit(kind)) for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)]
        wish = {"module": module, "words": list(words), "environ": dict(environ), "also": list(also)}
        wish |= {"umask": umask, "limits": limits}
        socket.send_fds(_original()[1], [json.dumps(wish).encode()], [*files, told])
        os.close(told)
        self.pid = int(self._read())

    def _read(self) -> str:
        """The next number told of it: its id, then its exit code."""
        if not (line := os.read(self.told, 12)):
            raise RuntimeError("the process that is copied is gone")
        return line.decode()

    def ended(self) -> int:
        """Its exit code; to be called when that can be read, or to wait for it."""
        if self.code is None:
            self.code = int(self._read())
            os.close(self.told)
        return self.code

    def send_signal(self, number: int) -> None:
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Running:
    """A process beside the tests' event loop, like one of ``asyncio``: ``stdout`` has its errors too."""

    def __init__(self, words: Sequence[str], environ: Mapping[str, str], also: Sequence[str] = ()) -> None:
        self.stdout, self._loop = asyncio.StreamReader(), asyncio.get_running_loop()
        self._said, said = os.pipe()
        try:
            with Path(os.devnull).open("rb") as nothing:
                self._copy = Copy(words, environ, (nothing.fileno(), said, said), also=also)
        finally:
            os.close(said)
        self._end: asyncio.Future[int] = self._loop.create_future()
        self._loop.add_reader(self._said, self._hear)
        self._loop.add_reader(self._copy.told, self._ended)

    @property
    def returncode(self) -> int | None:
        return self._copy.code

    @property
    def pid(self) -> int:
        return self._copy.pid

    def _hear(self) -> None:
        if data := os.read(self._said, 65_536):
            self.stdout.feed_data(data)
            return
        self._loop.remove_reader(self._said)
        os.close(self._said)
        self.stdout.feed_eof()

    def _ended(self) -> None:
        self._loop.remove_reader(self._copy.told)
        self._end.set_result(self._copy.ended())

    async def wait(self) -> int:
        return await self._end

    def send_signal(self, number: int) -> None:
        self._copy.send_signal(number)


class Begun:
    """Like ``subprocess.Popen`` with pipes of text: ``stdout`` is read line by line, ``errors`` when it has ended."""

    def __init__(self, words: Sequence[str], environ: Mapping[str, str], module: str = "bot") -> None:
        self._open = contextlib.ExitStack()
        said, told = os.pipe()
        self.stdout = self._open.enter_context(os.fdopen(said, encoding="utf-8"))
        self._errors = self._open.enter_context(os.fdopen(os.memfd_create("errors"), "r", encoding="utf-8"))
        try:
            with Path(os.devnull).open("rb") as nothing:
                files = nothing.fileno(), told, self._errors.fileno()
                self._copy = Copy(words, environ, files, module=module)
        finally:
            os.close(told)

    @property
    def pid(self) -> int:
        return self._copy.pid

    def send_signal(self, number: int) -> None:
        self._copy.send_signal(number)

    def wait(self) -> int:
        return self._copy.ended()

    def errors(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    def __enter__(self) -> "Begun":
        return self

    def __exit__(self, *_: object) -> None:
        """What still runs is killed."""
        self.send_signal(signal.SIGKILL)
        self.wait()
        self._open.close()


def run(
    words: Sequence[str], environ: Mapping[str, str], said: bytes = b"", module: str = "bot"
) -> subprocess.CompletedProcess[bytes]:
    """Like ``subprocess.run`` of ``python -m module WORDS``, with ``said`` on standard input."""
    with contextlib.ExitStack() as stack:
        given, out, errors = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(said)
        given.seek(0)
        code = Copy(words, environ, (given.fileno(), out.fileno(), errors.fileno()), module=module).ended()
        out.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(list(words), code, out.read(), errors.read())


@cache
def _original() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The process that is copied, and where it hears of wishes; begun by the first who has one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            env=environ,
            start_new_session=True,
        )
    return process, ours


def leave() -> None:
    """At the end of a process's tests."""
    if _original.cache_info().currsize:
        process, wishes = _original()
        wishes.close()
        process.wait()
        _original.cache_clear()


def copied() -> str:
    """Begins a copy at each wish, and tells of its end; in the copy, gives the module to run. What still runs when
    nobody can wish any more is killed."""
    for name in LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    wishes = socket.socket(fileno=os.dup(0))
    running: dict[int, tuple[int, int]] = {}  # by the file that tells its end
    with selectors.DefaultSelector() as ready:
        ready.register(wishes, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is not wishes:
                    ready.unregister(key.fd)
                    _bury(key.fd, *running.pop(key.fd))
                    continue
                wish, files, _, _ = socket.recv_fds(wishes, LARGEST, 4)
                if not wish:
                    for pid, _ in running.values():
                        os.kill(pid, signal.SIGKILL)
                    sys.exit()
                asked = json.loads(wish)
                for name in asked["also"]:
                    importlib.import_module(name)
                if not (pid := os.fork()):
                    ready.close()
                    wishes.close()
                    return _begun(asked, files)
                os.write(files[3], b"%d" % pid)
                for file in files[:3]:
                    os.close(file)
                end = os.pidfd_open(pid)
                running[end] = pid, files[3]
                ready.register(end, selectors.EVENT_READ)


def _bury(end: int, pid: int, told: int) -> None:
    """Tells the exit code of a process that has ended, if somebody still wants to know."""
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with contextlib.suppress(BrokenPipeError):
        os.write(told, b"%d" % code)
    os.close(told)
    os.close(end)


def _begun(asked: Mapping[str, Any], files: Sequence[int]) -> str:
    """Within the copy: it has its own files, arguments and settings, and nothing of the others'; the module to run."""
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    os.closerange(3, 1_024)
    os.umask(asked["umask"])
    for kind, limit in asked["limits"]:
        resource.setrlimit(kind, limit)
    os.environ.clear()
    os.environ.update(asked["environ"])
    sys.argv[1:] = asked["words"]
    sys.stdout.reconfigure(line_buffering="PYTHONUNBUFFERED" in os.environ)  # type: ignore[union-attr]
    return str(asked["module"])


if __name__ == "__main__":
    runpy.run_module(copied(), run_name="__main__", alter_sys=True)
