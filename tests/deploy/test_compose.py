"""The compose files, which no container engine here can run: what they say is held against what they name, and what
their containers run at the start is run."""

import re
import shutil
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.web import health
from bot.cli import main
from bot.settings import SETTINGS, read_settings
from tests.bot.channels.web.nginx import MAIN, NGINX
from tests.deploy.test_deploy import DEPLOY, ROOT

FILES = {name: DEPLOY / name / "compose.yaml" for name in ("container", "postgres")}
DOCKERFILE = (DEPLOY / "container/Dockerfile").read_text("utf-8")
VARIABLES = {setting.variable for setting in SETTINGS}
WRITTEN = {"./certs", "fudaoyuan.env", "./password"}  # by whoever installs it, as the files and the manual say
# Of the Compose specification, what a service, and the whole, may have: a word that is none is refused at the start.
# fmt: off
SERVICE = {
    "build", "cap_drop", "command", "depends_on", "entrypoint", "env_file", "environment", "healthcheck",
    "image", "mem_limit", "network_mode", "networks", "pids_limit", "ports", "read_only", "restart",
    "secrets", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "ulimits", "volumes",
}
# fmt: on
WHOLE = {"name", "services", "networks", "volumes", "secrets"}
POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}


@pytest.fixture(params=FILES)
def folder(request: pytest.FixtureRequest) -> Path:
    return FILES[request.param].parent


@pytest.fixture
def told(folder: Path) -> dict[str, Any]:
    """The file as compose reads it: keys that stand twice are refused, as compose does."""
    return dict(yaml.load((folder / "compose.yaml").read_text("utf-8"), Strict))  # a SafeLoader


