"""What the README says of files, commands and settings is so: the map is read and held against the tree."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.cli import main
from bot.settings import SETTINGS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKAGES = ("bot", "knowledge", "calculators")
GENERATED = {"knowledge/learnt"}  # made when the program is installed
NAME = re.compile(r"(?<![\w/.])[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*(?:/|\.(?:py|toml|txt|sh|conf)\b)")
PATH = re.compile(r"(?<![\w/])(?:bot|knowledge|calculators|tests|deploy)/(?:[A-Za-z0-9_./-]|<[^>]*>)*")


def section(title: str) -> str:
    return README.partition(f"## {title}\n")[2].partition("\n## ")[0]


def mapped() -> Iterator[str]:
    """Every path the folder map names, from the root: a line's indent tells in which folder its names are."""
    open_folders: list[tuple[int, Path]] = []
    for line in section("什么东西在哪").partition("```\n")[2].partition("```")[0].splitlines():
        indent = len(line) - len(line.lstrip())
        while open_folders and open_folders[-1][0] >= indent:
            open_folders.pop()
        inside = open_folders[-1][1] if open_folders else Path()
        for match in NAME.finditer(line):
            found = Path(match[0]) if match[0].startswith(tuple(f"{p}/" for p in PACKAGES)) else inside / match[0]
            yield found.as_posix()
            if match.start() == indent and match[0].endswith("/"):
                inside = found
                open_folders.append((indent, found))


def test_every_name_in_the_folder_map_exists() -> None:
    missing = [path for path in mapped() if path not in GENERATED and not (ROOT / path).exists()]
    assert not missing


def test_the_folder_map_names_every_package_and_every_folder_of_data() -> None:
    named = set(mapped())
    packages = {path.parent for package in PACKAGES for path in (ROOT / package).rglob("__init__.py")}
    data = {path for path in (ROOT / "knowledge").iterdir() if path.is_dir() and path.name != "__pycache__"}
    wanted = {path.relative_to(ROOT).as_posix() for path in packages | data}
    above = {parent.as_posix() for path in named for parent in Path(path).parents}
    assert wanted - named - above == set()
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").glob("*.py") if "__" not in path.name}
    assert modules - named == set()


def test_the_tests_mirror_the_packages() -> None:
    rooms = {path.parent.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("__init__.py")}
    rooms -= {Path("knowledge/store/sqlite"), Path("knowledge/store/sql")}  # tested through the store's interface
    without = [room for room in rooms if not list((ROOT / "tests" / room).glob("test_*.py"))]
    assert not without


def test_every_path_in_the_readme_exists() -> None:
    for path in PATH.findall(README):
        pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/.")
        assert path.rstrip("/") in GENERATED or list(ROOT.glob(pattern)), path


def test_every_data_file_named_alone_is_there() -> None:
    names = set(re.findall(r"`([a-z_]+\.(?:toml|txt))`", README))
    assert {"measures.toml", "contacts.toml"} <= names
    assert not {name for name in names if not list((ROOT / "knowledge").rglob(name))}


def test_every_command_stands_in_the_readme_and_no_other() -> None:
    commands = {f"fudaoyuan {name}" for name in main.commands if name != "knowledge"}
    commands |= {f"fudaoyuan knowledge {name}" for name in main.commands["knowledge"].commands}
    table = set(re.findall(r"^\| `(fudaoyuan (?:knowledge )?[a-z]+)", README, re.M))
    assert table == commands
    assert set(re.findall(r"(fudaoyuan knowledge [a-z]+)", README)) <= commands


def test_every_setting_stands_in_the_readme_with_its_default_and_no_other() -> None:
    table = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", README, re.M))
    assert sorted(table) == sorted(setting.variable for setting in SETTINGS)
    told_in_words = {"FUDAOYUAN_SECRET", "TELEGRAM_API_BASE"}
    for setting in SETTINGS:
        shown = f"`{setting.default}`" if setting.default else "空"
        assert setting.variable in told_in_words or table[setting.variable] == shown, setting.variable
    assert set(re.findall(r"FUDAOYUAN_[A-Z_]+[A-Z]", README)) <= set(table)


def test_every_make_target_in_the_readme_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"make ([a-z-]+)", README))
    assert {"run", "test", "bench"} <= named <= targets
