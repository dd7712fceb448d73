"""A PostgreSQL server of Debian's packages for the tests: begun once, on a port of its own, by a user who is not root.

The processes of one run share it; the last one stops it. Each test has a schema of its own in one database.
"""

import fcntl
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.store.postgres.connection import Link

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
USER = "postgres"  # of the system, when we are root: the server refuses to be root's
QUICK = "-c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB"
_numbers = itertools.count()
_used: list[Path] = []  # the folder of the server, once this process has asked for it


class Server:
    """A server in ``folder``. ``options``: as the program takes them."""

    def __init__(self, folder: Path, options: str = QUICK) -> None:
        self.folder, self._options, self.port = folder, options, _free_port()

    @property
    def url(self) -> str:
        return f"postgresql://fudaoyuan@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """The files of a new server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, USER)
        words = ["-U", "fudaoyuan", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "-D", str(self.folder / "data"), *words)

    def start(self, extra: str = "") -> None:
        """Begins, and waits until it answers."""
        own = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 {self._options} {extra}"
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", own, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Ends it at once, as a machine that is switched off."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def promote(self) -> None:
        """A standby takes over."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "promote")

    def _run(self, program: str, *words: str) -> None:
        user = {"user": USER, "group": USER, "extra_groups": []} if os.getuid() == 0 else {}
        done = subprocess.run(
            [PROGRAMS / program, *words],
            check=False,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            **user,  # type: ignore[call-overload]
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@cache
def server_url() -> str:
    """The server all tests of this run share, begun by the first who asks; those of one run have one parent."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    folder = Path(tempfile.gettempdir()) / f"fudaoyuan-postgres-{run}"
    with _alone():
        folder.mkdir(mode=0o755, exist_ok=True)
        address, users = folder / "address", folder / "users"
        if not address.exists():
            server = Server(folder / "server")
            folder.chmod(0o755)  # its user is another than ours
            server.make()
            server.start()
            address.write_text(server.url)
        users.mkdir(exist_ok=True)
        (users / str(os.getpid())).touch()
    _used.append(folder)
    return address.read_text()


def leave() -> None:
    """At the end of a process's tests: the last one stops the server."""
    with _alone():
        while _used:
            folder = _used.pop()
            (folder / "users" / str(os.getpid())).unlink()
            if not any((folder / "users").iterdir()):
                Server(folder / "server").stop()
                shutil.rmtree(folder, ignore_errors=True)
    server_url.cache_clear()


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else begins or ends a server."""
    file = os.open(tempfile.gettempdir(), os.O_RDONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def fresh() -> str:
    """The address of an empty schema."""
    name = f"t{os.getpid()}_{next(_numbers)}"
    with connected(server_url()) as link:
        link.execute(f"CREATE SCHEMA {name}")
    return f"{server_url()}?options=-csearch_path%3D{name}"


def drop(url: str) -> None:
    """The schema of this address goes, with all that is in it."""
    with connected(server_url()) as link:
        link.execute("SET client_min_messages = warning")
        link.execute(f"DROP SCHEMA {url.rpartition('%3D')[2]} CASCADE")


def fresh_database() -> str:
    """The address of an empty database, for tests that look at who else is in it."""
    name = f"d{os.getpid()}_{next(_numbers)}"
    with connected(server_url()) as link:
        link.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return server_url().replace("/postgres", f"/{name}")


def drop_database(url: str) -> None:
    """The database of this address goes."""
    with connected(server_url()) as link:
        link.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")


@contextmanager
def connected(url: str) -> "Iterator[Link]":
    from knowledge.store.postgres.connection import connect

    link = connect(url)
    try:
        yield link
    finally:
        link.close()