class Strict(yaml.SafeLoader):
    """Reads as usual, but for a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if key.value != "<<"]
        assert len(keys) == len(set(keys)), keys
        return super().construct_mapping(node, deep)


def of_ours(told: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in told["services"].items() if one["image"].startswith("fudaoyuan")}


def mounts(service: dict[str, Any]) -> dict[str, str]:
    """Where in the container → what."""
    parts = [one.split(":") for one in service.get("volumes", ())]
    return {where: what for what, where, *_ in parts}


def waits(service: dict[str, Any]) -> dict[str, str]:
    """Which others it waits for → what they must be by then, "" for begun."""
    told = service.get("depends_on", ())
    return {name: told[name]["condition"] if isinstance(told, dict) else "" for name in told}


def test_no_word_is_unknown_and_every_name_leads_somewhere(told: dict[str, Any], folder: Path) -> None:
    assert {key for key in told if not key.startswith("x-")} <= WHOLE
    services, used = told["services"], set[str]()
    for name, one in services.items():
        assert set(one) <= SERVICE and one["image"], name
        assert set(one.get("depends_on", ())) <= set(services) - {name}
        for other, condition in waits(one).items():
            assert condition in ("", "service_healthy") and (not condition or services[other]["healthcheck"])
        for what in mounts(one).values():
            used.add(what)
            assert what in told["volumes"] or what in WRITTEN or (folder / what).exists(), what
        assert set(one.get("secrets", ())) <= set(told.get("secrets", ()))
        assert set(one.get("networks", ())) <= set(told["networks"]) or one["network_mode"] == "none"
    assert set(told["volumes"]) <= used, "none that nobody uses"
    assert {one["file"] for one in told.get("secrets", {}).values()} <= WRITTEN


def test_the_image_is_built_from_what_is_there(told: dict[str, Any], folder: Path) -> None:
    built = [one for one in of_ours(told).values() if "build" in one]
    assert built and {one["image"] for one in of_ours(told).values()} == {one["image"] for one in built}
    for one in built:
        assert (folder / one["build"]["context"]).resolve() == ROOT
        assert (ROOT / one["build"]["dockerfile"]).exists()
        arguments = one["build"].get("args", {})
        assert set(arguments) <= set(re.findall(r"^ARG (\w+)", DOCKERFILE, re.M))
        lock = arguments.get("LOCK", re.search(r"^ARG LOCK=(\S+)", DOCKERFILE, re.M)[1])
        assert (ROOT / lock).exists() and re.search(rf"^COPY .*{re.escape(lock)}", DOCKERFILE, re.M)


def test_every_variable_is_a_setting_and_every_value_is_taken(told: dict[str, Any], folder: Path) -> None:
    head = (folder / "compose.yaml").read_text("utf-8").partition("\nname:")[0]
    assert set(re.findall(r"\b([A-Z]+_[A-Z_]+)=", head)) <= VARIABLES
    image = dict(re.findall(r"(FUDAOYUAN_\w+)=(\S+)", DOCKERFILE))
    assert set(image) <= VARIABLES
    for name, one in told["services"].items():
        given = one.get("environment", {})
        if name in of_ours(told):
            settings = read_settings({**image, **given})
            assert settings.home == Path("/var/lib/fudaoyuan") and settings.host == "0.0.0.0"
            assert one["env_file"][0] in ("fudaoyuan.env", {"path": "fudaoyuan.env", "required": False})
        else:
            assert set(given) <= POSTGRES and (not given or one["image"].startswith("postgres:"))


def test_what_is_written_has_a_place_and_the_rest_is_read_only(told: dict[str, Any]) -> None:
    image = dict(re.findall(r"(FUDAOYUAN_\w+)=(\S+)", DOCKERFILE))
    for name, one in of_ours(told).items():
        kept = {*mounts(one), *(where.partition(":")[0] for where in one["tmpfs"])}
        assert one["read_only"] and {"/tmp", image["FUDAOYUAN_HOME"]} <= kept, name
        if "backup" in told["services"]:
            assert mounts(one)[image["FUDAOYUAN_BACKUP_FOLDER"]] == "backups"
    for one in told["services"].values():
        if one["image"].startswith("postgres:"):
            assert "/var/lib/postgresql/data" in mounts(one)


def test_the_limits_are_those_of_the_units(told: dict[str, Any]) -> None:
    unit = (DEPLOY / "systemd/fudaoyuan.service").read_text("utf-8")
    limits = dict(re.findall(r"^(MemoryMax|TasksMax|LimitNOFILE|TimeoutStopSec)=(\S+)", unit, re.M))
    serving = [one for one in of_ours(told).values() if "entrypoint" not in one]
    assert serving
    for one in serving:
        assert one["mem_limit"].upper() == limits["MemoryMax"] and str(one["pids_limit"]) == limits["TasksMax"]
        assert str(one["ulimits"]["nofile"]) == limits["LimitNOFILE"]
        assert one["stop_grace_period"] == f"{limits['TimeoutStopSec']}s" and one["restart"] == "unless-stopped"


def test_the_proxy_is_believed_and_only_it_is_reached_from_outside(told: dict[str, Any]) -> None:
    services = told["services"]
    [network] = told["networks"].values()
    [subnet] = [ip_network(one["subnet"]) for one in network["ipam"]["config"]]
    [front] = [one for one in services.values() if "ports" in one]
    address = ip_address(front["networks"]["inside"]["ipv4_address"])
    assert address in subnet and front["ports"] == ["80:80", "443:443"]
    for one in of_ours(told).values():
        if "environment" in one:
            page = read_settings(one["environment"]).page
            assert any(address in known for known in page.proxies)
            assert not any(subnet.subnet_of(known) for known in page.proxies if known.version == 4)
            assert any(subnet.subnet_of(known) for known in page.metrics_from if known.version == 4)


def test_what_the_containers_run_is_there(told: dict[str, Any]) -> None:
    said = " ".join(" ".join(one.get("entrypoint", ())) for one in of_ours(told).values())
    assert set(re.findall(r"fudaoyuan ([a-z]+)", said)) <= set(main.commands)
    [start] = re.findall(r'^CMD \["(\w+)"\]$', DOCKERFILE, re.M)
    assert start in main.commands and 'ENTRYPOINT ["fudaoyuan"]' in DOCKERFILE
    [port, path] = re.search(r"HEALTHCHECK .*http://127\.0\.0\.1:(\d+)(/[\w/]+)'", DOCKERFILE).groups()
    assert f"EXPOSE {port}\n" in DOCKERFILE and int(port) == read_settings({}).port
    assert path in {route.path for route in health.routes}


def test_nginx_takes_what_its_container_writes_at_the_start(told: dict[str, Any], folder: Path, tmp_path: Path) -> None:
    [front] = [one for one in told["services"].values() if one["image"].startswith("nginx:")]
    script = (folder / "nginx-upstream.sh").read_text("utf-8")
    there, made = mounts(front), tmp_path / "conf.d"
    made.mkdir()
    for where, what in there.items():
        if where.startswith("/etc/fudaoyuan/"):
            assert where in script, "what is mounted is read"
            shutil.copy(folder / what, tmp_path / Path(where).name)
    script = script.replace("/etc/fudaoyuan", str(tmp_path)).replace("/etc/nginx/conf.d", str(made))
    subprocess.run(["sh", "-c", script], check=True)
    site = "\n".join(file.read_text("utf-8") for file in sorted(made.iterdir()))
    names = set(re.findall(r"\b(app\d?):8080", site))
    assert names == set(of_ours(told)) - {"backup"}, "every replica, and no other"
    assert not re.search(r"(?m)^[^#\n]*127\.0\.0\.1:80", site)
    told_by = subprocess.run(
        [NGINX, "-t", "-p", tmp_path, "-c", _whole(tmp_path, site, names), "-e", tmp_path / "log"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told_by.returncode == 0, told_by.stderr


def _whole(folder: Path, site: str, names: set[str]) -> Path:
    """The file with names that can be looked up here, and a certificate."""
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=fdy.example.cn"
    subprocess.run([*make.split(), "-keyout", folder / "key", "-out", folder / "crt"], check=True, capture_output=True)
    for number, name in enumerate(sorted(names)):
        site = site.replace(f"{name}:8080", f"127.0.0.1:{10_000 + number}")
    site = re.sub(r"(ssl_certificate +)\S+;", rf"\1{folder}/crt;", site)
    site = re.sub(r"(ssl_certificate_key +)\S+;", rf"\1{folder}/key;", site)
    site = site.replace("/var/log/nginx/fudaoyuan/access.log", f"{folder}/access.log")
    file = folder / "nginx.conf"
    file.write_text(MAIN.format(folder=folder, site=site, connections=64), "utf-8")
    return file
