"""The commands as a user runs them: real processes, real files."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.clock import today
from knowledge.records.build import build
from knowledge.records.files import shipped_files as every_file
from tests import forking
from tests.city import shipped_files

ROOT = Path(__file__).parents[2]
QUESTION = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
KEYS = {
    *("conversation", "kind", "clauses", "sure", "measure", "inputs", "missing", "unconfirmed", "eligible"),
    *(
        "amount_yuan",
        "bound",
        "alternatives",
        "assumptions",
        "focus",
        "unused",
        "lead",
        "cooperate",
        "next_steps",
        "text",
    ),
}

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from bot.cli import main
main()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("cli")


def run(home, *words, text=b"", anew=False):
    """fudaoyuan WORDS in a process of its own, with ``text`` on standard input; ``anew``: it is no copy."""
    environ = {**os.environ, "FUDAOYUAN_HOME": str(home)}
    if not anew:
        return forking.run(words, environ, text)
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], input=text, capture_output=True, env=environ, cwd=ROOT, check=False
    )


def lines(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_the_boss_asks_and_gets_clause_sum_offices_and_cap(home):
    done = run(home, "ask", QUESTION, anew=True)
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    for words in ("67,000.00", "市科技局、市市场监管局、中国人民银行聊城市分行", "同一企业一个年度贴息额最高10万元"):
        assert words in text


def test_on_a_full_disk_it_answers_and_says_that_nothing_is_kept(home):
    limited = [sys.executable, "-c", LIMITED, "ask", "新三板挂牌补多少"]
    environ = {**os.environ, "FUDAOYUAN_HOME": str(home)}
    done = subprocess.run(limited, capture_output=True, env=environ, cwd=ROOT, check=False)
    assert done.returncode == 0 and "新三板" in done.stdout.decode()
    assert "注意：磁盘满了，现在只答不记。请腾出空间" in done.stderr.decode()
    assert "有 1 条没有记下" in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_ask_as_json_has_every_key_of_the_contract(home):
    done = run(home, "ask", "--json", "--day", "2025-11-22", QUESTION)
    (answer,) = lines(done)
    assert set(answer) == KEYS and answer["conversation"] == ""
    assert (answer["amount_yuan"], answer["measure"]) == ("67000.00", "patent_pledge_interest")
    assert answer["inputs"]["start"] == "2024-08-01"
    assert answer["assumptions"] == []


def test_batch_answers_line_by_line_and_survives_broken_ones(home):
    rows = [
        b'{"conversation": "a", "text": "%s"}' % "鲁科担补多少".encode(),
        b"{not json",
        b"[1, 2]",
        b'{"text": 5}',
        b'{"text": "x", "day": "tomorrow"}',
        b'{"conversation": "b", "text": "\\ud800"}',
        b'{"conversation": "b", "text": ""}',
        b"\xff\xfe",
        b'{"conversation": "a", "text": "%s"}' % "四百万，费率0.5%".encode(),
    ]
    done = run(home, "batch", text=b"\n".join(rows) + b"\n", anew=True)
    answers = lines(done)
    assert done.returncode == 0
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, False, False, True, False]
    assert answers[-1]["inputs"] == {"guarantee_yuan": "4000000", "fee_rate": "0.005"}
    assert all(set(answer) == KEYS for answer in answers if "error" not in answer)
    assert [answer.get("conversation") for answer in answers] == ["a", *[None] * 4, "b", "b", None, "a"]


def test_running_a_batch_twice_does_not_continue_its_conversations(home):
    line = json.dumps({"conversation": "again", "text": "专利质押贷了100万，一年"}).encode() + b"\n"
    first, second = lines(run(home, "batch", text=line)), lines(run(home, "batch", text=line))
    assert first == second


def test_figures_speak_the_contract(home):
    done = run(home, "figures", text='{"text":"质押了五百万","day":"2025-11-22"}\n'.encode())
    expected = {"text": "五百万", "start": 3, "end": 6, "kind": "money", "value": 5000000, "unit": "yuan"}
    assert lines(done) == [{"figures": [expected]}]


def test_an_edited_example_is_learnt_at_the_next_command_which_says_so(tmp_path):
    from knowledge.records.files import shipped_files
    from knowledge.store import open_store

    files, examples = shipped_files(), "policies/liaocheng-2024/examples/4.1.txt"
    files[examples] += "\n红榜名册里咋能有咱家字号\n红榜名册怎么才有咱家字号\n"
    with open_store(tmp_path / "fudaoyuan.sqlite3") as store:
        store.publish(files, author="王", note="")
    done = run(tmp_path, "ask", "--json", "红榜名册里咋能有咱家的字号")
    assert lines(done)[0]["clauses"][0]["clause"] == "4.1"
    assert "正在学例句" in done.stderr.decode()
    again = run(tmp_path, "ask", "--json", "红榜名册里咋能有咱家的字号")
    assert lines(again)[0]["text"] == lines(done)[0]["text"] and again.stderr == b""


def test_the_turns_are_recorded(home):
    from knowledge.store import open_store

    marker = "记录一下：鲁科保省里补了8万"
    assert run(home, "ask", marker).returncode == 0
    with open_store(home / "fudaoyuan.sqlite3") as store:
        import sqlite_utils

        rows = list(
            sqlite_utils.Database(home / "fudaoyuan.sqlite3").query("select * from turns where text = ?", [marker])
        )
        assert store.published() is not None
    assert [(row["measure"], row["clause"], row["amount"]) for row in rows] == [("lukebao_premium", "1.3", "40000.00")]


def test_help_of_every_command_says_what_it_does_with_an_example():
    commands = [main, *main.commands.values(), *main.commands["knowledge"].commands.values()]
    for command in commands:
        assert command.help and "例：" in command.help, command.name


@pytest.mark.parametrize("words", [["--help"], ["ask", "你好"], ["figures"]])
def test_neither_help_nor_answers_load_a_messenger_or_a_cipher(home, words):
    code = (
        "import sys\nfrom bot.cli import main\n"
        f"sys.argv[1:] = {words!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit(any(name in sys.modules for name in "
        "('aiogram', 'cryptography', 'bot.channels.telegram', 'bot.channels.wechat', 'bot.channels.wecom')))"
    )
    environ = {**os.environ, "FUDAOYUAN_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"", capture_output=True, env=environ, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_serving_without_settings_loads_no_messenger_and_no_cipher(home):
    code = (
        "import os, signal, sys\nimport click\nfrom bot.cli import main\n"
        "click.echo = lambda words, **_: os.kill(os.getpid(), signal.SIGTERM) if '已打开' in words else None\n"
        "main(['serve', '--port', '0'], standalone_mode=False)\n"
        "sys.exit(any(name in sys.modules for name in "
        "('aiogram', 'cryptography', 'bot.channels.telegram', 'bot.channels.wechat', 'bot.channels.wecom')))"
    )
    environ = {**os.environ, "FUDAOYUAN_HOME": str(home), "BOT_TOKEN": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"", capture_output=True, env=environ, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_nothing_but_the_telegram_channel_imports_aiogram():
    files = [path for folder in ("bot", "knowledge", "calculators") for path in (ROOT / folder).rglob("*.py")]
    importing = [path for path in files if re.search(r"^\s*(from|import) aiogram", path.read_text("utf-8"), re.M)]
    assert importing and {path.parent.name for path in importing} == {"telegram"}


def test_telegram_without_a_token_says_where_to_get_one():
    done = CliRunner().invoke(main, ["telegram"], env={"BOT_TOKEN": ""})
    assert done.exit_code == 1 and "BotFather" in done.output and "BOT_TOKEN" in done.output


def test_a_webhook_without_a_secret_is_refused_at_the_start(home):
    environ = {"BOT_TOKEN": "42:" + "x" * 30, "FUDAOYUAN_TELEGRAM_WEBHOOK_URL": "https://a.cn/t"}
    for command in ("telegram", "serve"):
        done = CliRunner().invoke(main, [command, "--home", str(home)], env=environ)
        assert done.exit_code == 1 and "FUDAOYUAN_TELEGRAM_WEBHOOK_SECRET" in done.output


def test_help_loads_nothing_heavy():
    code = "import sys, bot.cli\nsys.exit(any(m in sys.modules for m in ('jieba', 'numpy', 'aiohttp', 'sqlite_utils')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_knowledge_check_list_and_show(home):
    known = build(every_file())
    clauses = sum(len(policy.clauses) for policy in known.policies)
    assert f"{clauses} 条，{len(known.measures)} 个政策点" in run(home, "knowledge", "check").stdout.decode()
    assert "patent_pledge_interest" in run(home, "knowledge", "list", anew=True).stdout.decode()
    shown = run(home, "knowledge", "show", "1.2").stdout.decode()
    assert "牵头：市科技局、市财政局" in shown and "文件没有写" in shown
    missing = run(home, "knowledge", "show", "9.9")
    assert missing.returncode == 1 and "knowledge list" in missing.stderr.decode()


def test_questions_left_for_staff_are_listed_and_closed(home):
    assert "没有留下的问题" in run(home, "knowledge", "questions").stdout.decode()
    run(home, "ask", "留个问题给工作人员：备案号在哪查")
    listed = run(home, "knowledge", "questions").stdout.decode()
    assert "备案号在哪查" in listed and listed.startswith("1  ")
    assert "1 号已经处理" in run(home, "knowledge", "questions", "--done", "1").stdout.decode()
    again = run(home, "knowledge", "questions", "--done", "1")
    assert again.returncode == 1 and "单子上没有 1 号" in again.stderr.decode()


def test_a_folder_from_windows_is_checked_and_a_day_to_come_is_refused(tmp_path):
    for name, text in shipped_files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    rates = tmp_path / "series" / "lpr.toml"
    rates.write_bytes(rates.read_text("utf-8-sig").encode("gbk"))
    checked = CliRunner().invoke(main, ["knowledge", "check", str(tmp_path)])
    assert checked.exit_code == 0 and "没有问题" in checked.output, checked.output
    tomorrow = (today() + timedelta(days=1)).isoformat()
    rates.write_bytes(rates.read_bytes().replace(b"2025-05-20", tomorrow.encode()))
    refused = CliRunner().invoke(main, ["knowledge", "check", str(tmp_path)])
    assert refused.exit_code == 1 and f"series/lpr.toml：row 第15个 since：{tomorrow} 还没到" in refused.output


def test_a_folder_that_is_a_file_is_told_with_path_and_remedy(tmp_path):
    blocked = tmp_path / "taken"
    blocked.write_text("x")
    done = run(blocked, "ask", "你好")
    assert done.returncode == 1
    assert str(blocked) in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_a_damaged_database_is_told_with_path_and_remedy(tmp_path):
    (tmp_path / "fudaoyuan.sqlite3").write_bytes(b"not a database" * 100)
    done = run(tmp_path, "ask", "你好")
    assert done.returncode == 1
    assert "fudaoyuan.sqlite3" in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_a_wrong_setting_ends_any_command_with_what_to_write(tmp_path):
    for words in (["serve"], ["ask", "你好"], ["knowledge", "list"]):
        environ = {"FUDAOYUAN_HOME": str(tmp_path / "home"), "FUDAOYUAN_PROXIES": "0.0.0.0/0"}
        done = CliRunner().invoke(main, words, env=environ)
        assert done.exit_code == 1 and "FUDAOYUAN_PROXIES 里的 0.0.0.0/0 等于谁都信" in done.output, words
    assert not (tmp_path / "home").exists()


def test_a_wrong_day_and_a_wrong_port_are_told():
    runner = CliRunner()
    day = runner.invoke(main, ["ask", "你好", "--day", "昨天"])
    assert day.exit_code == 1 and "2025-11-22" in day.output
    port = runner.invoke(main, ["serve", "--port", "abc"])
    assert port.exit_code == 1 and "8080" in port.output
