"""The files of deploy/postgres: what can be tried without containers. The steps of its README are tried by hand."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.cli import main
from bot.settings import SETTINGS
from tests.bot.channels.web.nginx import MAIN, NGINX, SHIPPED
from tests.deploy.test_deploy import DEPLOY, ROOT

OURS = DEPLOY / "postgres"
NAMES = {setting.variable for setting in SETTINGS}
MANUAL = (OURS / "README.md").read_text("utf-8")


def test_every_service_is_limited_and_everything_it_mounts_is_there() -> None:
    told = yaml.safe_load((OURS / "compose.yaml").read_text("utf-8"))
    services = told["services"]
    assert [name for name in services if name.startswith("app")] == ["app1", "app2", "app3"]
    for name, service in services.items():
        assert "no-new-privileges:true" in service["security_opt"] and service["mem_limit"], name
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in told["volumes"] or (OURS / source).exists() or source == "./certs", volume
        if name.startswith("app"):
            assert service["read_only"] and service["cap_drop"] == ["ALL"]
            assert set(service["environment"]) <= NAMES
            assert (ROOT / service["build"]["args"]["LOCK"]).exists()


def test_nginx_takes_the_three_replicas(tmp_path: Path) -> None:
    port = "server { listen 127.0.0.1:1; location / { proxy_pass http://fudaoyuan_replicas; } }"
    site = (OURS / "upstream.conf").read_text("utf-8") + port
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, site=site, connections=64), "utf-8")
    told = subprocess.run(
        [NGINX, "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "log")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "http://127.0.0.1:8080" in SHIPPED.read_text("utf-8"), "what the steps replace"


def test_the_unit_of_a_replica_is_the_usual_one_but_for_port_and_folder() -> None:
    usual = (DEPLOY / "systemd/fudaoyuan.service").read_text("utf-8").splitlines()
    own = (OURS / "fudaoyuan@.service").read_text("utf-8").splitlines()
    differ = [line for line in own if line not in usual]
    assert [line.partition("=")[0] for line in differ] == ["Description", "ExecStart"] and len(own) == len(usual)
    assert "--port %i" in differ[1] and "/var/lib/fudaoyuan/" in differ[1]


def test_commands_settings_and_files_of_the_manual_are_ours() -> None:
    commands = {f"fudaoyuan {name}" for name in main.commands}
    found = set(re.findall(r"(?<![-/\w@:])fudaoyuan (?:move|serve|status|knowledge|ask|backup|restore)", MANUAL))
    assert found and found <= commands
    assert set(re.findall(r"(?:FUDAOYUAN|DATABASE)_[A-Z_]+[A-Z]", MANUAL)) <= NAMES
    for path in set(re.findall(r"deploy/[\w./@-]+\w", MANUAL)):
        assert (ROOT / path).exists(), path
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert set(re.findall(r"make ([a-z-]+)", MANUAL)) <= set(re.findall(r"^([a-z-]+):", makefile, re.M))


@pytest.mark.parametrize("extra", ["requirements-pg.txt"])
def test_the_extra_is_pinned_with_hashes_and_adds_nothing_else(extra: str) -> None:
    pin = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)
    usual, own = (dict(pin.findall((ROOT / name).read_text("utf-8"))) for name in ("requirements.txt", extra))
    assert {name: own[name] for name in usual} == usual
    assert set(own) - set(usual) == {"psycopg", "psycopg-binary", "psycopg-pool"}
    text = (ROOT / extra).read_text("utf-8")
    assert text.count("==") <= text.count("--hash=sha256:")
