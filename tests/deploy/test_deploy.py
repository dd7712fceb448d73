"""The files of deploy/: what can be tried in seconds. The rest is tried by ``deploy/check`` and ``make torture``."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.bootstrap import House
from bot.channels.web.exchange import Answering
from bot.channels.web.metrics import Metrics
from bot.operations.backup import back_up
from bot.operations.readiness import Readiness
from bot.settings import SETTINGS, read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SCRIPTS = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file() and path.read_bytes()[:9] == b"#!/bin/sh"]


def run(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=given)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_can_be_read_and_run(script: Path) -> None:
    assert run("sh", "-n", str(script)).returncode == 0
    assert os.access(script, os.X_OK)


def test_units_settings_and_container_files_pass_the_check() -> None:
    checked = run("deploy/check", "units", "env", "container")
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count("✓") >= 3 or "没有 systemd-analyze" in checked.stdout


def test_the_example_names_every_setting_once_and_no_other() -> None:
    lines = (DEPLOY / "fudaoyuan.env.example").read_text("utf-8").splitlines()
    named = [found[1] for line in lines if (found := re.match(r"#?([A-Z_]+)=", line))]
    assert named == [setting.variable for setting in SETTINGS]


def test_the_units_run_the_command_as_installed_and_limit_it() -> None:
    unit = (DEPLOY / "systemd/fudaoyuan.service").read_text("utf-8")
    installer = (DEPLOY / "install.sh").read_text("utf-8")
    for path in ("/opt/fudaoyuan", "/etc/fudaoyuan", "/var/lib/fudaoyuan"):
        assert path in unit and path.removeprefix("/") in installer
    most = read_settings({}).page.connection_limit
    assert int(re.search(r"LimitNOFILE=(\d+)", unit)[1]) >= most + 512
    assert int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > 10 and "MemoryMax=" in unit


def test_the_rules_ask_only_for_numbers_that_are_there(house: House, tmp_path: Path) -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus/fudaoyuan.rules.yml").read_text("utf-8"))["groups"][0]["rules"]
    settings = read_settings({}, home=str(house.settings.home))
    back_up(settings, house.advisor.now())
    readiness = Readiness()
    readiness.found("full")
    page = Metrics(Answering(house.advisor, house.store), readiness, settings).page().decode()
    there = {sample.name for family in text_string_to_metric_families(page) for sample in family.samples}
    there |= {"up", "fudaoyuan_messages_total"}  # the second once somebody has asked
    for rule in rules:
        wanted = set(re.findall(r"\b(?:fudaoyuan|process|up)\w*(?=[{\[ )])", rule["expr"]))
        assert wanted and wanted <= there, rule["alert"]
        assert rule["annotations"]["summary"] and rule["annotations"]["do"]


def test_the_logs_of_nginx_are_kept_where_the_configuration_writes_them() -> None:
    folder = re.search(r"^(/\S+)/\*\.log", (DEPLOY / "logrotate/fudaoyuan").read_text("utf-8"), re.M)[1]
    assert f"access_log          {folder}/" in (DEPLOY / "nginx/fudaoyuan.conf").read_text("utf-8")


def test_licences_are_those_of_what_is_installed_and_none_is_of_the_gpl() -> None:
    told = run(sys.executable, "deploy/licences.py")
    assert told.returncode == 0, told.stderr
    listed = re.findall(r"^\| (\S+) \| [^|]+ \| (.+) \|$", (DEPLOY / "LICENCES.md").read_text("utf-8"), re.M)
    optional = {name for name, words in listed if "GPL" in words.upper()}
    assert len(listed) > 35 and optional == {
        f"{name}（选装）" for name in ("psycopg", "psycopg-binary", "psycopg-pool")
    }


def test_a_gpl_licence_and_one_that_is_not_named_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DEPLOY))
    licences = importlib.import_module("licences")
    for said in ("GNU General Public License v3 (GPLv3)", "LGPL-2.1-or-later", ""):
        monkeypatch.setattr(licences, "licence", lambda name, said=said: said)
        with pytest.raises(SystemExit, match="不能用的许可证"):
            licences.table()


@pytest.mark.parametrize("where", ["", "release"])
def test_the_installer_refuses_what_is_no_release_and_what_was_changed(tmp_path: Path, where: str) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy/install.sh").write_bytes((DEPLOY / "install.sh").read_bytes())
    if where:
        (tmp_path / "wheels").mkdir()
        (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  deploy/install.sh\n")
    told = run("sh", str(tmp_path / "deploy/install.sh"), ROOT=str(tmp_path / "root"))
    assert told.returncode == 1 and not (tmp_path / "root").exists()
    assert ("不完整或被改过" if where else "不是发布包") in told.stderr


def test_the_command_on_the_server_runs_with_the_service_s_settings(tmp_path: Path) -> None:
    env, program = tmp_path / "env", tmp_path / "program"
    env.write_text('FUDAOYUAN_PROXIES="127.0.0.1 ::1"\nFUDAOYUAN_TURN_DAYS=7\n')
    program.write_text('#!/bin/sh\necho "$FUDAOYUAN_PROXIES|$FUDAOYUAN_TURN_DAYS|$*"\n')
    program.chmod(0o755)
    told = run("sh", "deploy/fudaoyuan", "restore", "一 份", FUDAOYUAN_ENV=str(env), FUDAOYUAN_PROGRAM=str(program))
    assert told.stdout == "127.0.0.1 ::1|7|restore 一 份\n"
    missing = run("sh", "deploy/fudaoyuan", "status", FUDAOYUAN_ENV=str(tmp_path / "none"))
    assert missing.returncode == 1 and "sudo fudaoyuan status" in missing.stderr
