"""How far long work is: a bar on a terminal, lines elsewhere, and never a word among what other programs read."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.progress import shown, watched

ROOT = Path(__file__).parents[3]
WORK = """
import sys, time
from bot.commands.progress import shown, watched
{body}
"""
BAR = WORK.format(body="with shown('正在学') as tell:\n    for share in (0, 0.5, 1): tell(share)")
LINES = WORK.format(
    body="import bot.commands.progress as p\np.PATIENCE = 0\n"
    "for line in watched(sys.stdin.buffer, '已答'): sys.stdout.write(line.decode())"
)


def on_a_terminal(code: str, standard_input: int) -> tuple[bytes, bytes]:
    """What a process prints whose standard error alone is a terminal: (standard output, terminal)."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=standard_input, stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT, check=True
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 4096):
            seen += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return done.stdout, seen


def test_without_a_terminal_there_are_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with shown("正在学") as tell:
        for share in (0.0, 0.3, 0.6, 1.0):
            tell(share)
    said = capsys.readouterr()
    assert said.out == "" and said.err.splitlines() == ["正在学……", "正在学：100%"]


def test_work_that_tells_nothing_or_is_soon_over_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with shown("正在学"):
        pass
    with shown("正在学", patience=3600) as tell:
        tell(0.0)
        tell(1.0)
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_there_is_a_bar_and_the_cursor_comes_back() -> None:
    out, seen = on_a_terminal(BAR, subprocess.DEVNULL)
    assert out == b"" and "正在学".encode() in seen and b"100%" in seen
    assert seen.rfind(b"\x1b[?25h") >= seen.rfind(b"\x1b[?25l")


def test_a_file_that_is_read_is_watched_on_the_terminal_and_answers_stay_as_they_are(tmp_path: Path) -> None:
    lines = b'{"text": "1"}\n' * 50
    (tmp_path / "asked.jsonl").write_bytes(lines)
    with (tmp_path / "asked.jsonl").open("rb") as asked:
        out, seen = on_a_terminal(LINES, asked.fileno())
    assert out == lines and "已答".encode() in seen and b"100%" in seen


def test_a_pipe_is_read_as_it_is() -> None:
    lines = io.BytesIO(b"1\n2\n")
    assert watched(lines, "已答") is lines
