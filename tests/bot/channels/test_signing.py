"""The secret that ids are signed with: made once, kept for its owner alone, never guessed at."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.signing import Signer, secret_of
from bot.settings import Settings, SettingsError, read_settings


def settings(home: Path, **environ: str) -> Settings:
    return read_settings(environ, home=str(home))


def test_the_first_start_makes_a_secret_only_its_owner_can_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = secret_of(settings(tmp_path))
    finally:
        os.umask(before)
    [file] = tmp_path.iterdir()
    assert (file.name, file.stat().st_mode & 0o777, file.read_bytes()) == ("secret", 0o600, made)
    assert len(made) == 32 and secret_of(settings(tmp_path)) == made


def test_two_homes_have_two_secrets(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert secret_of(settings(tmp_path / "a")) != secret_of(settings(tmp_path / "b"))


STARTING = """
import sys, time
from pathlib import Path
from bot.channels.signing import secret_of
from bot.settings import read_settings
top = Path(sys.argv[1])
print("ready", flush=True)
while not (top / "go").exists():
    pass
print(*[secret_of(read_settings({}, home=str(home))).hex() for home in sorted(top.glob("home-*"))])
"""


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"home-{number:02}").mkdir()
    command = [sys.executable, "-c", STARTING, str(tmp_path)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [run.stdout.readline() for run in runs] == ["ready\n"] * 4
    (tmp_path / "go").touch()
    said = [run.communicate(timeout=60)[0] for run in runs]
    kept = [(home / "secret").read_bytes().hex() for home in sorted(tmp_path.glob("home-*"))]
    assert [one.split() for one in said] == [kept] * 4
    assert {file.name for file in tmp_path.glob("home-*/*")} == {"secret"}


@pytest.mark.parametrize("held", [b"", b"x" * 31])
def test_a_secret_that_is_too_short_is_refused_with_file_and_remedy(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "secret").write_bytes(held)
    with pytest.raises(OSError, match="删掉") as error:
        secret_of(settings(tmp_path))
    assert str(tmp_path / "secret") in str(error.value) and (tmp_path / "secret").read_bytes() == held


def test_a_secret_that_cannot_be_read_is_refused_with_file_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    with pytest.raises(OSError, match="读不了") as error:
        secret_of(settings(tmp_path))
    assert str(tmp_path / "secret") in str(error.value) and "FUDAOYUAN_SECRET" in str(error.value)


@pytest.mark.parametrize("held", [b" " * 32, b"\n" * 40, b"\0" * 32, b"x" * 5000])
def test_a_secret_that_is_none_is_refused(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "secret").write_bytes(held)
    with pytest.raises(OSError, match="不是密钥"):
        secret_of(settings(tmp_path))


def test_a_secret_that_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "secret")
    with pytest.raises(OSError, match="不是普通文件"):
        secret_of(settings(tmp_path))


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="不是密钥"):
        secret_of(settings(tmp_path))


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604, 0o620])
def test_a_secret_others_could_read_is_closed_to_them_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int
) -> None:
    kept = secret_of(settings(tmp_path))
    (tmp_path / "secret").chmod(mode)
    assert secret_of(settings(tmp_path)) == kept
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    [told] = [record.getMessage() for record in caplog.records]
    assert str(tmp_path / "secret") in told and "已经改成" in told
    secret_of(settings(tmp_path))
    assert len(caplog.records) == 1


def test_a_link_to_nowhere_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "secret").symlink_to(tmp_path / "gone")
    with pytest.raises(OSError, match="读不了"):
        secret_of(settings(tmp_path))


NO_ROOM = """
import resource, sys
from pathlib import Path
from bot.channels.signing import secret_of
from bot.settings import read_settings
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
print(secret_of(read_settings({}, home=sys.argv[1])).hex())
"""


def test_where_nothing_can_be_written_the_process_has_a_secret_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-c", NO_ROOM, str(tmp_path)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    assert len({run.stdout for run in runs}) == 2 and all(len(run.stdout.strip()) == 64 for run in runs)
    assert all(str(tmp_path) in run.stderr and "Traceback" not in run.stderr for run in runs)
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_the_kept_secret_still_counts(tmp_path: Path) -> None:
    kept = secret_of(settings(tmp_path))
    run = subprocess.run([sys.executable, "-c", NO_ROOM, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == kept.hex()


def test_serving_with_a_spoiled_secret_ends_with_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"short")
    command = [sys.executable, "-m", "bot", "serve", "--home", str(tmp_path), "--port", "0"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 1 and str(tmp_path / "secret") in run.stderr and "Traceback" not in run.stderr


def test_an_id_counts_for_its_use_and_its_secret_alone() -> None:
    signer = Signer(b"s" * 32)
    issued = signer.issue("session")
    assert signer.issued("session", issued)
    assert not signer.issued("talk", issued) and not Signer(b"t" * 32).issued("session", issued)
    assert len({signer.issue("session") for _ in range(1000)}) == 1000


def test_secret_and_keys_are_settings_that_print_as_stars() -> None:
    keys = ("a" * 32, "b" * 40)
    got = read_settings({"FUDAOYUAN_SECRET": " " + "s" * 32, "FUDAOYUAN_API_KEYS": f" {keys[0]}\n {keys[1]} "})
    assert got.secret.reveal() == "s" * 32
    assert tuple(key.reveal() for key in got.api_keys) == keys
    for secret in (*keys, "s" * 32):
        assert secret not in repr(got)


@pytest.mark.parametrize(
    "environ",
    [
        {"FUDAOYUAN_SECRET": "s" * 31},
        {"FUDAOYUAN_SECRET": " " * 40},
        {"FUDAOYUAN_API_KEYS": "k" * 31},
        {"FUDAOYUAN_API_KEYS": f"{'k' * 32} {'q' * 31}"},
        {"FUDAOYUAN_API_KEYS": "密" * 32},
    ],
)
def test_a_secret_or_key_that_is_easy_to_guess_is_refused_without_showing_it(environ: dict[str, str]) -> None:
    [(name, value)] = environ.items()
    with pytest.raises(SettingsError, match="openssl rand -hex 32") as error:
        read_settings(environ)
    assert name in str(error.value) and not any(part in str(error.value) for part in value.split())
