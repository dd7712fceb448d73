"""Words, answers, measures, and what is done to drafts and the queue, from the terminal: into the draft of who says so,
each change a line of the trail that the pages write too."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from knowledge.people import HASHER, Hand
from knowledge.store import Person, open_store
from tests.bot.commands.test_desk import PASSWORD, run

POLICY = "liaocheng-2024"
GOLDEN = "专利质押贷500万，2025年3月放款，一年"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was never started: the first command publishes what ships."""
    made = tmp_path_factory.mktemp("words")
    secret = HASHER.hash(PASSWORD)
    with open_store(made / "fudaoyuan.sqlite3") as store:
        for name, role in (("li", "editor"), ("zhao", "editor"), ("wang", "approver"), ("sun", "counselor")):
            note = Hand("t", "t", "2026-11-26T10:00:00+08:00").note("account", name)
            store.people().put(Person(name, name, role), note, secret=secret, new=True).result()
    return made


def files(home: Path, number: int = 1) -> dict[str, str]:
    """The files that the draft changes."""
    with open_store(home / "fudaoyuan.sqlite3") as store:
        return {one.path: one.text or "" for one in store.drafts().files(number)}


def test_a_folder_comes_out_of_a_home_that_was_never_started(tmp_path: Path) -> None:
    new = tmp_path / "home"
    told = run(new, "export", POLICY, str(tmp_path / "out"))
    assert told.exit_code == 0 and "写好了" in told.output, told.output
    shipped = Path(__file__).parents[3] / "knowledge" / "policies" / POLICY
    for path in (one for one in shipped.rglob("*") if one.is_file()):
        out = tmp_path / "out" / POLICY / path.relative_to(shipped)
        assert out.read_bytes() == path.read_bytes()
    assert "第 1 版  正在用" in run(new, "versions").output


def test_sentences_are_found_added_and_taken_away(home: Path) -> None:
    assert "记在第 1 号草稿里了" in run(home, "words", "kind", "找谁", "这事儿归哪个口子", "--as", "li").output
    assert "[who]  这事儿归哪个口子" in run(home, "words", "find", "归哪个口子", "--as", "li").output
    assert "没有这样的句子" in run(home, "words", "find", "归哪个口子").output  # a draft, not in force
    assert "记在第" in run(home, "words", "remove", "这事儿归哪个口子", "--as", "li").output
    assert "这事儿归哪个口子" not in files(home)["vocabulary/kinds/desk.txt"]
    for words, why in (
        (("words", "kind", "多大", "一句"), "没有「多大」这种问法。有：多少钱、"),
        (("words", "remove", "从来没有的一句"), "没有「从来没有的一句」这一句"),
        (("words", "turn", "一句", "--act", "跳舞"), "没有「跳舞」这一样"),
        (("words", "turn", "一句", "--act", "更正", "--fact", "天气=是"), "没有「天气」这个条件"),
        (("words", "kind", "找谁", "没写是谁"), "要知道是谁做的"),
    ):
        refused = run(home, *words, *(() if "没写是谁" in words else ("--as", "li")))
        assert refused.exit_code == 1 and why in refused.output, refused.output
    refused = run(home, "words", "kind", "找谁", "归谁管", "--as", "sun")
    assert refused.exit_code == 1 and "要有编辑的权限" in refused.output


def test_a_sentence_is_annotated(home: Path) -> None:
    told = run(home, "words", "turn", "说错了是八百万，登记了", "--act", "更正", "--fact", "质押登记=是", "--as", "li")
    if told.exit_code:
        names = run(home, "words", "list", "facts").output
        raise AssertionError(told.output + names)
    line = json.loads(files(home)[f"policies/{POLICY}/listening/desk.jsonl"].splitlines()[-1])
    assert (line["acts"], line["facts"]) == (["correct"], {"pledge_registered": "yes"})


