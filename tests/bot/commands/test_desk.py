"""The desk's commands: the same rules as its pages, whoever types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from knowledge.people import HASHER, Hand
from knowledge.store import Person, open_store

PASSWORD = "一句自己记得住的话"
FIGURE = (
    *("figure", "patent_pledge_interest", "share", "50%", "--since", "2027-01-01", "--issued", "2026-11-20"),
    *("--quote", "自2027年1月1日起按照贷款市场报价利率（LPR）的50%给予贴息补助", "--title", "关于调整贴息比例的通知"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("commands")
    runner = CliRunner()
    told = runner.invoke(main, ["knowledge", "list", "--home", str(made)])  # publishes what ships
    assert told.exit_code == 0
    secret = HASHER.hash(PASSWORD)
    with open_store(made / "fudaoyuan.sqlite3") as store:
        for name, role in (("li", "editor"), ("wang", "approver")):
            note = Hand("t", "t", "2026-11-26T10:00:00+08:00").note("account", name)
            store.people().put(Person(name, name, role), note, secret=secret, new=True).result()
    return made


def run(home: Path, *words: str, password: str = PASSWORD) -> Result:
    return CliRunner().invoke(
        main, ["knowledge", *words, "--home", str(home)], env={"FUDAOYUAN_DESK_PASSWORD": password}
    )


def test_the_first_admin_comes_by_a_command(home: Path) -> None:
    assert "添好了" in run(home, "person", "add", "zhang", "--shown", "张三", "--role", "admin").output
    again = run(home, "person", "add", "zhang", "--shown", "张三")
    assert again.exit_code == 1 and "已经有人用了" in again.output
    assert "zhang  张三  管理员  全市" in run(home, "person", "list").output
    last = run(home, "person", "change", "zhang", "--close")
    assert last.exit_code == 1 and "最后一个管理员" in last.output


def test_a_figure_goes_into_a_draft_and_only_another_signs(home: Path) -> None:
    told = run(home, *FIGURE, "--as", "li")
    assert "40% → 40%（到 2026-12-31）；50%（2027-01-01 起）" in told.output
    assert "什么都没有改" not in run(home, "draft", "show", "1").output
    for words, why in (
        (("draft", "sign", "1"), "要知道是谁做的"),
        (("draft", "sign", "1", "--as", "li"), "审核的权限"),
        (("draft", "sign", "1", "--as", "nobody"), "用户名或密码不对"),
        (("draft", "back", "1", "--as", "wang"), "为什么退回"),
        (("rollback", "1", "--reason", "x", "--as", "wang"), "正在使用"),
    ):
        refused = run(home, *words)
        assert refused.exit_code == 1 and why in refused.output, refused.output
    assert run(home, "draft", "list", password="").output.startswith("第 1 号  修改中  li")


def test_every_line_of_the_trail_is_told_and_held_together(home: Path) -> None:
    told = run(home, "audit")
    assert "li  终端  修改  第 1 号草稿" in told.output and "拒绝" in told.output
    whole = run(home, "audit", "--verify")
    assert whole.exit_code == 0 and "没有被改过" in whole.output


def test_a_stop_and_its_end_are_versions(home: Path) -> None:
    assert (
        "停用了，现在是第 2 版" in run(home, "pause", "patent_pledge_interest", "正在核对口径。", "--as", "wang").output
    )
    assert run(home, "resume", "patent_pledge_interest", "--as", "li").exit_code == 1
    assert "恢复了，现在是第 3 版" in run(home, "resume", "patent_pledge_interest", "--as", "wang").output
    assert "回到第 1 版了" in run(home, "rollback", "1", "--reason", "核对好了", "--as", "wang").output
    assert "第 4 版  正在用" in run(home, "versions").output


def test_words_go_into_the_draft_of_who_adds_them(home: Path) -> None:
    assert "记在第 1 号草稿里了" in run(home, "synonym", "风险补偿", "兜底补", "--as", "li").output
    assert "记在第 1 号草稿里了" in run(home, "example", "知产押了退不退利息", "1.1", "--as", "li").output
    wrong = run(home, "example", "一句", "9.9", "--as", "li")
    assert wrong.exit_code == 1 and "没有「9.9」" in wrong.output


def test_a_file_of_windows_is_taken_as_it_was_meant(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    with open_store(home / "fudaoyuan.sqlite3") as store:
        text = store.files_of(store.published().number)["vocabulary/general.txt"]
    file.write_bytes((text + "新词\n").replace("\n", "\r\n").encode("utf-8-sig"))
    told = run(home, "draft", "put", "1", "vocabulary/general.txt", str(file), "--as", "li")
    assert told.exit_code == 0 and "添上：（没有） → 新词" in told.output
    refused = run(home, "draft", "put", "1", "../etc/passwd", str(file), "--as", "li")
    assert refused.exit_code == 1


def test_nothing_was_asked_yet(home: Path, tmp_path: Path) -> None:
    assert "没有这样的问题" in run(home, "asked").output
    assert "写好了" in run(home, "asked", "--out", str(tmp_path / "x.xlsx")).output
    assert run(home, "wrong", "7", "--as", "wang").exit_code == 1
    assert "100%" in run(home, "floor").output
    assert "95%" in run(home, "floor", "95", "--as", "wang").output
