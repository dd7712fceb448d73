"""A command hardly ever looks for garbage, from its start on."""

import subprocess
import sys

STARTED = """
import gc
from click.testing import CliRunner
from bot.cli import main
CliRunner().invoke(main, ["ask"])
print(gc.get_threshold()[0])
"""


def test_a_command_looks_seldom() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["500000"]
