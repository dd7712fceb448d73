"""``fudaoyuan knowledge queue …`` and its neighbours: what staff keep in the forms of the desk, from the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.desk import at_desk, signed
from bot.commands.line import with_settings

if TYPE_CHECKING:
    from bot.desk.terminal import Clerk


@click.command()
@click.argument("name", required=False)
@click.option("--answer", default="", help="怎么答：这一条的所有问法都这样答，记进您的草稿")
@click.option("--clause", default="", help="有关的条款，例如 1.1")
@click.option("--by", default="", help="谁答的（部门）")
@click.option("--close", "why", default="", help="不用答，写一句为什么")
@click.option("--example", "known", default="", help="已经写了：这些问法当作哪一条（1.1）或哪个政策点的例句")
@click.option("--owner", default=None, help="定谁来答（知识台的用户名）")
@click.option("--due", "day", default="", help="哪天以前答")
@click.option("--reopen", is_flag=True, help="办结了的再打开")
@signed
@with_settings("home")
def queue(
    name: str | None,
    answer: str,
    clause: str,
    by: str,
    why: str,
    known: str,
    owner: str | None,
    day: str,
    reopen: bool,
    who: str | None,
    home: str | None,
) -> None:
    """待答的问题：差不多的并成一条，问得多的在前；写上一条的名字看它的所有问法，--answer 答它。

    例：fudaoyuan knowledge queue t128 --answer "没有小程序，到窗口办" --by 某某局 --as lisi
    """
    from bot.desk import keeping, terminal_review

    def work(desk: Clerk) -> str:
        if name and known:
            return terminal_review.known_already(desk, name, known)
        if name and (owner is not None or day):
            return terminal_review.assign(desk, name, owner or "", day)
        if name and reopen:
            return terminal_review.reopen(desk, name)
        return keeping.queue(desk, name or "", answer, clause, by, why)

    at_desk(home, who, work)


@click.command()
@with_settings("home")
def due(home: str | None) -> None:
    """该办的：文件、口径快到期，电话、指南太久没核实，LPR 太旧，问题没人答。

    例：fudaoyuan knowledge due
    """
    from bot.desk import keeping

    at_desk(home, None, keeping.due)


@click.command()
@click.argument("since")
@click.argument("one_year")
@click.argument("five_year")
@click.option("--source", required=True, help="从哪里查到的")
@signed
@with_settings("home")
def lpr(since: str, one_year: str, five_year: str, source: str, who: str | None, home: str | None) -> None:
    """添一期 LPR，记进您的草稿。

    例：fudaoyuan knowledge lpr 2026-11-20 2.95 3.45 --source "人民银行网站" --as lisi
    """
    from bot.desk import keeping

    at_desk(home, who, lambda desk: keeping.lpr(desk, since, one_year, five_year, source))


@click.command()
@click.argument("kind", type=click.Choice(("rulings", "guides", "contacts", "faq", "site", "identity", "clauses")))
@click.argument("number", type=int, required=False)
@click.argument("values", metavar="字段=值", nargs=-1)
@click.option("--policy", default="", help="哪一份文件（默认主要的那份）")
@click.option("--checked", is_flag=True, help="打过，还是对的")
@signed
@with_settings("home")
def card(
    kind: str,
    number: int | None,
    values: tuple[str, ...],
    policy: str,
    checked: bool,
    who: str | None,
    home: str | None,
) -> None:
    """口径、指南、电话、常见问答、网站信息、文件信息、各条的白话：列出；写上号和“字段=值”就改那一条，号写 0 是添一条。

    例：fudaoyuan knowledge card contacts 0 department=某某局 phone=000-1234567 … --as lisi
    """
    from bot.desk import keeping

    at_desk(home, who, lambda desk: keeping.card(desk, kind, number, values, policy, checked=checked))


@click.command("export")
@click.argument("policy")
@click.argument("into", type=click.Path(file_okay=False))
@with_settings("home")
def export_folder(policy: str, into: str, home: str | None) -> None:
    """把正在用的一份文件的文件夹写到硬盘上，一字不差，可以放回 git。

    例：fudaoyuan knowledge export liaocheng-2024 导出
    """
    from bot.desk import keeping

    at_desk(home, None, lambda desk: keeping.export(desk, policy, into))


@click.command("import")
@click.argument("source", type=click.Path(exists=True))
@signed
@with_settings("home")
def import_folder(source: str, who: str | None, home: str | None) -> None:
    """把一份文件的文件夹（或导出的 zip）收进您的草稿。

    例：fudaoyuan knowledge import 导出/liaocheng-2024 --as lisi
    """
    from bot.desk import keeping

    at_desk(home, who, lambda desk: keeping.take_in(desk, source))


@click.command("document")
@click.argument("source", type=click.Path(exists=True, dir_okay=False))
@click.option("--name", default="", help="存成哪个文件夹；不写就只看读成了什么")
@signed
@with_settings("home")
def document(source: str, name: str, who: str | None, home: str | None) -> None:
    """读一份新文件：几条、哪些部门、要核对什么，是不是重新印发；--name 记进您的草稿。

    例：fudaoyuan knowledge document 措施.docx --name liaocheng-2027 --as lisi
    """
    from bot.desk import keeping

    at_desk(home, who, lambda desk: keeping.document(desk, source, name))


KEEPING = (queue, due, lpr, card, export_folder, import_folder, document)
