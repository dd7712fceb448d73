"""``fudaoyuan knowledge …``: each command a thin call of ``commands/knowledge.py``."""

from __future__ import annotations

from datetime import datetime

import click

from bot.commands.desk import COMMANDS, at_desk
from bot.commands.keeping import KEEPING
from bot.commands.line import LEARNING, friendly, settings_from, with_settings, with_store
from bot.commands.people import person
from bot.commands.words import WORDS


@click.group()
def knowledge() -> None:
    """查看和检查资料（政策、政策点、词表、LPR）。

    例：fudaoyuan knowledge show 1.1
    """


@knowledge.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def knowledge_check(folder: str | None) -> None:
    """检查资料文件夹，有错就说出文件、哪一项、怎么改。

    例：fudaoyuan knowledge check
    """
    from bot.clock import today
    from bot.commands.knowledge import check_folder

    click.echo(friendly(lambda: check_folder(folder, today())))


@knowledge.command("learn")
def knowledge_learn() -> None:
    """先学好自带资料里的例句，存在程序旁边，第一次启动就不用等。

    例：fudaoyuan knowledge learn
    """
    from bot.commands.knowledge import learn_shipped
    from bot.commands.progress import shown

    with shown(LEARNING) as tell:
        found = friendly(lambda: learn_shipped(tell))
    click.echo(found)


@knowledge.command("fit")
def knowledge_fit() -> None:
    """例句改得多了跑一次：重新算“有把握”和“不归我们管”的权重，写回 confidence.toml（一分钟）。

    例：fudaoyuan knowledge fit
    """
    from bot.commands.knowledge import fit_shipped
    from bot.commands.progress import shown

    with shown("正在考自己的例句") as tell:
        found = friendly(lambda: fit_shipped(tell))
    click.echo(found)


@knowledge.command("list")
@with_settings("home")
def knowledge_list(home: str | None) -> None:
    """列出正在使用的这一版里的条款和政策点。

    例：fudaoyuan knowledge list
    """
    from bot.commands.knowledge import list_published

    click.echo(with_store(settings_from(home=home), list_published))


@knowledge.command("questions")
@click.option("--done", type=int, default=None, help="这一号已经处理了，从单子上去掉。")
@with_settings("home")
def knowledge_questions(home: str | None, done: int | None) -> None:
    """列出留给工作人员的问题（号、日期、入口、问题），处理完的用 --done 去掉。

    例：fudaoyuan knowledge questions --done 3
    """
    from bot.commands.knowledge import close_question, list_questions
    from knowledge.store import open_store

    def work() -> str:
        with open_store(settings_from(home=home).store) as store:
            return list_questions(store.questions()) if done is None else close_question(store.questions(), done)

    click.echo(friendly(work))


@knowledge.command("show")
@click.argument("name")
@with_settings("home")
def knowledge_show(name: str, home: str | None) -> None:
    """看一条原文（条款号）或一个政策点（名字）。

    例：fudaoyuan knowledge show patent_pledge_interest
    """
    from bot.commands.knowledge import show

    click.echo(with_store(settings_from(home=home), lambda known: show(known, name)))


@knowledge.command("parse")
@click.argument("path", metavar="FILE", type=click.Path())
@click.option("--new", "name", default=None, help="写成一份新政策的文件夹，用这个名字")
@click.option(
    "--into", "root", default=None, type=click.Path(file_okay=False), help="写到哪个资料文件夹（默认随程序安装的）"
)
def knowledge_parse(path: str, name: str | None, root: str | None) -> None:
    """读一份政策文件（txt、html、docx、带文字的 pdf）：条款、部门、日期，一个 JSON；--new 写成一份新政策。

    例：fudaoyuan knowledge parse 措施.docx --new linyi-2026
    """
    from bot.clock import today
    from bot.commands.parse import new_policy, parse_file

    click.echo(friendly(lambda: new_policy(path, name, root, today()) if name else parse_file(path)))


@knowledge.command("formulas")
@click.argument("name", required=False)
def knowledge_formulas(name: str | None) -> None:
    """列出能用的公式；后面写一个公式的名字，看它要哪些数、怎么写、例句和例子。

    例：fudaoyuan knowledge formulas tiered
    """
    from bot.commands.formulas import list_formulas

    click.echo(friendly(lambda: list_formulas(name)))


@knowledge.command("new")
@click.argument("policy")
@click.argument("formula")
@click.option("--clause", default=None, help="写哪一条的（默认是头一条像这种公式的）")
@click.option(
    "--into", "root", default=None, type=click.Path(file_okay=False), help="哪个资料文件夹（默认随程序安装的）"
)
def knowledge_new(policy: str, formula: str, clause: str | None, root: str | None) -> None:
    """按一个公式给一份政策添一个政策点：写进 measures.toml，数字从原文里照次序填好，等您核对。

    例：fudaoyuan knowledge new linyi-2026 per_item --clause 2.3
    """
    from bot.commands.formulas import add_record

    click.echo(friendly(lambda: add_record(policy, formula, clause, root)))


@knowledge.command("try")
@click.argument("policy")
@click.argument("lines", metavar="TEXT", nargs=-1, required=True)
@click.option(
    "--from",
    "root",
    default=None,
    type=click.Path(exists=True, file_okay=False),
    help="哪个资料文件夹（默认随程序安装的）",
)
@click.option("--draft", type=int, default=None, help="按知识台里的这一号草稿答，0 是正在用的一版")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="按哪一天算（默认今天）")
@with_settings("home")
def knowledge_try(
    policy: str, lines: tuple[str, ...], root: str | None, draft: int | None, day: datetime | None, home: str | None
) -> None:
    """不发布，先试着问几句：写几句就是一段对话的几句。

    例：fudaoyuan knowledge try linyi-2026 "发明专利3件能补多少"
    """
    from bot.clock import today
    from bot.commands.formulas import try_lines

    on = day.date() if day else today()
    if draft is not None:
        from bot.desk.terminal_review import try_draft

        at_desk(home, None, lambda desk: try_draft(desk, policy, draft, lines, on))
        return

    click.echo(friendly(lambda: try_lines(policy, lines, root, on, settings_from(home=home))))


for command in (person, *COMMANDS, *KEEPING, *WORDS):
    knowledge.add_command(command)
