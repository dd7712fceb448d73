"""「fudaoyuan visit」「referral」「report」: a visit from the log to the report, a need to its closing."""

import re

from click.testing import CliRunner

from bot.cli import main
from bot.clock import today


def run(home, *words):
    done = CliRunner().invoke(main, [*words, "--home", str(home)])
    return done.output.strip()


def test_from_the_visit_to_the_report(tmp_path):
    kept = run(
        tmp_path,
        *("visit", "add", "企业=甲公司", "联系人=王五", "电话=13800138000", "需求=贷款", "需求金额=500万"),
        *("下一步=送材料", f"下一步日期={today().isoformat()}", "--counselor", "张三"),
    )
    assert kept.startswith("记下了：1 号") and "500万元" in kept
    assert "现在办" in run(tmp_path, "visit", "due", "--counselor", "张三")
    assert "三十天内没有" in run(tmp_path, "visit", "due", "--counselor", "李四")
    assert "13800138000" not in run(tmp_path, "visit", "list") and "王**" in run(tmp_path, "visit", "list")
    assert "13800138000" in run(tmp_path, "visit", "list", "--full")
    assert "记下了：1 号" in run(tmp_path, "visit", "edit", "1", "落地金额=200万")
    shown = run(tmp_path, "visit", "show", "1")
    assert "落地金额：200万元" in shown and "改了落地金额" in shown and "13800138000" not in shown
    assert "没有 9 号走访" in run(tmp_path, "visit", "show", "9")
    log = tmp_path / "log.xlsx"
    assert run(tmp_path, "visit", "list", "--full", "--out", str(log)).endswith("1 次") and log.exists()
    assert "没有 9 号走访" in run(tmp_path, "visit", "edit", "9", "落地金额=200万")
    assert "看不明白是多少" in run(tmp_path, "visit", "add", "企业=甲", "需求金额=很多")
    assert "读不懂" in run(tmp_path, "visit", "add", "甲公司")
    opened = run(
        tmp_path,
        *("referral", "open", "--clause", "1.1", "--firm", "甲公司", "--need", "贴息怎么报", "--due", "2020-01-01"),
    )
    number = re.search(r"\d{8}$", opened)[0]
    assert "市科技局" in opened and number in run(tmp_path, "referral", "list", "--overdue")
    assert "下一步只能是“转办”" in run(tmp_path, "referral", "move", number, "办结")
    assert run(tmp_path, "referral", "move", number, "转办") == f"JB-{number}：转办"
    shown = run(tmp_path, "referral", "show", f"jb-{number}")
    assert shown.startswith(f"JB-{number}　转办") and "受理" in shown
    assert "没有 JB-0 这个号" in run(tmp_path, "referral", "show", "JB-0")
    assert run(tmp_path, "referral", "list", "--out", str(tmp_path / "passed.xlsx")).endswith("1 件")
    assert "记下了：1 号" in run(tmp_path, "visit", "done", "1", "下一步")
    assert "没有 9 号走访" in run(tmp_path, "visit", "done", "9", "还清")
    assert "三十天内没有" in run(tmp_path, "visit", "due", "--counselor", "张三")
    month = today().isoformat()[:7]
    out = tmp_path / "report.xlsx"
    text = run(tmp_path, "report", month, "--out", str(out))
    assert "走访企业 1 家、1 次" in text and "落地金额 200万元" in text and "交办 1 件" in text and out.exists()
    assert "请写成 2025-11" in run(tmp_path, "report", "十一月")
    assert run(tmp_path, "visit", "erase", "甲公司") == "删了 1 次走访、1 件交办"
    assert run(tmp_path, "visit", "erase", "甲公司") == "没有“甲公司”的走访和交办"
