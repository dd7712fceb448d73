"""``fudaoyuan knowledge words …``, ``answers`` and ``measure``: the forms for words, answers and measures, from the
terminal."""

from __future__ import annotations

import click

from bot.commands.desk import at_desk, signed
from bot.commands.line import with_settings

VALUES = click.argument("values", metavar="字段=值", nargs=-1)


@click.group()
def words() -> None:
    """说法：找句子、去掉一句、问法、标注、条件的说法、不归我们管的、资料文件。

    例：fudaoyuan knowledge words find 质押
    """


@words.command("find")
@click.argument("text")
@signed
@with_settings("home")
def words_find(text: str, who: str | None, home: str | None) -> None:
    """找学过的句子：里面有这几个字的，各在哪个文件、哪一节。

    例：fudaoyuan knowledge words find 质押
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.find(desk, text))


@words.command("remove")
@click.argument("text")
@click.option("--file", "path", default="", help="几个文件里都有的，写明去掉哪个文件里的")
@signed
@with_settings("home")
def words_remove(text: str, path: str, who: str | None, home: str | None) -> None:
    """去掉学过的一句话。

    例：fudaoyuan knowledge words remove "知产押了退不退利息" --as lisi
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.remove(desk, text, path))


@words.command("kind")
@click.argument("kind")
@click.argument("text")
@signed
@with_settings("home")
def words_kind(kind: str, text: str, who: str | None, home: str | None) -> None:
    """添一句问法：这样问，想知道的是什么（多少钱、找谁、怎么办……）。

    例：fudaoyuan knowledge words kind 找谁 "这事儿归哪个口子" --as lisi
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.kind(desk, kind, text))


@words.command("turn")
@click.argument("text")
@click.option("--act", "acts", multiple=True, required=True, help="这句话在做什么，例如 更正、再加一笔；可以写几次")
@click.option("--fact", default="", help="说了哪个条件，例如 “登记=是”")
@click.option("--measure", default="", help="在谈哪个政策点")
@signed
@with_settings("home")
def words_turn(text: str, acts: tuple[str, ...], fact: str, measure: str, who: str | None, home: str | None) -> None:
    """标注一句对话里的话：它在做什么，说了哪个条件。

    例：fudaoyuan knowledge words turn "刚才说错了，是八百万" --act 更正 --as lisi
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.turn(desk, text, acts, fact, measure))


@words.command("list")
@click.argument("kind", type=click.Choice(("facts", "scope")))
@click.argument("name", required=False, default="")
@VALUES
@signed
@with_settings("home")
def words_list(kind: str, name: str, values: tuple[str, ...], who: str | None, home: str | None) -> None:
    """条件的说法 facts、不归我们管的 scope：列出；写上名字看它的说法，再写“字段=说法，说法”就改。

    例：fudaoyuan knowledge words list scope trade "words=出口退税，报关" --as lisi
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.listed(desk, kind, name, values))


@words.command("topic")
@click.argument("label")
@click.argument("said", metavar="说法", nargs=-1, required=True)
@click.option("--refer", required=True, help="请人去问谁，答复里的一句话")
@signed
@with_settings("home")
def words_topic(label: str, said: tuple[str, ...], refer: str, who: str | None, home: str | None) -> None:
    """添一样不归我们管的：叫什么、一说就是它的词、请人去问谁。

    例：fudaoyuan knowledge words topic 公积金 公积金 住房公积金 --refer "请拨12329" --as lisi
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.topic(desk, label, refer, said))


