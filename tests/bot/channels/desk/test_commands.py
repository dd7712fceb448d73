"""Every action of the desk is a command too: the route table is walked, and each changing route must name its own."""

import tomllib
from pathlib import Path

import click
import pytest

from bot.channels.desk.mount import all_routes
from bot.channels.desk.routes import ANYBODY, CHANGING
from bot.cli import main
from knowledge.people import MAY

SAID = tomllib.loads(Path(__file__).with_name("commands.toml").read_text("utf-8"))
COMMANDS: dict[str, str] = SAID["commands"]
CHANGES = {route.path: route for route in all_routes() if route.method == CHANGING}
READS_ONLY = {"/desk/measures/{policy}/{name}/try", "/desk/try", "/desk/documents", "/desk/password"}


def found(words: str) -> click.Command:
    """The command at the end of these words, options left out."""
    here: click.Command = main
    for word in words.split():
        if not word.startswith("--"):
            assert isinstance(here, click.Group), words
            assert word in here.commands, f"没有 fudaoyuan {words} 这条命令"
            here = here.commands[word]
    return here


def test_every_route_that_changes_something_names_its_command() -> None:
    assert {*COMMANDS, *SAID["session"]} == set(CHANGES)
    assert {CHANGES[path].role for path in SAID["session"]} <= {ANYBODY, *MAY["viewer"]}


@pytest.mark.parametrize("path", COMMANDS)
def test_the_command_is_there_with_its_options(path: str) -> None:
    command = found(COMMANDS[path])
    assert not isinstance(command, click.Group), path
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    assert {word for word in COMMANDS[path].split() if word.startswith("--")} <= options
    signs = COMMANDS[path].startswith("knowledge ") and CHANGES[path].role != "admin" and path not in READS_ONLY
    who = {"--as"} if signs else set()
    assert who <= options, f"{COMMANDS[path]} 没有 --as：不知道是谁做的"
    assert (command.help or "").count("例：") == 1, command.name