def test_lists_of_words_are_told_and_changed(home: Path) -> None:
    assert "trade  外贸外经" in run(home, "words", "list", "scope").output
    told = run(home, "words", "list", "scope", "外贸外经").output
    assert "words（一说就是它的词）：出口信用保险，" in told
    changed = run(home, "words", "list", "scope", "trade", "words=出口退税，报关", "--as", "li")
    assert "记在第" in changed.output, changed.output
    assert 'words = ["出口退税", "报关"]' in files(home)["vocabulary/scope.toml"]
    added = run(home, "words", "topic", "公积金贷款", "公积金贷款", "--refer", "请拨12329", "--as", "li")
    assert "记在第" in added.output and 'label = "公积金贷款"' in files(home)["vocabulary/scope.toml"]
    again = run(home, "words", "topic", "公积金贷款", "公积金贷款", "--refer", "请拨12329", "--as", "li")
    assert again.exit_code == 1 and "已经有了" in again.output
    assert "记在第" in run(home, "example", "公积金能贷多少", "公积金贷款", "--as", "li").output
    assert "字段有" in run(home, "words", "list", "scope", "trade", "颜色=红", "--as", "li").output


def test_a_data_file_is_told_and_taken_unless_it_is_faulty(home: Path, tmp_path: Path) -> None:
    assert "vocabulary/places.txt" in run(home, "words", "file").output
    text = run(home, "words", "file", "series/lpr.toml").output
    file = tmp_path / "lpr.toml"
    file.write_text(text + "\n[[rate]\n", "utf-8")
    refused = run(home, "words", "file", "series/lpr.toml", str(file), "--as", "li")
    assert refused.exit_code == 1 and refused.output.startswith("Error: 第 "), refused.output
    file.write_bytes(("# 一行说明\n" + text).replace("\n", "\r\n").encode("gb18030"))
    assert "记在第" in run(home, "words", "file", "series/lpr.toml", str(file), "--as", "li").output
    assert files(home)["series/lpr.toml"].startswith("# 一行说明")
    assert "没有「没有.toml」" in run(home, "words", "file", "没有.toml").output


def test_a_written_answer_is_added_changed_and_taken_away(home: Path) -> None:
    rows = run(home, "answers").output.strip().splitlines()
    new = ("of=1.1", "kinds=when，how", "says=还清以后才申报。", "words=几时")
    assert "记在第" in run(home, "answers", "0", *new, "--as", "li").output
    last = str(len(rows) + 1)
    assert (
        run(home, "answers", "--as", "li").output.strip().splitlines()[-1]
        == f"{last}  1.1  when、how  还清以后才申报。"
    )
    assert "记在第" in run(home, "answers", last, "says=还清本息以后才申报。", "--as", "li").output
    assert "还清本息以后才申报。" in files(home)[f"policies/{POLICY}/answers.toml"]
    assert "记在第" in run(home, "answers", last, "--remove", "--as", "li").output
    assert len(run(home, "answers", "--as", "li").output.strip().splitlines()) == len(rows)
    for values, why in ((("of=9.9", *new[1:]), "of="), ((new[0], new[2]), "kinds="), (new[:2], "says=")):
        refused = run(home, "answers", "0", *values, "--as", "li")
        assert refused.exit_code == 1 and why in refused.output, refused.output


def test_a_measure_is_shown_changed_and_added(home: Path) -> None:
    told = run(home, "measure", "show", "patent_pledge_interest").output
    assert "figure.0.value（数）：40%" in told and "words（人们怎么叫它）" in told
    changed = run(home, "measure", "set", "patent_pledge_interest", "name=专利贴息", "--as", "zhao")
    assert changed.exit_code == 0 and "专利贴息" in changed.output, changed.output
    assert 'name = "专利贴息"' in files(home, 2)[f"policies/{POLICY}/measures.toml"]
    faulty = run(home, "measure", "set", "patent_pledge_interest", "figure.0.quote=没有这句话", "--as", "zhao")
    assert faulty.exit_code == 0 and "错：" in faulty.output
    assert run(home, "draft", "submit", "2", "--as", "zhao").exit_code == 1
    added = run(home, "measure", "add", POLICY, "2.2", "fixed", "--as", "zhao")
    assert added.exit_code == 1 and "一个公式" in added.output
    added = run(home, "measure", "add", POLICY, "2.2", "fixed_award", "--as", "zhao")
    assert f"添好了：{POLICY}/m2_2" in added.output, added.output
    assert "字段有" in run(home, "measure", "set", "patent_pledge_interest", "价=1", "--as", "zhao").output


