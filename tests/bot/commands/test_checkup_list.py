"""「fudaoyuan checkup --list」: the result beside the list, and what could not be read, by line."""

import io

from click.testing import CliRunner
from openpyxl import load_workbook

from bot.cli import main
from tests.bot.kit.lists import LOAN, NAME, TERM, TYPE, book, saved


def run(home, *words):
    return CliRunner().invoke(main, ["checkup", *map(str, words), "--home", str(home)])


def test_a_list_gives_a_workbook_beside_it(tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(saved(book((NAME, TYPE, LOAN, TERM), ("甲", "科小", "三百", 12), ("乙", "科小", 300, 12))))
    done = run(tmp_path, "--list", path)
    assert done.exit_code == 0, done.output
    assert "查了 2 家，1 处要核对" in done.output and "第 2 行 C 专利权质押贷款·本金（万元）“三百”" in done.output
    made = load_workbook(io.BytesIO((tmp_path / "名单-体检结果.xlsx").read_bytes()))
    assert [row[1] for row in made["企业"].values][1:] == ["甲", "乙"]


def test_the_template_is_written_and_an_empty_list_is_refused_in_words(tmp_path):
    path = tmp_path / "模板.xlsx"
    assert run(tmp_path, "--template", path).exit_code == 0
    done = run(tmp_path, "--list", path)
    assert done.exit_code == 1 and "一家企业也没有" in done.output