@words.command("file")
@click.argument("path", required=False, default="")
@click.argument("source", required=False, default="", type=click.Path())
@signed
@with_settings("home")
def words_file(path: str, source: str, who: str | None, home: str | None) -> None:
    """资料文件：列出；写上路径看原样；再写硬盘上的文件就换成它，有错不收，错在第几行都说。

    例：fudaoyuan knowledge words file vocabulary/places.txt 地名.txt --as lisi
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.file(desk, path, source))


@click.command()
@click.argument("number", type=int, required=False)
@VALUES
@click.option("--policy", default="", help="哪一份文件（默认主要的那份）")
@click.option("--remove", is_flag=True, help="去掉这一条")
@signed
@with_settings("home")
def answers(
    number: int | None, values: tuple[str, ...], policy: str, remove: bool, who: str | None, home: str | None
) -> None:
    """写好的答案：列出；写上号和“字段=值”就改那一条，号写 0 是添一条。

    例：fudaoyuan knowledge answers 0 of=1.1 kinds=when says="放款以后、还清以后才申报。" --as lisi
    """
    from bot.desk import terminal_words

    at_desk(home, who, lambda desk: terminal_words.answers(desk, policy, number, values, remove=remove))


@click.group()
def measure() -> None:
    """政策点：看、改、添一个，都在草稿里。

    例：fudaoyuan knowledge measure show patent_pledge_interest
    """


@measure.command("show")
@click.argument("name")
@signed
@with_settings("home")
def measure_show(name: str, who: str | None, home: str | None) -> None:
    """看一个政策点的每个字段叫什么、现在是什么、错在哪里。

    例：fudaoyuan knowledge measure show patent_pledge_interest
    """
    from bot.desk import terminal_review

    at_desk(home, who, lambda desk: terminal_review.show_measure(desk, name))


@measure.command("set")
@click.argument("name")
@click.argument("values", metavar="字段=值", nargs=-1, required=True)
@signed
@with_settings("home")
def measure_set(name: str, values: tuple[str, ...], who: str | None, home: str | None) -> None:
    """改一个政策点的字段；几个说法用“，”隔开，几行话中间写 \\n。

    例：fudaoyuan knowledge measure set patent_pledge_interest "name=专利质押贴息" --as lisi
    """
    from bot.desk import terminal_review

    at_desk(home, who, lambda desk: terminal_review.set_measure(desk, name, values))


@measure.command("part")
@click.argument("name")
@click.argument("values", metavar="字段=值", nargs=-1)
@click.option("--add", type=click.Choice(["figure", "input", "condition"]), default=None, help="添哪一样")
@click.option("--take", default="", help="去掉第几个，例如 figure.0、condition.1，从 0 数起")
@signed
@with_settings("home")
def measure_part(
    name: str, values: tuple[str, ...], add: str | None, take: str, who: str | None, home: str | None
) -> None:
    """给一个政策点添一个数（role、value、quote）、要问的数（role、label、unit）、条件（question、quote），或去掉一个。

    例：fudaoyuan knowledge measure part linyi-2026/art4 role=cap value=20万元 quote=最高20万元 --add figure --as li
    """
    from bot.desk import terminal_review

    at_desk(home, who, lambda desk: terminal_review.change_parts(desk, name, values, add or "", take))


@measure.command("open")
@click.argument("policy")
@signed
@with_settings("home")
def measure_open(policy: str, who: str | None, home: str | None) -> None:
    """一份文件里像是写了钱、还没做成政策点的：哪一条、像哪个公式、原话。

    例：fudaoyuan knowledge measure open linyi-2026 --as lisi
    """
    from bot.desk import terminal_review

    at_desk(home, who, lambda desk: terminal_review.open_measures(desk, policy))


@measure.command("remove")
@click.argument("name")
@signed
@with_settings("home")
def measure_remove(name: str, who: str | None, home: str | None) -> None:
    """从您的草稿里去掉一个政策点。

    例：fudaoyuan knowledge measure remove linyi-2026/art9_2 --as lisi
    """
    from bot.desk import terminal_review

    at_desk(home, who, lambda desk: terminal_review.remove_measure(desk, name))


@measure.command("add")
@click.argument("policy")
@click.argument("clause")
@click.argument("formula")
@signed
@with_settings("home")
def measure_add(policy: str, clause: str, formula: str, who: str | None, home: str | None) -> None:
    """按一个公式给一条添一个政策点，数字从原文里照次序填好，等人核对；同一条再添，就是下一处。

    例：fudaoyuan knowledge measure add liaocheng-2024 2.2 fixed_award --as lisi
    """
    from bot.desk import terminal_review

    at_desk(home, who, lambda desk: terminal_review.add_measure(desk, policy, clause, formula))


WORDS = (words, answers, measure)