def test_a_draft_is_tried_worked_on_and_its_golden_sentence_taken_over(home: Path) -> None:
    told = run(home, "try", POLICY, "专利质押贷500万，一年", "--draft", "0", "--on", "2025-03-01").output
    assert "6.20 万元" in told
    assert "第 1 号草稿" in run(home, "draft", "work", "1", "--as", "zhao").output
    with open_store(home / "fudaoyuan.sqlite3") as store:
        shipped = store.files_of(1)[f"policies/{POLICY}/golden.jsonl"]
    one = next(row for line in shipped.splitlines() if line.startswith("{") and "clause" in (row := json.loads(line)))
    taken = run(home, "draft", "golden", "1", *one["say"], "--as", "li")
    assert "按新的答才算对" in taken.output, taken.output
    none = run(home, "draft", "golden", "1", "从来没有的一句", "--as", "li")
    assert none.exit_code == 1 and "没有这一句" in none.output
    assert "没有第 99 版" in run(home, "draft", "take", "99", "--as", "li").output


def test_who_stands_in_and_who_takes_over(home: Path) -> None:
    assert "代签人记下了" in run(home, "deputy", "zhao", "--since", "2026-12-01", "--as", "wang").output
    assert "不再代签" in run(home, "deputy", "--as", "wang").output
    assert run(home, "deputy", "zhao", "--as", "li").exit_code == 1
    assert "日期写成" in run(home, "deputy", "zhao", "--since", "明天", "--as", "wang").output
    passed = run(home, "person", "change", "zhao", "--heir", "li", "--shown", "赵六")
    assert "改好了：赵六" in passed.output, passed.output
    assert "li" in next(line for line in run(home, "draft", "list").output.splitlines() if line.startswith("第 2 号"))


def test_an_item_of_the_queue_has_an_owner_and_becomes_examples(home: Path) -> None:
    said = "贴息申请有没有手机小程序"
    asked = CliRunner().invoke(main, ["chat", "--home", str(home)], input=f"{said}\n")
    assert asked.exit_code == 0
    name = next(line.split()[0] for line in run(home, "queue").output.splitlines() if said in line)
    assert (
        "记下了：li，2099-12-01 以前"
        in run(home, "queue", name, "--owner", "li", "--due", "2099-12-01", "--as", "li").output
    )
    assert "  li  " in run(home, "queue").output
    assert run(home, "queue", name, "--owner", "li", "--as", "sun").exit_code == 1
    assert "记在第" in run(home, "queue", name, "--example", "1.1", "--as", "li").output
    assert "没有「9.9」" in run(home, "queue", name, "--example", "9.9", "--as", "li").output
    assert "办结了" in run(home, "queue", name, "--close", "已经电话答复", "--as", "sun").output
    assert "又打开了" in run(home, "queue", name, "--reopen", "--as", "li").output


def test_one_trail_holds_all_of_it(home: Path) -> None:
    told = run(home, "audit", "--limit", "200").output
    for words in (
        "问法「这事儿归哪个口子」是找谁",
        "标注「",
        "外贸外经",
        "series/lpr.toml",
        "答案「",
        "政策点：",
        "代签",
        "办结",
    ):
        assert words in told, words
    assert all("  终端  " in line for line in told.strip().splitlines() if "问法「" in line or "答案「" in line)
    assert "没有被改过" in run(home, "audit", "--verify").output
