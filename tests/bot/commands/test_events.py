"""「fudaoyuan event」: opened with its links, listed, closed with a workbook."""

import re

from click.testing import CliRunner
from openpyxl import load_workbook

from bot.cli import main


def run(home, *words):
    return CliRunner().invoke(main, ["event", *words, "--home", str(home)])


def test_an_event_is_opened_listed_and_closed(tmp_path):
    opened = run(tmp_path, "open", "政策进园区", "--place", "高新区", "--url", "https://fdy.example.cn/")
    assert opened.exit_code == 0, opened.output
    code = re.search(r"https://fdy\.example\.cn/e/([a-z]{5})\n", opened.output)[1]
    assert f"/e/{code}/screen" in opened.output and re.search(rf"/e/{code}/manage/\S{{22}}", opened.output)
    assert f"{code}　" in run(tmp_path, "list").output and "政策进园区" in run(tmp_path, "list").output
    assert "0 人打开过，0 人问过" in run(tmp_path, "show", code).output and run(tmp_path, "show", "x").exit_code == 1
    out = tmp_path / "x.xlsx"
    closed = run(tmp_path, "close", code, "--out", str(out))
    assert "已结束：0 人问过 0 句" in closed.output and "已结束" in run(tmp_path, "list").output
    assert dict(load_workbook(out)["概况"].values)["地点"] == "高新区"
    assert run(tmp_path, "close", "nobody").exit_code == 1
