"""「fudaoyuan handouts」: all sheets in one PDF."""

from click.testing import CliRunner

from bot.cli import main
from bot.kit import handout, sheets
from tests.bot.kit.paper import pages_of, words_on


def test_all_sheets_lie_in_one_file_with_the_counselors_card(tmp_path, monkeypatch):
    every = handout.every_handout
    monkeypatch.setattr(handout, "every_handout", lambda knowledge, day: every(knowledge, day)[:2])
    path = tmp_path / "sheets.pdf"
    words = ["handouts", str(path), "--home", str(tmp_path), "--name", "张三", "--url", "https://fdy.example.cn"]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0 and done.output.startswith("2 张，每张一页")
    assert pages_of(path) == 2 and all("张三" in page for page in words_on(path))


def test_without_the_library_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "find_spec", lambda name: None)
    done = CliRunner().invoke(main, ["handouts", str(tmp_path / "x.pdf"), "--home", str(tmp_path)])
    assert done.exit_code == 1 and "make pdf" in done.output and "没有写网址" in done.output
