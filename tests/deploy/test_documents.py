"""What the operators' documents name is there: tests, commands, settings, scripts."""

import re

from bot.cli import main
from bot.settings import SETTINGS
from tests.deploy.test_deploy import DEPLOY, ROOT

MANUAL = (DEPLOY / "README.md").read_text("utf-8")
SECURITY = (DEPLOY / "security.md").read_text("utf-8")
# L1 and L2 requirements of a chapter's sections, by their last number
SECTIONS = {
    "V1": {1: 2, 2: 9, 3: 11, 4: 3, 5: 2},
    "V2": {1: 3, 2: 3, 3: 4, 4: 1},
    "V4": {1: 3, 2: 1, 3: 2, 4: 4},
    "V9": {1: 3, 2: 4},
    "V16": {1: 1, 2: 5, 3: 4, 4: 3, 5: 3},
}


def named() -> set[str]:
    """Every requirement the list names, ranges taken apart."""
    found = set(re.findall(r"V\d+\.\d+\.\d+", SECURITY))
    for first, last in re.findall(r"(V\d+\.\d+\.\d+)–(V\d+\.\d+\.\d+)", SECURITY):
        section, start = first.rpartition(".")[::2]
        if last.startswith(section + "."):
            found |= {f"{section}.{n}" for n in range(int(start), int(last.rpartition(".")[2]) + 1)}
    return found


def test_every_test_the_list_names_is_there() -> None:
    for path, name in set(re.findall(r"(tests/[\w/]+(?:\.py)?)(?:::(\w+))?", SECURITY)):
        assert (ROOT / path).exists(), path
        assert not name or f"def {name}(" in (ROOT / path).read_text("utf-8"), name


def test_the_list_passes_over_no_requirement_of_these_chapters() -> None:
    wanted = {f"{c}.{s}.{n}" for c, parts in SECTIONS.items() for s, most in parts.items() for n in range(1, most + 1)}
    assert wanted - named() == set()
    for row in re.findall(r"^\| (V[^|]+) \| ([^|]+) \|", SECURITY, re.M):
        assert row[1].strip()[0] in "✓◐✗–", row


def test_what_is_not_met_stands_at_the_top_as_well() -> None:
    top, _, rest = SECURITY.partition("## V1 ")
    for row in re.findall(r"^\| (V[^|]+) \| ✗", rest, re.M):
        assert all(one in top for one in re.findall(r"V[\d.]+", row)), row


def test_commands_settings_and_files_of_the_manual_are_ours() -> None:
    commands = {f"fudaoyuan {name}" for name in main.commands} | {"fudaoyuan 的"}
    found = set(re.findall(r"(?<![/\w-])fudaoyuan [a-z]+", MANUAL))
    assert found and found <= commands, found - commands
    settings = {setting.variable for setting in SETTINGS}
    assert set(re.findall(r"FUDAOYUAN_[A-Z_]+[A-Z]", MANUAL)) <= settings
    for path in set(re.findall(r"deploy/[\w./-]+\w", MANUAL)):
        assert (ROOT / path).exists(), path
    assert set(re.findall(r"make ([a-z-]+)", MANUAL)) <= set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    )


def test_the_manual_fits_on_five_pages() -> None:
    assert len(MANUAL) < 5 * 1_800 and MANUAL.count("\n") < 5 * 45
