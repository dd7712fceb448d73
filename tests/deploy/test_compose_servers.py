"""What the containers of the PostgreSQL servers run at their start is run, with other places and ports: there is no
container engine here."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests import postgres
from tests.bot.channels.web.nginx import free_port
from tests.deploy.test_compose import FILES
from tests.deploy.test_deploy import DEPLOY


@pytest.fixture
def open_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One that the user of the server may enter."""
    made = Path("/tmp") / tmp_path_factory.mktemp("compose").name  # the folders above the usual one are closed to him
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(mode=0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_primary_and_standby_begin_as_their_containers_do_and_the_standby_takes_over(open_folder: Path) -> None:
    told = yaml.safe_load(FILES["postgres"].read_text("utf-8"))["services"]
    database = Database(open_folder, told)
    primary = database.primary()
    try:
        with database.standby() as url, postgres.connected(primary.url) as here, postgres.connected(url) as there:
            assert there.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
            here.execute("CREATE TABLE said (word TEXT)")
            here.execute("INSERT INTO said VALUES ('一句')")
            here.execute("SELECT pg_switch_wal()")
            until(lambda: "said" in tables(there) and list(database.archive.iterdir()))
            assert there.execute("SELECT word FROM said").fetchone() == ("一句",)
            for one in (primary.url, url):
                assert database.is_ready(one, told["primary"]["healthcheck"]["test"])
            primary.stop()
            database.run_as_postgres("pg_ctl", "promote")
            until(lambda: there.execute("SELECT pg_is_in_recovery()").fetchone() == (False,))
            there.execute("INSERT INTO said VALUES ('又一句')")
    finally:
        if (primary.folder / "data/postmaster.pid").exists():
            primary.stop()


def tables(link: Any) -> set[str]:
    return {name for (name,) in link.execute("SELECT tablename FROM pg_tables").fetchall()}


def until(holds: Callable[[], object]) -> None:
    end = monotonic() + 60
    while not holds():
        assert monotonic() < end
        sleep(0.05)


class Database:
    """The two servers of the compose file in ``folder``: other places and ports, and what the images do is done."""

    def __init__(self, folder: Path, told: dict[str, Any]) -> None:
        self._folder, self._told = folder, told
        self.archive, self._data = folder / "archive", folder / "standby/data"
        for made in (self.archive, self._data):
            made.mkdir(parents=True)
            if os.getuid() == 0:
                shutil.chown(made, "postgres")
        (folder / "password").write_text("a-password", "utf-8")
        gosu = folder / "gosu"
        drop = "setpriv --reuid=postgres --regid=postgres --clear-groups " if os.getuid() == 0 else ""
        gosu.write_text(f'#!/bin/sh\nshift\nexec {drop}"$@"\n', "utf-8")
        gosu.chmod(0o755)

    def primary(self) -> postgres.Server:
        command = self._told["primary"]["command"].removeprefix("postgres ").replace("/archive/", f"{self.archive}/")
        server = postgres.Server(self._folder / "primary", command.replace("shared_buffers=1GB", "shared_buffers=64MB"))
        server.folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(server.folder, "postgres")
        words = self._told["primary"]["environment"]["POSTGRES_INITDB_ARGS"].split()
        server._run("initdb", "-D", str(server.folder / "data"), "-U", "fudaoyuan", "--auth=trust", *words)
        rules = server.folder / "data/pg_hba.conf"  # only what the script adds lets a standby in
        rules.write_text(re.sub(r"(?m)^(local|host) +replication.*\n", "", rules.read_text("utf-8")), "utf-8")
        server.start()
        self._port = server.port
        with postgres.connected(server.url) as link:
            link.execute("CREATE DATABASE fudaoyuan")
        self._script("primary-setup.sh", {"172.31.81.0/24": "127.0.0.1/32"}, PGDATA=str(server.folder / "data")).wait(
            60
        )
        server.stop("fast")
        server.start()
        return server

    @contextmanager
    def standby(self) -> Iterator[str]:
        """Begun by its script, until the end of the block; its address."""
        port = free_port()
        here = f"port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._data}"
        names = {"-h primary": f"-h 127.0.0.1 -p {self._port}", "shared_buffers=1GB": here}
        names["/var/lib/postgresql/data"] = str(self._data)
        process = self._script("standby.sh", names, PGDATA=str(self._data))
        url = f"postgresql://fudaoyuan@127.0.0.1:{port}/postgres"
        try:
            until(lambda: process.poll() is not None or self.is_ready(url, ["CMD", "pg_isready"]))
            assert process.poll() is None
            yield url
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)

    def is_ready(self, url: str, test: list[str]) -> bool:
        """What the check of its container says."""
        program, *words = test[1:]
        at = [*words, "-h", "127.0.0.1", "-p", str(urlsplit(url).port)]
        return subprocess.run([postgres.PROGRAMS / program, *at], capture_output=True, check=False).returncode == 0

    def run_as_postgres(self, *words: str) -> None:
        subprocess.run(
            [self._folder / "gosu", "postgres", *words], env=self._environ(PGDATA=str(self._data)), cwd="/", check=True
        )

    def _script(self, name: str, names: dict[str, str], **environ: str) -> subprocess.Popen[bytes]:
        """Runs what the container runs."""
        script = (DEPLOY / "postgres" / name).read_text("utf-8").replace("/run/secrets/", f"{self._folder}/")
        for old, new in names.items():
            assert old in script
            script = script.replace(old, new)
        return subprocess.Popen(["sh", "-c", script], env=self._environ(**environ), cwd="/")

    def _environ(self, **environ: str) -> dict[str, str]:
        path = f"{self._folder}:{postgres.PROGRAMS}:{os.environ['PATH']}"
        return {"PATH": path, "LANG": "C.UTF-8", "PGHOST": "127.0.0.1", "PGPORT": str(self._port), **environ}
