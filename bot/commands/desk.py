"""``fudaoyuan knowledge draft …`` and its neighbours: each a thin call of ``bot.desk.terminal``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.commands.line import friendly, settings_from, with_settings
from bot.commands.people import PASSWORD

if TYPE_CHECKING:
    from bot.desk.terminal import Clerk

F = TypeVar("F", bound=Callable[..., Any])
AS = "您在知识台的用户名；密码当场问，或从环境变量 FUDAOYUAN_DESK_PASSWORD 来"


def signed(function: F) -> F:
    """Adds the option that says who does it."""
    return click.option("--as", "who", default=None, help=AS)(function)


def at_desk(home: str | None, who: str | None, work: Callable[[Clerk], str]) -> None:
    """Does it and prints what came of it; what is wrong is told in a sentence."""
    from bot.desk.terminal import clerk

    def call() -> str:
        with clerk(settings_from(home=home), who, _password) as desk:
            return work(desk)

    click.echo(friendly(call))


def _password() -> str:
    return os.environ.get(PASSWORD) or str(click.prompt("密码", hide_input=True))


@click.group()
def draft() -> None:
    """草稿：起草、送审、签发、退回。

    例：fudaoyuan knowledge draft list
    """


@draft.command("list")
@with_settings("home")
def draft_list(home: str | None) -> None:
    """列出草稿。

    例：fudaoyuan knowledge draft list
    """
    from bot.desk.terminal import list_drafts

    at_desk(home, None, list_drafts)


@draft.command("show")
@click.argument("number", type=int)
@with_settings("home")
def draft_show(number: int, home: str | None) -> None:
    """看一份草稿改了什么，还有什么错。

    例：fudaoyuan knowledge draft show 3
    """
    from bot.desk.terminal import show_draft

    at_desk(home, None, lambda desk: show_draft(desk, number))


@draft.command("begin")
@click.argument("title")
@signed
@with_settings("home")
def draft_begin(title: str, who: str | None, home: str | None) -> None:
    """起一份草稿。

    例：fudaoyuan knowledge draft begin "改电话" --as lisi
    """
    from bot.desk.terminal import begin_draft

    at_desk(home, who, lambda desk: begin_draft(desk, title))


@draft.command("put")
@click.argument("number", type=int)
@click.argument("path")
@click.argument("source", type=click.Path(exists=True, dir_okay=False))
@signed
@with_settings("home")
def draft_put(number: int, path: str, source: str, who: str | None, home: str | None) -> None:
    """把一个资料文件整个放进草稿：PATH 是它在资料里的路径，SOURCE 是硬盘上的文件（GBK、带 BOM 的也行）。

    例：fudaoyuan knowledge draft put 3 series/lpr.toml lpr.toml --as lisi
    """
    from bot.desk.terminal import put_file

    at_desk(home, who, lambda desk: put_file(desk, number, path, source))


@draft.command("work")
@click.argument("number", type=int)
@signed
@with_settings("home")
def draft_work(number: int, who: str | None, home: str | None) -> None:
    """接着改别人起的一份草稿：以后您改的都记在这份里。

    例：fudaoyuan knowledge draft work 3 --as lisi
    """
    from bot.desk.terminal_review import work

    at_desk(home, who, lambda desk: work(desk, number))


@draft.command("take")
@click.argument("version", type=int)
@signed
@with_settings("home")
def draft_take(version: int, who: str | None, home: str | None) -> None:
    """把随程序升级、没有自动用上的一版资料做成草稿，逐项看过再送审。

    例：fudaoyuan knowledge draft take 5 --as lisi
    """
    from bot.desk.terminal_review import take

    at_desk(home, who, lambda desk: take(desk, version))


@draft.command("golden")
@click.argument("number", type=int)
@click.argument("say", nargs=-1, required=True)
@signed
@with_settings("home")
def draft_golden(number: int, say: tuple[str, ...], who: str | None, home: str | None) -> None:
    """一句要答对的话，这份草稿本来就该答得不一样：以后按新的答才算对。

    例：fudaoyuan knowledge draft golden 3 "专利质押贷500万一年贴多少" --as lisi
    """
    from bot.desk.terminal_review import golden

    at_desk(home, who, lambda desk: golden(desk, number, say))


@draft.command("submit")
@click.argument("number", type=int)
@signed
@with_settings("home")
def draft_submit(number: int, who: str | None, home: str | None) -> None:
    """送审，顺带跑一遍对比。

    例：fudaoyuan knowledge draft submit 3 --as lisi
    """
    from bot.desk.terminal import submit

    at_desk(home, who, lambda desk: submit(desk, number))


@draft.command("sign")
@click.argument("number", type=int)
@click.option("--due", default="", help="什么时候发布，例如 “2027-01-01 00:00”；不写就是现在")
@signed
@with_settings("home")
def draft_sign(number: int, due: str, who: str | None, home: str | None) -> None:
    """签发别人的草稿；自己改过的不能自己签。

    例：fudaoyuan knowledge draft sign 3 --as wangwu
    """
    from bot.desk.terminal import sign

    at_desk(home, who, lambda desk: sign(desk, number, due))


@draft.command("back")
@click.argument("number", type=int)
@click.option("--reason", default="", help="为什么退回")
@signed
@with_settings("home")
def draft_back(number: int, reason: str, who: str | None, home: str | None) -> None:
    """退回修改（作者自己撤回不用写原因）。

    例：fudaoyuan knowledge draft back 3 --reason "原话抄错了" --as wangwu
    """
    from bot.desk.terminal import send_back

    at_desk(home, who, lambda desk: send_back(desk, number, reason))


@draft.command("drop")
@click.argument("number", type=int)
@signed
@with_settings("home")
def draft_drop(number: int, who: str | None, home: str | None) -> None:
    """作废一份草稿。

    例：fudaoyuan knowledge draft drop 3 --as lisi
    """
    from bot.desk.terminal import drop

    at_desk(home, who, lambda desk: drop(desk, number))


@click.command()
@click.argument("number", type=int)
@signed
@with_settings("home")
def replay(number: int, who: str | None, home: str | None) -> None:
    """跑一遍对比：要答对的话和大家真问过的话，现在怎么答，按这份草稿怎么答，哪里变差。

    例：fudaoyuan knowledge replay 3
    """
    from bot.desk.terminal import replayed

    at_desk(home, who, lambda desk: replayed(desk, number))


@click.command()
@with_settings("home")
def versions(home: str | None) -> None:
    """列出发布过的版本。

    例：fudaoyuan knowledge versions
    """
    from bot.desk.terminal import list_versions

    at_desk(home, None, list_versions)


@click.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="为什么回退")
@signed
@with_settings("home")
def rollback(number: int, reason: str, who: str | None, home: str | None) -> None:
    """回到发布过的一版，成为新的一版，马上生效。

    例：fudaoyuan knowledge rollback 4 --reason "封顶写错了" --as wangwu
    """
    from bot.desk import terminal

    at_desk(home, who, lambda desk: terminal.rollback(desk, number, reason))


@click.command()
@click.argument("measure")
@click.argument("says")
@signed
@with_settings("home")
def pause(measure: str, says: str, who: str | None, home: str | None) -> None:
    """马上停用一个政策点：不给数，只说这一句。

    例：fudaoyuan knowledge pause patent_pledge_interest "正在核对口径，先问牵头单位。" --as wangwu
    """
    from bot.desk import terminal

    at_desk(home, who, lambda desk: terminal.pause(desk, measure, says))


@click.command()
@click.argument("measure")
@signed
@with_settings("home")
def resume(measure: str, who: str | None, home: str | None) -> None:
    """恢复停用的政策点。

    例：fudaoyuan knowledge resume patent_pledge_interest --as wangwu
    """
    from bot.desk import terminal

    at_desk(home, who, lambda desk: terminal.pause(desk, measure, ""))


@click.command()
@click.argument("measure")
@click.argument("key")
@click.argument("value")
@click.option("--since", required=True, help="从哪天起，例如 2027-01-01")
@click.option("--quote", required=True, help="通知里的原话，里面要有这个数")
@click.option("--title", default="", help="出自哪份通知；原文件自己写的不用写")
@click.option("--issued", "issued_on", default="", help="通知的发文日期")
@click.option("--number", default="", help="通知的文号")
@click.option("--issuer", default="", help="哪个机关发的通知")
@click.option("--notice", "known", default="", help="已经记下的一份通知的编号，就不用写上面几样")
@signed
@with_settings("home")
def figure(
    measure: str,
    key: str,
    value: str,
    since: str,
    quote: str,
    known: str,
    who: str | None,
    home: str | None,
    **notice: str,
) -> None:
    """一个数从某天起变了：记进您的草稿，前一个数到前一天为止。

    例：fudaoyuan knowledge figure patent_pledge_interest share 50% --since 2027-01-01 --quote "……50%……" --as lisi
    """
    from bot.desk import terminal

    said = {"id": known} if known else notice if notice["title"] else {}
    at_desk(home, who, lambda desk: terminal.figure(desk, measure, key, value, since, quote, said))


@click.command()
@click.argument("text")
@click.argument("home_of", metavar="WHERE")
@signed
@with_settings("home")
def example(text: str, home_of: str, who: str | None, home: str | None) -> None:
    """添一句例句：人们会怎么问，问的是哪一条（1.1）、哪个政策点，还是不归我们管的哪一样。

    例：fudaoyuan knowledge example "知产押给银行利息能退点不" patent_pledge_interest --as lisi
    """
    from bot.desk import terminal

    at_desk(home, who, lambda desk: terminal.example(desk, text, home_of))


@click.command()
@click.argument("word")
@click.argument("saying")
@click.option("--remove", is_flag=True, help="去掉这个说法")
@signed
@with_settings("home")
def synonym(word: str, saying: str, remove: bool, who: str | None, home: str | None) -> None:
    """添一个近义词：文件里的词，人们的说法。

    例：fudaoyuan knowledge synonym 风险补偿 风补 --as lisi
    """
    from bot.desk import terminal

    at_desk(home, who, lambda desk: terminal.synonym(desk, word, saying, remove=remove))


@click.command()
@click.argument("percent", type=int, required=False)
@signed
@with_settings("home")
def floor(percent: int | None, who: str | None, home: str | None) -> None:
    """发布的下限：要答对的话，对了百分之几才能发布。

    例：fudaoyuan knowledge floor 99 --as wangwu
    """
    from bot.desk import terminal

    at_desk(home, who, lambda desk: terminal.floor(desk, percent))


@click.command()
@click.option("--since", default="", help="从哪天（默认今天）")
@click.option("--until", default="", help="到哪天")
@click.option("--text", default="", help="问话或答复里有这几个字")
@click.option("--out", default=None, type=click.Path(dir_okay=False), help="写成 Excel")
@with_settings("home")
def asked(since: str, until: str, text: str, out: str | None, home: str | None) -> None:
    """今天问了什么、怎么答的；--out 写成 Excel。

    例：fudaoyuan knowledge asked --since 2026-11-01 --out 十一月.xlsx
    """
    from bot.desk import terminal

    at_desk(home, None, lambda desk: terminal.asked(desk, since, until, text, out))


@click.command()
@click.argument("number", type=int)
@click.option("--why", default="", help="错在哪里")
@signed
@with_settings("home")
def wrong(number: int, why: str, who: str | None, home: str | None) -> None:
    """把一个答复标成“答错了”，放进待答的单子。

    例：fudaoyuan knowledge wrong 128 --why "应当按3.45%" --as sunqi
    """
    from bot.desk import terminal

    at_desk(home, who, lambda desk: terminal.wrong(desk, number, why))


@click.command()
@click.option("--verify", "check", is_flag=True, help="查一遍有没有被改过，不完整就返回 1")
@click.option("--who", "whose", default="", help="只看这个人的")
@click.option("--limit", default=50, show_default=True, help="最近多少行")
@with_settings("home")
def audit(check: bool, whose: str, limit: int, home: str | None) -> None:
    """操作记录：谁、什么时候、从哪里、做了什么；--verify 查有没有被改过。

    例：fudaoyuan knowledge audit --verify
    """
    from bot.desk import terminal

    well = True

    def work(desk: Clerk) -> str:
        nonlocal well
        words, well = terminal.audit(desk, whose, limit, check=check)
        return words

    at_desk(home, None, work)
    sys.exit(0 if well else 1)


@click.command()
@click.argument("name", required=False, default="")
@click.option("--since", default="", help="从哪天（默认今天）")
@click.option("--until", default="", help="到哪天（默认就那一天）")
@signed
@with_settings("home")
def deputy(name: str, since: str, until: str, who: str | None, home: str | None) -> None:
    """您不在的时候请谁代签；不写名字就是不再代签。

    例：fudaoyuan knowledge deputy lisi --since 2026-12-01 --until 2026-12-05 --as wangwu
    """
    from bot.desk import terminal_review

    at_desk(home, who, lambda desk: terminal_review.deputy(desk, name, since, until))


COMMANDS = (
    *(draft, replay, versions, rollback, deputy, pause, resume),
    *(figure, example, synonym, floor, asked, wrong, audit),
)
